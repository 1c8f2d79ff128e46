// BasePruningMethod and PruningContainer of torch/nn/utils/prune.py, each of which needs the other.

import { callable } from '../../../_callable.js'
import { ones_like } from '../../../_generated/torch_functions.js'
import { python } from '../../../_kwargs.js'
import { sliceIndices } from '../../../_sequence.js'
import { tuple } from '../../../_tuple.js'
import { typeName } from '../../../_typename.js'
import { AssertionError, AttributeError, IndexError, ValueError } from '../../../errors.js'
import { contiguous_format } from '../../../memory_format.js'
import type { Tensor } from '../../../tensor.js'
import { hasAttribute } from '../../modules/_attributes.js'
import type { Module } from '../../modules/module.js'
import type { Parameter } from '../../parameter.js'
import { getattr, ModuleHook } from '../_module_hook.js'
import { combineMasks } from './_combine.js'

/** What of a tensor a method looks at: what is not pruned yet, whole channels of it, or all. */
export type PruningType = 'unstructured' | 'structured' | 'global'

const bindApply = python(
  'BasePruningMethod.apply(self, module, name, *args, importance_scores=None, **kwargs)',
)

interface ApplyArguments {
  name: string
  args: readonly unknown[]
  importance_scores: Tensor | null
  kwargs: Record<string, unknown>
}

const bindPrune = python(
  'BasePruningMethod.prune(self, t, default_mask=None, importance_scores=None)',
)

/**
 * A way to prune: a subclass says by `compute_mask(t, default_mask)` which elements stay, and by its `PRUNING_TYPE`, a
 * static field or one of its instances, which part of the tensor it wants to see. {@link BasePruningMethod.apply} prunes
 * a tensor of a module: `weight_orig` is then the parameter, `weight_mask` a buffer, and `weight` their product, made anew
 * before every call.
 *
 * @example
 * class EveryOther extends nn.utils.prune.BasePruningMethod {
 *   static PRUNING_TYPE = 'unstructured'
 *   compute_mask(t: Tensor, default_mask: Tensor) {
 *     const mask = default_mask.clone()
 *     mask.view(-1).index_put_(['::2'], 0)
 *     return mask
 *   }
 * }
 * const fc = nn.Linear(4, 3)
 * EveryOther.apply(fc, 'bias')
 * fc.get_buffer('bias_mask') // tensor([0., 1., 0.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.BasePruningMethod.html
 */
export abstract class BasePruningMethod extends ModuleHook {
  declare PRUNING_TYPE: PruningType
  /** The name of the tensor that it prunes. */
  declare _tensor_name: string

  constructor() {
    super()
    if (typeof this.compute_mask !== 'function') {
      const { name } = this.constructor
      throw new TypeError(
        `Can't instantiate abstract class ${name} with abstract method compute_mask`,
      )
    }
  }

  override __call__(module: Module): void {
    Reflect.set(module, this._tensor_name, this.apply_mask(module))
  }

  /**
   * The mask of a tensor, in its shape: 1 for what stays, 0 for what goes.
   *
   * @param t - how important each element is.
   * @param default_mask - the mask so far, which must be respected.
   */
  abstract compute_mask(t: Tensor, default_mask: Tensor): Tensor

  /** The product of the module's original tensor and its mask. */
  apply_mask(module: Module): Tensor {
    const mask = getattr<Tensor>(module, `${this._tensor_name}_mask`)
    const orig = getattr<Tensor>(module, `${this._tensor_name}_orig`)
    return mask.to({ dtype: orig.dtype }).mul(orig)
  }

  /**
   * Prunes a tensor of a module by a method made with `args`. Methods add up: a second one prunes what the first has left.
   * The keyword `importance_scores`, a tensor, stands for the magnitudes of the elements.
   */
  static override apply<M extends BasePruningMethod>(
    this: new (
      ...args: never[]
    ) => M,
    module: Module,
    ...given:
      | [name: string, ...args: unknown[]]
      | [options: { name: string; [setting: string]: unknown }]
  ): BasePruningMethod {
    const { name, args, importance_scores, kwargs } = bindApply<ApplyArguments>([module, ...given])
    const rest = Object.keys(kwargs).length > 0 ? [...args, kwargs] : args
    // biome-ignore lint/complexity/noThisInStatic: the class that is called, as in Python's class methods.
    const make = this as unknown as new (...args: unknown[]) => M
    return pruneTensor(module, name, () => new make(...rest), importance_scores)
  }

  /** The tensor with what the method prunes of it set to 0; no module is needed. */
  prune(t: Tensor, default_mask?: Tensor | null, importance_scores?: Tensor | null): Tensor
  prune(
    t: Tensor,
    options: { default_mask?: Tensor | null; importance_scores?: Tensor | null },
  ): Tensor
  prune(...given: unknown[]): Tensor {
    const { t, default_mask, importance_scores } = bindPrune<{
      t: Tensor
      default_mask: Tensor | null
      importance_scores: Tensor | null
    }>(given)
    checkScores(importance_scores, t, 'tensor t')
    return t.mul(this.compute_mask(importance_scores ?? t, default_mask ?? ones_like(t)))
  }

  /** Ends the pruning of a module's tensor, which stays pruned: the product becomes the parameter. */
  remove(module: Module): void {
    const { _tensor_name: name } = this
    const weight = this.apply_mask(module)
    if (hasAttribute(module, name)) Reflect.deleteProperty(module, name)
    const orig = module._parameters[`${name}_orig`] as Tensor
    orig.data = weight.data
    delete module._parameters[`${name}_orig`]
    delete module._buffers[`${name}_mask`]
    Reflect.set(module, name, orig)
  }
}

