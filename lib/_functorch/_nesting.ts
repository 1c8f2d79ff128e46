// The layers of the transforms of eager_transforms.ts. See Note [Transforms] in binding/functorch.cc.

import { isTensor } from '../_is_tensor.js'
import { classText } from '../_typename.js'
import { _set_fwd_grad_enabled, dual_level } from '../autograd/forward_ad.js'
import { inference_mode, set_grad_enabled } from '../autograd/grad_mode.js'
import { RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { tree_map } from '../utils/_pytree.js'

/** Runs `body` with the inference mode off, the grad modes as they are. */
export function _disable_inference_mode<R>(body: () => R): R {
  if (!native.isInferenceModeEnabled()) return body()
  const grad = native.isGradEnabled()
  const forward = native.isFwdGradEnabled()
  return inference_mode(false, () => {
    native.setGradEnabled(grad)
    native.setFwdGradEnabled(forward)
    return body()
  })
}

/** Runs `body` on a layer of `grad`, whatever the grad mode outside. */
export function grad_increment_nesting<R>(body: (level: number) => R): R {
  const level = native.gradIncrementNesting()
  try {
    return _disable_inference_mode(() => set_grad_enabled(true, () => body(level)))
  } finally {
    native.gradDecrementNesting()
  }
}

// How many layers of `jvp` there are; all share one level of forward-mode differentiation.
let JVP_NESTING = 0

/** Runs `body` on a layer of `jvp`. */
export function jvp_increment_nesting<R>(body: (level: number) => R): R {
  const level = native.jvpIncrementNesting()
  JVP_NESTING++
  try {
    const run = (): R => body(level)
    const inner = JVP_NESTING === 1 ? () => dual_level(run) : run
    return _disable_inference_mode(() => _set_fwd_grad_enabled(true, inner))
  } finally {
    native.jvpDecrementNesting()
    JVP_NESTING--
  }
}

function _create_differentiable_leaf(x: unknown): unknown {
  if (!isTensor(x)) {
    throw new ValueError(`Thing passed to transform API must be Tensor, got ${classText(x)}`)
  }
  const before = native.getInplaceRequiresGradAllowed()
  native.setInplaceRequiresGradAllowed(true)
  try {
    return x.requires_grad_()
  } finally {
    native.setInplaceRequiresGradAllowed(before)
  }
}

/** Lets the graph of this layer start at these tensors. */
export function _create_differentiable<T>(inps: T): T {
  return tree_map(_create_differentiable_leaf, inps) as T
}

/** What the tensors of a layer wrap. */
export function _undo_create_differentiable<T>(inps: T, level: number): T {
  return tree_map((x) => {
    if (isTensor(x)) return native.unwrapForGrad(x, level)
    throw new RuntimeError(`Expected tensors, got unsupported type ${classText(x)}`)
  }, inps) as T
}

/** Puts all tensors on a layer. */
export function _wrap_all_tensors<T>(tree: T, level: number): T {
  return tree_map((x) => (isTensor(x) ? native.wrapForGrad(x, level) : x), tree) as T
}
