// What the schedulers do with the groups of an optimizer. Part of torch/optim/lr_scheduler.py.

import { zip } from '../../_builtins/iteration.js'
import { pyRepr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { _to_scalar, type MaybeTensor } from '../_common.js'
import type { ParamGroup } from '../_state.js'
import { Optimizer } from '../optimizer.js'

/** One value for all groups, or a list with one for each. */
export type PerGroup<T> = T | readonly T[]

/** Throws unless a scheduler was given an optimizer. */
export function checkOptimizer(optimizer: unknown): asserts optimizer is Optimizer {
  if (optimizer instanceof Optimizer) return
  throw new TypeError(`${typeName(optimizer)} is not an Optimizer`)
}

/** A tensor is copied, so that nobody changes it from outside. */
export function copied<T>(value: T): T {
  return value instanceof Tensor ? (value.clone() as T & Tensor) : value
}

/** A setting as a list with one value for each group. */
export function _format_param<T extends MaybeTensor>(
  name: string,
  { param_groups }: Optimizer,
  param: PerGroup<T>,
): T[] {
  if (!Array.isArray(param)) return param_groups.map(() => copied(param as T))
  if (param.length !== param_groups.length) {
    throw new ValueError(
      `${name} must have the same length as optimizer.param_groups. ` +
        `${name} has ${param.length} values, param_groups has ${param_groups.length}.`,
    )
  }
  return (param as T[]).map(copied)
}

/** A setting of all groups. */
export function _param_groups_val_list({ param_groups }: Optimizer, key: string): MaybeTensor[] {
  return param_groups.map((group) => copied(group[key] as MaybeTensor))
}

/** Changes a setting; a tensor stays the same object. */
export function _update_param_group_val(group: ParamGroup, key: string, val: MaybeTensor): void {
  const current = group[key]
  if (current instanceof Tensor) current.fill_(_to_scalar(val) as number)
  else group[key] = val
}

/** Pairs of two lists, which have to be of the same length. */
export function pairs<A, B>(a: readonly A[], b: readonly B[]): Iterable<[A, B]> {
  return zip(a, b, { strict: true }) as unknown as Iterable<[A, B]>
}

/** The learning rate of a group. */
export function lrOf(group: ParamGroup): MaybeTensor {
  return group.lr as MaybeTensor
}

/** Throws unless a value is among the texts that a setting may be. */
export function checkStrategy(anneal_strategy: unknown): void {
  if (anneal_strategy === 'cos' || anneal_strategy === 'linear') return
  const text = typeof anneal_strategy === 'string' ? anneal_strategy : pyRepr(anneal_strategy)
  throw new ValueError(`anneal_strategy must be one of 'cos' or 'linear', instead got ${text}`)
}
