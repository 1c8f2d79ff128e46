// Optimizer.state_dict and load_state_dict of torch/optim/optimizer.py.

import { isPlainObject } from '../_repr.js'
import { deepcopy } from '../copy.js'
import { float32 } from '../dtype.js'
import { ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  DefaultMap,
  type OptimizerStateDict,
  type ParamGroup,
  type ParamState,
  stateEntries,
} from './_state.js'

/** Groups and states with the numbers of the parameters in the place of the parameters. */
export function packState(
  groups: readonly ParamGroup[],
  state: ReadonlyMap<Tensor, ParamState>,
): OptimizerStateDict {
  const numbers = new Map<Tensor, number>()
  let start = 0
  const param_groups = groups.map(({ params, ...settings }) => {
    for (const [i, param] of params.entries()) {
      if (!numbers.has(param)) numbers.set(param, start + i)
    }
    start += params.length
    return { ...settings, params: params.map((param) => numbers.get(param) as number) }
  })
  const packed = new Map<unknown, unknown>()
  for (const [param, value] of state) packed.set(numbers.get(param) ?? param, value)
  return { state: packed, param_groups }
}

type Groups = OptimizerStateDict['param_groups']

// Tensors of a state go where their parameter is; `step` stays on the CPU unless a GPU kernel counts it.
function cast(param: Tensor, value: unknown, id: unknown, groups: Groups, key?: string): unknown {
  if (value instanceof Tensor) {
    if (key !== 'step') {
      return param.is_floating_point()
        ? value.to({ dtype: param.dtype, device: param.device })
        : value.to({ device: param.device })
    }
    const group = groups.find(({ params }) => params.includes(id as number))
    return group?.fused || group?.capturable
      ? value.to({ dtype: float32, device: param.device })
      : value
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([k, v]) => [k, cast(param, v, id, groups, k)]))
  }
  if (Array.isArray(value)) return value.map((item) => cast(param, item, id, groups))
  return value
}

/** What `load_state_dict` puts into an optimizer with these groups. */
export function loadState(
  groups: readonly ParamGroup[],
  given: OptimizerStateDict,
): { state: DefaultMap<Tensor>; param_groups: ParamGroup[] } {
  const saved = deepcopy(given.param_groups)
  if (groups.length !== saved.length) {
    throw new ValueError('loaded state dict has a different number of parameter groups')
  }
  if (groups.some(({ params }, i) => params.length !== saved[i]?.params.length)) {
    throw new ValueError(
      "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
    )
  }
  const byId = new Map<number, Tensor>()
  for (const [i, { params }] of groups.entries()) {
    for (const [j, param] of params.entries()) byId.set(saved[i]?.params[j] as number, param)
  }
  const state = new DefaultMap<Tensor>()
  for (const [key, value] of stateEntries(given.state)) {
    const param = byId.get(key as number)
    const kept = param ? cast(param, value, key, given.param_groups) : value
    state.set(param ?? (key as Tensor), kept as ParamState)
  }
  const param_groups = saved.map((group, i) => {
    const { params, param_names } = groups[i] as ParamGroup
    const merged: ParamGroup = { ...group, params }
    if (param_names && !('param_names' in merged)) merged.param_names = param_names
    return merged
  })
  return { state, param_groups }
}
