// Mirrors torch/nn/modules/lazy.py.

import { NotImplementedError, RuntimeError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { RemovableHandle } from '../../utils/hooks.js'
import { is_lazy } from '../parameter.js'
import { isModule, rawOf } from './_attributes.js'
import type { Kwargs } from './_hooks.js'
import { items } from './_registry.js'
import type { StateDict } from './_state_dict.js'
import type { Module } from './module.js'

/** A class that a lazy module can become. */
export type ModuleClass = { readonly prototype: Module }

/** What {@link LazyModuleMixin} adds to a class of modules. */
export interface LazyModule {
  /** The class that an instance has after its first call; null: its own. */
  cls_to_become: ModuleClass | null
  _load_hook: RemovableHandle
  _initialize_hook: RemovableHandle
  /** Gives the parameters their shapes, from the arguments of the first call; every lazy class has its own. */
  initialize_parameters(...args: unknown[]): void
  /** Whether some parameters or buffers have no shape yet. */
  has_uninitialized_params(): boolean
  _lazy_load_hook(state_dict: StateDict, prefix: string): void
  _infer_parameters(module: Module & LazyModule, args: readonly unknown[], kwargs?: Kwargs): void
}

// biome-ignore lint/suspicious/noExplicitAny: TypeScript wants mixins to take `any[]`.
type Constructor<T> = abstract new (...args: any[]) => T

const lazyMark = Symbol('lazy')

function* members(module: Module): Iterable<[name: string, value: Tensor | null]> {
  yield* items(module._parameters)
  for (const [name, buffer] of items(module._buffers)) yield [name, buffer]
}

/**
 * Makes a class of modules lazy: their parameters may be `UninitializedParameter`s, to which the first call gives
 * shapes, by `initialize_parameters` with its arguments. After it the module has the class `cls_to_become`.
 *
 * Where Python lists the mixin among the bases, TypeScript puts the base into it.
 *
 * @example
 * class LazyScale extends LazyModuleMixin(nn.Module) {
 *   weight = nn.UninitializedParameter()
 *   override initialize_parameters(input: Tensor) {
 *     if (!this.has_uninitialized_params()) return
 *     this.weight.materialize([input.size(-1)])
 *     nn.init.ones_(this.weight)
 *   }
 *   forward(input: Tensor) { return input.mul(this.weight) }
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.lazy.LazyModuleMixin.html
 */
export function LazyModuleMixin<B extends Constructor<Module>>(
  Base: B,
): B & Constructor<LazyModule> {
  abstract class Lazy extends Base implements LazyModule {
    declare cls_to_become: ModuleClass | null
    declare _load_hook: RemovableHandle
    declare _initialize_hook: RemovableHandle

    // biome-ignore lint/suspicious/noExplicitAny: as above.
    constructor(...args: any[]) {
      super(...args)
      this._load_hook = this._register_load_state_dict_pre_hook((state_dict, prefix) =>
        this._lazy_load_hook(state_dict, prefix),
      )
      this._initialize_hook = this.register_forward_pre_hook(
        (module, args, kwargs) => {
          this._infer_parameters(module, args, kwargs)
          return null
        },
        { with_kwargs: true },
      )
    }

    override _save_to_state_dict(destination: StateDict, prefix: string, keep_vars: boolean): void {
      for (const [name, value] of members(this)) {
        if (value === null || this._non_persistent_buffers_set.has(name)) continue
        destination[prefix + name] = is_lazy(value) || keep_vars ? value : value.detach()
      }
    }

    // What is loaded into a parameter without a shape gives it one.
    _lazy_load_hook(state_dict: StateDict, prefix: string): void {
      for (const [name, param] of members(this)) {
        const key = prefix + name
        if (!Object.hasOwn(state_dict, key) || !is_lazy(param)) continue
        const input = state_dict[key]
        if (!is_lazy(input)) param.materialize((input as Tensor).shape)
      }
    }

    initialize_parameters(..._args: unknown[]): void {
      throw new NotImplementedError(
        `initialize_parameters is not implemented for ${this._get_name()}`,
      )
    }

    has_uninitialized_params(): boolean {
      for (const [, value] of members(this)) if (is_lazy(value)) return true
      return false
    }

    _infer_parameters(
      module: Module & LazyModule,
      args: readonly unknown[],
      kwargs: Kwargs = {},
    ): void {
      module.initialize_parameters(...args, ...(Object.keys(kwargs).length > 0 ? [kwargs] : []))
      if (module.has_uninitialized_params()) {
        throw new RuntimeError(`module ${this._get_name()} has not been fully initialized`)
      }
      module._initialize_hook.remove()
      module._load_hook.remove()
      const { cls_to_become } = module
      Reflect.deleteProperty(module, '_initialize_hook')
      Reflect.deleteProperty(module, '_load_hook')
      if (cls_to_become !== null) Object.setPrototypeOf(rawOf(module), cls_to_become.prototype)
    }

    _replicate_for_data_parallel(): never {
      throw new RuntimeError(
        "Modules with uninitialized parameters can't be used with `DataParallel`. " +
          'Run a dummy forward pass to correctly initialize the modules',
      )
    }
  }
  Object.assign(Lazy.prototype, { [lazyMark]: true, cls_to_become: null })
  return Lazy as unknown as B & Constructor<LazyModule>
}

// `module instanceof LazyModuleMixin`, as Python's isinstance.
Object.defineProperty(LazyModuleMixin, Symbol.hasInstance, {
  value: (value: unknown) => isModule(value) && lazyMark in value,
})
