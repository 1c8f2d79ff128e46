// More losses of torch/nn/modules/loss.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Reduction } from '../_reduction.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { _Loss, _WeightedLoss } from './_loss.js'
import { float } from './_text.js'

const initPoissonNLLLoss = initializer<
  [
    log_input: boolean,
    full: boolean,
    size_average: boolean | null,
    eps: number,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "PoissonNLLLoss.__init__(self, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
)

class PoissonNLLLoss extends _Loss {
  declare log_input: boolean
  declare full: boolean
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initPoissonNLLLoss>) {
    const { log_input, full, size_average, eps, reduce, reduction } = initPoissonNLLLoss(args)
    super(size_average, reduce, reduction)
    this.log_input = log_input
    this.full = full
    this.eps = eps
  }

  override forward(log_input: Tensor, target: Tensor): Tensor {
    return F.poisson_nll_loss(log_input, target, {
      log_input: this.log_input,
      full: this.full,
      eps: this.eps,
      reduction: this.reduction,
    })
  }
}

const initGaussianNLLLoss = initializer<[full: boolean, eps: number, reduction: Reduction]>()(
  "GaussianNLLLoss.__init__(self, *, full=False, eps=1e-06, reduction='mean')",
)

class GaussianNLLLoss extends _Loss {
  declare full: boolean
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initGaussianNLLLoss>) {
    const { full, eps, reduction } = initGaussianNLLLoss(args)
    super(null, null, reduction)
    this.full = full
    this.eps = eps
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor | number): Tensor {
    return F.gaussian_nll_loss(input, target, variance, {
      full: this.full,
      eps: this.eps,
      reduction: this.reduction,
    })
  }
}

const initHingeEmbeddingLoss = initializer<
  [margin: number, size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()(
  "HingeEmbeddingLoss.__init__(self, margin=1.0, size_average=None, reduce=None, reduction='mean')",
)

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

const initMultiLabelMarginLoss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()("MultiLabelMarginLoss.__init__(self, size_average=None, reduce=None, reduction='mean')")

class MultiLabelMarginLoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initMultiLabelMarginLoss>) {
    const { size_average, reduce, reduction } = initMultiLabelMarginLoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.multilabel_margin_loss(input, target, { reduction: this.reduction })
  }
}

const initSoftMarginLoss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()("SoftMarginLoss.__init__(self, size_average=None, reduce=None, reduction='mean')")

class SoftMarginLoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initSoftMarginLoss>) {
    const { size_average, reduce, reduction } = initSoftMarginLoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.soft_margin_loss(input, target, { reduction: this.reduction })
  }
}

const initMultiLabelSoftMarginLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "MultiLabelSoftMarginLoss.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean')",
)

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

