// global_unstructured of torch/nn/utils/prune.py.

import { ones_like } from '../../../_generated/torch_functions.js'
import { isMap } from '../../../_is_map.js'
import { python } from '../../../_kwargs.js'
import { Slice } from '../../../slice.js'
import type { Tensor } from '../../../tensor.js'
import { hasAttribute } from '../../modules/_attributes.js'
import { isIterable } from '../../modules/_container.js'
import type { Module } from '../../modules/module.js'
import { getattr } from '../_module_hook.js'
import { parameters_to_vector } from '../convert_parameters.js'
import { type BasePruningMethod, PruningContainer } from './base.js'
import { custom_from_mask } from './functions.js'

/** A tensor of a module, by its name. */
export type ModuleTensor = readonly [module: Module, name: string]

/** A class of methods for single elements. */
type PruningClass = new (...args: never[]) => BasePruningMethod

const bind = python(
  'global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs)',
)

/** The keywords of {@link global_unstructured}; those that are not here go to the method. */
interface GlobalOptions {
  importance_scores?: ReadonlyMap<ModuleTensor, Tensor> | null
  amount?: number
  [setting: string]: unknown
}

/**
 * Prunes several tensors of any shapes as if they were one: what of all of them matters least goes.
 *
 * @param parameters - pairs of a module and a name.
 * @param pruning_method - a class whose PRUNING_TYPE is `'unstructured'`; the other keywords are its settings.
 * @param importance_scores - by pair, what stands for its tensor, in the same shape.
 * @throws TypeError for methods of another type.
 * @example
 * const { global_unstructured, L1Unstructured } = nn.utils.prune
 * const [fc1, fc2] = [nn.Linear(4, 8), nn.Linear(8, 2)]
 * global_unstructured([[fc1, 'weight'], [fc2, 'weight']], L1Unstructured, { amount: 10 })
 * fc1.get_buffer('weight_mask').sum().add(fc2.get_buffer('weight_mask').sum()) // tensor(38.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.global_unstructured.html
 */
export function global_unstructured(
  parameters: Iterable<ModuleTensor>,
  pruning_method: PruningClass,
  options?: GlobalOptions,
): void
export function global_unstructured(
  parameters: Iterable<ModuleTensor>,
  options: GlobalOptions & { pruning_method: PruningClass },
): void
export function global_unstructured(...given: unknown[]): void {
  const { parameters, pruning_method, importance_scores, kwargs } = bind<{
    parameters: unknown
    pruning_method: new (...args: unknown[]) => BasePruningMethod
    importance_scores: unknown
    kwargs: Record<string, unknown>
  }>(given)
  if (!isIterable(parameters)) {
    throw new TypeError('global_unstructured(): parameters is not an Iterable')
  }
  const scores = entriesOf(importance_scores)
  const list = [...parameters] as ModuleTensor[]
  const relevant_importance_scores = parameters_to_vector(
    list.map((pair) => scores.find(([key]) => isSame(key, pair))?.[1] ?? tensorOf(pair)),
  )
  const default_mask = parameters_to_vector(list.map(maskOf))
  const container = new PruningContainer()
  container._tensor_name = 'temp'
  const method = new pruning_method(kwargs)
  method._tensor_name = 'temp'
  if (method.PRUNING_TYPE !== 'unstructured') {
    throw new TypeError(
      'Only "unstructured" PRUNING_TYPE supported for ' +
        `the \`pruning_method\`. Found method <class 'torch.nn.utils.prune.${pruning_method.name}'> of type ${method.PRUNING_TYPE}`,
    )
  }
  container.add_pruning_method(method)
  const final_mask = container.compute_mask(relevant_importance_scores, default_mask)
  let pointer = 0
  for (const pair of list) {
    const param = tensorOf(pair)
    const end = pointer + param.numel()
    custom_from_mask(...pair, final_mask.index([new Slice(pointer, end)]).view_as(param))
    pointer = end
  }
}

function entriesOf(scores: unknown): [ModuleTensor, Tensor][] {
  if (scores === null) return []
  if (isMap(scores)) {
    return [...(scores as Map<ModuleTensor, Tensor>)]
  }
  throw new TypeError('global_unstructured(): importance_scores must be of type dict')
}

const isSame = (a: ModuleTensor, b: ModuleTensor): boolean => a[0] === b[0] && a[1] === b[1]

function tensorOf([module, name]: ModuleTensor): Tensor {
  return getattr(module, name)
}

function maskOf([module, name]: ModuleTensor): Tensor {
  const mask = `${name}_mask`
  return hasAttribute(module, mask)
    ? (Reflect.get(module, mask) as Tensor)
    : ones_like(tensorOf([module, name]))
}
