// Mirrors the products of torch/functional.py.

import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { python, variadic } from '../_kwargs.js'
import { pyStr } from '../_repr.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import type { Tensor } from '../types.js'

const bindChain = python('chain_matmul(*matrices, out=None)')

/** A dimension of an operand of {@link einsum}: a number from 0 to 51, or `'...'` for all that are not named. */
export type Subscript = number | '...'

function parse_subscript(n: Subscript): string {
  if (n === '...') return n
  if (n >= 0 && n < 26) return String.fromCharCode(65 + n)
  if (n >= 26 && n < 52) return String.fromCharCode(97 + n - 26)
  throw new ValueError(
    'einsum(): subscript in subscript list is not within the valid range [0, 52)',
  )
}

function parse_subscripts(list: readonly Subscript[]): string {
  return list.map(parse_subscript).join('')
}

/**
 * Sums of products of the elements of the operands, by Einstein's convention: dimensions with the same letter run
 * together, and those that the result does not name are summed over.
 *
 * More than two operands are taken from left to right, as in Python without the `opt_einsum` package.
 *
 * @example
 * const [a, b] = [torch.ones(5, 2, 3), torch.ones(5, 3, 4)]
 * torch.einsum('bij,bjk->bik', a, b) // (5, 2, 4)
 * torch.einsum(a, [0, 1, 2], b, [0, 2, 3], [1, 3]) // (2, 4)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.einsum.html
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor
export function einsum(equation: string, operands: readonly Tensor[]): Tensor
export function einsum(
  operand: Tensor,
  subscripts: readonly Subscript[],
  ...more: readonly (Tensor | readonly Subscript[])[]
): Tensor
export function einsum(...given: readonly unknown[]): Tensor {
  const args = variadic('einsum', given)
  if (args.length < 2) {
    throw new ValueError(
      'einsum(): must specify the equation string and at least one operand, ' +
        'or at least one operand and its subscripts list',
    )
  }
  let equation = args[0] as string
  let operands = args.slice(1) as Tensor[]
  if (isTensor(args[0])) {
    const lists = args.filter((_, i) => i % 2 === 1) as Subscript[][]
    equation = lists.map(parse_subscripts).join(',')
    // An odd one out at the end is the result's.
    const withResult = args.length % 2 === 1
    if (withResult) equation += `->${parse_subscripts(args.at(-1) as Subscript[])}`
    operands = args.filter(
      (_, i) => i % 2 === 0 && !(withResult && i === args.length - 1),
    ) as Tensor[]
  }
  const [first] = operands as unknown[]
  if (operands.length === 1 && Array.isArray(first)) {
    return einsum(equation, ...(first as Tensor[]))
  }
  return C.einsum(equation, operands)
}

/** The dimensions that {@link tensordot} sums over: how many, or which of either tensor. */
export type ContractedDims = number | Tensor | readonly (readonly number[])[]

const firstDims = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const lastDims = (n: number): number[] => Array.from({ length: n }, (_, i) => i - n)

function negativeDims(dims: number): RuntimeError {
  return new RuntimeError(`tensordot expects dims >= 0, but got dims=${pyStr(dims)}`)
}

function contractedDims(a: Tensor, b: Tensor, dims: ContractedDims): [number[], number[]] {
  if (Array.isArray(dims)) {
    const [dims_a, dims_b] = dims as [number[], number[]]
    return [dims_a, dims_b]
  }
  if (isTensor(dims)) {
    if (dims.numel() > 1) {
      const rows = dims.size(0)
      if (rows !== 2) {
        throw new AssertionError(`dims tensor must have size 2 in first dimension, got ${rows}`)
      }
      return dims.tolist() as [number[], number[]]
    }
    const n = Math.trunc(dims.item() as number)
    if (n < 0) throw negativeDims(n)
    return [lastDims(n), firstDims(n)]
  }
  if (typeof dims !== 'number') {
    throw new RuntimeError(
      'tensordot expects dims to be int or tuple[list[int], list[int]] or ' +
        `list[list[int]] containing two lists, but got dims=${pyStr(dims)}`,
    )
  }
  if (dims < 0) throw negativeDims(dims)
  if (dims > Math.min(a.dim(), b.dim())) {
    throw new RuntimeError(`tensordot expects dims < ndim_a or ndim_b, but got dims=${pyStr(dims)}`)
  }
  return [lastDims(dims), firstDims(dims)]
}

/**
 * Sums the products of two tensors over some dimensions: the last `dims` of `a` with the first of `b`, or the
 * pairs in two lists.
 *
 * @example
 * torch.tensordot(torch.rand(3, 4, 5), torch.rand(4, 3, 2), [[1, 0], [0, 1]]) // (5, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.tensordot.html
 */
export const tensordot = def(
  'tensordot(a, b, dims=2, out=None)',
  (a: Tensor, b: Tensor, dims: ContractedDims, out: Tensor | null): Tensor => {
    const [dims_a, dims_b] = contractedDims(a, b, dims)
    return out === null
      ? C.tensordot(a, b, dims_a, dims_b)
      : C.tensordot(a, b, dims_a, dims_b, { out })
  },
)

const compute_modes: Readonly<Record<string, number | null>> = {
  use_mm_for_euclid_dist_if_necessary: null,
  use_mm_for_euclid_dist: 1,
  donot_use_mm_for_euclid_dist: 2,
}

/** When {@link cdist} computes Euclidean distances by a matrix product; if necessary: above 25 rows. */
export type ComputeMode =
  | 'use_mm_for_euclid_dist_if_necessary'
  | 'use_mm_for_euclid_dist'
  | 'donot_use_mm_for_euclid_dist'

/**
 * The `p`-norm distance of every row of `x1` from every row of `x2`.
 *
 * Shape: `(B, P, M)` and `(B, R, M)` to `(B, P, R)`.
 *
 * @example
 * const x1 = torch.zeros(1, 2)
 * torch.cdist(x1, torch.tensor([[3, 4], [6, 8]], { dtype: torch.float })) // tensor([[ 5., 10.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cdist.html
 */
export const cdist = def(
  "cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary')",
  (x1: Tensor, x2: Tensor, p: number, compute_mode: ComputeMode): Tensor => {
    const mode = Object.hasOwn(compute_modes, compute_mode)
      ? compute_modes[compute_mode]
      : undefined
    if (mode === undefined) {
      throw new ValueError(`${compute_mode} is not a valid value for compute_mode`)
    }
    return C.cdist(x1, x2, p, mode)
  },
)

/** Keywords of {@link chain_matmul}. */
export interface OutOption {
  readonly out?: Tensor | null | undefined
}

/**
 * The product of several matrices, in the order that takes the fewest steps: `(A, B)`, `(B, C)`, ... to `(A, Z)`.
 *
 * @deprecated Use `torch.linalg.multi_dot`.
 *
 * @example
 * torch.chain_matmul(torch.ones(3, 4), torch.ones(4, 5), torch.ones(5, 6)) // (3, 6)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.chain_matmul.html
 */
export function chain_matmul(...matrices: readonly Tensor[]): Tensor
export function chain_matmul(...args: readonly [...Tensor[], OutOption]): Tensor
export function chain_matmul(...args: readonly unknown[]): Tensor {
  const { matrices, out } = bindChain<{ matrices: Tensor[]; out: Tensor | null }>(args)
  return out === null ? C.chain_matmul(matrices) : C.chain_matmul(matrices, { out })
}
