// Mirrors torch/cuda/__init__.py, over LibTorch's device-generic interfaces.

import { withBlock } from '../_contextlib.js'
import { python } from '../_kwargs.js'
import { native } from '../native.js'
import type { Device } from '../types.js'
import { deviceIndex, givenIndex } from './_device_index.js'

export { is_bf16_supported } from './_bf16.js'
export * as amp from './amp/index.js'
export {
  empty_cache,
  max_memory_allocated,
  max_memory_reserved,
  memory_allocated,
  memory_reserved,
  reset_peak_memory_stats,
} from './memory.js'
export {
  get_rng_state,
  get_rng_state_all,
  initial_seed,
  manual_seed,
  manual_seed_all,
  seed,
  seed_all,
  set_rng_state,
  set_rng_state_all,
} from './random.js'

/** Whether a GPU can be used. */
export function is_available(): boolean {
  return native.cudaIsAvailable()
}

/** How many GPUs there are. */
export function device_count(): number {
  return native.cudaDeviceCount()
}

/** Starts CUDA, which the first use does by itself. */
export function init(): void {
  native.cudaInit()
}

/** Whether CUDA has been started. */
export function is_initialized(): boolean {
  return native.cudaIsInitialized()
}

const bindCurrent = python('current_device()')

/** The index of the GPU that `cuda` means. */
export function current_device(): number
export function current_device(...args: unknown[]): number {
  bindCurrent(args)
  return native.cudaCurrentDevice()
}

const bindSet = python('set_device(device)')

/** Makes `cuda` mean another GPU. A negative index changes nothing. */
export function set_device(device: Device): void
export function set_device(...args: unknown[]): void {
  const index = givenIndex(bindSet<{ device: Device | null }>(args).device)
  if (index >= 0) native.cudaSetDevice(index)
}

/** What a GPU is, as its driver describes it. */
export interface DeviceProperties {
  readonly name: string
  readonly major: number
  readonly minor: number
  /** In bytes. */
  readonly total_memory: number
  readonly multi_processor_count: number
}

const bindProperties = python('get_device_properties(device=None)')

/** The name, memory and compute capability of a GPU. */
export function get_device_properties(device?: Device | null): DeviceProperties
export function get_device_properties(...args: unknown[]): DeviceProperties {
  const { device } = bindProperties<{ device: Device | null }>(args)
  native.cudaInit()
  const [name, total_memory, major, minor, multi_processor_count] = native.cudaDeviceProperties(
    deviceIndex(device),
  )
  return { name, major, minor, total_memory, multi_processor_count }
}

/** The name of a GPU, such as `NVIDIA H200`. */
export function get_device_name(device?: Device | null): string {
  return get_device_properties(device).name
}

/** The compute capability of a GPU, such as `[9, 0]`. */
export function get_device_capability(device?: Device | null): [number, number] {
  const { major, minor } = get_device_properties(device)
  return [major, minor]
}

const bindSynchronize = python('synchronize(device=None)')

/** Waits for all work on a GPU. */
export function synchronize(device?: Device | null): void
export function synchronize(...args: unknown[]): void {
  const { device } = bindSynchronize<{ device: Device | null }>(args)
  native.cudaInit()
  const index = deviceIndex(device)
  native.cudaSynchronize(index < 0 ? native.cudaCurrentDevice() : index)
}

/**
 * Makes `cuda` mean another GPU inside a block: `torch.cuda.device(1, () => ...)` or `using`. A negative index changes
 * nothing.
 */
export function device(device: Device | null): Disposable
export function device<R>(device: Device | null, body: () => R): R
export function device<R>(device: Device | null, body?: () => R): R | Disposable {
  const enter = (): (() => void) => {
    const index = deviceIndex(device)
    if (index < 0) return () => {}
    const before = native.cudaCurrentDevice()
    native.cudaSetDevice(index)
    return () => native.cudaSetDevice(before)
  }
  return withBlock(enter, body)
}
