// Mirrors ChainedScheduler of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import type { Optimizer } from '../optimizer.js'
import { Composite, checkParts } from './_composite.js'
import { prepared, settle } from './_initial.js'
import { _param_groups_val_list } from './_param_groups.js'
import { type LRScheduler, scheduler } from './scheduler.js'

const init = initializer<[schedulers: readonly LRScheduler[], optimizer: Optimizer | null]>()(
  'ChainedScheduler.__init__(self, schedulers, optimizer=None)',
)

class ChainedScheduler extends Composite {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { schedulers, optimizer } = init(args)
    const [first] = schedulers
    const name = new.target.name
    if (!first) {
      throw new ValueError(
        `${name} expects at least one scheduler to be chained, but got no scheduler.`,
      )
    }
    const common = optimizer ?? first.optimizer
    checkParts(name, common, schedulers)
    for (const part of schedulers) settle(part)
    super(...prepared(common, null, { _schedulers: schedulers }))
    this._last_lr = _param_groups_val_list(common, 'lr')
  }

  /** Takes a step of all its schedulers, one after the other. */
  override step(): void {
    for (const part of this._schedulers) part.step()
    this._last_lr = _param_groups_val_list(this.optimizer, 'lr')
  }
}

/**
 * Several schedulers of one optimizer at once: each changes the rates that the one before has set, so that their
 * factors multiply.
 *
 * @example
 * const warmUp = optim.lr_scheduler.ConstantLR(optimizer, { factor: 0.5, total_iters: 2 })
 * const decay = optim.lr_scheduler.ExponentialLR(optimizer, { gamma: 0.9 })
 * const scheduler = optim.lr_scheduler.ChainedScheduler([warmUp, decay])
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.045000000000000005]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.ChainedScheduler.html
 */
const ChainedScheduler_ = scheduler(ChainedScheduler)
type ChainedScheduler_ = ChainedScheduler

export { ChainedScheduler_ as ChainedScheduler }
