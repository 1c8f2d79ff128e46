// Mirrors OneCycleLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { cos } from '../../_libm.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import { minus, over, plus, times } from '../_scalars.js'
import type { ParamGroup } from '../_state.js'
import type { Optimizer } from '../optimizer.js'
import { quotient } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { momentumRange, setMomentum } from './_momentum.js'
import { _format_param, checkOptimizer, checkStrategy, type PerGroup } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

/** A part of the cycle: its last step, and the settings of a group between which it goes. */
interface SchedulePhase {
  end_step: number
  start_lr: string
  end_lr: string
  start_momentum: string
  end_momentum: string
}

type Strategy = 'cos' | 'linear'

const init = initializer<
  [
    optimizer: Optimizer,
    max_lr: PerGroup<MaybeTensor>,
    total_steps: number | null,
    epochs: number | null,
    steps_per_epoch: number | null,
    pct_start: number,
    anneal_strategy: Strategy,
    cycle_momentum: boolean,
    base_momentum: PerGroup<number>,
    max_momentum: PerGroup<number>,
    div_factor: number,
    final_div_factor: number,
    three_phase: boolean,
    last_epoch: number,
  ]
>()(
  "OneCycleLR.__init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy='cos', cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=10000.0, three_phase=False, last_epoch=-1)",
)

function checkCount(name: string, value: number): void {
  if (value > 0 && Number.isInteger(value)) return
  throw new ValueError(`Expected positive integer ${name}, but got ${pyStr(value)}`)
}

function stepsOf(
  total_steps: number | null,
  epochs: number | null,
  steps_per_epoch: number | null,
): number {
  if (total_steps !== null) {
    checkCount('total_steps', total_steps)
    return total_steps
  }
  if (epochs === null || steps_per_epoch === null) {
    throw new ValueError('You must define either total_steps OR (epochs AND steps_per_epoch)')
  }
  checkCount('epochs', epochs)
  checkCount('steps_per_epoch', steps_per_epoch)
  return epochs * steps_per_epoch
}

function phase(
  end_step: number,
  [start_lr, end_lr]: readonly [string, string],
  [start_momentum, end_momentum]: readonly [string, string],
): SchedulePhase {
  return { end_step, start_lr, end_lr, start_momentum, end_momentum }
}

function phasesOf(total_steps: number, pct_start: number, three_phase: boolean): SchedulePhase[] {
  const down = ['max_momentum', 'base_momentum'] as const
  const up = ['base_momentum', 'max_momentum'] as const
  const rise = phase(pct_start * total_steps - 1, ['initial_lr', 'max_lr'], down)
  if (!three_phase) return [rise, phase(total_steps - 1, ['max_lr', 'min_lr'], up)]
  return [
    rise,
    phase(2 * pct_start * total_steps - 2, ['max_lr', 'initial_lr'], up),
    phase(total_steps - 1, ['initial_lr', 'min_lr'], ['max_momentum', 'max_momentum']),
  ]
}

