// Mirrors torch/cpu/__init__.py: what code that works on any device asks of it.

import type { Device } from '../types.js'

export * as amp from './amp/index.js'

/**
 * Whether the CPU can be used: true. For code that asks `torch[device]`, as do the others here.
 *
 * @example
 * torch.cpu.is_available() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.is_available.html
 */
export function is_available(): boolean {
  return true
}

/**
 * Whether the CPU has been started: true.
 *
 * @example
 * torch.cpu.is_initialized() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.is_initialized.html
 */
export function is_initialized(): boolean {
  return true
}

/**
 * How many CPUs there are as a device: 1, whatever its cores.
 *
 * @example
 * torch.cpu.device_count() // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.device_count.html
 */
export function device_count(): number {
  return 1
}

/**
 * The name of the current device.
 *
 * @example
 * torch.cpu.current_device() // 'cpu'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.current_device.html
 */
export function current_device(): string {
  return 'cpu'
}

/**
 * Does nothing: there is one CPU.
 *
 * @example
 * torch.cpu.set_device('cpu')
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.set_device.html
 */
export function set_device(_device: Device): void {}

/**
 * Does nothing: work on the CPU is done when a call returns.
 *
 * @example
 * torch.cpu.synchronize()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cpu.synchronize.html
 */
export function synchronize(_device: Device | null = null): void {}

export * as default from './index.js'
