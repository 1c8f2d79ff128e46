// Mirrors torch/_functorch/eager_transforms.py.

import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'

export { functionalize } from './_functionalize.js'
export { hessian, jacfwd } from './_jacfwd.js'
export { jacrev } from './_jacrev.js'
export { jvp } from './_jvp.js'
export { linearize } from './_linearize.js'
export { vjp } from './_vjp.js'

const bind = python('debug_unwrap(tensor, *, recurse=True)')

/**
 * The plain tensor behind one that a transform handed to the function, to look at in a debugger. It has no part in the
 * transform: do not compute with it.
 *
 * @param recurse - unwraps all layers, rather than one.
 *
 * @example
 * let seen = null
 * torch.vmap((x: Tensor) => {
 *   seen = torch.func.debug_unwrap(x)
 *   return x
 * })(torch.ones(2, 3))
 * seen // (2, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.debug_unwrap.html
 */
export function debug_unwrap(tensor: Tensor, kw?: { recurse?: boolean }): Tensor
export function debug_unwrap(...args: unknown[]): Tensor {
  const { tensor, recurse } = bind<{ tensor: Tensor; recurse: boolean }>(args)
  if (!isTensor(tensor)) {
    throw new TypeError(
      `debug_unwrap(): argument 'tensor' (position 1) must be Tensor, not ${typeName(tensor)}`,
    )
  }
  let result = tensor
  while (native.maybeGetLevel(result._h) !== -1) {
    result = native.getUnwrapped(result)
    if (!recurse) break
  }
  return result
}
