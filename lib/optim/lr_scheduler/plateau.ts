// Mirrors ReduceLROnPlateau of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { float } from '../../_builtins/conversion.js'
import { python } from '../../_kwargs.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { warn } from '../../warnings.js'
import type { Optimizer } from '../optimizer.js'
import { prepared } from './_initial.js'
import {
  _param_groups_val_list,
  _update_param_group_val,
  checkOptimizer,
  type PerGroup,
} from './_param_groups.js'
import {
  EPOCH_DEPRECATION_WARNING,
  LRScheduler,
  type SchedulerState,
  scheduler,
} from './scheduler.js'

const init = initializer<
  [
    optimizer: Optimizer,
    mode: 'min' | 'max',
    factor: number,
    patience: number,
    threshold: number,
    threshold_mode: 'rel' | 'abs',
    cooldown: number,
    min_lr: PerGroup<number>,
    eps: number,
  ]
>()(
  "ReduceLROnPlateau.__init__(self, optimizer, mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-08)",
)
const bindStep = python('ReduceLROnPlateau.step(self, metrics, epoch=None)')

class ReduceLROnPlateau extends LRScheduler {
  declare factor: number
  declare default_min_lr: number | null
  declare min_lrs: number[]
  declare patience: number
  declare cooldown: number
  declare eps: number
  /** What is worse than anything: where `best` starts. */
  declare mode_worse: number
  declare mode: 'min' | 'max'
  declare threshold: number
  declare threshold_mode: 'rel' | 'abs'
  declare best: number
  declare cooldown_counter: number
  declare num_bad_epochs: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, factor, min_lr, patience, cooldown, eps, ...modes } = init(args)
    if (factor >= 1) throw new ValueError('Factor should be < 1.0.')
    checkOptimizer(optimizer)
    const { length } = optimizer.param_groups
    const list = Array.isArray(min_lr) ? (min_lr as number[]) : null
    if (list && list.length !== length) {
      throw new ValueError(`expected ${length} min_lrs, got ${list.length}`)
    }
    const fields = {
      factor,
      default_min_lr: list ? null : min_lr,
      min_lrs: list ? [...list] : new Array(length).fill(min_lr),
      patience,
      cooldown,
      eps,
      last_epoch: 0,
      _last_lr: _param_groups_val_list(optimizer, 'lr'),
    }
    super(...prepared(optimizer, null, fields))
    this._init_is_better(modes.mode, modes.threshold, modes.threshold_mode)
    this._reset()
  }

  /** Forgets the best value and how long there has been no better one. */
  _reset(): void {
    this.best = this.mode_worse
    this.cooldown_counter = 0
    this.num_bad_epochs = 0
  }

  /** Takes note of the value of an epoch, and reduces the rates when it has not improved for too long. */
  override step(metrics: number | Tensor, epoch?: number | null | { epoch?: number | null }): void
  override step(options: { metrics: number | Tensor; epoch?: number | null }): void
  override step(...args: unknown[]): void {
    const { metrics, epoch } = bindStep<{ metrics: unknown; epoch: number | null }>(args)
    const current = float(metrics)
    if (epoch !== null) warn(EPOCH_DEPRECATION_WARNING)
    this.last_epoch = epoch ?? this.last_epoch + 1
    if (this._is_better(current, this.best)) {
      this.best = current
      this.num_bad_epochs = 0
    } else this.num_bad_epochs++
    if (this.in_cooldown) {
      this.cooldown_counter--
      this.num_bad_epochs = 0
    }
    if (this.num_bad_epochs > this.patience) {
      this._reduce_lr(this.last_epoch)
      this.cooldown_counter = this.cooldown
      this.num_bad_epochs = 0
    }
    this._last_lr = _param_groups_val_list(this.optimizer, 'lr')
  }

  _reduce_lr(_epoch: number): void {
    const { param_groups } = this.optimizer
    if (param_groups.length !== this.min_lrs.length) {
      const { default_min_lr } = this
      if (default_min_lr === null) {
        throw new RuntimeError(
          'The number of param groups in the `optimizer` ' +
            `(${param_groups.length}) differs ` +
            'from when `ReduceLROnPlateau` was initialized ' +
            `(${this.min_lrs.length}), usually due to a new ` +
            'param group being added to the optimizer. Please ' +
            'modify the `min_lrs` field to match the length ' +
            'of the `optimizer` param groups.',
        )
      }
      this.min_lrs = param_groups.map(() => default_min_lr)
    }
    for (const [i, group] of param_groups.entries()) {
      const old_lr = float(group.lr)
      const new_lr = Math.max(old_lr * this.factor, this.min_lrs[i] as number)
      if (old_lr - new_lr > this.eps) _update_param_group_val(group, 'lr', new_lr)
    }
  }

  /** Whether it waits after a reduction before it counts again. */
  get in_cooldown(): boolean {
    return this.cooldown_counter > 0
  }

  _is_better(a: number, best: number): boolean {
    const { mode, threshold, threshold_mode } = this
    const relative = threshold_mode === 'rel'
    if (mode === 'min') return a < (relative ? best * (1 - threshold) : best - threshold)
    return a > (relative ? best * (threshold + 1) : best + threshold)
  }

  _init_is_better(mode: 'min' | 'max', threshold: number, threshold_mode: 'rel' | 'abs'): void {
    if (!['min', 'max'].includes(mode)) throw new ValueError(`mode ${mode} is unknown!`)
    if (!['rel', 'abs'].includes(threshold_mode)) {
      throw new ValueError(`threshold mode ${threshold_mode} is unknown!`)
    }
    this.mode_worse = mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    this.mode = mode
    this.threshold = threshold
    this.threshold_mode = threshold_mode
  }

  override load_state_dict(state_dict: SchedulerState): void {
    Object.assign(this, state_dict)
    this._init_is_better(this.mode, this.threshold, this.threshold_mode)
  }
}

/**
 * Multiplies the rates by `factor` (0.1) when a value, such as a validation loss, has not improved for more than
 * `patience` (10) epochs, but not below `min_lr` (0); then it waits for `cooldown` (0) epochs.
 *
 * An improvement is a value below `best * (1 - threshold)` (0.0001), with `threshold_mode: 'abs'` below
 * `best - threshold`; with mode `'max'` above, with the other sign. A change below `eps` (1e-8) is left out.
 *
 * @example
 * const scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min', { factor: 0.5, patience: 1 })
 * for (const loss of [1, 2, 2]) scheduler.step(loss)
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
const ReduceLROnPlateau_ = scheduler(ReduceLROnPlateau)
type ReduceLROnPlateau_ = ReduceLROnPlateau

export { ReduceLROnPlateau_ as ReduceLROnPlateau }
