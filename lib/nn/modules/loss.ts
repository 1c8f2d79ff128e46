// Mirrors torch/nn/modules/loss.py: the most used losses; the others are in _loss_more.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { typeName } from '../../_typename.js'
import type { Tensor } from '../../tensor.js'
import type { Reduction } from '../_reduction.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { _Loss, _WeightedLoss } from './_loss.js'

const initL1Loss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()("L1Loss.__init__(self, size_average=None, reduce=None, reduction='mean')")

class L1Loss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initL1Loss>) {
    const { size_average, reduce, reduction } = initL1Loss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.l1_loss(input, target, { reduction: this.reduction })
  }
}

const initNLLLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    ignore_index: number,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "NLLLoss.__init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
)

class NLLLoss extends _WeightedLoss {
  declare ignore_index: number

  constructor(...args: ArgumentsOf<typeof initNLLLoss>) {
    const { weight, size_average, ignore_index, reduce, reduction } = initNLLLoss(args)
    super(weight, size_average, reduce, reduction)
    this.ignore_index = ignore_index
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.nll_loss(input, target, {
      weight: this.weight,
      ignore_index: this.ignore_index,
      reduction: this.reduction,
    })
  }
}

const initMSELoss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction]
>()("MSELoss.__init__(self, size_average=None, reduce=None, reduction='mean')")

class MSELoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initMSELoss>) {
    const { size_average, reduce, reduction } = initMSELoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.mse_loss(input, target, { reduction: this.reduction })
  }
}

const initBCELoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()("BCELoss.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean')")

class BCELoss extends _WeightedLoss {
  constructor(...args: ArgumentsOf<typeof initBCELoss>) {
    const { weight, size_average, reduce, reduction } = initBCELoss(args)
    super(weight, size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.binary_cross_entropy(input, target, {
      weight: this.weight,
      reduction: this.reduction,
    })
  }
}

const initBCEWithLogitsLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
    pos_weight: Tensor | null,
  ]
>()(
  "BCEWithLogitsLoss.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
)

class BCEWithLogitsLoss extends _Loss {
  declare pos_weight: Tensor | null
  declare weight: Tensor | null

  constructor(...args: ArgumentsOf<typeof initBCEWithLogitsLoss>) {
    const { weight, size_average, reduce, reduction, pos_weight } = initBCEWithLogitsLoss(args)
    super(size_average, reduce, reduction)
    this.register_buffer('weight', weight)
    this.register_buffer('pos_weight', pos_weight)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.binary_cross_entropy_with_logits(input, target, {
      weight: this.weight,
      pos_weight: this.pos_weight,
      reduction: this.reduction,
    })
  }
}

const initSmoothL1Loss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction, beta: number]
>()("SmoothL1Loss.__init__(self, size_average=None, reduce=None, reduction='mean', beta=1.0)")

class SmoothL1Loss extends _Loss {
  declare beta: number

  constructor(...args: ArgumentsOf<typeof initSmoothL1Loss>) {
    const { size_average, reduce, reduction, beta } = initSmoothL1Loss(args)
    super(size_average, reduce, reduction)
    this.beta = beta
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.smooth_l1_loss(input, target, { reduction: this.reduction, beta: this.beta })
  }
}

const initHuberLoss = initializer<[reduction: Reduction, delta: number]>()(
  "HuberLoss.__init__(self, reduction='mean', delta=1.0)",
)

class HuberLoss extends _Loss {
  declare delta: number

  constructor(...args: ArgumentsOf<typeof initHuberLoss>) {
    const { reduction, delta } = initHuberLoss(args)
    if (typeof delta !== 'number') {
      throw new TypeError(`delta must be a float or int, got: <class '${typeName(delta)}'>`)
    }
    super(null, null, reduction)
    this.delta = delta
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.huber_loss(input, target, { reduction: this.reduction, delta: this.delta })
  }
}

const initKLDivLoss = initializer<
  [
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction | 'batchmean',
    log_target: boolean,
  ]
>()("KLDivLoss.__init__(self, size_average=None, reduce=None, reduction='mean', log_target=False)")

class KLDivLoss extends _Loss {
  declare log_target: boolean

