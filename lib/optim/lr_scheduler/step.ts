// Mirrors StepLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { MaybeTensor } from '../_common.js'
import { times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { floorDivide, modulo, timesPower } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, step_size: number, gamma: number, last_epoch: number]
>()('StepLR.__init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1)')

class StepLR extends LRScheduler {
  declare step_size: number
  declare gamma: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, step_size, gamma } = init(args)
    super(...prepared(optimizer, last_epoch, { step_size, gamma }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, last_epoch, step_size, gamma } = this
    if (last_epoch === 0 || modulo(last_epoch, step_size) !== 0) {
      return _param_groups_val_list(optimizer, 'lr')
    }
    return optimizer.param_groups.map((group) => times(lrOf(group), gamma))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const { base_lrs, last_epoch, step_size, gamma } = this
    return base_lrs.map((lr) => timesPower(lr, gamma, floorDivide(last_epoch, step_size)))
  }
}

/**
 * Multiplies the rates by `gamma` (0.1) every `step_size` epochs:
 * $\gamma_t = gamma^{\lfloor t / step\_size \rfloor}\, \gamma_0$.
 *
 * @example
 * const scheduler = optim.lr_scheduler.StepLR(optimizer, { step_size: 1, gamma: 0.5 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.StepLR.html
 */
const StepLR_ = scheduler(StepLR)
type StepLR_ = StepLR

export { StepLR_ as StepLR }
