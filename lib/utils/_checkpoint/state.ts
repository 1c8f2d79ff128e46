// What a checkpointed function must find again when it runs a second time: generators, autocast, the default device.

import {
  get_autocast_dtype,
  is_autocast_cache_enabled,
  is_autocast_enabled,
} from '../../_autocast.js'
import { autocast, is_autocast_available } from '../../amp/autocast_mode.js'
import * as cuda from '../../cuda/index.js'
import { get_default_device, withDevice } from '../../device.js'
import { fork_rng, get_rng_state, set_rng_state } from '../../random.js'
import { Tensor } from '../../tensor.js'

/**
 * The kind of device that is taken for a function without tensors on one: `'cuda'` until it is set.
 *
 * @example
 * torch.utils.checkpoint.DefaultDeviceType.set_device_type('cuda')
 * torch.utils.checkpoint.DefaultDeviceType.get_device_type() // 'cuda'
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
// biome-ignore lint/complexity/noStaticOnlyClass: so it is in Python.
export class DefaultDeviceType {
  static #type = 'cuda'

  /** Sets the kind of device. */
  static set_device_type(device = 'cuda'): void {
    DefaultDeviceType.#type = device
  }

  /** The kind of device, `'cuda'` unless set. */
  static get_device_type(): string {
    return DefaultDeviceType.#type
  }
}

// All tensors in nested lists and objects.
function* tensorsOf(value: unknown): Generator<Tensor> {
  if (value instanceof Tensor) yield value
  else if (Array.isArray(value)) for (const item of value) yield* tensorsOf(item)
  else if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) === Object.prototype) yield* tensorsOf(Object.values(value))
  }
}

const onDevice = (tensor: Tensor): boolean => !['cpu', 'meta'].includes(tensor.device.type)

function deviceType(args: unknown): string {
  for (const tensor of tensorsOf(args)) if (onDevice(tensor)) return tensor.device.type
  return DefaultDeviceType.get_device_type()
}

/**
 * The GPUs of the tensors among the arguments, and the states of their generators, bytes on the CPU.
 *
 * @example
 * const [devices, states] = torch.utils.checkpoint.get_device_states(torch.ones(2), 'on the CPU')
 * devices // []
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export function get_device_states(...args: unknown[]): [devices: number[], states: Tensor[]] {
  const devices = [...tensorsOf(args)].filter(onDevice).map((tensor) => tensor.get_device())
  return [devices, devices.map((device) => cuda.get_rng_state(device))]
}

/**
 * Sets the states of the generators of these GPUs to what {@link get_device_states} gave.
 *
 * @example
 * const [devices, states] = torch.utils.checkpoint.get_device_states(input)
 * torch.utils.checkpoint.set_device_states(devices, states)
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export function set_device_states(
  devices: readonly number[],
  states: readonly Tensor[],
  _options?: { device_type?: string | null },
): void {
  for (const [i, device] of devices.entries()) cuda.set_rng_state(states[i] as Tensor, device)
}

function autocastOptions(device: string) {
  return {
    enabled: is_autocast_enabled(device),
    dtype: get_autocast_dtype(device),
    cache_enabled: is_autocast_cache_enabled(),
  }
}

/** Runs a function with what was in force when it was captured. */
export type Replay = <R>(body: () => R) => R

/** Captures what is in force now; the generators' states if they are to be kept. */
export function capture(args: readonly unknown[], preserve_rng_state: boolean): Replay {
  const device_type = deviceType(args)
  const onGpu = is_autocast_available(device_type) ? autocastOptions(device_type) : null
  const onCpu = autocastOptions('cpu')
  const place = get_default_device()
  const rng = preserve_rng_state ? get_rng_state() : null
  const gpus = rng !== null && cuda.is_initialized() ? get_device_states(...args) : null
  const draw = <R>(body: () => R): R => {
    if (rng === null) return body()
    return fork_rng({ devices: gpus?.[0] ?? [] }, () => {
      set_rng_state(rng)
      if (gpus !== null) set_device_states(...gpus)
      return body()
    })
  }
  const cast = <R>(body: () => R): R => {
    const inner = () => autocast('cpu', onCpu, body)
    return onGpu === null ? inner() : autocast(device_type, onGpu, inner)
  }
  return (body) => draw(() => cast(() => withDevice(place, body)))
}
