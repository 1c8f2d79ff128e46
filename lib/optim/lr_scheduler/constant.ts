// Mirrors ConstantLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import { times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { quotient } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, factor: number, total_iters: number, last_epoch: number]
>()('ConstantLR.__init__(self, optimizer, factor=0.3333333333333333, total_iters=5, last_epoch=-1)')

class ConstantLR extends LRScheduler {
  declare factor: number
  declare total_iters: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, factor, total_iters } = init(args)
    if (factor > 1 || factor < 0) {
      throw new ValueError('Constant multiplicative factor expected to be between 0 and 1.')
    }
    super(...prepared(optimizer, last_epoch, { factor, total_iters }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, last_epoch, factor, total_iters } = this
    if (last_epoch === 0) return optimizer.param_groups.map((group) => times(lrOf(group), factor))
    if (last_epoch !== total_iters) return _param_groups_val_list(optimizer, 'lr')
    return optimizer.param_groups.map((group) => times(lrOf(group), quotient(1, factor)))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const { base_lrs, last_epoch, factor, total_iters } = this
    const rest = Number(last_epoch >= total_iters) * (1 - factor)
    return base_lrs.map((lr) => times(lr, factor + rest))
  }
}

/**
 * Keeps the rates at `factor` of what they are for `total_iters` epochs.
 *
 * $$
 * \gamma_t = \begin{cases} factor \cdot \gamma_0 & t < total\_iters \\ \gamma_0 & \text{else} \end{cases}
 * $$
 *
 * `factor` (1/3) is between 0 and 1, else a ValueError; `total_iters` is 5 unless given.
 *
 * @example
 * const scheduler = optim.lr_scheduler.ConstantLR(optimizer, { factor: 0.5, total_iters: 4 })
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.ConstantLR.html
 */
const ConstantLR_ = scheduler(ConstantLR)
type ConstantLR_ = ConstantLR

export { ConstantLR_ as ConstantLR }
