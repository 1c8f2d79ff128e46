// How a step walks over the groups of an optimizer, and the states that it finds there.

import * as C from '../_generated/torch_functions.js'
import { typeName } from '../_typename.js'
import { enable_grad } from '../autograd/grad_mode.js'
import { KeyError, RuntimeError } from '../errors.js'
import { Tensor } from '../tensor.js'
import type { Device } from '../types.js'
import { _get_scalar_dtype } from './_common.js'
import type { ParamGroup, ParamState } from './_state.js'
import { _use_grad_for_differentiable, type Optimizer } from './optimizer.js'

/** Evaluates the model again and gives its loss. */
export type Closure<R> = (() => R) | null

/** What the closure of a step gives, evaluated with gradients; null without one. */
export function evaluate<R>(closure: Closure<R> | undefined): R | null {
  if (closure === null || closure === undefined) return null
  if (typeof closure !== 'function') {
    throw new TypeError(`'${typeName(closure)}' object is not callable`)
  }
  return enable_grad(() => closure())
}

/** The step of most optimizers: the closure first, then one group after the other. Gives what the closure gives. */
export function stepGroups<R>(
  self: Optimizer,
  closure: Closure<R>,
  step: (group: ParamGroup) => void,
): R | null {
  return _use_grad_for_differentiable(self, () => {
    const loss = evaluate(closure)
    for (const group of self.param_groups) step(group)
    return loss
  })
}

/** The parameters of a group that have gradients, and their states. */
export interface Gathered {
  params: Tensor[]
  grads: Tensor[]
  states: ParamState[]
  has_complex: boolean
}

/**
 * Collects what a group gives to a step, and makes the states that are missing with `fresh`.
 * `refuse` throws of a parameter that the optimizer cannot treat.
 */
export function gather(
  self: Optimizer,
  group: ParamGroup,
  refuse: (param: Tensor, grad: Tensor) => void,
  fresh: (param: Tensor, grad: Tensor) => ParamState,
): Gathered {
  const gathered: Gathered = { params: [], grads: [], states: [], has_complex: false }
  for (const param of group.params) {
    const { grad } = param
    if (!grad) continue
    gathered.has_complex ||= param.is_complex()
    refuse(param, grad)
    const state = self.state.get(param)
    if (isEmpty(state)) Object.assign(state, fresh(param, grad))
    gathered.params.push(param)
    gathered.grads.push(grad)
    gathered.states.push(state)
  }
  return gathered
}

/** A `refuse` for {@link gather} of optimizers that take dense gradients only. */
export function refuseSparse(name: string, hint = ''): (param: Tensor, grad: Tensor) => void {
  return (_, grad) => {
    if (!grad.is_sparse) return
    throw new RuntimeError(`${name} does not support sparse gradients${hint}`)
  }
}

/** One entry of every state. */
export function entries(states: readonly ParamState[], name: string): Tensor[] {
  return states.map((state) => state[name] as Tensor)
}

/** The settings of a group and what a step adds to them. */
export function settingsWith<G extends object, A extends object>(group: G, added: A): G & A {
  // `{ ...group, a, b }` takes V8 twenty times as long.
  return Object.assign({}, group, added)
}

/** Whether nothing was stored for a parameter yet. */
export function isEmpty(state: ParamState): boolean {
  for (const _ in state) return false
  return true
}

/** A number in a state: a 0-d tensor, on the device of the parameter where a GPU graph reads it. */
export function scalarState(
  value: number,
  device: Device | null,
  fused: boolean | null = null,
): Tensor {
  const dtype = _get_scalar_dtype(fused)
  return C.full([], value, device ? { dtype, device } : { dtype })
}

/** How {@link upgrade} brings a loaded state up to date. */
export interface Upgrade {
  /** Settings of later versions. */
  settings: Record<string, unknown>
  /** Entries of a state that were numbers once. */
  scalars?: readonly string[]
  /** Whether those belong on the device of the parameter. */
  onDevice?: (group: ParamGroup) => boolean
}

/** What the `__setstate__` of most optimizers does with what older versions wrote. */
export function upgrade(
  self: Optimizer,
  {
    settings,
    scalars = ['step'],
    onDevice = (group): boolean => Boolean(group.capturable),
  }: Upgrade,
): void {
  for (const group of self.param_groups) {
    for (const [key, value] of Object.entries(settings)) {
      if (!(key in group)) group[key] = value
    }
    for (const param of group.params) {
      if (!self.state.has(param)) continue
      const state = self.state.get(param)
      if (isEmpty(state)) continue
      for (const key of scalars) {
        if (!(key in state)) throw new KeyError(key)
        if (state[key] instanceof Tensor) continue
        const device = onDevice(group) ? param.device : null
        state[key] = scalarState(Number(state[key]), device, group.fused as boolean | null)
      }
    }
  }
}
