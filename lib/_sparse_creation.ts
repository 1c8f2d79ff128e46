// torch.sparse_*_tensor: Python's parser converts lists to tensors, then checks and makes.

import { isTensor } from './_is_tensor.js'
import { python } from './_kwargs.js'
import { operator } from './_ops.js'
import { as_tensor, type TensorData } from './creation.js'
import type { dtype } from './dtype.js'
import { int64 } from './dtype.js'
import type { layout } from './layout.js'
import * as layouts from './layout.js'
import type { Device, Tensor } from './types.js'

interface SparseOptions {
  dtype?: dtype | null | undefined
  device?: Device | null | undefined
  pin_memory?: boolean | undefined
  requires_grad?: boolean | undefined
  check_invariants?: boolean | null | undefined
}
type Sizes = readonly number[]

interface Bound {
  dtype: dtype | null
  device: Device | null
  requires_grad: boolean
  size: Sizes | null
  values: unknown
}

function valuesOf({ values, dtype, device }: Bound): Tensor {
  const tensor = as_tensor(values as TensorData, dtype, device)
  return isTensor(values) ? tensor.detach() : tensor
}

const indicesOf = (indices: unknown, device: Device): Tensor =>
  as_tensor(indices as TensorData, { dtype: int64, device }).detach()

function finish(tensor: Tensor, { requires_grad }: Bound): Tensor {
  return requires_grad ? tensor.requires_grad_() : tensor
}

const bindCoo = python(
  'sparse_coo_tensor(indices, values, size=None, *, dtype=None, device=None, pin_memory=False, requires_grad=False, check_invariants=None, is_coalesced=None)',
)

type CooOperator = (...args: unknown[]) => Tensor
const cooWithSize = operator<CooOperator>('sparse_coo_tensor')

/**
 * A sparse tensor in coordinate format: `values[i]` stands at `indices[:, i]`; values with the same indices are summed.
 *
 * Shape: indices `(D, N)` and values `(N, *)`; the sizes are the smallest that hold all indices, unless given.
 *
 * @param is_coalesced - says that the indices are sorted and each is there once, which is not looked at unless
 * `check_invariants` is true.
 *
 * @example
 * const s = torch.sparse_coo_tensor([[0, 1], [2, 0]], [3, 4], [2, 3])
 * s.to_dense().tolist() // [[0, 0, 3], [4, 0, 0]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_coo_tensor.html
 */
export function sparse_coo_tensor(
  indices: TensorData,
  values: TensorData,
  size?: Sizes | null,
  kw?: SparseOptions & { is_coalesced?: boolean },
): Tensor
export function sparse_coo_tensor(
  indices: TensorData,
  values: TensorData,
  kw?: SparseOptions & { size?: Sizes | null; is_coalesced?: boolean },
): Tensor
export function sparse_coo_tensor(...args: unknown[]): Tensor {
  const a = bindCoo<Bound & { indices: unknown; is_coalesced: boolean | null }>(args)
  const values = valuesOf(a)
  const indices = indicesOf(a.indices, values.device)
  const coalesced = a.is_coalesced === null ? {} : { is_coalesced: a.is_coalesced }
  const options = { dtype: values.dtype, device: values.device, ...coalesced }
  const sparse =
    a.size === null
      ? cooWithSize(indices, values, options)
      : cooWithSize(indices, values, a.size, options)
  return finish(sparse, a)
}

type CompressedOperator = (
  compressed: Tensor,
  plain: Tensor,
  values: Tensor,
  ...rest: unknown[]
) => Tensor
const compressedOperator = operator<CompressedOperator>('sparse_compressed_tensor')

function compressed(a: Bound, compressedIndices: unknown, plainIndices: unknown, layout: layout) {
  const values = valuesOf(a)
  const options = { dtype: values.dtype, layout, device: values.device }
  const inner = (indices: unknown): Tensor =>
    isTensor(indices) ? indices.detach() : indicesOf(indices, values.device)
  const size = a.size === null ? [] : [a.size]
  return finish(
    compressedOperator(inner(compressedIndices), inner(plainIndices), values, ...size, options),
    a,
  )
}

const common =
  'values, size=None, *, dtype=None, device=None, pin_memory=False, requires_grad=False, check_invariants=None'

/** The four formats whose rows or columns are compressed. */
function compressedFactory(name: string, layout: layout, compressedFirst: [string, string]) {
  const [first, second] = compressedFirst
  const bind = python(`${name}(${first}, ${second}, ${common})`)
  return (...args: unknown[]): Tensor => {
    const a = bind<Bound & Record<string, unknown>>(args)
    return compressed(a, a[first], a[second], layout)
  }
}

