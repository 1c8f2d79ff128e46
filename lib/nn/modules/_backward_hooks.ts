// The hooks of modules that run in backward. Mirrors what Module._call_impl does for them, and the global ones, in
// torch/nn/modules/module.py.

import { isMap } from '../../_is_map.js'
import { isKeywords } from '../../_kwargs.js'
import { typeName } from '../../_typename.js'
import type { HookResult } from '../../autograd/_hooks.js'
import type { Gradients, Node } from '../../autograd/_node.js'
import { IndexError, RuntimeError, StopIteration } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { BackwardHook, type HooksDict, RemovableHandle } from '../../utils/hooks.js'
import { FutureWarning, warn } from '../../warnings.js'
import type { Module } from './module.js'

/** `hook(module, grad_input, grad_output)`; a list that it gives takes the place of `grad_input`. */
export type ModuleBackwardHook<M = Module> = (
  module: M,
  grad_input: Gradients,
  grad_output: Gradients,
) => HookResult<Gradients | Tensor>

/** `hook(module, grad_output)`; a list that it gives takes the place of `grad_output`. */
export type ModuleBackwardPreHook<M = Module> = (
  module: M,
  grad_output: Gradients,
) => HookResult<Gradients | Tensor>

/** The backward hooks of one module, or of all. */
export interface BackwardHooks {
  readonly _backward_pre_hooks: HooksDict<ModuleBackwardPreHook>
  readonly _backward_hooks: HooksDict<ModuleBackwardHook>
  /** Which kind `_backward_hooks` holds; null before the first. */
  _is_full_backward_hook: boolean | null
}

/** The backward hooks that run for every module. */
export const globalHooks: BackwardHooks = {
  _backward_pre_hooks: new Map(),
  _backward_hooks: new Map(),
  _is_full_backward_hook: null,
}

/** Whether a call of a module has to do something for backward hooks. */
export function hasBackwardHooks(hooks: BackwardHooks): boolean {
  return (
    hooks._backward_hooks.size > 0 ||
    hooks._backward_pre_hooks.size > 0 ||
    globalHooks._backward_hooks.size > 0 ||
    globalHooks._backward_pre_hooks.size > 0
  )
}

/** Adds a hook of one kind; the two kinds do not go together. `where` is for the error's text. */
export function addBackwardHook(
  hooks: BackwardHooks,
  hook: ModuleBackwardHook,
  full: boolean,
  where: string,
): RemovableHandle {
  if (hooks._is_full_backward_hook === !full) {
    throw new RuntimeError(
      `Cannot use both regular backward hooks and full backward hooks ${where}. Please use only one of them.`,
    )
  }
  hooks._is_full_backward_hook = full
  const handle = new RemovableHandle(hooks._backward_hooks)
  hooks._backward_hooks.set(handle.id, hook)
  return handle
}

function hooksOfKind(hooks: BackwardHooks, full: boolean): ModuleBackwardHook[] {
  return [globalHooks, hooks]
    .filter((one) => one._is_full_backward_hook === full)
    .flatMap((one) => [...one._backward_hooks.values()])
}

/** What one call of a module does for its backward hooks, which are those that it has when the call begins. */
export class BackwardCall {
  readonly #module: Module
  readonly #full: BackwardHook<Module> | null
  readonly #nonFull: readonly ModuleBackwardHook[]

  constructor(module: Module) {
    this.#module = module
    const hooks: BackwardHooks = module
    const full = hooksOfKind(hooks, true)
    const before = [globalHooks, hooks].flatMap((one) => [...one._backward_pre_hooks.values()])
    const any = full.length > 0 || before.length > 0
    this.#full = any ? new BackwardHook(module, full, before) : null
    this.#nonFull = hooksOfKind(hooks, false)
  }

  /** The arguments for `forward`. */
  enter(args: readonly unknown[]): readonly unknown[] {
    return this.#full ? this.#full.setup_input_hook(args) : args
  }

