// Mirrors jvp of torch/_functorch/eager_transforms.py.

import { zeros_like } from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import { make_dual, unpack_dual } from '../autograd/forward_ad.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'
import { tree_flatten, tree_unflatten } from '../utils/_pytree.js'
import { _replace_args, _slice_argnums } from './_argnums.js'
import {
  assert_non_empty_list_of_tensors,
  assert_non_empty_tensor_output,
  splitAux,
} from './_checks.js'
import {
  _undo_create_differentiable,
  _wrap_all_tensors,
  jvp_increment_nesting,
} from './_nesting.js'
import { type AnyFunction, tupleSpec } from './vmap.js'

const jvp_str = 'jvp(f, primals, tangents)'

/** The value and the tangent of an output; zeros where it depends on no input. */
export function safe_unpack_dual(
  dual: unknown,
  strict: boolean,
): { primal: Tensor; tangent: Tensor } {
  if (!isTensor(dual)) {
    throw new RuntimeError(
      `${jvp_str}: expected f(*args) to return only tensors, got unsupported type ${classText(dual)}`,
    )
  }
  const { primal, tangent } = unpack_dual(dual)
  if (tangent === null && strict) {
    throw new RuntimeError(
      'jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. This is not allowed with strict=True.',
    )
  }
  return { primal, tangent: tangent ?? zeros_like(primal) }
}

/** The value at the primals, its tangent, and what else the function gave. */
export interface Jvp {
  output: unknown
  tangent: unknown
  aux: unknown
}

interface Options {
  argnums: unknown
  strict: boolean
  has_aux: boolean
}

/** {@link jvp} with respect to the primals that `argnums` names; null stands for all. */
export function _jvp_with_argnums(
  func: AnyFunction,
  given: unknown,
  tangents: unknown,
  { argnums, strict, has_aux }: Options,
): Jvp {
  if (!Array.isArray(given)) {
    throw new RuntimeError(
      `${jvp_str}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals).`,
    )
  }
  const diff_args = argnums === null ? tuple(given) : _slice_argnums(given, argnums)
  const [flat_primals, spec] = tree_flatten(diff_args)
  const [flat_tangents, tangents_spec] = tupleSpec(tangents)
  if (!spec.equals(tangents_spec)) {
    throw new RuntimeError(
      `${jvp_str}: Expected primals and tangents to have the same python structure. For example, if primals is a tuple of 3 tensors, tangents also must be. Got primals with structure ${spec} and tangents with structure ${tangents_spec}`,
    )
  }
  assert_non_empty_list_of_tensors(flat_primals, jvp_str, 'primals')
  assert_non_empty_list_of_tensors(flat_tangents, jvp_str, 'tangents')
  return jvp_increment_nesting((level) => {
    const flat_duals = flat_primals.map((primal, i) =>
      make_dual(primal as Tensor, flat_tangents[i] as Tensor),
    )
    const duals = tree_unflatten(flat_duals, spec) as unknown[]
    const result = func(
      ...(argnums === null
        ? duals
        : _replace_args(_wrap_all_tensors(Array.from(given), level), duals, argnums)),
    )
    const [output, aux] = has_aux ? splitAux(result, jvp_str) : [result, null]
    const unwrappedAux = has_aux ? _undo_create_differentiable(aux, level) : null
    const [flat_output, output_spec] = tupleSpec(output)
    assert_non_empty_tensor_output(flat_output, jvp_str)
    const parts = flat_output.map((dual) => safe_unpack_dual(dual, strict))
    const primals_out = parts.map(({ primal }) => _undo_create_differentiable(primal, level))
    const tangents_out = parts.map(({ tangent }) => _undo_create_differentiable(tangent, level))
    return {
      output: tree_unflatten(primals_out, output_spec),
      tangent: tree_unflatten(tangents_out, output_spec),
      aux: unwrappedAux,
    }
  })
}

const bind = python('jvp(func, primals, tangents, *, strict=False, has_aux=False)')

/**
 * The Jacobian-vector product by forward mode: `[func(...primals), tangent]`, where the tangent, built as the output
 * is, says how the output changes as the primals move along their tangents.
 *
 * @param primals - a list of what `func` is called with: tensors, or containers of tensors.
 * @param tangents - a list built alike.
 * @param strict - throws if an output depends on no input, rather than give zeros.
 * @param has_aux - says that `func` gives `[output, aux]`; then the result is `[output, tangent, aux]`.
 * @throws RuntimeError where primals and tangents are built differently, or `func` gives anything but tensors; also
 * while another thread runs one: levels of forward-mode differentiation are the process's.
 *
 * @example
 * const x = torch.tensor([1, 2], { dtype: torch.float })
 * torch.func.jvp((x: Tensor) => x.square(), [x], [torch.ones(2)]) // (tensor([1., 4.]), tensor([2., 4.]))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.jvp.html
 */
export function jvp<A extends unknown[], R, X>(
  func: (...args: A) => readonly [R, X],
  primals: readonly [...A],
  tangents: readonly [...A],
  kw: { strict?: boolean; has_aux: true },
): [output: R, tangent: R, aux: X]
export function jvp<A extends unknown[], R>(
  func: (...args: A) => R,
  primals: readonly [...A],
  tangents: readonly [...A],
  kw?: { strict?: boolean; has_aux?: false },
): [output: R, tangent: R]
export function jvp(...given: unknown[]): unknown {
  const a = bind<{
    func: AnyFunction
    primals: unknown
    tangents: unknown
    strict: boolean
    has_aux: boolean
  }>(given)
  const { output, tangent, aux } = _jvp_with_argnums(a.func, a.primals, a.tangents, {
    argnums: null,
    strict: a.strict,
    has_aux: a.has_aux,
  })
  return a.has_aux ? tuple([output, tangent, aux]) : tuple([output, tangent])
}
