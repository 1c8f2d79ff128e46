// remove_parametrizations of torch/nn/utils/parametrize.py.

import { python } from '../../../_kwargs.js'
import { no_grad } from '../../../autograd/grad_mode.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { ModuleDict } from '../../modules/container.js'
import type { Module } from '../../modules/module.js'
import { Parameter } from '../../parameter.js'
import { restoreClass } from './_property.js'
import { _maybe_set, _register_parameter_or_buffer, type ParametrizationList } from './list.js'
import { is_parametrized, parametrizationsOf } from './type.js'

const bind = python('remove_parametrizations(module, tensor_name, leave_parametrized=True)')

/**
 * Makes a parametrized tensor an ordinary parameter or buffer again. It keeps the values that the parametrizations
 * gave, or gets back those of `original` if not `leave_parametrized`, which is possible where they depend on one
 * tensor, and has the shape of those.
 *
 * @throws ValueError where the tensor is not parametrized, or depends on several and is not to be left as it is.
 * @example
 * const { remove_parametrizations } = nn.utils.parametrize
 * const fc = remove_parametrizations(nn.utils.parametrizations.orthogonal(nn.Linear(4, 4)), 'weight')
 * Object.keys(fc.state_dict()) // ['bias', 'weight']
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.remove_parametrizations.html
 */
export function remove_parametrizations<M extends Module>(
  module: M,
  tensor_name: string,
  leave_parametrized?: boolean | { leave_parametrized?: boolean },
): M
export function remove_parametrizations(...given: unknown[]): Module {
  const { module, tensor_name, leave_parametrized } = bind<{
    module: Module
    tensor_name: string
    leave_parametrized: boolean
  }>(given)
  if (!is_parametrized(module, tensor_name)) {
    throw new ValueError(`Module ${module} does not have a parametrization on ${tensor_name}`)
  }
  const parametrizations = parametrizationsOf(module) as ModuleDict<ParametrizationList>
  const list = parametrizations.__getitem__(tensor_name)
  const value = (): Tensor => Reflect.get(module, tensor_name) as Tensor
  let original: Tensor
  if (list.is_tensor) {
    original = list.original
    // The same object, so that an optimizer that knows it goes on.
    if (leave_parametrized) no_grad(() => _maybe_set(original, value()))
  } else if (leave_parametrized) {
    const left = value()
    original = left.requires_grad ? new Parameter(left) : left
  } else {
    throw new ValueError(
      'Cannot leave unparametrized (`leave_parametrized=False`) a tensor ' +
        'that is parametrized in terms of a sequence of tensors.',
    )
  }
  Reflect.deleteProperty(Object.getPrototypeOf(module) as object, tensor_name)
  parametrizations.__delitem__(tensor_name)
  _register_parameter_or_buffer(module, tensor_name, original)
  if (!is_parametrized(module)) {
    Reflect.deleteProperty(module, 'parametrizations')
    restoreClass(module)
  }
  return module
}
