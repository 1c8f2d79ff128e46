// Mirrors torch/optim/adadelta.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _get_value,
  _to_scalar,
  checkAtLeast,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
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
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  rho: number
  eps: number
  weight_decay: number
  maximize: boolean
  capturable: boolean
  foreach: boolean | null
  differentiable: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    rho: number,
    eps: number,
    weight_decay: number,
    foreach: boolean | null,
    capturable: boolean,
    maximize: boolean,
    differentiable: boolean,
  ]
>()(
  'Adadelta.__init__(self, params, lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, foreach=None, *, capturable=False, maximize=False, differentiable=False)',
)

class Adadelta extends Optimizer {
  static override readonly floatDefaults = { lr: 1 }

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, rho, eps, weight_decay, ...others } = init(args)
    const { maximize, capturable, foreach, differentiable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkAtLeast(0, rho, 'Invalid rho value')
    if (rho > 1) throw new ValueError(`Invalid rho value: ${pyRepr(rho)}`)
    checkNotNegative('epsilon value', eps)
    checkNotNegative('weight_decay value', weight_decay)
    super(params, { lr, rho, eps, weight_decay, maximize, capturable, foreach, differentiable })
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
      refuseSparse('Adadelta'),
      (param) => ({
        step: scalarState(0, group.capturable ? param.device : null),
        square_avg: C.zeros_like(param),
        acc_delta: C.zeros_like(param),
      }),
    )
    adadelta(
      params,
      grads,
      entries(states, 'square_avg'),
      entries(states, 'acc_delta'),
      entries(states, 'step'),
      settingsWith(group, { has_complex }),
    )
  }
}

/** The keywords of the functional form. */
export interface AdadeltaOptions extends StepOptions {
  capturable?: boolean
  differentiable?: boolean
  lr: MaybeTensor
  rho: number
  eps: number
  weight_decay: number
}

type AdadeltaStep = (
  params: Tensor[],
  grads: Tensor[],
  square_avgs: Tensor[],
  acc_deltas: Tensor[],
  state_steps: Tensor[],
  options: AdadeltaOptions,
) => void

const _single_tensor_adadelta: AdadeltaStep = (
  params,
  grads,
  square_avgs,
  acc_deltas,
  state_steps,
  options,
) => {
  const { rho, eps, weight_decay, maximize, differentiable, capturable } = options
  if (capturable) checkAllCapturable([params, state_steps], false)
  const alpha = -_get_value(_to_scalar(options.lr))
  const parts = realParts(options)
  for (const [i, param] of params.entries()) {
    state_steps[i]?.add_(1)
    const whole = effectiveGrad(grads[i] as Tensor, param, weight_decay, maximize)
    const grad = parts(whole)
    const square_avg = parts(square_avgs[i] as Tensor)
    const acc_delta = parts(acc_deltas[i] as Tensor)
    square_avg.mul_(rho).addcmul_(grad, grad, { value: 1 - rho })
    const std = square_avg.add(eps).sqrt_()
    let delta = acc_delta.add(eps).sqrt_()
    if (differentiable) delta = delta.clone()
    delta.div_(std).mul_(grad)
    acc_delta.mul_(rho).addcmul_(delta, delta, { value: 1 - rho })
    param.add_(param.is_complex() ? C.view_as_complex(delta) : delta, { alpha })
    if (differentiable) continue
    release([std, delta])
    releaseNew(whole, grads[i])
  }
}

const _multi_tensor_adadelta: AdadeltaStep = (
  params,
  grads,
  square_avgs,
  acc_deltas,
  state_steps,
  options,
) => {
  const { rho, eps, weight_decay, maximize, capturable } = options
  refuseDifferentiable(options.differentiable)
  if (capturable) checkAllCapturable([params, state_steps], false)
  if (params.length === 0) return
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    square_avgs,
    acc_deltas,
    state_steps,
  ])) {
    const [wholeParams, wholeGrads, squares, accumulated, steps] = lists
    const [all, given, square_avgs, acc_deltas] = _view_as_real(
      [wholeParams, wholeGrads, squares, accumulated] as const,
      options,
    )
    countSteps(steps)
    const grads = effectiveGrads(given, all, weight_decay, maximize)
    C._foreach_mul_(square_avgs, rho)
    C._foreach_addcmul_(square_avgs, grads, grads, 1 - rho)
    const std = C._foreach_add(square_avgs, eps)
    C._foreach_sqrt_(std)
    const deltas = C._foreach_add(acc_deltas, eps)
    C._foreach_sqrt_(deltas)
    C._foreach_div_(deltas, std)
    C._foreach_mul_(deltas, grads)
    C._foreach_mul_(acc_deltas, rho)
    C._foreach_addcmul_(acc_deltas, deltas, deltas, 1 - rho)
    if (capturable && lr instanceof Tensor) {
      C._foreach_mul_(deltas, lr.neg())
      C._foreach_add_(all, deltas)
    } else C._foreach_add_(all, deltas, { alpha: -_get_value(lr) })
    release(std)
    release(deltas)
    releaseMade(grads, given)
  }
}

/** One step of Adadelta on lists of tensors: the functional form. */
export const adadelta: AdadeltaStep = (
  params,
  grads,
  square_avgs,
  acc_deltas,
  state_steps,
  options,
) => {
  checkStateSteps(state_steps)
  const lists = takesLists(params, options, !(options.lr instanceof Tensor))
  const step = lists ? _multi_tensor_adadelta : _single_tensor_adadelta
  step(params, grads, square_avgs, acc_deltas, state_steps, options)
}

/**
 * Adadelta: steps scaled by the ratio of two running means of squares, of the steps taken and of the gradients.
 *
 * $$
 * v_t = \rho v_{t-1} + (1 - \rho) g_t^2,\quad
 * \Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\, g_t,\quad
 * u_t = \rho u_{t-1} + (1 - \rho) \Delta_t^2,\quad
 * \theta_t = \theta_{t-1} - \gamma \Delta_t
 * $$
 *
 * `lr` (1) is $\gamma$, `rho` (0.9) $\rho$, `eps` (1e-6) $\epsilon$; `weight_decay` (0) adds that multiple of the
 * parameters to the gradients; `maximize` climbs instead of descending; `foreach` and `differentiable` choose an
 * implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.Adadelta([w], { rho: 0.75, eps: 0.01 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.8010, -1.8002], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adadelta.html
 */
const Adadelta_ = callable(Adadelta)
type Adadelta_ = Adadelta

export { Adadelta_ as Adadelta }
