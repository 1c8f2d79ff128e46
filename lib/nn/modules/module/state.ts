// Reading and writing the state of a module, with its hooks. Part of torch/nn/modules/module.py.

import { isMap } from '../../../_is_map.js'
import { typeName } from '../../../_typename.js'
import { RuntimeError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { RemovableHandle } from '../../../utils/hooks.js'
import { FutureWarning, warn } from '../../../warnings.js'
import { addHook } from '../_hooks.js'
import { items } from '../_registry.js'
import { bind } from '../_signatures.js'
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
} from '../_state_dict.js'
import type { Module } from '../module.js'
import { type Hook, whole } from './base.js'
import { ModuleConversion } from './conversion.js'

/** The arguments of `_load_from_state_dict`, which its hooks get too. */
export type LoadArguments = [
  state_dict: StateDict,
  prefix: string,
  local_metadata: Record<string, unknown>,
  strict: boolean,
  missing_keys: string[],
  unexpected_keys: string[],
  error_msgs: string[],
]

/** Hooks of `load_state_dict` that run before a module takes its entries. */
export type LoadStateDictPreHook = (module: Module, ...args: LoadArguments) => void

// Hooks of register_state_dict_post_hook, which may give nothing.
const publicHooks = new WeakSet<object>()

export class ModuleState extends ModuleConversion {
  /** State beyond tensors, for a subclass to put into `state_dict`. */
  get_extra_state(): unknown {
    throw unreachableExtraState('get')
  }

  /** Takes back what `get_extra_state` gave. */
  set_extra_state(_state: unknown): void {
    throw unreachableExtraState('set')
  }

  /** Calls `hook(module, prefix, keep_vars)` before a state dict is made. */
  register_state_dict_pre_hook(
    hook: (module: this, prefix: string, keep_vars: boolean) => void,
  ): RemovableHandle {
    return addHook(this._state_dict_pre_hooks, hook as Hook)
  }

  // The older form, whose hook may give another state dict.
  _register_state_dict_hook(
    hook: (
      module: Module,
      state_dict: StateDict,
      prefix: string,
      local_metadata: Record<string, unknown>,
    ) => StateDict | null | undefined,
  ): RemovableHandle {
    if (publicHooks.has(hook)) {
      throw new RuntimeError(
        'Cannot register the same function as the state dict post hook that was ' +
          'previously registered via register_state_dict_post_hook',
      )
    }
    return addHook(this._state_dict_hooks, hook as Hook)
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
    publicHooks.add(hook)
    return addHook(this._state_dict_hooks, hook as Hook)
  }

  // The older form, whose hook does not get the module unless `with_module`.
  _register_load_state_dict_pre_hook(
    hook: (...args: LoadArguments) => void,
    with_module?: false,
  ): RemovableHandle
  _register_load_state_dict_pre_hook(hook: LoadStateDictPreHook, with_module: true): RemovableHandle
  _register_load_state_dict_pre_hook(
    hook: (...args: never[]) => void,
    with_module = false,
  ): RemovableHandle {
    const given: Hook = with_module
      ? (...args) => Reflect.apply(hook, undefined, [whole(this), ...args])
      : (...args) => Reflect.apply(hook, undefined, args)
    return addHook(this._load_state_dict_pre_hooks, given)
  }

  /** Calls a hook before the module takes its entries of a state dict, which it may change. */
  register_load_state_dict_pre_hook(hook: LoadStateDictPreHook): RemovableHandle {
    return this._register_load_state_dict_pre_hook(hook, true)
  }

  /** Calls `hook(module, incompatible_keys)` after the module was loaded. */
  register_load_state_dict_post_hook(
    hook: (module: this, incompatible_keys: _IncompatibleKeys) => void,
  ): RemovableHandle {
    return addHook(this._load_state_dict_post_hooks, hook as Hook)
  }

  _save_to_state_dict(destination: StateDict, prefix: string, keep_vars: boolean): void {
    const extra = this.get_extra_state !== ModuleState.prototype.get_extra_state
    saveToStateDict(whole(this), destination, prefix, keep_vars, extra)
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
      const other = hook(this, destination, prefix, local) ?? null
      if (other === null) continue
      if (publicHooks.has(hook)) throw new RuntimeError('state_dict post-hook must return None')
      destination = other as StateDict
    }
    return destination
  }

  _load_from_state_dict(...args: LoadArguments): void {
    const [state_dict, prefix, local_metadata, strict] = args
    const [, , , , missing_keys, unexpected_keys, error_msgs] = args
    const report: LoadReport = { missing_keys, unexpected_keys, error_msgs }
    for (const hook of this._load_state_dict_pre_hooks.values()) hook(...args)
    const extra = this.set_extra_state !== ModuleState.prototype.set_extra_state
    loadFromStateDict(whole(this), state_dict, prefix, local_metadata, strict, report, extra)
  }

  /**
   * Copies a state dict into this module; `assign` takes its tensors instead. Not `strict`, it tells what did not fit.
   */
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
    const entries = isMap(state_dict) ? Object.fromEntries(state_dict) : state_dict
    return loadStateDict(whole(this), entries as StateDict, strict, assign)
  }
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