/** How the compressed formats are made: indices, values, and the shape where it is not the least that fits. */
export interface CompressedFactory {
  (
    indices: TensorData,
    otherIndices: TensorData,
    values: TensorData,
    size?: Sizes | null,
    kw?: SparseOptions,
  ): Tensor
  (
    indices: TensorData,
    otherIndices: TensorData,
    values: TensorData,
    kw?: SparseOptions & { size?: Sizes | null },
  ): Tensor
}

/**
 * `sparse_csr_tensor(crow_indices, col_indices, values, size=None)`: rows compressed. Row `i` has the values from
 * `crow_indices[i]` to `crow_indices[i + 1]`, in the columns that `col_indices` tells.
 *
 * Shape: `(*, rows + 1)`, `(*, N)` and `(*, N)`.
 *
 * @example
 * torch.sparse_csr_tensor([0, 1, 2], [2, 0], [3, 4], [2, 3]).to_dense().tolist() // [[0, 0, 3], [4, 0, 0]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_csr_tensor.html
 */
export const sparse_csr_tensor: CompressedFactory = compressedFactory(
  'sparse_csr_tensor',
  layouts.sparse_csr,
  ['crow_indices', 'col_indices'],
)
/**
 * `sparse_csc_tensor(ccol_indices, row_indices, values, size=None)`: columns compressed. Column `i` has the values from
 * `ccol_indices[i]` to `ccol_indices[i + 1]`, in the rows that `row_indices` tells.
 *
 * Shape: `(*, columns + 1)`, `(*, N)` and `(*, N)`.
 *
 * @example
 * torch.sparse_csc_tensor([0, 1, 1, 2], [1, 0], [4, 3], [2, 3]).to_dense().tolist() // [[0, 0, 3], [4, 0, 0]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_csc_tensor.html
 */
export const sparse_csc_tensor: CompressedFactory = compressedFactory(
  'sparse_csc_tensor',
  layouts.sparse_csc,
  ['ccol_indices', 'row_indices'],
)
/**
 * `sparse_bsr_tensor(crow_indices, col_indices, values, size=None)`: rows of blocks compressed, as
 * {@link sparse_csr_tensor} does with numbers.
 *
 * Shape: `(*, rows of blocks + 1)`, `(*, N)` and the blocks `(*, N, height, width)`.
 *
 * @example
 * torch.sparse_bsr_tensor([0, 1], [1], [[[5, 6]]], [1, 4]).to_dense() // tensor([[0, 0, 5, 6]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_bsr_tensor.html
 */
export const sparse_bsr_tensor: CompressedFactory = compressedFactory(
  'sparse_bsr_tensor',
  layouts.sparse_bsr,
  ['crow_indices', 'col_indices'],
)
/**
 * `sparse_bsc_tensor(ccol_indices, row_indices, values, size=None)`: columns of blocks compressed, as
 * {@link sparse_csc_tensor} does with numbers.
 *
 * Shape: `(*, columns of blocks + 1)`, `(*, N)` and the blocks `(*, N, height, width)`.
 *
 * @example
 * torch.sparse_bsc_tensor([0, 0, 1], [0], [[[5, 6]]], [1, 4]).to_dense() // tensor([[0, 0, 5, 6]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_bsc_tensor.html
 */
export const sparse_bsc_tensor: CompressedFactory = compressedFactory(
  'sparse_bsc_tensor',
  layouts.sparse_bsc,
  ['ccol_indices', 'row_indices'],
)

const bindCompressed = python(
  `sparse_compressed_tensor(compressed_indices, plain_indices, values, size=None, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False, check_invariants=None)`,
)

/**
 * A sparse tensor in the compressed format that `layout` names: `torch.sparse_csr`, `sparse_csc`, `sparse_bsr` or
 * `sparse_bsc`, whose own functions say what the arguments are.
 *
 * @example
 * const s = torch.sparse_compressed_tensor([0, 1, 2], [2, 0], [3, 4], [2, 3], { layout: torch.sparse_csr })
 * s.to_dense().tolist() // [[0, 0, 3], [4, 0, 0]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse_compressed_tensor.html
 */
export function sparse_compressed_tensor(
  compressed_indices: TensorData,
  plain_indices: TensorData,
  values: TensorData,
  size: Sizes | null,
  kw: SparseOptions & { layout: layout },
): Tensor
export function sparse_compressed_tensor(
  compressed_indices: TensorData,
  plain_indices: TensorData,
  values: TensorData,
  kw: SparseOptions & { size?: Sizes | null; layout: layout },
): Tensor
export function sparse_compressed_tensor(...args: unknown[]): Tensor {
  const a = bindCompressed<
    Bound & { compressed_indices: unknown; plain_indices: unknown; layout: layout | null }
  >(args)
  if (a.layout === null) {
    throw new TypeError(
      'sparse_compressed_tensor() expected layout to be sparse_csr, sparse_csc, sparse_bsr or sparse_bsc',
    )
  }
  return compressed(a, a.compressed_indices, a.plain_indices, a.layout)
}
