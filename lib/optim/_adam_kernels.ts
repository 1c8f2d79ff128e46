// The implementations behind Adam, of torch/optim/adam.py.

import * as C from '../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor } from './_common.js'
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
  countSteps,
  decayedGrad,
  decayedGrads,
  fusedArguments,
  realParts,
  refuseDifferentiable,
  refuseScaler,
  release,
  releaseMade,
  releaseNew,
  type ScalerOptions,
  type StepOptions,
} from './_kernels.js'
import { minus, over, power, times } from './_scalars.js'

/** The keywords of the functional form. */
export interface AdamOptions extends StepOptions, ScalerOptions {
  capturable?: boolean
  differentiable?: boolean
  fused?: boolean | null
  decoupled_weight_decay?: boolean
  amsgrad: boolean
  beta1: MaybeTensor
  beta2: MaybeTensor
  lr: MaybeTensor
  weight_decay: MaybeTensor
  eps: number
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
  const { amsgrad, capturable, differentiable, eps } = options
  const [lr, beta1, beta2] = scalars(options)
  const parts = realParts(options)
  const corrections = biasCorrections(beta1, beta2)
  for (const [i, whole] of params.entries()) {
    const step = state_steps[i] as Tensor
    if (capturable) checkCapturable([whole, step], true)
    step.add_(1)
    const decayed = decay(whole, grads[i] as Tensor, lr, options)
    const [param, grad] = [parts(whole), parts(decayed)]
    const exp_avg = parts(exp_avgs[i] as Tensor)
    const exp_avg_sq = parts(exp_avg_sqs[i] as Tensor)
    const weight = minus(1, beta1)
    if (weight instanceof Tensor) {
      const { device, dtype } = param
      exp_avg.lerp_(grad, minus(1, (beta1 as Tensor).to({ device, dtype })) as Tensor)
    } else exp_avg.lerp_(grad, weight)
    if (differentiable && beta2 instanceof Tensor && beta2.requires_grad) {
      // The same as below, in operators whose factors may be tensors.
      exp_avg_sq.lerp_(grad.square(), minus(1, beta2) as Tensor)
    } else {
      const value = _get_value(minus(1, beta2))
      exp_avg_sq.mul_(beta2 as number).addcmul_(grad, grad, { value })
    }
    let average = exp_avg_sq
    if (amsgrad) {
      average = parts(max_exp_avg_sqs[i] as Tensor)
      if (capturable || differentiable) {
        const largest = differentiable ? average.clone() : average
        average.copy_(C.maximum(largest, exp_avg_sq))
      } else C.maximum(average, exp_avg_sq, { out: average })
    }
    if (capturable || differentiable) {
      const correction = (beta: MaybeTensor): Tensor =>
        minus(1, power(beta, isRecorded(beta) ? step.clone() : step)) as Tensor
      const step_size_neg = (over(lr, correction(beta1)) as Tensor).neg()
      const scale = correction(beta2).sqrt().mul(step_size_neg)
      const denom = average
        .sqrt()
        .div(scale)
        .add_(over(eps, step_size_neg) as Tensor)
      param.addcdiv_(differentiable ? exp_avg.clone() : exp_avg, denom)
    } else {
      const [first, root] = corrections(_get_value(step))
      const value = -_get_value(over(lr, first))
      // In place: the bits are those of a new tensor.
      const denom = average
        .sqrt()
        .div_(root as number)
        .add_(eps)
      param.addcdiv_(exp_avg, denom, { value })
      denom.dispose()
      releaseNew(decayed, grads[i])
    }
  }
}

// Learning rate and betas as numbers or 0-d tensors.
function scalars({ lr, beta1, beta2 }: AdamOptions): [MaybeTensor, MaybeTensor, MaybeTensor] {
  return [_to_scalar(lr), _to_scalar(beta1), _to_scalar(beta2)]
}

// Decays the parameter, or gives the gradient with the decay in it.
function decay(param: Tensor, grad: Tensor, lr: MaybeTensor, options: AdamOptions): Tensor {
  const { weight_decay, decoupled_weight_decay, maximize, differentiable } = options
  if (typeof weight_decay === 'number') {
    return decayedGrad(grad, param, lr, { weight_decay, maximize, decoupled_weight_decay })
  }
  const signed = maximize ? grad.neg() : grad
  if (decoupled_weight_decay) {
    param.mul_(minus(1, times(lr, weight_decay)) as Tensor)
    return signed
  }
  if (!differentiable || !weight_decay.requires_grad) {
    return signed.add(param, { alpha: _get_value(weight_decay) })
  }
  // The parameter changes below, so the graph keeps a copy.
  return signed.addcmul_(param.clone(), weight_decay)
}

