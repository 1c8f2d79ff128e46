// Mirrors the reductions of torch/masked/_ops.py, for strided tensors.

import { def } from '../_def.js'
import { linalg_vector_norm } from '../_generated/linalg.js'
import * as C from '../_generated/torch_functions.js'
import { bool, float32, int8, int16, int32, int64, uint8 } from '../dtype.js'
import { AssertionError, ValueError } from '../errors.js'
import { strided } from '../layout.js'
import type { dtype, Scalar, Tensor } from '../types.js'
import { _canonical_dim, _combine_input_and_mask, _input_mask, type Dims } from './_mask.js'

type ReductionArgs = [
  input: Tensor,
  dim: Dims,
  keepdim: boolean,
  dtype: dtype | null,
  mask: Tensor | null,
]

const small: readonly dtype[] = [uint8, bool, int8, int16, int32]
const summedDtype = (input: Tensor): dtype => (small.includes(input.dtype) ? int64 : input.dtype)

/**
 * Sum of the elements where `mask` is true; of all without one. Small integers add up as int64.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.sum(x, 1, { mask: x.gt(0) }) // tensor([2, 7])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const sum = def(
  'sum(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ReductionArgs): Tensor => {
    const dims = _canonical_dim(dim, input.dim())
    const masked = _combine_input_and_mask('sum', input, mask)
    return C.sum(masked, dims, keepdim, { dtype: dtype ?? summedDtype(input) })
  },
)

/**
 * Product of the elements where `mask` is true, over `dim` (all). Small integers multiply as int64; 1 where it is
 * nowhere.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.prod(x, 1, { mask: x.gt(0) }) // tensor([ 2, 12])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const prod = def(
  'prod(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ReductionArgs): Tensor => {
    const dims = _canonical_dim(dim, input.dim())
    let result = _combine_input_and_mask('prod', input, mask).to(dtype ?? summedDtype(input))
    for (const d of dims.reverse()) result = result.prod(d, keepdim)
    return result
  },
)

/**
 * Greatest element where `mask` is true, over `dim` (all); minus infinity, or the least integer, where it is nowhere.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.amax(x, 1, { mask: x.lt(4) }) // tensor([2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const amax = def(
  'amax(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ReductionArgs): Tensor => {
    const masked = _combine_input_and_mask('amax', input, mask)
    return C.amax(masked, _canonical_dim(dim, masked.dim()), keepdim).to(dtype ?? input.dtype)
  },
)

/**
 * Least element where `mask` is true, over `dim` (all); infinity, or the greatest integer, where it is nowhere.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.amin(x, 1, { mask: x.gt(0) }) // tensor([2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const amin = def(
  'amin(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ReductionArgs): Tensor => {
    const masked = _combine_input_and_mask('amin', input, mask)
    return C.amin(masked, _canonical_dim(dim, masked.dim()), keepdim).to(dtype ?? input.dtype)
  },
)

type ArgArgs = [
  input: Tensor,
  dim: number | null,
  keepdim: boolean,
  dtype: dtype | null,
  mask: Tensor | null,
]

/**
 * Where the greatest element along `dim` is, among those where `mask` is true; without `dim`, in the flattened tensor.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.argmax(x, 1, { mask: x.lt(4) }) // tensor([1, 0])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const argmax = def(
  'argmax(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ArgArgs): Tensor => {
    const masked = _combine_input_and_mask('argmax', input, mask)
    return C.argmax(masked, dim, keepdim).to(dtype ?? input.dtype)
  },
)

/**
 * Where the least element along `dim` is, among those where `mask` is true; without `dim`, in the flattened tensor.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]])
 * torch.masked.argmin(x, 1, { mask: x.gt(0) }) // tensor([1, 0])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const argmin = def(
  'argmin(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ArgArgs): Tensor => {
    const masked = _combine_input_and_mask('argmin', input, mask)
    return C.argmin(masked, dim, keepdim).to(dtype ?? input.dtype)
  },
)

/**
 * Mean of the elements where `mask` is true, over `dim` (all); nan where it is nowhere. Integers throw a ValueError.
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]], { dtype: torch.float })
 * torch.masked.mean(x, 1, { mask: x.gt(0) }) // tensor([2.0000, 3.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const mean = def(
  'mean(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, given, mask]: ReductionArgs): Tensor => {
    const dtype = given ?? input.dtype
    if (!dtype.is_floating_point && !dtype.is_complex) {
      throw new ValueError(
        `mean(): Could not infer output dtype. ${given === null ? 'Input' : 'Optional'} dtype must be either ` +
          `a floating point or complex dtype. Got: ${dtype}`,
      )
    }
    if (input.layout !== strided) {
      throw new ValueError(`masked mean expects strided tensor (got ${input.layout} tensor)`)
    }
    const { count, total } = countAndSum(input, dim, keepdim, dtype, mask)
    return total.div(count)
  },
)

function countAndSum(
  input: Tensor,
  dim: Dims,
  keepdim: boolean,
  dtype: dtype,
  mask: Tensor | null,
): { count: Tensor; total: Tensor; inmask: Tensor | null } {
  if (mask === null) {
    const ones = C.ones(input.shape, { dtype: int64, device: input.device })
    const total = sum(input, dim, { keepdim, dtype })
    return { count: sum(ones, dim, { keepdim }), total, inmask: null }
  }
  const inmask = _input_mask(input, mask)
  const count = dim === null ? inmask.sum([], keepdim) : inmask.sum(dim, keepdim)
  return { count, total: sum(input, dim, { keepdim, dtype, mask: inmask }), inmask }
}

/**
 * Median of the elements where `mask` is true, along `dim` (the last). A row without any gives nan, or a ValueError for
 * integers.
 *
 * @example
 * const x = torch.tensor([[-1, 2, 5], [3, 4, 6]], { dtype: torch.float })
 * torch.masked.median(x, 1, { mask: x.gt(0) }) // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const median = def(
  'median(input, dim=-1, *, keepdim=False, dtype=None, mask=None)',
  (
    input: Tensor,
    dim: number,
    keepdim: boolean,
    dtype: dtype | null,
    mask: Tensor | null,
  ): Tensor => {
    const [d = 0] = _canonical_dim(dim, input.dim())
    const floating = input.is_floating_point()
    const values = floating ? input : input.to(float32)
    const masked = _combine_input_and_mask('median', values, mask)
    const output = C.nanmedian(masked, d, keepdim).values
    if (floating) return output
    if (output.isnan().any().item()) {
      throw new ValueError(
        'masked median expects no fully masked out rows if dtype is not floating point',
      )
    }
    return output.to(dtype ?? input.dtype)
  },
)

/**
 * Logarithm of the sum of exponentials where `mask` is true, over `dim` (all).
 *
 * @example
 * const x = torch.tensor([[-1, 2], [0, 0]], { dtype: torch.float })
 * torch.masked.logsumexp(x, 1, { mask: x.ge(0) }) // tensor([2.0000, 0.6931])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const logsumexp = def(
  'logsumexp(input, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (...[input, dim, keepdim, dtype, mask]: ReductionArgs): Tensor => {
    const dims = _canonical_dim(dim, input.dim())
    const masked = _combine_input_and_mask('logsumexp', input, mask)
    return C.logsumexp(masked, dims, keepdim).to(dtype ?? input.dtype)
  },
)

/**
 * The `ord`-norm (2) of the elements where `mask` is true, over `dim` (all).
 *
 * @example
 * const x = torch.tensor([[-1, 2], [3, 4]], { dtype: torch.float })
 * torch.masked.norm(x, 2, 1, { mask: x.gt(0) }) // tensor([2., 5.])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const norm = def(
  'norm(input, ord=2.0, dim=None, *, keepdim=False, dtype=None, mask=None)',
  (
    input: Tensor,
    ord: Scalar,
    dim: Dims,
    keepdim: boolean,
    dtype: dtype | null,
    mask: Tensor | null,
  ): Tensor => {
    const masked = _combine_input_and_mask('norm', input, mask, ord)
    const dims = _canonical_dim(dim, input.dim())
    return linalg_vector_norm(masked, ord, dims, keepdim, { dtype: dtype ?? input.dtype })
  },
)

type VarArgs = [
  input: Tensor,
  dim: Dims,
  unbiased: boolean | null,
  correction: number | null,
  keepdim: boolean,
  dtype: dtype | null,
  mask: Tensor | null,
]

function _std_var(
  ...[input, dim, unbiased, correction_opt, keepdim, given, mask]: VarArgs
): Tensor {
  if (unbiased !== null && correction_opt !== null) {
    throw new AssertionError('Only one of unbiased and correction may be given')
  }
  if (input.layout !== strided) {
    throw new ValueError(`masked std/var expects strided tensor (got ${input.layout} tensor)`)
  }
  const correction = correction_opt ?? (unbiased === false ? 0 : 1)
  const continuous = (one: dtype): boolean => one.is_floating_point || one.is_complex
  const dtype = given ?? (continuous(input.dtype) ? input.dtype : float32)
  const compute_dtype = continuous(dtype) ? dtype : float32
  const parts = countAndSum(input, dim, true, dtype, mask)
  let { count } = parts
  const x = input.sub(parts.total.div(count))
  const squares = x.mul(x.conj())
  const total = sum(squares, dim, { keepdim, dtype: compute_dtype, mask: parts.inmask })
  if (!keepdim) count = count.reshape(total.shape)
  if (correction !== 0) {
    count = count.to(compute_dtype.to_real()).sub(correction)
    count = C.maximum(count, count.new_zeros([]))
  }
  return total.div(count).to(dtype)
}

/**
 * Variance of the elements where `mask` is true, over `dim` (all): the squares are divided by their number less
 * `correction` (1; 0 with `unbiased: false`).
 *
 * @example
 * const x = torch.tensor([[-1, 2, 4], [1, 3, 5]], { dtype: torch.float })
 * torch.masked.var(x, 1, { unbiased: false, mask: x.gt(0) }) // tensor([1.0000, 2.6667])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
const var_ = def(
  'var(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None)',
  (...args: VarArgs): Tensor => _std_var(...args),
)

export { var_ as var }

/**
 * Standard deviation of the elements where `mask` is true, over `dim` (all): the root of {@link var}.
 *
 * @example
 * const x = torch.tensor([[-1, 2, 4], [1, 3, 5]], { dtype: torch.float })
 * torch.masked.std(x, 1, { unbiased: false, mask: x.gt(0) }) // tensor([1.0000, 1.6330])
 *
 * @see https://docs.pytorch.org/docs/2.13/masked.html
 */
export const std = def(
  'std(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None)',
  (...args: VarArgs): Tensor => _std_var(...args).sqrt(),
)
