// Mirrors SWALR of torch/optim/swa_utils.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { cos } from '../../_libm.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import { minus, over, plus, times } from '../_scalars.js'
import { prepared } from '../lr_scheduler/_initial.js'
import {
  _format_param,
  checkStrategy,
  lrOf,
  type PerGroup,
  pairs,
} from '../lr_scheduler/_param_groups.js'
import {
  _warn_get_lr_called_within_step,
  LRScheduler,
  type SchedulerState,
  scheduler,
  stateWithout,
} from '../lr_scheduler/scheduler.js'
import type { Optimizer } from '../optimizer.js'

type Strategy = 'cos' | 'linear'

const init = initializer<
  [
    optimizer: Optimizer,
    swa_lr: PerGroup<MaybeTensor>,
    anneal_epochs: number,
    anneal_strategy: Strategy,
    last_epoch: number,
  ]
>()(
  "SWALR.__init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy='cos', last_epoch=-1)",
)

// How far it is, from 0 to 1, at the part t of the way.
const anneals: Readonly<Record<Strategy, (t: number) => number>> = {
  cos: (t) => (1 - cos(Math.PI * t)) / 2,
  linear: (t) => t,
}

class SWALR extends LRScheduler {
  declare _anneal_strategy: Strategy
  declare anneal_func: (t: number) => number
  declare anneal_epochs: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, swa_lr, anneal_epochs, anneal_strategy, last_epoch } = init(args)
    const swa_lrs = _format_param('swa_lr', optimizer, swa_lr)
    for (const [lr, group] of pairs(swa_lrs, optimizer.param_groups)) group.swa_lr = lr
    checkStrategy(anneal_strategy)
    if (!Number.isInteger(anneal_epochs) || anneal_epochs < 0) {
      throw new ValueError(
        `anneal_epochs must be equal or greater than 0, got ${pyStr(anneal_epochs)}`,
      )
    }
    super(
      ...prepared(optimizer, last_epoch, {
        _anneal_strategy: anneal_strategy,
        anneal_func: anneals[anneal_strategy],
        anneal_epochs,
      }),
    )
  }

  static _get_initial_lr(lr: MaybeTensor, swa_lr: MaybeTensor, alpha: number): MaybeTensor {
    if (alpha === 1) return swa_lr
    return over(minus(lr, times(alpha, swa_lr)), 1 - alpha)
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { anneal_epochs } = this
    const step = anneal_epochs === 0 ? Math.max(1, this._step_count - 1) : this._step_count - 1
    const alphaAt = (count: number): number =>
      this.anneal_func(Math.max(0, Math.min(1, count / Math.max(1, anneal_epochs))))
    const before = alphaAt(step - 1)
    const alpha = alphaAt(step)
    return this.optimizer.param_groups.map((group) => {
      const swa_lr = group.swa_lr as MaybeTensor
      const initial = SWALR._get_initial_lr(lrOf(group), swa_lr, before)
      return plus(times(swa_lr, alpha), times(initial, 1 - alpha))
    })
  }

  _set_anneal_func(anneal_strategy: Strategy): void {
    this._anneal_strategy = anneal_strategy
    this.anneal_func = anneals[anneal_strategy === 'cos' ? 'cos' : 'linear']
  }

  override state_dict(): SchedulerState {
    return stateWithout(this, 'optimizer', 'anneal_func')
  }

  override load_state_dict(state_dict: SchedulerState): void {
    super.load_state_dict(state_dict)
    this._set_anneal_func(this._anneal_strategy)
  }
}

/**
 * Takes the rates to `swa_lr` in `anneal_epochs` (10) epochs and keeps them there, while an {@link AveragedModel}
 * averages.
 *
 * $$
 * \gamma_t = a_t\, swa\_lr + (1 - a_t)\, \gamma_0
 * $$
 *
 * with $a_t$ from 0 to 1 along half a cosine, or with `anneal_strategy: 'linear'` evenly.
 *
 * @example
 * const scheduler = optim.swa_utils.SWALR(optimizer, { swa_lr: 0.05, anneal_epochs: 1 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.swa_utils.SWALR.html
 */
const SWALR_ = scheduler(SWALR)
type SWALR_ = SWALR

export { SWALR_ as SWALR }
