// Losses of torch/nn/modules/loss.py that compare numbers.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { typeName } from '../../../_typename.js'
import type { Tensor } from '../../../tensor.js'
import type { Reduction } from '../../_reduction.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { _Loss, plain } from './base.js'

const initL1Loss = plain('L1Loss')

class L1Loss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initL1Loss>) {
    const { size_average, reduce, reduction } = initL1Loss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.l1_loss(input, target, { reduction: this.reduction })
  }
}

const initMSELoss = plain('MSELoss')

class MSELoss extends _Loss {
  constructor(...args: ArgumentsOf<typeof initMSELoss>) {
    const { size_average, reduce, reduction } = initMSELoss(args)
    super(size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.mse_loss(input, target, { reduction: this.reduction })
  }
}

const initSmoothL1Loss = initializer<
  [size_average: boolean | null, reduce: boolean | null, reduction: Reduction, beta: number]
>()("SmoothL1Loss.__init__(self, size_average=None, reduce=None, reduction='mean', beta=1.0)")

class SmoothL1Loss extends _Loss {
  declare beta: number

  constructor(...args: ArgumentsOf<typeof initSmoothL1Loss>) {
    const { size_average, reduce, reduction, beta } = initSmoothL1Loss(args)
    super(size_average, reduce, reduction)
    this.beta = beta
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.smooth_l1_loss(input, target, { reduction: this.reduction, beta: this.beta })
  }
}

const initHuberLoss = initializer<[reduction: Reduction, delta: number]>()(
  "HuberLoss.__init__(self, reduction='mean', delta=1.0)",
)

class HuberLoss extends _Loss {
  declare delta: number

  constructor(...args: ArgumentsOf<typeof initHuberLoss>) {
    const { reduction, delta } = initHuberLoss(args)
    if (typeof delta !== 'number') {
      throw new TypeError(`delta must be a float or int, got: <class '${typeName(delta)}'>`)
    }
    super(null, null, reduction)
    this.delta = delta
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.huber_loss(input, target, { reduction: this.reduction, delta: this.delta })
  }
}

const initPoissonNLLLoss = initializer<
  [
    log_input: boolean,
    full: boolean,
    size_average: boolean | null,
    eps: number,
    reduce: boolean | null,
    reduction: Reduction,
  ]
>()(
  "PoissonNLLLoss.__init__(self, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
)

class PoissonNLLLoss extends _Loss {
  declare log_input: boolean
  declare full: boolean
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initPoissonNLLLoss>) {
    const { log_input, full, size_average, eps, reduce, reduction } = initPoissonNLLLoss(args)
    super(size_average, reduce, reduction)
    this.log_input = log_input
    this.full = full
    this.eps = eps
  }

  override forward(log_input: Tensor, target: Tensor): Tensor {
    return F.poisson_nll_loss(log_input, target, {
      log_input: this.log_input,
      full: this.full,
      eps: this.eps,
      reduction: this.reduction,
    })
  }
}

const initGaussianNLLLoss = initializer<[full: boolean, eps: number, reduction: Reduction]>()(
  "GaussianNLLLoss.__init__(self, *, full=False, eps=1e-06, reduction='mean')",
)

class GaussianNLLLoss extends _Loss {
  declare full: boolean
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initGaussianNLLLoss>) {
    const { full, eps, reduction } = initGaussianNLLLoss(args)
    super(null, null, reduction)
    this.full = full
    this.eps = eps
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor | number): Tensor {
    return F.gaussian_nll_loss(input, target, variance, {
      full: this.full,
      eps: this.eps,
      reduction: this.reduction,
    })
  }
}

/**
 * The absolute error `|input - target|`.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.L1Loss()(torch.tensor([1.5, 2]), torch.tensor([2.5, 4])) // tensor(1.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.L1Loss.html
 */
const L1Loss_ = layer(L1Loss, 'input, target')
/**
 * With `d = input - target`: `d² / (2 beta)` where `|d| < beta`, else `|d| - beta / 2`; `beta` is 1 unless given, and 0
 * makes it {@link L1Loss}.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.SmoothL1Loss({ reduction: 'none' })(torch.tensor([0.5, 2]), torch.zeros(2)) // tensor([0.1250, 1.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SmoothL1Loss.html
 */
const SmoothL1Loss_ = layer(SmoothL1Loss, 'input, target')
/**
 * With `d = input - target`: `d² / 2` where `|d| ≤ delta`, else `delta * (|d| - delta / 2)`, which is
 * {@link SmoothL1Loss} times `delta`. `delta` is 1 unless given.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @throws RuntimeError where `delta` is not above 0.
 *
 * @example
 * nn.HuberLoss({ reduction: 'none', delta: 2 })(torch.tensor([0.5, 3]), torch.zeros(2)) // tensor([0.1250, 4.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.HuberLoss.html
 */
const HuberLoss_ = layer(HuberLoss, 'input, target')
/**
 * The negative log likelihood of counts under a Poisson distribution: `exp(input) - target * input`, the input being
 * the logarithm of the rate; without `log_input` it is the rate, and the loss `input - target * log(input + eps)`.
 * `full` adds Stirling's approximation of `log(target!)` where the target is above 1.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.PoissonNLLLoss()(torch.tensor([0.5]), torch.tensor([2])) // tensor(0.6487)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PoissonNLLLoss.html
 */
const PoissonNLLLoss_ = layer(PoissonNLLLoss, 'log_input, target')
/**
 * The negative log likelihood under normal distributions: `(log(v) + (input - target)² / v) / 2`, where
 * `v = max(var, eps)`. `full` adds the constant `log(2π) / 2`.
 *
 * Shape: input and target `(*)`; the third argument `var` `(*)`, with a last dimension of 1 or without it where rows
 * share a variance, or a number; the result `()`, or `(*)` with `reduction: 'none'`.
 *
 * @throws ValueError where a variance is negative or their shape does not fit.
 *
 * @example
 * nn.GaussianNLLLoss()(torch.tensor([1.5]), torch.tensor([3.5]), torch.ones(1)) // tensor(2.)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GaussianNLLLoss.html
 */
const GaussianNLLLoss_ = layer(GaussianNLLLoss, 'input, target, var')
/**
 * The squared error `(input - target)²`.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @example
 * nn.MSELoss()(torch.tensor([1.5, 2]), torch.tensor([2.5, 4])) // tensor(2.5000)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MSELoss.html
 */
const MSELoss_ = layer(MSELoss, 'input, target')
type MSELoss_ = MSELoss
type L1Loss_ = L1Loss
type SmoothL1Loss_ = SmoothL1Loss
type HuberLoss_ = HuberLoss
type PoissonNLLLoss_ = PoissonNLLLoss
type GaussianNLLLoss_ = GaussianNLLLoss

export {
  GaussianNLLLoss_ as GaussianNLLLoss,
  HuberLoss_ as HuberLoss,
  L1Loss_ as L1Loss,
  MSELoss_ as MSELoss,
  PoissonNLLLoss_ as PoissonNLLLoss,
  SmoothL1Loss_ as SmoothL1Loss,
}
