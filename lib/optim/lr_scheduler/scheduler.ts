// Mirrors LRScheduler of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { type Callable, callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { KeyError, NotImplementedError } from '../../errors.js'
import { warn } from '../../warnings.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import { Prepared, postpone, settle } from './_initial.js'
import {
  _param_groups_val_list,
  _update_param_group_val,
  checkOptimizer,
  copied,
  pairs,
} from './_param_groups.js'
import { trackSteps, warnOfOrder } from './_step_order.js'

export const EPOCH_DEPRECATION_WARNING =
  'The epoch parameter in `scheduler.step()` was not necessary and is being ' +
  'deprecated where possible. Please use `scheduler.step()` to step the ' +
  'scheduler. During the deprecation, if epoch is different from None, the ' +
  'closed form is used instead of the new chainable form, where available. ' +
  'Please open an issue if you are unable to replicate your use case: ' +
  'https://github.com/pytorch/pytorch/issues/new/choose.'

const init = initializer<[optimizer: Optimizer, last_epoch: number]>()(
  'LRScheduler.__init__(self, optimizer, last_epoch=-1)',
)
const bindStep = python('LRScheduler.step(self, epoch=None)')

/** What a scheduler keeps, by name. */
export type SchedulerState = Record<string, unknown>

type Epoch = number | null

// The classes whose first step needs nothing that a constructor sets after `super`.
const complete = new WeakSet<object>()

// biome-ignore lint/correctness/noUnusedVariables: it is merged with the class below.
interface LRScheduler {
  /** The rates of an epoch, computed from nothing but its number; where it is there, `step(epoch)` uses it. */
  _get_closed_form_lr?(): MaybeTensor[]
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: an optional method cannot be declared in a class.
class LRScheduler {
  declare optimizer: Optimizer
  /** The rates that the schedule starts from: `initial_lr` of the groups. */
  declare base_lrs: MaybeTensor[]
  /** The number of the current epoch, or whatever is counted by `step`. */
  declare last_epoch: number
  declare _step_count: number
  declare _last_lr: MaybeTensor[]
  declare _is_initial: boolean
  declare _get_lr_called_within_step: boolean

  constructor(...args: ArgumentsOf<typeof init>) {
    const [given] = args as readonly unknown[]
    const { optimizer, last_epoch, fields } =
      given instanceof Prepared ? given : { ...init(args), fields: {} }
    Object.assign(this, fields)
    if (last_epoch === null) {
      this.optimizer = optimizer
      return
    }
    checkOptimizer(optimizer)
    this.optimizer = optimizer
    if (last_epoch === -1) {
      for (const group of optimizer.param_groups) group.initial_lr ??= copied(group.lr)
    } else checkInitialLr(optimizer)
    this.base_lrs = _param_groups_val_list(optimizer, 'initial_lr')
    this.last_epoch = last_epoch
    trackSteps(optimizer)
    // See Note [Initial step].
    if (complete.has(new.target)) this._initial_step()
    else postpone(this)
  }

  _initial_step(): void {
    this._step_count = 0
    this._is_initial = true
    try {
      this.step()
    } finally {
      this._is_initial = false
    }
  }

  /** Everything that it keeps but the optimizer. */
  state_dict(): SchedulerState {
    return stateWithout(this, 'optimizer')
  }

  /** Takes up what `state_dict` gave. */
  load_state_dict(state_dict: SchedulerState): void {
    settle(this)
    Object.assign(this, state_dict)
  }

  /** The rates that the last step set, one for each group. */
  get_last_lr(): MaybeTensor[] {
    return this._last_lr
  }

  /** The rates of the epoch `last_epoch`, one for each group. For subclasses; ask {@link get_last_lr}. */
  get_lr(): MaybeTensor[] {
    throw new NotImplementedError()
  }

