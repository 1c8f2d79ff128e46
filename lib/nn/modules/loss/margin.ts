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
 * For distances: small where the target is 1, above `margin` where it is -1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.HingeEmbeddingLoss.html
 */
const HingeEmbeddingLoss_ = layer(HingeEmbeddingLoss, 'input, target')
/**
 * The hinge loss of several labels for each sample.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiLabelMarginLoss.html
 */
const MultiLabelMarginLoss_ = layer(MultiLabelMarginLoss, 'input, target')
/**
 * The hinge loss of classes.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiMarginLoss.html
 */
const MultiMarginLoss_ = layer(MultiMarginLoss, 'input, target')
/**
 * The logistic loss of targets 1 and -1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SoftMarginLoss.html
 */
const SoftMarginLoss_ = layer(SoftMarginLoss, 'input, target')
/**
 * The mean binary cross entropy of several labels for each sample.
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
