// The hooks of torch/_tensor.py.

import type { RemovableHandle } from './_removable_handle.js'
import { addHook, type HookResult } from './autograd/_hooks.js'
import { RuntimeError } from './errors.js'
import { native } from './native.js'
import type { Tensor } from './types.js'

/** Methods of {@link Tensor} that register hooks. */
export interface TensorHooks {
  /**
   * Calls `hook(grad)` whenever the gradient of this tensor is computed; a tensor that it gives takes its place.
   *
   * @returns a handle whose `remove()` takes the hook away.
   * @throws RuntimeError for a tensor that does not require gradients.
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.register_hook.html
   */
  register_hook(hook: (grad: Tensor) => HookResult<Tensor>): RemovableHandle
  /**
   * Calls `hook(tensor)` after backward has added to the `grad` of this leaf.
   *
   * @returns a handle whose `remove()` takes the hook away.
   * @throws RuntimeError for a tensor that is no leaf or does not require gradients.
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.register_post_accumulate_grad_hook.html
   */
  register_post_accumulate_grad_hook(hook: (param: Tensor) => void): RemovableHandle
}

function checkRequiresGrad(tensor: Tensor): void {
  if (!native.requiresGrad(tensor._h)) {
    throw new RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
  }
}

export const tensorHooks: TensorHooks & ThisType<Tensor> = {
  register_hook(hook) {
    checkRequiresGrad(this)
    return addHook(hook, (offered) => native.tensorHooksOf(this._h, offered))
  },
  register_post_accumulate_grad_hook(hook) {
    checkRequiresGrad(this)
    if (!native.isLeaf(this._h)) {
      throw new RuntimeError('post accumulate grad hooks cannot be registered on non-leaf tensors')
    }
    return addHook(hook, (offered) => native.postAccumulateHooksOf(this._h, offered))
  },
}
