// Mirrors ExponentialLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { MaybeTensor } from '../_common.js'
import { times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { timesPower } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<[optimizer: Optimizer, gamma: number, last_epoch: number]>()(
  'ExponentialLR.__init__(self, optimizer, gamma, last_epoch=-1)',
)

class ExponentialLR extends LRScheduler {
  declare gamma: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, gamma } = init(args)
    super(...prepared(optimizer, last_epoch, { gamma }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, gamma } = this
    if (this._is_initial) return _param_groups_val_list(optimizer, 'lr')
    return optimizer.param_groups.map((group) => times(lrOf(group), gamma))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    return this.base_lrs.map((lr) => timesPower(lr, this.gamma, this.last_epoch))
  }
}

/**
 * Multiplies the rates by `gamma` every epoch: $\gamma_t = gamma^t\, \gamma_0$.
 *
 * @example
 * const scheduler = optim.lr_scheduler.ExponentialLR(optimizer, { gamma: 0.5 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.ExponentialLR.html
 */
const ExponentialLR_ = scheduler(ExponentialLR)
type ExponentialLR_ = ExponentialLR

export { ExponentialLR_ as ExponentialLR }
