// What a module is, parametrized or not. Part of torch/nn/utils/parametrize.py.

import { python } from '../../../_kwargs.js'
import { hasAttribute } from '../../modules/_attributes.js'
import { ModuleDict } from '../../modules/container.js'
import type { Module } from '../../modules/module.js'
import type { ParametrizationList } from './list.js'

/** The lists of parametrizations of a module, by the names of its tensors; null for a module without. */
export function parametrizationsOf(module: Module): ModuleDict<ParametrizationList> | null {
  const found: unknown = hasAttribute(module, 'parametrizations')
    ? Reflect.get(module, 'parametrizations')
    : null
  return found instanceof ModuleDict ? (found as ModuleDict<ParametrizationList>) : null
}

/** The parametrizations of a tensor that is parametrized. */
export function listOf(module: Module, tensor_name: string): ParametrizationList {
  const lists = parametrizationsOf(module) as ModuleDict<ParametrizationList>
  return lists.__getitem__(tensor_name)
}

const bind = python('is_parametrized(module, tensor_name=None)')

/**
 * Whether a tensor of a module is parametrized, or any if no name is given.
 *
 * @example
 * const fc = nn.utils.parametrizations.orthogonal(nn.Linear(4, 4))
 * nn.utils.parametrize.is_parametrized(fc) // True
 * nn.utils.parametrize.is_parametrized(fc, 'bias') // False
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.is_parametrized.html
 */
export function is_parametrized(
  module: Module,
  tensor_name?: string | null | { tensor_name?: string | null },
): boolean
export function is_parametrized(...given: unknown[]): boolean {
  const { module, tensor_name } = bind<{ module: Module; tensor_name: string | null }>(given)
  const parametrizations = parametrizationsOf(module)
  if (parametrizations === null) return false
  return tensor_name === null
    ? parametrizations.__len__() > 0
    : parametrizations.__contains__(tensor_name)
}

/**
 * The class that a module had before it was parametrized, which is its class if it is not.
 *
 * @example
 * const fc = nn.utils.parametrizations.orthogonal(nn.Linear(4, 4))
 * fc.constructor.name // 'ParametrizedLinear'
 * nn.utils.parametrize.type_before_parametrizations(fc).name // 'Linear'
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.type_before_parametrizations.html
 */
export function type_before_parametrizations(module: Module): typeof Module {
  const prototype = Object.getPrototypeOf(module) as object
  const own = is_parametrized(module) ? (Object.getPrototypeOf(prototype) as object) : prototype
  return own.constructor as typeof Module
}
