// Mirrors torch/cuda/memory.py, over the statistics that every LibTorch allocator keeps.

import { python } from '../_kwargs.js'
import { native } from '../native.js'
import type { Device } from '../types.js'
import { deviceIndex } from './_device_index.js'

/**
 * Gives unused memory of LibTorch's cache back to the GPU; without a GPU, nothing.
 *
 * @example
 * torch.cuda.empty_cache()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.empty_cache.html
 */
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

/**
 * Bytes of tensors on a GPU, the current one unless given.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.memory_allocated())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.memory_allocated.html
 */
export const memory_allocated = statistic('memory_allocated', 0)

/**
 * Bytes that LibTorch holds on a GPU, its cache included.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.memory_reserved())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.memory_reserved.html
 */
export const memory_reserved = statistic('memory_reserved', 1)

/**
 * The most that {@link memory_allocated} has been since the start or {@link reset_peak_memory_stats}.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.max_memory_allocated())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.max_memory_allocated.html
 */
export const max_memory_allocated = statistic('max_memory_allocated', 2)

/**
 * The most that {@link memory_reserved} has been since the start or {@link reset_peak_memory_stats}.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.max_memory_reserved())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.max_memory_reserved.html
 */
export const max_memory_reserved = statistic('max_memory_reserved', 3)

const bindReset = python('reset_peak_memory_stats(device=None)')

/**
 * Starts the peaks of memory anew.
 *
 * @example
 * if (torch.cuda.is_available()) torch.cuda.reset_peak_memory_stats()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.memory.reset_peak_memory_stats.html
 */
export function reset_peak_memory_stats(device?: Device | null): void
export function reset_peak_memory_stats(...args: unknown[]): void {
  const { device } = bindReset<{ device: Device | null }>(args)
  native.cudaInit()
  native.cudaResetPeakMemoryStats(deviceIndex(device))
}
