// Mirrors torch/nn/utils/stateless.py: a module called with other parameters and buffers.

import { isMap } from '../../_is_map.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { FutureWarning, warn } from '../../warnings.js'
import type { Module } from '../modules/module.js'
import { type Member, NamedMemberAccessor } from './_named_member_accessor.js'

/** Tensors by name: a plain object or a Map. */
export type TensorDict = Record<string, Tensor> | Map<string, Tensor>

/** The entries of a dict. */
export function entriesOf(dict: TensorDict): [string, Tensor][] {
  return isMap(dict) ? Array.from(dict) : Object.entries(dict)
}

/** The names that stand for one tensor, for each name of a tensor that has several. */
function tiedNames(module: Module): Map<string, Set<string>> {
  const namesOf = new Map<Tensor, Set<string>>()
  const add = ([name, tensor]: readonly [string, Tensor]): void => {
    const names = namesOf.get(tensor) ?? new Set()
    namesOf.set(tensor, names.add(name))
  }
  for (const pair of module.named_parameters({ remove_duplicate: false })) add(pair)
  for (const pair of module.named_buffers({ remove_duplicate: false })) add(pair)
  const tied = new Map<string, Set<string>>()
  for (const names of namesOf.values()) {
    if (names.size > 1) for (const name of names) tied.set(name, names)
  }
  return tied
}

/** The tensors, and for each name that is tied to one of them the same tensor. */
function _untie_named_tensors_map(
  module: Module,
  given: ReadonlyMap<string, Tensor>,
): Map<string, Tensor> {
  const tied = tiedNames(module)
  const untied = new Map(given)
  for (const [name, tensor] of given) {
    const names = tied.get(name)
    if (names === undefined) continue
    const values = [...names].filter((one) => given.has(one)).map((one) => given.get(one))
    if (new Set(values).size > 1) {
      throw new ValueError(
        `functional_call got multiple values for keys ${pyRepr([...names].sort())}, which are tied. Consider using tie_weights=False`,
      )
    }
    for (const one of names) untied.set(one, tensor)
  }
  return untied
}

function checkKeys(accessor: NamedMemberAccessor, keys: Iterable<string>): void {
  const [missing, unexpected] = accessor.check_keys(keys)
  const list = (names: readonly string[]): string => names.map((name) => pyRepr(name)).join(', ')
  const errors: string[] = []
  if (unexpected.length > 0) errors.push(`Unexpected key(s): ${list(unexpected)}.`)
  if (missing.length > 0) errors.push(`Missing key(s): ${list(missing)}.`)
  if (errors.length > 0) {
    throw new RuntimeError(
      `Error(s) in reparametrizing for ${accessor.module._get_name()}:\n\t${errors.join('\n\t')}`,
    )
  }
}

interface Options {
  tie_weights: boolean
  strict: boolean
}

/**
 * Runs `body` while these tensors stand in the module. What the module assigned to their names meanwhile, such as
 * running statistics, goes to the given dict.
 */
export function _reparametrize_module<R>(
  module: Module,
  parameters_and_buffers: TensorDict,
  { tie_weights, strict }: Options,
  body: () => R,
): R {
  const given = new Map(entriesOf(parameters_and_buffers))
  const untied = tie_weights ? _untie_named_tensors_map(module, given) : given
  const accessor = new NamedMemberAccessor(module)
  if (strict) checkKeys(accessor, untied.keys())
  const originals = accessor.swap_tensors_dict(untied)
  try {
    return body()
  } finally {
    const changed = accessor.swap_tensors_dict(originals)
    for (const name of given.keys()) write(parameters_and_buffers, name, changed.get(name))
  }
}

function write(dict: TensorDict, name: string, value: Member | undefined): void {
  if (value === undefined) return
  if (isMap(dict)) dict.set(name, value as Tensor)
  else if (dict[name] !== value) dict[name] = value as Tensor
}

/** Calls the module with these parameters and buffers in the place of its own. */
export function _functional_call(
  module: Module,
  parameters_and_buffers: TensorDict,
  args: unknown,
  kwargs: Record<string, unknown> | null,
  options: Options,
): unknown {
  const positional: readonly unknown[] =
    args === null ? [] : Array.isArray(args) ? (args as unknown[]) : [args]
  const keywords = kwargs === null ? [] : [kwargs]
  const call = module as unknown as (...args: unknown[]) => unknown
  return _reparametrize_module(module, parameters_and_buffers, options, () =>
    call(...positional, ...keywords),
  )
}

const bind = python(
  'functional_call(module, parameters_and_buffers, args=None, kwargs=None, *, tie_weights=True, strict=False)',
  { dicts: ['parameters_and_buffers', 'args', 'kwargs'] },
)

/**
 * The older name of `torch.func.functional_call`, for one dict.
 *
 * @deprecated since PyTorch 2.0; it warns. Use `torch.func.functional_call`.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.stateless.functional_call.html
 */
export function functional_call(
  module: Module,
  parameters_and_buffers: TensorDict,
  args?: unknown,
  kwargs?: Record<string, unknown> | null,
  kw?: { tie_weights?: boolean; strict?: boolean },
): unknown
export function functional_call(...given: unknown[]): unknown {
  warn(
    '`torch.nn.utils.stateless.functional_call` is deprecated as of PyTorch 2.0 and will be removed in a future version of PyTorch. Please use `torch.func.functional_call` instead which is a drop-in replacement.',
    FutureWarning,
  )
  const a = bind<
    Options & {
      module: Module
      parameters_and_buffers: TensorDict
      args: unknown
      kwargs: Record<string, unknown> | null
    }
  >(given)
  return _functional_call(a.module, a.parameters_and_buffers, a.args, a.kwargs, {
    tie_weights: a.tie_weights,
    strict: a.strict,
  })
}
