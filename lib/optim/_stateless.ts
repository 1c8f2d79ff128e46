// Mirrors torch/optim/_stateless.py.

import { withBlock } from '../_contextlib.js'
import { isMap } from '../_is_map.js'
import { isPlainObject, pyRepr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { RuntimeError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  DefaultMap,
  type OptimizerStateDict,
  type ParamGroup,
  type ParamState,
  stateEntries,
} from './_state.js'
import type { Optimizer } from './optimizer.js'

const self = 'swap_in_optimizer_params_and_state requires'

function fail(text: string): never {
  throw new RuntimeError(text)
}

const isDict = (value: unknown): boolean => isMap(value) || isPlainObject(value)

function checkedState(state: unknown): Map<unknown, ParamState> {
  if (!isDict(state)) {
    fail(
      `${self} swapin_optim_state['state'] to be a dict mapping packed parameter ids to per-param state dicts, got ${typeName(state)}.`,
    )
  }
  const entries = stateEntries(state as OptimizerStateDict['state'])
  if (entries.some(([key]) => key instanceof Tensor)) {
    fail(`${self} optimizer.state_dict()-style state keyed by packed parameter ids.`)
  }
  if (entries.some(([key, value]) => Number.isInteger(key) && !isDict(value))) {
    fail(`${self} per-parameter optimizer state entries to be dictionaries.`)
  }
  return new Map(entries as [unknown, ParamState][])
}

// The numbers of the parameters of one group.
function checkedIds(index: number, live: ParamGroup, group: unknown): number[] {
  if (!isPlainObject(group)) fail(`${self} each optimizer param group to be a dictionary.`)
  const ids = (group as Record<string, unknown>).params
  if (!Array.isArray(ids) || !ids.every(Number.isInteger)) {
    fail(
      `${self} optimizer.state_dict()-style param_groups[*]['params'] entries keyed by packed parameter ids.`,
    )
  }
  if (ids.length !== live.params.length) {
    fail(
      `swapin_optim_state param group ${index} has a different number of params than the live optimizer param group.`,
    )
  }
  const given = Object.keys(group as object).filter((key) => !(key in live))
  const lacking = Object.keys(live).filter((key) => !(key in (group as object)))
  if (given.length > 0 || lacking.length > 0) {
    fail(
      `${self} optimizer.state_dict()-style param group keys to exactly match the live optimizer group keys for group ${index}. Keys only in swap-in: ${pyRepr(given)}. Keys only in live: ${pyRepr(lacking)}.`,
    )
  }
  return ids as number[]
}

/** What one group has during the block. */
interface Swap {
  live: ParamGroup
  swapped: ParamGroup
}

function prepare(
  optimizer: Optimizer,
  parameters: Record<string, Tensor>,
  optim_state: OptimizerStateDict,
): { swaps: Swap[]; state: DefaultMap<Tensor> } {
  if (optimizer.state.size === 0) fail(`${self} initialized optimizer state.`)
  if (!isPlainObject(optim_state)) fail(`${self} a DCP-style optimizer state_dict.`)
  const given = checkedState(optim_state.state ?? null)
  const groups: unknown = optim_state.param_groups ?? null
  if (!Array.isArray(groups)) {
    fail(
      `${self} swapin_optim_state['param_groups'] to be a list of param-group dicts, got ${typeName(groups)}.`,
    )
  }
  if (groups.length !== optimizer.param_groups.length) {
    fail('swapin_optim_state has a different number of parameter groups than the live optimizer.')
  }
  const flat = Object.values(parameters)
  const state = new DefaultMap<Tensor>()
  const seen = new Set<unknown>()
  let offset = 0
  const swaps = optimizer.param_groups.map((live, i) => {
    const ids = checkedIds(i, live, groups[i])
    const params = flat.slice(offset, offset + ids.length)
    if (params.length < ids.length) {
      fail(`${self} the explicit parameter state to match optimizer.param_groups ordering.`)
    }
    offset += ids.length
    for (const [j, id] of ids.entries()) {
      seen.add(id)
      state.set(params[j] as Tensor, { ...given.get(id) })
    }
    return { live, swapped: { ...(groups[i] as object), params } }
  })
  const extra = [...given.keys()].filter((key) => !seen.has(key))
  if (extra.length > 0) {
    fail(
      `${self} swapin_optim_state['state'] to be keyed only by packed parameter ids from param_groups[*]['params']; got extra keys ${pyRepr(extra)}.`,
    )
  }
  return { swaps, state }
}

// Keeps the object: schedulers hold on to it.
function refill(group: ParamGroup, content: ParamGroup): void {
  for (const key of Object.keys(group)) delete group[key]
  Object.assign(group, content)
}

/**
 * A block in which an optimizer steps other parameters, with another state: those of `swapin_parameters`, in the order
 * of its groups, and of `swapin_optim_state`, which is what `state_dict()` gives (RuntimeError for an empty one).
 * Afterwards it is as it was. Use it with `using`, or give it a body as the last argument.
 *
 * @example
 * const w = torch.ones(2).requires_grad_()
 * const other = torch.zeros(2).requires_grad_()
 * other.grad = torch.ones(2)
 * w.sum().backward()
 * const sgd = optim.SGD([w], { lr: 0.5, momentum: 0.5 })
 * sgd.step()
 * optim.swap_in_optimizer_params_and_state(sgd, { w: other }, sgd.state_dict(), () => sgd.step())
 * other.detach() // tensor([-0.7500, -0.7500])
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html
 */
export function swap_in_optimizer_params_and_state(
  optimizer: Optimizer,
  swapin_parameters: Record<string, Tensor>,
  swapin_optim_state: OptimizerStateDict,
): Disposable
export function swap_in_optimizer_params_and_state<R>(
  optimizer: Optimizer,
  swapin_parameters: Record<string, Tensor>,
  swapin_optim_state: OptimizerStateDict,
  body: () => R,
): R
export function swap_in_optimizer_params_and_state<R>(
  optimizer: Optimizer,
  swapin_parameters: Record<string, Tensor>,
  swapin_optim_state: OptimizerStateDict,
  body?: () => R,
): R | Disposable {
  return withBlock(() => {
    const { swaps, state } = prepare(optimizer, swapin_parameters, swapin_optim_state)
    const before = { state: optimizer.state, groups: swaps.map(({ live }) => ({ ...live })) }
    for (const { live, swapped } of swaps) Object.assign(live, swapped)
    optimizer.state = state
    return () => {
      for (const [i, { live }] of swaps.entries()) refill(live, before.groups[i] as ParamGroup)
      optimizer.state = before.state
    }
  }, body)
}
