// register_parametrization of torch/nn/utils/parametrize.py.

import { python } from '../../../_kwargs.js'
import { typeName } from '../../../_typename.js'
import { NotImplementedError, ValueError } from '../../../errors.js'
import { Tensor } from '../../../tensor.js'
import { ModuleDict } from '../../modules/container.js'
import type { Module } from '../../modules/module.js'
import { _inject_new_class, _inject_property } from './_property.js'
import { hasInverse, type Parametrization, ParametrizationList } from './list.js'
import { is_parametrized, listOf, parametrizationsOf } from './type.js'

/** A module with parametrizations: `module.parametrizations.weight.original`. */
export type Parametrized<M extends Module, N extends string = string> = M & {
  readonly parametrizations: ModuleDict<ParametrizationList> & {
    readonly [K in N]: ParametrizationList
  }
}

const bind = python(
  'register_parametrization(module, tensor_name, parametrization, *, unsafe=False)',
)

interface Bound {
  module: Module
  tensor_name: string
  parametrization: Parametrization
  unsafe: boolean
}

/**
 * Makes a parameter or buffer of a module a function of another tensor: `module.weight` then gives
 * `parametrization(module.parametrizations.weight.original)`, computed whenever it is read, and gradients go to
 * `original`. Several parametrizations of one tensor follow one another. The module gets a class of its own, derived from
 * the one that it had.
 *
 * A parametrization may have `right_inverse(X)`, the way back: it gives the first `original`, or a list of tensors, which
 * become `original0`, `original1`, ..., and `module.weight = X` then works.
 *
 * @param unsafe - whether the parametrization may change the tensor's shape and dtype; nothing is checked then.
 * @throws ValueError where the module has no such tensor, and where a check fails.
 * @example
 * class Symmetric extends nn.Module {
 *   forward(X: Tensor) { return X.triu().add(X.triu(1).mT) }
 *   right_inverse(A: Tensor) { return A.triu() }
 * }
 * const fc = nn.utils.parametrize.register_parametrization(nn.Linear(5, 5), 'weight', new Symmetric())
 * fc.weight.allclose(fc.weight.mT) // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.register_parametrization.html
 */
export function register_parametrization<M extends Module, N extends string>(
  module: M,
  tensor_name: N,
  parametrization: Module,
  options?: { unsafe?: boolean },
): Parametrized<M, N>
export function register_parametrization(...given: unknown[]): Module {
  const bound = bind<Bound>(given)
  const { module, tensor_name, parametrization, unsafe } = bound
  parametrization.train(module.training)
  if (is_parametrized(module, tensor_name)) {
    if (!unsafe) checkNext(bound)
    const list = listOf(module, tensor_name)
    list.append(parametrization)
    list.unsafe ||= unsafe
  } else if (tensor_name in module._buffers || tensor_name in module._parameters) {
    const original = Reflect.get(module, tensor_name) as Tensor
    // First, for it may fail.
    const list = new ParametrizationList([parametrization], original, unsafe)
    Reflect.deleteProperty(module, tensor_name)
    if (!is_parametrized(module)) {
      _inject_new_class(module)
      Reflect.set(module, 'parametrizations', new ModuleDict<ParametrizationList>())
    }
    _inject_property(module, tensor_name)
    ;(parametrizationsOf(module) as ModuleDict<ParametrizationList>).__setitem__(tensor_name, list)
  } else {
    throw new ValueError(
      `Module '${module}' does not have a parameter, a buffer, or a parametrized element with name '${tensor_name}'`,
    )
  }
  return module
}

// A further parametrization has to give a tensor of the same kind, and so has its way back.
function checkNext({ module, tensor_name, parametrization }: Bound): void {
  const Y = Reflect.get(module, tensor_name) as Tensor
  const X: unknown = parametrization(Y)
  if (!(X instanceof Tensor)) {
    throw new ValueError(`A parametrization must return a tensor. Got ${typeName(X)}.`)
  }
  for (const what of ['dtype', 'shape'] as const) {
    if (String(X[what]) === String(Y[what])) continue
    throw new ValueError(
      `Registering a parametrization may not change the ${what} of the tensor, unless the \`unsafe\` flag is enabled.\n` +
        `module.${tensor_name}.${what}: ${Y[what]}\n` +
        `parametrization(module.${tensor_name}).${what}: ${X[what]}`,
    )
  }
  if (!hasInverse(parametrization)) return
  let Z: unknown
  try {
    Z = parametrization.right_inverse(X)
  } catch (error) {
    if (error instanceof NotImplementedError) return
    throw error
  }
  if (!(Z instanceof Tensor)) {
    throw new ValueError(`parametrization.right_inverse must return a tensor. Got: ${typeName(Z)}`)
  }
  for (const what of ['dtype', 'shape'] as const) {
    if (String(Z[what]) === String(Y[what])) continue
    throw new ValueError(
      `The tensor returned by parametrization.right_inverse must have the same ${what} ` +
        `as module.${tensor_name}, unless the \`unsafe\` flag is enabled.\n` +
        `module.${tensor_name}.${what}: ${Y[what]}\n` +
        `returned ${what}: ${Z[what]}`,
    )
  }
}
