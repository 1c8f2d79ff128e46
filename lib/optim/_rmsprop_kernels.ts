// The implementations behind RMSprop, of torch/optim/rmsprop.py.

import * as C from '../_generated/torch_functions.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor, takesLists } from './_common.js'
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
  checkStateSteps,
  countSteps,
  effectiveGrad,
  effectiveGrads,
  realParts,
  refuseDifferentiable,
  release,
  releaseMade,
  releaseNew,
  type StepOptions,
} from './_kernels.js'

/** The keywords of the functional form. */
export interface RmspropOptions extends StepOptions {
  differentiable?: boolean
  capturable?: boolean
  lr: MaybeTensor
  alpha: number
  eps: number
  weight_decay: number
  momentum: number
  centered: boolean
}

/** One step of RMSprop on lists of tensors that belong together by position. */
type RmspropStep = (
  params: Tensor[],
  grads: Tensor[],
  square_avgs: Tensor[],
  grad_avgs: Tensor[],
  momentum_buffer_list: Tensor[],
  state_steps: Tensor[],
  options: RmspropOptions,
) => void

const _single_tensor_rmsprop: RmspropStep = (
  params,
  grads,
  square_avgs,
  grad_avgs,
  momentum_buffer_list,
  state_steps,
  options,
) => {
  const { alpha, eps, weight_decay, momentum, centered, maximize } = options
  const { differentiable, capturable } = options
  const rate = -_get_value(_to_scalar(options.lr))
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const step = state_steps[i] as Tensor
    if (capturable) checkCapturable([whole, step], true)
    step.add_(1)
    const effective = effectiveGrad(grads[i] as Tensor, whole, weight_decay, maximize)
    const [param, grad] = [parts(whole), parts(effective)]
    const square_avg = parts(square_avgs[i] as Tensor)
    square_avg.mul_(alpha).addcmul_(grad, grad, { value: 1 - alpha })
    let root: Tensor
    if (centered) {
      const grad_avg = parts(grad_avgs[i] as Tensor).lerp_(grad, 1 - alpha)
      root = square_avg.addcmul(grad_avg, grad_avg, { value: -1 }).sqrt_()
    } else root = square_avg.sqrt()
    const avg = differentiable ? root.add(eps) : root.add_(eps)
    if (momentum > 0) {
      const buffer = parts(momentum_buffer_list[i] as Tensor)
      buffer.mul_(momentum).addcdiv_(grad, avg)
      param.add_(buffer, { alpha: rate })
    } else param.addcdiv_(grad, avg, { value: rate })
    if (differentiable) continue
    avg.dispose()
    releaseNew(effective, grads[i])
  }
}

const _multi_tensor_rmsprop: RmspropStep = (
  params,
  grads,
  square_avgs,
  grad_avgs,
  momentum_buffer_list,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  refuseDifferentiable(options.differentiable)
  const { alpha, eps, weight_decay, momentum, centered, maximize, capturable } = options
  if (capturable) checkAllCapturable([params, state_steps], true)
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    square_avgs,
    grad_avgs,
    momentum_buffer_list,
    state_steps,
  ])) {
    const steps = lists[5]
    const [all, given, squares, means, buffers] = _view_as_real(
      [lists[0], lists[1], lists[2], lists[3], lists[4]] as const,
      options,
    )
    countSteps(steps)
    const grads = effectiveGrads(given, all, weight_decay, maximize)
    C._foreach_mul_(squares, alpha)
    C._foreach_addcmul_(squares, grads, grads, 1 - alpha)
    let avg: Tensor[]
    if (centered) {
      C._foreach_lerp_(means, grads, 1 - alpha)
      avg = C._foreach_addcmul(squares, means, means, -1)
      C._foreach_sqrt_(avg)
    } else avg = C._foreach_sqrt(squares)
    C._foreach_add_(avg, eps)
    const tensorRate = capturable && lr instanceof Tensor ? lr.neg() : null
    if (momentum > 0) {
      C._foreach_mul_(buffers, momentum)
      C._foreach_addcdiv_(buffers, grads, avg)
      if (tensorRate) C._foreach_add_(all, C._foreach_mul(buffers, tensorRate))
      else C._foreach_add_(all, buffers, { alpha: -_get_value(lr) })
    } else if (tensorRate) {
      C._foreach_div_(avg, tensorRate)
      C._foreach_addcdiv_(all, grads, avg)
    } else C._foreach_addcdiv_(all, grads, avg, -_get_value(lr))
    release(avg)
    releaseMade(grads, given)
  }
}

/** One step of RMSprop on lists of tensors: the functional form. */
export const rmsprop: RmspropStep = (
  params,
  grads,
  square_avgs,
  grad_avgs,
  momentum_buffer_list,
  state_steps,
  options,
) => {
  checkStateSteps(state_steps)
  const lists = takesLists(params, options, !(options.lr instanceof Tensor))
  const step = lists ? _multi_tensor_rmsprop : _single_tensor_rmsprop
  step(params, grads, square_avgs, grad_avgs, momentum_buffer_list, state_steps, options)
}
