// Mirrors torch/sparse/__init__.py.

import { def } from './_def.js'
import * as C from './_generated/torch_functions.js'
import type { dtype, Tensor } from './types.js'

export {
  _sparse_addmm as addmm,
  _sparse_log_softmax as log_softmax,
  _sparse_mm as mm,
  _sparse_softmax as softmax,
  _spdiags as spdiags,
  _spsolve as spsolve,
  sparse_sampled_addmm as sampled_addmm,
} from './_generated/sparse.js'
export * as default from './sparse.js'

/**
 * The sum of a sparse tensor, over all or some dimensions. It is dense where every sparse dimension is summed. `dtype`
 * is that of the result.
 *
 * @example
 * const s = torch.sparse_coo_tensor([[0, 1], [2, 0]], [3, 4], [2, 3])
 * torch.sparse.sum(s) // tensor(7)
 * torch.sparse.sum(s, [0]).to_dense() // tensor([4, 0, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.sparse.sum.html
 */
export const sum = def(
  'sum(input, dim=None, dtype=None)',
  (input: Tensor, dim: number | readonly number[] | null, dtype: dtype | null): Tensor => {
    const dims = typeof dim === 'number' ? [dim] : dim
    if (dtype === null) return dims === null ? C._sparse_sum(input) : C._sparse_sum(input, dims)
    return dims === null ? C._sparse_sum(input, { dtype }) : C._sparse_sum(input, dims, { dtype })
  },
)
