// The state of an optimizer.

import { isMap } from '../_is_map.js'
import type { Tensor } from '../tensor.js'

/** What an optimizer keeps for one parameter. */
export type ParamState = Record<string, unknown>

/** One group of parameters with its settings. */
export interface ParamGroup {
  /** The parameters, in order. */
  params: Tensor[]
  /** Their names, where they were given with names. */
  param_names?: string[]
  [setting: string]: unknown
}

/** What `state_dict()` gives: states by the number of the parameter, groups with numbers for parameters. */
export interface OptimizerStateDict {
  /** The state of each parameter, by its number. */
  state: Map<unknown, unknown> | Record<string, unknown>
  /** The settings of each group, and the numbers of its parameters. */
  param_groups: (Record<string, unknown> & { params: number[] })[]
}

/** A Map that makes the value of a missing key, as Python's `defaultdict(dict)`. */
export class DefaultMap<K> extends Map<K, ParamState> {
  override get(key: K): ParamState {
    let state = super.get(key)
    if (state === undefined) {
      state = {}
      this.set(key, state)
    }
    return state
  }
}
/** The states of a state dict with their keys. Those of plain objects are strings: numbers there are those of parameters. */
export function stateEntries(state: OptimizerStateDict['state']): [unknown, unknown][] {
  if (isMap(state)) {
    return [...(state as Map<unknown, unknown>)]
  }
  return Object.entries(state).map(([key, value]) => [/^\d+$/.test(key) ? Number(key) : key, value])
}
