// The implementations behind Adam, of torch/optim/adam.py.

import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _get_capturable_supported_devices,
  _get_value,
  _to_scalar,
  type MaybeTensor,
  release,
} from './_common.js'
import { pow } from './_pow.js'

/** The keywords of the functional form. */
export interface AdamOptions {
  foreach?: boolean | null
  capturable?: boolean
  differentiable?: boolean
  fused?: boolean | null
  grad_scale?: Tensor | null
  found_inf?: Tensor | null
  has_complex?: boolean
  decoupled_weight_decay?: boolean
  amsgrad: boolean
  beta1: MaybeTensor
  beta2: MaybeTensor
  lr: MaybeTensor
  weight_decay: MaybeTensor
  eps: number
  maximize: boolean
}

/** One step of Adam on lists of tensors that belong together by position. */
export type AdamStep = (
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  max_exp_avg_sqs: Tensor[],
  state_steps: Tensor[],
  options: AdamOptions,
) => void

function refuseScaler({ grad_scale, found_inf }: AdamOptions): void {
  if (grad_scale || found_inf) {
    throw new AssertionError('Expected grad_scale and found_inf to be None')
  }
}

function checkCapturable(param: Tensor, step: Tensor, supports_xla: boolean): void {
  const devices = _get_capturable_supported_devices(supports_xla)
  const { type } = param.device
  if (type === step.device.type && devices.includes(type)) return
  throw new AssertionError(
    `If capturable=True, params and state_steps must be on supported devices: ${pyRepr(devices)}.`,
  )
}

const real = (tensor: Tensor): Tensor => (tensor.is_complex() ? C.view_as_real(tensor) : tensor)
// Python's `1 - x`, `x ** step` and the like, of numbers or tensors.
const oneMinus = (x: MaybeTensor): MaybeTensor => (x instanceof Tensor ? C.rsub(x, 1) : 1 - x)

/** One parameter after the other. */
export const _single_tensor_adam: AdamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  max_exp_avg_sqs,
  state_steps,
  options,
) => {
  refuseScaler(options)
  const { amsgrad, maximize, capturable = false, differentiable = false, eps } = options
  const { weight_decay, decoupled_weight_decay } = options
  const [lr, beta1, beta2] = [options.lr, options.beta1, options.beta2].map(_to_scalar) as [
    MaybeTensor,
    MaybeTensor,
    MaybeTensor,
  ]
  const parts = options.has_complex ? real : (tensor: Tensor): Tensor => tensor
  const [first, second] = [correction(beta1), correction(beta2)]
  for (const [i, whole] of params.entries()) {
    const step = state_steps[i] as Tensor
    let grad = maximize ? (grads[i] as Tensor).neg() : (grads[i] as Tensor)
    if (capturable) checkCapturable(whole, step, true)
    step.add_(1)
    if (weight_decay !== 0) {
      if (decoupled_weight_decay) whole.mul_(oneMinus(times(lr, weight_decay)))
      else if (weight_decay instanceof Tensor && weight_decay.requires_grad) {
        grad = grad.addcmul_(whole.clone(), weight_decay)
      } else grad = grad.add(whole, { alpha: _get_value(weight_decay) })
    }
    const param = parts(whole)
    const exp_avg = parts(exp_avgs[i] as Tensor)
    const exp_avg_sq = parts(exp_avg_sqs[i] as Tensor)
    grad = parts(grad)
    const weight = oneMinus(beta1)
    if (weight instanceof Tensor) {
      exp_avg.lerp_(grad, weight.to({ device: param.device, dtype: param.dtype }))
    } else exp_avg.lerp_(grad, weight)
    if (differentiable && beta2 instanceof Tensor && beta2.requires_grad) {
      // The same as below, in operators whose factors may be tensors.
      exp_avg_sq.lerp_(grad.square(), oneMinus(beta2) as Tensor)
    } else {
      exp_avg_sq.mul_(beta2).addcmul_(grad, grad, { value: 1 - _get_value(beta2) })
    }
    let average = exp_avg_sq
    if (amsgrad) {
      const max = parts(max_exp_avg_sqs[i] as Tensor)
      if (capturable || differentiable) {
        max.copy_(C.maximum(differentiable ? max.clone() : max, exp_avg_sq))
      } else C.maximum(max, exp_avg_sq, { out: max })
      average = max
    }
    if (capturable || differentiable) {
      const [correction1, correction2] = [beta1, beta2].map((beta) =>
        C.rsub(C.pow(beta as number, isRecorded(beta) ? step.clone() : step), 1),
      ) as [Tensor, Tensor]
      const step_size_neg = divided(lr, correction1).neg()
      const scale = correction2.sqrt().mul(step_size_neg)
      const denom = average.sqrt().div(scale).add_(divided(eps, step_size_neg))
      param.addcdiv_(differentiable ? exp_avg.clone() : exp_avg, denom)
    } else {
      const count = _get_value(step)
      const step_size = _get_value(lr) / first(count)
      const scale = Math.sqrt(second(count))
      // In place: the bits are those of a new tensor.
      const denom = average.sqrt().div_(scale).add_(eps)
      param.addcdiv_(exp_avg, denom, { value: -step_size })
      denom.dispose()
      if (grad !== grads[i]) grad.dispose()
    }
  }
}

