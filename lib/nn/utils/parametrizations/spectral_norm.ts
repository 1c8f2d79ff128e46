// spectral_norm() of torch/nn/utils/parametrizations.py.

import { mv, vdot } from '../../../_generated/torch_functions.js'
import { python } from '../../../_kwargs.js'
import { no_grad } from '../../../autograd/grad_mode.js'
import { AssertionError, IndexError, ValueError } from '../../../errors.js'
import { contiguous_format } from '../../../memory_format.js'
import type { Tensor } from '../../../tensor.js'
import { normalize } from '../../functional/normalization.js'
import { Module } from '../../modules/module.js'
import { type Parametrized, register_parametrization } from '../parametrize.js'
import { outputDim, type SpectralNormOptions } from '../spectral_norm.js'
import { weightOf } from './_weight.js'

class _SpectralNorm extends Module {
  declare dim: number
  declare eps: number
  declare n_power_iterations: number
  declare _u: Tensor
  declare _v: Tensor

  constructor(weight: Tensor, n_power_iterations: number, dim: number, eps: number) {
    super()
    const { ndim } = weight
    if (dim >= ndim || dim < -ndim) {
      throw new IndexError(
        `Dimension out of range (expected to be in range of [-${ndim}, ${ndim - 1}] but got ${dim})`,
      )
    }
    if (n_power_iterations <= 0) {
      throw new ValueError(
        `Expected n_power_iterations to be positive, but got n_power_iterations=${n_power_iterations}`,
      )
    }
    this.dim = dim >= 0 ? dim : dim + ndim
    this.eps = eps
    // The norm of a vector is known exactly.
    if (ndim <= 1) return
    this.n_power_iterations = n_power_iterations
    const matrix = this._reshape_weight_to_matrix(weight)
    const [u, v] = [...matrix.size()].map((size) => matrix.new_empty([size]).normal_(0, 1)) as [
      Tensor,
      Tensor,
    ]
    this.register_buffer('_u', normalize(u, { dim: 0, eps }))
    this.register_buffer('_v', normalize(v, { dim: 0, eps }))
    this._power_method(matrix, 15)
  }

  _reshape_weight_to_matrix(weight: Tensor): Tensor {
    if (weight.ndim <= 1) {
      throw new AssertionError(`Expected weight to have more than 1 dimension, got ${weight.ndim}`)
    }
    const { dim } = this
    const others = [...Array(weight.dim()).keys()].filter((d) => d !== dim)
    return (dim === 0 ? weight : weight.permute([dim, ...others])).flatten(1)
  }

  // In place, for the buffers are to keep what was found.
  _power_method(matrix: Tensor, n_power_iterations: number): void {
    const { eps } = this
    no_grad(() => {
      for (let i = 0; i < n_power_iterations; i++) {
        this._u = normalize(mv(matrix, this._v), { dim: 0, eps, out: this._u })
        this._v = normalize(mv(matrix.H, this._u), { dim: 0, eps, out: this._v })
      }
    })
  }

  override forward(weight: Tensor): Tensor {
    if (weight.ndim === 1) return normalize(weight, { dim: 0, eps: this.eps })
    const matrix = this._reshape_weight_to_matrix(weight)
    if (this.training) this._power_method(matrix, this.n_power_iterations)
    // Clones, because a backward through this result may come after the next power iteration.
    const u = this._u.clone({ memory_format: contiguous_format })
    const v = this._v.clone({ memory_format: contiguous_format })
    return weight.div(vdot(u, mv(matrix, v)))
  }

  right_inverse(value: Tensor): Tensor {
    return value
  }
}

const bind = python(
  "spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None)",
)

/**
 * Divides a weight by its greatest singular value, which the power method estimates: some steps of it whenever the
 * weight is read in training mode. A vector is divided by its norm. The shape stays; a weight of more than two
 * dimensions counts as a matrix `(out, the rest)`.
 *
 * @throws IndexError for a dimension that the weight does not have; ValueError for no iterations.
 * @example
 * const fc = nn.utils.parametrizations.spectral_norm(nn.Linear(20, 40))
 * torch.linalg.matrix_norm(fc.weight, 2) // about 1
 * fc.weight.size() // torch.Size([40, 20])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrizations.spectral_norm.html
 */
export function spectral_norm<M extends Module>(
  module: M,
  name?: string,
  n_power_iterations?: number,
  eps?: number,
  dim?: number | null,
): Parametrized<M>
export function spectral_norm<M extends Module>(
  module: M,
  options: SpectralNormOptions,
): Parametrized<M>
export function spectral_norm(...given: unknown[]): Module {
  const { module, name, n_power_iterations, eps, dim } = bind<
    Required<SpectralNormOptions> & { module: Module }
  >(given)
  const weight = weightOf(module, name)
  const norm = new _SpectralNorm(weight, n_power_iterations, dim ?? outputDim(module), eps)
  return register_parametrization(module, name, norm)
}
