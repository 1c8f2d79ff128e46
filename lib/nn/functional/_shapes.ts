// Comparing sizes, as Python does with `==`.

import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'

/** Whether two lists of sizes are equal. */
export function equalSizes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i])
}

/** Whether two tensors have the same shape. */
export function sameShape(target: Tensor, input: Tensor): boolean {
  return equalSizes(target.size(), input.size())
}

/** The text of a tuple of sizes. */
export function tupleText(sizes: readonly number[]): string {
  return pyRepr(tuple(sizes))
}

/** Warns of a loss between tensors that only fit each other by broadcasting. */
export function warnOfBroadcasting(input: Tensor, target: Tensor): void {
  if (sameShape(target, input)) return
  warn(
    `Using a target size (${target.size()}) that is different to the input size (${input.size()}). ` +
      'This will likely lead to incorrect results due to broadcasting. ' +
      'Please ensure they have the same size.',
  )
}
