// Mirrors jacfwd and hessian of torch/_functorch/eager_transforms.py.

import { python } from '../_kwargs.js'
import { tuple } from '../_tuple.js'
import { AssertionError } from '../errors.js'
import type { Tensor } from '../types.js'
import { type TreeSpec, tree_flatten, tree_map, tree_unflatten } from '../utils/_pytree.js'
import { _slice_argnums, type Args } from './_argnums.js'
import { _construct_standard_basis_for } from './_basis.js'
import { error_if_complex } from './_checks.js'
import { jacrev } from './_jacrev.js'
import { _jvp_with_argnums } from './_jvp.js'
import { _wraps } from './_wraps.js'
import type { argnums_t, Chosen, Nest } from './utils.js'
import { _check_randomness_arg, type AnyFunction, tupleSpec, vmap_impl } from './vmap.js'

function safe_unflatten(tensor: Tensor, dim: number, shape: readonly number[]): Tensor {
  if (shape.length > 0) return tensor.unflatten(dim, shape)
  const size = tensor.size(dim)
  if (size !== 1) throw new AssertionError(`expected tensor.shape[${dim}] to be 1, got ${size}`)
  return tensor.squeeze(dim)
}

interface Options {
  argnums: unknown
  has_aux: boolean
  randomness: string
}

function jacobian(func: AnyFunction, options: Options, args: Args): unknown {
  const { argnums, has_aux, randomness } = options
  error_if_complex('jacfwd', args, true)
  const chosen = argnums === null ? tuple(args) : _slice_argnums(args, argnums)
  const [primals, inputs] = tree_flatten(chosen) as [Tensor[], TreeSpec]
  const numels = primals.map((primal) => primal.numel())
  const basis = tree_unflatten(_construct_standard_basis_for(primals, numels), inputs)
  const push_jvp = (tangents: unknown): unknown => {
    const { output, tangent, aux } = _jvp_with_argnums(func, args, tangents, {
      argnums,
      has_aux,
      strict: false,
    })
    error_if_complex('jacfwd', output, false)
    return has_aux ? tuple([tangent, aux]) : tangent
  }
  _check_randomness_arg(randomness)
  const mapped = vmap_impl(push_jvp, [0], 0, randomness, null, [basis])
  const [columns, auxes] = has_aux ? (mapped as [unknown, unknown]) : [mapped, null]
  const [flat, spec] = tupleSpec(columns) as [Tensor[], TreeSpec]
  const ofOutputs = flat.map((column) => {
    const parts = column.movedim(0, -1).split(numels, -1)
    const ofInputs = parts.map((part, i) => safe_unflatten(part, -1, primals[i]?.shape ?? []))
    const nest = tree_unflatten(ofInputs, inputs) as unknown[]
    return Number.isInteger(argnums) ? nest[0] : nest
  })
  const result = tree_unflatten(ofOutputs, spec)
  if (!has_aux) return result
  // Each row of the basis gave the same.
  return tuple([result, tree_map((value) => (value as Tensor).select(0, 0), auxes)])
}

const bind = python("jacfwd(func, argnums=0, has_aux=False, *, randomness='error')")

interface Keywords {
  randomness?: 'error' | 'same' | 'different'
}

/**
 * The Jacobian of `func` by forward mode, as {@link jacrev} gives it. Fit for functions with more outputs than inputs.
 *
 * @param randomness - what random operators in `func` do; see {@link vmap}, over which the columns are computed.
 *
 * @example
 * const jacobian = torch.func.jacfwd((x: Tensor) => x.square())
 * jacobian(torch.tensor([1, 2], { dtype: torch.float })).diag() // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.jacfwd.html
 */
export function jacfwd<A extends unknown[], R, X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [R, X],
  argnums: N,
  has_aux: true,
  kw?: Keywords,
): (...args: A) => [jacobian: Nest<R, Chosen<A, N>>, aux: X]
export function jacfwd<A extends unknown[], R, X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [R, X],
  argnums: N,
  kw: Keywords & { has_aux: true },
): (...args: A) => [jacobian: Nest<R, Chosen<A, N>>, aux: X]
export function jacfwd<A extends unknown[], R, X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [R, X],
  kw: Keywords & { argnums?: N; has_aux: true },
): (...args: A) => [jacobian: Nest<R, Chosen<A, N>>, aux: X]
export function jacfwd<A extends unknown[], R, const N extends argnums_t = 0>(
  func: (...args: A) => R,
  argnums?: N,
  kw?: Keywords & { has_aux?: false },
): (...args: A) => Nest<R, Chosen<A, N>>
export function jacfwd<A extends unknown[], R, const N extends argnums_t = 0>(
  func: (...args: A) => R,
  kw: Keywords & { argnums?: N; has_aux?: false },
): (...args: A) => Nest<R, Chosen<A, N>>
export function jacfwd(...given: unknown[]): unknown {
  const { func, ...options } = bind<Options & { func: AnyFunction }>(given)
  return _wraps(func, (...args) => jacobian(func, options, args))
}

const bindHessian = python('hessian(func, argnums=0)')

/**
 * The second derivatives of `func`: {@link jacfwd} of {@link jacrev}. A function that takes the arguments of `func` and
 * gives tensors of shape `output.shape + input.shape + input.shape`.
 *
 * @example
 * torch.func.hessian((x: Tensor) => x.pow(3).sum())(torch.ones(2)).diag() // tensor([6., 6.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.hessian.html
 */
export function hessian<A extends unknown[], R, const N extends argnums_t = 0>(
  func: (...args: A) => R,
  argnums?: N | { argnums?: N },
): (...args: A) => Nest<Nest<R, Chosen<A, N>>, Chosen<A, N>>
export function hessian(...given: unknown[]): unknown {
  const { func, argnums } = bindHessian<{ func: AnyFunction; argnums: argnums_t }>(given)
  return jacfwd(jacrev(func, argnums), argnums)
}
