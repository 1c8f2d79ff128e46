// Mirrors torch/_functorch/apis.py.

import { python } from '../_kwargs.js'
import { pyStr } from '../_repr.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import { grad_and_value_impl, grad_impl } from './_grad.js'
import { _wraps } from './_wraps.js'
import type { argnums_t, Chosen } from './utils.js'
import {
  _check_randomness_arg,
  type AnyFunction,
  type in_dims_t,
  type out_dims_t,
  vmap_impl,
} from './vmap.js'

/** What random operators do inside of vmap: throw, draw once for all samples, or for each sample anew. */
export type Randomness = 'error' | 'different' | 'same'

interface VmapKeywords {
  out_dims?: out_dims_t
  randomness?: Randomness
  chunk_size?: number | null
}

const bindVmap = python("vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None)")

/**
 * The vectorizing map: a function that does for a batch of inputs, in one go, what `func` does for one of them. Inside,
 * tensors look as if they had no batch dimension.
 *
 * A trailing plain object of a call is keywords, which are not mapped over: where `in_dims` is a list, behind the
 * arguments that it names, else behind arguments of which none is a plain object. Anything else is mapped over, a dict
 * as the only argument too.
 *
 * @param func - gives tensors, or containers of them.
 * @param in_dims - the dimension to map over: one for all inputs, or a list built as the inputs are; null for none.
 * @param out_dims - where the mapped dimension goes in the outputs; a dict of them by keyword.
 * @param randomness - what random operators do.
 * @param chunk_size - how many samples are computed at once; all, unless given.
 * @throws ValueError where dimensions do not fit the inputs or outputs. RuntimeError for operators that vmap does not
 * know, such as `item()`.
 *
 * @example
 * const batchedDot = torch.vmap((a: Tensor, b: Tensor) => a.dot(b)) // [N, D], [N, D] -> [N]
 * batchedDot(torch.ones(2, 3), torch.ones(2, 3)) // tensor([3., 3.])
 * const scaled = torch.vmap((row: Tensor, w: Tensor) => row.mul(w), [0, null], { out_dims: 1 })
 * scaled(torch.ones(2, 3), torch.ones(3)) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.vmap.html
 */
export function vmap<A extends unknown[], R>(
  func: (...args: A) => R,
  in_dims?: in_dims_t,
  out_dims?: number | null | readonly unknown[],
  randomness?: Randomness,
  kw?: { chunk_size?: number | null },
): (...args: A) => R
export function vmap<A extends unknown[], R>(
  func: (...args: A) => R,
  in_dims: in_dims_t,
  kw: VmapKeywords,
): (...args: A) => R
export function vmap<A extends unknown[], R>(
  func: (...args: A) => R,
  kw: VmapKeywords & { in_dims?: in_dims_t },
): (...args: A) => R
export function vmap(...given: unknown[]): unknown {
  const { func, in_dims, out_dims, randomness, chunk_size } = bindVmap<{
    func: AnyFunction
    in_dims: unknown
    out_dims: unknown
    randomness: string
    chunk_size: number | null
  }>(given)
  _check_randomness_arg(randomness)
  if (chunk_size !== null && !(chunk_size > 0)) {
    throw new ValueError(
      `vmap: chunk_size should be None or greater than 0. (got ${pyStr(chunk_size)})`,
    )
  }
  return _wraps(func, (...args) => vmap_impl(func, in_dims, out_dims, randomness, chunk_size, args))
}

interface GradOptions {
  func: AnyFunction
  argnums: unknown
  has_aux: boolean
}

const bindGrad = python('grad(func, argnums=0, has_aux=False)')
const bindGradAndValue = python('grad_and_value(func, argnums=0, has_aux=False)')

/**
 * The gradient of a scalar function: takes the arguments of `func` and gives the derivative by the chosen ones, built
 * as they are. It can be nested, for higher derivatives, and mapped with {@link vmap}, for per-sample gradients.
 *
 * A `no_grad` inside of `func` counts, one around the call does not.
 *
 * @param func - gives a 0-d tensor.
 * @param argnums - the number of the argument to differentiate by; a list gives a list of gradients.
 * @param has_aux - says that `func` gives `[output, aux]`; then the result is `[gradient, aux]`.
 * @throws RuntimeError where `func` gives anything else.
 *
 * @example
 * torch.func.grad((x: Tensor) => x.sin())(torch.tensor(0, { dtype: torch.float })) // tensor(1.)
 *
 * const loss = (w: Tensor, x: Tensor, y: Tensor) => x.dot(w).sub(y).square()
 * const perSample = torch.vmap(torch.func.grad(loss), [null, 0, 0])
 * perSample(torch.zeros(4), torch.ones(3, 4), torch.ones(3)) // (3, 4)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.grad.html
 */
export function grad<A extends unknown[], X, const N extends argnums_t>(
  func: (...args: A) => readonly [Tensor, X],
  argnums: N,
  has_aux: true | { has_aux: true },
): (...args: A) => [gradient: Chosen<A, N>, aux: X]
export function grad<A extends unknown[], X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [Tensor, X],
  kw: { argnums?: N; has_aux: true },
): (...args: A) => [gradient: Chosen<A, N>, aux: X]
export function grad<A extends unknown[], const N extends argnums_t = 0>(
  func: (...args: A) => Tensor,
  argnums?: N,
  has_aux?: false | undefined,
): (...args: A) => Chosen<A, N>
export function grad<A extends unknown[], const N extends argnums_t = 0>(
  func: (...args: A) => Tensor,
  kw: { argnums?: N; has_aux?: false },
): (...args: A) => Chosen<A, N>
export function grad(...given: unknown[]): unknown {
  const { func, argnums, has_aux } = bindGrad<GradOptions>(given)
  return _wraps(func, (...args) => grad_impl(func, argnums, has_aux, args))
}

/**
 * {@link grad} that gives `[gradient, value]`; with `has_aux`, `[gradient, [value, aux]]`.
 *
 * @example
 * const f = torch.func.grad_and_value((x: Tensor) => x.square().sum())
 * f(torch.tensor([1, 2], { dtype: torch.float })) // (tensor([2., 4.]), tensor(5.))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.grad_and_value.html
 */
export function grad_and_value<A extends unknown[], X, const N extends argnums_t>(
  func: (...args: A) => readonly [Tensor, X],
  argnums: N,
  has_aux: true | { has_aux: true },
): (...args: A) => [gradient: Chosen<A, N>, value: [value: Tensor, aux: X]]
export function grad_and_value<A extends unknown[], X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [Tensor, X],
  kw: { argnums?: N; has_aux: true },
): (...args: A) => [gradient: Chosen<A, N>, value: [value: Tensor, aux: X]]
export function grad_and_value<A extends unknown[], const N extends argnums_t = 0>(
  func: (...args: A) => Tensor,
  argnums?: N,
  has_aux?: false | undefined,
): (...args: A) => [gradient: Chosen<A, N>, value: Tensor]
export function grad_and_value<A extends unknown[], const N extends argnums_t = 0>(
  func: (...args: A) => Tensor,
  kw: { argnums?: N; has_aux?: false },
): (...args: A) => [gradient: Chosen<A, N>, value: Tensor]
export function grad_and_value(...given: unknown[]): unknown {
  const { func, argnums, has_aux } = bindGradAndValue<GradOptions>(given)
  return _wraps(func, (...args) => grad_and_value_impl(func, argnums, has_aux, args))
}
