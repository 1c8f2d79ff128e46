// Mirrors torch/optim/adagrad.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { type AdagradOptions, adagrad } from './_adagrad_kernels.js'
import {
  _device_dtype_check_for_fused,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
} from './_common.js'
import {
  type Closure,
  entries,
  gather,
  scalarState,
  settingsWith,
  stepGroups,
  upgrade,
} from './_group.js'
import type { ParamGroup, ParamState } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  lr_decay: number
  eps: number
  weight_decay: number
  initial_accumulator_value: number
  foreach: boolean | null
  maximize: boolean
  differentiable: boolean
  fused: boolean | null
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    lr_decay: number,
    weight_decay: number,
    initial_accumulator_value: number,
    eps: number,
    foreach: boolean | null,
    maximize: boolean,
    differentiable: boolean,
    fused: boolean | null,
  ]
>()(
  'Adagrad.__init__(self, params, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, foreach=None, *, maximize=False, differentiable=False, fused=None)',
)

class Adagrad extends Optimizer {
  declare _need_device_dtype_check_for_fused?: boolean

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, lr_decay, weight_decay, initial_accumulator_value, ...others } = init(args)
    const { eps, foreach, maximize, differentiable, fused } = others
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    checkNotNegative('lr_decay value', lr_decay)
    checkNotNegative('weight_decay value', weight_decay)
    checkNotNegative('initial_accumulator_value value', initial_accumulator_value)
    checkNotNegative('epsilon value', eps)
    super(params, {
      lr,
      lr_decay,
      eps,
      weight_decay,
      initial_accumulator_value,
      foreach,
      maximize,
      differentiable,
      fused,
    })
    if (fused) {
      if (differentiable) throw new RuntimeError('`fused` does not support `differentiable`')
      if (foreach) throw new RuntimeError('`fused` and `foreach` cannot be `True` together.')
      this._need_device_dtype_check_for_fused = true
      this._step_supports_amp_scaling = true
    }
    for (const group of this.param_groups) {
      for (const param of group.params) {
        Object.assign(this.state.get(param), this.#freshState(param, group.fused as boolean | null))
      }
    }
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    upgrade(this, {
      settings: { foreach: null, maximize: false, differentiable: false, fused: null },
      onDevice: (group) => Boolean(group.fused),
    })
  }

  /** Lets other threads see the sums of squares. */
  share_memory(): void {
    for (const { params } of this.param_groups) {
      for (const param of params) (this.state.get(param).sum as Tensor).share_memory_()
    }
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #freshState(param: Tensor, fused: boolean | null): ParamState {
    const value = this.defaults.initial_accumulator_value as number
    return {
      step: scalarState(0, fused ? param.device : null, fused),
      sum: C.full_like(param, param.is_complex() ? { re: value, im: value } : value),
    }
  }

  #stepGroup(group: ParamGroup & Settings): void {
    let has_sparse_grad = false
    const look = (param: Tensor, grad: Tensor): void => {
      if (group.fused && (this._need_device_dtype_check_for_fused ?? true)) {
        _device_dtype_check_for_fused(param)
        this._need_device_dtype_check_for_fused = false
      }
      has_sparse_grad ||= grad.is_sparse
    }
    const { params, grads, states, has_complex } = gather(this, group, look, (param) => {
      if (group.fused) _device_dtype_check_for_fused(param)
      return this.#freshState(param, group.fused)
    })
    const { grad_scale = null, found_inf = null } = this
    const options: AdagradOptions = settingsWith(group, {
      has_sparse_grad,
      has_complex,
      grad_scale,
      found_inf,
    })
    adagrad(params, grads, entries(states, 'sum'), entries(states, 'step'), options)
  }
}

/**
 * Adagrad: each step is divided by the root of the sum of all squares of the gradients so far. Takes sparse gradients.
 *
 * $$
 * s_t = s_{t-1} + g_t^2,\quad
 * \theta_t = \theta_{t-1} - \frac{\gamma}{1 + (t - 1) \eta} \cdot \frac{g_t}{\sqrt{s_t} + \epsilon}
 * $$
 *
 * `lr` (0.01) is $\gamma$, `lr_decay` (0) $\eta$, `initial_accumulator_value` (0) $s_0$, `eps` (1e-10) $\epsilon$;
 * `weight_decay` (0) adds that multiple of the parameters to the gradients; `maximize` climbs instead of descending;
 * `foreach`, `fused` and `differentiable` choose an implementation.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.Adagrad([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.9000, -1.9000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adagrad.html
 */
const Adagrad_ = callable(Adagrad)
type Adagrad_ = Adagrad

export { _make_sparse, adagrad } from './_adagrad_kernels.js'
export { Adagrad_ as Adagrad }
