// What the `_single_tensor_*` and `_multi_tensor_*` implementations share.

import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { AssertionError, RuntimeError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _get_capturable_supported_devices, type MaybeTensor } from './_common.js'
import { minus, times } from './_scalars.js'

/** The keywords that the functional forms have in common. */
export interface StepOptions {
  foreach?: boolean | null
  maximize: boolean
  has_complex?: boolean
}

/** Frees temporaries at once, as Python does: they are as large as the network, and the next step needs as much. */
export function release(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) tensor.dispose()
}

/** Frees `made` unless it is what was given. */
export function releaseMade(made: readonly Tensor[], given: readonly Tensor[]): void {
  if (made !== given) release(made)
}

/** {@link releaseMade} for one tensor. */
export function releaseNew(made: Tensor, given: Tensor | undefined): void {
  if (made !== given) made.dispose()
}

/** A complex tensor as pairs of real numbers; any other is itself. */
export const real = (tensor: Tensor): Tensor =>
  tensor.is_complex() ? C.view_as_real(tensor) : tensor

/** {@link real}, or nothing to do where no tensor is complex. */
export const realParts = ({ has_complex }: StepOptions): ((tensor: Tensor) => Tensor) =>
  has_complex === false ? (tensor) => tensor : real

/** Lists of tensors as {@link real} shows them. */
export function _view_as_real<L extends readonly Tensor[][]>(
  lists: L,
  { has_complex }: StepOptions,
): L {
  return has_complex ? (lists.map((list) => list.map(real)) as unknown as L) : lists
}

/**
 * Throws unless the tensors of one parameter, or of all by lists, are on a device whose graphs can hold a step.
 * `names` are what the tensors are called, the parameters first.
 */
export function checkCapturable(
  tensors: readonly Tensor[],
  supports_xla: boolean,
  names = 'params and state_steps',
): void {
  const devices = _get_capturable_supported_devices(supports_xla)
  const type = tensors[0]?.device.type
  if (type !== undefined && devices.includes(type)) {
    if (tensors.every((tensor) => tensor.device.type === type)) return
  }
  throw new AssertionError(
    `If capturable=True, ${names} must be on supported devices: ${pyRepr(devices)}.`,
  )
}

/** {@link checkCapturable} for lists that belong together by position. */
export function checkAllCapturable(
  lists: readonly (readonly Tensor[])[],
  supports_xla: boolean,
  names?: string,
): void {
  for (const [i] of (lists[0] as Tensor[]).entries()) {
    checkCapturable(
      lists.map((list) => list[i] as Tensor),
      supports_xla,
      names,
    )
  }
}

/** Throws what Python's functional forms throw of counts that are numbers. */
export function checkStateSteps(list: readonly unknown[], name = 'state_steps'): void {
  if (list.every((step) => step instanceof Tensor)) return
  throw new RuntimeError(
    `API has changed, \`${name}\` argument must contain a list of singleton tensors`,
  )
}

/** Throws where the list operators are asked for what autograd would have to follow. */
export function refuseDifferentiable(differentiable: boolean | undefined): void {
  if (differentiable) throw new AssertionError("_foreach ops don't support autograd")
}

/** What a gradient scaler hands to an optimizer that unscales gradients itself. */
export interface ScalerOptions {
  grad_scale?: Tensor | null
  found_inf?: Tensor | null
}

/** Throws what the implementations throw that do not unscale gradients themselves. */
export function refuseScaler({ grad_scale, found_inf }: ScalerOptions): void {
  if (grad_scale || found_inf) {
    throw new AssertionError('Expected grad_scale and found_inf to be None')
  }
}

/** The tensors among the settings of a fused kernel, on the device of the parameters; a rate on the CPU stays there. */
export function fusedArguments(
  { device }: Tensor,
  options: ScalerOptions & { lr: MaybeTensor },
): { lr: MaybeTensor; grad_scale: Tensor | null; found_inf: Tensor | null } {
  const moved = (tensor: Tensor | null | undefined): Tensor | null =>
    tensor?.to({ device, non_blocking: true }) ?? null
  const { lr } = options
  return {
    lr: lr instanceof Tensor && !lr.is_cpu ? (moved(lr) as Tensor) : lr,
    grad_scale: moved(options.grad_scale),
    found_inf: moved(options.found_inf),
  }
}

/** Adds 1 to every count. */
export function countSteps(state_steps: Tensor[]): void {
  // On the CPU a tensor, because the fallback there would make one of the number for every step.
  if (state_steps[0]?.is_cpu) {
    const one = C.scalar_tensor(1, { device: 'cpu' })
    C._foreach_add_(state_steps, one, { alpha: 1 })
    one.dispose()
  } else C._foreach_add_(state_steps, 1)
}

/** The gradients, negated to maximise and with the decay of the weights added: new tensors if anything is to do. */
export function effectiveGrads(
  grads: Tensor[],
  params: Tensor[],
  weight_decay: number,
  maximize: boolean,
): Tensor[] {
  const signed = maximize ? C._foreach_neg(grads) : grads
  if (weight_decay === 0) return signed
  // Negated gradients are ours to change.
  if (!maximize) return C._foreach_add(grads, params, { alpha: weight_decay })
  C._foreach_add_(signed, params, { alpha: weight_decay })
  return signed
}

/** {@link effectiveGrads} of one parameter. */
export function effectiveGrad(
  grad: Tensor,
  param: Tensor,
  weight_decay: number,
  maximize: boolean,
): Tensor {
  const signed = maximize ? grad.neg() : grad
  return weight_decay === 0 ? signed : signed.add(param, { alpha: weight_decay })
}

interface Decay {
  weight_decay: number
  maximize: boolean
  decoupled_weight_decay?: boolean | undefined
}

/** {@link effectiveGrads}, or decay of the parameters themselves where it is decoupled from the gradients. */
export function decayedGrads(
  grads: Tensor[],
  params: Tensor[],
  lr: MaybeTensor,
  { weight_decay, maximize, decoupled_weight_decay }: Decay,
): Tensor[] {
  if (!decoupled_weight_decay || weight_decay === 0) {
    return effectiveGrads(grads, params, weight_decay, maximize)
  }
  C._foreach_mul_(params, minus(1, times(lr, weight_decay)) as number)
  return maximize ? C._foreach_neg(grads) : grads
}

/** {@link decayedGrads} of one parameter. */
export function decayedGrad(
  grad: Tensor,
  param: Tensor,
  lr: MaybeTensor,
  { weight_decay, maximize, decoupled_weight_decay }: Decay,
): Tensor {
  if (!decoupled_weight_decay || weight_decay === 0) {
    return effectiveGrad(grad, param, weight_decay, maximize)
  }
  param.mul_(minus(1, times(lr, weight_decay)) as number)
  return maximize ? grad.neg() : grad
}
