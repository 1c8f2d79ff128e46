// Mirrors torch/optim/rprop.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _get_value,
  _to_scalar,
  checkNotNegative,
  checkOneElement,
  checkPair,
  floatText,
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
  realParts,
  refuseDifferentiable,
  release,
  type StepOptions,
} from './_kernels.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  etas: Pair<number>
  step_sizes: Pair<number>
  foreach: boolean | null
  maximize: boolean
  differentiable: boolean
  capturable: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    etas: Pair<number>,
    step_sizes: Pair<number>,
    capturable: boolean,
    foreach: boolean | null,
    maximize: boolean,
    differentiable: boolean,
  ]
>()(
  'Rprop.__init__(self, params, lr=0.01, etas=(0.5,1.2), step_sizes=(1e-06,50), *, capturable=False, foreach=None, maximize=False, differentiable=False)',
)

class Rprop extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, etas, step_sizes, ...others } = init(args)
    const { foreach, maximize, differentiable, capturable } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkPair(etas)
    const [minus, plus] = etas
    if (!(minus > 0 && minus < 1 && plus > 1)) {
      throw new ValueError(`Invalid eta values: ${floatText(minus)}, ${floatText(plus)}`)
    }
    super(params, {
      lr,
      etas: tuple(etas),
      step_sizes: tuple(step_sizes),
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
      refuseSparse('Rprop'),
      (param, grad) => {
        const lr = _get_value(_to_scalar(group.lr))
        return {
          step: scalarState(0, group.capturable ? param.device : null),
          prev: C.zeros_like(param),
          step_size: C.full_like(grad, param.is_complex() ? { re: lr, im: lr } : lr),
        }
      },
    )
    const [etaminus, etaplus] = group.etas
    const [step_size_min, step_size_max] = group.step_sizes
    rprop(
      params,
      grads,
      entries(states, 'prev'),
      entries(states, 'step_size'),
      entries(states, 'step'),
      settingsWith(group, { step_size_min, step_size_max, etaminus, etaplus, has_complex }),
    )
  }
}

/** The keywords of the functional form. */
export interface RpropOptions extends StepOptions {
  capturable?: boolean
  differentiable?: boolean
  step_size_min: number
  step_size_max: number
  etaminus: number
  etaplus: number
}

type RpropStep = (
  params: Tensor[],
  grads: Tensor[],
  prevs: Tensor[],
  step_sizes: Tensor[],
  state_steps: Tensor[],
  options: RpropOptions,
) => void

// Signs become the factors of the sizes: one for growing, one for shrinking, and 1 where there was no change.
function factors(sign: Tensor, { etaplus, etaminus }: RpropOptions): Tensor {
  return sign
    .masked_fill_(sign.gt(0), etaplus)
    .masked_fill_(sign.lt(0), etaminus)
    .masked_fill_(sign.eq(0), 1)
}

const _single_tensor_rprop: RpropStep = (
  params,
  grads,
  prevs,
  step_sizes,
  state_steps,
  options,
) => {
  const { maximize, capturable, differentiable, etaminus, step_size_min, step_size_max } = options
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const step = state_steps[i] as Tensor
    if (capturable) checkCapturable([whole, step], true)
    step.add_(1)
    const signed = maximize ? (grads[i] as Tensor).neg() : (grads[i] as Tensor)
    const [param, prev] = [parts(whole), parts(prevs[i] as Tensor)]
    const factor = factors(
      parts(signed)
        .mul(differentiable ? prev.clone() : prev)
        .sign(),
      options,
    )
    const step_size = parts(step_sizes[i] as Tensor)
    step_size.mul_(factor).clamp_(step_size_min, step_size_max)
    // A parameter that jumped over its minimum rests for a step.
    const grad = parts(signed).clone().masked_fill_(factor.eq(etaminus), 0)
    const direction = grad.sign()
    param.addcmul_(direction, step_size, { value: -1 })
    prev.copy_(grad)
    if (!differentiable) release([factor, grad, direction])
  }
}

const _multi_tensor_rprop: RpropStep = (params, grads, prevs, step_sizes, state_steps, options) => {
  if (params.length === 0) return
  refuseDifferentiable(options.differentiable)
  const { maximize, capturable, etaminus, step_size_min, step_size_max } = options
  if (capturable) checkAllCapturable([params, state_steps], true)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    prevs,
    step_sizes,
    state_steps,
  ])) {
    const [wholeParams, wholeGrads, wholePrevs, wholeSizes, steps] = lists
    countSteps(steps)
    const [all, given, previous, sizes] = _view_as_real(
      [wholeParams, wholeGrads, wholePrevs, wholeSizes] as const,
      options,
    )
    const signs = C._foreach_mul(given, previous)
    if (maximize) C._foreach_neg_(signs)
    C._foreach_copy_(previous, given)
    if (maximize) C._foreach_neg_(previous)
    C._foreach_sign_(signs)
    for (const sign of signs) factors(sign, options)
    C._foreach_mul_(sizes, signs)
    for (const size of sizes) size.clamp_(step_size_min, step_size_max)
    for (const [i, prev] of previous.entries()) {
      prev.masked_fill_((signs[i] as Tensor).eq(etaminus), 0)
    }
    const directions = C._foreach_sign(previous)
    C._foreach_addcmul_(all, directions, sizes, -1)
    release(signs)
    release(directions)
  }
}

/** One step of Rprop on lists of tensors: the functional form. */
export const rprop: RpropStep = (params, grads, prevs, step_sizes, state_steps, options) => {
  checkStateSteps(state_steps)
  const step = takesLists(params, options, true) ? _multi_tensor_rprop : _single_tensor_rprop
  step(params, grads, prevs, step_sizes, state_steps, options)
}

/**
 * Rprop, resilient backpropagation: only the signs of the gradients count. Every number has a step size of its own,
 * which grows while its gradient keeps its sign and shrinks when the sign changes. For full batches.
 *
 * $$
 * \eta_t = \mathrm{clip}(\eta_{t-1} \cdot
 * \begin{cases} \eta_+ & g_{t-1} g_t > 0 \\ \eta_- & g_{t-1} g_t < 0 \\ 1 & \text{else} \end{cases},\;
 * \Gamma_{min}, \Gamma_{max}),\quad
 * \theta_t = \theta_{t-1} - \eta_t\, \mathrm{sign}(g_t)
 * $$
 *
 * with $g_t = 0$ where the sign changed. `lr` (0.01) is $\eta_0$, `etas` ([0.5, 1.2]) are $(\eta_-, \eta_+)$ and
 * `step_sizes` ([1e-6, 50]) $(\Gamma_{min}, \Gamma_{max})$; `maximize` climbs instead of descending; `foreach` and
 * `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -20], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.Rprop([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.9000, -19.9000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Rprop.html
 */
const Rprop_ = callable(Rprop)
type Rprop_ = Rprop

export { Rprop_ as Rprop }
