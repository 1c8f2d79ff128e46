// Mirrors CyclicLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pow } from '../../_libm.js'
import { KeyError, ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import { minus, plus, times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { quotient } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { factorOf, type LrLambda, stateOfCallable } from './_lambdas.js'
import { momentumRange, setMomenta } from './_momentum.js'
import {
  _format_param,
  _update_param_group_val,
  checkOptimizer,
  type PerGroup,
  pairs,
} from './_param_groups.js'
import {
  _warn_get_lr_called_within_step,
  LRScheduler,
  type SchedulerState,
  scheduler,
  stateWithout,
} from './scheduler.js'

type Mode = 'triangular' | 'triangular2' | 'exp_range'
type ScaleMode = 'cycle' | 'iterations'

const init = initializer<
  [
    optimizer: Optimizer,
    base_lr: PerGroup<MaybeTensor>,
    max_lr: PerGroup<MaybeTensor>,
    step_size_up: number,
    step_size_down: number | null,
    mode: Mode,
    gamma: number,
    scale_fn: LrLambda | null,
    scale_mode: ScaleMode,
    cycle_momentum: boolean,
    base_momentum: PerGroup<number>,
    max_momentum: PerGroup<number>,
    last_epoch: number,
  ]
>()(
  "CyclicLR.__init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0, scale_fn=None, scale_mode='cycle', cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1)",
)

// By mode: how the height of a cycle changes, and with what.
const scales: Readonly<
  Record<Mode, { mode: ScaleMode; of: (gamma: number) => (x: number) => number }>
> = {
  triangular: { mode: 'cycle', of: () => () => 1 },
  triangular2: { mode: 'cycle', of: () => (x) => 1 / pow(2, x - 1) },
  exp_range: { mode: 'iterations', of: (gamma) => (x) => pow(gamma, x) },
}

class CyclicLR extends LRScheduler {
  declare max_lrs: MaybeTensor[]
  /** Steps of a cycle. */
  declare total_size: number
  /** The part of a cycle in which the rate rises. */
  declare step_ratio: number
  declare mode: Mode
  declare gamma: number
  declare scale_mode: ScaleMode
  declare _scale_fn_ref: (x: number) => number
  declare _scale_fn_custom: LrLambda | null
  declare cycle_momentum: boolean
  declare use_beta1: boolean
  declare base_momentums: number[]
  declare max_momentums: number[]

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { optimizer, last_epoch, mode, gamma, scale_fn, cycle_momentum } = given
    checkOptimizer(optimizer)
    const base_lrs = _format_param('base_lr', optimizer, given.base_lr)
    if (last_epoch === -1) {
      for (const [lr, group] of pairs(base_lrs, optimizer.param_groups)) {
        _update_param_group_val(group, 'lr', lr)
      }
    }
    const max_lrs = _format_param('max_lr', optimizer, given.max_lr)
    const { step_size_up, step_size_down } = given
    const total_size = step_size_up + (step_size_down ?? step_size_up)
    const step_ratio = quotient(step_size_up, total_size)
    const scale = Object.hasOwn(scales, mode) ? scales[mode] : null
    if (scale === null && scale_fn === null) {
      throw new ValueError('mode is invalid and scale_fn is None')
    }
    const ours = scale_fn === null ? scale : null
    super(
      ...prepared(optimizer, last_epoch, {
        max_lrs,
        total_size,
        step_ratio,
        mode,
        gamma,
        _scale_fn_custom: scale_fn,
        scale_mode: ours?.mode ?? given.scale_mode,
        ...(ours && { _scale_fn_ref: ours.of(gamma) }),
        cycle_momentum,
        ...(cycle_momentum &&
          momentumRange(optimizer, given.base_momentum, given.max_momentum, last_epoch)),
      }),
    )
    this.base_lrs = base_lrs
  }

  _init_scale_fn(): void {
    if (this._scale_fn_custom !== null) return
    const { mode, of } = scales[this.mode]
    this._scale_fn_ref = of(this.gamma)
    this.scale_mode = mode
  }

  /** The height of a cycle, by its number or by that of the step: see `scale_mode`. */
  scale_fn(x: number): MaybeTensor {
    return this._scale_fn_custom === null
      ? this._scale_fn_ref(x)
      : factorOf(this._scale_fn_custom, x)
  }

  /** Sets the momenta as well, where they cycle. */
  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { last_epoch, total_size, step_ratio } = this
    const position = quotient(last_epoch, total_size)
    const cycle = Math.floor(1 + position)
    const x = 1 + position - cycle
    const scale_factor = x <= step_ratio ? quotient(x, step_ratio) : quotient(x - 1, step_ratio - 1)
    // Asked anew for each group, as in Python: a function of the user may count its calls.
    const height = (low: MaybeTensor, high: MaybeTensor): MaybeTensor =>
      times(
        times(minus(high, low), scale_factor),
        this.scale_fn(this.scale_mode === 'cycle' ? cycle : last_epoch),
      )
    const lrs = Array.from(pairs(this.base_lrs, this.max_lrs), ([low, high]) =>
      plus(low, height(low, high)),
    )
    if (this.cycle_momentum) {
      const momenta = Array.from(pairs(this.base_momentums, this.max_momentums), ([low, high]) =>
        minus(high, height(low, high)),
      )
      setMomenta(this.optimizer, this.use_beta1, momenta)
    }
    return lrs
  }

  override state_dict(): SchedulerState {
    const state = stateWithout(this, 'optimizer', '_scale_fn_ref', '_scale_fn_custom')
    const custom = this._scale_fn_custom
    return { ...state, _scale_fn_custom: custom === null ? null : stateOfCallable(custom) }
  }

  override load_state_dict(state_dict: SchedulerState): void {
    const { _scale_fn_custom: custom, ...state } = state_dict
    if (custom === undefined) throw new KeyError('_scale_fn_custom')
    super.load_state_dict(state)
    if (custom !== null) Object.assign(this._scale_fn_custom as object, custom)
    this._init_scale_fn()
  }
}

/**
 * Takes the rates up from `base_lr` to `max_lr` in `step_size_up` (2000) batches and down again in `step_size_down`
 * (the same), over and over, and the momentum the other way, between `max_momentum` (0.9) and `base_momentum` (0.8).
 * Takes a step after each batch.
 *
 * $$
 * \gamma_t = base + (max - base) \cdot x_t \cdot scale
 * $$
 *
 * with $x_t$ going from 0 to 1 and back. `mode` says how high the cycles are: `'triangular'` all the same,
 * `'triangular2'` half as high as the one before, `'exp_range'` $gamma^t$; a `scale_fn` of the cycle, or of the batch
 * with `scale_mode: 'iterations'`, goes before it. An optimizer without momentum needs `cycle_momentum: false`, else a
 * ValueError.
 *
 * @example
 * const scheduler = optim.lr_scheduler.CyclicLR(optimizer, { base_lr: 0.25, max_lr: 0.75, step_size_up: 2 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.5]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.CyclicLR.html
 */
const CyclicLR_ = scheduler(CyclicLR)
type CyclicLR_ = CyclicLR

export { CyclicLR_ as CyclicLR }
