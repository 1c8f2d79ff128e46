// Mirrors torch/nn/modules/distance.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

const initPairwiseDistance = initializer<[p: number, eps: number, keepdim: boolean]>()(
  'PairwiseDistance.__init__(self, p=2.0, eps=1e-06, keepdim=False)',
)

class PairwiseDistance extends Module {
  declare norm: number
  declare eps: number
  declare keepdim: boolean

  constructor(...args: ArgumentsOf<typeof initPairwiseDistance>) {
    super()
    const { p, eps, keepdim } = initPairwiseDistance(args)
    Object.assign(this, { norm: p, eps, keepdim })
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return F.pairwise_distance(x1, x2, this.norm, this.eps, this.keepdim)
  }
}

const initCosineSimilarity = initializer<[dim: number, eps: number]>()(
  'CosineSimilarity.__init__(self, dim=1, eps=1e-08)',
)

class CosineSimilarity extends Module {
  declare dim: number
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initCosineSimilarity>) {
    super()
    Object.assign(this, initCosineSimilarity(args))
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return F.cosine_similarity(x1, x2, this.dim, this.eps)
  }
}

/**
 * The distance of vectors, `‖x1 - x2 + eps‖` in the norm `p`, along the last dimension.
 *
 * Shape: `(N, D)` and `(N, D)` to `(N)`, or `(N, 1)` with `keepdim`; one without the `N` is broadcast.
 *
 * @example
 * nn.PairwiseDistance({ p: 1 })(torch.randn(100, 128), torch.randn(100, 128)).size() // torch.Size([100])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PairwiseDistance.html
 */
const PairwiseDistance_ = layer(PairwiseDistance, 'x1, x2')
/**
 * The cosine of the angle of vectors along `dim`, `x1 · x2 / max(‖x1‖ ‖x2‖, eps)`.
 *
 * Shape: `(*1, D, *2)` and `(*1, D, *2)`, broadcast, to `(*1, *2)`.
 *
 * @example
 * nn.CosineSimilarity({ dim: 1 })(torch.randn(100, 128), torch.randn(100, 128)).size() // torch.Size([100])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CosineSimilarity.html
 */
const CosineSimilarity_ = layer(CosineSimilarity, 'x1, x2')
type PairwiseDistance_ = PairwiseDistance
type CosineSimilarity_ = CosineSimilarity

export { CosineSimilarity_ as CosineSimilarity, PairwiseDistance_ as PairwiseDistance }
