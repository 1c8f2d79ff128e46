// Standard bases, cut as tensors are shaped. Mirrors torch/_functorch/eager_transforms.py.
//
// The Jacobian of a function with several outputs is one call of vjp, mapped over the identity matrix: the rows for the
// first output are ones for it and zeros for the others. So the matrix is split by columns, a part for each output.

import type { Tensor } from '../types.js'
import { get_chunk_sizes } from './vmap.js'

/** The standard basis of all elements of `tensors`, in chunks of so many rows; each chunk has a tensor for each. */
export function* _chunked_standard_basis_for_(
  tensors: readonly Tensor[],
  tensor_numels: readonly number[],
  chunk_size: number | null,
): Generator<Tensor[]> {
  const total = tensor_numels.reduce((sum, numel) => sum + numel, 0)
  const chunked = chunk_size !== null && chunk_size < total
  const step = chunked ? chunk_size : total
  const rows = chunked ? get_chunk_sizes(total, step) : [total]
  let start = 0
  const starts = tensor_numels.map((numel) => {
    const at = start
    start -= numel
    return at
  })
  for (const [i, count] of rows.entries()) {
    yield tensors.map((tensor, k) => {
      const chunk = tensor.new_zeros([count, tensor_numels[k] as number])
      chunk.diagonal((starts[k] as number) + i * step).fill_(1)
      return chunk.view([count, ...tensor.shape])
    })
  }
}

/** The standard basis of all elements of `tensors`, a tensor for each. */
export function _construct_standard_basis_for(
  tensors: readonly Tensor[],
  tensor_numels: readonly number[],
): Tensor[] {
  const [basis] = _chunked_standard_basis_for_(tensors, tensor_numels, null)
  return basis as Tensor[]
}
