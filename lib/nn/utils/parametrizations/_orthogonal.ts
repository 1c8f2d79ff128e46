// _Orthogonal of torch/nn/utils/parametrizations.py.

import {
  linalg_householder_product as householder_product,
  linalg_solve as solve,
} from '../../../_generated/linalg.js'
import {
  add,
  allclose,
  cat,
  eye,
  geqrf,
  matrix_exp,
  randn,
  zeros_like,
} from '../../../_generated/torch_functions.js'
import { no_grad } from '../../../autograd/grad_mode.js'
import { NotImplementedError, ValueError } from '../../../errors.js'
import type { Size } from '../../../size.js'
import { Slice } from '../../../slice.js'
import type { Tensor } from '../../../tensor.js'
import { finfo } from '../../../type_info.js'
import { hasAttribute } from '../../modules/_attributes.js'
import { Module } from '../../modules/module.js'

/** How an orthogonal matrix is made of any. */
export type OrthogonalMap = 'matrix_exp' | 'cayley' | 'householder'
export const orthogonalMaps: readonly string[] = ['matrix_exp', 'cayley', 'householder']

const diagonalOf = (matrix: Tensor): Tensor => matrix.diagonal({ dim1: -2, dim2: -1 })

function _is_orthogonal(Q: Tensor): boolean {
  const [n, k] = [Q.size(-2), Q.size(-1)]
  const Id = eye(k, { dtype: Q.dtype, device: Q.device })
  return allclose(Q.mH.matmul(Q), Id, { atol: 10 * n * finfo(Q.dtype).eps })
}

/** The Q of the QR decomposition of a tall matrix whose R has no negative diagonal. */
function _make_orthogonal(A: Tensor): Tensor {
  const [X, tau] = geqrf(A)
  const Q = householder_product(X, tau)
  return Q.mul_(diagonalOf(X).sgn().unsqueeze(-2))
}

/** A tall matrix, and whether it had to be transposed. */
function tall(X: Tensor): [tall: Tensor, transposed: boolean] {
  const transposed = X.size(-2) < X.size(-1)
  return [transposed ? X.mT : X, transposed]
}

export class _Orthogonal extends Module {
  // Where the map starts from: with one ("dynamic trivialization") every map has a way back.
  declare base: Tensor | null
  declare shape: Size
  declare orthogonal_map: OrthogonalMap

  constructor(weight: Tensor, orthogonal_map: OrthogonalMap, use_trivialization: boolean) {
    super()
    // Reflections have too few numbers for all unitary matrices.
    if (weight.is_complex() && orthogonal_map === 'householder') {
      throw new ValueError('The householder parametrization does not support complex tensors.')
    }
    this.shape = weight.shape
    this.orthogonal_map = orthogonal_map
    if (use_trivialization) this.register_buffer('base', null)
  }

  override forward(given: Tensor): Tensor {
    const [X, transposed] = tall(given)
    let Q =
      this.orthogonal_map === 'householder' ? reflections(X) : rotation(X, this.orthogonal_map)
    if (hasAttribute(this, 'base')) Q = (this.base as Tensor).matmul(Q)
    return transposed ? Q.mT : Q
  }

  right_inverse(Q: Tensor): Tensor {
    return no_grad(() => {
      if (String(Q.shape) !== String(this.shape)) {
        throw new ValueError(
          `Expected a matrix or batch of matrices of shape ${this.shape}. ` +
            `Got a tensor of shape ${Q.shape}.`,
        )
      }
      return hasAttribute(this, 'base') ? this.#rebase(Q) : this.#invert(Q)
    })
  }

  #invert(given: Tensor): Tensor {
    const [Q, transposed] = tall(given)
    if (this.orthogonal_map !== 'householder') {
      throw new NotImplementedError(
        'It is not possible to assign to the matrix exponential ' +
          'or the Cayley parametrizations when use_trivialization=False.',
      )
    }
    const [A, tau] = geqrf(Q)
    // The diagonal keeps the signs that make the one of R positive.
    const diagonal = diagonalOf(A).sign_()
    // LAPACK gives exactly 0 where it does not reflect.
    const unused = [tau.eq(0)]
    diagonal.index_put_(unused, diagonal.index(unused).mul_(-1))
    return transposed ? A.mT : A
  }

  // The matrix becomes the base, and the tensor what the maps make the identity of.
  #rebase(given: Tensor): Tensor {
    const [Q, _] = tall(given)
    const [n, k] = [Q.size(-2), Q.size(-1)]
    if (n === k) {
      this.base = _is_orthogonal(Q) ? Q.clone() : _make_orthogonal(Q)
    } else {
      const { dtype, device } = Q
      const N = randn([...Q.size().slice(0, -2), n, n - k], { dtype, device })
      this.base = _make_orthogonal(cat([Q, N], -1))
    }
    const neg_Id = zeros_like(given)
    diagonalOf(neg_Id).fill_(-1)
    return neg_Id
  }
}

// By a skew-symmetric matrix: the exponential of it, or the Cayley map (I + A/2) (I - A/2)^-1.
function rotation(given: Tensor, map: OrthogonalMap): Tensor {
  const [n, k] = [given.size(-2), given.size(-1)]
  let X = given.tril()
  if (n !== k) {
    const zeros = X.new_zeros([n, n - k]).expand([...X.shape.slice(0, -2), -1, -1])
    X = cat([X, zeros], -1)
  }
  const A = X.sub(X.mH)
  let Q: Tensor
  if (map === 'matrix_exp') Q = matrix_exp(A)
  else {
    const Id = eye(n, { dtype: A.dtype, device: A.device })
    Q = solve(add(Id, A, { alpha: -0.5 }), add(Id, A, { alpha: 0.5 }))
  }
  return n === k ? Q : Q.index(['...', new Slice(null, k)])
}

// By reflections below the diagonal; the diagonal, of 1 and -1, has no part in gradients.
function reflections(X: Tensor): Tensor {
  const A = X.tril(-1)
  // Python's `2 / tensor`, in its own two steps.
  const tau = A.mul(A).sum(-2).add(1).reciprocal().mul(2)
  const Q = householder_product(A, tau)
  return Q.mul(diagonalOf(X).int().unsqueeze(-2))
}
