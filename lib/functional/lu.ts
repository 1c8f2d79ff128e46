// Mirrors split() and lu() of torch/functional.py.

import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { type BooleanDispatch, boolean_dispatch } from '../_jit_internal.js'
import { typeName } from '../_typename.js'
import type { Tensor } from '../types.js'

/**
 * Cuts a tensor along `dim`: into pieces of a size, the last may be smaller, or of the sizes in a list.
 * The pieces are views.
 *
 * @example
 * const parts = torch.split(torch.arange(5), 2)
 * parts // [tensor([0, 1]), tensor([2, 3]), tensor([4])]
 * torch.split(torch.arange(5), [1, 4])[1] // tensor([1, 2, 3, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.split.html
 */
export const split = def(
  'split(tensor, split_size_or_sections, dim=0)',
  (tensor: Tensor, split_size_or_sections: number | readonly number[], dim: number): Tensor[] =>
    tensor.split(split_size_or_sections, dim),
)

type LuArgs = [A: Tensor, pivot: boolean, get_infos: boolean, out: readonly Tensor[] | null]

function _lu_impl(A: Tensor, pivot: boolean, get_infos: boolean): [Tensor, Tensor, Tensor] {
  return C._lu_with_info(A, pivot, !get_infos)
}

function _check_list_size(out: readonly Tensor[], get_infos: boolean): void {
  if (!Array.isArray(out)) {
    throw new TypeError(`argument 'out' must be tuple of Tensors, not ${typeName(out)}`)
  }
  const expected = 2 + Number(get_infos)
  if (out.length !== expected) {
    throw new TypeError(`expected tuple of ${expected} elements but got ${out.length}`)
  }
}

function copyOut(
  out: readonly Tensor[],
  result: readonly Tensor[],
  get_infos: boolean,
): readonly Tensor[] {
  _check_list_size(out, get_infos)
  for (const [i, one] of out.entries()) {
    const value = result[i] as Tensor
    one.resize_as_(value).copy_(value)
  }
  return out
}

const _lu_with_infos = def(
  '_lu_with_infos(A, pivot=True, get_infos=False, out=None)',
  (...[A, pivot, get_infos, out]: LuArgs): readonly Tensor[] => {
    const result = _lu_impl(A, pivot, get_infos)
    return out === null ? result : copyOut(out, result, get_infos)
  },
)

const _lu_no_infos = def(
  '_lu_no_infos(A, pivot=True, get_infos=False, out=None)',
  (...[A, pivot, get_infos, out]: LuArgs): readonly Tensor[] => {
    const result = _lu_impl(A, pivot, get_infos)
    return out === null ? [result[0], result[1]] : copyOut(out, result, get_infos)
  },
)

/**
 * LU factorisation of a matrix `(M, N)` or a batch of them: both triangles in one matrix of the same shape, and the
 * pivots, `(min(M, N))`, which count from 1. With `get_infos` a third tensor says where it failed, instead of a
 * RuntimeError.
 *
 * @deprecated Use `torch.linalg.lu_factor` or `torch.linalg.lu_factor_ex`.
 *
 * @example
 * const [LU, pivots] = torch.lu(torch.tensor([[1, 2], [4, 4]], { dtype: torch.float }))
 * LU.tolist() // [[4, 4], [0.25, 1]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.lu.html
 */
export const lu = boolean_dispatch(
  'get_infos',
  2,
  false,
  _lu_with_infos,
  _lu_no_infos,
  'lu',
) as BooleanDispatch<
  'lu(A, pivot=True, get_infos=False, out=None)',
  LuArgs,
  'get_infos',
  '2',
  [Tensor, Tensor, Tensor],
  [Tensor, Tensor]
>
