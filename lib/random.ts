// Mirrors torch/random.py and torch.Generator. The generators are LibTorch's own.

import { type Callable, callable } from './_callable.js'
import { splitBody, withBlock } from './_contextlib.js'
import { pythonInt } from './_int.js'
import { python } from './_kwargs.js'
import * as cuda from './cuda/random.js'
import { device } from './device.js'
import { native } from './native.js'
import type { Device, Tensor } from './types.js'

const bindGenerator = python('Generator(device=None)')

class GeneratorClass {
  constructor(device?: Device | null)
  constructor(kw: { device?: Device | null | undefined })
  constructor(...args: unknown[]) {
    const { device: where } = bindGenerator<{ device: Device | null }>(args)
    native.initGenerator(this, where ?? 'cpu')
  }

  /** Where its numbers are drawn. */
  get device(): device {
    return device(native.generatorDevice(this))
  }

  /** Starts the stream that belongs to a seed; negative seeds count from 2^64 down. */
  manual_seed(seed: number | bigint): this {
    native.generatorManualSeed(this, seed)
    return this
  }

  /** Seeds from the system's source of randomness and returns that seed. */
  seed(): number | bigint {
    return native.generatorSeed(this)
  }

  /** The seed that it started from; a bigint beyond 2^53. */
  initial_seed(): number | bigint {
    return native.generatorInitialSeed(this)
  }

  /** The state as bytes, for {@link set_state}. */
  get_state(): Tensor {
    return native.generatorGetState(this)
  }

  /** Goes back to a state that {@link get_state} gave; a TypeError for anything but bytes on the CPU. */
  set_state(new_state: Tensor): void {
    native.generatorSetState(this, new_state)
  }

  /** A generator of its own that goes on from the same state. */
  clone_state(): Generator {
    const clone = Object.create(GeneratorClass.prototype) as Generator
    native.generatorClone(clone, this)
    return clone
  }

  toString(): string {
    return `<torch._C.Generator object on ${this.device}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * A stream of random numbers, with a seed and a state of its own, on one device (the CPU).
 *
 * @example
 * const generator = torch.Generator().manual_seed(0)
 * const first = torch.rand(2, { generator })
 * torch.rand(2, { generator: generator.manual_seed(0) }).equal(first) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Generator.html
 */
export const Generator: Callable<typeof GeneratorClass> = callable(GeneratorClass)
export type Generator = GeneratorClass

/**
 * The generator that functions use on the CPU when they are given none.
 *
 * @example
 * torch.manual_seed(3)
 * torch.default_generator.initial_seed() // 3
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Generator.html
 */
export const default_generator: Generator = native.initDefaultGenerator(
  Object.create(GeneratorClass.prototype) as object,
  'cpu',
) as Generator

/**
 * Seeds all devices' generators, so that the same numbers come as in Python; gives the CPU's.
 *
 * @param seed - an integer of 64 bits; a bigint beyond 2^53.
 *
 * @example
 * torch.manual_seed(0)
 * torch.rand(2) // tensor([0.4963, 0.7682])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.manual_seed.html
 */
export function manual_seed(seed: number | bigint): Generator {
  const number = pythonInt(seed)
  default_generator.manual_seed(number)
  // A loader's worker has only the CPU's to itself.
  if (!native.ownsGenerator() && native.cudaIsAvailable()) cuda.manual_seed_all(number)
  return default_generator
}

/**
 * Seeds all generators from the system's source of randomness; returns the seed, a bigint beyond 2^53.
 *
 * @example
 * torch.seed() === torch.initial_seed() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.seed.html
 */
export function seed(): number | bigint {
  const drawn = default_generator.seed()
  if (native.cudaIsAvailable()) cuda.manual_seed_all(drawn)
  return drawn
}

/**
 * The seed that the CPU's generator started from.
 *
 * @example
 * torch.manual_seed(7)
 * torch.initial_seed() // 7
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.initial_seed.html
 */
export function initial_seed(): number | bigint {
  return default_generator.initial_seed()
}

/**
 * The state of the CPU's generator, as a tensor of bytes.
 *
 * @example
 * const state = torch.get_rng_state()
 * const first = torch.rand(2)
 * torch.set_rng_state(state)
 * torch.rand(2).equal(first) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_rng_state.html
 */
export function get_rng_state(): Tensor {
  return default_generator.get_state()
}

/**
 * Sets the state of the CPU's generator to what {@link get_rng_state} gave; anything else is an error.
 *
 * @example
 * torch.set_rng_state(torch.get_rng_state())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_rng_state.html
 */
export function set_rng_state(new_state: Tensor): void {
  default_generator.set_state(new_state)
}

interface ForkOptions {
  devices?: Iterable<Device> | null | undefined
  enabled?: boolean | undefined
}

const bindFork = python(
  "fork_rng(devices=None, enabled=True, _caller='fork_rng', _devices_kw='devices', device_type='cuda')",
)

/**
 * What is drawn inside the block leaves the generators as they were before it: `torch.random.fork_rng(() => ...)`,
 * or `using _ = torch.random.fork_rng()`.
 *
 * @param devices - the GPUs to keep too; all of them unless given.
 *
 * @example
 * torch.manual_seed(0)
 * torch.random.fork_rng(() => torch.rand(100))
 * torch.rand(1) // tensor([0.4963])
 *
 * @see https://docs.pytorch.org/docs/2.13/random.html#torch.random.fork_rng
 */
export function fork_rng(kw?: ForkOptions): Disposable
export function fork_rng<R>(body: () => R): R
export function fork_rng<R>(kw: ForkOptions, body: () => R): R
export function fork_rng<R>(...args: unknown[]): R | Disposable {
  const [given, body] = splitBody<R>(args)
  const { devices, enabled } = bindFork<{
    devices: Iterable<Device> | null
    enabled: boolean
  }>(given)
  const enter = (): (() => void) => {
    if (!enabled) return () => {}
    const cpu = get_rng_state()
    const gpus = Array.from(devices ?? Array(native.cudaDeviceCount()).keys())
    const states = gpus.map((gpu) => cuda.get_rng_state(gpu))
    return () => {
      set_rng_state(cpu)
      for (const [i, gpu] of gpus.entries()) cuda.set_rng_state(states[i] as Tensor, gpu)
    }
  }
  return withBlock(enter, body)
}
