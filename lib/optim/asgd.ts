// Mirrors torch/optim/asgd.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { type AsgdOptions, asgd } from './_asgd_kernels.js'
import {
  _get_value,
  _to_scalar,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
} from './_common.js'
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
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  lambd: number
  alpha: number
  t0: number
  weight_decay: number
  foreach: boolean | null
  maximize: boolean
  differentiable: boolean
  capturable: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    lambd: number,
    alpha: number,
    t0: number,
    weight_decay: number,
    foreach: boolean | null,
    maximize: boolean,
    differentiable: boolean,
    capturable: boolean,
  ]
>()(
  'ASGD.__init__(self, params, lr=0.01, lambd=0.0001, alpha=0.75, t0=1000000.0, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False)',
)

class ASGD extends Optimizer {
  static override readonly floatDefaults = { t0: 1e6 }

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, lambd, alpha, t0, weight_decay, ...others } = init(args)
    const { foreach, maximize, differentiable, capturable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkNotNegative('weight_decay value', weight_decay)
    super(params, {
      lr,
      lambd,
      alpha,
      t0,
      weight_decay,
      foreach,
      maximize,
      differentiable,
      capturable,
    })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    upgrade(this, {
      settings: { foreach: null, maximize: false, differentiable: false, capturable: false },
      scalars: ['step', 'eta', 'mu'],
      onDevice: () => true,
    })
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const { params, grads, states, has_complex } = gather(
      this,
      group,
      refuseSparse('ASGD'),
      (param) => ({
        step: scalarState(0, param.device),
        eta: scalarState(_get_value(_to_scalar(group.lr)), param.device),
        mu: scalarState(1, param.device),
        ax: C.zeros_like(param),
      }),
    )
    const options: AsgdOptions = settingsWith(group, { has_complex })
    asgd(
      params,
      grads,
      entries(states, 'ax'),
      entries(states, 'mu'),
      entries(states, 'eta'),
      entries(states, 'step'),
      options,
    )
  }
}

/**
 * ASGD, averaged stochastic gradient descent: the state `ax` of a parameter is the mean of its values after step `t0`.
 *
 * $$
 * \theta_t = (1 - \lambda \eta_t)\, \theta_{t-1} - \eta_t g_t,\quad
 * ax_t = ax_{t-1} + \mu_t (\theta_t - ax_{t-1}),\quad
 * \eta_{t+1} = \frac{\gamma}{(1 + \lambda \gamma t)^\alpha},\quad
 * \mu_{t+1} = \frac{1}{\max(1, t - t_0)}
 * $$
 *
 * `lr` (0.01) is $\gamma$, `lambd` (0.0001) $\lambda$, `alpha` (0.75) $\alpha$, `t0` (a million) $t_0$, in steps;
 * `weight_decay` (0) adds that multiple of the parameters to the gradients; `maximize` climbs instead of descending;
 * `foreach` and `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.ASGD([w], { lr: 0.25, t0: 0, lambd: 0 })
 * w.square().sum().backward()
 * optimizer.step()
 * optimizer.state.get(w).ax // tensor([ 0.5000, -1.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.ASGD.html
 */
const ASGD_ = callable(ASGD)
type ASGD_ = ASGD

export { asgd } from './_asgd_kernels.js'
export { ASGD_ as ASGD }
