// The bases of the losses of torch/nn/modules/loss.py.

import type { Tensor } from '../../../tensor.js'
import { legacy_get_string, type Reduction } from '../../_reduction.js'
import { Module } from '../module.js'

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
