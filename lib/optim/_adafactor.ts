// Mirrors torch/optim/_adafactor.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { type AdafactorOptions, adafactor } from './_adafactor_kernels.js'
import {
  checkAtLeast,
  checkAtMost,
  checkOneElement,
  checkPair,
  type MaybeTensor,
} from './_common.js'
import {
  type Closure,
  gather,
  refuseSparse,
  scalarState,
  settingsWith,
  stepGroups,
  upgrade,
} from './_group.js'
import type { ParamGroup, ParamState } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  beta2_decay: number
  eps: readonly [number | null, number]
  d: number
  weight_decay: number
  foreach: boolean | null
  maximize: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    beta2_decay: number,
    eps: readonly [number | null, number],
    d: number,
    weight_decay: number,
    foreach: boolean | null,
    maximize: boolean,
  ]
>()(
  'Adafactor.__init__(self, params, lr=0.01, beta2_decay=-0.8, eps=(None,0.001), d=1.0, weight_decay=0.0, *, foreach=None, maximize=False)',
)

const dense = refuseSparse('Adafactor')

class Adafactor extends Optimizer {
  static override readonly floatDefaults = { d: 1, weight_decay: 0 }

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, beta2_decay, eps, d, weight_decay, foreach, maximize } = init(args)
    checkOneElement(lr)
    checkAtLeast(0, lr, 'Learning rate should be >= 0 but is')
    checkAtMost(0, beta2_decay, 'beta2_decay should be <= 0 but is')
    checkPair(eps)
    if (eps[0] !== null) checkAtLeast(0, eps[0], 'epsilon1 should be >= 0 but is')
    checkAtLeast(0, eps[1], 'epsilon2 should be >= 0 but is')
    checkAtLeast(1, d, 'Clipping threshold d should be >= 1 but is')
    checkAtLeast(0, weight_decay, 'weight_decay should be >= 0 but is')
    super(params, { lr, beta2_decay, eps: tuple(eps), d, weight_decay, foreach, maximize })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    upgrade(this, { settings: { foreach: null } })
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const refuse = (param: Tensor, grad: Tensor): void => {
      if (param.is_complex()) {
        throw new RuntimeError('Adafactor does not support complex parameters')
      }
      dense(param, grad)
    }
    const { params, grads, states } = gather(this, group, refuse, (_, grad) => freshState(grad))
    const list = (name: string): (Tensor | null)[] =>
      states.map((state) => (state[name] as Tensor | undefined) ?? null)
    const [eps1, eps2] = group.eps
    const { grad_scale = null, found_inf = null } = this
    const options: AdafactorOptions = settingsWith(group, {
      eps1,
      eps2,
      grad_scale,
      found_inf,
      has_complex: false,
    })
    const steps = states.map((state) => state.step as Tensor)
    adafactor(params, grads, list('row_var'), list('col_var'), list('variance'), steps, options)
  }
}

// The squares of a matrix are kept as their means by row and by column.
function freshState(grad: Tensor): ParamState {
  const step = scalarState(0, null)
  if (grad.dim() < 2) return { step, variance: C.zeros_like(grad) }
  const means = (dim: number): Tensor => grad.new_zeros(grad.shape.with(dim, 1))
  return { step, row_var: means(-1), col_var: means(-2) }
}

/**
 * Adafactor: like Adam without momentum, but of the squares of a matrix it keeps only the means by row and by column.
 *
 * $$
 * R_t = \hat\beta_t R_{t-1} + (1 - \hat\beta_t)\, \overline{G_t^2}^{\,row},\quad
 * C_t = \hat\beta_t C_{t-1} + (1 - \hat\beta_t)\, \overline{G_t^2}^{\,col},\quad
 * U_t = G_t \Big/ \sqrt{\frac{R_t C_t}{\max(\overline{R_t}, \epsilon_1)}}
 * $$
 * $$
 * \theta_t = (1 - \gamma \lambda)\, \theta_{t-1} - \max(\epsilon_2, RMS(\theta_{t-1}))\, \min(\gamma, \tfrac{1}{\sqrt t})\,
 * \frac{U_t}{\max(1, RMS(U_t) / d)}
 * $$
 *
 * with $1 - \hat\beta_t = t^{\tau}$. `lr` (0.01) is $\gamma$, `beta2_decay` (-0.8) $\tau$, `eps` ([null, 0.001])
 * $(\epsilon_1, \epsilon_2)$ with null for the precision of the dtype, `d` (1) $d$, `weight_decay` (0) $\lambda$;
 * `maximize` climbs instead of descending; `foreach` takes all parameters at once. For a parameter of shape (A, B) the
 * state holds A + B numbers.
 *
 * @example
 * const w = torch.ones(2, 3).requires_grad_()
 * const optimizer = optim.Adafactor([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w.detach()[0] // tensor([0.9000, 0.9000, 0.9000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adafactor.html
 */
const Adafactor_ = callable(Adafactor)
type Adafactor_ = Adafactor

export { adafactor } from './_adafactor_kernels.js'
export { Adafactor_ as Adafactor }
