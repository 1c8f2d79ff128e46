// Custom functions and autocast: custom_fwd and custom_bwd of torch/amp/autocast_mode.py.

import { get_autocast_dtype, is_autocast_enabled } from '../_autocast.js'
import { isMap } from '../_is_map.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { isPlainObject } from '../_repr.js'
import type { dtype } from '../dtype.js'
import { float64 } from '../dtype.js'
import { autocast, checkDeviceType } from './_autocast.js'

type Method = (...args: never[]) => unknown

/** What custom_fwd leaves with the context for custom_bwd. */
interface Context {
  _dtype?: dtype
  _fwd_used_autocast?: boolean
}

/** Casts the floating point tensors of a kind of device, but float64, wherever they are in lists and dicts. */
export function _cast(value: unknown, device_type: string, to: dtype): unknown {
  if (isTensor(value)) {
    const eligible =
      value.is_floating_point() && value.device.type === device_type && value.dtype !== float64
    return eligible ? value.to(to) : value
  }
  if (Array.isArray(value)) {
    const made = Object.setPrototypeOf([], Object.getPrototypeOf(value) as object) as unknown[]
    for (const one of value) made.push(_cast(one, device_type, to))
    return made
  }
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, _cast(one, device_type, to)]),
    )
  }
  if (isMap(value)) {
    const entries = [...(value as Map<unknown, unknown>)]
    return new Map(entries.map((pair) => _cast(pair, device_type, to) as [unknown, unknown]))
  }
  return value
}

function wrapped<F extends Method>(
  method: F,
  run: (call: (args: readonly unknown[]) => unknown, args: [Context, ...unknown[]]) => unknown,
): F {
  const decorated = function (this: unknown, ...args: [Context, ...unknown[]]): unknown {
    return run((all) => Reflect.apply(method, this, all as never[]) as unknown, args)
  }
  Object.defineProperty(decorated, 'name', { value: method.name, configurable: true })
  return decorated as unknown as F
}

/** The keywords of {@link custom_fwd}. */
export interface CustomFwdOptions {
  device_type: string
  /** What the inputs are cast to; `forward` then runs without autocast. */
  cast_inputs?: dtype | null
}

const bindFwd = python('custom_fwd(fwd=None, *, device_type, cast_inputs=None)')

/**
 * Makes the `forward` of a custom function fit for autocast: it notes the precision for {@link custom_bwd}, or casts its
 * inputs to `cast_inputs` and runs in that. Without a function it gives a decorator.
 *
 * @example
 * class MyMM extends torch.autograd.Function {
 *   static forward = torch.amp.custom_fwd((ctx: torch.autograd.function.FunctionCtx, a: Tensor, b: Tensor) => {
 *     ctx.save_for_backward(a, b)
 *     return a.mm(b)
 *   }, { device_type: 'cuda' })
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.amp.custom_fwd
 */
export function custom_fwd<F extends Method>(fwd: F, options: CustomFwdOptions): F
export function custom_fwd(
  options: CustomFwdOptions,
): <F extends Method>(fwd: F, context?: unknown) => F
export function custom_fwd(...args: unknown[]): unknown {
  const { fwd, device_type, cast_inputs } = bindFwd<{
    fwd: Method | null
    device_type: string
    cast_inputs: dtype | null
  }>(args)
  checkDeviceType(device_type)
  const options = { device_type, cast_inputs }
  if (fwd === null) return (method: Method) => custom_fwd(method, options)
  return wrapped(fwd, (call, all) => {
    const [ctx] = all
    ctx._dtype = get_autocast_dtype(device_type)
    const on = is_autocast_enabled(device_type)
    ctx._fwd_used_autocast = cast_inputs === null && on
    if (cast_inputs === null || !on) return call(all)
    const [, ...inputs] = all
    return autocast(device_type, { enabled: false }, () =>
      call([ctx, ...inputs.map((one) => _cast(one, device_type, cast_inputs))]),
    )
  })
}

const bindBwd = python('custom_bwd(bwd=None, *, device_type)')

/**
 * Makes the `backward` of a custom function run in the precision of its `forward`, which has to be one of
 * {@link custom_fwd}. Without a function it gives a decorator.
 *
 * @example
 * class Scale extends torch.autograd.Function {
 *   static forward = torch.amp.custom_fwd((_ctx, x: Tensor) => x.mul(3), { device_type: 'cpu' })
 *   static backward = torch.amp.custom_bwd((_ctx, grad: Tensor) => grad.mul(3), { device_type: 'cpu' })
 * }
 * const x = torch.ones(2).requires_grad_()
 * Scale.apply(x).sum().backward()
 * x.grad // tensor([3., 3.])
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.amp.custom_bwd
 */
export function custom_bwd<F extends Method>(bwd: F, options: { device_type: string }): F
export function custom_bwd(options: {
  device_type: string
}): <F extends Method>(bwd: F, context?: unknown) => F
export function custom_bwd(...args: unknown[]): unknown {
  const { bwd, device_type } = bindBwd<{ bwd: Method | null; device_type: string }>(args)
  checkDeviceType(device_type)
  if (bwd === null) return (method: Method) => custom_bwd(method, { device_type })
  return wrapped(bwd, (call, all) => {
    const { _fwd_used_autocast: enabled = false, _dtype: dtype = null } = all[0]
    return autocast(device_type, { enabled, dtype }, () => call(all))
  })
}
