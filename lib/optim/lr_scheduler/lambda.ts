// Mirrors LambdaLR and MultiplicativeLR of torch/optim/lr_scheduler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { typeName } from '../../_typename.js'
import type { MaybeTensor } from '../_common.js'
import { times } from '../_scalars.js'
import type { Optimizer } from '../optimizer.js'
import { prepared } from './_initial.js'
import { factorOf, isCallable, type LrLambda, lambdasOf, WithLambdas } from './_lambdas.js'
import { _param_groups_val_list, lrOf, type PerGroup, pairs } from './_param_groups.js'
import { _warn_get_lr_called_within_step, scheduler } from './scheduler.js'

type Parameters = [optimizer: Optimizer, lr_lambda: PerGroup<LrLambda>, last_epoch: number]

const initLambda = initializer<Parameters>()(
  'LambdaLR.__init__(self, optimizer, lr_lambda, last_epoch=-1)',
)

class LambdaLR extends WithLambdas {
  constructor(...args: ArgumentsOf<typeof initLambda>) {
    const { optimizer, lr_lambda, last_epoch } = initLambda(args)
    super(...prepared(optimizer, last_epoch, { lr_lambdas: lambdasOf(optimizer, lr_lambda) }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    return Array.from(pairs(this.lr_lambdas, this.base_lrs), ([lr_lambda, base_lr]) =>
      times(base_lr, factorOf(lr_lambda, this.last_epoch)),
    )
  }
}

const initMultiplicative = initializer<Parameters>()(
  'MultiplicativeLR.__init__(self, optimizer, lr_lambda, last_epoch=-1)',
)

class MultiplicativeLR extends WithLambdas {
  constructor(...args: ArgumentsOf<typeof initMultiplicative>) {
    const { optimizer, lr_lambda, last_epoch } = initMultiplicative(args)
    const lr_lambdas = lambdasOf(optimizer, lr_lambda)
    for (const one of lr_lambdas as unknown[]) {
      if (isCallable(one)) continue
      throw new TypeError(`lr_lambda should be a function, but got ${typeName(one)}`)
    }
    super(...prepared(optimizer, last_epoch, { lr_lambdas }))
  }

  override get_lr(): MaybeTensor[] {
    _warn_get_lr_called_within_step(this)
    const { optimizer, lr_lambdas } = this
    if (this._is_initial) return _param_groups_val_list(optimizer, 'lr')
    return Array.from(pairs(lr_lambdas, optimizer.param_groups), ([lr_lambda, group]) =>
      times(lrOf(group), factorOf(lr_lambda, this.last_epoch)),
    )
  }
}

/**
 * Sets the rate of each group to its initial rate times a function of the epoch, $\gamma_t = f(t)\, \gamma_0$; a list
 * has a function for each group.
 *
 * An object of a class with `__call__(epoch)` is taken as well; its fields then are part of `state_dict`.
 *
 * @example
 * const scheduler = optim.lr_scheduler.LambdaLR(optimizer, (epoch) => 1 / (1 + epoch))
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
const LambdaLR_ = scheduler(LambdaLR)
type LambdaLR_ = LambdaLR

/**
 * Multiplies the rate of each group, with every step, by a function of the epoch: $\gamma_t = f(t)\, \gamma_{t-1}$. A
 * list has a function for each group.
 *
 * @example
 * const scheduler = optim.lr_scheduler.MultiplicativeLR(optimizer, () => 0.5)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.05]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.lr_scheduler.MultiplicativeLR.html
 */
const MultiplicativeLR_ = scheduler(MultiplicativeLR)
type MultiplicativeLR_ = MultiplicativeLR

export { LambdaLR_ as LambdaLR, MultiplicativeLR_ as MultiplicativeLR }
