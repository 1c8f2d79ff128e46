// Mirrors torch/optim/sgd.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import {
  _default_to_fused_or_foreach,
  _device_dtype_check_for_fused,
  _get_value,
  _to_scalar,
  checkOneElement,
  type MaybeTensor,
  refuseNegative,
} from './_common.js'
import { type Closure, stepGroups, upgrade } from './_group.js'
import { effectiveGrad, refuseScaler, release, type ScalerOptions } from './_kernels.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

/** The settings of one group. */
interface Settings {
  lr: MaybeTensor
  momentum: number
  dampening: number
  weight_decay: MaybeTensor
  nesterov: boolean
  maximize: boolean
  foreach: boolean | null
  differentiable: boolean
  fused: boolean | null
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    momentum: number,
    dampening: number,
    weight_decay: MaybeTensor,
    nesterov: boolean,
    maximize: boolean,
    foreach: boolean | null,
    differentiable: boolean,
    fused: boolean | null,
  ]
>()(
  'SGD.__init__(self, params, lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False, fused=None)',
)

class SGD extends Optimizer {
  // Only the first step with gradients checks.
  declare _need_device_dtype_check_for_fused: boolean

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, ...defaults } = init(args)
    const { lr, momentum, dampening, weight_decay, nesterov, differentiable } = defaults
    const { fused, foreach } = defaults
    checkOneElement(lr)
    refuseNegative('learning rate', lr)
    refuseNegative('momentum value', momentum)
    refuseNegative('weight_decay value', weight_decay)
    if (nesterov && (momentum <= 0 || dampening !== 0)) {
      throw new ValueError('Nesterov momentum requires a momentum and zero dampening')
    }
    const { maximize } = defaults
    super(params, {
      lr,
      momentum,
      dampening,
      weight_decay,
      nesterov,
      maximize,
      foreach,
      differentiable,
      fused,
    })
    this._need_device_dtype_check_for_fused = true
    if (fused) {
      this._step_supports_amp_scaling = true
      if (differentiable) throw new RuntimeError('`fused` does not support `differentiable`')
      if (foreach) throw new RuntimeError('`fused` and `foreach` cannot be `True` together.')
    }
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    const later = { nesterov: false, maximize: false, foreach: null, differentiable: false }
    upgrade(this, { settings: { ...later, fused: false }, scalars: [] })
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(settings: ParamGroup & Settings): void {
    const params: Tensor[] = []
    const grads: Tensor[] = []
    const buffers: (Tensor | null)[] = []
    let has_sparse_grad = false
    for (const param of settings.params) {
      const { grad } = param
      if (!grad) continue
      if (settings.fused && this._need_device_dtype_check_for_fused) {
        _device_dtype_check_for_fused(param)
        this._need_device_dtype_check_for_fused = false
      }
      params.push(param)
      grads.push(grad)
      has_sparse_grad ||= grad.is_sparse
      if (settings.momentum !== 0) {
        buffers.push((this.state.get(param).momentum_buffer as Tensor | undefined) ?? null)
      }
    }
    const { grad_scale = null, found_inf = null } = this
    sgd(params, grads, buffers, { ...settings, has_sparse_grad, grad_scale, found_inf })
    for (const [i, buffer] of buffers.entries()) {
      this.state.get(params[i] as Tensor).momentum_buffer = buffer
    }
  }
}

/** The keywords of the functional form. */
export interface SgdOptions extends ScalerOptions {
  has_sparse_grad?: boolean
  foreach?: boolean | null
  fused?: boolean | null
  weight_decay: MaybeTensor
  momentum: number
  lr: MaybeTensor
  dampening: number
  nesterov: boolean
  maximize: boolean
}

/** One step of SGD on lists of tensors: the functional form. Buffers that are null are made, and put into the list. */
export function sgd(
  params: Tensor[],
  d_p_list: Tensor[],
  momentum_buffer_list: (Tensor | null)[],
  options: SgdOptions,
): void {
  const { fused = null, weight_decay } = options
  let { foreach = null } = options
  if (foreach === null && fused === null) {
    const sameBits = !options.has_sparse_grad && typeof weight_decay === 'number'
    ;[, foreach] = _default_to_fused_or_foreach(params, false, { sameBits })
  }
  const step = foreach ? _multi_tensor_sgd : fused ? _fused_sgd : _single_tensor_sgd
  step(params, d_p_list, momentum_buffer_list, options)
}

function _single_tensor_sgd(
  params: Tensor[],
  grads: Tensor[],
  momentum_buffer_list: (Tensor | null)[],
  options: SgdOptions,
): void {
  refuseScaler(options)
  const { weight_decay, momentum, dampening, nesterov, maximize } = options
  const lr = _to_scalar(options.lr)
  for (const [i, param] of params.entries()) {
    const given = grads[i] as Tensor
    let grad = given
    if (weight_decay instanceof Tensor && weight_decay.requires_grad) {
      // The differentiable path: the parameter changes below, so the graph keeps a copy.
      grad = (maximize ? given.neg() : given).addcmul_(param.clone(), weight_decay)
    } else grad = effectiveGrad(given, param, _get_value(weight_decay), maximize)
    if (momentum !== 0) {
      let buffer = momentum_buffer_list[i] ?? null
      if (buffer === null) {
        buffer = grad.detach().clone()
        momentum_buffer_list[i] = buffer
      } else {
        buffer.mul_(momentum).add_(grad, { alpha: 1 - dampening })
      }
      grad = nesterov ? grad.add(buffer, { alpha: momentum }) : buffer
    }
    if (lr instanceof Tensor && lr.requires_grad) param.addcmul_(grad, lr, { value: -1 })
    else param.add_(grad, { alpha: -_get_value(lr) })
  }
}