  constructor(...args: ArgumentsOf<typeof initKLDivLoss>) {
    const { size_average, reduce, reduction, log_target } = initKLDivLoss(args)
    super(size_average, reduce, reduction)
    this.log_target = log_target
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.kl_div(input, target, { reduction: this.reduction, log_target: this.log_target })
  }
}

const initCrossEntropyLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    ignore_index: number,
    reduce: boolean | null,
    reduction: Reduction,
    label_smoothing: number,
  ]
>()(
  "CrossEntropyLoss.__init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
)

class CrossEntropyLoss extends _WeightedLoss {
  declare ignore_index: number
  declare label_smoothing: number

  constructor(...args: ArgumentsOf<typeof initCrossEntropyLoss>) {
    const { weight, size_average, ignore_index, reduce, reduction, label_smoothing } =
      initCrossEntropyLoss(args)
    super(weight, size_average, reduce, reduction)
    this.ignore_index = ignore_index
    this.label_smoothing = label_smoothing
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.cross_entropy(input, target, {
      weight: this.weight,
      ignore_index: this.ignore_index,
      reduction: this.reduction,
      label_smoothing: this.label_smoothing,
    })
  }
}

/**
 * The mean absolute error.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.L1Loss.html
 */
const L1Loss_ = layer(L1Loss, 'input, target')
/**
 * The negative log likelihood of classes: log-probabilities `(N, C, ...)`, class indices `(N, ...)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.NLLLoss.html
 */
const NLLLoss_ = layer(NLLLoss, 'input, target')
/**
 * The mean squared error.
 *
 * @example
 * const criterion = nn.MSELoss()
 * criterion(output, target).backward()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MSELoss.html
 */
const MSELoss_ = layer(MSELoss, 'input, target')
/**
 * The binary cross entropy of probabilities.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BCELoss.html
 */
const BCELoss_ = layer(BCELoss, 'input, target')
/**
 * The binary cross entropy of logits: sigmoid and {@link BCELoss} in one, numerically stable.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BCEWithLogitsLoss.html
 */
const BCEWithLogitsLoss_ = layer(BCEWithLogitsLoss, 'input, target')
/**
 * Squared below `beta`, absolute above.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SmoothL1Loss.html
 */
const SmoothL1Loss_ = layer(SmoothL1Loss, 'input, target')
/**
 * Squared below `delta`, `delta` times absolute above.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.HuberLoss.html
 */
const HuberLoss_ = layer(HuberLoss, 'input, target')
/**
 * The Kullback-Leibler divergence of log-probabilities from a target.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.KLDivLoss.html
 */
const KLDivLoss_ = layer(KLDivLoss, 'input, target')
/**
 * The cross entropy of logits `(N, C, ...)` and class indices `(N, ...)` or class probabilities `(N, C, ...)`.
 *
 * @example
 * const criterion = nn.CrossEntropyLoss()
 * criterion(scores, labels).backward()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CrossEntropyLoss.html
 */
const CrossEntropyLoss_ = layer(CrossEntropyLoss, 'input, target')
type L1Loss_ = L1Loss
type NLLLoss_ = NLLLoss
type MSELoss_ = MSELoss
type BCELoss_ = BCELoss
type BCEWithLogitsLoss_ = BCEWithLogitsLoss
type SmoothL1Loss_ = SmoothL1Loss
type HuberLoss_ = HuberLoss
type KLDivLoss_ = KLDivLoss
type CrossEntropyLoss_ = CrossEntropyLoss

export {
  CosineEmbeddingLoss,
  CTCLoss,
  GaussianNLLLoss,
  HingeEmbeddingLoss,
  MarginRankingLoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  PoissonNLLLoss,
  SoftMarginLoss,
  TripletMarginLoss,
} from './_loss_more.js'
export {
  _Loss,
  _WeightedLoss,
  BCELoss_ as BCELoss,
  BCEWithLogitsLoss_ as BCEWithLogitsLoss,
  CrossEntropyLoss_ as CrossEntropyLoss,
  HuberLoss_ as HuberLoss,
  KLDivLoss_ as KLDivLoss,
  L1Loss_ as L1Loss,
  MSELoss_ as MSELoss,
  NLLLoss_ as NLLLoss,
  SmoothL1Loss_ as SmoothL1Loss,
}
