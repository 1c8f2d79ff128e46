// How much to prune, and of what. Part of torch/nn/utils/prune.py.

import { round } from '../../../_builtins/conversion.js'
import { pyStr } from '../../../_repr.js'
import { IndexError, ValueError } from '../../../errors.js'
import { type NormOrder, norm } from '../../../functional/norm.js'
import type { Tensor } from '../../../tensor.js'

// Python's `numbers.Integral`: a boolean is one.
function isInteger(amount: unknown): boolean {
  return typeof amount === 'boolean' || typeof amount === 'bigint' || Number.isInteger(amount)
}

/** An amount is a number of elements or a fraction between 0 and 1. */
export function _validate_pruning_amount_init(amount: unknown): void {
  if (!isInteger(amount) && typeof amount !== 'number') {
    throw new TypeError(`Invalid type for amount: ${pyStr(amount)}. Must be int or float.`)
  }
  const value = Number(amount)
  if (isInteger(amount) ? value < 0 : value > 1 || value < 0) {
    throw new ValueError(
      `amount=${pyStr(amount)} should either be a float in the range [0, 1] or a non-negative integer`,
    )
  }
}

/** How many of `tensor_size` elements an amount is; not more than there are. */
export function countToPrune(amount: number, tensor_size: number): number {
  const count = isInteger(amount) ? Number(amount) : round(amount * tensor_size)
  if (count > tensor_size) {
    throw new ValueError(
      `amount=${count} should be smaller than the number of parameters to prune=${tensor_size}`,
    )
  }
  return count
}

/** There are channels in tensors of two dimensions or more, in the dimensions that they have. */
export function checkChannels(t: Tensor, dim: number): void {
  if (t.dim() <= 1) {
    throw new ValueError(
      'Structured pruning can only be applied to multidimensional tensors. ' +
        `Found tensor of shape ${t.shape} with ${t.dim()} dims`,
    )
  }
  if (dim >= t.dim()) {
    throw new IndexError(`Invalid index ${dim} for tensor of size ${t.shape}`)
  }
}

/** The n-norm of each channel of a dimension. */
export function _compute_norm(t: Tensor, n: NormOrder, dim: number): Tensor {
  const dims = [...Array(t.dim()).keys()]
  const channel = dims.at(dim)
  return norm(
    t,
    n,
    dims.filter((d) => d !== channel),
  )
}