function _multi_tensor_sgd(
  params: Tensor[],
  grads: Tensor[],
  momentum_buffer_list: (Tensor | null)[],
  options: SgdOptions,
): void {
  refuseScaler(options)
  if (params.length === 0) return
  const { momentum, nesterov, maximize, has_sparse_grad } = options
  const weight_decay = _get_value(options.weight_decay)
  const alpha = -_get_value(options.lr)
  for (const group of _group_tensors_by_device_and_dtype([params, grads, momentum_buffer_list])) {
    const [groupParams, groupGrads, groupBuffers] = group.lists as [
      Tensor[],
      Tensor[],
      (Tensor | null)[],
    ]
    const made: Tensor[] = []
    const temporary = (tensors: Tensor[]): Tensor[] => {
      made.push(...tensors)
      return tensors
    }
    let current = maximize ? temporary(C._foreach_neg(groupGrads)) : groupGrads
    if (weight_decay !== 0) {
      // Negated gradients are ours to change.
      if (maximize) C._foreach_add_(current, groupParams, { alpha: weight_decay })
      else current = temporary(C._foreach_add(current, groupParams, { alpha: weight_decay }))
    }
    if (momentum !== 0) {
      const buffers = updateBuffers(current, groupBuffers, options)
      for (const [at, i] of group.indices.entries()) {
        momentum_buffer_list[i] = buffers[at] as Tensor
      }
      if (!nesterov) current = buffers
      else if (current === groupGrads) {
        current = temporary(C._foreach_add(current, buffers, { alpha: momentum }))
      } else C._foreach_add_(current, buffers, { alpha: momentum })
    }
    if (has_sparse_grad && current.some((grad) => grad.is_sparse)) {
      for (const [i, param] of groupParams.entries()) param.add_(current[i] as Tensor, { alpha })
    } else C._foreach_add_(groupParams, current, { alpha })
    release(made)
  }
}

function updateBuffers(
  grads: readonly Tensor[],
  buffers: readonly (Tensor | null)[],
  { momentum, dampening }: SgdOptions,
): Tensor[] {
  const alpha = 1 - dampening
  if (buffers.every((buffer) => buffer !== null)) {
    const all = [...buffers] as Tensor[]
    C._foreach_mul_(all, momentum)
    C._foreach_add_(all, [...grads], { alpha })
    return all
  }
  return grads.map((grad, i) => {
    const buffer = buffers[i] ?? null
    if (buffer === null) return grad.detach().clone()
    return buffer.mul_(momentum).add_(grad, { alpha })
  })
}

function _fused_sgd(
  params: Tensor[],
  grads: Tensor[],
  momentum_buffer_list: (Tensor | null)[],
  options: SgdOptions,
): void {
  if (params.length === 0) return
  if (options.has_sparse_grad) {
    throw new RuntimeError('`_fused_sgd` does not support sparse gradients')
  }
  const { momentum, dampening, nesterov, maximize, grad_scale, found_inf } = options
  const is_first_step = momentum !== 0 && !momentum_buffer_list.some((buffer) => buffer !== null)
  if (is_first_step) {
    for (const [i, grad] of grads.entries()) momentum_buffer_list[i] = C.empty_like(grad)
  }
  for (const { lists } of _group_tensors_by_device_and_dtype([
    params,
    grads,
    momentum_buffer_list,
  ])) {
    const [groupParams, groupGrads, groupBuffers] = lists as [Tensor[], Tensor[], Tensor[]]
    const { device } = groupParams[0] as Tensor
    C._fused_sgd_(groupParams, groupGrads, momentum === 0 ? [] : groupBuffers, {
      weight_decay: _get_value(options.weight_decay),
      momentum,
      lr: _get_value(options.lr),
      dampening,
      nesterov,
      maximize,
      is_first_step,
      grad_scale: grad_scale?.to(device) ?? null,
      found_inf: found_inf?.to(device) ?? null,
    })
  }
}

/**
 * Stochastic gradient descent, with momentum (Nesterov's too) and weight decay on request.
 *
 * $$
 * b_t = \mu b_{t-1} + (1 - \tau) g_t,\quad
 * \theta_t = \theta_{t-1} - \gamma b_t \quad\text{or, Nesterov's,}\quad \theta_{t-1} - \gamma (g_t + \mu b_t)
 * $$
 *
 * `lr` (0.001) is $\gamma$, `momentum` (0) $\mu$, `dampening` (0) $\tau$, which the first step leaves out: $b_1 = g_1$.
 * `weight_decay` (0) adds that multiple of the parameters to the gradients; `maximize` climbs instead of descending;
 * `foreach`, `fused` and `differentiable` choose an implementation. `nesterov` demands a momentum and no dampening.
 * Takes sparse gradients.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.SGD([w], { lr: 0.1, momentum: 0.9 })
 * for (let i = 0; i < 2; i++) {
 *   optimizer.zero_grad()
 *   w.square().sum().backward()
 *   optimizer.step()
 * }
 * w // tensor([ 0.4600, -0.9200], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.SGD.html
 */
const SGD_ = callable(SGD)
type SGD_ = SGD

export { SGD_ as SGD }
