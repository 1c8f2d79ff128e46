// Mirrors vjp of torch/_functorch/eager_transforms.py.

import { isPlainObject } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { tree_flatten, tree_unflatten, treespec_pprint } from '../utils/_pytree.js'
import { type Args, chosenArgs } from './_argnums.js'
import { _autograd_grad } from './_autograd_grad.js'
import { assert_non_empty_tensor_output, splitAux } from './_checks.js'
import {
  _create_differentiable,
  _disable_inference_mode,
  _undo_create_differentiable,
  _wrap_all_tensors,
  grad_increment_nesting,
} from './_nesting.js'
import { type AnyFunction, doesnt_support_saved_tensors_hooks, tupleSpec } from './vmap.js'

const api = 'vjp(f, *primals)'

/** Gives the products of the cotangents with the Jacobian. */
export type VjpFunction<R, P> = (
  cotangents: R,
  retain_graph?: boolean,
  create_graph?: boolean | null,
) => P

/** The value at the primals, the function of the cotangents, and what else the function gave. */
export interface Vjp {
  output: unknown
  vjp_fn: VjpFunction<unknown, unknown>
  aux: unknown
}

function checkDtype({ dtype }: Tensor): void {
  if (dtype.is_floating_point || dtype.is_complex) return
  throw new RuntimeError(
    `vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got Tensor with dtype ${dtype}`,
  )
}

/** {@link vjp} with respect to the primals that `argnums` names; null stands for all. */
export function _vjp_with_argnums(
  func: AnyFunction,
  given: Args,
  argnums: unknown,
  has_aux: boolean,
): Vjp {
  return doesnt_support_saved_tensors_hooks(() =>
    grad_increment_nesting((level) => {
      const primals = _wrap_all_tensors(tuple(given), level)
      const diff_primals = _create_differentiable(
        argnums === null ? primals : chosenArgs(primals, argnums),
      )
      const result = func(...primals)
      const [primals_out, aux] = has_aux ? splitAux(result, api) : [result, null]
      const unwrappedAux = has_aux ? _undo_create_differentiable(aux, level) : null
      const [flat_primals_out, spec] = tupleSpec(primals_out)
      assert_non_empty_tensor_output(flat_primals_out, api)
      const [flat_diff_primals, primals_spec] = tree_flatten(diff_primals)
      const output = _undo_create_differentiable(primals_out, level)
      for (const one of flat_primals_out) checkDtype(one)

      const vjp_fn: VjpFunction<unknown, unknown> = (
        cotangents,
        retain_graph = true,
        create_graph = null,
      ) => {
        const create = create_graph ?? native.isGradEnabled()
        const [flat_cotangents, cotangents_spec] = tupleSpec(cotangents)
        if (!spec.equals(cotangents_spec)) {
          throw new RuntimeError(
            `Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function. cotangents: ${treespec_pprint(cotangents_spec)}, primal output: ${treespec_pprint(spec)}`,
          )
        }
        const products = _disable_inference_mode(() =>
          _autograd_grad(flat_primals_out, flat_diff_primals as Tensor[], {
            grad_outputs: flat_cotangents as Tensor[],
            retain_graph,
            create_graph: create,
          }),
        )
        return tree_unflatten(products, primals_spec)
      }
      return { output, vjp_fn, aux: unwrappedAux }
    }),
  )
}

// Primals may be dicts: only an object with this key alone is the keyword.
function takesAux(value: unknown): value is { has_aux: boolean } {
  return (
    isPlainObject(value) && typeof value.has_aux === 'boolean' && Object.keys(value).length === 1
  )
}

/**
 * The vector-Jacobian product: gives `func(...primals)` and a function that multiplies cotangents, one for each output
 * and of its shape, with the Jacobian. That function gives a list with one product for each primal, of its shape; it
 * takes `retain_graph` and `create_graph` too.
 *
 * A last argument `{ has_aux: true }` says that `func` gives `[output, aux]`: the result then ends with `aux`.
 *
 * @param func - gives tensors, or containers of tensors, of floating-point or complex dtypes.
 * @param primals - tensors, or containers of tensors.
 * @throws RuntimeError where `func` gives anything else, or the cotangents are built otherwise than the outputs.
 *
 * @example
 * const [output, vjpFn] = torch.func.vjp((x: Tensor) => x.square(), torch.tensor([1, 2], { dtype: torch.float }))
 * const [product] = vjpFn(torch.ones_like(output))
 * product // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.vjp.html
 */
export function vjp<A extends unknown[], R, X>(
  func: (...args: A) => readonly [R, X],
  ...args: [...primals: A, kw: { has_aux: true }]
): [output: R, vjp_fn: VjpFunction<R, A>, aux: X]
export function vjp<A extends unknown[], R>(
  func: (...args: A) => R,
  ...primals: A
): [output: R, vjp_fn: VjpFunction<R, A>]
export function vjp<A extends unknown[], R>(
  func: (...args: A) => R,
  ...args: [...primals: A, kw: { has_aux: false }]
): [output: R, vjp_fn: VjpFunction<R, A>]
export function vjp(func: AnyFunction, ...args: unknown[]): unknown {
  const last = args.at(-1)
  const has_aux = takesAux(last) && last.has_aux
  const primals = takesAux(last) ? args.slice(0, -1) : args
  const { output, vjp_fn, aux } = _vjp_with_argnums(func, primals, null, has_aux)
  return has_aux ? tuple([output, vjp_fn, aux]) : tuple([output, vjp_fn])
}
