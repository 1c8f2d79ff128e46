// Mirrors torch/optim/optimizer.py.

import { callable } from '../_callable.js'
import { _foreach_zero_ } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { floatRepr, isPlainObject, pyRepr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { set_grad_enabled } from '../autograd/grad_mode.js'
import { record_function } from '../autograd/profiler.js'
import { deepcopy, type Memo } from '../copy.js'
import { KeyError, NotImplementedError, RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { type HooksDict, moveToFront, RemovableHandle } from '../utils/hooks.js'
import { warn } from '../warnings.js'
import { formatted } from './_common.js'
import { loadState, packState } from './_load.js'
import { DefaultMap, type OptimizerStateDict, type ParamGroup } from './_state.js'

/** What an optimizer optimises: tensors, named tensors, or groups of them with settings of their own. */
export type ParamsT =
  | Iterable<Tensor>
  | Iterable<readonly [string, Tensor]>
  | Iterable<ParamGroupOptions>

/** A group of parameters as the user gives it. */
export interface ParamGroupOptions {
  /** A parameter, several of them, or pairs of a name and a parameter. */
  params: Tensor | Iterable<Tensor> | Iterable<readonly [string, Tensor]>
  [setting: string]: unknown
}

/** A setting of an optimizer without a default. */
export const required: unique symbol = Symbol('<required parameter>')

type Hook = (...args: unknown[]) => unknown
type Kwargs = Record<string, unknown>

/** Called before `step`; may give new arguments. */
export type OptimizerPreHook<O = Optimizer> = (
  optimizer: O,
  args: unknown[],
  kwargs: Kwargs,
) => unknown
/** Called after `step`. */
export type OptimizerPostHook<O = Optimizer> = (
  optimizer: O,
  args: unknown[],
  kwargs: Kwargs,
) => void

const globalPreHooks: HooksDict<Hook> = new Map()
const globalPostHooks: HooksDict<Hook> = new Map()

function register(hooks: HooksDict<Hook>, hook: unknown, prepend = false): RemovableHandle {
  const handle = new RemovableHandle(hooks)
  hooks.set(handle.id, hook as Hook)
  if (prepend) moveToFront(hooks, handle.id)
  return handle
}

/**
 * Calls `hook(optimizer, args, kwargs)` before every `step` of every optimizer. A pair `[args, kwargs]` that it gives
 * takes the place of the arguments; anything else but nothing is a RuntimeError.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Optimizer.register_step_pre_hook.html
 */
export function register_optimizer_step_pre_hook(hook: OptimizerPreHook): RemovableHandle {
  return register(globalPreHooks, hook)
}

/**
 * Calls `hook(optimizer, args, kwargs)` after every `step` of every optimizer.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Optimizer.register_step_post_hook.html
 */
export function register_optimizer_step_post_hook(hook: OptimizerPostHook): RemovableHandle {
  return register(globalPostHooks, hook)
}

const bindZeroGrad = python('Optimizer.zero_grad(self, set_to_none=True)')
const bindRegister = python('register_hook(self, hook, prepend=False)')

type Prepend = boolean | { prepend?: boolean }

class Optimizer {
  /** Whole numbers that Python writes as floats, because its default is one: `lr: 1.0`. */
  static readonly floatDefaults: Readonly<Record<string, number>> = {}

  defaults: Record<string, unknown>
  state: DefaultMap<Tensor>
  param_groups: ParamGroup[]
  readonly _optimizer_step_pre_hooks: HooksDict<Hook> = new Map()
  readonly _optimizer_step_post_hooks: HooksDict<Hook> = new Map()
  readonly _optimizer_state_dict_pre_hooks: HooksDict<Hook> = new Map()
  readonly _optimizer_state_dict_post_hooks: HooksDict<Hook> = new Map()
  readonly _optimizer_load_state_dict_pre_hooks: HooksDict<Hook> = new Map()
  readonly _optimizer_load_state_dict_post_hooks: HooksDict<Hook> = new Map()
  /** Set by a gradient scaler. */
  declare grad_scale?: Tensor | null
  declare found_inf?: Tensor | null
  declare _step_supports_amp_scaling?: boolean

  constructor(params: ParamsT, defaults: Record<string, unknown>) {
    this.defaults = defaults
    this.state = new DefaultMap()
    this.param_groups = []
    patchStep(this)
    if (params instanceof Tensor) {
      throw new TypeError(
        `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${params.type()}`,
      )
    }
    const given = listOf(params)
    if (given.length === 0) throw new ValueError('optimizer got an empty parameter list')
    const groups = isPlainObject(given[0]) ? given : [{ params: given }]
    for (const group of groups) this.add_param_group(group as ParamGroupOptions)
  }

  /** What is kept of it in files: all but the hooks. */
  __getstate__(): Pick<Optimizer, 'defaults' | 'state' | 'param_groups'> {
    const { defaults, state, param_groups } = this
    return { defaults, state, param_groups }
  }

  /** Takes up parts of its state, such as `load_state_dict` makes them; subclasses fill in settings of later versions. */
  __setstate__(state: { state?: DefaultMap<Tensor>; param_groups?: ParamGroup[] }): void {
    Object.assign(this, state)
    this.defaults.differentiable ??= false
  }

  /** What `copy.deepcopy` gives: the same class with copies of groups, state and defaults; hooks are left behind. */
  __deepcopy__(memo: Memo): this {
    const param_groups = deepcopy(this.param_groups, memo)
    const Class = this.constructor as new (params: ParamsT) => this
    const made = new Class(param_groups.map((group) => ({ ...group })))
    memo.set(this, made)
    made.defaults = deepcopy(this.defaults, memo)
    made.__setstate__({ state: deepcopy(this.state, memo), param_groups })
    return made
  }

  __repr__(): string {
    const { floatDefaults } = this.constructor as typeof Optimizer
    const text = (key: string, value: unknown): string => {
      if (value === floatDefaults[key]) return floatRepr(value as number)
      const isFloats = floatTuples.has(key) && Array.isArray(value)
      return isFloats ? `(${value.map(floatOrRepr).join(', ')})` : formatted(value)
    }
    const groups = this.param_groups.map((group, i) => {
      const keys = Object.keys(group).filter((key) => key !== 'params')
      const lines = keys.sort().map((key) => `    ${key}: ${text(key, group[key])}\n`)
      return `\nParameter Group ${i}\n${lines.join('')}`
    })
    return `${this.constructor.name} (${groups.join('')})`
  }

  toString(): string {
    return this.__repr__()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** Calls `hook(optimizer, args, kwargs)` before each step. */
  register_step_pre_hook(hook: OptimizerPreHook<this>): RemovableHandle {
    return register(this._optimizer_step_pre_hooks, hook)
  }

  /** Calls `hook(optimizer, args, kwargs)` after each step. */
  register_step_post_hook(hook: OptimizerPostHook<this>): RemovableHandle {
    return register(this._optimizer_step_post_hooks, hook)
  }

  /** Calls `hook(optimizer)` before a state dict is made. */
  register_state_dict_pre_hook(hook: (optimizer: this) => void, prepend?: Prepend): RemovableHandle
  register_state_dict_pre_hook(...args: unknown[]): RemovableHandle {
    return this.#register(this._optimizer_state_dict_pre_hooks, args)
  }

  /** Calls `hook(optimizer, state_dict)` after a state dict was made; what it gives replaces it. */
  register_state_dict_post_hook(
    hook: (optimizer: this, state_dict: OptimizerStateDict) => unknown,
    prepend?: Prepend,
  ): RemovableHandle
  register_state_dict_post_hook(...args: unknown[]): RemovableHandle {
    return this.#register(this._optimizer_state_dict_post_hooks, args)
  }

  /** Calls `hook(optimizer, state_dict)` before a state dict is loaded; what it gives replaces it. */
  register_load_state_dict_pre_hook(
    hook: (optimizer: this, state_dict: OptimizerStateDict) => unknown,
    prepend?: Prepend,
  ): RemovableHandle
  register_load_state_dict_pre_hook(...args: unknown[]): RemovableHandle {
    return this.#register(this._optimizer_load_state_dict_pre_hooks, args)
  }

  /** Calls `hook(optimizer)` after a state dict was loaded. */
  register_load_state_dict_post_hook(
    hook: (optimizer: this) => void,
    prepend?: Prepend,
  ): RemovableHandle
  register_load_state_dict_post_hook(...args: unknown[]): RemovableHandle {
    return this.#register(this._optimizer_load_state_dict_post_hooks, args)
  }

  #register(hooks: HooksDict<Hook>, args: readonly unknown[]): RemovableHandle {
    const { hook, prepend } = bindRegister<{ hook: Hook; prepend: boolean }>(args)
    return register(hooks, hook, prepend)
  }

  /** Its state, as `torch.save` and Python's optimizers take it. */
  state_dict(): OptimizerStateDict {
    for (const hook of this._optimizer_state_dict_pre_hooks.values()) hook(this)
    let state_dict = packState(this.param_groups, this.state)
    for (const hook of this._optimizer_state_dict_post_hooks.values()) {
      state_dict = (hook(this, state_dict) as OptimizerStateDict | null | undefined) ?? state_dict
    }
    return state_dict
  }

  /** Takes up what `state_dict` gave; tensors go to the device and floating point type of their parameters. */
  load_state_dict(state_dict: OptimizerStateDict): void {
    let given = { ...state_dict }
    for (const hook of this._optimizer_load_state_dict_pre_hooks.values()) {
      given = (hook(this, given) as OptimizerStateDict | null | undefined) ?? given
    }
    this.__setstate__(loadState(this.param_groups, given))
    for (const hook of this._optimizer_load_state_dict_post_hooks.values()) hook(this)
  }

  /** Drops the gradients of all its parameters, or fills them with zeros. */
  zero_grad(set_to_none?: boolean | { set_to_none?: boolean }): void
  zero_grad(...args: unknown[]): void {
    const { set_to_none } = bindZeroGrad<{ set_to_none: boolean }>(args)
    const { name } = this.constructor
    record_function(`Optimizer.zero_grad#${name}.zero_grad`, () => this.#zeroGrad(set_to_none))
  }

  #zeroGrad(set_to_none: boolean): void {
    const foreach = Boolean(this.defaults.foreach || this.defaults.fused)
    const zeroed: Tensor[] = []
    for (const { params } of this.param_groups) {
      for (const param of params) {
        const { grad } = param
        if (!grad) continue
        if (set_to_none) {
          param.grad = null
          continue
        }
        if (grad.grad_fn) grad.detach_()
        else grad.requires_grad_(false)
        if (foreach && !grad.is_sparse) zeroed.push(grad)
        else grad.zero_()
      }
    }
    for (const { lists } of _group_tensors_by_device_and_dtype([zeroed])) {
      _foreach_zero_(lists[0] as Tensor[])
    }
  }

  /** One step of optimisation. */
  step(): unknown
  step<R>(closure: (() => R) | null): R | null
  step(_closure?: unknown): unknown {
    throw new NotImplementedError()
  }

  /** Adds a group of parameters with settings of its own, for example layers that are no longer frozen. */
  add_param_group(param_group: ParamGroupOptions): void {
    if (!isPlainObject(param_group)) {
      throw new TypeError(`param_group must be a dict, but got <class '${typeName(param_group)}'>`)
    }
    if (!('params' in param_group)) throw new KeyError('params')
    const group = param_group as unknown as ParamGroup
    nameParams(group, paramsOf(param_group.params))
    for (const param of group.params) this.#checkParam(param)
    for (const [name, value] of Object.entries(this.defaults)) {
      if (value === required && !(name in group)) {
        throw new ValueError(
          `parameter group didn't specify a value of required optimization parameter ${name}`,
        )
      }
      if (!(name in group)) group[name] = value
    }
    if (new Set(group.params).size !== group.params.length) {
      warn(
        'optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; ' +
          'see github.com/pytorch/pytorch/issues/40967 for more information',
      )
    }
    const known = new Set<Tensor>()
    for (const other of this.param_groups) {
      for (const param of other.params) known.add(param)
      if ('param_names' in group !== 'param_names' in other) {
        throw new ValueError(
          'all optimizer param groups should be with/without names. cannot add param group ' +
            `${'param_names' in group ? 'with names' : 'without names'} to the optimizer`,
        )
      }
    }
    if (group.params.some((param) => known.has(param))) {
      throw new ValueError('some parameters appear in more than one parameter group')
    }
    this.param_groups.push(group)
  }

  #checkParam(param: unknown): void {
    if (!(param instanceof Tensor)) {
      throw new TypeError(
        `optimizer can only optimize Tensors, but one of the params is ${typeName(param)}`,
      )
    }
    if (!this.defaults.differentiable && !(param.is_leaf || param.retains_grad)) {
      throw new ValueError("can't optimize a non-leaf Tensor")
    }
  }
}

/** Runs the body of a step: without recording, unless the optimizer is `differentiable`. */
export function _use_grad_for_differentiable<R>(self: Optimizer, body: () => R): R {
  return set_grad_enabled(Boolean(self.defaults.differentiable), body)
}

// Like Python, each class whose instances are made gets its `step` wrapped, once, with hooks around it.
const hooked = Symbol('hooked')
type Step = Hook & { [hooked]?: boolean }

function patchStep(optimizer: Optimizer): void {
  const prototype = Object.getPrototypeOf(optimizer) as { step: Step }
  const { step } = prototype
  if (step[hooked]) return
  const withHooks: Step = function (this: Optimizer, ...given: unknown[]): unknown {
    const last = given.at(-1)
    let kwargs: Kwargs = isPlainObject(last) ? last : {}
    let args = isPlainObject(last) ? given.slice(0, -1) : given
    for (const hook of [...globalPreHooks.values(), ...this._optimizer_step_pre_hooks.values()]) {
      const result = hook(this, args, kwargs) ?? null
      if (result === null) continue
      if (!Array.isArray(result) || result.length !== 2) {
        throw new RuntimeError(
          `${this.constructor.name}.step must return None or a tuple of (new_args, new_kwargs), but got ${pyRepr(result)}.`,
        )
      }
      args = result[0] as unknown[]
      kwargs = result[1] as Kwargs
    }
    const { closure, ...others } = kwargs
    const positional = args.length === 0 && closure !== undefined ? [closure] : args
    const out = Reflect.apply(
      step,
      this,
      Object.keys(others).length === 0 ? positional : [...positional, others],
    )
    for (const hook of [...this._optimizer_step_post_hooks.values(), ...globalPostHooks.values()]) {
      hook(this, args, kwargs)
    }
    return out
  }
  // Profiles show it under this name.
  const wrapped: Step = function (this: Optimizer, ...given: unknown[]): unknown {
    const { name } = this.constructor
    return record_function(`Optimizer.step#${name}.step`, () =>
      Reflect.apply(withHooks, this, given),
    )
  }
  wrapped[hooked] = true
  Object.defineProperty(prototype, 'step', { value: wrapped, writable: true, configurable: true })
}

// Settings whose numbers are floats all.
const floatTuples: ReadonlySet<string> = new Set(['betas', 'ns_coefficients'])

const floatOrRepr = (value: unknown): string =>
  typeof value === 'number' ? floatRepr(value) : pyRepr(value)

function listOf(values: unknown): unknown[] {
  if (typeof (values as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== 'function') {
    throw new TypeError(`'${typeName(values)}' object is not iterable`)
  }
  return [...(values as Iterable<unknown>)]
}

function paramsOf(params: unknown): unknown[] {
  if (params instanceof Tensor) return [params]
  if (Object.prototype.toString.call(params) === '[object Set]') {
    throw new TypeError(
      'optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets ' +
        'will change between runs. Please use a list instead.',
    )
  }
  return listOf(params)
}

// Named parameters come as pairs: all of a group or none.
function nameParams(group: ParamGroup, given: readonly unknown[]): void {
  const names: string[] = []
  const params = given.map((param) => {
    // Python tells a pair, which is a tuple, from a list.
    if (!Array.isArray(param) || param.length !== 2) return param
    names.push(param[0] as string)
    return param[1] as unknown
  })
  group.params = params as Tensor[]
  if (names.length === 0) return
  if (names.length !== params.length) {
    throw new ValueError(
      'all optimizer params should be with/without names. Some param names are missing',
    )
  }
  group.param_names = names
}

/**
 * The base class of all optimizers: it keeps the parameters in groups, the settings of each group, and a state for each
 * parameter. A subclass hands its `defaults` to the constructor and writes `step`.
 *
 * `params` are tensors, pairs of a name and a tensor, or groups `{ params, ...settings }`, whose settings go before the
 * defaults. No parameter, or one in two groups, is a ValueError; so is a tensor that is not a leaf.
 *
 * @example
 * class SignDescent extends optim.Optimizer {
 *   override step() {
 *     for (const { params, lr } of this.param_groups) {
 *       for (const p of params) {
 *         const sign = p.grad?.sign()
 *         if (sign) torch.no_grad(() => p.sub_(sign, { alpha: Number(lr) }))
 *       }
 *     }
 *   }
 * }
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * w.square().sum().backward()
 * new SignDescent([w], { lr: 0.5 }).step()
 * w // tensor([ 0.5000, -1.5000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html
 */
const Optimizer_ = callable(Optimizer)
// An interface, not an alias: declarations of schedulers can name it.
interface Optimizer_ extends Optimizer {}

export { Optimizer_ as Optimizer }
