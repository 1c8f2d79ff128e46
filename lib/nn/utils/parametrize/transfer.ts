// transfer_parametrizations_and_params of torch/nn/utils/parametrize.py.

import { python } from '../../../_kwargs.js'
import type { Tensor } from '../../../tensor.js'
import { hasAttribute } from '../../modules/_attributes.js'
import { place } from '../../modules/_container.js'
import type { Module } from '../../modules/module.js'
import { Parameter } from '../../parameter.js'
import type { ParametrizationList } from './list.js'
import { register_parametrization } from './register.js'
import { listOf, parametrizationsOf } from './type.js'

const bind = python(
  'transfer_parametrizations_and_params(from_module, to_module, tensor_name=None)',
)

/**
 * Gives a module the parametrizations of another and the tensors that they start from: of one tensor, or of all.
 * Parameters that it lacks it gets.
 *
 * @example
 * const { is_parametrized, transfer_parametrizations_and_params } = nn.utils.parametrize
 * const from = nn.utils.parametrizations.orthogonal(nn.Linear(4, 4))
 * const to = transfer_parametrizations_and_params(from, nn.Linear(4, 4))
 * is_parametrized(to, 'weight') // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.transfer_parametrizations_and_params.html
 */
export function transfer_parametrizations_and_params<M extends Module>(
  from_module: Module,
  to_module: M,
  tensor_name?: string | null | { tensor_name?: string | null },
): M
export function transfer_parametrizations_and_params(...given: unknown[]): Module {
  const { from_module, to_module, tensor_name } = bind<{
    from_module: Module
    to_module: Module
    tensor_name: string | null
  }>(given)
  const from = parametrizationsOf(from_module)
  if (from === null || from.__len__() === 0) return to_module
  for (const name of tensor_name === null ? [...from.keys()] : [tensor_name]) {
    if (!hasAttribute(to_module, name)) {
      Reflect.set(to_module, name, new Parameter(Reflect.get(from_module, name) as Tensor))
    }
    const list = from.__getitem__(name)
    for (const parametrization of list) {
      register_parametrization(to_module, name, parametrization)
    }
    const there = listOf(to_module, name)
    for (const original of originalsOf(list)) place(there, original, Reflect.get(list, original))
  }
  return to_module
}

function originalsOf(list: ParametrizationList): string[] {
  if (hasAttribute(list, 'original')) return ['original']
  const names: string[] = []
  while (hasAttribute(list, `original${names.length}`)) names.push(`original${names.length}`)
  return names
}
