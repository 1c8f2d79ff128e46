// orthogonal() of torch/nn/utils/parametrizations.py.

import { python } from '../../../_kwargs.js'
import { ValueError } from '../../../errors.js'
import type { Module } from '../../modules/module.js'
import { type Parametrized, register_parametrization } from '../parametrize.js'
import { _Orthogonal, type OrthogonalMap, orthogonalMaps } from './_orthogonal.js'
import { weightOf } from './_weight.js'

const bind = python(
  "orthogonal(module, name='weight', orthogonal_map=None, *, use_trivialization=True)",
)

/** The keywords of {@link orthogonal}. */
export interface OrthogonalOptions {
  /** The name of the matrix. */
  name?: string
  /**
   * How an orthogonal matrix is made of any: `'matrix_exp'` (the default of square and complex matrices), `'cayley'`, or
   * `'householder'`, by reflections.
   */
  orthogonal_map?: OrthogonalMap | null
  /** Whether a base matrix is kept, from which the map starts: that converges faster. */
  use_trivialization?: boolean
}

/**
 * Keeps a matrix of a module, or a batch of matrices, orthogonal: with orthonormal columns, or rows where it is wide.
 * Its shape `(*, M, N)` stays.
 *
 * @throws ValueError for a tensor with less than two dimensions, an unknown map, and reflections of complex matrices.
 * @example
 * const fc = nn.utils.parametrizations.orthogonal(nn.Linear(20, 40))
 * const Q = fc.weight
 * Q.mT.matmul(Q).allclose(torch.eye(20), { atol: 1e-4 }) // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrizations.orthogonal.html
 */
export function orthogonal<M extends Module>(
  module: M,
  name?: string,
  orthogonal_map?: OrthogonalMap | null,
  options?: { use_trivialization?: boolean },
): Parametrized<M>
export function orthogonal<M extends Module>(module: M, options: OrthogonalOptions): Parametrized<M>
export function orthogonal(...given: unknown[]): Module {
  const { module, name, orthogonal_map, use_trivialization } = bind<
    Required<OrthogonalOptions> & { module: Module }
  >(given)
  const weight = weightOf(module, name)
  if (weight.ndim < 2) {
    throw new ValueError(
      `Expected a matrix or batch of matrices. Got a tensor of ${weight.ndim} dimensions.`,
    )
  }
  const isSquare = weight.size(-2) === weight.size(-1)
  const map = orthogonal_map ?? (isSquare || weight.is_complex() ? 'matrix_exp' : 'householder')
  if (!orthogonalMaps.includes(map)) {
    throw new ValueError(
      `orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: ${map}`,
    )
  }
  const orth = new _Orthogonal(weight, map, use_trivialization)
  return register_parametrization(module, name, orth, { unsafe: true })
}
