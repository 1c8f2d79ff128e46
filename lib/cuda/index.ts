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

/**
 * Whether a GPU can be used. It starts nothing.
 *
 * @example
 * const device = torch.cuda.is_available() ? 'cuda' : 'cpu'
 * torch.zeros(2, { device })
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_available.html
 */
export function is_available(): boolean {
  return native.cudaIsAvailable()
}

/**
 * How many GPUs there are; 0 without CUDA.
 *
 * @example
 * torch.cuda.device_count() > 0 === torch.cuda.is_available() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.device_count.html
 */
export function device_count(): number {
  return native.cudaDeviceCount()
}

/**
 * Starts CUDA, which the first use does by itself. Throws where there is no GPU.
 *
 * @example
 * if (torch.cuda.is_available()) torch.cuda.init()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.init.html
 */
export function init(): void {
  native.cudaInit()
}

/**
 * Whether CUDA has been started.
 *
 * @example
 * if (!torch.cuda.is_available()) print(torch.cuda.is_initialized()) // prints False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_initialized.html
 */
export function is_initialized(): boolean {
  return native.cudaIsInitialized()
}

const bindCurrent = python('current_device()')

/**
 * The index of the GPU that `cuda` means.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.current_device())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.current_device.html
 */
export function current_device(): number
export function current_device(...args: unknown[]): number {
  bindCurrent(args)
  return native.cudaCurrentDevice()
}

const bindSet = python('set_device(device)')

/**
 * Makes `cuda` mean another GPU; {@link device} does so for a block. A negative index changes nothing.
 *
 * @example
 * if (torch.cuda.is_available()) torch.cuda.set_device('cuda:0')
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.set_device.html
 */
export function set_device(device: Device): void
export function set_device(...args: unknown[]): void {
  const index = givenIndex(bindSet<{ device: Device | null }>(args).device)
  if (index >= 0) native.cudaSetDevice(index)
}

/** What a GPU is, as its driver describes it. */
export interface DeviceProperties {
  /** Such as `NVIDIA H200`. */
  readonly name: string
  /** The compute capability before the point. */
  readonly major: number
  /** The compute capability behind the point. */
  readonly minor: number
  /** In bytes. */
  readonly total_memory: number
  /** How many multiprocessors it has. */
  readonly multi_processor_count: number
}

const bindProperties = python('get_device_properties(device=None)')

/**
 * The name, memory in bytes, number of multiprocessors and compute capability of a GPU, the current one unless given.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.get_device_properties(0).total_memory)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.get_device_properties.html
 */
export function get_device_properties(device?: Device | null): DeviceProperties
export function get_device_properties(...args: unknown[]): DeviceProperties {
  const { device } = bindProperties<{ device: Device | null }>(args)
  native.cudaInit()
  const [name, total_memory, major, minor, multi_processor_count] = native.cudaDeviceProperties(
    deviceIndex(device),
  )
  return { name, major, minor, total_memory, multi_processor_count }
}

/**
 * The name of a GPU, such as `NVIDIA H200`; the current one unless given.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.get_device_name())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.get_device_name.html
 */
export function get_device_name(device?: Device | null): string {
  return get_device_properties(device).name
}

/**
 * The compute capability of a GPU, such as `[9, 0]`; the current one unless given.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.get_device_capability(0))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.get_device_capability.html
 */
export function get_device_capability(device?: Device | null): [number, number] {
  const { major, minor } = get_device_properties(device)
  return [major, minor]
}

const bindSynchronize = python('synchronize(device=None)')

/**
 * Waits for all work on a GPU, the current one unless given: before the clock is read, for example.
 *
 * @example
 * if (torch.cuda.is_available()) {
 *   const start = performance.now()
 *   torch.ones(1000, 1000, { device: 'cuda' }).mm(torch.ones(1000, 1000, { device: 'cuda' }))
 *   torch.cuda.synchronize()
 *   print(performance.now() - start)
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.synchronize.html
 */
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
 *
 * @example
 * if (torch.cuda.is_available()) torch.cuda.device(0, () => torch.zeros(2, { device: 'cuda' }))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.device.html
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

export * as default from './index.js'
