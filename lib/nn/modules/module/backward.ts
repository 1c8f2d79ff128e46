// The hooks of a module that run in backward. Part of torch/nn/modules/module.py.

import { moveToFront, RemovableHandle } from '../../../utils/hooks.js'
import {
  addBackwardHook,
  type ModuleBackwardHook,
  type ModuleBackwardPreHook,
} from '../_backward_hooks.js'
import { bind } from '../_signatures.js'
import { ModuleState } from './state.js'

export class ModuleBackward extends ModuleState {
  /**
   * Calls `hook(module, grad_output)` before the gradients of the module's inputs are computed; a list that it gives
   * takes the place of `grad_output`. `prepend` puts it before the module's other hooks.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_pre_hook
   */
  register_full_backward_pre_hook(
    hook: ModuleBackwardPreHook<this>,
    prepend?: boolean | { prepend?: boolean },
  ): RemovableHandle
  register_full_backward_pre_hook(...given: unknown[]): RemovableHandle {
    const { hook, prepend } = bind.register_full_backward_pre_hook<{
      hook: ModuleBackwardPreHook
      prepend: boolean
    }>(given)
    const handle = new RemovableHandle(this._backward_pre_hooks)
    this._backward_pre_hooks.set(handle.id, hook)
    if (prepend) moveToFront(this._backward_pre_hooks, handle.id)
    return handle
  }

  /**
   * The older form of {@link register_full_backward_hook}: its hook sees the gradients of the module's last operator,
   * not of the module.
   *
   * @deprecated by PyTorch.
   * @throws RuntimeError where the module has full backward hooks.
   */
  register_backward_hook(hook: ModuleBackwardHook<this>): RemovableHandle
  register_backward_hook(...given: unknown[]): RemovableHandle {
    const { hook } = bind.register_backward_hook<{ hook: ModuleBackwardHook }>(given)
    return addBackwardHook(this, hook, false, 'on a single Module')
  }

  /**
   * Calls `hook(module, grad_input, grad_output)` when the gradients of the module's inputs are computed: one for each
   * positional argument and each result of `forward`, null where it is no tensor or has none. A list that it gives
   * takes the place of `grad_input`. Inputs and outputs of such a module cannot be changed in place.
   *
   * @example
   * const fc = nn.Linear(4, 2)
   * let size: unknown
   * const handle = fc.register_full_backward_hook((module, grad_input, grad_output) => {
   *   size = grad_output[0]?.size()
   * })
   * fc(torch.randn(3, 4)).sum().backward()
   * size // torch.Size([3, 2])
   * handle.remove()
   *
   * @throws RuntimeError where the module has hooks of {@link register_backward_hook}.
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
   */
  register_full_backward_hook(
    hook: ModuleBackwardHook<this>,
    prepend?: boolean | { prepend?: boolean },
  ): RemovableHandle
  register_full_backward_hook(...given: unknown[]): RemovableHandle {
    const { hook, prepend } = bind.register_full_backward_hook<{
      hook: ModuleBackwardHook
      prepend: boolean
    }>(given)
    const handle = addBackwardHook(this, hook, true, 'on a single Module')
    if (prepend) moveToFront(this._backward_hooks, handle.id)
    return handle
  }
}
