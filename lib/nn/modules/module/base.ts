// The root of Module: what a module holds and how it is registered. Part of torch/nn/modules/module.py.
//
// Note [Layers of Module]
// One class in Python, here a chain of classes with one idea each: ModuleBase, ModuleMembers, ModuleConversion,
// ModuleState, ModuleBackward, Module. Only Module is ever instantiated or extended by others, so `whole(this)` is one.

import { callableInstance } from '../../../_callable.js'
import { subscripts } from '../../../_subscript.js'
import { deepcopy, type Memo } from '../../../copy.js'
import { KeyError, NotImplementedError, ValueError } from '../../../errors.js'
import { Tensor } from '../../../tensor.js'
import type { HooksDict } from '../../../utils/hooks.js'
import { Parameter } from '../../parameter.js'
import {
  behind,
  hasAttribute,
  isModule,
  moduleHandler,
  moduleMark,
  proxy,
  rawOf,
  typename,
} from '../_attributes.js'
import type { ModuleBackwardHook, ModuleBackwardPreHook } from '../_backward_hooks.js'
import { copyFields, fieldsOf, setFields } from '../_copy.js'
import {
  type CallHooks,
  callWithHooks,
  hasHooks,
  registered,
  registrationHooks,
} from '../_hooks.js'
import { _addindent, checkName } from '../_members.js'
import { type Dict, items, registry } from '../_registry.js'
import { bind, refuseArguments } from '../_signatures.js'
import type { Module } from '../module.js'

/** A hook of any kind. */
export type Hook = (...args: unknown[]) => unknown

/** A layer of a module as the module; see Note [Layers of Module]. */
export const whole = (layer: ModuleBase): Module => layer as Module

export class ModuleBase {
  declare training: boolean
  declare readonly _version: number
  declare _parameters: Dict<Parameter | null>
  declare _buffers: Dict<Tensor | null>
  declare _modules: Dict<Module | null>
  declare _non_persistent_buffers_set: Set<string>
  declare _backward_pre_hooks: HooksDict<ModuleBackwardPreHook>
  declare _backward_hooks: HooksDict<ModuleBackwardHook>
  declare _is_full_backward_hook: boolean | null
  declare _forward_hooks: HooksDict<Hook>
  declare _forward_hooks_with_kwargs: HooksDict<boolean>
  declare _forward_hooks_always_called: HooksDict<boolean>
  declare _forward_pre_hooks: HooksDict<Hook>
  declare _forward_pre_hooks_with_kwargs: HooksDict<boolean>
  declare _state_dict_hooks: HooksDict<Hook>
  declare _state_dict_pre_hooks: HooksDict<Hook>
  declare _load_state_dict_pre_hooks: HooksDict<Hook>
  declare _load_state_dict_post_hooks: HooksDict<Hook>

  constructor() {
    // biome-ignore lint/complexity/noArguments: a declared parameter would be offered to every subclass.
    refuseArguments(arguments, new.target.name)
    const self = bareModule(new.target.prototype)
    const raw = rawOf(self) as unknown as Module
    raw.training = true
    raw._parameters = registry(raw)
    raw._buffers = registry(raw)
    raw._non_persistent_buffers_set = new Set()
    raw._backward_pre_hooks = new Map()
    raw._backward_hooks = new Map()
    raw._is_full_backward_hook = null
    raw._forward_hooks = new Map()
    raw._forward_hooks_with_kwargs = new Map()
    raw._forward_hooks_always_called = new Map()
    raw._forward_pre_hooks = new Map()
    raw._forward_pre_hooks_with_kwargs = new Map()
    raw._state_dict_hooks = new Map()
    raw._state_dict_pre_hooks = new Map()
    raw._load_state_dict_pre_hooks = new Map()
    raw._load_state_dict_post_hooks = new Map()
    raw._modules = registry(raw)
    // biome-ignore lint/correctness/noConstructorReturn: the instance is a function, which only returning makes possible.
    return self
  }

  /**
   * What a call computes; every subclass defines its own.
   *
   * Its parameters are `any` because no other type lets every subclass be a `Module` and a `Module` be called.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as said above; Python declares `Callable[..., Any]`.
  forward(..._input: any[]): any {
    throw new NotImplementedError(
      `Module [${this._get_name()}] is missing the required "forward" function`,
    )
  }

  /** Adds a tensor that is state but no parameter; a non-persistent one stays out of `state_dict`. */
  register_buffer(name: string, tensor: Tensor | null, persistent?: boolean): void
  register_buffer(name: string, tensor: Tensor | null, options: { persistent?: boolean }): void
  register_buffer(...given: unknown[]): void {
    const { name, tensor, persistent } = bind.register_buffer<{
      name: string
      tensor: Tensor | null
      persistent: boolean
    }>(given)
    checkName('buffer', name)
    if (hasAttribute(this, name) && !items(this._buffers).has(name)) {
      throw new KeyError(`attribute '${name}' already exists`)
    }
    if (tensor !== null && !(tensor instanceof Tensor)) {
      throw new TypeError(
        `cannot assign '${typename(tensor)}' object to buffer '${name}' (torch Tensor or None required)`,
      )
    }
    this._buffers[name] = registered(registrationHooks.buffer, whole(this), name, tensor)
    if (persistent) this._non_persistent_buffers_set.delete(name)
    else this._non_persistent_buffers_set.add(name)
  }

