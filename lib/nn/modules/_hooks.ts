// The calls of modules: `net(x)` runs the hooks around `forward`. Mirrors Module._call_impl and the global hooks
// of torch/nn/modules/module.py.

import { isKeywords, python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { type HooksDict, moveToFront, RemovableHandle } from '../../utils/hooks.js'
import { warn } from '../../warnings.js'
import type { Parameter } from '../parameter.js'
import { BackwardCall, type BackwardHooks, hasBackwardHooks } from './_backward_hooks.js'
import type { Module } from './module.js'

/** Keyword arguments of a call. */
export type Kwargs = Record<string, unknown>

/** `hook(module, args)`, or `hook(module, args, kwargs)` when registered `with_kwargs`. */
export type ForwardPreHook<M = Module> = (
  module: M,
  args: readonly unknown[],
  kwargs: Kwargs,
) => unknown

/** `hook(module, args, output)`, or `hook(module, args, kwargs, output)` when registered `with_kwargs`. */
export type ForwardHook<M = Module> = (
  module: M,
  args: readonly unknown[],
  ...rest: never[]
) => unknown

type AnyHook = (...args: unknown[]) => unknown

/** The hooks of one module, or of all. */
export interface ForwardHooks {
  readonly _forward_hooks: HooksDict<AnyHook>
  readonly _forward_hooks_with_kwargs: HooksDict<boolean>
  readonly _forward_hooks_always_called: HooksDict<boolean>
  readonly _forward_pre_hooks: HooksDict<AnyHook>
  readonly _forward_pre_hooks_with_kwargs: HooksDict<boolean>
}

/** The hooks of a call of a module. */
export type CallHooks = ForwardHooks & BackwardHooks

/** The hooks that run for every module. */
export const globalHooks: ForwardHooks = {
  _forward_hooks: new Map(),
  _forward_hooks_with_kwargs: new Map(),
  _forward_hooks_always_called: new Map(),
  _forward_pre_hooks: new Map(),
  _forward_pre_hooks_with_kwargs: new Map(),
}

/** A hook that sees, and may replace, what is registered under a name. */
export type RegistrationHook<V> = (module: Module, name: string, value: V) => V | null | undefined

/** Asks the registration hooks, each of which may replace the value. */
export function registered<V>(
  hooks: HooksDict<RegistrationHook<V>>,
  module: Module,
  name: string,
  value: V,
): V {
  let result = value
  for (const hook of hooks.values()) result = hook(module, name, result) ?? result
  return result
}

// Keyword arguments are one trailing object; hooks see them apart from the others.
function splitKwargs(args: readonly unknown[]): [readonly unknown[], Kwargs] {
  const last = args.at(-1)
  return isKeywords(last) ? [args.slice(0, -1), last] : [args, {}]
}

function joinKwargs(args: readonly unknown[], kwargs: Kwargs): readonly unknown[] {
  return Object.keys(kwargs).length === 0 ? args : [...args, kwargs]
}

/** Whether a call has more to do than `forward`. */
export function hasHooks(hooks: CallHooks): boolean {
  return (
    hooks._forward_hooks.size > 0 ||
    hooks._forward_pre_hooks.size > 0 ||
    globalHooks._forward_hooks.size > 0 ||
    globalHooks._forward_pre_hooks.size > 0 ||
    hasBackwardHooks(hooks)
  )
}

/** One call with its hooks. */
export function callWithHooks(
  module: Module,
  forward: (args: readonly unknown[]) => unknown,
  given: readonly unknown[],
): unknown {
  const hooks: CallHooks = module
  const call = {
    args: splitKwargs(given)[0],
    kwargs: splitKwargs(given)[1],
    result: null as unknown,
  }
  const called = new Set<number>()
  try {
    const backward = hasBackwardHooks(hooks) ? new BackwardCall(module) : null
    for (const [id, hook] of [...globalHooks._forward_pre_hooks, ...hooks._forward_pre_hooks]) {
      runPreHook(module, hook, hooks._forward_pre_hooks_with_kwargs.has(id), call)
    }
    if (backward) call.args = backward.enter(call.args)
    call.result = forward(joinKwargs(call.args, call.kwargs))
    for (const [id, hook] of [...globalHooks._forward_hooks, ...hooks._forward_hooks]) {
      if (isIn('_forward_hooks_always_called', hooks, id)) called.add(id)
      const withKwargs = isIn('_forward_hooks_with_kwargs', hooks, id)
      runForwardHook(module, hook, withKwargs, call)
    }
    if (backward) call.result = backward.leave(call.args, call.result)
    return call.result
  } catch (error) {
    const before = (id: number): boolean => called.has(id)
    runAlwaysCalled(module, globalHooks, 'global module', before, call)
    runAlwaysCalled(module, hooks, 'module', before, call)
    throw error
  }
}

interface Call {
  args: readonly unknown[]
  kwargs: Kwargs
  result: unknown
}

function isIn(
  name: '_forward_hooks_always_called' | '_forward_hooks_with_kwargs',
  hooks: ForwardHooks,
  id: number,
): boolean {
  return hooks[name].has(id) || globalHooks[name].has(id)
}

function runPreHook(module: Module, hook: AnyHook, withKwargs: boolean, call: Call): void {
  if (!withKwargs) {
    const args = hook(module, call.args) ?? null
    if (args !== null) call.args = Array.isArray(args) ? (args as unknown[]) : [args]
    return
  }
  const both = hook(module, call.args, call.kwargs) ?? null
  if (both === null) return
  if (!Array.isArray(both) || both.length !== 2) {
    throw new RuntimeError(
      `forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got ${pyRepr(both)}.`,
    )
  }
  call.args = both[0] as unknown[]
  call.kwargs = both[1] as Kwargs
}

function runForwardHook(module: Module, hook: AnyHook, withKwargs: boolean, call: Call): void {
  const { args, kwargs, result } = call
  const changed = withKwargs ? hook(module, args, kwargs, result) : hook(module, args, result)
  call.result = changed ?? result
}

// After an error: the hooks that are always called and have not been; what they throw is only told.
function runAlwaysCalled(
  module: Module,
  hooks: ForwardHooks,
  whose: string,
  wasCalled: (id: number) => boolean,
  call: Call,
): void {
  for (const [id, hook] of hooks._forward_hooks) {
    if (!hooks._forward_hooks_always_called.has(id) || wasCalled(id)) continue
    try {
      runForwardHook(module, hook, hooks._forward_hooks_with_kwargs.has(id), call)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      warn(
        `${whose} forward hook with \`\`always_call=True\`\` raised an exception that was silenced as another error was raised in forward: ${text}`,
      )
    }
  }
}

/**
 * Runs `hook(module, args)` before every `forward` of every module; what it gives replaces the arguments.
 *
 * @example
 * const handle = register_module_forward_pre_hook((module, args) => [(args[0] as Tensor).mul(2)])
 * nn.Identity()(torch.tensor([1, 2])) // tensor([2, 4])
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_forward_pre_hook.html
 */
export function register_module_forward_pre_hook(hook: ForwardPreHook): RemovableHandle {
  const handle = new RemovableHandle(globalHooks._forward_pre_hooks)
  globalHooks._forward_pre_hooks.set(handle.id, hook as AnyHook)
  return handle
}

const bindForwardHook = python(
  'register_module_forward_hook(hook, *, with_kwargs=False, always_call=False)',
)

/**
 * Runs `hook(module, args, output)` after every `forward` of every module; what it gives replaces the output.
 *
 * @example
 * const names: string[] = []
 * const handle = register_module_forward_hook((module) => { names.push(module._get_name()) })
 * nn.Sequential(nn.Linear(4, 8), nn.ReLU())(torch.randn(3, 4))
 * names.join() // 'Linear,ReLU,Sequential'
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_forward_hook.html
 */
export function register_module_forward_hook(
  hook: ForwardHook,
  options?: { with_kwargs?: boolean; always_call?: boolean },
): RemovableHandle
export function register_module_forward_hook(...given: unknown[]): RemovableHandle {
  const { hook, with_kwargs, always_call } = bindForwardHook<{
    hook: AnyHook
    with_kwargs: boolean
    always_call: boolean
  }>(given)
  const { _forward_hooks, _forward_hooks_with_kwargs, _forward_hooks_always_called } = globalHooks
  const handle = new RemovableHandle(_forward_hooks, {
    extra_dict: [_forward_hooks_with_kwargs, _forward_hooks_always_called],
  })
  _forward_hooks.set(handle.id, hook)
  if (with_kwargs) _forward_hooks_with_kwargs.set(handle.id, true)
  if (always_call) _forward_hooks_always_called.set(handle.id, true)
  return handle
}

/** The hooks that see what is registered, of all modules. */
export const registrationHooks = {
  buffer: new Map() as HooksDict<RegistrationHook<Tensor | null>>,
  module: new Map() as HooksDict<RegistrationHook<Module | null>>,
  parameter: new Map() as HooksDict<RegistrationHook<Parameter | null>>,
}

/** Puts a hook among the others, behind them unless `prepend`. */
export function addHook<Hook>(
  hooks: HooksDict<Hook>,
  hook: Hook,
  options: {
    extra_dict?: HooksDict<unknown> | readonly HooksDict<unknown>[]
    prepend?: boolean
  } = {},
): RemovableHandle {
  const handle = new RemovableHandle(hooks, { extra_dict: options.extra_dict ?? null })
  hooks.set(handle.id, hook)
  if (options.prepend) moveToFront(hooks, handle.id)
  return handle
}

/**
 * Calls `hook(module, name, buffer)` when a buffer is registered, in any module; what it gives takes its place.
 *
 * @example
 * const names: string[] = []
 * const handle = register_module_buffer_registration_hook((module, name) => { names.push(name) })
 * nn.BatchNorm1d(4)
 * names.join() // 'running_mean,running_var,num_batches_tracked'
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_buffer_registration_hook.html
 */
export function register_module_buffer_registration_hook(
  hook: RegistrationHook<Tensor | null>,
): RemovableHandle {
  return addHook(registrationHooks.buffer, hook)
}

/**
 * Calls `hook(module, name, submodule)` when a module is registered, in any module; what it gives takes its place.
 *
 * @example
 * const names: string[] = []
 * const handle = register_module_module_registration_hook((module, name) => { names.push(name) })
 * nn.Sequential(nn.ReLU(), nn.Tanh())
 * names.join() // '0,1'
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_module_registration_hook.html
 */
export function register_module_module_registration_hook(
  hook: RegistrationHook<Module | null>,
): RemovableHandle {
  return addHook(registrationHooks.module, hook)
}

/**
 * Calls `hook(module, name, param)` when a parameter is registered, in any module; what it gives takes its place.
 *
 * @example
 * const names: string[] = []
 * const handle = register_module_parameter_registration_hook((module, name) => { names.push(name) })
 * nn.Linear(4, 2)
 * names.join() // 'weight,bias'
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.module.register_module_parameter_registration_hook.html
 */
export function register_module_parameter_registration_hook(
  hook: RegistrationHook<Parameter | null>,
): RemovableHandle {
  return addHook(registrationHooks.parameter, hook)
}
