// Mirrors torch/nn/_reduction.py.

import { ValueError } from '../errors.js'
import { warn } from '../warnings.js'

/** What a loss does with the losses of the elements. */
export type Reduction = 'none' | 'mean' | 'sum'

/** The number that the native losses take for a reduction. */
export function get_enum(reduction: string): number {
  switch (reduction) {
    case 'none':
      return 0
    case 'mean':
      return 1
    case 'elementwise_mean':
      warn("reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.")
      return 1
    case 'sum':
      return 2
    default:
      throw new ValueError(`${reduction} is not a valid value for reduction`)
  }
}

/** The reduction that the former arguments `size_average` and `reduce` asked for, with a warning. */
export function legacy_get_string(
  size_average: boolean | null,
  reduce: boolean | null,
  emit_warning = true,
): Reduction {
  const average = size_average ?? true
  const reduces = reduce ?? true
  const reduction = !reduces ? 'none' : average ? 'mean' : 'sum'
  if (emit_warning) {
    warn(
      `size_average and reduce args will be deprecated, please use reduction='${reduction}' instead.`,
    )
  }
  return reduction
}

/** {@link legacy_get_string} as the number that the native losses take. */
export function legacy_get_enum(
  size_average: boolean | null,
  reduce: boolean | null,
  emit_warning = true,
): number {
  return get_enum(legacy_get_string(size_average, reduce, emit_warning))
}