// `1 - beta ** count`, which most often is asked for the same count again.
function correction(beta: MaybeTensor): (count: number) => number {
  let last = Number.NaN
  let value = Number.NaN
  return (count) => {
    if (count !== last) {
      last = count
      value = 1 - pow(_get_value(beta), count)
    }
    return value
  }
}

// Python's `a / b` for a tensor b.
function divided(a: MaybeTensor, b: Tensor): Tensor {
  return a instanceof Tensor ? a.div(b) : b.reciprocal().mul(a)
}

const isRecorded = (x: MaybeTensor): boolean => x instanceof Tensor && x.requires_grad

function times(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  return C.mul(a as Tensor, b as Tensor)
}

function refuseTensor(name: string, value: MaybeTensor, capturable: boolean): void {
  if (!(value instanceof Tensor)) return
  if (!capturable) {
    const Kind = name === 'lr' ? RuntimeError : ValueError
    throw new Kind(`${name} as a Tensor is not supported for capturable=False and foreach=True`)
  }
  if (value.numel() !== 1) throw new ValueError(`Tensor ${name} must be 1-element`)
}

type Lists = [Tensor[], Tensor[], Tensor[], Tensor[], Tensor[], Tensor[]]

/** All parameters of a device and dtype at once, by `_foreach_` operators. */
export const _multi_tensor_adam: AdamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  max_exp_avg_sqs,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  const { capturable = false } = options
  refuseTensor('lr', options.lr, capturable)
  refuseTensor('beta1', options.beta1, capturable)
  refuseTensor('beta2', options.beta2, capturable)
  if (capturable) {
    for (const [i, param] of params.entries()) {
      checkCapturable(param, state_steps[i] as Tensor, false)
    }
  }
  refuseScaler(options)
  if (options.differentiable) throw new AssertionError("_foreach ops don't support autograd")
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_avg_sqs,
    max_exp_avg_sqs,
    state_steps,
  ])) {
    updateGroup(lists as Lists, options)
  }
}

