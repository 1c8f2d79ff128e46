// Mirrors CosineAnnealingWarmRestarts of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { python } from '../../_kwargs.js'
import { cos, log, pow } from '../../_libm.js'
import { pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { ValueError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import type { Optimizer } from '../optimizer.js'
import { modulo, quotient } from './_arithmetic.js'
import { prepared } from './_initial.js'
import { annealed } from './cosine_annealing.js'
import {
  _warn_get_lr_called_within_step,
  LRScheduler,
  scheduler,
  setRates,
  withinStep,
} from './scheduler.js'

const init = initializer<
  [optimizer: Optimizer, T_0: number, T_mult: number, eta_min: number, last_epoch: number]
>()(
  'CosineAnnealingWarmRestarts.__init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1)',
)
const bindStep = python('CosineAnnealingWarmRestarts.step(self, epoch=None)')

class CosineAnnealingWarmRestarts extends LRScheduler {
  declare T_0: number
  /** Epochs between the last restart and the next. */
  declare T_i: number
  declare T_mult: number
  declare eta_min: number
  /** Epochs since the last restart. */
  declare T_cur: number

  constructor(...args: ArgumentsOf<typeof init>) {
    const { optimizer, T_0, T_mult, eta_min, last_epoch } = init(args)
    if (T_0 <= 0 || !Number.isInteger(T_0)) {
      throw new ValueError(`Expected positive integer T_0, but got ${pyStr(T_0)}`)
    }
    if (T_mult < 1 || !Number.isInteger(T_mult)) {
      throw new ValueError(`Expected integer T_mult >= 1, but got ${pyStr(T_mult)}`)
    }
    if (typeof eta_min !== 'number') {
      throw new ValueError(
        `Expected float or int eta_min, but got ${pyStr(eta_min)} of type <class '${typeName(eta_min)}'>`,
      )
    }
    super(...prepared(optimizer, last_epoch, { T_0, T_i: T_0, T_mult, eta_min, T_cur: last_epoch }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const wave = 1 + cos(quotient(Math.PI * this.T_cur, this.T_i))
    return this.base_lrs.map((lr) => annealed(lr, this.eta_min, wave))
  }

  /** Goes on by one epoch, or to an epoch, which may be a fraction: `epoch + i / batches`. */
  override step(epoch?: number | null | { epoch?: number | null }): void
  override step(...args: unknown[]): void {
    let { epoch } = bindStep<{ epoch: number | null }>(args)
    if (epoch === null && this.last_epoch < 0) epoch = 0
    if (epoch === null) {
      epoch = this.last_epoch + 1
      this.T_cur++
      if (this.T_cur >= this.T_i) {
        this.T_cur = modulo(this.T_cur, this.T_i)
        this.T_i *= this.T_mult
      }
    } else goTo(this, epoch)
    this.last_epoch = Math.floor(epoch)
    setRates(
      this,
      withinStep(this, () => this.get_lr()),
    )
  }
}

// Mirrors the part of `step` that goes to a given epoch. A function, because copies have no private methods.
function goTo(self: CosineAnnealingWarmRestarts, epoch: number): void {
  const { T_0, T_mult } = self
  if (epoch < 0) throw new ValueError(`Expected non-negative epoch, but got ${pyStr(epoch)}`)
  if (epoch < T_0) {
    self.T_i = T_0
    self.T_cur = epoch
  } else if (T_mult === 1) {
    self.T_cur = modulo(epoch, T_0)
  } else {
    const n = Math.trunc(log((epoch / T_0) * (T_mult - 1) + 1, T_mult))
    self.T_cur = epoch - (T_0 * (pow(T_mult, n) - 1)) / (T_mult - 1)
    self.T_i = T_0 * pow(T_mult, n)
  }
}

/**
 * Takes the rates along a cosine to `eta_min` (0) in `T_0` epochs, then starts anew; each time it takes `T_mult` (1)
 * times as long.
 *
 * $$
 * \gamma_t = \eta_{min} + \tfrac{1}{2} (\gamma_0 - \eta_{min}) (1 + \cos(\pi T_{cur} / T_i))
 * $$
 *
 * with $T_{cur}$ the epochs since the last restart and $T_i$ those from it to the next. `step(epoch + i / batches)`
 * takes parts of epochs.
 *
 * @example
 * const scheduler = optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, { T_0: 10, T_mult: 2 })
 * optimizer.step()
 * scheduler.step(5)
 * Number(scheduler.get_last_lr()[0]).toFixed(4) // '0.0500'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 */
const CosineAnnealingWarmRestarts_ = scheduler(CosineAnnealingWarmRestarts)
type CosineAnnealingWarmRestarts_ = CosineAnnealingWarmRestarts

export { CosineAnnealingWarmRestarts_ as CosineAnnealingWarmRestarts }
