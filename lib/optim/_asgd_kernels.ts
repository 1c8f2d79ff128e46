// The implementations behind ASGD, of torch/optim/asgd.py.

import * as C from '../_generated/torch_functions.js'
import type { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor, takesLists } from './_common.js'
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
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
import { minus, over, plus, power, times } from './_scalars.js'

/** The keywords of the functional form. */
export interface AsgdOptions extends StepOptions {
  differentiable?: boolean
  capturable?: boolean
  lambd: number
  lr: MaybeTensor
  t0: number
  alpha: number
  weight_decay: number
}

/** One step of ASGD on lists of tensors that belong together by position. */
type AsgdStep = (
  params: Tensor[],
  grads: Tensor[],
  axs: Tensor[],
  mus: Tensor[],
  etas: Tensor[],
  state_steps: Tensor[],
  options: AsgdOptions,
) => void

const names = 'params, mus, etas, and state_steps'

// The rate of the next step.
function nextEta({ lambd, alpha }: AsgdOptions, lr: MaybeTensor, step: MaybeTensor): MaybeTensor {
  return over(lr, power(plus(1, times(times(lambd, lr), step)), alpha))
}

const nextMu = ({ t0 }: AsgdOptions, step: number): number => 1 / Math.max(1, step - t0)

// Python's `torch.as_tensor(value)`.
const asTensor = (value: MaybeTensor): Tensor =>
  typeof value === 'number' ? C.scalar_tensor(value) : value

const _single_tensor_asgd: AsgdStep = (params, grads, axs, mus, etas, state_steps, options) => {
  const { lambd, t0, weight_decay, maximize, capturable, differentiable } = options
  const lr = _to_scalar(options.lr)
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const [mu, eta, step] = [mus[i], etas[i], state_steps[i]] as [Tensor, Tensor, Tensor]
    if (capturable) checkCapturable([whole, mu, eta, step], true, names)
    const [param, ax] = [parts(whole), parts(axs[i] as Tensor)]
    const given = parts(grads[i] as Tensor)
    step.add_(1)
    const grad = effectiveGrad(given, param, weight_decay, maximize)
    if (capturable) {
      param.mul_(minus(1, times(lambd, eta)) as Tensor)
      param.addcmul_(grad, eta, { value: -1 })
    } else {
      const rate = _get_value(eta)
      param.mul_(1 - lambd * rate)
      param.add_(grad, { alpha: -rate })
    }
    if (capturable || _get_value(mu) !== 1) {
      const way = param.sub(ax).mul_(mu)
      ax.add_(way)
      if (!differentiable) way.dispose()
    } else ax.copy_(param)
    if (capturable) {
      eta.copy_(nextEta(options, lr, step) as Tensor)
      mu.copy_(over(1, C.maximum(step.sub(t0), C.ones_like(step))) as Tensor)
    } else {
      const count = _get_value(step)
      eta.copy_(asTensor(nextEta(options, lr, count)))
      mu.copy_(asTensor(nextMu(options, count)))
    }
    if (!differentiable) releaseNew(grad, given)
  }
}

const _multi_tensor_asgd: AsgdStep = (params, grads, axs, mus, etas, state_steps, options) => {
  if (params.length === 0) return
  refuseDifferentiable(options.differentiable)
  const { lambd, t0, alpha, weight_decay, maximize, capturable } = options
  if (capturable) checkAllCapturable([params, mus, etas, state_steps], false, names)
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    axs,
    mus,
    etas,
    state_steps,
  ])) {
    const [wholeParams, wholeGrads, wholeAxs, mus, etas, steps] = lists
    const [all, given, means] = _view_as_real([wholeParams, wholeGrads, wholeAxs] as const, options)
    countSteps(steps)
    const grads = effectiveGrads(given, all, weight_decay, maximize)
    const way = C._foreach_add(grads, all, { alpha: lambd })
    C._foreach_addcmul_(all, way, etas, -1)
    releaseMade(grads, given)
    release(way)
    const left = C._foreach_sub(all, means)
    C._foreach_addcmul_(means, left, mus)
    release(left)
    if (capturable) {
      const newMus = C._foreach_sub(steps, t0)
      C._foreach_maximum_(newMus, 1)
      C._foreach_reciprocal_(newMus)
      C._foreach_copy_(mus, newMus)
      const newEtas = C._foreach_mul(steps, lambd)
      C._foreach_mul_(newEtas, lr as number)
      C._foreach_add_(newEtas, 1)
      C._foreach_pow_(newEtas, alpha)
      C._foreach_reciprocal_(newEtas)
      C._foreach_mul_(newEtas, lr as number)
      C._foreach_copy_(etas, newEtas)
    } else {
      const { device } = all[0] as Tensor
      const onDevice = (value: MaybeTensor): Tensor => asTensor(value).to({ device })
      // Python counts with the tensors themselves here, so in float32, and with numbers below.
      C._foreach_copy_(
        etas,
        steps.map((step) => onDevice(nextEta(options, lr, step))),
      )
      C._foreach_copy_(
        mus,
        steps.map((step) => onDevice(nextMu(options, _get_value(step)))),
      )
    }
  }
}

/** One step of ASGD on lists of tensors: the functional form. */
export const asgd: AsgdStep = (params, grads, axs, mus, etas, state_steps, options) => {
  // The list operators round otherwise than one tensor after the other does.
  const step = takesLists(params, options, false) ? _multi_tensor_asgd : _single_tensor_asgd
  step(params, grads, axs, mus, etas, state_steps, options)
}
