// Mirrors functionalize of torch/_functorch/eager_transforms.py.

import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { pyStr } from '../_repr.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import { tree_leaves, tree_map } from '../utils/_pytree.js'
import { _wraps } from './_wraps.js'
import type { AnyFunction } from './vmap.js'

function _maybe_unwrap_functional_tensor(value: unknown, reapply_views: boolean): unknown {
  // What was not made inside, a global of the function, was never wrapped.
  if (!isTensor(value) || !native.isFunctionalTensor(value)) return value
  native.syncFunctionalTensor(value)
  return native.unwrapFunctionalTensor(value, reapply_views)
}

function functionalized(func: AnyFunction, reapply_views: boolean, args: unknown[]): unknown {
  const level = native.funcIncrementNesting(reapply_views)
  try {
    const wrapped = tree_map(
      (x) => (isTensor(x) ? native.wrapFunctionalTensor(x, level) : x),
      args,
    ) as unknown[]
    const outputs = tree_map(
      (x) => _maybe_unwrap_functional_tensor(x, reapply_views),
      func(...wrapped),
    )
    const inner = tree_leaves(wrapped)
    for (const x of inner) if (isTensor(x)) native.syncFunctionalTensor(x)
    for (const [i, x] of tree_leaves(args).entries()) {
      const changed = inner[i]
      if (isTensor(x) && isTensor(changed)) native.propagateFunctionalInputMutation(x, changed)
    }
    return outputs
  } finally {
    native.funcDecrementNesting()
  }
}

const bind = python("functionalize(func, *, remove='mutations')")

/**
 * A function with the values of `func` in which each in-place operator on what it made became an operator that makes a
 * new tensor. What `func` does to its inputs is done to them at the end.
 *
 * @param remove - `'mutations'`, or `'mutations_and_views'`: then views become copies too.
 * @throws RuntimeError for another `remove`.
 *
 * @example
 * const f = torch.func.functionalize((a: Tensor) => a.add(1).add_(1))
 * f(torch.zeros(2)) // tensor([2., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.functionalize.html
 */
export function functionalize<A extends unknown[], R>(
  func: (...args: A) => R,
  kw?: { remove?: 'mutations' | 'mutations_and_views' },
): (...args: A) => R
export function functionalize(...given: unknown[]): unknown {
  const { func, remove } = bind<{ func: AnyFunction; remove: unknown }>(given)
  if (remove !== 'mutations' && remove !== 'mutations_and_views') {
    throw new RuntimeError(
      `functionalize(f, remove='mutations'): received invalid argument for remove=${pyStr(remove)}. Valid options are:\n` +
        "     remove='mutations': all inplace and out= operators will be removed from the program, and replaced" +
        ' with their out-of-place equivalents.\n' +
        "     remove='mutations_and_views': In addition to the above, all aliasing operators {view} will be" +
        ' replaced with their non-aliasing counterparts, {view}_copy.\n',
    )
  }
  const reapply_views = remove === 'mutations'
  return _wraps(func, (...args) => functionalized(func, reapply_views, args))
}
