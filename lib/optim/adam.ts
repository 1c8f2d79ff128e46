// Mirrors torch/optim/adam.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  _fused_adam,
  _multi_tensor_adam,
  _single_tensor_adam,
  type AdamOptions,
} from './_adam_kernels.js'
import {
  _default_to_fused_or_foreach,
  _device_dtype_check_for_fused,
  _to_scalar,
  checkBetas,
  checkNotNegative,
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
import { checkStateSteps } from './_kernels.js'
import type { ParamGroup, ParamState } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: Pair
  eps: number
  weight_decay: MaybeTensor
  amsgrad: boolean
  maximize: boolean
  foreach: boolean | null
  capturable: boolean
  differentiable: boolean
  fused: boolean | null
  decoupled_weight_decay: boolean
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    betas: Pair,
    eps: number,
    weight_decay: MaybeTensor,
    amsgrad: boolean,
    foreach: boolean | null,
    maximize: boolean,
    capturable: boolean,
    differentiable: boolean,
    fused: boolean | null,
    decoupled_weight_decay: boolean,
  ]
>()(
  'Adam.__init__(self, params, lr=0.001, betas=(0.9,0.999), eps=1e-08, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False)',
)

function checkSettings({ lr, betas, eps, weight_decay, foreach, capturable }: Settings): void {
  const onlyNumbers = foreach && !capturable
  const unsupported = (name: string): ValueError =>
    new ValueError(`${name} as a Tensor is not supported for capturable=False and foreach=True`)
  if (lr instanceof Tensor) {
    if (onlyNumbers) throw unsupported('lr')
    if (lr.numel() !== 1) throw new ValueError('Tensor lr must be 1-element')
  }
  checkNotNegative('learning rate', lr)
  checkNotNegative('epsilon value', eps)
  checkBetas(betas)
  checkNotNegative('weight_decay value', weight_decay)
  if (betas[0] instanceof Tensor !== betas[1] instanceof Tensor) {
    throw new ValueError('betas must be either both floats or both Tensors')
  }
  for (const [i, beta] of betas.entries()) {
    if (!(beta instanceof Tensor)) continue
    if (onlyNumbers) throw unsupported(`betas[${i}]`)
    if (beta.numel() !== 1) throw new ValueError(`Tensor betas[${i}] must be 1-element`)
  }
}

class Adam extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, betas, eps, weight_decay, amsgrad, ...others } = init(args)
    const { maximize, foreach, capturable, differentiable, fused, decoupled_weight_decay } = others
    checkSettings({ lr, betas, eps, weight_decay, amsgrad, ...others })
    super(params, {
      lr,
      betas: tuple(betas.map(_to_scalar)),
      eps,
      weight_decay,
      amsgrad,
      maximize,
      foreach,
      capturable,
      differentiable,
      fused,
      decoupled_weight_decay,
    })
    if (fused) {
      if (differentiable) throw new RuntimeError('`fused` does not support `differentiable`')
      this._step_supports_amp_scaling = true
      if (foreach) throw new RuntimeError('`fused` and `foreach` cannot be `True` together.')
    }
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    const later = { maximize: false, foreach: null, capturable: false, differentiable: false }
    upgrade(this, {
      settings: { amsgrad: false, ...later, decoupled_weight_decay: false, fused: null },
      onDevice: (group) => Boolean(group.capturable || group.fused),
    })
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const { betas, lr, amsgrad, foreach, capturable, differentiable } = group
    const { params, grads, states, has_complex } = gather(
      this,
      group,
      refuseSparse('Adam', ', please consider SparseAdam instead'),
      (param) => freshState(param, group),
    )
    const steps = entries(states, 'step')
    if (differentiable && steps.some((step) => step.requires_grad)) {
      throw new RuntimeError('`requires_grad` is not supported for `step` in differentiable mode')
    }
    if (foreach && lr instanceof Tensor && !capturable && params.length > 0) {
      throw new RuntimeError(
        'lr as a Tensor is not supported for capturable=False and foreach=True',
      )
    }
    const [averages, squares] = [entries(states, 'exp_avg'), entries(states, 'exp_avg_sq')]
    const largest = amsgrad ? entries(states, 'max_exp_avg_sq') : []
    const { grad_scale = null, found_inf = null } = this
    const [beta1, beta2] = betas
    const added = { beta1, beta2, has_complex, grad_scale, found_inf }
    const options: AdamOptions = settingsWith(group, added)
    adam(params, grads, averages, squares, largest, steps, options)
  }
}

// The count of steps stays on the CPU, where reading it costs nothing, unless a GPU kernel reads it.
function freshState(param: Tensor, { fused, capturable, amsgrad }: Settings): ParamState {
  if (fused) _device_dtype_check_for_fused(param)
  const state: ParamState = {
    step: scalarState(0, capturable || fused ? param.device : 'cpu', fused),
    exp_avg: C.zeros_like(param),
    exp_avg_sq: C.zeros_like(param),
  }
  if (amsgrad) state.max_exp_avg_sq = C.zeros_like(param)
  return state
}

/** One step of Adam on lists of tensors: the functional form. */
export function adam(
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  max_exp_avg_sqs: Tensor[],
  state_steps: Tensor[],
  options: AdamOptions,
): void {
  const { differentiable = false, capturable = false, fused = null } = options
  let { foreach = null } = options
  if (fused === null && foreach === null) {
    const { lr, beta1, weight_decay } = options
    // Tensors in the place of numbers keep to the operators that take them.
    const sameBits = [lr, beta1, weight_decay].every((one) => typeof one === 'number')
    ;[, foreach] = _default_to_fused_or_foreach(params, differentiable, { sameBits })
    if (lr instanceof Tensor && !capturable) foreach = false
  }
  checkStateSteps(state_steps)
  const step = fused ? _fused_adam : foreach ? _multi_tensor_adam : _single_tensor_adam
  step(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, options)
}

/**
 * Adam: steps by running means of the gradients and of their squares.
 *
 * $$
 * m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t,\quad
 * v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2,\quad
 * \theta_t = \theta_{t-1} - \gamma\, \frac{m_t / (1 - \beta_1^t)}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
 * $$
 *
 * `lr` (0.001) is $\gamma$, `betas` ([0.9, 0.999]) are $(\beta_1, \beta_2)$, `eps` (1e-8) is $\epsilon$; `weight_decay`
 * (0) adds that multiple of the parameters to the gradients, or shrinks the parameters themselves with
 * `decoupled_weight_decay`; `amsgrad` divides by the largest $v$ so far; `maximize` climbs instead of descending;
 * `foreach`, `fused` and `differentiable` choose an implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.Adam([w], { lr: 0.1 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.9000, -1.9000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html
 */
const Adam_ = callable(Adam)
type Adam_ = Adam

export { Adam_ as Adam }