  /** Goes on by one epoch, or in the deprecated form to the epoch with that number, and sets the rates. */
  step(epoch?: Epoch | { epoch?: Epoch }): void
  step(...args: unknown[]): void {
    const { epoch } = bindStep<{ epoch: Epoch }>(args)
    if (this._step_count === 1) warnOfOrder(this.optimizer)
    this._step_count++
    if (epoch !== null) warn(EPOCH_DEPRECATION_WARNING)
    this._update_lr(epoch)
  }

  _update_lr(epoch: Epoch = null): void {
    const values = withinStep(this, () => {
      this.last_epoch = epoch ?? this.last_epoch + 1
      if (epoch === null || !this._get_closed_form_lr) return this.get_lr()
      return this._get_closed_form_lr()
    })
    setRates(this, values)
  }

  toString(): string {
    return `<torch.optim.lr_scheduler.${this.constructor.name} object>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// As class attributes: only a step makes them its own.
Object.assign(LRScheduler.prototype, { _is_initial: false, _get_lr_called_within_step: false })

function checkInitialLr({ param_groups }: Optimizer): void {
  const i = param_groups.findIndex((group) => !('initial_lr' in group))
  if (i < 0) return
  throw new KeyError(
    `param 'initial_lr' is not specified in param_groups[${i}] when resuming scheduler with last_epoch >= 0.\n` +
      'This typically happens when:\n' +
      "1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n" +
      "2. You're using last_epoch >= 0 for a fresh training run (not recommended)",
  )
}

/** The fields of a scheduler but some. */
export function stateWithout(scheduler: LRScheduler, ...left: readonly string[]): SchedulerState {
  settle(scheduler)
  return Object.fromEntries(Object.entries(scheduler).filter(([key]) => !left.includes(key)))
}

/** Runs `body`, which may ask `get_lr` without being warned. */
export function withinStep<R>(scheduler: LRScheduler, body: () => R): R {
  scheduler._get_lr_called_within_step = true
  try {
    return body()
  } finally {
    scheduler._get_lr_called_within_step = false
  }
}

/** Gives the groups of the optimizer new rates. */
export function setRates(scheduler: LRScheduler, values: readonly MaybeTensor[]): void {
  const { optimizer } = scheduler
  for (const [group, lr] of pairs(optimizer.param_groups, values)) {
    _update_param_group_val(group, 'lr', lr)
  }
  scheduler._last_lr = _param_groups_val_list(optimizer, 'lr')
}

/** Every `get_lr` here starts so: users are to ask `get_last_lr`. */
export function _warn_get_lr_called_within_step(scheduler: LRScheduler): void {
  if (scheduler._get_lr_called_within_step) return
  warn('To get the last learning rate computed by the scheduler, please use `get_last_lr()`.')
}

/** {@link callable} for schedulers that need nothing of their constructors after `super`; see Note [Initial step]. */
export function scheduler<C extends abstract new (...args: never[]) => unknown>(
  cls: C,
): Callable<C> {
  complete.add(cls)
  return callable(cls)
}

/**
 * The base class of all schedulers: it sets the learning rates of the groups of an optimizer, once when it is made and
 * then with every `step`, which comes after the optimizer's. A subclass writes `get_lr`; it may set fields after
 * `super()`, for its first step waits until somebody looks at the rates: Note [Initial step].
 *
 * `last_epoch` (-1) is where a schedule goes on; all but -1 demand `initial_lr` in every group, else a KeyError.
 *
 * @example
 * class Halving extends optim.lr_scheduler.LRScheduler {
 *   override get_lr() {
 *     return this.optimizer.param_groups.map(({ lr }) => Number(lr) / (this._is_initial ? 1 : 2))
 *   }
 * }
 * const scheduler = new Halving(optimizer)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.LRScheduler.html
 */
const LRScheduler_ = scheduler(LRScheduler)
// An interface, not an alias: declarations can name it.
interface LRScheduler_ extends LRScheduler {}

class _LRScheduler extends LRScheduler_ {}

/** Its old name, for classes that still extend it. */
const _LRScheduler_ = scheduler(_LRScheduler)
type _LRScheduler_ = _LRScheduler

export { _LRScheduler_ as _LRScheduler, LRScheduler_ as LRScheduler }
