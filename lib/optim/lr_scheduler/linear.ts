// Mirrors LinearLR of torch/optim/lr_scheduler.py.

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
  [
    optimizer: Optimizer,
    start_factor: number,
    end_factor: number,
    total_iters: number,
    last_epoch: number,
  ]
>()(
  'LinearLR.__init__(self, optimizer, start_factor=0.3333333333333333, end_factor=1.0, total_iters=5, last_epoch=-1)',
)

class LinearLR extends LRScheduler {
  declare start_factor: number
  declare end_factor: number
  declare total_iters: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, ...fields } = init(args)
    const { start_factor, end_factor, total_iters } = fields
    if (start_factor > 1 || start_factor <= 0) {
      throw new ValueError(
        'Starting multiplicative factor expected to be greater than 0 and less or equal to 1.',
      )
    }
    if (end_factor > 1 || end_factor < 0) {
      throw new ValueError('Ending multiplicative factor expected to be between 0 and 1.')
    }
    super(...prepared(optimizer, last_epoch, { start_factor, end_factor, total_iters }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, last_epoch, start_factor, end_factor, total_iters } = this
    const scaled = (factor: number): MaybeTensor[] =>
      optimizer.param_groups.map((group) => times(lrOf(group), factor))
    if (last_epoch === 0) return scaled(start_factor)
    if (this._is_initial || last_epoch > total_iters) return _param_groups_val_list(optimizer, 'lr')
    const range = end_factor - start_factor
    return scaled(1 + quotient(range, total_iters * start_factor + (last_epoch - 1) * range))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const { base_lrs, last_epoch, start_factor, end_factor, total_iters } = this
    const passed = (end_factor - start_factor) * Math.min(total_iters, last_epoch)
    return base_lrs.map((lr) => times(lr, start_factor + quotient(passed, total_iters)))
  }
}

/**
 * Takes the rates from `start_factor` of what they are to `end_factor` of it, evenly over `total_iters` epochs.
 *
 * $$
 * \gamma_t = \gamma_0 \left( start + (end - start) \cdot \min(t, total\_iters) / total\_iters \right)
 * $$
 *
 * `start_factor` (1/3) is above 0, `end_factor` (1) may be 0, and neither is above 1, else a ValueError; `total_iters`
 * is 5 unless given.
 *
 * @example
 * const scheduler = optim.lr_scheduler.LinearLR(optimizer, { start_factor: 0.5, total_iters: 4 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.0625]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.LinearLR.html
 */
const LinearLR_ = scheduler(LinearLR)
type LinearLR_ = LinearLR

export { LinearLR_ as LinearLR }
