// What the losses share: reductions in their new and their former spelling.

import { ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import * as _Reduction from '../_reduction.js'

export type { Reduction } from '../_reduction.js'
/** `size_average` and `reduce`: the former spelling of `reduction`; null where not given. */
export type Legacy = boolean | null

/** The reduction asked for, the former arguments taking precedence, with their warning. */
export function reductionOf(size_average: Legacy, reduce: Legacy, reduction: string): string {
  if (size_average === null && reduce === null) return reduction
  return _Reduction.legacy_get_string(size_average, reduce)
}

/** {@link reductionOf} as the number that the native losses take. */
export function reductionEnum(size_average: Legacy, reduce: Legacy, reduction: string): number {
  return _Reduction.get_enum(reductionOf(size_average, reduce, reduction))
}

/** A loss per element, reduced; the mean of a weighted loss is over the weights. */
export function reduceWeighted(loss: Tensor, reduction: string, weight: Tensor | null): Tensor {
  switch (reduction) {
    case 'none':
      return loss
    case 'sum':
      return loss.sum()
    case 'mean':
      return weight === null ? loss.mean() : loss.sum().div(weight.sum())
    default:
      throw new ValueError(
        `Invalid reduction mode: ${reduction}. Expected one of 'none', 'mean', 'sum'.`,
      )
  }
}
