// The implementations behind RAdam, of torch/optim/radam.py.

import * as C from '../_generated/torch_functions.js'
import { pow } from '../_libm.js'
import type { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor, takesLists } from './_common.js'
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
  checkStateSteps,
  countSteps,
  decayedGrad,
  decayedGrads,
  realParts,
  refuseDifferentiable,
  release,
  releaseMade,
  releaseNew,
  type StepOptions,
} from './_kernels.js'
import { less, minus, over, power, times } from './_scalars.js'

/** The keywords of the functional form. */
export interface RadamOptions extends StepOptions {
  decoupled_weight_decay?: boolean
  differentiable?: boolean
  capturable?: boolean
  beta1: number
  beta2: number
  lr: MaybeTensor
  weight_decay: number
  eps: number
}

/** One step of RAdam on lists of tensors that belong together by position. */
type RadamStep = (
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  state_steps: Tensor[],
  options: RadamOptions,
) => void

const longest = (beta2: number): number => 2 / (1 - beta2) - 1

// How many gradients the mean of squares rests on.
function length(beta2: number, step: MaybeTensor, correction2: MaybeTensor): MaybeTensor {
  return minus(longest(beta2), over(times(times(2, step), power(beta2, step)), correction2))
}

// How far the mean of squares can be trusted.
function rectification(beta2: number, rho: MaybeTensor): MaybeTensor {
  const most = longest(beta2)
  const numerator = times(times(minus(rho, 4), minus(rho, 2)), most)
  return power(over(numerator, times((most - 4) * (most - 2), rho)), 0.5)
}

const _single_tensor_radam: RadamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  state_steps,
  options,
) => {
  const { beta1, beta2, eps, capturable, differentiable } = options
  const lr = _to_scalar(options.lr)
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const count = state_steps[i] as Tensor
    if (capturable) checkCapturable([whole, count], true)
    const [param, given] = [parts(whole), parts(grads[i] as Tensor)]
    count.add_(1)
    const step = capturable ? count : _get_value(count)
    const grad = decayedGrad(given, param, lr, options)
    const exp_avg = parts(exp_avgs[i] as Tensor).lerp_(grad, 1 - beta1)
    const exp_avg_sq = parts(exp_avg_sqs[i] as Tensor).mul_(beta2)
    exp_avg_sq.addcmul_(grad, grad, { value: 1 - beta2 })
    const correction1 = minus(1, power(beta1, step))
    const correction2 = minus(1, power(beta2, step))
    const rho = length(beta2, step, correction2)
    const adaptive = (): Tensor => {
      const root = exp_avg_sq.sqrt()
      const denom = differentiable ? root.add(eps) : root.add_(eps)
      return over(power(correction2, 0.5), denom) as Tensor
    }
    let update = exp_avg.div(correction1 as number).mul(lr as number)
    if (capturable) {
      const rectified = times(rectification(beta2, rho), adaptive()) as Tensor
      update = update.mul(C.where((rho as Tensor).gt(5), rectified, 1))
    } else if (less(5, rho)) {
      update = update.mul(adaptive()).mul(rectification(beta2, rho) as number)
    }
    param.add_(update, { alpha: -1 })
    if (differentiable) continue
    update.dispose()
    releaseNew(grad, given)
  }
}

const _multi_tensor_radam: RadamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  refuseDifferentiable(options.differentiable)
  const { beta1, beta2, eps, capturable } = options
  if (capturable) checkAllCapturable([params, state_steps], false)
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_avg_sqs,
    state_steps,
  ])) {
    const steps = lists[4]
    countSteps(steps)
    const [all, given, avgs, squares] = _view_as_real(
      [lists[0], lists[1], lists[2], lists[3]] as const,
      options,
    )
    const [plain, rectified] = (capturable ? capturableSizes : sizes)(steps, lr, options)
    const grads = decayedGrads(given, all, lr, options)
    C._foreach_lerp_(avgs, grads, 1 - beta1)
    C._foreach_mul_(squares, beta2)
    C._foreach_addcmul_(squares, grads, grads, 1 - beta2)
    const buffer = C._foreach_sqrt(squares)
    C._foreach_add_(buffer, eps)
    C._foreach_div_(buffer, rectified as number[])
    C._foreach_reciprocal_(buffer)
    C._foreach_add_(buffer, plain as number[])
    C._foreach_addcmul_(all, avgs, buffer)
    release(buffer)
    releaseMade(grads, given)
  }
}

type Sizes = [plain: MaybeTensor[], rectified: MaybeTensor[]]
type SizesOf = (steps: Tensor[], lr: MaybeTensor, options: RadamOptions) => Sizes

// Negative step sizes; one of the two is zero.
const sizes: SizesOf = (steps, lr, { beta1, beta2 }) => {
  const counts = steps.map(_get_value)
  const rects = counts.map((count) => {
    const rho = length(beta2, count, 1 - pow(beta2, count)) as number
    return rho > 5 ? (rectification(beta2, rho) as number) : 0
  })
  const corrections = counts.map((count) => 1 - pow(beta1, count))
  const sizeOf = (rect: number, i: number): MaybeTensor =>
    over(times(lr, rect), corrections[i] as number)
  return [
    rects.map((rect, i) => times(sizeOf(rect > 0 ? 0 : 1, i), -1)),
    rects.map((rect, i) => {
      const root = pow(1 - pow(beta2, counts[i] as number), 0.5)
      return times(times(root, sizeOf(rect, i)), -1)
    }),
  ]
}

const capturableSizes: SizesOf = (steps, lr, { beta1, beta2 }) => {
  const correction = (beta: number): Tensor[] => {
    const corrections = C._foreach_pow(beta, steps)
    C._foreach_neg_(corrections)
    C._foreach_add_(corrections, 1)
    return corrections
  }
  const most = longest(beta2)
  const second = correction(beta2)
  const rhos = C._foreach_pow(beta2, steps)
  C._foreach_mul_(rhos, steps)
  C._foreach_mul_(rhos, 2)
  C._foreach_div_(rhos, second)
  C._foreach_neg_(rhos)
  C._foreach_add_(rhos, most)
  const numerator = C._foreach_sub(rhos, 4)
  C._foreach_mul_(numerator, C._foreach_sub(rhos, 2))
  C._foreach_mul_(numerator, most)
  C._foreach_div_(numerator, C._foreach_mul(rhos, (most - 4) * (most - 2)))
  C._foreach_sqrt_(numerator)
  const rects = numerator.map((one, i) => C.where((rhos[i] as Tensor).gt(5), one, 0))
  const plain = rects.map((rect) => C.where(rect.gt(0), 0, C.ones_like(rect)))
  C._foreach_mul_(plain, lr as number)
  const first = correction(beta1)
  C._foreach_div_(plain, first)
  C._foreach_neg_(plain)
  const rectified = correction(beta2)
  C._foreach_sqrt_(rectified)
  C._foreach_mul_(rectified, lr as number)
  C._foreach_mul_(rectified, rects)
  C._foreach_neg_(rectified)
  C._foreach_div_(rectified, first)
  return [plain, rectified]
}

/** One step of RAdam on lists of tensors: the functional form. */
export const radam: RadamStep = (params, grads, exp_avgs, exp_avg_sqs, state_steps, options) => {
  checkStateSteps(state_steps)
  // The list operators round otherwise than one tensor after the other does.
  const step = takesLists(params, options, false) ? _multi_tensor_radam : _single_tensor_radam
  step(params, grads, exp_avgs, exp_avg_sqs, state_steps, options)
}
