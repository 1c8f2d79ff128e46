// Mirrors KinetoStepTracker of torch/autograd/profiler.py.

import { pyRepr } from '../../_repr.js'
import { native } from '../../native.js'
import { warn } from '../../warnings.js'

const steps = new Map<string, number>()
let current = 0

/**
 * Counts the steps of a program, whoever tells of them: the count is the largest of all who do. Kineto is told of each
 * step once.
 *
 * @example
 * const { KinetoStepTracker } = torch.autograd.profiler
 * KinetoStepTracker.init_step_count('mine')
 * KinetoStepTracker.increment_step('mine') === KinetoStepTracker.current_step() // True
 * KinetoStepTracker.erase_step_count('mine') // True
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export const KinetoStepTracker = {
  /** Begins to count for one who tells of steps. */
  init_step_count(requester: string): void {
    steps.set(requester, current)
  },

  /** Forgets one; whether it was known. */
  erase_step_count(requester: string): boolean {
    return steps.delete(requester)
  },

  /** Counts a step of one, and gives the count of all. */
  increment_step(requester: string): number {
    steps.set(requester, (steps.get(requester) ?? current) + 1)
    const next = Math.max(...steps.values())
    if (next > current) {
      const delta = next - current
      if (delta > 1) {
        warn(
          `Profiler step count has increased more than 1 - current_step = ${current} step dict =  defaultdict(<class 'int'>, ${pyRepr(steps)})`,
        )
      }
      for (let i = 0; i < delta; i++) native.profilerStep()
      current = next
    }
    return current
  },

  /** The count. */
  current_step(): number {
    return current
  },
} as const
