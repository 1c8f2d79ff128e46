// weight_norm() of torch/nn/utils/parametrizations.py.

import { _weight_norm, norm_except_dim } from '../../../_generated/torch_functions.js'
import { python } from '../../../_kwargs.js'
import type { Tensor } from '../../../tensor.js'
import { Module } from '../../modules/module.js'
import { type Parametrized, register_parametrization } from '../parametrize.js'

class _WeightNorm extends Module {
  declare dim: number

  constructor(dim: number | null) {
    super()
    this.dim = dim ?? -1
  }

  override forward(weight_g: Tensor, weight_v: Tensor): Tensor {
    return _weight_norm(weight_v, weight_g, this.dim)
  }

  right_inverse(weight: Tensor): [weight_g: Tensor, weight_v: Tensor] {
    return [norm_except_dim(weight, 2, this.dim), weight]
  }
}

const bind = python("weight_norm(module, name='weight', dim=0)")

/**
 * Makes a weight the product of its length, `parametrizations.weight.original0`, and its direction, `original1`:
 * `weight = g v / |v|`. States of the older `nn.utils.weight_norm` can be loaded.
 *
 * @param dim - the dimension that keeps a length for each index; null for one length of the whole weight.
 * @example
 * const fc = nn.utils.parametrizations.weight_norm(nn.Linear(20, 40))
 * fc.parametrizations.weight.get_parameter('original0').size() // torch.Size([40, 1])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrizations.weight_norm.html
 */
export function weight_norm<M extends Module>(
  module: M,
  name?: string,
  dim?: number | null,
): Parametrized<M>
export function weight_norm<M extends Module>(
  module: M,
  options: { name?: string; dim?: number | null },
): Parametrized<M>
export function weight_norm(...given: unknown[]): Module {
  const { module, name, dim } = bind<{ module: Module; name: string; dim: number | null }>(given)
  register_parametrization(module, name, new _WeightNorm(dim), { unsafe: true })
  module._register_load_state_dict_pre_hook((state_dict, prefix) => {
    const older = [`${prefix}${name}_g`, `${prefix}${name}_v`]
    if (!older.every((key) => Object.hasOwn(state_dict, key))) return
    for (const [i, key] of older.entries()) {
      state_dict[`${prefix}parametrizations.${name}.original${i}`] = state_dict[key]
      delete state_dict[key]
    }
  })
  return module
}
