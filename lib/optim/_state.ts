// The state of an optimizer and how it is copied.

import { isPlainObject } from '../_repr.js'
import { Tensor } from '../tensor.js'

/** What an optimizer keeps for one parameter. */
export type ParamState = Record<string, unknown>

/** One group of parameters with its settings. */
export interface ParamGroup {
  params: Tensor[]
  param_names?: string[]
  [setting: string]: unknown
}

/** What `state_dict()` gives: states by the number of the parameter, groups with numbers for parameters. */
export interface OptimizerStateDict {
  state: Map<unknown, unknown> | Record<string, unknown>
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

/** Python's `copy.deepcopy`, for what a parameter group holds. */
export function deepcopy<T>(value: T): T {
  if (value instanceof Tensor) {
    return value.detach().clone().requires_grad_(value.requires_grad) as T
  }
  if (Array.isArray(value)) {
    // Keeps the class: betas are a tuple, which prints as one.
    const copy = Object.setPrototypeOf([], Object.getPrototypeOf(value) as object) as unknown[]
    for (const item of value) copy.push(deepcopy(item))
    return copy as T
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, deepcopy(item)])
    return Object.fromEntries(entries) as T
  }
  return value
}

/** The states of a state dict with their keys. Those of plain objects are strings: numbers there are those of parameters. */
export function stateEntries(state: OptimizerStateDict['state']): [unknown, unknown][] {
  if (Object.prototype.toString.call(state) === '[object Map]') {
    return [...(state as Map<unknown, unknown>)]
  }
  return Object.entries(state).map(([key, value]) => [/^\d+$/.test(key) ? Number(key) : key, value])
}
