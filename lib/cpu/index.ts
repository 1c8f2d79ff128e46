// Mirrors torch/cpu/__init__.py: what code that works on any device asks of it.

import type { Device } from '../types.js'

export * as amp from './amp/index.js'

/** Always. */
export function is_available(): boolean {
  return true
}

/** Always. */
export function is_initialized(): boolean {
  return true
}

/** There is one. */
export function device_count(): number {
  return 1
}

/** Always `'cpu'`. */
export function current_device(): string {
  return 'cpu'
}

/** Changes nothing. */
export function set_device(_device: Device): void {}

/** Operators on the CPU are through when they return: there is nothing to wait for. */
export function synchronize(_device: Device | null = null): void {}