const initCosineEmbeddingLoss = initializer<
  [margin: number, size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()(
  "CosineEmbeddingLoss.__init__(self, margin=0.0, size_average=None, reduce=None, reduction='mean')",
)

class CosineEmbeddingLoss extends _Loss {
  declare margin: number

  constructor(...args: ArgumentsOf<typeof initCosineEmbeddingLoss>) {
    const { margin, size_average, reduce, reduction } = initCosineEmbeddingLoss(args)
    super(size_average, reduce, reduction)
    this.margin = margin
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return F.cosine_embedding_loss(input1, input2, target, {
      margin: this.margin,
      reduction: this.reduction,
    })
  }
}

const initMarginRankingLoss = initializer<
  [margin: number, size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()(
  "MarginRankingLoss.__init__(self, margin=0.0, size_average=None, reduce=None, reduction='mean')",
)

class MarginRankingLoss extends _Loss {
  declare margin: number

  constructor(...args: ArgumentsOf<typeof initMarginRankingLoss>) {
    const { margin, size_average, reduce, reduction } = initMarginRankingLoss(args)
    super(size_average, reduce, reduction)
    this.margin = margin
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return F.margin_ranking_loss(input1, input2, target, {
      margin: this.margin,
      reduction: this.reduction,
    })
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

const initTripletMarginLoss = initializer<
  [
    margin: number,
    p: number,
    eps: number,
    swap: boolean,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "TripletMarginLoss.__init__(self, margin=1.0, p=2.0, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean')",
)

class TripletMarginLoss extends _Loss {
  declare margin: number
  declare p: number
  declare eps: number
  declare swap: boolean

  constructor(...args: ArgumentsOf<typeof initTripletMarginLoss>) {
    const { margin, p, eps, swap, size_average, reduce, reduction } = initTripletMarginLoss(args)
    if (margin <= 0) {
      throw new ValueError(
        `TripletMarginLoss: expected margin to be greater than 0, got ${float(margin, 0)} instead`,
      )
    }
    super(size_average, reduce, reduction)
    this.margin = margin
    this.p = p
    this.eps = eps
    this.swap = swap
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return F.triplet_margin_loss(anchor, positive, negative, {
      margin: this.margin,
      p: this.p,
      eps: this.eps,
      swap: this.swap,
      reduction: this.reduction,
    })
  }
}

const initCTCLoss = initializer<[blank: number, reduction: Reduction, zero_infinity: boolean]>()(
  "CTCLoss.__init__(self, blank=0, reduction='mean', zero_infinity=False)",
)

class CTCLoss extends _Loss {
  declare blank: number
  declare zero_infinity: boolean

  constructor(...args: ArgumentsOf<typeof initCTCLoss>) {
    const { blank, reduction, zero_infinity } = initCTCLoss(args)
    super(null, null, reduction)
    this.blank = blank
    this.zero_infinity = zero_infinity
  }

  override forward(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor | readonly number[],
    target_lengths: Tensor | readonly number[],
  ): Tensor {
    return F.ctc_loss(
      log_probs,
      targets,
      input_lengths,
      target_lengths,
      this.blank,
      this.reduction,
      this.zero_infinity,
    )
  }
}

/**
 * The negative log likelihood of counts under a Poisson distribution.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PoissonNLLLoss.html
 */
const PoissonNLLLoss_ = layer(PoissonNLLLoss, 'log_input, target')
/**
 * The negative log likelihood under normal distributions of given variances.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GaussianNLLLoss.html
 */
const GaussianNLLLoss_ = layer(GaussianNLLLoss, 'input, target, var')
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
/**
 * Makes pairs similar by their cosine where the target is 1, dissimilar where it is -1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CosineEmbeddingLoss.html
 */
const CosineEmbeddingLoss_ = layer(CosineEmbeddingLoss, 'input1, input2, target')
/**
 * Puts `input1` above `input2` by `margin` where the target is 1, below where it is -1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MarginRankingLoss.html
 */
const MarginRankingLoss_ = layer(MarginRankingLoss, 'input1, input2, target')
/**
 * The hinge loss of classes.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiMarginLoss.html
 */
const MultiMarginLoss_ = layer(MultiMarginLoss, 'input, target')
/**
 * Brings `anchor` nearer to `positive` than to `negative`, by `margin`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TripletMarginLoss.html
 */
const TripletMarginLoss_ = layer(TripletMarginLoss, 'anchor, positive, negative')
/**
 * Connectionist temporal classification: sequences of log-probabilities `(T, N, C)` and unaligned targets.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CTCLoss.html
 */
const CTCLoss_ = layer(CTCLoss, 'log_probs, targets, input_lengths, target_lengths')
type PoissonNLLLoss_ = PoissonNLLLoss
type GaussianNLLLoss_ = GaussianNLLLoss
type HingeEmbeddingLoss_ = HingeEmbeddingLoss
type MultiLabelMarginLoss_ = MultiLabelMarginLoss
type SoftMarginLoss_ = SoftMarginLoss
type MultiLabelSoftMarginLoss_ = MultiLabelSoftMarginLoss
type CosineEmbeddingLoss_ = CosineEmbeddingLoss
type MarginRankingLoss_ = MarginRankingLoss
type MultiMarginLoss_ = MultiMarginLoss
type TripletMarginLoss_ = TripletMarginLoss
type CTCLoss_ = CTCLoss

export {
  CosineEmbeddingLoss_ as CosineEmbeddingLoss,
  CTCLoss_ as CTCLoss,
  GaussianNLLLoss_ as GaussianNLLLoss,
  HingeEmbeddingLoss_ as HingeEmbeddingLoss,
  MarginRankingLoss_ as MarginRankingLoss,
  MultiLabelMarginLoss_ as MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss_ as MultiLabelSoftMarginLoss,
  MultiMarginLoss_ as MultiMarginLoss,
  PoissonNLLLoss_ as PoissonNLLLoss,
  SoftMarginLoss_ as SoftMarginLoss,
  TripletMarginLoss_ as TripletMarginLoss,
}
