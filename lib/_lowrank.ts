// Mirrors torch/_lowrank.py: approximate decompositions by random projections.

import { def } from './_def.js'
import { linalg_qr, linalg_svd } from './_generated/linalg.js'
import { _sparse_mm } from './_generated/sparse.js'
import * as C from './_generated/torch_functions.js'
import { float16, float32, float64 } from './dtype.js'
import { ValueError } from './errors.js'
import { sparse_coo } from './layout.js'
import type { dtype, Tensor } from './types.js'

type Three = [Tensor, Tensor, Tensor]

function get_floating_dtype(A: Tensor): dtype {
  return A.dtype === float16 || A.dtype === float64 ? A.dtype : float32
}

function matmul(A: Tensor, B: Tensor): Tensor {
  return A.layout === sparse_coo ? _sparse_mm(A, B) : A.matmul(B)
}

// An orthonormal basis of about what A maps to, made more exact by `niter` rounds through A and back.
export function get_approximate_basis(
  A: Tensor,
  q: number,
  niter: number | null = 2,
  M: Tensor | null = null,
): Tensor {
  const minusM = (X: Tensor, other: Tensor, adjoint: boolean): Tensor =>
    M === null ? X : X.sub(matmul(adjoint ? M.mH : M, other))
  const dtype = A.is_complex() ? A.dtype : get_floating_dtype(A)
  const R = C.randn([A.size(-1), q], { dtype, device: A.device })
  let Q = linalg_qr(minusM(matmul(A, R), R, false)).Q
  for (let i = 0; i < (niter ?? 2); i++) {
    Q = linalg_qr(minusM(matmul(A.mH, Q), Q, true)).Q
    Q = linalg_qr(minusM(matmul(A, Q), Q, false)).Q
  }
  return Q
}

function _svd_lowrank(A: Tensor, q: number | null, niter: number | null, M: Tensor | null): Three {
  const wide = A.size(-2) < A.size(-1)
  const spread = M?.broadcast_to(A.size()) ?? null
  const [tall, minus] = wide ? [A.mH, spread?.mH ?? null] : [A, spread]
  const Q = get_approximate_basis(tall, q ?? 6, niter, minus)
  let B = matmul(Q.mH, tall)
  if (minus !== null) B = B.sub(matmul(Q.mH, minus))
  const [U, S, Vh] = linalg_svd(B, false)
  const left = Q.matmul(U)
  return wide ? [Vh.mH, S, left] : [left, S, Vh.mH]
}

/**
 * The first `q` (6) singular values and vectors of `A`, or of `A - M`, found by random projections: faster than
 * `torch.linalg.svd` for large matrices of low rank, and draws random numbers. `niter` (2) rounds make it more exact.
 *
 * Shape: `(*, M, N)` to U `(*, M, q)`, S `(*, q)` and V `(*, N, q)`.
 *
 * @example
 * const A = torch.ones(5, 4)
 * const [U, S, V] = torch.svd_lowrank(A, 1)
 * S // tensor([4.4721])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.svd_lowrank.html
 */
export const svd_lowrank = def(
  'svd_lowrank(A, q=6, niter=2, M=None)',
  (A: Tensor, q: number | null, niter: number | null, M: Tensor | null): Three =>
    _svd_lowrank(A, q, niter, M),
)

/**
 * The first `q` principal components of the rows of `A`, centred first unless `center` is false; 6 of them, or as many
 * as there are rows or columns. Draws random numbers, as {@link svd_lowrank} does.
 *
 * Shape: `(*, M, N)` to U `(*, M, q)`, S `(*, q)` and V `(*, N, q)`, whose columns are the directions. A ValueError for
 * a `q` that is negative or too large.
 *
 * @example
 * const [U, S, V] = torch.pca_lowrank(torch.randn(20, 4), 2)
 * V // (4, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.pca_lowrank.html
 */
export const pca_lowrank = def(
  'pca_lowrank(A, q=None, center=True, niter=2)',
  (A: Tensor, q: number | null, center: boolean, niter: number): Three => {
    const [m, n] = [A.size(-2), A.size(-1)]
    const most = Math.min(m, n)
    if (q !== null && !(q >= 0 && q <= most)) {
      throw new ValueError(
        `q(=${q}) must be non-negative integer and not greater than min(m, n)=${most}`,
      )
    }
    if (niter < 0) throw new ValueError(`niter(=${niter}) must be non-negative integer`)
    const rank = q ?? Math.min(6, most)
    if (!center) return _svd_lowrank(A, rank, niter, null)
    if (A.layout === sparse_coo) return _svd_lowrank(A, rank, niter, sparseMean(A))
    return _svd_lowrank(A.sub(A.mean([-2], { keepdim: true })), rank, niter, null)
  },
)

// Centring would fill a sparse matrix: its mean is kept apart, as a matrix of rank 1.
function sparseMean(A: Tensor): Tensor {
  if (A.dim() !== 2) {
    throw new ValueError('pca_lowrank input is expected to be 2-dimensional tensor')
  }
  const m = A.size(0)
  const mean = C._sparse_sum(A, [-2]).div(m).to_dense().to(get_floating_dtype(A))
  return mean.unsqueeze(-1).mul(C.ones([1, m], { dtype: mean.dtype, device: A.device })).mT
}
