// Mirrors PolynomialLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import { quotient, timesPower } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, total_iters: number, power: number, last_epoch: number]
>()('PolynomialLR.__init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1)')

class PolynomialLR extends LRScheduler {
  declare total_iters: number
  declare power: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, total_iters, power } = init(args)
    super(...prepared(optimizer, last_epoch, { total_iters, power }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, last_epoch, total_iters, power } = this
    if (this._is_initial || last_epoch > total_iters) return _param_groups_val_list(optimizer, 'lr')
    const left = (epoch: number): number => 1 - quotient(epoch, total_iters)
    const ratio = quotient(left(last_epoch), left(last_epoch - 1))
    return optimizer.param_groups.map((group) => timesPower(lrOf(group), ratio, power))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const { base_lrs, last_epoch, total_iters, power } = this
    const left = 1 - quotient(Math.min(total_iters, last_epoch), total_iters)
    return base_lrs.map((lr) => timesPower(lr, left, power))
  }
}

/**
 * Takes the rates to zero in `total_iters` (5) epochs, by a `power` (1) of what is left of them.
 *
 * $$
 * \gamma_t = \gamma_0 \left( 1 - \min(t, total\_iters) / total\_iters \right)^{power}
 * $$
 *
 * @example
 * const scheduler = optim.lr_scheduler.PolynomialLR(optimizer, { total_iters: 2, power: 2 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.025]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.PolynomialLR.html
 */
const PolynomialLR_ = scheduler(PolynomialLR)
type PolynomialLR_ = PolynomialLR

export { PolynomialLR_ as PolynomialLR }