  /** Adds a parameter; `null` keeps the name without one. */
  register_parameter(name: string, param: Parameter | null): void
  register_parameter(options: { name: string; param: Parameter | null }): void
  register_parameter(...given: unknown[]): void {
    const { name, param } = bind.register_parameter<{ name: string; param: Parameter | null }>(
      given,
    )
    checkName('parameter', name)
    if (hasAttribute(this, name) && !items(this._parameters).has(name)) {
      throw new KeyError(`attribute '${name}' already exists`)
    }
    if (param === null) {
      this._parameters[name] = null
      return
    }
    if (!(param instanceof Parameter)) {
      throw new TypeError(
        `cannot assign '${typename(param)}' object to parameter '${name}' (torch.nn.Parameter or None required)`,
      )
    }
    if (param.grad_fn) {
      throw new ValueError(
        `Cannot assign non-leaf Tensor to parameter '${name}'. Model parameters must be created explicitly. ` +
          `To express '${name}' as a function of another Tensor, compute the value in the forward() method.`,
      )
    }
    this._parameters[name] = registered(registrationHooks.parameter, whole(this), name, param)
  }

  /** Adds a child module. */
  add_module(name: string, module: Module | null): void
  add_module(options: { name: string; module: Module | null }): void
  add_module(...given: unknown[]): void {
    const { name, module } = bind.add_module<{ name: string; module: Module | null }>(given)
    if (module !== null && !isModule(module)) {
      throw new TypeError(`${typename(module)} is not a Module subclass`)
    }
    if (typeof name !== 'string') {
      throw new TypeError(`module name should be a string. Got ${typename(name)}`)
    }
    if (hasAttribute(this, name) && !items(this._modules).has(name)) {
      throw new KeyError(`attribute '${name}' already exists`)
    }
    if (name.includes('.')) throw new KeyError(`module name can't contain ".", got: ${name}`)
    if (name === '') throw new KeyError('module name can\'t be empty string ""')
    this._modules[name] = registered(registrationHooks.module, whole(this), name, module)
  }

  /** The same as {@link add_module}. */
  register_module(name: string, module: Module | null): void
  register_module(options: { name: string; module: Module | null }): void
  register_module(...given: unknown[]): void {
    const { name, module } = bind.register_module<{ name: string; module: Module | null }>(given)
    this.add_module(name, module)
  }

  /** What `copy.deepcopy` gives: the same fields with copies of what is in them; no constructor runs. */
  __deepcopy__(memo: Memo): this {
    const made = bareModule(Object.getPrototypeOf(this) as object)
    memo.set(this, made)
    copyFields(made, whole(this), (value) => deepcopy(value, memo))
    return made as ModuleBase as this
  }

  /** What `copy.copy` gives: the same parameters, buffers and children in another module. */
  __copy__(): this {
    const made = bareModule(Object.getPrototypeOf(this) as object)
    copyFields(made, whole(this), (value) => value)
    return made as ModuleBase as this
  }

  /** How it is made again in another thread: Python's pickle protocol, without running a constructor. */
  __reduce__(): [typeof rebuild, [unknown, ReturnType<typeof fieldsOf>]] {
    return [rebuild, [this.constructor, fieldsOf(whole(this))]]
  }

  _get_name(): string {
    return this.constructor.name
  }

  /** What stands between the brackets of its text; subclasses give their settings. */
  extra_repr(): string {
    return ''
  }

  __repr__(): string {
    const extra = this.extra_repr()
    const extraLines = extra === '' ? [] : extra.split('\n')
    const childLines = Array.from(
      items(this._modules),
      ([name, module]) => `(${name}): ${_addindent(module === null ? 'None' : String(module), 2)}`,
    )
    const lines = [...extraLines, ...childLines]
    const oneLine = extraLines.length === 1 && childLines.length === 0
    const inside = oneLine || lines.length === 0 ? extra : `\n  ${lines.join('\n  ')}\n`
    return `${this._get_name()}(${inside})`
  }

  toString(): string {
    return this.__repr__()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// A module without fields: see Note [Module objects] and Note [Registries].
function bareModule(prototype: object): Module {
  const raw = callableInstance<CallHooks & Module>(prototype, (...args) => {
    if (!hasHooks(raw)) return Reflect.apply(raw.forward, self, args) as unknown
    return callWithHooks(self, (all) => Reflect.apply(raw.forward, self, all) as unknown, args)
  })
  const self = new Proxy(raw, moduleHandler as ProxyHandler<CallHooks & Module>)
  Object.defineProperties(raw, { [proxy]: { value: self }, [behind]: { value: raw } })
  return self
}

/** A module of a class with such fields; see {@link ModuleBase.__reduce__}. */
export function rebuild(cls: unknown, fields: ReturnType<typeof fieldsOf>): Module {
  const made = bareModule((cls as { prototype: object }).prototype)
  setFields(made, fields)
  return made
}

Object.assign(ModuleBase.prototype, { [moduleMark]: true, _version: 1 })
// Beyond the classes' own names: `layers[-1]`, `layers['1:3']`.
Object.setPrototypeOf(ModuleBase.prototype, subscripts)
