// Mirrors torch/nn/utils/weight_norm.py.

import { _weight_norm, norm_except_dim } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { FutureWarning, warn } from '../../warnings.js'
import type { Module } from '../modules/module.js'
import { Parameter, UninitializedParameter } from '../parameter.js'
import { findHook, getattr, ModuleHook } from './_module_hook.js'

/** The hook of {@link weight_norm}: makes the weight anew before every call of the module. */
export class WeightNorm extends ModuleHook {
  declare name: string
  declare dim: number

  constructor(name: string, dim: number | null) {
    super()
    this.name = name
    this.dim = dim ?? -1
  }

  compute_weight(module: Module): Tensor {
    const g = getattr<Tensor>(module, `${this.name}_g`)
    const v = getattr<Tensor>(module, `${this.name}_v`)
    return _weight_norm(v, g, this.dim)
  }

  static override apply(module: Module, name: string, dim: number | null): WeightNorm {
    warn(
      '`torch.nn.utils.weight_norm` is deprecated in favor of `torch.nn.utils.parametrizations.weight_norm`.',
      FutureWarning,
    )
    if (findHook(module, isOn(name))) {
      throw new RuntimeError(`Cannot register two weight_norm hooks on the same parameter ${name}`)
    }
    const fn = new WeightNorm(name, dim)
    const weight = getattr<Tensor>(module, name)
    if (weight instanceof UninitializedParameter) {
      throw new ValueError(
        "The module passed to `WeightNorm` can't have uninitialized parameters. " +
          'Make sure to run the dummy forward before applying weight normalization',
      )
    }
    delete module._parameters[name]
    const g = new Parameter(norm_except_dim(weight, 2, fn.dim).data)
    module.register_parameter(`${name}_g`, g)
    module.register_parameter(`${name}_v`, new Parameter(weight.data))
    Reflect.set(module, name, fn.compute_weight(module))
    module.register_forward_pre_hook(fn as unknown as () => void)
    return fn
  }

  remove(module: Module): void {
    const weight = this.compute_weight(module)
    Reflect.deleteProperty(module, this.name)
    delete module._parameters[`${this.name}_g`]
    delete module._parameters[`${this.name}_v`]
    Reflect.set(module, this.name, new Parameter(weight.data))
  }

  override __call__(module: Module): void {
    Reflect.set(module, this.name, this.compute_weight(module))
  }
}

const isOn =
  (name: string) =>
  (hook: unknown): hook is WeightNorm =>
    hook instanceof WeightNorm && hook.name === name

const bind = python("weight_norm(module, name='weight', dim=0)")
const bindRemove = python("remove_weight_norm(module, name='weight')")

/**
 * Replaces a weight by its length and its direction, the parameters `weight_g` and `weight_v`: `weight = g v / |v|`,
 * made anew before every call. `weight_v` has the shape of the weight, `weight_g` too, with all sizes but that of `dim`
 * 1.
 *
 * @param dim - the dimension that keeps a length for each index; null for one length of the whole weight.
 * @deprecated by PyTorch for `parametrizations.weight_norm`; it warns.
 * @example
 * const fc = nn.utils.weight_norm(nn.Linear(20, 40))
 * fc.weight_g.size() // torch.Size([40, 1])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.weight_norm.html
 */
export function weight_norm<M extends Module>(
  module: M,
  name?: string,
  dim?: number | null,
): M & { weight_g: Parameter; weight_v: Parameter }
export function weight_norm<M extends Module>(
  module: M,
  options: { name?: string; dim?: number | null },
): M & { weight_g: Parameter; weight_v: Parameter }
export function weight_norm(...given: unknown[]): Module {
  const { module, name, dim } = bind<{ module: Module; name: string; dim: number | null }>(given)
  WeightNorm.apply(module, name, dim)
  return module
}

/**
 * Undoes {@link weight_norm}: the weight, of the same shape, is a parameter again.
 *
 * @throws ValueError where it is not so normalised.
 * @example
 * const fc = nn.utils.remove_weight_norm(nn.utils.weight_norm(nn.Linear(20, 40)))
 * Object.keys(fc.state_dict()) // ['bias', 'weight']
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.remove_weight_norm.html
 */
export function remove_weight_norm<M extends Module>(
  module: M,
  name?: string | { name?: string },
): M
export function remove_weight_norm(...given: unknown[]): Module {
  const { module, name } = bindRemove<{ module: Module; name: string }>(given)
  const found = findHook(module, isOn(name))
  if (!found) throw new ValueError(`weight_norm of '${name}' not found in ${module}`)
  const [id, hook] = found
  hook.remove(module)
  module._forward_pre_hooks.delete(id)
  return module
}
