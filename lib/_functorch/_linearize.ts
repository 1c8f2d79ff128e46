// Mirrors linearize of torch/_functorch/eager_transforms.py.

import { isTensor } from '../_is_tensor.js'
import { tuple } from '../_tuple.js'
import { dual_level, make_dual } from '../autograd/forward_ad.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'
import { type TreeSpec, tree_flatten, tree_map, tree_unflatten } from '../utils/_pytree.js'
import { safe_unpack_dual } from './_jvp.js'
import type { AnyFunction } from './vmap.js'

function checkTangent(tangent: Tensor, primal: Tensor, idx: number): void {
  for (const what of ['shape', 'device', 'dtype'] as const) {
    if (String(tangent[what]) !== String(primal[what])) {
      throw new RuntimeError(
        `tangent:${idx} with ${what} ${tangent[what]} in flattened pytree doesn't match the ${what} ${primal[what]} of the corresponding primal.`,
      )
    }
  }
}

/**
 * The value of `func` at the primals and its linear approximation there: `[func(...primals), jvpFn]`, where `jvpFn`
 * takes a tangent for each primal and gives the Jacobian-vector product.
 *
 * Python records the graph of the products and evaluates it for each call; here each call runs `func` again on dual
 * numbers, which gives the same bits and costs what {@link jvp} costs.
 *
 * @throws RuntimeError where a tangent has another shape, device or dtype than its primal.
 *
 * @example
 * const [output, jvpFn] = torch.func.linearize((x: Tensor) => x.sin(), torch.zeros(3))
 * jvpFn(torch.ones(3)) // tensor([1., 1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.linearize.html
 */
export function linearize<A extends unknown[], R>(
  func: (...args: A) => R,
  ...primals: A
): [output: R, jvp_fn: (...tangents: A) => R]
export function linearize(func: AnyFunction, ...primals: unknown[]): unknown {
  const output = func(...primals)
  const [flat_primals, spec] = tree_flatten(tuple(primals)) as [Tensor[], TreeSpec]
  const jvp_fn = (...tangents: unknown[]): unknown => {
    const [flat_tangents, tangents_spec] = tree_flatten(tuple(tangents))
    if (!spec.equals(tangents_spec)) {
      throw new RuntimeError(
        `Expected the tangents ${tangents_spec} to have the same argspec as the primals ${spec}`,
      )
    }
    for (const [idx, tangent] of flat_tangents.entries()) {
      checkTangent(tangent as Tensor, flat_primals[idx] as Tensor, idx)
    }
    return dual_level(() => {
      const duals = flat_primals.map((primal, i) => make_dual(primal, flat_tangents[i] as Tensor))
      const result = func(...(tree_unflatten(duals, spec) as unknown[]))
      return tree_map((x) => (isTensor(x) ? safe_unpack_dual(x, false).tangent : x), result)
    })
  }
  return tuple<unknown>([output, jvp_fn])
}
