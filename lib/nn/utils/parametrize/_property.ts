// A parametrized tensor is a property of a class that its module alone has, and may be remembered. Part of
// torch/nn/utils/parametrize.py.

import { type Exit, withBlock } from '../../../_contextlib.js'
import { AssertionError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import { hasAttribute, rawOf } from '../../modules/_attributes.js'
import type { Module } from '../../modules/module.js'
import type { ParametrizationList } from './list.js'
import { listOf } from './type.js'

let cacheEnabled = 0
let cache = new Map<ParametrizationList, Tensor>()

function enterCached(): Exit {
  cacheEnabled++
  return () => {
    cacheEnabled--
    if (cacheEnabled === 0) cache = new Map()
  }
}

/**
 * While it lasts, a parametrized tensor is computed once and remembered, for models that read one several times:
 * recurrent ones, or those that share weights. With a function for the time of that function, whose result it gives;
 * `using _ = cached()` to the end of the block.
 *
 * @example
 * const { cached, register_parametrization } = nn.utils.parametrize
 * class Double extends nn.Module {
 *   forward(x: Tensor) { return x.mul(2) }
 * }
 * const fc = register_parametrization(nn.Linear(4, 2), 'weight', new Double())
 * cached(() => fc(torch.ones(3, 4))).size() // torch.Size([3, 2])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.cached.html
 */
export function cached<R>(body: () => R): R
export function cached(): Disposable
export function cached<R>(body?: () => R): R | Disposable {
  return withBlock(enterCached, body)
}

/** Gives a module a class of its own, derived from the one that it has. */
export function _inject_new_class(module: Module): void {
  const cls = module.constructor as typeof Module
  const param_cls = class extends cls {}
  Object.defineProperty(param_cls, 'name', { value: `Parametrized${cls.name}` })
  Object.setPrototypeOf(rawOf(module), param_cls.prototype)
}

/** Takes back {@link _inject_new_class}. */
export function restoreClass(module: Module): void {
  const raw = rawOf(module)
  Object.setPrototypeOf(raw, Object.getPrototypeOf(Object.getPrototypeOf(raw)) as object)
}

function computed(list: ParametrizationList): Tensor {
  if (cacheEnabled === 0) return list()
  let tensor = cache.get(list)
  if (tensor === undefined) {
    tensor = list()
    cache.set(list, tensor)
  }
  return tensor
}

/** Puts a property for a parametrized tensor into the class that {@link _inject_new_class} made. */
export function _inject_property(module: Module, tensor_name: string): void {
  if (hasAttribute(module, tensor_name)) {
    throw new AssertionError(`Module already has an attribute named '${tensor_name}'`)
  }
  Object.defineProperty(Object.getPrototypeOf(module), tensor_name, {
    get(this: Module): Tensor {
      return computed(listOf(this, tensor_name))
    },
    set(this: Module, value: Tensor) {
      listOf(this, tensor_name).right_inverse(value)
    },
    enumerable: true,
    configurable: true,
  })
}