class OneCycleLR extends LRScheduler {
  declare total_steps: number
  declare _schedule_phases: SchedulePhase[]
  declare _anneal_func_type: Strategy
  declare cycle_momentum: boolean
  declare use_beta1: boolean

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { optimizer, pct_start, anneal_strategy, cycle_momentum, last_epoch } = given
    checkOptimizer(optimizer)
    const total_steps = stepsOf(given.total_steps, given.epochs, given.steps_per_epoch)
    if (!(pct_start >= 0 && pct_start <= 1)) {
      throw new ValueError(`Expected float between 0 and 1 pct_start, but got ${pyStr(pct_start)}`)
    }
    checkStrategy(anneal_strategy)
    const max_lrs = _format_param('max_lr', optimizer, given.max_lr)
    if (last_epoch === -1) {
      for (const [i, group] of optimizer.param_groups.entries()) {
        const max_lr = max_lrs[i] as MaybeTensor
        const initial_lr = over(max_lr, given.div_factor)
        Object.assign(group, {
          initial_lr,
          max_lr,
          min_lr: over(initial_lr, given.final_div_factor),
        })
      }
    }
    const range = cycle_momentum
      ? momentumRange(optimizer, given.base_momentum, given.max_momentum, last_epoch)
      : null
    super(
      ...prepared(optimizer, last_epoch, {
        total_steps,
        _schedule_phases: phasesOf(total_steps, pct_start, given.three_phase),
        _anneal_func_type: anneal_strategy,
        cycle_momentum,
        ...(range && { use_beta1: range.use_beta1 }),
      }),
    )
  }

  _anneal_func(start: MaybeTensor, end: MaybeTensor, pct: number): MaybeTensor {
    if (this._anneal_func_type === 'cos') return OneCycleLR._annealing_cos(start, end, pct)
    if (this._anneal_func_type === 'linear') return OneCycleLR._annealing_linear(start, end, pct)
    throw new ValueError(`Unknown _anneal_func_type: ${String(this._anneal_func_type)}`)
  }

  /** From `start` to `end` along a cosine, as `pct` goes from 0 to 1. */
  static _annealing_cos(start: MaybeTensor, end: MaybeTensor, pct: number): MaybeTensor {
    return plus(end, times(over(minus(start, end), 2), cos(Math.PI * pct) + 1))
  }

  /** From `start` to `end` evenly, as `pct` goes from 0 to 1. */
  static _annealing_linear(start: MaybeTensor, end: MaybeTensor, pct: number): MaybeTensor {
    return plus(times(minus(end, start), pct), start)
  }

  /** Sets the momenta as well, where they cycle. */
  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { last_epoch, total_steps } = this
    if (last_epoch > total_steps) {
      throw new ValueError(
        `Tried to step ${last_epoch} times. The specified number of total steps is ${total_steps}`,
      )
    }
    return this.optimizer.param_groups.map((group) => setGroup(this, group))
  }
}

// Gives the rate and sets the momentum of one group.
function setGroup(self: OneCycleLR, group: ParamGroup): MaybeTensor {
  const { last_epoch, _schedule_phases: phases } = self
  const found = phases.findIndex(({ end_step }) => last_epoch <= end_step)
  const at = found < 0 ? phases.length - 1 : found
  const { end_step, start_lr, end_lr, start_momentum, end_momentum } = phases[at] as SchedulePhase
  const start_step = phases[at - 1]?.end_step ?? 0
  const pct = quotient(last_epoch - start_step, end_step - start_step)
  const between = (start: string, end: string): MaybeTensor =>
    self._anneal_func(group[start] as MaybeTensor, group[end] as MaybeTensor, pct)
  const lr = between(start_lr, end_lr)
  if (self.cycle_momentum) {
    setMomentum(group, self.use_beta1, between(start_momentum, end_momentum))
  }
  return lr
}

/**
 * One cycle for the whole of a training: the rates rise to `max_lr` in the part `pct_start` (0.3) of the steps, then
 * fall far below where they started; the momentum goes the other way, between `max_momentum` (0.95) and `base_momentum`
 * (0.85). Takes a step after each batch.
 *
 * They start at `max_lr / div_factor` (25) and end at that divided by `final_div_factor` (10000), along a cosine or
 * with `anneal_strategy: 'linear'` evenly; `three_phase` goes back to the start before it goes below. The steps are
 * `total_steps`, or `epochs` times `steps_per_epoch`; more of them are a ValueError.
 *
 * @example
 * const settings = { max_lr: 0.5, steps_per_epoch: 2, epochs: 5 }
 * const scheduler = optim.lr_scheduler.OneCycleLR(optimizer, settings)
 * Number(scheduler.get_last_lr()[0]).toFixed(4) // '0.0200'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */
const OneCycleLR_ = scheduler(OneCycleLR)
type OneCycleLR_ = OneCycleLR

export { OneCycleLR_ as OneCycleLR }
