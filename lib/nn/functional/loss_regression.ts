// Mirrors the losses of torch/nn/functional.py that compare numbers.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { ValueError } from '../../errors.js'
import { broadcast_tensors } from '../../functional.js'
import type { Tensor } from '../../types.js'
import * as _Reduction from '../_reduction.js'
import { type Legacy, type Reduction, reduceWeighted, reductionOf } from './_loss.js'
import { equalSizes, sameShape, warnOfBroadcasting } from './_shapes.js'

function checkWeight(weight: Tensor, input: Tensor): void {
  if (!sameShape(weight, input)) {
    throw new ValueError('Weights and input must have the same size.')
  }
}

/**
 * Squared differences `(input - target)²`, their mean by default. Sizes that only fit by broadcasting warn. With
 * `weight` the mean is the weighted one; another shape than the input's throws a ValueError.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.mse_loss(torch.tensor([1.5, 2]), torch.tensor([0.5, 2])) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mse_loss.html
 */
export const mse_loss = def(
  "mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None)",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
    weight: Tensor | null,
  ): Tensor => {
    warnOfBroadcasting(input, target)
    const how = reductionOf(size_average, reduce, reduction)
    const [a, b] = broadcast_tensors(input, target) as [Tensor, Tensor]
    if (weight === null) return _nn.mse_loss(a, b, _Reduction.get_enum(how))
    checkWeight(weight, input)
    return reduceWeighted(a.sub(b).pow(2).mul(weight), how, weight)
  },
)

/**
 * Absolute differences `|input - target|`, their mean by default. Sizes that only fit by broadcasting warn. With
 * `weight` the mean is the weighted one.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.l1_loss(torch.tensor([1.5, 2]), torch.tensor([0.5, 4])) // tensor(1.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.l1_loss.html
 */
export const l1_loss = def(
  "l1_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None)",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
    weight: Tensor | null,
  ): Tensor => {
    warnOfBroadcasting(input, target)
    const how = reductionOf(size_average, reduce, reduction)
    const [a, b] = broadcast_tensors(input, target) as [Tensor, Tensor]
    if (weight === null) return _nn.l1_loss(a, b, _Reduction.get_enum(how))
    checkWeight(weight, input)
    return reduceWeighted(a.sub(b).abs().mul(weight), how, weight)
  },
)

/**
 * Squared where the difference `d` is below `beta`, `d² / (2 beta)`, absolute above, `|d| - beta / 2`: less bothered by
 * outliers than {@link mse_loss}. With a `beta` of 0 it is {@link l1_loss}.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.smooth_l1_loss(torch.tensor([0.5, 2]), torch.zeros(2)) // tensor(0.8125)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.smooth_l1_loss.html
 */
export const smooth_l1_loss = def(
  "smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0)",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
    beta: number,
  ): Tensor => {
    warnOfBroadcasting(input, target)
    const how = reductionOf(size_average, reduce, reduction)
    const [a, b] = broadcast_tensors(input, target) as [Tensor, Tensor]
    const reduction_enum = _Reduction.get_enum(how)
    if (beta === 0) return _nn.l1_loss(a, b, reduction_enum)
    return _nn.smooth_l1_loss(a, b, reduction_enum, beta)
  },
)

/**
 * {@link smooth_l1_loss} times `delta`: squared below a difference of `delta`, `d² / 2`, straight above,
 * `delta * (|d| - delta / 2)`. Unlike in {@link mse_loss} the mean with `weight` is over the number of elements.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.huber_loss(torch.tensor([0.5, 4]), torch.zeros(2), { delta: 2, reduction: 'none' }) // tensor([0.1250, 6.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.huber_loss.html
 */
export const huber_loss = def(
  "huber_loss(input, target, reduction='mean', delta=1.0, weight=None)",
  (
    input: Tensor,
    target: Tensor,
    reduction: Reduction,
    delta: number,
    weight: Tensor | null,
  ): Tensor => {
    warnOfBroadcasting(input, target)
    const [a, b] = broadcast_tensors(input, target) as [Tensor, Tensor]
    if (weight === null) return _nn.huber_loss(a, b, _Reduction.get_enum(reduction), delta)
    checkWeight(weight, input)
    const loss = _nn.huber_loss(a, b, _Reduction.get_enum('none'), delta).mul(weight)
    // Unlike the other losses, the mean here is over the elements.
    return reduceWeighted(loss, reduction, null)
  },
)

/**
 * Negative log likelihood of a Poisson distribution with mean `exp(input)`: `exp(input) - target * input`. Without
 * `log_input` the mean is `input`: `input - target * log(input + eps)`. With `full` Stirling's approximation of the
 * constant is added.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.poisson_nll_loss(torch.zeros(2), torch.ones(2)) // tensor(1.)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.poisson_nll_loss.html
 */
export const poisson_nll_loss = def(
  "poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    log_input: boolean,
    full: boolean,
    size_average: Legacy,
    eps: number,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const how = reductionOf(size_average, reduce, reduction)
    if (how !== 'none' && how !== 'mean' && how !== 'sum') {
      throw new ValueError(`${how} is not a valid value for reduction`)
    }
    return C.poisson_nll_loss(input, target, log_input, full, eps, _Reduction.get_enum(how))
  },
)

// The variances, with the dimensions of the input.
function readVariance(input: Tensor, variance: Tensor | number): Tensor {
  const tooSmall = typeof variance === 'number' ? variance < 0 : variance.lt(0).any().is_nonzero()
  if (tooSmall) throw new ValueError('var has negative entry/entries')
  if (typeof variance === 'number') return C.ones_like(input).mul(variance)
  const [size, var_size] = [input.size(), variance.size()]
  if (equalSizes(var_size, size)) return variance
  if (equalSizes(size.slice(0, -1), var_size)) return variance.unsqueeze(-1)
  // Python adds up the sizes that differ: 1 means that exactly one dimension is broadcast.
  const differing = var_size.filter((one, i) => one !== size[i])
  const sum = differing.reduce((total, one) => total + one, 0)
  if (size.length === var_size.length && sum === 1) return variance
  throw new ValueError('var is of incorrect size')
}

/**
 * Negative log likelihood of `target` under Gaussians with means `input` and variances `var`, at least `eps`:
 * `(log(var) + (input - target)² / var) / 2`. With `full` the constant is added. A negative variance throws a
 * ValueError.
 *
 * Shape: input and target `(*)`; `var` as input, or without its last dimension, or with one dimension of 1, or a
 * number; result `()`, or `(*)` with reduction none.
 *
 * @example
 * F.gaussian_nll_loss(torch.zeros(2), torch.ones(2), torch.ones(2)) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.gaussian_nll_loss.html
 */
export const gaussian_nll_loss = def(
  "gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    var_: Tensor | number,
    full: boolean,
    eps: number,
    reduction: Reduction,
  ): Tensor => {
    const given = readVariance(input, var_)
    if (reduction !== 'none' && reduction !== 'mean' && reduction !== 'sum') {
      throw new ValueError(`${reduction as string} is not valid`)
    }
    // Clamped out of autograd's sight: the gradient passes as if nothing had been changed.
    const variance = given.clone()
    no_grad(() => variance.clamp_({ min: eps }))
    let loss = variance.log().add(input.sub(target).pow(2).div(variance)).mul(0.5)
    if (full) loss = loss.add_(0.5 * Math.log(2 * Math.PI))
    return reduceWeighted(loss, reduction, null)
  },
)
