// Mirrors torch/cuda/amp/autocast_mode.py.

import { python } from '../../_kwargs.js'
import { type DeviceAutocastClass, deviceAutocast, warnDeprecated } from '../../amp/_deprecated.js'
import { custom_bwd as bwd, _cast as castTo, custom_fwd as fwd } from '../../amp/autocast_mode.js'
import type { dtype } from '../../dtype.js'

type Method = (...args: never[]) => unknown

/**
 * `torch.amp.autocast` for GPUs; warns.
 *
 * @deprecated `torch.amp.autocast('cuda', ...)`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.cuda.amp.autocast
 */
export const autocast: DeviceAutocastClass = deviceAutocast('cuda')

/** @deprecated `torch.amp.autocast_mode._cast(value, 'cuda', dtype)`. */
export function _cast(value: unknown, dtype: dtype): unknown {
  warnDeprecated(
    'torch.cuda.amp.autocast_mode._cast(value, dtype)',
    "torch.amp.autocast_mode._cast(value, 'cuda', dtype)",
  )
  return castTo(value, 'cuda', dtype)
}

const bindFwd = python('custom_fwd(fwd=None, *, cast_inputs=None)')

/**
 * `torch.amp.custom_fwd` for GPUs; warns.
 *
 * @deprecated `torch.amp.custom_fwd(fwd, { device_type: 'cuda' })`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.cuda.amp.custom_fwd
 */
export function custom_fwd<F extends Method>(fwd: F, options?: { cast_inputs?: dtype | null }): F
export function custom_fwd(options: {
  cast_inputs?: dtype | null
}): <F extends Method>(fwd: F, context?: unknown) => F
export function custom_fwd(...args: unknown[]): unknown {
  warnDeprecated(
    'torch.cuda.amp.custom_fwd(args...)',
    "torch.amp.custom_fwd(args..., device_type='cuda')",
  )
  const { fwd: method, cast_inputs } = bindFwd<{ fwd: Method | null; cast_inputs: dtype | null }>(
    args,
  )
  const options = { device_type: 'cuda', cast_inputs }
  return method === null ? fwd(options) : fwd(method, options)
}

/**
 * `torch.amp.custom_bwd` for GPUs; warns.
 *
 * @deprecated `torch.amp.custom_bwd(bwd, { device_type: 'cuda' })`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.cuda.amp.custom_bwd
 */
export function custom_bwd<F extends Method>(method: F): F {
  warnDeprecated(
    'torch.cuda.amp.custom_bwd(args...)',
    "torch.amp.custom_bwd(args..., device_type='cuda')",
  )
  return bwd(method, { device_type: 'cuda' })
}
