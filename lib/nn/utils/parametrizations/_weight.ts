// What the parametrizations of torch/nn/utils/parametrizations.py do first.

import { ValueError } from '../../../errors.js'
import { Tensor } from '../../../tensor.js'
import { hasAttribute } from '../../modules/_attributes.js'
import type { Module } from '../../modules/module.js'

/** The tensor of that name in a module. */
export function weightOf(module: Module, name: string): Tensor {
  const weight: unknown = hasAttribute(module, name) ? Reflect.get(module, name) : null
  if (!(weight instanceof Tensor)) {
    throw new ValueError(`Module '${module}' has no parameter or buffer with name '${name}'`)
  }
  return weight
}
