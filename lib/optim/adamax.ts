// Mirrors torch/optim/adamax.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _get_value,
  _to_scalar,
  checkBetas,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
  type Pair,
  takesLists,
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
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
  checkStateSteps,
  countSteps,
  effectiveGrad,
  effectiveGrads,
  realParts,
  refuseDifferentiable,
  release,
  releaseMade,
  releaseNew,
  type StepOptions,
} from './_kernels.js'
import { minus, over, power } from './_scalars.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: Pair<number>
  eps: number
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
    betas: Pair<number>,
    eps: number,
    weight_decay: number,
    foreach: boolean | null,
    maximize: boolean,
    differentiable: boolean,
    capturable: boolean,
  ]
>()(
  'Adamax.__init__(self, params, lr=0.002, betas=(0.9,0.999), eps=1e-08, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False)',
)

class Adamax extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, betas, eps, weight_decay, ...others } = init(args)
    const { foreach, maximize, differentiable, capturable } = others
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
      refuseSparse('Adamax'),
      (param) => ({
        step: scalarState(0, group.capturable ? param.device : null),
        exp_avg: C.zeros_like(param),
        exp_inf: C.zeros_like(param),
      }),
    )
    const [beta1, beta2] = group.betas
    adamax(
      params,
      grads,
      entries(states, 'exp_avg'),
      entries(states, 'exp_inf'),
      entries(states, 'step'),
      settingsWith(group, { beta1, beta2, has_complex }),
    )
  }
}

/** The keywords of the functional form. */
export interface AdamaxOptions extends StepOptions {
  differentiable?: boolean
  capturable?: boolean
  eps: number
  beta1: number
  beta2: number
  lr: MaybeTensor
  weight_decay: number
}

type AdamaxStep = (
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_infs: Tensor[],
  state_steps: Tensor[],
  options: AdamaxOptions,
) => void

const _single_tensor_adamax: AdamaxStep = (
  params,
  grads,
  exp_avgs,
  exp_infs,
  state_steps,
  options,
) => {
  const { eps, beta1, beta2, weight_decay, maximize, differentiable, capturable } = options
  const lr = _to_scalar(options.lr)
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const step = state_steps[i] as Tensor
    if (capturable) checkCapturable([whole, step], true)
    step.add_(1)
    const effective = effectiveGrad(grads[i] as Tensor, whole, weight_decay, maximize)
    const [param, grad] = [parts(whole), parts(effective)]
    const exp_avg = parts(exp_avgs[i] as Tensor).lerp_(grad, 1 - beta1)
    const exp_inf = parts(exp_infs[i] as Tensor).mul_(beta2)
    const norm = grad.abs().add_(eps)
    if (differentiable) {
      const both = C.cat([exp_inf.unsqueeze(0), norm.unsqueeze_(0)], 0)
      exp_inf.copy_(C.amax(both, 0, false))
    } else {
      C.maximum(exp_inf, norm, { out: exp_inf })
      norm.dispose()
    }
    if (capturable) {
      const negative = (minus(power(beta1, step), 1) as Tensor).div_(lr as number)
      param.addcdiv_(exp_avg, exp_inf.mul(negative))
    } else {
      const clr = over(lr, 1 - (power(beta1, _get_value(step)) as number))
      param.addcdiv_(exp_avg, exp_inf, { value: -_get_value(clr) })
    }
    if (!differentiable) releaseNew(effective, grads[i])
  }
}

const _multi_tensor_adamax: AdamaxStep = (
  params,
  grads,
  exp_avgs,
  exp_infs,
  state_steps,
  options,
) => {
  refuseDifferentiable(options.differentiable)
  if (params.length === 0) return
  const { eps, beta1, beta2, weight_decay, maximize, capturable } = options
  if (capturable) checkAllCapturable([params, state_steps], false)
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_infs,
    state_steps,
  ])) {
    const [wholeParams, wholeGrads, wholeAvgs, wholeInfs, steps] = lists
    const [all, given, avgs, infs] = _view_as_real(
      [wholeParams, wholeGrads, wholeAvgs, wholeInfs] as const,
      options,
    )
    countSteps(steps)
    const grads = effectiveGrads(given, all, weight_decay, maximize)
    C._foreach_lerp_(avgs, grads, 1 - beta1)
    C._foreach_mul_(infs, beta2)
    const norms = C._foreach_abs(grads)
    C._foreach_add_(norms, eps)
    C._foreach_maximum_(infs, norms)
    release(norms)
    releaseMade(grads, given)
    if (capturable) {
      const corrections = C._foreach_pow(beta1, steps)
      C._foreach_sub_(corrections, 1)
      C._foreach_div_(corrections, lr as number)
      const denom = C._foreach_mul(infs, corrections)
      C._foreach_addcdiv_(all, avgs, denom)
      release(corrections)
      release(denom)
    } else {
      const rate = _get_value(lr)
      const sizes = steps.map(
        (step) => (rate / (1 - (power(beta1, _get_value(step)) as number))) * -1,
      )
      C._foreach_addcdiv_(all, avgs, infs, sizes)
    }
  }
}

/** One step of Adamax on lists of tensors: the functional form. */
export const adamax: AdamaxStep = (params, grads, exp_avgs, exp_infs, state_steps, options) => {
  checkStateSteps(state_steps)
  const lists = takesLists(params, options, !(options.lr instanceof Tensor))
  const step = lists ? _multi_tensor_adamax : _single_tensor_adamax
  step(params, grads, exp_avgs, exp_infs, state_steps, options)
}

/**
 * Adamax: Adam with the largest gradient of late, decayed, in the place of the mean of squares.
 *
 * $$
 * m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t,\quad
 * u_t = \max(\beta_2 u_{t-1}, |g_t| + \epsilon),\quad
 * \theta_t = \theta_{t-1} - \frac{\gamma\, m_t}{(1 - \beta_1^t)\, u_t}
 * $$
 *
 * `lr` (0.002) is $\gamma$, `betas` ([0.9, 0.999]) are $(\beta_1, \beta_2)$, `eps` (1e-8) is $\epsilon$; `weight_decay`
 * (0) adds that multiple of the parameters to the gradients; `maximize` climbs instead of descending; `foreach` and
 * `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.Adamax([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.9000, -1.9000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adamax.html
 */
const Adamax_ = callable(Adamax)
type Adamax_ = Adamax

export { Adamax_ as Adamax }