  /** What the call gives, of what `forward` and its hooks gave. */
  leave(args: readonly unknown[], given: unknown): unknown {
    let result = given
    if (this.#full) {
      if (!(result instanceof Tensor || Array.isArray(result))) {
        warn(
          'For backward hooks to be called, module output should be a Tensor or a tuple of Tensors' +
            ` but received <class '${typeName(result)}'>`,
        )
      }
      result = this.#full.setup_output_hook(result)
    }
    if (this.#nonFull.length > 0) this.#hookNode(args, result)
    return result
  }

  // The older hooks see one node: what made the first tensor of the result.
  #hookNode(args: readonly unknown[], result: unknown): void {
    const { grad_fn } = firstTensor(result)
    if (grad_fn === null) return
    for (const hook of this.#nonFull) {
      grad_fn.register_hook(
        (grad_input, grad_output) =>
          hook(this.#module, grad_input, grad_output) as HookResult<Gradients>,
      )
    }
    warnNonFull(args, result, grad_fn)
  }
}

function firstTensor(result: unknown): Tensor {
  let value = result
  while (!(value instanceof Tensor)) {
    if (isMap(value) || isKeywords(value)) {
      const values = isMap(value) ? [...value.values()] : Object.values(value as object)
      const found = values.find((one) => one instanceof Tensor)
      if (!found) throw new StopIteration()
      return found as Tensor
    }
    if (!Array.isArray(value)) {
      throw new TypeError(`'${typeName(value)}' object is not subscriptable`)
    }
    if (value.length === 0) throw new IndexError('tuple index out of range')
    value = value[0]
  }
  return value
}

// Says where a hook that is not full misses some of the gradients.
function warnNonFull(args: readonly unknown[], result: unknown, grad_fn: Node): void {
  const tell = (where: string, missing: string, full = true): void => {
    const instead = full
      ? ' Please use register_full_backward_hook to get the documented behavior.'
      : ''
    warn(
      `Using ${where} is deprecated and will be removed in future versions. This hook will be missing some ${missing}.${instead}`,
      FutureWarning,
    )
  }
  const outputs: readonly unknown[] = Array.isArray(result) ? result : [result]
  if (!areTensors(outputs)) {
    const what = 'return a single Tensor or a tuple of Tensors'
    tell(`non-full backward hooks on a Module that does not ${what}`, 'of the grad_output')
    return
  }
  if (!areTensors(args)) {
    const what = 'take as input a single Tensor or a tuple of Tensors'
    tell(`non-full backward hooks on a Module that does not ${what}`, 'of the grad_input')
    return
  }
  const made = nodesOf(outputs)
  if (made.size === 0 || (made.size === 1 && !made.has(grad_fn))) {
    const where = 'a non-full backward hook when outputs are nested in python data structure'
    tell(where, 'grad_output', false)
  } else if (made.size > 1) {
    const where = 'a non-full backward hook when outputs are generated by different autograd Nodes'
    tell(where, 'grad_output')
  } else {
    const inputs = nodesOf(args)
    const next = new Set(grad_fn.next_functions.map(([node]) => node))
    if (inputs.size === next.size && [...next].every((node) => node && inputs.has(node))) return
    const where = 'a non-full backward hook when the forward contains multiple autograd Nodes'
    tell(where, 'grad_input')
  }
}

function areTensors(values: readonly unknown[]): values is readonly Tensor[] {
  return values.every((value) => value instanceof Tensor)
}

function nodesOf(tensors: readonly Tensor[]): Set<Node> {
  return new Set(tensors.flatMap((tensor) => tensor.grad_fn ?? []))
}

/**
 * The older form of {@link register_module_full_backward_hook}: its hooks see the gradients of the last operator of a
 * module, not of the module.
 *
 * @deprecated by PyTorch.
 */
export function register_module_backward_hook(hook: ModuleBackwardHook): RemovableHandle {
  return addBackwardHook(globalHooks, hook, false, 'as a global Module hook')
}

/**
 * Calls `hook(module, grad_output)` of every module before its gradients are computed; a list that it gives takes the
 * place of `grad_output`. Before the hooks of the module itself.
 *
 * @example
 * const input = torch.ones([3], { requires_grad: true })
 * const handle = register_module_full_backward_pre_hook((module, grad_output) => [grad_output[0]?.mul(2) ?? null])
 * nn.ReLU()(input).sum().backward()
 * input.grad // tensor([2., 2., 2.])
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_full_backward_pre_hook.html
 */
export function register_module_full_backward_pre_hook(
  hook: ModuleBackwardPreHook,
): RemovableHandle {
  const handle = new RemovableHandle(globalHooks._backward_pre_hooks)
  globalHooks._backward_pre_hooks.set(handle.id, hook)
  return handle
}

/**
 * Calls `hook(module, grad_input, grad_output)` of every module when the gradients of its inputs are computed; a list
 * that it gives takes the place of `grad_input`. Before the hooks of the module itself.
 *
 * @example
 * const names: string[] = []
 * const handle = register_module_full_backward_hook((module) => { names.push(module._get_name()) })
 * nn.Sequential(nn.Linear(4, 8), nn.ReLU())(torch.randn([3, 4], { requires_grad: true })).sum().backward()
 * names.join() // 'ReLU,Linear,Sequential'
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_full_backward_hook.html
 */
export function register_module_full_backward_hook(hook: ModuleBackwardHook): RemovableHandle {
  return addBackwardHook(globalHooks, hook, true, 'as a global Module hook')
}