// A class that subclasses give; a field of an instance hides it.
Object.defineProperty(BasePruningMethod.prototype, 'PRUNING_TYPE', {
  get(this: BasePruningMethod): PruningType | undefined {
    return (this.constructor as { PRUNING_TYPE?: PruningType }).PRUNING_TYPE
  },
  set(this: BasePruningMethod, value: PruningType) {
    Object.defineProperty(this, 'PRUNING_TYPE', { value, writable: true, configurable: true })
  },
  configurable: true,
})

class PruningContainer extends BasePruningMethod {
  declare _pruning_methods: readonly BasePruningMethod[]

  constructor(...args: BasePruningMethod[]) {
    super()
    this._pruning_methods = tuple()
    const [first] = args
    if (first && args.length === 1) this._tensor_name = first._tensor_name
    for (const method of args) this.add_pruning_method(method)
  }

  /** Adds a method for the same tensor behind the others. */
  add_pruning_method(method: BasePruningMethod | null): void {
    if (method !== null && !(method instanceof BasePruningMethod)) {
      throw new TypeError(`<class '${typeName(method)}'> is not a BasePruningMethod subclass`)
    }
    if (method !== null && this._tensor_name === undefined) {
      throw new AttributeError("'PruningContainer' object has no attribute '_tensor_name'")
    }
    if (method !== null && this._tensor_name !== method._tensor_name) {
      throw new ValueError(
        'Can only add pruning methods acting on ' +
          `the parameter named '${this._tensor_name}' to PruningContainer ${this}.` +
          ` Found '${method._tensor_name}'`,
      )
    }
    this._pruning_methods = tuple([...this._pruning_methods, method as BasePruningMethod])
  }

  __len__(): number {
    return this._pruning_methods.length
  }

  [Symbol.iterator](): Iterator<BasePruningMethod> {
    return this._pruning_methods[Symbol.iterator]()
  }

  __getitem__(idx: number): BasePruningMethod
  __getitem__(idx: string): BasePruningMethod[]
  __getitem__(idx: number | string): BasePruningMethod | BasePruningMethod[] {
    const methods = this._pruning_methods
    if (typeof idx === 'string') {
      return tuple(
        (sliceIndices(idx, methods.length) ?? []).map((i) => methods[i] as BasePruningMethod),
      )
    }
    const method = methods.at(idx)
    if (method === undefined) throw new IndexError('tuple index out of range')
    return method
  }

  /** The mask so far with what the last method takes out of what it left. */
  override compute_mask(t: Tensor, default_mask: Tensor): Tensor {
    return combineMasks(this._pruning_methods.at(-1) as BasePruningMethod, t, default_mask)
  }
}

function checkScores(scores: Tensor | null, t: Tensor, what: string): void {
  if (scores === null || String(scores.shape) === String(t.shape)) return
  throw new AssertionError(
    `importance_scores should have the same shape as ${what}, got ${scores.shape} vs ${t.shape}`,
  )
}

// The method for a tensor, on top of those that prune it already, whose hook is taken away.
function compositeMethod(
  module: Module,
  name: string,
  make: () => BasePruningMethod,
): BasePruningMethod {
  const hooks = [...(module._forward_pre_hooks as ReadonlyMap<number, unknown>)]
  const found = hooks.filter(
    (entry): entry is [number, BasePruningMethod] =>
      entry[1] instanceof BasePruningMethod && entry[1]._tensor_name === name,
  )
  if (found.length > 1) {
    throw new AssertionError(
      `Avoid adding multiple pruning hooks to the same tensor ${name} of module ${module}. Use a PruningContainer.`,
    )
  }
  for (const [id] of found) module._forward_pre_hooks.delete(id)
  const method = make()
  method._tensor_name = name
  const old = found[0]?.[1]
  if (old === undefined) return method
  const container = old instanceof PruningContainer ? old : new PruningContainer(old)
  container.add_pruning_method(method)
  return container
}

function pruneTensor(
  module: Module,
  name: string,
  make: () => BasePruningMethod,
  importance_scores: Tensor | null,
): BasePruningMethod {
  const method = compositeMethod(module, name, make)
  const orig = getattr<Tensor>(module, name)
  checkScores(importance_scores, orig, `parameter ${name} of ${module}`)
  const isFirst = !(method instanceof PruningContainer)
  let default_mask: Tensor
  if (isFirst) {
    module.register_parameter(`${name}_orig`, orig as Parameter)
    delete module._parameters[name]
    default_mask = ones_like(orig)
  } else {
    const mask = getattr<Tensor>(module, `${name}_mask`)
    default_mask = mask.detach().clone({ memory_format: contiguous_format })
  }
  try {
    const mask = method.compute_mask(importance_scores ?? orig, default_mask)
    module.register_buffer(`${name}_mask`, mask)
    Reflect.set(module, name, method.apply_mask(module))
    module.register_forward_pre_hook(method as unknown as () => void)
  } catch (error) {
    if (isFirst) {
      const kept = module._parameters[`${name}_orig`] ?? null
      module.register_parameter(name, kept)
      delete module._parameters[`${name}_orig`]
    }
    throw error
  }
  return method
}

/**
 * Several methods for one tensor, in the order in which they were applied: a module has one when its tensor is pruned a
 * second time. Each prunes what the ones before have left; the mask keeps the shape of the tensor.
 *
 * @example
 * const fc = nn.Linear(4, 2)
 * nn.utils.prune.l1_unstructured(fc, 'weight', 2)
 * nn.utils.prune.random_unstructured(fc, 'weight', 3)
 * fc.get_buffer('weight_mask').sum() // tensor(3.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.PruningContainer.html
 */
const PruningContainer_ = callable(PruningContainer)
type PruningContainer_ = PruningContainer

export { PruningContainer_ as PruningContainer }
