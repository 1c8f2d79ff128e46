// Sparse inputs of torch/autograd/gradcheck.py: with all elements specified, and element by element.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { sparse_coo_tensor } from '../../_sparse_creation.js'
import { tensor } from '../../creation.js'
import * as types from '../../dtype.js'
import { AssertionError } from '../../errors.js'
import * as layouts from '../../layout.js'
import type { Tensor } from '../../types.js'
import { _is_sparse_any_tensor, element, indicesOf } from './_common.js'

function densifyCoo(x: Tensor): Tensor {
  const { device } = x
  const { dtype } = x._indices()
  const sparse = x.shape.slice(0, x.sparse_dim())
  const all = C.ones(sparse, { dtype: types.int8, device })
  const indices = all.nonzero().t().to(dtype)
  const values = C.zeros([all.numel(), ...x.shape.slice(x.sparse_dim())], {
    dtype: x.dtype,
    device,
  })
  const given = x.detach().coalesce()
  if (given.numel() > 0) {
    const strides = tensor(all.stride(), { dtype, device }).unsqueeze(1)
    const flat = given.indices().mul(strides).sum(0)
    values.index_put_([flat], given.values())
  }
  return sparse_coo_tensor(indices, values, x.shape)
    ._coalesced_(true)
    .requires_grad_(x.requires_grad)
}

const byRow = ({ layout }: Tensor): boolean =>
  layout === layouts.sparse_csr || layout === layouts.sparse_bsr
const inBlocks = ({ layout }: Tensor): boolean =>
  layout === layouts.sparse_bsr || layout === layouts.sparse_bsc

function densifyCompressed(x: Tensor): Tensor {
  const blocksize = inBlocks(x) ? x.values().shape.slice(1, 3) : null
  const pointers = byRow(x) ? x.crow_indices() : x.ccol_indices()
  const coo = densifyCoo(x.detach().to_sparse({ layout: layouts.sparse_coo }))
  const r = coo.to_sparse({ layout: x.layout, blocksize })
  const dense = Math.floor(r.values().numel() / Math.max(1, r.values().shape[0] as number))
  const batch = Math.floor(pointers.numel() / (pointers.shape.at(-1) as number))
  const wanted = Math.floor(r.numel() / Math.max(1, dense * batch))
  if (wanted !== r._nnz()) {
    throw new AssertionError(
      `${x.layout} densify failed: expected nnz=${wanted} but got ${r._nnz()}`,
    )
  }
  return r.requires_grad_(x.requires_grad)
}

/** Copies of sparse tensors, in lists as deep as may be, in which every element is specified. */
export function _densify<T>(x: T): T
export function _densify(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(_densify)
  if (!isTensor(x) || !_is_sparse_any_tensor(x)) return x
  return x.layout === layouts.sparse_coo ? densifyCoo(x) : densifyCompressed(x)
}

// Rows of indices, one for each specified value; and the values.
function specified(x: Tensor): [indices: Tensor, values: Tensor] {
  if (x.layout === layouts.sparse_coo) return [x._indices().t(), x._values()]
  const rows = byRow(x)
  const indices = C._convert_indices_from_csr_to_coo(
    rows ? x.crow_indices() : x.ccol_indices(),
    rows ? x.col_indices() : x.row_indices(),
    { transpose: !rows },
  )
  const values = x.values()
  if (!inBlocks(x)) return [indices.t(), values]
  const { device } = x
  const size = [...values.shape.slice(1, 3)] as [number, number]
  const within = C.stack(C.where(C.ones(size, { device }))).repeat(1, x._nnz())
  const all = indices
    .repeat_interleave(size[0] * size[1], 1)
    .mul_(tensor(size, { device }).reshape(2, 1))
    .add_(within)
  return [all.t(), values.flatten(0, 2)]
}

function contiguousStrides(sizes: readonly number[]): number[] {
  const strides: number[] = []
  let step = 1
  for (const size of [...sizes].reverse()) {
    strides.unshift(step)
    step *= size
  }
  return strides
}

/** Each element of a tensor that can be changed: the tensor to change, the index in it, the place in the jacobian. */
export function* _iter_tensor(x: Tensor): Generator<[x: Tensor, index: number[], place: number]> {
  if (_is_sparse_any_tensor(x)) {
    const [indices, values] = specified(x)
    const strides = contiguousStrides(x.shape)
    // What is changed through `data` counts as no new version.
    const { data } = values
    for (let i = 0; i < (data.shape[0] as number); i++) {
      const sparse = element(indices, [i]).tolist() as number[]
      for (const dense of indicesOf(data.shape.slice(1))) {
        const place = [...sparse, ...dense].reduce((sum, at, k) => sum + at * (strides[k] ?? 0), 0)
        yield [element(data, [i]), dense, place]
      }
    }
    return
  }
  const opaque = x.layout === layouts._mkldnn
  let place = 0
  for (const index of indicesOf(x.shape)) {
    // Such a tensor has no elements to index: a dense copy each time.
    yield [opaque ? x.to_dense() : x.data, index, place++]
  }
}
