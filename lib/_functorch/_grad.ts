// Mirrors grad_impl and grad_and_value_impl of torch/_functorch/eager_transforms.py.

import { isTensor } from '../_is_tensor.js'
import { tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'
import { tree_flatten, tree_unflatten } from '../utils/_pytree.js'
import { type Args, chosenArgs } from './_argnums.js'
import { _autograd_grad } from './_autograd_grad.js'
import { splitAux } from './_checks.js'
import {
  _create_differentiable,
  _undo_create_differentiable,
  _wrap_all_tensors,
  grad_increment_nesting,
} from './_nesting.js'
import { type AnyFunction, doesnt_support_saved_tensors_hooks } from './vmap.js'

const api = 'grad_and_value(f)(*args)'

/** The gradients, the value, and what else the function gave. */
interface GradAndValue {
  grad: unknown
  value: unknown
  aux: unknown
}

function checkScalar(output: unknown): asserts output is Tensor {
  if (!isTensor(output)) {
    throw new RuntimeError(`${api}: Expected f(*args) to return a Tensor, got ${classText(output)}`)
  }
  if (output.dim() !== 0) {
    throw new RuntimeError(
      `${api}: Expected f(*args) to return a scalar Tensor, got tensor with ${output.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs instead?`,
    )
  }
}

function compute(func: AnyFunction, argnums: unknown, has_aux: boolean, given: Args): GradAndValue {
  return grad_increment_nesting((level) => {
    const args = _wrap_all_tensors(Array.from(given), level)
    const diff_args = _create_differentiable(chosenArgs(args, argnums))
    const result = func(...args)
    const [output, aux] = has_aux ? splitAux(result, api) : [result, null]
    checkScalar(output)
    const [flat, spec] = tree_flatten(diff_args)
    // Recorded, so that backward does not run without gradients.
    const gradients = _autograd_grad([output], flat as Tensor[], { create_graph: true })
    return {
      grad: _undo_create_differentiable(tree_unflatten(gradients, spec), level),
      value: _undo_create_differentiable(output, level),
      aux: has_aux ? _undo_create_differentiable(aux, level) : null,
    }
  })
}

function run(func: AnyFunction, argnums: unknown, has_aux: boolean, args: Args): GradAndValue {
  return doesnt_support_saved_tensors_hooks(() => compute(func, argnums, has_aux, args))
}

export function grad_and_value_impl(
  func: AnyFunction,
  argnums: unknown,
  has_aux: boolean,
  args: Args,
): unknown {
  const { grad, value, aux } = run(func, argnums, has_aux, args)
  return has_aux ? tuple<unknown>([grad, tuple([value, aux])]) : tuple([grad, value])
}

export function grad_impl(
  func: AnyFunction,
  argnums: unknown,
  has_aux: boolean,
  args: Args,
): unknown {
  const { grad, aux } = run(func, argnums, has_aux, args)
  return has_aux ? tuple([grad, aux]) : grad
}
