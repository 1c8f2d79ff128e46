// Mirrors torch/cuda/random.py.

import { device } from '../device.js'
import { native } from '../native.js'
import type { Device, Tensor } from '../types.js'

const generators = new Map<number, object>()

/** The index of a GPU; the current one for `cuda` without an index. */
function indexOf(where: Device): number {
  return device(where).index ?? native.cudaCurrentDevice()
}

function generatorOf(index: number): object {
  let generator = generators.get(index)
  if (generator === undefined) {
    generator = native.initDefaultGenerator({}, device('cuda', index))
    generators.set(index, generator)
  }
  return generator
}

/** Seeds the current GPU's generator; without a GPU, nothing. */
export function manual_seed(seed: number | bigint): void {
  if (native.cudaIsAvailable()) {
    native.generatorManualSeed(generatorOf(native.cudaCurrentDevice()), seed)
  }
}

/** Seeds the generators of all GPUs; without a GPU, nothing. */
export function manual_seed_all(seed: number | bigint): void {
  for (let i = 0; i < native.cudaDeviceCount(); i++) {
    native.generatorManualSeed(generatorOf(i), seed)
  }
}

/** Seeds the current GPU's generator from the system. */
export function seed(): void {
  if (native.cudaIsAvailable()) native.generatorSeed(generatorOf(native.cudaCurrentDevice()))
}

/** The seed that the current GPU's generator started from. */
export function initial_seed(): number | bigint {
  native.cudaInit()
  return native.generatorInitialSeed(generatorOf(native.cudaCurrentDevice()))
}

/** The state of a GPU's generator, as bytes on the CPU. */
export function get_rng_state(where: Device = 'cuda'): Tensor {
  native.cudaInit()
  return native.generatorGetState(generatorOf(indexOf(where)))
}

/** Sets the state of a GPU's generator. */
export function set_rng_state(new_state: Tensor, where: Device = 'cuda'): void {
  native.cudaInit()
  native.generatorSetState(generatorOf(indexOf(where)), new_state)
}
