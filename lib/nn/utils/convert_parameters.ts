// Mirrors torch/nn/utils/convert_parameters.py.

import { def } from '../../_def.js'
import { cat } from '../../_generated/torch_functions.js'
import { Slice } from '../../slice.js'
import { Tensor } from '../../tensor.js'
import { typename } from '../modules/_attributes.js'

/**
 * All parameters, one after the other, as one vector, whose shape is `(the sum of their numbers of elements)`.
 *
 * @throws TypeError where they are on different devices.
 * @example
 * nn.utils.parameters_to_vector(nn.Linear(4, 2).parameters()).size() // torch.Size([10])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parameters_to_vector.html
 */
export const parameters_to_vector = def(
  'parameters_to_vector(parameters)',
  (parameters: Iterable<Tensor>): Tensor => {
    let device: number | null = null
    const vec: Tensor[] = []
    for (const param of parameters) {
      device = _check_param_device(param, device)
      vec.push(param.view(-1))
    }
    return cat(vec)
  },
)

/**
 * Makes the parameters views of the parts of a vector, one after the other: the way back from
 * {@link parameters_to_vector}. They keep their shapes, and share the vector's memory.
 *
 * @throws TypeError where they are on different devices.
 * @example
 * const fc = nn.Linear(2, 1)
 * nn.utils.vector_to_parameters(torch.tensor([0.5, 1, 2]), fc.parameters())
 * fc.weight.data // tensor([[0.5000, 1.0000]])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.vector_to_parameters.html
 */
export const vector_to_parameters = def(
  'vector_to_parameters(vec, parameters)',
  (vec: Tensor, parameters: Iterable<Tensor>): void => {
    if (!(vec instanceof Tensor)) {
      throw new TypeError(`expected torch.Tensor, but got: ${typename(vec)}`)
    }
    let device: number | null = null
    let pointer = 0
    for (const param of parameters) {
      device = _check_param_device(param, device)
      const num_param = param.numel()
      param.data = vec.index([new Slice(pointer, pointer + num_param)]).view_as(param).data
      pointer += num_param
    }
  },
)

/** The number of a parameter's GPU, or -1; it must be that of the parameters before. */
function _check_param_device(param: Tensor, old_param_device: number | null): number {
  const here = param.device.type === 'cuda' ? param.get_device() : -1
  if (old_param_device !== null && here !== old_param_device) {
    throw new TypeError(
      'Found two parameters on different devices, this is currently not supported.',
    )
  }
  return here
}
