// What the schedulers of schedulers share: the checks of their parts, and how state dicts keep them.

import { ValueError } from '../../errors.js'
import type { Optimizer } from '../optimizer.js'
import { ReduceLROnPlateau } from './plateau.js'
import { LRScheduler, type SchedulerState, stateWithout } from './scheduler.js'

function hasOptimizer(scheduler: unknown): scheduler is { optimizer: Optimizer } {
  return typeof scheduler === 'object' && scheduler !== null && 'optimizer' in scheduler
}

/** Throws unless all parts are schedulers of one optimizer which need nothing for a step. */
export function checkParts(name: string, optimizer: Optimizer, parts: readonly unknown[]): void {
  for (const [i, part] of parts.entries()) {
    if (!hasOptimizer(part)) {
      throw new TypeError(`${name} at index ${i} should have \`optimizer\` as its attribute.`)
    }
    if (part instanceof ReduceLROnPlateau) {
      throw new ValueError(
        `${name} does not support \`ReduceLROnPlateau\` scheduler as it ` +
          'requires additional kwargs to be specified when calling `step`, ' +
          `but got one at index ${i} in the given schedulers sequence.`,
      )
    }
    if (part.optimizer !== optimizer) {
      throw new ValueError(
        `${name} expects all schedulers to belong to the same optimizer, but ` +
          `got scheduler ${part.constructor.name} at index ${i} has ${part.optimizer}, ` +
          `which is different from ${optimizer.constructor.name}.`,
      )
    }
  }
}

/** A scheduler whose state dict has the state dicts of its parts. */
export abstract class Composite extends LRScheduler {
  declare _schedulers: readonly LRScheduler[]

  override state_dict(): SchedulerState {
    const state = stateWithout(this, 'optimizer', '_schedulers')
    return { ...state, _schedulers: this._schedulers.map((part) => part.state_dict()) }
  }

  override load_state_dict({ _schedulers, ...state }: SchedulerState): void {
    super.load_state_dict(state)
    for (const [i, kept] of (_schedulers as SchedulerState[]).entries()) {
      this._schedulers[i]?.load_state_dict(kept)
    }
  }
}
