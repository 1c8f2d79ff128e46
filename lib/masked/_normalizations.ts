// Mirrors the operations of torch/masked/_ops.py that keep the shape, for strided tensors.

import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { ValueError } from '../errors.js'
import { strided } from '../layout.js'
import type { dtype, Scalar, Tensor } from '../types.js'
import { _canonical_dim, _combine_input_and_mask, type Dims } from './_mask.js'
import { norm } from './_ops.js'

type Args = [input: Tensor, dim: number, dtype: dtype | null, mask: Tensor | null]

// The dimension counted from the front.
function firstDim(dim: number, input: Tensor): number {
  return _canonical_dim(dim, input.dim())[0] ?? 0
}

/**
 * Sums up to each element, those where `mask` is false left out.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const cumsum = def(
  'cumsum(input, dim, *, dtype=None, mask=None)',
  (...[input, dim, given, mask]: Args): Tensor => {
    const dtype = given ?? input.dtype
    const masked = _combine_input_and_mask('sum', input, mask, 2, 'cumsum')
    return C.cumsum(masked, firstDim(dim, input), { dtype }).to(dtype)
  },
)

/**
 * Products up to each element, those where `mask` is false left out.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const cumprod = def(
  'cumprod(input, dim, *, dtype=None, mask=None)',
  (...[input, dim, given, mask]: Args): Tensor => {
    const dtype = given ?? input.dtype
    const masked = _combine_input_and_mask('prod', input, mask, 2, 'cumprod')
    return C.cumprod(masked, firstDim(dim, input), { dtype }).to(dtype)
  },
)

/**
 * `softmax` along `dim` over the elements where `mask` is true; the others get 0.
 *
 * @example
 * torch.masked.softmax(scores, -1, { mask })
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const softmax = def(
  'softmax(input, dim, *, dtype=None, mask=None)',
  (...[input, dim, dtype, mask]: Args): Tensor => {
    const masked = _combine_input_and_mask('amax', input, mask, 2, 'softmax')
    return masked.softmax(firstDim(dim, input), dtype ?? input.dtype)
  },
)

/**
 * The logarithm of {@link softmax}.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const log_softmax = def(
  'log_softmax(input, dim, *, dtype=None, mask=None)',
  (...[input, dim, dtype, mask]: Args): Tensor => {
    const masked = _combine_input_and_mask('amax', input, mask, 2, 'log_softmax')
    return masked.log_softmax(firstDim(dim, input), dtype ?? input.dtype)
  },
)

/**
 * {@link softmax} of `-input`.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const softmin = def(
  'softmin(input, dim, *, dtype=None, mask=None)',
  (...[input, dim, dtype, mask]: Args): Tensor => {
    const masked = _combine_input_and_mask('amin', input, mask, 2, 'softmin')
    return masked.neg().softmax(firstDim(dim, input), dtype ?? input.dtype)
  },
)

/**
 * Divides by the `ord`-norm over `dim` of the elements where `mask` is true, or by `eps` where that is smaller.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const normalize = def(
  'normalize(input, ord, dim, *, eps=1e-12, dtype=None, mask=None)',
  (
    input: Tensor,
    ord: Scalar,
    dim: Dims,
    eps: number,
    dtype: dtype | null,
    mask: Tensor | null,
  ): Tensor => {
    const masked = _combine_input_and_mask('sum', input, mask, 2, 'normalize')
    const size = norm(input, ord, dim, { keepdim: true, dtype: dtype ?? input.dtype, mask })
    return masked.div(C.maximum(size, size.new_full([], eps)))
  },
)

/**
 * `log(exp(input) + exp(other))`, an element whose mask is false counting as minus infinity.
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const logaddexp = def(
  'logaddexp(input, other, *, dtype=None, input_mask=None, other_mask=None)',
  (
    input: Tensor,
    other: Tensor,
    dtype: dtype | null,
    input_mask: Tensor | null,
    other_mask: Tensor | null,
  ): Tensor => {
    if (input.layout !== strided || other.layout !== strided) {
      throw new ValueError(
        `masked logaddexp expects strided tensors (got ${input.layout} tensor for input, ${other.layout} for other)`,
      )
    }
    const a = _combine_input_and_mask('logaddexp', input, input_mask)
    const b = _combine_input_and_mask('logaddexp', other, other_mask)
    return C.logaddexp(a, b).to(dtype ?? input.dtype)
  },
)
