// The implementations behind NAdam, of torch/optim/nadam.py.

import * as C from '../_generated/torch_functions.js'
import { pow } from '../_libm.js'
import type { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor, takesLists } from './_common.js'
import {
  _view_as_real,
  checkAllCapturable,
  checkCapturable,
  checkStateSteps,
  countSteps,
  decayedGrad,
  decayedGrads,
  realParts,
  refuseDifferentiable,
  release,
  releaseMade,
  releaseNew,
  type StepOptions,
} from './_kernels.js'
import { minus, negated, over, plus, power, times } from './_scalars.js'

/** The keywords of the functional form. */
export interface NadamOptions extends StepOptions {
  decoupled_weight_decay?: boolean
  capturable?: boolean
  differentiable?: boolean
  beta1: number
  beta2: number
  lr: MaybeTensor
  weight_decay: number
  momentum_decay: number
  eps: number
}

/** One step of NAdam on lists of tensors that belong together by position. */
type NadamStep = (
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  mu_products: Tensor[],
  state_steps: Tensor[],
  options: NadamOptions,
) => void

// The momentum of a step.
function momentum({ beta1, momentum_decay }: NadamOptions, step: MaybeTensor): MaybeTensor {
  const decay = power(0.96, times(step, momentum_decay))
  return times(beta1, minus(1, times(0.5, decay)))
}

const _single_tensor_nadam: NadamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  mu_products,
  state_steps,
  options,
) => {
  const { beta1, beta2, eps, capturable, differentiable } = options
  const lr = _to_scalar(options.lr)
  const parts = realParts(options)
  for (const [i, whole] of params.entries()) {
    const [mu_product, count] = [mu_products[i], state_steps[i]] as [Tensor, Tensor]
    const param = parts(whole)
    if (capturable) {
      checkCapturable([whole, mu_product, count], true, 'params, mu_products and state_steps')
    }
    count.add_(1)
    const step = capturable ? count : _get_value(count)
    const given = parts(grads[i] as Tensor)
    const decayed = decayedGrad(given, param, lr, options)
    const correction2 = minus(1, power(beta2, step))
    const mu = momentum(options, step)
    const mu_next = momentum(options, plus(step, 1))
    mu_product.mul_(mu as number)
    const exp_avg = parts(exp_avgs[i] as Tensor).lerp_(decayed, 1 - beta1)
    const exp_avg_sq = parts(exp_avg_sqs[i] as Tensor).mul_(beta2)
    exp_avg_sq.addcmul_(decayed, decayed, { value: 1 - beta2 })
    const denom = exp_avg_sq.div(correction2 as number).sqrt()
    const ofGrad = times(negated(lr), minus(1, mu))
    const ofMean = times(negated(lr), mu_next)
    if (differentiable || capturable) {
      const sum = denom.add(eps)
      const next = mu_product.mul(mu_next as number)
      const grad = decayed.mul(over(ofGrad, minus(1, mu_product)) as Tensor)
      const mean = exp_avg.mul(over(ofMean, minus(1, next)) as Tensor)
      param.addcdiv_(grad, sum).addcdiv_(mean, sum)
      continue
    }
    denom.add_(eps)
    const product = _get_value(mu_product)
    const value = _get_value(over(ofGrad, 1 - product))
    param.addcdiv_(decayed, denom, { value })
    const next = _get_value(over(ofMean, minus(1, times(product, mu_next))))
    param.addcdiv_(exp_avg, denom, { value: next })
    denom.dispose()
    releaseNew(decayed, given)
  }
}

