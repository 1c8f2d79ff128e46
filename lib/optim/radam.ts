// Mirrors torch/optim/radam.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import {
  checkBetas,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
  type Pair,
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
import { radam } from './_radam_kernels.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: Pair<number>
  eps: number
  weight_decay: number
  decoupled_weight_decay: boolean
  maximize: boolean
  foreach: boolean | null
  capturable: boolean
  differentiable: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    betas: Pair<number>,
    eps: number,
    weight_decay: number,
    decoupled_weight_decay: boolean,
    foreach: boolean | null,
    maximize: boolean,
    capturable: boolean,
    differentiable: boolean,
  ]
>()(
  'RAdam.__init__(self, params, lr=0.001, betas=(0.9,0.999), eps=1e-08, weight_decay=0, decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False)',
)

class RAdam extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, betas, eps, weight_decay, ...others } = init(args)
    const { decoupled_weight_decay, maximize, foreach, capturable, differentiable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkNotNegative('epsilon value', eps)
    checkBetas(betas)
    checkNotNegative('weight_decay value', weight_decay)
    super(params, {
      lr,
      betas: tuple(betas),
      eps,
      weight_decay,
      maximize,
      foreach,
      capturable,
      decoupled_weight_decay,
      differentiable,
    })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    const later = { maximize: false, foreach: null, capturable: false, differentiable: false }
    upgrade(this, {
      settings: { ...later, decoupled_weight_decay: false },
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
      refuseSparse('RAdam'),
      (param) => ({
        step: scalarState(0, group.capturable ? param.device : null),
        exp_avg: C.zeros_like(param),
        exp_avg_sq: C.zeros_like(param),
      }),
    )
    const [beta1, beta2] = group.betas
    radam(
      params,
      grads,
      entries(states, 'exp_avg'),
      entries(states, 'exp_avg_sq'),
      entries(states, 'step'),
      settingsWith(group, { beta1, beta2, has_complex }),
    )
  }
}

/**
 * RAdam, rectified Adam: steps of plain momentum until the mean of squares is certain enough to divide by.
 *
 * $$
 * \rho_\infty = \frac{2}{1 - \beta_2} - 1,\quad
 * \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t},\quad
 * r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\rho_t}},\quad
 * \theta_t = \theta_{t-1} - \gamma\, \frac{m_t}{1 - \beta_1^t} \cdot
 * \begin{cases} r_t \frac{\sqrt{1 - \beta_2^t}}{\sqrt{v_t} + \epsilon} & \rho_t > 5 \\ 1 & \text{else} \end{cases}
 * $$
 *
 * with $m_t$ and $v_t$ the running means of the gradients and of their squares, by `betas` ([0.9, 0.999]). `lr` (0.001)
 * is $\gamma$, `eps` (1e-8) $\epsilon$; `weight_decay` (0) adds that multiple of the parameters to the gradients, or
 * shrinks the parameters themselves with `decoupled_weight_decay`; `maximize` climbs instead of descending; `foreach`
 * and `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.RAdam([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.8000, -1.6000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.RAdam.html
 */
const RAdam_ = callable(RAdam)
type RAdam_ = RAdam

export { radam } from './_radam_kernels.js'
export { RAdam_ as RAdam }
