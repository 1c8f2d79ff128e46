// The implementations behind Adagrad, of torch/optim/adagrad.py.

import * as C from '../_generated/torch_functions.js'
import { sparse_coo_tensor } from '../_sparse_creation.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _default_to_fused_or_foreach,
  _get_value,
  _to_scalar,
  type MaybeTensor,
} from './_common.js'
import {
  _view_as_real,
  checkStateSteps,
  countSteps,
  effectiveGrad,
  effectiveGrads,
  fusedArguments,
  realParts,
  refuseDifferentiable,
  refuseScaler,
  release,
  releaseNew,
  type ScalerOptions,
  type StepOptions,
} from './_kernels.js'
import { negated, over } from './_scalars.js'

/** The keywords of the functional form. */
export interface AdagradOptions extends StepOptions, ScalerOptions {
  fused?: boolean | null
  has_sparse_grad?: boolean
  differentiable?: boolean
  lr: MaybeTensor
  weight_decay: number
  lr_decay: number
  eps: number
}

/** One step of Adagrad on lists of tensors that belong together by position. */
type AdagradStep = (
  params: Tensor[],
  grads: Tensor[],
  state_sums: Tensor[],
  state_steps: Tensor[],
  options: AdagradOptions,
) => void

/** A sparse tensor of the size of another. */
export function _make_sparse(grad: Tensor, grad_indices: Tensor, values: Tensor): Tensor {
  return sparse_coo_tensor(grad_indices, values, grad.size())
}

const _single_tensor_adagrad: AdagradStep = (params, grads, state_sums, state_steps, options) => {
  refuseScaler(options)
  const { weight_decay, lr_decay, eps, maximize, differentiable } = options
  const lr = _to_scalar(options.lr)
  const parts = realParts(options)
  for (const [i, param] of params.entries()) {
    const step = (state_steps[i] as Tensor).add_(1)
    const given = grads[i] as Tensor
    if (weight_decay !== 0 && given.is_sparse) {
      throw new RuntimeError('weight_decay option is not compatible with sparse gradients')
    }
    const grad = effectiveGrad(given, param, weight_decay, maximize)
    const alpha = -_get_value(over(lr, 1 + (_get_value(step) - 1) * lr_decay))
    const state_sum = state_sums[i] as Tensor
    if (grad.is_sparse) sparseUpdate(param, grad.coalesce(), state_sum, eps, alpha)
    else {
      const [squares, flow] = [parts(state_sum), parts(grad)]
      squares.addcmul_(flow, flow, { value: 1 })
      const root = squares.sqrt()
      const std = differentiable ? root.add(eps) : root.add_(eps)
      parts(param).addcdiv_(flow, std, { value: alpha })
      if (!differentiable) std.dispose()
    }
    if (!differentiable) releaseNew(grad, given)
  }
}

// Only the rows that have a gradient.
function sparseUpdate(
  param: Tensor,
  grad: Tensor,
  state_sum: Tensor,
  eps: number,
  alpha: number,
): void {
  const indices = grad._indices()
  const values = grad._values()
  state_sum.add_(_make_sparse(grad, indices, values.pow(2)))
  const std = state_sum.sparse_mask(grad)._values().sqrt_().add_(eps)
  param.add_(_make_sparse(grad, indices, values.div(std)), { alpha })
}

const _multi_tensor_adagrad: AdagradStep = (params, grads, state_sums, state_steps, options) => {
  refuseDifferentiable(options.differentiable)
  refuseScaler(options)
  if (params.length === 0) return
  const { weight_decay, lr_decay, eps, maximize, has_sparse_grad } = options
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    state_sums,
    state_steps,
  ])) {
    const [wholeParams, wholeGrads, sums, steps] = lists
    if (has_sparse_grad && wholeGrads.some((grad) => grad.is_sparse)) {
      _single_tensor_adagrad(wholeParams, wholeGrads, sums, steps, options)
      continue
    }
    const [all, given, squares] = _view_as_real([wholeParams, wholeGrads, sums] as const, options)
    countSteps(steps)
    const grads = effectiveGrads(given, all, weight_decay, maximize)
    const minus_clr = steps.map((step) =>
      _get_value(over(negated(lr), 1 + (_get_value(step) - 1) * lr_decay)),
    )
    C._foreach_addcmul_(squares, grads, grads, 1)
    const std = C._foreach_sqrt(squares)
    C._foreach_add_(std, eps)
    // New gradients are ours to change, which bfloat16 rounds otherwise.
    const numerator = grads === given ? C._foreach_mul(grads, minus_clr) : grads
    if (grads !== given) C._foreach_mul_(grads, minus_clr)
    C._foreach_addcdiv_(all, numerator, std)
    release(std)
    release(numerator)
  }
}

const _fused_adagrad: AdagradStep = (params, grads, state_sums, state_steps, options) => {
  if (params.length === 0) return
  const { has_sparse_grad, has_complex, differentiable } = options
  if (has_sparse_grad || has_complex) {
    throw new RuntimeError('`fused` does not support sparse grad or complex param')
  }
  if (differentiable) {
    throw new RuntimeError('adagrad with fused=True does not support differentiable=True')
  }
  const { lr_decay, weight_decay, eps, maximize } = options
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    state_sums,
    state_steps,
  ])) {
    const [all, gradients, sums, steps] = lists
    const { lr, grad_scale, found_inf } = fusedArguments(all[0] as Tensor, options)
    C._foreach_add_(steps, 1)
    C._fused_adagrad_(all, gradients, sums, steps, {
      lr: lr as number,
      lr_decay,
      weight_decay,
      eps,
      maximize,
      grad_scale,
      found_inf,
    })
    if (found_inf) C._foreach_sub_(steps, Array(steps.length).fill(found_inf) as Tensor[])
  }
}

/** One step of Adagrad on lists of tensors: the functional form. */
export const adagrad: AdagradStep = (params, grads, state_sums, state_steps, options) => {
  checkStateSteps(state_steps)
  const { fused = null, differentiable = false } = options
  let { foreach = null } = options
  if (fused === null && foreach === null) {
    ;[, foreach] = _default_to_fused_or_foreach(params, differentiable)
  }
  const step = fused ? _fused_adagrad : foreach ? _multi_tensor_adagrad : _single_tensor_adagrad
  step(params, grads, state_sums, state_steps, options)
}