const _multi_tensor_nadam: NadamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  mu_products,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  const { beta1, beta2, eps, capturable } = options
  refuseDifferentiable(options.differentiable)
  if (capturable) {
    const names = 'params, mu_products, and state_steps'
    checkAllCapturable([params, mu_products, state_steps], false, names)
  }
  const lr = _to_scalar(options.lr)
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    exp_avgs,
    exp_avg_sqs,
    mu_products,
    state_steps,
  ])) {
    const [products, steps] = [lists[4], lists[5]]
    const [all, given, avgs, squares] = _view_as_real(
      [lists[0], lists[1], lists[2], lists[3]] as const,
      options,
    )
    countSteps(steps)
    const grads = decayedGrads(given, all, lr, options)
    C._foreach_lerp_(avgs, grads, 1 - beta1)
    C._foreach_mul_(squares, beta2)
    C._foreach_addcmul_(squares, grads, grads, 1 - beta2)
    const denom = C._foreach_sqrt(squares)
    if (capturable) capturableUpdate({ all, grads, avgs, denom, products, steps, lr }, options)
    else {
      const counts = steps.map(_get_value)
      const mus = counts.map((count) => momentum(options, count) as number)
      const nexts = counts.map((count) => momentum(options, count + 1) as number)
      C._foreach_mul_(products, mus)
      C._foreach_div_(
        denom,
        counts.map((count) => pow(1 - pow(beta2, count), 0.5)),
      )
      C._foreach_add_(denom, eps)
      const rate = _get_value(lr)
      const values = products.map(_get_value)
      const ofGrads = values.map(
        (product, i) => ((rate * (1 - (mus[i] as number))) / (1 - product)) * -1,
      )
      const ofMeans = values.map((product, i) => {
        const next = nexts[i] as number
        return ((rate * next) / (1 - product * next)) * -1
      })
      C._foreach_addcdiv_(all, grads, denom, ofGrads)
      C._foreach_addcdiv_(all, avgs, denom, ofMeans)
    }
    release(denom)
    releaseMade(grads, given)
  }
}

interface Update {
  all: Tensor[]
  grads: Tensor[]
  avgs: Tensor[]
  denom: Tensor[]
  products: Tensor[]
  steps: Tensor[]
  lr: MaybeTensor
}

// Without leaving the GPU.
function capturableUpdate(
  { all, grads, avgs, denom, products, steps, lr }: Update,
  { beta1, beta2, eps, momentum_decay }: NadamOptions,
): void {
  const momenta = (exponent: Tensor[]): Tensor[] => {
    const mus = C._foreach_pow(0.96, exponent)
    C._foreach_mul_(mus, -0.5)
    C._foreach_add_(mus, 1)
    C._foreach_mul_(mus, beta1)
    return mus
  }
  const exponent = C._foreach_mul(steps, momentum_decay)
  const mus = momenta(exponent)
  C._foreach_add_(exponent, momentum_decay)
  const nexts = momenta(exponent)
  const root = C._foreach_pow(beta2, steps)
  C._foreach_sub_(root, 1)
  C._foreach_neg_(root)
  C._foreach_sqrt_(root)
  C._foreach_mul_(products, mus)
  C._foreach_div_(denom, root)
  C._foreach_add_(denom, eps)
  // Numerators and denominators with their signs turned, to save two operators.
  C._foreach_sub_(mus, 1)
  C._foreach_mul_(mus, lr as number)
  const first = C._foreach_sub(products, 1)
  C._foreach_neg_(first)
  C._foreach_div_(mus, first)
  const second = C._foreach_mul(products, nexts)
  C._foreach_mul_(nexts, lr as number)
  C._foreach_sub_(second, 1)
  C._foreach_div_(nexts, second)
  const numerator = C._foreach_mul(mus, grads)
  C._foreach_addcmul_(numerator, nexts, avgs)
  C._foreach_addcdiv_(all, numerator, denom)
  for (const list of [exponent, mus, nexts, root, first, second, numerator]) release(list)
}

/** One step of NAdam on lists of tensors: the functional form. */
export const nadam: NadamStep = (
  params,
  grads,
  exp_avgs,
  exp_avg_sqs,
  mu_products,
  state_steps,
  options,
) => {
  checkStateSteps(state_steps)
  checkStateSteps(mu_products, 'mu_products')
  // The list operators round otherwise than one tensor after the other does.
  const step = takesLists(params, options, false) ? _multi_tensor_nadam : _single_tensor_nadam
  step(params, grads, exp_avgs, exp_avg_sqs, mu_products, state_steps, options)
}
