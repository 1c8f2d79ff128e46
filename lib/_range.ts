// torch.range: Python's binding of it is written by hand, for this warning.

import * as C from './_generated/torch_functions.js'
import type { Tensor } from './types.js'
import { warn } from './warnings.js'

const native = C.range as (...args: unknown[]) => Tensor
const deprecated =
  "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with Python's range builtin. Instead, use torch.arange, which produces values in [start, end)."

/**
 * The numbers from `start` to `end`, which is among them.
 *
 * @deprecated Use `torch.arange`, whose `end` is left out as in Python's `range`.
 *
 * @example
 * torch.range(1, 3) // tensor([1., 2., 3.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.range.html
 */
export const range = ((...args: unknown[]): Tensor => {
  const result = native(...args)
  warn(deprecated)
  return result
}) as typeof C.range
