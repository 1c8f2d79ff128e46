// How a scheduler starts.
//
// Note [Initial step]
// Python's schedulers set their fields, then call `super().__init__`, which takes the first step and so needs the fields.
// Here `super` comes first. The schedulers of this folder hand their fields to it (`prepared`). A class of a user cannot:
// its first step waits until its constructor is through, which is when anybody looks: at the learning rates of the
// optimizer or at what the step changes in the scheduler. Until then those are accessors that take the step.

import type { ParamGroup } from '../_state.js'
import type { Optimizer } from '../optimizer.js'
import type { LRScheduler } from './scheduler.js'

/** What a scheduler of this folder hands to the constructor of LRScheduler. */
export class Prepared {
  readonly fields: object
  readonly optimizer: Optimizer
  /** Null where the class does all else itself. */
  readonly last_epoch: number | null

  constructor(fields: object, optimizer: Optimizer, last_epoch: number | null) {
    this.fields = fields
    this.optimizer = optimizer
    this.last_epoch = last_epoch
  }
}

/** The arguments for `super`: fields come before those of LRScheduler, as the keys of `state_dict` do. */
export function prepared(
  optimizer: Optimizer,
  last_epoch: number | null,
  fields: object,
): [optimizer: Optimizer] {
  return [new Prepared(fields, optimizer, last_epoch) as unknown as Optimizer]
}

const waiting = new WeakMap<LRScheduler, () => void>()

/** Takes the first step if it was put off. */
export function settle(scheduler: LRScheduler): void {
  waiting.get(scheduler)?.()
}

/** Puts off the first step; see Note [Initial step]. */
export function postpone(scheduler: LRScheduler): void {
  const restore: (() => void)[] = []
  const run = (): void => {
    waiting.delete(scheduler)
    for (const one of restore.splice(0)) one()
    scheduler._initial_step()
  }
  const watch = (object: object, key: string): void => {
    const before = { writable: true, ...Object.getOwnPropertyDescriptor(object, key) }
    restore.push(() => {
      if ('value' in before) Object.defineProperty(object, key, before)
      else Reflect.deleteProperty(object, key)
    })
    Object.defineProperty(object, key, {
      get(): unknown {
        run()
        return Reflect.get(object, key)
      },
      set(value: unknown) {
        run()
        Reflect.set(object, key, value)
      },
      enumerable: true,
      configurable: true,
    })
  }
  // Reading a rate lets an earlier scheduler that waits for the same go first.
  const groups: ParamGroup[] = scheduler.optimizer.param_groups
  for (const group of groups) {
    void group.lr
    watch(group, 'lr')
  }
  for (const key of ['last_epoch', '_step_count', '_last_lr']) watch(scheduler, key)
  waiting.set(scheduler, run)
}
