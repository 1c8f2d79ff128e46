// Mirrors torch/_functorch/functional_call.py.

import { stack } from '../_generated/torch_functions.js'
import { isMap } from '../_is_map.js'
import { python } from '../_kwargs.js'
import { isPlainObject, pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import { RuntimeError, ValueError } from '../errors.js'
import type { Module } from '../nn/modules/module.js'
import { _functional_call, entriesOf, type TensorDict } from '../nn/utils/stateless.js'
import type { Tensor } from '../types.js'

const isDict = (value: unknown): value is TensorDict => isPlainObject(value) || isMap(value)

// Several dicts as one; a single dict as it is, because it gets what the module changes.
function joined(dicts: unknown): TensorDict {
  if (isDict(dicts)) return dicts
  if (!Array.isArray(dicts)) {
    throw new ValueError(
      `Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got ${classText(dicts)}`,
    )
  }
  if (!dicts.every(isDict)) {
    throw new ValueError('Expected all elements of parameter_and_buffer_dicts to be dictionaries')
  }
  const all = new Map<string, Tensor>()
  const repeated = new Set<string>()
  for (const [name, tensor] of dicts.flatMap(entriesOf)) {
    if (all.has(name)) repeated.add(name)
    all.set(name, tensor)
  }
  if (repeated.size > 0) {
    throw new ValueError(
      `${pyRepr([...repeated])} appeared in multiple dictionaries; behavior of functional call is ambiguous`,
    )
  }
  return all
}

const bind = python(
  'functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False)',
  { dicts: ['parameter_and_buffer_dicts', 'args', 'kwargs'] },
)

interface CallKeywords {
  kwargs?: Record<string, unknown> | null
  tie_weights?: boolean
  strict?: boolean
}

type Called<M> = M extends { forward(...args: never[]): infer R } ? R : unknown

/**
 * Calls a module with other parameters and buffers than its own, which stay as they are. What the module assigns to its
 * buffers, such as running statistics, goes to the dict.
 *
 * @param parameter_and_buffer_dicts - tensors by name, or a list of such dicts; the module's own stand for the others.
 * @param args - what the module is called with: a list of arguments, or one that is no list.
 * @param kwargs - its keyword arguments.
 * @param tie_weights - whether what is tied in the module stays tied.
 * @param strict - throws unless all names are given, and no others.
 * @throws ValueError for a name in two dicts, and for different values of tied parameters.
 *
 * @example
 * const params = Object.fromEntries(net.named_parameters())
 * const loss = (params: Record<string, Tensor>, x: Tensor) =>
 *   torch.func.functional_call(net, params, [x]).sum()
 * torch.func.grad(loss)(params, input)['0.weight'] // (8, 4)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.functional_call.html
 */
export function functional_call<M extends Module>(
  module: M,
  parameter_and_buffer_dicts: TensorDict | readonly TensorDict[],
  args?: unknown,
  kwargs?: Record<string, unknown> | null,
  kw?: Omit<CallKeywords, 'kwargs'>,
): Called<M>
export function functional_call<M extends Module>(
  module: M,
  parameter_and_buffer_dicts: TensorDict | readonly TensorDict[],
  args: unknown,
  kw: CallKeywords,
): Called<M>
export function functional_call(...given: unknown[]): unknown {
  const a = bind<{
    module: Module
    parameter_and_buffer_dicts: unknown
    args: unknown
    kwargs: Record<string, unknown> | null
    tie_weights: boolean
    strict: boolean
  }>(given)
  const dict = joined(a.parameter_and_buffer_dicts)
  return _functional_call(a.module, dict, a.args, a.kwargs, {
    tie_weights: a.tie_weights,
    strict: a.strict,
  })
}

function construct_stacked_leaf(tensors: readonly Tensor[], name: string): Tensor {
  const needing = tensors.filter((tensor) => tensor.requires_grad).length
  if (needing !== 0 && needing !== tensors.length) {
    throw new RuntimeError(`Expected ${name} from each model to have the same .requires_grad`)
  }
  const result = stack(tensors)
  return needing > 0 ? result.detach().requires_grad_() : result
}

function stacked(all: readonly ReadonlyMap<string, Tensor>[]): Record<string, Tensor> {
  const names = [...(all[0]?.keys() ?? [])]
  return Object.fromEntries(
    names.map((name) => [
      name,
      construct_stacked_leaf(
        all.map((one) => one.get(name) as Tensor),
        name,
      ),
    ]),
  )
}

/**
 * The parameters and buffers of several models of one class, stacked by name: `[params, buffers]`, for an ensemble that
 * {@link vmap} computes at once.
 *
 * @throws RuntimeError for no model, for models of several classes, and where some are in training mode.
 *
 * @example
 * const models = [nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(4, 2)]
 * const [params, buffers] = torch.func.stack_module_state(models)
 * params.weight // (3, 2, 4)
 * type Named = Record<string, Tensor>
 * const call = (p: Named, b: Named, x: Tensor) =>
 *   torch.func.functional_call(models[0], [p, b], [x])
 * torch.vmap(call, [0, 0, null])(params, buffers, input) // (3, 3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.stack_module_state.html
 */
export function stack_module_state(
  models: Iterable<Module>,
): [params: Record<string, Tensor>, buffers: Record<string, Tensor>] {
  const list = Array.from(models)
  const [first] = list
  if (first === undefined) {
    throw new RuntimeError('stack_module_state: Expected at least one model, got 0.')
  }
  if (list.some((model) => model.training !== first.training)) {
    throw new RuntimeError(
      'stack_module_state: Expected all models to have the same training/eval mode.',
    )
  }
  if (list.some((model) => model.constructor !== first.constructor)) {
    throw new RuntimeError('stack_module_state: Expected all models to be of the same class.')
  }
  const params = list.map((model) => new Map<string, Tensor>(model.named_parameters()))
  const buffers = list.map((model) => new Map<string, Tensor>(model.named_buffers()))
  return tuple<unknown>([stacked(params), stacked(buffers)]) as unknown as [
    Record<string, Tensor>,
    Record<string, Tensor>,
  ]
}