// `1 - beta1 ** count` and `(1 - beta2 ** count) ** 0.5`, which most often are asked for the same count again.
function biasCorrections(
  beta1: MaybeTensor,
  beta2: MaybeTensor,
): (count: number) => [first: MaybeTensor, root: MaybeTensor] {
  let last = Number.NaN
  let corrections: [MaybeTensor, MaybeTensor] = [0, 0]
  return (count) => {
    if (count !== last) {
      last = count
      const second = minus(1, power(beta2, count))
      corrections = [minus(1, power(beta1, count)), power(second, 0.5)]
    }
    return corrections
  }
}

const isRecorded = (x: MaybeTensor): boolean => x instanceof Tensor && x.requires_grad

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
  if (capturable) checkAllCapturable([params, state_steps], false)
  refuseScaler(options)
  refuseDifferentiable(options.differentiable)
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
  const { amsgrad, eps, capturable = false } = options
  const weight_decay = _get_value(options.weight_decay)
  const [lr, beta1, beta2] = scalars(options)
  const state_steps = lists[5]
  const views = _view_as_real(lists.slice(0, 5), options)
  const [params, given, exp_avgs, exp_avg_sqs, max_exp_avg_sqs] = views as unknown as Lists
  countSteps(state_steps)
  const grads = decayedGrads(given, params, lr, { ...options, weight_decay })
  const { device } = params[0] as Tensor
  const weight = minus(1, beta1 instanceof Tensor ? beta1.to({ device }) : beta1)
  C._foreach_lerp_(exp_avgs, grads, weight as number)
  C._foreach_mul_(exp_avg_sqs, beta2 as number)
  if (beta2 instanceof Tensor) {
    const scaled = C._foreach_mul(grads, minus(1, beta2) as Tensor)
    C._foreach_addcmul_(exp_avg_sqs, scaled, grads, 1)
    release(scaled)
  } else C._foreach_addcmul_(exp_avg_sqs, grads, grads, 1 - beta2)
  releaseMade(grads, given)
  if (amsgrad) C._foreach_maximum_(max_exp_avg_sqs, exp_avg_sqs)
  const denom = C._foreach_sqrt(amsgrad ? max_exp_avg_sqs : exp_avg_sqs)
  if (capturable) {
    const [step_size, scale] = capturableCorrections(state_steps, lr, beta1, beta2)
    C._foreach_div_(denom, scale)
    C._foreach_add_(denom, eps)
    C._foreach_div_(denom, step_size)
    C._foreach_addcdiv_(params, exp_avgs, denom)
    release(step_size)
    release(scale)
  } else {
    // Numbers, as `_multi_tensor_adam` has seen to.
    const corrections = biasCorrections(beta1, beta2)
    const both = state_steps.map((step) => corrections(_get_value(step)) as [number, number])
    C._foreach_div_(
      denom,
      both.map(([, root]) => root),
    )
    C._foreach_add_(denom, eps)
    const step_sizes = both.map(([first]) => ((lr as number) / first) * -1)
    C._foreach_addcdiv_(params, exp_avgs, denom, step_sizes)
  }
  release(denom)
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
  const { amsgrad, eps, maximize } = options
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_avg_sqs,
    max_exp_avg_sqs,
    state_steps,
  ])) {
    const [groupParams, groupGrads, groupAvgs, groupSqs, groupMax, groupSteps] = lists as Lists
    const { lr, grad_scale, found_inf } = fusedArguments(groupParams[0] as Tensor, options)
    C._foreach_add_(groupSteps, 1)
    const update = options.decoupled_weight_decay ? C._fused_adamw_ : C._fused_adam_
    update(groupParams, groupGrads, groupAvgs, groupSqs, groupMax, groupSteps, {
      amsgrad,
      lr: lr as number,
      beta1: _get_value(options.beta1),
      beta2: _get_value(options.beta2),
      weight_decay: _get_value(options.weight_decay),
      eps,
      maximize,
      grad_scale,
      found_inf,
    })
    if (found_inf) C._foreach_sub_(groupSteps, Array(groupSteps.length).fill(found_inf) as Tensor[])
  }
}
