// Mirrors torch/nn/modules/module.py. Assignment is in _attributes.ts, calls in _hooks.ts, state in _state_dict.ts.

import { callable, callableInstance } from '../../_callable.js'
import type { Memo } from '../../_deepcopy.js'
import { empty_like } from '../../_generated/torch_functions.js'
import { subscripts } from '../../_subscript.js'
import { typeName } from '../../_typename.js'
import {
  AttributeError,
  KeyError,
  NotImplementedError,
  RuntimeError,
  ValueError,
} from '../../errors.js'
import { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { type HooksDict, moveToFront, RemovableHandle } from '../../utils/hooks.js'
import { FutureWarning, warn } from '../../warnings.js'
import { Parameter } from '../parameter.js'
import { applyToTensors, converter, type ToArguments } from './_apply.js'
import {
  behind,
  hasAttribute,
  isModule,
  moduleHandler,
  moduleMark,
  proxy,
  typename,
} from './_attributes.js'
import { copyModule } from './_deepcopy.js'
import {
  type CallHooks,
  callWithHooks,
  hasHooks,
  type Kwargs,
  registered,
  registrationHooks,
} from './_hooks.js'
import {
  _addindent,
  attribute,
  checkName,
  type MemberOptions,
  namedMembers,
  namedModules,
  type Pair,
  splitPath,
  values,
} from './_members.js'
import { type Dict, items, registry } from './_registry.js'
import { bind, refuseArguments } from './_signatures.js'
import {
  type _IncompatibleKeys,
  type LoadReport,
  loadFromStateDict,
  loadStateDict,
  type Metadata,
  metadataOf,
  pathOf,
  type StateDict,
  saveToStateDict,
  setMetadata,
} from './_state_dict.js'

type Hook = (...args: unknown[]) => unknown

/** Hooks of `load_state_dict` that run before a module takes its entries. */
export type LoadStateDictPreHook = (
  module: Module,
  state_dict: StateDict,
  prefix: string,
  local_metadata: Record<string, unknown>,
  strict: boolean,
  missing_keys: string[],
  unexpected_keys: string[],
  error_msgs: string[],
) => void

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Module {
  /** Runs `forward` and the hooks around it, typed by the class's own `forward`. */
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (...args: Parameters<this['forward']>): ReturnType<this['forward']>
}

/**
 * The base class of all networks and layers. Parameters, buffers and modules assigned to its fields are registered,
 * in the order of assignment; `net(x)` runs `forward` with its hooks.
 *
 * @example
 * class Net extends nn.Module {
 *   fc1 = nn.Linear(784, 128)
 *   fc2 = nn.Linear(128, 10)
 *   forward(x: Tensor) { return this.fc2(F.relu(this.fc1(x))) }
 * }
 * const net = new Net()
 * const scores = net(images)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class Module {
  declare training: boolean
  declare readonly _version: number
  declare _parameters: Dict<Parameter | null>
  declare _buffers: Dict<Tensor | null>
  declare _modules: Dict<Module | null>
  declare _non_persistent_buffers_set: Set<string>
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
    const raw = callableInstance<CallHooks & Module>(new.target.prototype, (...args) => {
      if (!hasHooks(raw)) return Reflect.apply(raw.forward, self, args) as unknown
      return callWithHooks(self, (all) => Reflect.apply(raw.forward, self, all) as unknown, args)
    })
    // See Note [Module objects] and Note [Registries].
    const self = new Proxy(raw, moduleHandler as ProxyHandler<CallHooks & Module>)
    Object.defineProperties(raw, { [proxy]: { value: self }, [behind]: { value: raw } })
    raw.training = true
    raw._parameters = registry(raw)
    raw._buffers = registry(raw)
    raw._non_persistent_buffers_set = new Set()
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
    this._buffers[name] = registered(registrationHooks.buffer, this, name, tensor)
    if (persistent) this._non_persistent_buffers_set.delete(name)
    else this._non_persistent_buffers_set.add(name)
  }

  /** Adds a parameter; `null` keeps the name without one. */
  register_parameter(name: string, param: Parameter | null): void {
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
    this._parameters[name] = registered(registrationHooks.parameter, this, name, param)
  }

  /** Adds a child module. */
  add_module(name: string, module: Module | null): void {
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
    this._modules[name] = registered(registrationHooks.module, this, name, module)
  }

  /** The same as {@link add_module}. */
  register_module(name: string, module: Module | null): void {
    this.add_module(name, module)
  }

  /** The module at a dotted path: `net.get_submodule('layers.0.conv')`. */
  get_submodule(target: string): Module {
    let module: Module = this
    for (const item of target === '' ? [] : target.split('.')) {
      module = attribute(module, item)
      if (!isModule(module)) throw new AttributeError(`\`${item}\` is not an nn.Module`)
    }
    return module
  }

  /** Puts a module at a dotted path; `strict` demands that there is one already. */
  set_submodule(target: string, module: Module, strict?: boolean): void
  set_submodule(target: string, module: Module, options: { strict?: boolean }): void
  set_submodule(...given: unknown[]): void {
    const { target, module, strict } = bind.set_submodule<{
      target: string
      module: Module
      strict: boolean
    }>(given)
    if (target === '') throw new ValueError('Cannot set the submodule without a target name!')
    if (!isModule(module)) {
      throw new ValueError(`\`module\` is not an nn.Module, found <class '${typeName(module)}'>`)
    }
    const [path, name] = splitPath(target)
    const parent = this.get_submodule(path)
    if ((strict || hasAttribute(parent, name)) && !isModule(attribute(parent, name))) {
      throw new AttributeError(`\`${name}\` is not an nn.Module`)
    }
    Reflect.set(parent, name, module)
  }

  /** The parameter at a dotted path. */
  get_parameter(target: string): Parameter {
    const [path, name] = splitPath(target)
    const param = attribute<Parameter>(this.get_submodule(path), name)
    if (!(param instanceof Parameter)) {
      throw new AttributeError(`\`${name}\` is not an nn.Parameter`)
    }
    return param
  }

  /** The buffer at a dotted path. */
  get_buffer(target: string): Tensor {
    const [path, name] = splitPath(target)
    const module = this.get_submodule(path)
    const buffer = attribute<Tensor>(module, name)
    if (!items(module._buffers).has(name)) throw new AttributeError(`\`${name}\` is not a buffer`)
    return buffer
  }

  /** State beyond tensors, for a subclass to put into `state_dict`. */
  get_extra_state(): unknown {
    throw unreachableExtraState('get')
  }

  /** Takes back what `get_extra_state` gave. */
  set_extra_state(_state: unknown): void {
    throw unreachableExtraState('set')
  }

  /** Puts `fn(tensor)` in the place of every parameter and buffer, of the children first. */
  _apply(fn: (tensor: Tensor) => Tensor, recurse = true): this {
    if (recurse) for (const module of this.children()) module._apply(fn)
    applyToTensors(this, fn)
    return this
  }

  /** Calls `fn` with every module in it, itself last; often to initialise. */
  apply(fn: (module: Module) => void): this {
    for (const module of this.children()) module.apply(fn)
    fn(this)
    return this
  }

  /** Moves all parameters and buffers to a GPU. */
  cuda(device: Device | null = null): this {
    return this._apply((tensor) => (device === null ? tensor.cuda() : tensor.cuda(device)))
  }

  /** Moves all parameters and buffers to the CPU. */
  cpu(): this {
    return this._apply((tensor) => tensor.cpu())
  }

  /** Casts all parameters and buffers to a type. */
  type(dst_type: dtype | string): this {
    return this._apply((tensor) => tensor.type(dst_type))
  }

  /** Casts all floating point parameters and buffers to float32. */
  float(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.float() : tensor))
  }

  /** Casts all floating point parameters and buffers to float64. */
  double(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.double() : tensor))
  }

  /** Casts all floating point parameters and buffers to float16. */
  half(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.half() : tensor))
  }

  /** Casts all floating point parameters and buffers to bfloat16. */
  bfloat16(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.bfloat16() : tensor))
  }

  /** Gives all parameters and buffers uninitialised memory on a device. */
  to_empty(options: { device: Device | null; recurse?: boolean }): this
  to_empty(...given: unknown[]): this {
    const { device, recurse } = bind.to_empty<{ device: Device | null; recurse: boolean }>(given)
    return this._apply((tensor) => empty_like(tensor, { device }), recurse)
  }

  /** Moves and casts parameters and buffers: to a device, to a floating point dtype, or like another tensor. */
  to(...given: ToArguments): this {
    return this._apply(converter(given))
  }

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

  /** Calls `hook(module, prefix, keep_vars)` before a state dict is made. */
  register_state_dict_pre_hook(
    hook: (module: this, prefix: string, keep_vars: boolean) => void,
  ): RemovableHandle {
    return addHook(this._state_dict_pre_hooks, hook as Hook)
  }

  /** Calls `hook(module, state_dict, prefix, local_metadata)` after a state dict was made, to change it in place. */
  register_state_dict_post_hook(
    hook: (
      module: this,
      state_dict: StateDict,
      prefix: string,
      local_metadata: Record<string, unknown>,
    ) => void,
  ): RemovableHandle {
    return addHook(this._state_dict_hooks, hook as Hook)
  }

  /** Calls a hook before the module takes its entries of a state dict, which it may change. */
  register_load_state_dict_pre_hook(hook: LoadStateDictPreHook): RemovableHandle {
    const handle = new RemovableHandle(this._load_state_dict_pre_hooks)
    this._load_state_dict_pre_hooks.set(handle.id, (...args) =>
      Reflect.apply(hook, undefined, [this, ...args]),
    )
    return handle
  }

  /** Calls `hook(module, incompatible_keys)` after the module was loaded. */
  register_load_state_dict_post_hook(
    hook: (module: this, incompatible_keys: _IncompatibleKeys) => void,
  ): RemovableHandle {
    return addHook(this._load_state_dict_post_hooks, hook as Hook)
  }

  _save_to_state_dict(destination: StateDict, prefix: string, keep_vars: boolean): void {
    const extra = this.get_extra_state !== Module.prototype.get_extra_state
    saveToStateDict(this, destination, prefix, keep_vars, extra)
  }

  /** All parameters and persistent buffers by their paths, detached unless `keep_vars`. */
  state_dict<D extends StateDict = Record<string, Tensor>>(options?: {
    destination?: D | null
    prefix?: string
    keep_vars?: boolean
  }): D
  state_dict(...given: unknown[]): StateDict {
    const bound = bind.state_dict<StateDictArguments>(given)
    if (bound.args.length > 0) {
      warn(
        'Positional args are being deprecated, use kwargs instead. Refer to ' +
          'https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.state_dict for details.',
        FutureWarning,
      )
    }
    let destination = bound.destination ?? bound.args[0] ?? null
    const prefix = bound.prefix || (bound.args[1] ?? '')
    const keep_vars = bound.keep_vars || (bound.args[2] ?? false)
    if (destination === null) {
      destination = {}
      setMetadata(destination, {})
    }
    const local: Record<string, unknown> = { version: this._version }
    const metadata: Metadata | undefined = metadataOf(destination)
    if (metadata) metadata[pathOf(prefix)] = local
    for (const hook of this._state_dict_pre_hooks.values()) hook(this, prefix, keep_vars)
    this._save_to_state_dict(destination, prefix, keep_vars)
    for (const [name, module] of items(this._modules)) {
      module?.state_dict({ destination, prefix: `${prefix}${name}.`, keep_vars })
    }
    for (const hook of this._state_dict_hooks.values()) {
      if ((hook(this, destination, prefix, local) ?? null) !== null) {
        throw new RuntimeError('state_dict post-hook must return None')
      }
    }
    return destination
  }

  _load_from_state_dict(
    state_dict: StateDict,
    prefix: string,
    local_metadata: Record<string, unknown>,
    strict: boolean,
    missing_keys: string[],
    unexpected_keys: string[],
    error_msgs: string[],
  ): void {
    const report: LoadReport = { missing_keys, unexpected_keys, error_msgs }
    for (const hook of this._load_state_dict_pre_hooks.values()) {
      hook(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
    }
    const extra = this.set_extra_state !== Module.prototype.set_extra_state
    loadFromStateDict(this, state_dict, prefix, local_metadata, strict, report, extra)
  }

  /** Copies a state dict into this module; `assign` takes its tensors instead. Not `strict`, it tells what did not fit. */
  load_state_dict(
    state_dict: StateDict | ReadonlyMap<string, unknown>,
    strict?: boolean,
    assign?: boolean,
  ): _IncompatibleKeys
  load_state_dict(
    state_dict: StateDict | ReadonlyMap<string, unknown>,
    options: { strict?: boolean; assign?: boolean },
  ): _IncompatibleKeys
  load_state_dict(...given: unknown[]): _IncompatibleKeys {
    const { state_dict, strict, assign } = bind.load_state_dict<{
      state_dict: unknown
      strict: boolean
      assign: boolean
    }>(given)
    const kind = typeName(state_dict)
    if (kind !== 'dict') {
      throw new TypeError(`Expected state_dict to be dict-like, got <class '${kind}'>.`)
    }
    const isMap = Object.prototype.toString.call(state_dict) === '[object Map]'
    const entries = isMap ? Object.fromEntries(state_dict as Map<string, unknown>) : state_dict
    return loadStateDict(this, entries as StateDict, strict, assign)
  }

  /** Its parameters, each once. */
  parameters(recurse?: boolean | { recurse?: boolean }): IterableIterator<Parameter>
  parameters(...given: unknown[]): IterableIterator<Parameter> {
    const { recurse } = bind.parameters<{ recurse: boolean }>(given)
    return values(this.named_parameters('', recurse))
  }

  /** Its parameters with their paths. */
  named_parameters(
    prefix?: string,
    recurse?: boolean,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Parameter>>
  named_parameters(options: MemberOptions): IterableIterator<Pair<Parameter>>
  named_parameters(...given: unknown[]): IterableIterator<Pair<Parameter>> {
    const options = bind.named_parameters<Required<MemberOptions>>(given)
    return namedMembers(this, (module) => items(module._parameters), options)
  }

  /** Its buffers, each once. */
  buffers(recurse?: boolean | { recurse?: boolean }): IterableIterator<Tensor>
  buffers(...given: unknown[]): IterableIterator<Tensor> {
    const { recurse } = bind.buffers<{ recurse: boolean }>(given)
    return values(this.named_buffers('', recurse))
  }

  /** Its buffers with their paths. */
  named_buffers(
    prefix?: string,
    recurse?: boolean,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Tensor>>
  named_buffers(options: MemberOptions): IterableIterator<Pair<Tensor>>
  named_buffers(...given: unknown[]): IterableIterator<Pair<Tensor>> {
    const options = bind.named_buffers<Required<MemberOptions>>(given)
    return namedMembers(this, (module) => items(module._buffers), options)
  }

  /** The modules right under it, each once. */
  *children(): IterableIterator<Module> {
    for (const [, module] of this.named_children()) yield module
  }

  /** The modules right under it with their names. */
  *named_children(): IterableIterator<Pair<Module>> {
    const memo = new Set<Module>()
    for (const [name, module] of items(this._modules)) {
      if (!module || memo.has(module)) continue
      memo.add(module)
      yield [name, module]
    }
  }

  /** Itself and all modules below, each once. */
  modules(remove_duplicate?: boolean | { remove_duplicate?: boolean }): IterableIterator<Module>
  modules(...given: unknown[]): IterableIterator<Module> {
    const { remove_duplicate } = bind.modules<{ remove_duplicate: boolean }>(given)
    return values(this.named_modules(null, '', remove_duplicate))
  }

  /** Itself and all modules below with their paths. */
  named_modules(
    memo?: Set<Module> | null,
    prefix?: string,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Module>>
  named_modules(options: {
    memo?: Set<Module> | null
    prefix?: string
    remove_duplicate?: boolean
  }): IterableIterator<Pair<Module>>
  named_modules(...given: unknown[]): IterableIterator<Pair<Module>> {
    const { memo, prefix, remove_duplicate } = bind.named_modules<{
      memo: Set<Module> | null
      prefix: string
      remove_duplicate: boolean
    }>(given)
    return namedModules(this, memo ?? new Set(), prefix, remove_duplicate)
  }

  /** Sets training mode, which dropout and batch normalisation look at, for it and all modules below. */
  train(mode = true): this {
    if (typeof mode !== 'boolean') throw new ValueError('training mode is expected to be boolean')
    this.training = mode
    for (const module of this.children()) module.train(mode)
    return this
  }

  /** Leaves training mode. */
  eval(): this {
    return this.train(false)
  }

  /** Says whether autograd records what is done with the parameters. */
  requires_grad_(requires_grad = true): this {
    for (const param of this.parameters()) param.requires_grad_(requires_grad)
    return this
  }

  /** Drops the gradients of the parameters, or fills them with zeros. */
  zero_grad(set_to_none?: boolean | { set_to_none?: boolean }): void
  zero_grad(...given: unknown[]): void {
    const { set_to_none } = bind.zero_grad<{ set_to_none: boolean }>(given)
    for (const param of this.parameters()) {
      const { grad } = param
      if (!grad) continue
      if (set_to_none) {
        param.grad = null
        continue
      }
      if (grad.grad_fn) grad.detach_()
      else grad.requires_grad_(false)
      grad.zero_()
    }
  }

  /** A copy of the module and all that it holds: Python's `copy.deepcopy(module)`. */
  __deepcopy__(memo: Memo): this {
    return copyModule(this, memo, (cls) => Reflect.construct(Module, [], cls) as this)
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

interface HookArguments {
  hook: Hook
  prepend: boolean
  with_kwargs: boolean
  always_call: boolean
}

interface StateDictArguments {
  args: [destination?: StateDict, prefix?: string, keep_vars?: boolean]
  destination: StateDict | null
  prefix: string
  keep_vars: boolean
}

function unreachableExtraState(which: string): RuntimeError {
  return new RuntimeError(
    `Reached a code path in Module.${which}_extra_state() that should never be called. ` +
      'Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml ' +
      'to report this bug.',
  )
}

function addHook(
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

Object.assign(Module.prototype, { [moduleMark]: true, _version: 1 })
// Beyond the classes' own names: `layers[-1]`, `layers['1:3']`.
Object.setPrototypeOf(Module.prototype, subscripts)

const Module_ = callable(Module)
type Module_ = Module

export {
  register_module_buffer_registration_hook,
  register_module_forward_hook,
  register_module_forward_pre_hook,
  register_module_module_registration_hook,
  register_module_parameter_registration_hook,
} from './_hooks.js'
export { Module_ as Module }
