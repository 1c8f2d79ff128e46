// Mirrors torch/cuda/__init__.py and memory.py, over LibTorch's device-generic interfaces.

import { withBlock } from '../_contextlib.js'
import { device as makeDevice } from '../device.js'
import { native } from '../native.js'
import type { Device } from '../types.js'

export {
  get_rng_state,
  initial_seed,
  manual_seed,
  manual_seed_all,
  seed,
  set_rng_state,
} from './random.js'

/** The index of a GPU; the current one where none is named. */
function indexOf(device: Device | null | undefined): number {
  if (device === null || device === undefined) return native.cudaCurrentDevice()
  if (typeof device === 'number') return device
  return makeDevice(device).index ?? native.cudaCurrentDevice()
}

/** Whether a GPU can be used. */
export function is_available(): boolean {
  return native.cudaIsAvailable()
}

/** How many GPUs there are. */
export function device_count(): number {
  return native.cudaDeviceCount()
}

/** The index of the GPU that `cuda` means. */
export function current_device(): number {
  return native.cudaCurrentDevice()
}

/** Makes `cuda` mean another GPU. */
export function set_device(device: Device): void {
  const index = indexOf(device)
  if (index >= 0) native.cudaSetDevice(index)
}

/** The name of a GPU, such as `NVIDIA H200`. */
export function get_device_name(device?: Device | null): string {
  return native.cudaGetDeviceName(indexOf(device))
}

/** Waits for all work on a GPU. */
export function synchronize(device?: Device | null): void {
  native.cudaInit()
  native.cudaSynchronize(indexOf(device))
}

/** Starts CUDA, which the first use does by itself. */
export function init(): void {
  native.cudaInit()
}

/** Gives unused memory of LibTorch's cache back to the GPU. */
export function empty_cache(): void {
  native.cudaEmptyCache()
}

// Without a GPU all of these are 0, as in Python.
function statistics(device: Device | null | undefined): [number, number, number, number] {
  return native.cudaIsAvailable() ? native.cudaMemoryStats(indexOf(device)) : [0, 0, 0, 0]
}

/** Bytes of tensors on a GPU. */
export function memory_allocated(device?: Device | null): number {
  return statistics(device)[0]
}

/** Bytes that LibTorch holds on a GPU, its cache included. */
export function memory_reserved(device?: Device | null): number {
  return statistics(device)[1]
}

/** The most that {@link memory_allocated} has been. */
export function max_memory_allocated(device?: Device | null): number {
  return statistics(device)[2]
}

/** The most that {@link memory_reserved} has been. */
export function max_memory_reserved(device?: Device | null): number {
  return statistics(device)[3]
}

/** Starts the peaks of memory anew. */
export function reset_peak_memory_stats(device?: Device | null): void {
  native.cudaInit()
  native.cudaResetPeakMemoryStats(indexOf(device))
}

/** Makes `cuda` mean another GPU inside a block: `torch.cuda.device(1, () => ...)` or `using`. */
export function device(device: Device): Disposable
export function device<R>(device: Device, body: () => R): R
export function device<R>(device: Device, body?: () => R): R | Disposable {
  const enter = (): (() => void) => {
    const before = native.cudaCurrentDevice()
    set_device(device)
    return () => native.cudaSetDevice(before)
  }
  return withBlock(enter, body)
}
