// Mirrors MultiStepLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { bisect_right } from '../../_bisect.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import { timesPower } from './_arithmetic.js'
import { type Counts, counter, countsOf, sortedElements } from './_counter.js'
import { prepared } from './_initial.js'
import { _param_groups_val_list, lrOf } from './_param_groups.js'
import { _warn_get_lr_called_within_step, LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, milestones: Iterable<number>, gamma: number, last_epoch: number]
>()('MultiStepLR.__init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1)')

class MultiStepLR extends LRScheduler {
  /** How often each epoch is among the milestones. */
  declare milestones: Counts
  declare gamma: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, last_epoch, milestones, gamma } = init(args)
    super(...prepared(optimizer, last_epoch, { milestones: counter(milestones), gamma }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, gamma } = this
    const count = countsOf(this.milestones).get(this.last_epoch)
    if (count === undefined) return _param_groups_val_list(optimizer, 'lr')
    return optimizer.param_groups.map((group) => timesPower(lrOf(group), gamma, count))
  }

  override _get_closed_form_lr(): MaybeTensor[] {
    const passed = bisect_right(sortedElements(countsOf(this.milestones)), this.last_epoch)
    return this.base_lrs.map((lr) => timesPower(lr, this.gamma, passed))
  }
}

/**
 * Multiplies the rates by `gamma` (0.1) at each of the epochs `milestones`: $\gamma_t = gamma^n\, \gamma_0$ after $n$
 * of them.
 *
 * @example
 * const scheduler = optim.lr_scheduler.MultiStepLR(optimizer, { milestones: [1, 80], gamma: 0.5 })
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.MultiStepLR.html
 */
const MultiStepLR_ = scheduler(MultiStepLR)
type MultiStepLR_ = MultiStepLR

export { MultiStepLR_ as MultiStepLR }
