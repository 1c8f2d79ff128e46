// Mirrors torch/cuda/random.py.

import { pythonInt } from '../_int.js'
import { python } from '../_kwargs.js'
import { device } from '../device.js'
import { native } from '../native.js'
import type { Device, Tensor } from '../types.js'

const generators = new Map<number, object>()

/** The index of a GPU; the current one for `cuda` without an index. */
function indexOf(where: Device): number {
  const place = typeof where === 'number' ? device('cuda', where) : device(where)
  return place.index ?? native.cudaCurrentDevice()
}

function generatorOf(index: number): object {
  let generator = generators.get(index)
  if (generator === undefined) {
    generator = native.initDefaultGenerator({}, device('cuda', index))
    generators.set(index, generator)
  }
  return generator
}

const bindSeed = python('manual_seed(seed)')

/**
 * Seeds the current GPU's generator; without a GPU, nothing. `torch.manual_seed` seeds all devices.
 *
 * @example
 * torch.cuda.manual_seed(0)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.manual_seed.html
 */
export function manual_seed(seed: number | bigint): void
export function manual_seed(...args: unknown[]): void {
  const seed = pythonInt(bindSeed<{ seed: unknown }>(args).seed)
  if (native.cudaIsAvailable()) {
    native.generatorManualSeed(generatorOf(native.cudaCurrentDevice()), seed)
  }
}

const bindSeedAll = python('manual_seed_all(seed)')

/**
 * Seeds the generators of all GPUs; without a GPU, nothing.
 *
 * @example
 * torch.cuda.manual_seed_all(0)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.manual_seed_all.html
 */
export function manual_seed_all(seed: number | bigint): void
export function manual_seed_all(...args: unknown[]): void {
  const seed = pythonInt(bindSeedAll<{ seed: unknown }>(args).seed)
  for (let i = 0; i < native.cudaDeviceCount(); i++) {
    native.generatorManualSeed(generatorOf(i), seed)
  }
}

/**
 * Seeds the current GPU's generator from the system; without a GPU, nothing.
 *
 * @example
 * torch.cuda.seed()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.seed.html
 */
export function seed(): void {
  if (native.cudaIsAvailable()) native.generatorSeed(generatorOf(native.cudaCurrentDevice()))
}

/**
 * Seeds the generators of all GPUs from the system, all alike; without a GPU, nothing.
 *
 * @example
 * torch.cuda.seed_all()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.seed_all.html
 */
export function seed_all(): void {
  if (native.cudaIsAvailable()) manual_seed_all(native.generatorSeed(generatorOf(0)))
}

/**
 * The seed that the current GPU's generator started from. Throws without a GPU.
 *
 * @example
 * if (torch.cuda.is_available()) print(torch.cuda.initial_seed())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.initial_seed.html
 */
export function initial_seed(): number | bigint {
  native.cudaInit()
  return native.generatorInitialSeed(generatorOf(native.cudaCurrentDevice()))
}

const bindGet = python("get_rng_state(device='cuda')")

/**
 * The state of a GPU's generator, as bytes on the CPU.
 *
 * @example
 * if (torch.cuda.is_available()) {
 *   const state = torch.cuda.get_rng_state('cuda:0')
 *   torch.cuda.set_rng_state(state, 'cuda:0')
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.get_rng_state.html
 */
export function get_rng_state(device?: Device): Tensor
export function get_rng_state(...args: unknown[]): Tensor {
  const { device } = bindGet<{ device: Device }>(args)
  native.cudaInit()
  return native.generatorGetState(generatorOf(indexOf(device)))
}

/**
 * The states of all GPUs' generators, as {@link get_rng_state} gives them.
 *
 * @example
 * torch.cuda.get_rng_state_all().length === torch.cuda.device_count() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.get_rng_state_all.html
 */
export function get_rng_state_all(): Tensor[] {
  return Array.from({ length: native.cudaDeviceCount() }, (_, i) => get_rng_state(i))
}

const bindSetState = python("set_rng_state(new_state, device='cuda')")

/**
 * Sets the state of a GPU's generator to what {@link get_rng_state} gave; without a GPU, nothing.
 *
 * @example
 * if (torch.cuda.is_available()) torch.cuda.set_rng_state(torch.cuda.get_rng_state())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.set_rng_state.html
 */
export function set_rng_state(new_state: Tensor, device?: Device): void
export function set_rng_state(...args: unknown[]): void {
  const { new_state, device } = bindSetState<{ new_state: Tensor; device: Device }>(args)
  if (native.cudaIsAvailable()) {
    native.generatorSetState(generatorOf(indexOf(device)), new_state)
  }
}

/**
 * Sets the states of all GPUs' generators to what {@link get_rng_state_all} gave.
 *
 * @example
 * torch.cuda.set_rng_state_all(torch.cuda.get_rng_state_all())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.set_rng_state_all.html
 */
export function set_rng_state_all(new_states: Iterable<Tensor>): void {
  for (const [i, state] of Array.from(new_states).entries()) set_rng_state(state, i)
}
