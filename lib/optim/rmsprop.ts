// Mirrors torch/optim/rmsprop.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { checkNotNegative, checkOneElement, type MaybeTensor } from './_common.js'
import {
  type Closure,
  entries,
  gather,
  refuseSparse,
  scalarState,
  settingsWith,
  stepGroups,
  upgrade,
} from './_group.js'
import { rmsprop } from './_rmsprop_kernels.js'
import type { ParamGroup, ParamState } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  momentum: number
  alpha: number
  eps: number
  centered: boolean
  weight_decay: number
  capturable: boolean
  foreach: boolean | null
  maximize: boolean
  differentiable: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    alpha: number,
    eps: number,
    weight_decay: number,
    momentum: number,
    centered: boolean,
    capturable: boolean,
    foreach: boolean | null,
    maximize: boolean,
    differentiable: boolean,
  ]
>()(
  'RMSprop.__init__(self, params, lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False, capturable=False, foreach=None, maximize=False, differentiable=False)',
)

class RMSprop extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, alpha, eps, weight_decay, momentum, centered, ...others } = init(args)
    const { capturable, foreach, maximize, differentiable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkNotNegative('epsilon value', eps)
    checkNotNegative('momentum value', momentum)
    checkNotNegative('weight_decay value', weight_decay)
    checkNotNegative('alpha value', alpha)
    super(params, {
      lr,
      momentum,
      alpha,
      eps,
      centered,
      weight_decay,
      capturable,
      foreach,
      maximize,
      differentiable,
    })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    const later = { foreach: null, maximize: false, differentiable: false, capturable: false }
    upgrade(this, { settings: { momentum: 0, centered: false, ...later } })
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const { momentum, centered } = group
    const { params, grads, states, has_complex } = gather(
      this,
      group,
      refuseSparse('RMSprop'),
      (param) => {
        const state: ParamState = {
          step: scalarState(0, group.capturable ? param.device : null),
          square_avg: C.zeros_like(param),
        }
        if (momentum > 0) state.momentum_buffer = C.zeros_like(param)
        if (centered) state.grad_avg = C.zeros_like(param)
        return state
      },
    )
    rmsprop(
      params,
      grads,
      entries(states, 'square_avg'),
      centered ? entries(states, 'grad_avg') : [],
      momentum > 0 ? entries(states, 'momentum_buffer') : [],
      entries(states, 'step'),
      settingsWith(group, { has_complex }),
    )
  }
}

/**
 * RMSprop: each step is divided by the root of a running mean of the squares of the gradients.
 *
 * $$
 * v_t = \alpha v_{t-1} + (1 - \alpha) g_t^2,\quad
 * b_t = \mu b_{t-1} + \frac{g_t}{\sqrt{v_t} + \epsilon},\quad
 * \theta_t = \theta_{t-1} - \gamma b_t
 * $$
 *
 * `lr` (0.01) is $\gamma$, `alpha` (0.99) $\alpha$, `eps` (1e-8) $\epsilon$, `momentum` (0) $\mu$; `centered` takes the
 * variance $v_t - a_t^2$ in the place of $v_t$, with $a_t$ the running mean of the gradients; `weight_decay` (0) adds
 * that multiple of the parameters to the gradients; `maximize` climbs instead of descending; `foreach` and
 * `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.RMSprop([w], { lr: 0.1, alpha: 0.75 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.8000, -1.8000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.RMSprop.html
 */
const RMSprop_ = callable(RMSprop)
type RMSprop_ = RMSprop

export { rmsprop } from './_rmsprop_kernels.js'
export { RMSprop_ as RMSprop }
