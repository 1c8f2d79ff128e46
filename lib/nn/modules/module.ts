// Mirrors torch/nn/modules/module.py. The parts of Module are in the folder of that name, see Note [Layers of Module];
// assignment is in _attributes.ts, calls in _hooks.ts.

import { callable } from '../../_callable.js'
import type { RemovableHandle } from '../../utils/hooks.js'
import { addHook, type Kwargs } from './_hooks.js'
import { bind } from './_signatures.js'
import { ModuleBackward } from './module/backward.js'
import type { Hook } from './module/base.js'

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Module {
  /** Runs `forward` and the hooks around it, typed by the class's own `forward`. */
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (...args: Parameters<this['forward']>): ReturnType<this['forward']>
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class Module extends ModuleBackward {
  /** Calls `hook(module, args)` before `forward`; what it gives replaces the arguments. */
  register_forward_pre_hook(
    hook: (module: this, args: Parameters<this['forward']>) => unknown,
    options?: { prepend?: boolean; with_kwargs?: false },
  ): RemovableHandle
  register_forward_pre_hook(
    hook: (module: this, args: unknown[], kwargs: Kwargs) => [unknown[], Kwargs] | null | undefined,
    options: { prepend?: boolean; with_kwargs: true },
  ): RemovableHandle
  register_forward_pre_hook(...given: unknown[]): RemovableHandle {
    const { hook, prepend, with_kwargs } = bind.register_forward_pre_hook<HookArguments>(given)
    const hooks = this._forward_pre_hooks
    const extra_dict = this._forward_pre_hooks_with_kwargs
    const handle = addHook(hooks, hook, { extra_dict, prepend })
    if (with_kwargs) extra_dict.set(handle.id, true)
    return handle
  }

  /** Calls `hook(module, args, output)` after `forward`; what it gives replaces the output. */
  register_forward_hook(
    hook: (
      module: this,
      args: Parameters<this['forward']>,
      output: ReturnType<this['forward']>,
    ) => unknown,
    options?: { prepend?: boolean; with_kwargs?: false; always_call?: boolean },
  ): RemovableHandle
  register_forward_hook(
    hook: (
      module: this,
      args: unknown[],
      kwargs: Kwargs,
      output: ReturnType<this['forward']>,
    ) => unknown,
    options: { prepend?: boolean; with_kwargs: true; always_call?: boolean },
  ): RemovableHandle
  register_forward_hook(...given: unknown[]): RemovableHandle {
    const bound = bind.register_forward_hook<HookArguments>(given)
    const { hook, prepend, with_kwargs, always_call } = bound
    const withKwargs = this._forward_hooks_with_kwargs
    const alwaysCalled = this._forward_hooks_always_called
    const extra_dict = [withKwargs, alwaysCalled]
    const handle = addHook(this._forward_hooks, hook, { extra_dict, prepend })
    if (with_kwargs) withKwargs.set(handle.id, true)
    if (always_call) alwaysCalled.set(handle.id, true)
    return handle
  }
}

interface HookArguments {
  hook: Hook
  prepend: boolean
  with_kwargs: boolean
  always_call: boolean
}

/**
 * The base class of all networks and layers. Parameters, buffers and modules assigned to its fields are registered,
 * in the order of assignment; `net(x)` runs `forward` with its hooks, and takes and gives the shapes that it does.
 *
 * @example
 * class Net extends nn.Module {
 *   fc1 = nn.Linear(784, 128)
 *   fc2 = nn.Linear(128, 10)
 *   forward(x: Tensor) { return this.fc2(F.relu(this.fc1(x))) }
 * }
 * const net = new Net()
 * net(torch.randn(64, 784)).size() // torch.Size([64, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html
 */
const Module_ = callable(Module)
type Module_ = Module

export {
  register_module_backward_hook,
  register_module_full_backward_hook,
  register_module_full_backward_pre_hook,
} from './_backward_hooks.js'
export {
  register_module_buffer_registration_hook,
  register_module_forward_hook,
  register_module_forward_pre_hook,
  register_module_module_registration_hook,
  register_module_parameter_registration_hook,
} from './_hooks.js'
export type { LoadArguments, LoadStateDictPreHook } from './module/state.js'
export { Module_ as Module }
