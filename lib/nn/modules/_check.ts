// Checks that layers share.

import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'

/** Throws unless an input has one of these numbers of dimensions. */
export function checkDim(input: Tensor, ...allowed: number[]): void {
  const dim = input.dim()
  if (allowed.includes(dim)) return
  const list = allowed.map((one) => `${one}D`).join(' or ')
  throw new ValueError(`expected ${list} input (got ${dim}D input)`)
}
