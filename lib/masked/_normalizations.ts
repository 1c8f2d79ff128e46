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
 * Sums along `dim` up to each element, those where `mask` is false left out. The shape stays.
 *
 * @example
 * const x = torch.tensor([1, 2, 3])
 * torch.masked.cumsum(x, 0, { mask: x.ne(2) }) // tensor([1, 1, 4])
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
 * Products along `dim` up to each element, those where `mask` is false left out. The shape stays.
 *
 * @example
 * const x = torch.tensor([2, 3, 4])
 * torch.masked.cumprod(x, 0, { mask: x.ne(3) }) // tensor([2, 2, 8])
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
 * const x = torch.zeros(3)
 * torch.masked.softmax(x, -1, { mask: torch.tensor([true, true, false]) }) // tensor([0.5000, 0.5000, 0.0000])
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
 * The logarithm of {@link softmax}: minus infinity where `mask` is false.
 *
 * @example
 * const x = torch.zeros(3)
 * torch.masked.log_softmax(x, -1, { mask: torch.tensor([true, true, false]) }) // tensor([-0.6931, -0.6931, -inf])
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
 * @example
 * const x = torch.zeros(3)
 * torch.masked.softmin(x, -1, { mask: torch.tensor([true, true, false]) }) // tensor([0.5000, 0.5000, 0.0000])
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
 * @example
 * const x = torch.tensor([3, 4, 12], { dtype: torch.float })
 * torch.masked.normalize(x, 2, 0, { mask: x.lt(10) }) // tensor([0.6000, 0.8000, 0.0000])
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
 * @example
 * const x = torch.zeros(2)
 * torch.masked.logaddexp(x, x, { other_mask: torch.tensor([true, false]) }) // tensor([0.6931, 0.0000])
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
