// Losses of torch/nn/modules/loss.py that want a margin between right and wrong.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { Reduction } from '../../_reduction.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { _Loss, _WeightedLoss, plain, weighted, withMargin } from './base.js'

const initHingeEmbeddingLoss = withMargin('HingeEmbeddingLoss', '1.0')

class HingeEmbeddingLoss extends _Loss {
  declare margin: number

  constructor(...args: ArgumentsOf<typeof initHingeEmbeddingLoss>) {
    const { margin, size_average, reduce, reduction } = initHingeEmbeddingLoss(args)
    super(size_average, reduce, reduction)
    this.margin = margin
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.hinge_embedding_loss(input, target, { margin: this.margin, reduction: this.reduction })
  }
}

const initMultiLabelMarginLoss = plain('MultiLabelMarginLoss')

class MultiLabelMarginLoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initMultiLabelMarginLoss>) {
    const { size_average, reduce, reduction } = initMultiLabelMarginLoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.multilabel_margin_loss(input, target, { reduction: this.reduction })
  }
}

const initMultiMarginLoss = initializer<
  [
    p: number,
    margin: number,
    weight: Tensor | null,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "MultiMarginLoss.__init__(self, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean')",
)

class MultiMarginLoss extends _WeightedLoss {
  declare p: number
  declare margin: number

  constructor(...args: ArgumentsOf<typeof initMultiMarginLoss>) {
    const { p, margin, weight, size_average, reduce, reduction } = initMultiMarginLoss(args)
    if (p !== 1 && p !== 2) throw new ValueError('only p == 1 and p == 2 supported')
    if (weight !== null && weight.dim() !== 1) {
      throw new ValueError(
        `MultiMarginLoss: expected weight to be None or 1D tensor, got ${weight.dim()}D instead`,
      )
    }
    super(weight, size_average, reduce, reduction)
    this.p = p
    this.margin = margin
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.multi_margin_loss(input, target, {
      p: this.p,
      margin: this.margin,
      weight: this.weight,
      reduction: this.reduction,
    })
  }
}

const initSoftMarginLoss = plain('SoftMarginLoss')

class SoftMarginLoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initSoftMarginLoss>) {
    const { size_average, reduce, reduction } = initSoftMarginLoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.soft_margin_loss(input, target, { reduction: this.reduction })
  }
}

const initMultiLabelSoftMarginLoss = weighted('MultiLabelSoftMarginLoss')

class MultiLabelSoftMarginLoss extends _WeightedLoss {
  constructor(...args: ArgumentsOf<typeof initMultiLabelSoftMarginLoss>) {
    const { weight, size_average, reduce, reduction } = initMultiLabelSoftMarginLoss(args)
    super(weight, size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.multilabel_soft_margin_loss(input, target, {
      weight: this.weight,
      reduction: this.reduction,
    })
  }
}

/**
 * For distances: `x` where the target is 1, which makes them small, and `max(0, margin - x)` where it is -1, which
 * makes them no less than `margin`, 1 unless given.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.HingeEmbeddingLoss()(torch.tensor([0.5, 0.25]), torch.tensor([1, -1])) // tensor(0.6250)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.HingeEmbeddingLoss.html
 */
const HingeEmbeddingLoss_ = layer(HingeEmbeddingLoss, 'input, target')
/**
 * The hinge loss of several labels for each sample, `Σ_ij max(0, 1 - (x[y_j] - x[i])) / C`, for all labels `y_j` and
 * all classes `i` that are none. The target begins with the labels; -1 ends them.
 *
 * Shape: input `(N, C)` or `(C)`, target of int64 the same; the result `()`, or `(N)` with `reduction: 'none'`.
 *
 * @example
 * nn.MultiLabelMarginLoss()(torch.tensor([[0.5, 0.25, 1]]), torch.tensor([[2, -1, -1]])) // tensor(0.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiLabelMarginLoss.html
 */
const MultiLabelMarginLoss_ = layer(MultiLabelMarginLoss, 'input, target')
/**
 * The hinge loss of classes, `Σ_i max(0, margin - x[y] + x[i])^p / C` over all `i` but the class `y`, times
 * `weight[y]`. `p` is 1 or 2, `margin` 1 unless given.
 *
 * Shape: input `(N, C)` or `(C)`, target `(N)` or `()` of int64, `weight` `(C)`; the result `()`, or `(N)` with
 * `reduction: 'none'`.
 *
 * @throws ValueError for any other `p`, and where `weight` has not one dimension.
 *
 * @example
 * nn.MultiMarginLoss()(torch.tensor([[0.5, 0.25, 1]]), torch.tensor([2])) // tensor(0.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiMarginLoss.html
 */
const MultiMarginLoss_ = layer(MultiMarginLoss, 'input, target')
/**
 * The logistic loss of targets 1 and -1, `log(1 + exp(-target * x))`.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.SoftMarginLoss()(torch.tensor([1.5, -1.5]), torch.tensor([1, -1])) // tensor(0.2014)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SoftMarginLoss.html
 */
const SoftMarginLoss_ = layer(SoftMarginLoss, 'input, target')
/**
 * The binary cross entropy of several labels for each sample, targets 0 and 1, as the mean over the classes:
 * `-Σ_i weight_i (y_i log σ(x_i) + (1 - y_i) log(1 - σ(x_i))) / C`.
 *
 * Shape: input and target `(N, C)`, `weight` `(C)`; the result `()`, or `(N)` with `reduction: 'none'`.
 *
 * @example
 * nn.MultiLabelSoftMarginLoss()(torch.zeros(1, 3), torch.tensor([[1, 0, 1]])) // tensor(0.6931)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiLabelSoftMarginLoss.html
 */
const MultiLabelSoftMarginLoss_ = layer(MultiLabelSoftMarginLoss, 'input, target')
type HingeEmbeddingLoss_ = HingeEmbeddingLoss
type MultiLabelMarginLoss_ = MultiLabelMarginLoss
type MultiMarginLoss_ = MultiMarginLoss
type SoftMarginLoss_ = SoftMarginLoss
type MultiLabelSoftMarginLoss_ = MultiLabelSoftMarginLoss

export {
  HingeEmbeddingLoss_ as HingeEmbeddingLoss,
  MultiLabelMarginLoss_ as MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss_ as MultiLabelSoftMarginLoss,
  MultiMarginLoss_ as MultiMarginLoss,
  SoftMarginLoss_ as SoftMarginLoss,
}
