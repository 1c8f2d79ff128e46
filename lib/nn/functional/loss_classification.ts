// Mirrors the losses of torch/nn/functional.py that compare scores with classes or probabilities.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { ValueError } from '../../errors.js'
import { broadcast_shapes } from '../../functional.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import * as _Reduction from '../_reduction.js'
import { type Legacy, type Reduction, reductionEnum, reductionOf } from './_loss.js'
import { sameShape } from './_shapes.js'

type Lengths = Tensor | readonly number[]

/**
 * Connectionist temporal classification: minus the logarithm of how likely the targets are under any alignment with the
 * inputs. `blank` is the class that stands for nothing. `reduction` mean divides each loss by the length of its target
 * first. With `zero_infinity` the loss of targets that are too long for their input is 0.
 *
 * Shape: log_probs `(T, N, C)` or `(T, C)`; targets `(N, S)` or all joined; lengths `(N)`, both tensors or both lists;
 * result `()`, or `(N)` with reduction none.
 *
 * @example
 * const log_probs = torch.randn(50, 2, 20).log_softmax(2)
 * const targets = torch.randint(1, 20, [2, 10])
 * F.ctc_loss(log_probs, targets, [50, 50], [10, 8], { reduction: 'none' }).size() // torch.Size([2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.ctc_loss.html
 */
export const ctc_loss = def(
  "ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False)",
  (
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Lengths,
    target_lengths: Lengths,
    blank: number,
    reduction: Reduction,
    zero_infinity: boolean,
  ): Tensor =>
    // The lengths are both tensors or both lists: two overloads of one native function.
    C.ctc_loss(
      log_probs,
      targets,
      input_lengths as Tensor,
      target_lengths as Tensor,
      blank,
      _Reduction.get_enum(reduction),
      zero_infinity,
    ),
)

/**
 * Negative log likelihood: minus the entry of `input`, log probabilities, that each class of `target` names.
 *
 * Shape: `(N, C, *)` and `(N, *)`, or `(C)` and `()`; result `()`, or as target with reduction none. `weight` is per
 * class, and the mean is weighted with it; targets of `ignore_index` do not count.
 *
 * @example
 * F.nll_loss(torch.tensor([[-0.5, -1.5], [-3, -0.25]]), torch.tensor([0, 1])) // tensor(0.3750)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.nll_loss.html
 */
export const nll_loss = def(
  "nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    weight: Tensor | null,
    size_average: Legacy,
    ignore_index: number,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor =>
    _nn.nll_loss_nd(
      input,
      target,
      weight,
      reductionEnum(size_average, reduce, reduction),
      ignore_index,
    ),
)

/**
 * Cross entropy between the scores `input` (not normalised) and `target`: {@link nll_loss} of their log_softmax. The
 * targets are classes, or probabilities of the same shape as `input`.
 *
 * Shape: `(N, C, *)` and `(N, *)`, or `(C)` and `()`; result `()`, or `(N, *)` with reduction none. `weight` is per
 * class; targets of `ignore_index` do not count; `label_smoothing` from 0 to 1 mixes in the uniform distribution.
 *
 * @example
 * F.cross_entropy(torch.zeros(2, 4), torch.tensor([1, 3])) // tensor(1.3863)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cross_entropy.html
 */
export const cross_entropy = def(
  "cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
  (
    input: Tensor,
    target: Tensor,
    weight: Tensor | null,
    size_average: Legacy,
    ignore_index: number,
    reduce: Legacy,
    reduction: Reduction,
    label_smoothing: number,
  ): Tensor =>
    _nn.cross_entropy_loss(
      input,
      target,
      weight,
      reductionEnum(size_average, reduce, reduction),
      ignore_index,
      label_smoothing,
    ),
)

/**
 * Cross entropy of probabilities: `-(target * log(input) + (1 - target) * log(1 - input))`, its mean by default.
 *
 * Shape: all alike, `weight` broadcast; result `()`, or the same with reduction none. A target of another size throws a
 * ValueError.
 *
 * @example
 * F.binary_cross_entropy(torch.tensor([0.5, 0.5]), torch.tensor([1, 0], { dtype: torch.float })) // tensor(0.6931)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.binary_cross_entropy.html
 */
