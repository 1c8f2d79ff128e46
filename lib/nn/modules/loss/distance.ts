// Losses of torch/nn/modules/loss.py that compare pairs and triples of inputs.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { Reduction } from '../../_reduction.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { float } from '../_text.js'
import { PairwiseDistance } from '../distance.js'
import { _Loss, withMargin } from './base.js'

const initCosineEmbeddingLoss = withMargin('CosineEmbeddingLoss', '0.0')

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

const initMarginRankingLoss = withMargin('MarginRankingLoss', '0.0')

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

type DistanceFunction = (a: Tensor, b: Tensor) => Tensor

const initTripletMarginWithDistanceLoss = initializer<
  [distance_function: DistanceFunction | null, margin: number, swap: boolean, reduction: Reduction]
>()(
  "TripletMarginWithDistanceLoss.__init__(self, *, distance_function=None, margin=1.0, swap=False, reduction='mean')",
)

class TripletMarginWithDistanceLoss extends _Loss {
  declare distance_function: DistanceFunction
  declare margin: number
  declare swap: boolean

  constructor(...args: ArgumentsOf<typeof initTripletMarginWithDistanceLoss>) {
    const { distance_function, margin, swap, reduction } = initTripletMarginWithDistanceLoss(args)
    super(null, null, reduction)
    if (margin <= 0) {
      throw new ValueError(
        `TripletMarginWithDistanceLoss: expected margin to be greater than 0, got ${float(margin, 0)} instead`,
      )
    }
    this.distance_function = distance_function ?? PairwiseDistance()
    this.margin = margin
    this.swap = swap
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { distance_function, margin, swap, reduction } = this
    return F.triplet_margin_with_distance_loss(anchor, positive, negative, {
      distance_function,
      margin,
      swap,
      reduction,
    })
  }
}

/**
 * Makes pairs similar by their cosine, `1 - cos(input1, input2)`, where the target is 1, and dissimilar,
 * `max(0, cos(input1, input2) - margin)`, where it is -1. `margin` is 0 unless given.
 *
 * Shape: inputs `(N, D)` or `(D)`, target `(N)` or `()`; the result `()`, or that of the target with
 * `reduction: 'none'`.
 *
 * @example
 * nn.CosineEmbeddingLoss()(torch.eye(2), torch.eye(2), torch.tensor([1, -1])) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CosineEmbeddingLoss.html
 */
const CosineEmbeddingLoss_ = layer(CosineEmbeddingLoss, 'input1, input2, target')
/**
 * `max(0, -target * (input1 - input2) + margin)`: puts `input1` above `input2` by `margin` where the target is 1, below
 * where it is -1. `margin` is 0 unless given.
 *
 * Shape: all three `(N)` or `()`; the result `()`, or `(N)` with `reduction: 'none'`.
 *
 * @example
 * const criterion = nn.MarginRankingLoss({ margin: 0.5 })
 * criterion(torch.tensor([2.5, 1]), torch.tensor([1, 1.5]), torch.ones(2)) // tensor(0.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MarginRankingLoss.html
 */
const MarginRankingLoss_ = layer(MarginRankingLoss, 'input1, input2, target')
/**
 * `max(d(anchor, positive) - d(anchor, negative) + margin, 0)`: brings `anchor` nearer to `positive` than to
 * `negative`, by `margin`, which is 1 unless given. `d` is {@link PairwiseDistance} with `p` and `eps`; with `swap` the
 * nearer of anchor and positive is compared with the negative.
 *
 * Shape: all three `(N, D)` or `(D)`; the result `()`, or `(N)` with `reduction: 'none'`.
 *
 * @throws ValueError where `margin` is not above 0.
 *
 * @example
 * const [anchor, positive, negative] = [torch.zeros(1, 2), torch.tensor([[3.5, 0]]), torch.tensor([[0, 1.25]])]
 * nn.TripletMarginLoss()(anchor, positive, negative) // tensor(3.2500)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TripletMarginLoss.html
 */
const TripletMarginLoss_ = layer(TripletMarginLoss, 'anchor, positive, negative')
type CosineEmbeddingLoss_ = CosineEmbeddingLoss
type MarginRankingLoss_ = MarginRankingLoss
/**
 * {@link TripletMarginLoss} with any distance: `max(d(anchor, positive) - d(anchor, negative) + margin, 0)`.
 *
 * `distance_function` is a function of two tensors `(N, D)` that gives `(N)`, or a module; {@link PairwiseDistance}
 * unless given. With `swap` the nearer of anchor and positive is compared with the negative.
 *
 * @throws ValueError where `margin` is not above 0.
 *
 * @example
 * const distance_function = (a: Tensor, b: Tensor) => a.sub(b).abs().amax(1)
 * const criterion = nn.TripletMarginWithDistanceLoss({ distance_function, margin: 1.5 })
 * criterion(torch.zeros(4, 8), torch.ones(4, 8), torch.ones(4, 8)) // tensor(1.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TripletMarginWithDistanceLoss.html
 */
const TripletMarginWithDistanceLoss_ = layer(
  TripletMarginWithDistanceLoss,
  'anchor, positive, negative',
)
type TripletMarginWithDistanceLoss_ = TripletMarginWithDistanceLoss
type TripletMarginLoss_ = TripletMarginLoss

export {
  CosineEmbeddingLoss_ as CosineEmbeddingLoss,
  MarginRankingLoss_ as MarginRankingLoss,
  TripletMarginLoss_ as TripletMarginLoss,
  TripletMarginWithDistanceLoss_ as TripletMarginWithDistanceLoss,
}
