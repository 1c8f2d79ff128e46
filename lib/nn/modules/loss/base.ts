// What the losses of torch/nn/modules/loss.py share: their bases, and the arguments of those that have the same.

import { initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import { legacy_get_string, type Reduction } from '../../_reduction.js'
import { Module } from '../module.js'

type Reductions = [size_average: boolean | null, reduce: boolean | null, reduction: Reduction]

/** The arguments of losses without settings of their own. */
export const plain = (name: string) =>
  initializer<Reductions>()(
    `${name}.__init__(self, size_average=None, reduce=None, reduction='mean')` as "Loss.__init__(self, size_average=None, reduce=None, reduction='mean')",
  )

/** The arguments of losses with weights. */
export const weighted = (name: string) =>
  initializer<[weight: Tensor | null, ...Reductions]>()(
    `${name}.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean')` as "Loss.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean')",
  )

/** The arguments of losses with a margin. */
export const withMargin = (name: string, margin: '0.0' | '1.0') =>
  initializer<[margin: number, ...Reductions]>()(
    `${name}.__init__(self, margin=${margin}, size_average=None, reduce=None, reduction='mean')` as "Loss.__init__(self, margin=0.0, size_average=None, reduce=None, reduction='mean')",
  )

/** The arguments of losses of classes. */
export const ofClasses = (name: string) =>
  initializer<
    [
      weight: Tensor | null,
      size_average: boolean | null,
      ignore_index: number,
      reduce: boolean | null,
      reduction: Reduction,
    ]
  >()(
    `${name}.__init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')` as "Loss.__init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
  )

class _Loss extends Module {
  declare reduction: Reduction

  constructor(
    size_average: boolean | null = null,
    reduce: boolean | null = null,
    reduction: Reduction | 'batchmean' = 'mean',
  ) {
    super()
    this.reduction =
      size_average === null && reduce === null
        ? (reduction as Reduction)
        : legacy_get_string(size_average, reduce)
  }
}

class _WeightedLoss extends _Loss {
  declare weight: Tensor | null

  constructor(
    weight: Tensor | null = null,
    size_average: boolean | null = null,
    reduce: boolean | null = null,
    reduction: Reduction = 'mean',
  ) {
    super(size_average, reduce, reduction)
    this.register_buffer('weight', weight)
  }
}

export { _Loss, _WeightedLoss }