function updateGroup(lists: Lists, options: AdamOptions): void {
  const { maximize, decoupled_weight_decay, amsgrad, eps, capturable = false } = options
  const weight_decay = _get_value(options.weight_decay)
  const [lr, beta1, beta2] = [options.lr, options.beta1, options.beta2].map(_to_scalar) as [
    MaybeTensor,
    MaybeTensor,
    MaybeTensor,
  ]
  const state_steps = lists[5]
  const views = options.has_complex ? lists.slice(0, 5).map((list) => list.map(real)) : lists
  const [params, given, exp_avgs, exp_avg_sqs, max_exp_avg_sqs] = views as Lists
  let grads = maximize ? C._foreach_neg(given) : given
  // A tensor, because the CPU's fallback would make one of the number for every step.
  if (state_steps[0]?.is_cpu) {
    C._foreach_add_(state_steps, C.scalar_tensor(1), { alpha: 1 })
  } else C._foreach_add_(state_steps, 1)
  if (weight_decay !== 0) {
    if (decoupled_weight_decay) {
      C._foreach_mul_(params, oneMinus(times(lr, weight_decay)) as number)
    } else if (maximize) C._foreach_add_(grads, params, { alpha: weight_decay })
    else grads = C._foreach_add(grads, params, { alpha: weight_decay })
  }
  const { device } = params[0] as Tensor
  const weight = oneMinus(beta1 instanceof Tensor ? beta1.to({ device }) : beta1)
  if (weight instanceof Tensor) {
    C._foreach_lerp_(
      exp_avgs,
      grads,
      exp_avgs.map(() => weight),
    )
  } else C._foreach_lerp_(exp_avgs, grads, weight)
  C._foreach_mul_(exp_avg_sqs, beta2 as number)
  if (beta2 instanceof Tensor) {
    const scaled = C._foreach_mul(grads, oneMinus(beta2) as Tensor)
    C._foreach_addcmul_(exp_avg_sqs, scaled, grads, 1)
  } else C._foreach_addcmul_(exp_avg_sqs, grads, grads, 1 - beta2)
  if (amsgrad) C._foreach_maximum_(max_exp_avg_sqs, exp_avg_sqs)
  const denom = C._foreach_sqrt(amsgrad ? max_exp_avg_sqs : exp_avg_sqs)
  if (capturable) {
    const [step_size, scale] = capturableCorrections(state_steps, lr, beta1, beta2)
    C._foreach_div_(denom, scale)
    C._foreach_add_(denom, eps)
    C._foreach_div_(denom, step_size)
    C._foreach_addcdiv_(params, exp_avgs, denom)
    release(denom)
    return
  }
  const counts = state_steps.map(_get_value)
  const [first, second] = [correction(beta1), correction(beta2)]
  const step_sizes = counts.map((count) => (_get_value(lr) / first(count)) * -1)
  const scales = counts.map((count) => Math.sqrt(second(count)))
  C._foreach_div_(denom, scales)
  C._foreach_add_(denom, eps)
  C._foreach_addcdiv_(params, exp_avgs, denom, step_sizes)
  release(denom)
  if (grads !== given) release(grads)
}

// Step sizes (negative) and scales without leaving the GPU.
function capturableCorrections(
  state_steps: Tensor[],
  lr: MaybeTensor,
  beta1: MaybeTensor,
  beta2: MaybeTensor,
): [step_size: Tensor[], scale: Tensor[]] {
  const first = C._foreach_pow(beta1 as number, state_steps)
  const second = C._foreach_pow(beta2 as number, state_steps)
  C._foreach_sub_(first, 1)
  C._foreach_sub_(second, 1)
  C._foreach_neg_(second)
  C._foreach_div_(first, lr as number)
  C._foreach_reciprocal_(first)
  C._foreach_sqrt_(second)
  return [first, second]
}

/** All parameters of a device and dtype in one kernel. */
export const _fused_adam: AdamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  max_exp_avg_sqs,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  if (options.differentiable) {
    throw new RuntimeError('Adam with fused=True does not support differentiable=True')
  }
  const { amsgrad, eps, maximize, grad_scale, found_inf } = options
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_avg_sqs,
    max_exp_avg_sqs,
    state_steps,
  ])) {
    const [groupParams, groupGrads, groupAvgs, groupSqs, groupMax, groupSteps] = lists as Lists
    const { device } = groupParams[0] as Tensor
    const onDevice = (tensor: Tensor | null | undefined): Tensor | null =>
      tensor?.to({ device, non_blocking: true }) ?? null
    const foundInf = onDevice(found_inf)
    const lr = _to_scalar(options.lr)
    C._foreach_add_(groupSteps, 1)
    const update = options.decoupled_weight_decay ? C._fused_adamw_ : C._fused_adam_
    update(groupParams, groupGrads, groupAvgs, groupSqs, groupMax, groupSteps, {
      amsgrad,
      lr: (lr instanceof Tensor && lr.device.type !== 'cpu' ? lr.to({ device }) : lr) as number,
      beta1: _get_value(options.beta1),
      beta2: _get_value(options.beta2),
      weight_decay: _get_value(options.weight_decay),
      eps,
      maximize,
      grad_scale: onDevice(grad_scale),
      found_inf: foundInf,
    })
    if (foundInf)
      C._foreach_sub_(
        groupSteps,
        groupSteps.map(() => foundInf),
      )
  }
}
