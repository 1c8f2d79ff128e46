// What LambdaLR and MultiplicativeLR share: their functions and how state dicts keep them.

import { typeName } from '../../_typename.js'
import { AttributeError, ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import type { PerGroup } from './_param_groups.js'
import { LRScheduler, type SchedulerState, stateWithout } from './scheduler.js'

/** A factor by the number of the epoch: a function, or an object of a class with `__call__`. */
export type LrLambda = ((epoch: number) => MaybeTensor) | { __call__(epoch: number): MaybeTensor }

/** Calls a function or an object with `__call__`. */
export function factorOf(lr_lambda: LrLambda, epoch: number): MaybeTensor {
  return typeof lr_lambda === 'function' ? lr_lambda(epoch) : lr_lambda.__call__(epoch)
}

/** Whether a value can be called as {@link factorOf} does. */
export function isCallable(value: unknown): value is LrLambda {
  if (typeof value === 'function') return true
  return typeof (value as { __call__?: unknown } | null | undefined)?.__call__ === 'function'
}

// Functions have no state that is worth keeping; objects that can be called do.
function isPlainFunction(value: LrLambda): boolean {
  return typeof value === 'function' && value.toString === Function.prototype.toString
}

/** What a state dict keeps of something that can be called. */
export function stateOfCallable(value: LrLambda): Record<string, unknown> | null {
  return isPlainFunction(value) ? null : { ...value }
}

/** One function for each group. */
export function lambdasOf(optimizer: Optimizer, lr_lambda: PerGroup<LrLambda>): LrLambda[] {
  const groups = (optimizer as Partial<Optimizer> | null)?.param_groups
  if (!groups) {
    throw new AttributeError(`'${typeName(optimizer)}' object has no attribute 'param_groups'`)
  }
  if (!Array.isArray(lr_lambda)) return groups.map(() => lr_lambda as LrLambda)
  if (lr_lambda.length !== groups.length) {
    throw new ValueError(`Expected ${groups.length} lr_lambdas, but got ${lr_lambda.length}`)
  }
  return [...(lr_lambda as LrLambda[])]
}

/** A scheduler whose state dict has the states of its functions instead of the functions. */
export abstract class WithLambdas extends LRScheduler {
  declare lr_lambdas: LrLambda[]

  override state_dict(): SchedulerState {
    const state = stateWithout(this, 'optimizer', 'lr_lambdas')
    return { ...state, lr_lambdas: this.lr_lambdas.map(stateOfCallable) }
  }

  override load_state_dict({ lr_lambdas, ...state }: SchedulerState): void {
    super.load_state_dict(state)
    for (const [i, kept] of (lr_lambdas as (object | null)[]).entries()) {
      if (kept !== null) Object.assign(this.lr_lambdas[i] as object, kept)
    }
  }
}
