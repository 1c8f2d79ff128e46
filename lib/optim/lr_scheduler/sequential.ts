// Mirrors SequentialLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { bisect_right } from '../../_bisect.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import { Composite, checkParts } from './_composite.js'
import { prepared, settle } from './_initial.js'
import { _update_param_group_val } from './_param_groups.js'
import { type LRScheduler, scheduler } from './scheduler.js'

const init = initializer<
  [
    optimizer: Optimizer,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[],
    last_epoch: number,
  ]
>()('SequentialLR.__init__(self, optimizer, schedulers, milestones, last_epoch=-1)')

class SequentialLR extends Composite {
  declare _milestones: readonly number[]

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, schedulers, milestones, last_epoch } = init(args)
    const name = new.target.name
    if (schedulers.length < 1) {
      throw new ValueError(`${name} expects at least one scheduler, but got no scheduler.`)
    }
    checkParts(name, optimizer, schedulers)
    if (milestones.length !== schedulers.length - 1) {
      throw new ValueError(
        'Sequential Schedulers expects number of schedulers provided to be one more ' +
          `than the number of milestone points, but got number of schedulers ${schedulers.length} and the ` +
          `number of milestones to be equal to ${milestones.length}`,
      )
    }
    for (const part of schedulers) settle(part)
    super(
      ...prepared(optimizer, null, {
        _schedulers: schedulers,
        _milestones: milestones,
        last_epoch: last_epoch + 1,
      }),
    )
    // Each of the parts has taken its first step; only the one that comes first is to have.
    for (const group of optimizer.param_groups) {
      _update_param_group_val(group, 'lr', group.initial_lr as MaybeTensor)
    }
    this.recursive_undo()
    const first = schedulers[bisect_right(milestones, 0)] as LRScheduler
    first._initial_step()
    this._last_lr = first.get_last_lr()
  }

  /** Takes back the first step of a scheduler, or of its parts. */
  recursive_undo(sched: LRScheduler | null = null): void {
    const one = sched ?? this
    if (one instanceof Composite) for (const part of one._schedulers) this.recursive_undo(part)
    else if ('last_epoch' in one) one.last_epoch--
  }

  /** Goes on by one epoch. */
  override step(): void {
    this.last_epoch++
    const at = bisect_right(this._milestones, this.last_epoch)
    const current = this._schedulers[at] as LRScheduler
    if (at > 0 && this._milestones[at - 1] === this.last_epoch) current._update_lr(0)
    else current.step()
    this._last_lr = current.get_last_lr()
  }
}

/**
 * One scheduler after the other: `milestones` are the epochs at which the next one takes over, one fewer than there are
 * schedulers, else a ValueError.
 *
 * @example
 * const warmUp = optim.lr_scheduler.ConstantLR(optimizer, { factor: 0.5, total_iters: 2 })
 * const decay = optim.lr_scheduler.ExponentialLR(optimizer, { gamma: 0.9 })
 * const scheduler = optim.lr_scheduler.SequentialLR(optimizer, [warmUp, decay], [2])
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.SequentialLR.html
 */
const SequentialLR_ = scheduler(SequentialLR)
type SequentialLR_ = SequentialLR

export { SequentialLR_ as SequentialLR }
