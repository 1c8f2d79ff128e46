// The innermost of the running transforms, for what LibTorch cannot lead through them. Mirrors
// torch/_functorch/pyfunctorch.py.

import { isTensor } from '../_is_tensor.js'
import { _set_fwd_grad_enabled } from '../autograd/forward_ad.js'
import { no_grad } from '../autograd/grad_mode.js'
import { type Interpreter, native } from '../native.js'
import type { Tensor } from '../types.js'
import { tree_map } from '../utils/_pytree.js'

/** The tree with `func` applied to each tensor. */
export function mapTensors<T>(func: (tensor: Tensor) => Tensor, tree: T): T {
  return tree_map((leaf) => (isTensor(leaf) ? func(leaf) : leaf), tree) as T
}

/** Runs `body` without the innermost transform, with that one's own mode as it was outside of it. */
export function lower<R>(interpreter: Interpreter, body: () => R): R {
  const run = (): R => native.lowerInterpreter(body)
  const [kind, , before] = interpreter
  if (kind === 'Grad' && !before) return no_grad(run)
  if (kind === 'Jvp' && !before) return _set_fwd_grad_enabled(false, run)
  return run()
}

/** The innermost transform, and arguments as it wants them. */
export function dispatch_functorch<T>(given: T): [interpreter: Interpreter, operands: T] {
  const interpreter = native.peekInterpreterStack()
  const operands = mapTensors((tensor) => native.unwrapIfDead(tensor), given)
  const [kind] = interpreter
  if (kind !== 'Grad' && kind !== 'Jvp') return [interpreter, operands]
  return [interpreter, mapTensors((tensor) => native.liftInterpreter(tensor), operands)]
}
