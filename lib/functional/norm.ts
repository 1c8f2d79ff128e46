// Mirrors norm() of torch/functional.py.

import { def } from '../_def.js'
import { linalg_matrix_norm, linalg_vector_norm } from '../_generated/linalg.js'
import * as C from '../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../errors.js'
import { strided } from '../layout.js'
import type { dtype, Scalar, Tensor } from '../types.js'

/** Which norm: `'fro'` and 2 are Euclidean, `'nuc'` sums singular values, a number p is the p-norm. */
export type NormOrder = Scalar | 'fro' | 'nuc' | null
type Dims = readonly number[] | null

const allDims = (input: Tensor): number[] => Array.from({ length: input.dim() }, (_, i) => i)
const nativeDevices = ['cpu', 'cuda', 'xpu', 'meta']

/**
 * A norm of `input`, over all or some dimensions.
 *
 * @deprecated Use `torch.linalg.vector_norm` or `torch.linalg.matrix_norm`.
 *
 * @example
 * const x = torch.tensor([[3, -4], [4, 3]], { dtype: torch.float })
 * torch.norm(x, 1, { dim: 0 }) // tensor([7., 7.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.norm.html
 */
export const norm = def(
  "norm(input, p='fro', dim=None, keepdim=False, out=None, dtype=None)",
  (
    input: Tensor,
    p: NormOrder,
    dim: number | readonly number[] | null,
    keepdim: boolean,
    out: Tensor | null,
    dtype: dtype | null,
  ): Tensor => {
    const dims = typeof dim === 'number' ? [dim] : dim
    const dense = input.layout === strided && nativeDevices.includes(input.device.type)
    return dense
      ? denseNorm(input, p, dims, keepdim, out, dtype)
      : sparseNorm(input, p, dims, keepdim, out, dtype)
  },
)

function denseNorm(
  input: Tensor,
  p: NormOrder,
  dims: Dims,
  keepdim: boolean,
  out: Tensor | null,
  dtype: dtype | null,
): Tensor {
  const options = out === null ? { dtype } : { dtype, out }
  if (p === 'fro' && (dims === null || dims.length <= 2)) {
    return linalg_vector_norm(input, 2, dims, keepdim, options)
  }
  if (typeof p === 'string') {
    return linalg_matrix_norm(input, p, dims ?? allDims(input), keepdim, options)
  }
  return linalg_vector_norm(input, p ?? 2, dims, keepdim, options)
}

function sparseNorm(
  input: Tensor,
  p: NormOrder,
  dims: Dims,
  keepdim: boolean,
  out: Tensor | null,
  dtype: dtype | null,
): Tensor {
  const options = out === null ? { keepdim } : { keepdim, out }
  if (p === 'fro' || p === 'nuc') {
    if (dims === null && out === null && dtype === null && p === 'fro') {
      return C.frobenius_norm(input, [], { keepdim })
    }
    if (dtype !== null) {
      const name = p === 'fro' ? 'frobenius' : 'nuclear'
      throw new ValueError(`dtype argument is not supported in ${name} norm`)
    }
    if (p === 'fro') return C.frobenius_norm(input, dims ?? allDims(input), options)
    return dims === null ? C.nuclear_norm(input, options) : C.nuclear_norm(input, dims, options)
  }
  if (typeof p === 'string') {
    throw new RuntimeError(`only valid string values are 'fro' and 'nuc', found ${p as string}`)
  }
  const over = dims ?? allDims(input)
  if (dtype === null) return C.norm(input, p, over, options)
  return C.norm(input, p, over, { ...options, dtype })
}
