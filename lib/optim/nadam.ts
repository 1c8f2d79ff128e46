// Mirrors torch/optim/nadam.py.

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
import { nadam } from './_nadam_kernels.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: Pair<number>
  eps: number
  weight_decay: number
  momentum_decay: number
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
    momentum_decay: number,
    decoupled_weight_decay: boolean,
    foreach: boolean | null,
    maximize: boolean,
    capturable: boolean,
    differentiable: boolean,
  ]
>()(
  'NAdam.__init__(self, params, lr=0.002, betas=(0.9,0.999), eps=1e-08, weight_decay=0, momentum_decay=0.004, decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False)',
)

class NAdam extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, betas, eps, weight_decay, momentum_decay, ...others } = init(args)
    const { decoupled_weight_decay, maximize, foreach, capturable, differentiable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkNotNegative('epsilon value', eps)
    checkBetas(betas)
    checkNotNegative('weight_decay value', weight_decay)
    checkNotNegative('momentum_decay value', momentum_decay)
    super(params, {
      lr,
      betas: tuple(betas),
      eps,
      weight_decay,
      momentum_decay,
      decoupled_weight_decay,
      maximize,
      foreach,
      capturable,
      differentiable,
    })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    const later = { maximize: false, foreach: null, capturable: false, differentiable: false }
    upgrade(this, {
      settings: { ...later, decoupled_weight_decay: false },
      scalars: ['step', 'mu_product'],
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
      refuseSparse('NAdam'),
      (param) => {
        const device = group.capturable ? param.device : null
        return {
          step: scalarState(0, device),
          mu_product: scalarState(1, device),
          exp_avg: C.zeros_like(param),
          exp_avg_sq: C.zeros_like(param),
        }
      },
    )
    const [beta1, beta2] = group.betas
    nadam(
      params,
      grads,
      entries(states, 'exp_avg'),
      entries(states, 'exp_avg_sq'),
      entries(states, 'mu_product'),
      entries(states, 'step'),
      settingsWith(group, { beta1, beta2, has_complex }),
    )
  }
}

/**
 * NAdam: Adam that looks one step ahead, as Nesterov's momentum does.
 *
 * $$
 * \mu_t = \beta_1 (1 - \tfrac{1}{2}\, 0.96^{t \psi}),\quad
 * \hat m_t = \frac{\mu_{t+1} m_t}{1 - \prod_{i=1}^{t+1} \mu_i} + \frac{(1 - \mu_t) g_t}{1 - \prod_{i=1}^{t} \mu_i},\quad
 * \theta_t = \theta_{t-1} - \frac{\gamma\, \hat m_t}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
 * $$
 *
 * with $m_t$ and $v_t$ the running means of the gradients and of their squares, by `betas` ([0.9, 0.999]). `lr` (0.002)
 * is $\gamma$, `momentum_decay` (0.004) $\psi$, `eps` (1e-8) $\epsilon$; `weight_decay` (0) adds that multiple of the
 * parameters to the gradients, or shrinks the parameters themselves with `decoupled_weight_decay`; `maximize` climbs
 * instead of descending; `foreach` and `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.NAdam([w], { lr: 0.1, momentum_decay: 0 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.8944, -1.8944], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.NAdam.html
 */
const NAdam_ = callable(NAdam)
type NAdam_ = NAdam

export { nadam } from './_nadam_kernels.js'
export { NAdam_ as NAdam }
