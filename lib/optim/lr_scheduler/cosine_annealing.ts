// Mirrors CosineAnnealingLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { cos } from '../../_libm.js'
import type { MaybeTensor } from '../_common.js'
import { minus, over, plus, times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { modulo, quotient } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf, pairs } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, T_max: number, eta_min: number, last_epoch: number]
>()('CosineAnnealingLR.__init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1)')

class CosineAnnealingLR extends LRScheduler {
  /** Half a period, in epochs. */
  declare T_max: number
  declare eta_min: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, T_max, eta_min } = init(args)
    super(...prepared(optimizer, last_epoch, { T_max, eta_min }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, last_epoch, T_max, eta_min, base_lrs } = this
    const { param_groups } = optimizer
    if (this._is_initial) return _param_groups_val_list(optimizer, 'lr')
    if (this._step_count === 1 && last_epoch > 0) {
      const wave = 1 + cos(quotient(last_epoch * Math.PI, T_max))
      return Array.from(pairs(base_lrs, param_groups), ([lr]) => annealed(lr, eta_min, wave))
    }
    if (modulo(last_epoch - 1 - T_max, 2 * T_max) === 0) {
      const wave = 1 - cos(quotient(Math.PI, T_max))
      return Array.from(pairs(base_lrs, param_groups), ([lr, group]) =>
        plus(lrOf(group), over(times(minus(lr, eta_min), wave), 2)),
      )
    }
    const wave = (epoch: number): number => 1 + cos(quotient(Math.PI * epoch, T_max))
    const ratio = quotient(wave(last_epoch), wave(last_epoch - 1))
    return param_groups.map((group) => plus(times(ratio, minus(lrOf(group), eta_min)), eta_min))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const { last_epoch, T_max, eta_min, base_lrs } = this
    const wave = 1 + cos(quotient(Math.PI * last_epoch, T_max))
    return base_lrs.map((lr) => annealed(lr, eta_min, wave))
  }
}

/** A rate between `eta_min`, where `wave` is 0, and `base_lr`, where it is 2. */
export function annealed(base_lr: MaybeTensor, eta_min: number, wave: number): MaybeTensor {
  return plus(eta_min, over(times(minus(base_lr, eta_min), wave), 2))
}

/**
 * Takes the rates along a cosine from what they are to `eta_min` (0) in `T_max` epochs, and back again.
 *
 * $$
 * \gamma_t = \eta_{min} + \tfrac{1}{2} (\gamma_0 - \eta_{min}) (1 + \cos(\pi t / T_{max}))
 * $$
 *
 * @example
 * const scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, { T_max: 10 })
 * for (let epoch = 0; epoch < 5; epoch++) {
 *   optimizer.step()
 *   scheduler.step()
 * }
 * Number(scheduler.get_last_lr()[0]).toFixed(4) // '0.0500'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 */
const CosineAnnealingLR_ = scheduler(CosineAnnealingLR)
type CosineAnnealingLR_ = CosineAnnealingLR

export { CosineAnnealingLR_ as CosineAnnealingLR }
