// Mirrors the margin losses of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { pyStr } from '../../_repr.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { type Legacy, type Reduction, reductionEnum } from './_loss.js'

/**
 * `max(0, -target * (input1 - input2) + margin)`: `target` is 1 where input1 should rank higher, -1 where lower.
 *
 * Shape: all alike, or broadcast among as many dimensions, else a RuntimeError is thrown; result `()`, or that shape
 * with reduction none.
 *
 * @example
 * F.margin_ranking_loss(torch.tensor([1.5, 3]), torch.tensor([2.5, 1]), torch.tensor([1, 1])) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.margin_ranking_loss.html
 */
export const margin_ranking_loss = def(
  "margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean')",
  (
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: number,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const reduction_enum = reductionEnum(size_average, reduce, reduction)
    if (input1.dim() !== input2.dim() || input1.dim() !== target.dim()) {
      throw new RuntimeError(
        'margin_ranking_loss : All input tensors should have same dimension but got sizes: ' +
          `input1: ${input1.size()}, input2: ${input2.size()}, target: ${target.size()} `,
      )
    }
    return C.margin_ranking_loss(input1, input2, target, margin, reduction_enum)
  },
)

/**
 * The distances `input` where `target` is 1, `max(0, margin - input)` where it is -1.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.hinge_embedding_loss(torch.tensor([0.5, 2]), torch.tensor([1, -1])) // tensor(0.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hinge_embedding_loss.html
 */
export const hinge_embedding_loss = def(
  "hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    margin: number,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor =>
    C.hinge_embedding_loss(input, target, margin, reductionEnum(size_average, reduce, reduction)),
)

/**
 * Hinge loss of several labels per sample: `Σ max(0, 1 - (x[j] - x[i])) / C` over the labels `j` and all other classes
 * `i`. `target` lists classes, up to the first -1.
 *
 * Shape: input and target `(N, C)` or `(C)`, the target int64; result `()`, or `(N)` with reduction none.
 *
 * @example
 * F.multilabel_margin_loss(torch.tensor([0.5, 1]), torch.tensor([1, -1])) // tensor(0.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multilabel_margin_loss.html
 */
export const multilabel_margin_loss = def(
  "multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor =>
    _nn.multilabel_margin_loss(input, target, reductionEnum(size_average, reduce, reduction)),
)

/**
 * `log(1 + exp(-target * input))`, targets 1 and -1.
 *
 * Shape: input and target alike; result `()`, or the same with reduction none.
 *
 * @example
 * F.soft_margin_loss(torch.zeros(2), torch.tensor([1, -1])) // tensor(0.6931)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.soft_margin_loss.html
 */
export const soft_margin_loss = def(
  "soft_margin_loss(input, target, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => _nn.soft_margin_loss(input, target, reductionEnum(size_average, reduce, reduction)),
)

/**
 * `1 - cos(input1, input2)` where `target` is 1, `max(0, cos - margin)` where it is -1.
 *
 * Shape: inputs `(N, D)` and target `(N)`, or `(D)` and `()`; result `()`, or as target with reduction none.
 *
 * @example
 * F.cosine_embedding_loss(torch.eye(2), torch.eye(2), torch.tensor([1, -1])) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.cosine_embedding_loss.html
 */
export const cosine_embedding_loss = def(
  "cosine_embedding_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean')",
  (
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: number,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor =>
    C.cosine_embedding_loss(
      input1,
      input2,
      target,
      margin,
      reductionEnum(size_average, reduce, reduction),
    ),
)

/**
 * Hinge loss of one class per sample: how far the other scores come up to the right one's,
 * `Σ max(0, margin - x[y] + x[i])^p / C` over the classes `i` other than `y`. `p` is 1 or 2, else a ValueError is
 * thrown. `weight` is per class.
 *
 * Shape: input `(N, C)` and target `(N)`, or `(C)` and `()`; result `()`, or as target with reduction none.
 *
 * @example
 * F.multi_margin_loss(torch.tensor([[0.5, 1]]), torch.tensor([1])) // tensor(0.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.multi_margin_loss.html
 */
export const multi_margin_loss = def(
  "multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean')",
  (
    input: Tensor,
    target: Tensor,
    p: number,
    margin: number,
    weight: Tensor | null,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const reduction_enum = reductionEnum(size_average, reduce, reduction)
    if (p !== 1 && p !== 2) throw new ValueError('only p == 1 and p == 2 supported')
    if (weight !== null && weight.dim() !== 1) {
      throw new ValueError('weight must be one-dimensional')
    }
    return _nn.multi_margin_loss(input, target, p, margin, weight, reduction_enum)
  },
)

/**
 * `max(0, margin + |anchor - positive| - |anchor - negative|)` in the `p`-norm. With `swap` the negative may be nearer
 * to the positive than to the anchor, and then that distance counts. A `margin` of 0 or less throws a ValueError.
 *
 * Shape: all `(N, D)` or `(D)`; result `()`, or `(N)` with reduction none.
 *
 * @example
 * const anchor = torch.zeros(2, 4)
 * F.triplet_margin_loss(anchor, anchor, torch.ones(2, 4), { margin: 3 }) // tensor(1.0000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.triplet_margin_loss.html
 */
export const triplet_margin_loss = def(
  "triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean')",
  (
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: number,
    p: number,
    eps: number,
    swap: boolean,
    size_average: Legacy,
    reduce: Legacy,
    reduction: Reduction,
  ): Tensor => {
    const reduction_enum = reductionEnum(size_average, reduce, reduction)
    if (margin <= 0) throw marginError(margin)
    return C.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction_enum)
  },
)

/** A distance of two batches, for {@link triplet_margin_with_distance_loss}. */
export type Distance = (a: Tensor, b: Tensor) => Tensor

/**
 * {@link triplet_margin_loss} with a distance of one's own; Euclidean without one.
 *
 * Shape: three tensors of as many dimensions, else a RuntimeError is thrown; result `()`, or what the distance gives
 * with reduction none.
 *
 * @example
 * const manhattan = (a: Tensor, b: Tensor) => a.sub(b).abs().sum(1)
 * const options = { distance_function: manhattan, margin: 5 }
 * F.triplet_margin_with_distance_loss(torch.zeros(2, 4), torch.zeros(2, 4), torch.ones(2, 4), options) // tensor(1.)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.triplet_margin_with_distance_loss.html
 */
export const triplet_margin_with_distance_loss = def(
  "triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean')",
  (
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    distance_function: Distance | null,
    margin: number,
    swap: boolean,
    reduction: Reduction,
  ): Tensor => {
    if (!['mean', 'sum', 'none'].includes(reduction)) {
      throw new ValueError(`${reduction} is not a valid value for reduction`)
    }
    if (margin <= 0) throw marginError(margin)
    const [a, p, n] = [anchor.dim(), positive.dim(), negative.dim()]
    if (a !== p || p !== n) {
      throw new RuntimeError(
        'The anchor, positive, and negative tensors are expected to have ' +
          `the same number of dimensions, but got: anchor ${a}D, ` +
          `positive ${p}D, and negative ${n}D inputs`,
      )
    }
    const distance: Distance = distance_function ?? ((x, y) => C.pairwise_distance(x, y))
    const near = distance(anchor, positive)
    let far = distance(anchor, negative)
    if (swap) far = C.minimum(far, distance(positive, negative))
    const loss = near.add(margin).sub(far).clamp_min(0)
    if (reduction === 'sum') return loss.sum()
    return reduction === 'mean' ? loss.mean() : loss
  },
)

function marginError(margin: number): ValueError {
  return new ValueError(`margin must be greater than 0, got ${pyStr(margin)}`)
}
