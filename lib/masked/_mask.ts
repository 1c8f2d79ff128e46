// Mirrors how torch/masked/_ops.py puts a mask on an input: what is masked out becomes the operator's identity.

import * as C from '../_generated/torch_functions.js'
import { bool, float32, uint8 } from '../dtype.js'
import {
  AssertionError,
  IndexError,
  NotImplementedError,
  RuntimeError,
  ValueError,
} from '../errors.js'
import { strided } from '../layout.js'
import { iinfo } from '../type_info.js'
import type { Scalar, Tensor } from '../types.js'

/** One dimension, several, or all. */
export type Dims = number | readonly number[] | null

/** Dimensions counted from the front, in order, each once. */
export function _canonical_dim(dim: Dims, ndim: number): number[] {
  if (dim === null || (typeof dim !== 'number' && dim.length === 0)) {
    return Array.from({ length: ndim }, (_, i) => i)
  }
  const count = Math.max(ndim, 1)
  const dims: number[] = []
  for (const d of typeof dim === 'number' ? [dim] : dim) {
    if (dims.includes(d)) {
      throw new RuntimeError(`dim=${d} appears multiple times in the list of dims`)
    }
    if (d >= count || d < -count) {
      throw new IndexError(
        `Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${d})`,
      )
    }
    dims.push(d < 0 ? d + count : d)
  }
  return dims.sort((a, b) => a - b)
}

// The least or greatest value of the dtype.
function extreme(input: Tensor, sign: 1 | -1): Scalar | null {
  if (input.is_floating_point()) return sign * Number.POSITIVE_INFINITY
  if (!input.is_signed() && input.dtype !== uint8) return null
  const info = iinfo(input.dtype)
  return sign > 0 ? info.max : info.min
}

function identityOf(op: string, input: Tensor, ord: Scalar): Scalar | null {
  switch (op) {
    case 'sum':
    case 'cumsum':
      return 0
    case 'prod':
    case 'cumprod':
      return 1
    case 'amax':
    case 'argmax':
    case 'logaddexp':
      return input.is_complex() ? null : extreme(input, -1)
    case 'logsumexp':
      return input.is_complex() ? Number.NEGATIVE_INFINITY : extreme(input, -1)
    case 'amin':
    case 'argmin':
      return input.is_complex() ? null : extreme(input, 1)
    case 'norm':
      if (ord !== Number.NEGATIVE_INFINITY) return 0
      if (!input.is_floating_point()) {
        throw new AssertionError(`input must be floating point, got ${input.dtype}`)
      }
      return Number.POSITIVE_INFINITY
    case 'median':
      return Number.NaN
    default:
      return null
  }
}

/** The value that does not change the result of a reduction, as a tensor without dimensions. */
export function _reduction_identity(op: string, input: Tensor, ord: Scalar = 2): Tensor {
  const value = identityOf(op, input, ord)
  if (value === null) {
    throw new NotImplementedError(`identity of ${op} on ${input.dtype} input`)
  }
  const dtype = op === 'median' && !input.is_floating_point() ? float32 : input.dtype
  return C.scalar_tensor(value, { dtype, device: input.device })
}

/** The mask, boolean and of the shape of the input. */
export function _input_mask(input: Tensor, mask: Tensor): Tensor {
  let full = mask
  if (String(mask.shape) !== String(input.shape)) {
    if (mask.dim() > input.dim()) {
      throw new IndexError(
        '_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)',
      )
    }
    const spread = mask.layout === strided ? mask.clone() : mask.to_dense()
    full = C.broadcast_to(spread, input.shape)
  }
  if (full.layout !== strided) full = full.to_dense()
  return full.to(bool)
}

/** The input, the operator's identity where the mask is false. Sparse inputs throw a ValueError. */
export function _combine_input_and_mask(
  op: string,
  input: Tensor,
  mask: Tensor | null,
  ord: Scalar = 2,
  name = op,
): Tensor {
  if (input.layout !== strided) {
    throw new ValueError(`masked ${name} expects strided tensor (got ${input.layout} tensor)`)
  }
  if (mask === null) return input
  const canonical_mask = _input_mask(input, mask)
  return C.where(canonical_mask, input, _reduction_identity(op, input, ord))
}
