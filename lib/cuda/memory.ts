// Mirrors torch/cuda/memory.py, over the statistics that every LibTorch allocator keeps.

import { python } from '../_kwargs.js'
import { native } from '../native.js'
import type { Device } from '../types.js'
import { deviceIndex } from './_device_index.js'

/** Gives unused memory of LibTorch's cache back to the GPU. */
export function empty_cache(): void {
  native.cudaEmptyCache()
}

type Statistics = ReturnType<typeof native.cudaMemoryStats>

// Before CUDA has started there is nothing to count, GPU or not.
function statistic(name: string, which: keyof Statistics & number) {
  const bind = python(`${name}(device=None)`)
  return (...args: [device?: Device | null]): number => {
    const { device } = bind<{ device: Device | null }>(args)
    return native.cudaIsInitialized() ? native.cudaMemoryStats(deviceIndex(device))[which] : 0
  }
}

/** Bytes of tensors on a GPU. */
export const memory_allocated = statistic('memory_allocated', 0)

/** Bytes that LibTorch holds on a GPU, its cache included. */
export const memory_reserved = statistic('memory_reserved', 1)

/** The most that {@link memory_allocated} has been. */
export const max_memory_allocated = statistic('max_memory_allocated', 2)

/** The most that {@link memory_reserved} has been. */
export const max_memory_reserved = statistic('max_memory_reserved', 3)

const bindReset = python('reset_peak_memory_stats(device=None)')

/** Starts the peaks of memory anew. */
export function reset_peak_memory_stats(device?: Device | null): void
export function reset_peak_memory_stats(...args: unknown[]): void {
  const { device } = bindReset<{ device: Device | null }>(args)
  native.cudaInit()
  native.cudaResetPeakMemoryStats(deviceIndex(device))
}