export const binary_cross_entropy = def(
  "binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    weight: Tensor | null,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const reduction_enum = reductionEnum(size_average, reduce, reduction)
    if (!sameShape(target, input)) {
      throw new ValueError(
        `Using a target size (${target.size()}) that is different to the input size (${input.size()}) is deprecated. ` +
          'Please ensure they have the same size.',
      )
    }
    const weights = weight?.expand(broadcast_shapes(target.size(), weight.size())) ?? null
    return _nn.binary_cross_entropy(input, target, weights, reduction_enum)
  },
)

/**
 * {@link binary_cross_entropy} of `sigmoid(input)`, computed in one go, which is more exact. `pos_weight` weighs the
 * positive examples of each class.
 *
 * Shape: input and target alike, both weights broadcast; result `()`, or as input with reduction none. A target of
 * another size throws a ValueError.
 *
 * @example
 * F.binary_cross_entropy_with_logits(torch.zeros(3), torch.ones(3)) // tensor(0.6931)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 */
export const binary_cross_entropy_with_logits = def(
  "binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
  (
    input: Tensor,
    target: Tensor,
    weight: Tensor | null,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
    pos_weight: Tensor | null,
  ): Tensor => {
    const reduction_enum = reductionEnum(size_average, reduce, reduction)
    if (!sameShape(target, input)) {
      throw new ValueError(
        `Target size (${target.size()}) must be the same as input size (${input.size()})`,
      )
    }
    return C.binary_cross_entropy_with_logits(input, target, weight, pos_weight, reduction_enum)
  },
)

/**
 * Kullback-Leibler divergence of `input`, log probabilities, from `target`, probabilities or, with `log_target`, log
 * probabilities: `target * (log(target) - input)`. `reduction` batchmean divides the sum by the batch size, as the
 * definition has it; mean, which divides by the number of elements, warns.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * const [p, q] = [torch.tensor([[0.25, 0.75]]), torch.tensor([[0.5, 0.5]])]
 * F.kl_div(q.log(), p, { reduction: 'batchmean' }) // tensor(0.1308)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.kl_div.html
 */
export const kl_div = def(
  "kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False)",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction | 'batchmean',
    log_target: boolean,
  ): Tensor => {
    let reduction_enum: number
    if (size_average !== null || reduce !== null) {
      reduction_enum = _Reduction.legacy_get_enum(size_average, reduce)
    } else {
      if (reduction === 'mean') {
        warn(
          "reduction: 'mean' divides the total loss by both the batch size and the support size." +
            "'batchmean' divides only by the batch size, and aligns with the KL div math definition." +
            "'mean' will be changed to behave the same as 'batchmean' in the next major release.",
        )
      }
      reduction_enum = _Reduction.get_enum(reduction === 'batchmean' ? 'sum' : reduction)
    }
    const reduced = C.kl_div(input, target, reduction_enum, { log_target })
    return reduction === 'batchmean' && input.dim() !== 0 ? reduced.div(input.size(0)) : reduced
  },
)

/**
 * Cross entropy of several independent labels per sample: the mean over the classes of
 * `-(target * log(sigmoid(input)) + (1 - target) * log(1 - sigmoid(input)))`. `weight` is per class.
 *
 * Shape: input and target `(N, C)`; result `()`, or `(N)` with reduction none.
 *
 * @example
 * F.multilabel_soft_margin_loss(torch.zeros(2, 3), torch.eye(2, 3)) // tensor(0.6931)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multilabel_soft_margin_loss.html
 */
export const multilabel_soft_margin_loss = def(
  "multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    weight: Tensor | null,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const how = reductionOf(size_average, reduce, reduction)
    const absent = C.rsub(target, 1).mul(_nn.log_sigmoid(input.neg()))
    let loss = target.mul(_nn.log_sigmoid(input)).add(absent).neg()
    if (weight !== null) loss = loss.mul(weight)
    const class_dim = input.dim() - 1
    loss = loss.sum(class_dim).div(input.size(class_dim))
    if (how === 'none') return loss
    if (how === 'mean') return loss.mean()
    if (how === 'sum') return loss.sum()
    throw new ValueError(`${how} is not valid`)
  },
)
