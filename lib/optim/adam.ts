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
  _get_scalar_dtype,
  _to_scalar,
  checkBeta,
  checkNotNegative,
  type MaybeTensor,
} from './_common.js'
import type { ParamGroup, ParamState } from './_state.js'
import { _use_grad_for_differentiable, evaluate, Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: readonly [MaybeTensor, MaybeTensor]
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

// The default betas, (0.9, 0.999), are filled in below: a `def` line read for types holds no comma in a default.
const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    betas: readonly [MaybeTensor, MaybeTensor] | undefined,
    eps: number,
    weight_decay: number,
    amsgrad: boolean,
    foreach: boolean | null,
    maximize: boolean,
    capturable: boolean,
    differentiable: boolean,
    fused: boolean | null,
    decoupled_weight_decay: boolean,
  ]
>()(
  'Adam.__init__(self, params, lr=0.001, betas=undefined, eps=1e-08, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False)',
)

function checkSettings({ lr, betas, eps, weight_decay, foreach, capturable }: Settings): void {
  const onlyNumbers = foreach && !capturable
  const unsupported = (name: string): ValueError =>
    new ValueError(`${name} as a Tensor is not supported for capturable=False and foreach=True`)
  if (lr instanceof Tensor) {
    if (onlyNumbers) throw unsupported('lr')
    if (lr.numel() !== 1) throw new ValueError('Tensor lr must be 1-element')
  }
  checkNotNegative('learning rate', lr, true)
  checkNotNegative('epsilon value', eps, true)
  for (const [i, beta] of betas.entries()) checkBeta(i, beta)
  checkNotNegative('weight_decay value', weight_decay, true)
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
    const { params, lr, betas = [0.9, 0.999], eps, weight_decay, amsgrad, ...others } = init(args)
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
    const later = {
      amsgrad: false,
      maximize: false,
      foreach: null,
      capturable: false,
      differentiable: false,
      decoupled_weight_decay: false,
      fused: null,
    }
    for (const group of this.param_groups) {
      Object.assign(group, { ...later, ...group })
      const { fused, capturable } = group as ParamGroup & Settings
      for (const param of group.params) {
        if (!this.state.has(param)) continue
        const values = this.state.get(param)
        // Steps were numbers once.
        if (!('step' in values) || values.step instanceof Tensor) continue
        const dtype = _get_scalar_dtype(fused)
        const where = capturable || fused ? { dtype, device: param.device } : { dtype }
        values.step = C.full([], Number(values.step), where)
      }
    }
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step(): null
  override step<R>(closure: (() => R) | null): R | null
  override step<R>(closure: (() => R) | null = null): R | null {
    return _use_grad_for_differentiable(this, () => {
      const loss = evaluate(closure)
      for (const group of this.param_groups) this.#stepGroup(group as ParamGroup & Settings)
      return loss
    })
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const { betas, lr, amsgrad, foreach, capturable, differentiable } = group
    const params: Tensor[] = []
    const grads: Tensor[] = []
    const states: ParamState[] = []
    let has_complex = false
    for (const param of group.params) {
      const { grad } = param
      if (!grad) continue
      has_complex ||= param.is_complex()
      if (grad.is_sparse) {
        throw new RuntimeError(
          'Adam does not support sparse gradients, please consider SparseAdam instead',
        )
      }
      const state = this.state.get(param)
      if (!('step' in state)) Object.assign(state, freshState(param, group))
      if (differentiable && (state.step as Tensor).requires_grad) {
        throw new RuntimeError('`requires_grad` is not supported for `step` in differentiable mode')
      }
      if (foreach && lr instanceof Tensor && !capturable) {
        throw new RuntimeError(
          'lr as a Tensor is not supported for capturable=False and foreach=True',
        )
      }
      params.push(param)
      grads.push(grad)
      states.push(state)
    }
    const list = (name: string): Tensor[] => states.map((state) => state[name] as Tensor)
    adam(
      params,
      grads,
      list('exp_avg'),
      list('exp_avg_sq'),
      amsgrad ? list('max_exp_avg_sq') : [],
      list('step'),
      {
        amsgrad,
        has_complex,
        beta1: betas[0],
        beta2: betas[1],
        lr,
        weight_decay: group.weight_decay,
        eps: group.eps,
        maximize: group.maximize,
        foreach,
        capturable,
        differentiable,
        fused: group.fused,
        grad_scale: this.grad_scale ?? null,
        found_inf: this.found_inf ?? null,
        decoupled_weight_decay: group.decoupled_weight_decay,
      },
    )
  }
}

// The count of steps stays on the CPU, where reading it costs nothing, unless a GPU kernel reads it.
function freshState(param: Tensor, { fused, capturable, amsgrad }: Settings): ParamState {
  if (fused) _device_dtype_check_for_fused(param)
  const dtype = _get_scalar_dtype(fused)
  const where = capturable || fused ? { dtype, device: param.device } : { dtype, device: 'cpu' }
  const state: ParamState = {
    step: C.zeros([], where),
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
  let { foreach = null, fused = null } = options
  const { differentiable = false, capturable = false, lr, beta1, weight_decay } = options
  if (fused === null && foreach === null) {
    foreach = _default_to_fused_or_foreach(params, differentiable)[1]
    // Tensors in the place of numbers keep to the operators that take them.
    const tensors = [lr, beta1, weight_decay].some((one) => one instanceof Tensor)
    if (tensors && !capturable) foreach = false
  }
  if (!state_steps.every((step) => step instanceof Tensor)) {
    throw new RuntimeError(
      'API has changed, `state_steps` argument must contain a list of singleton tensors',
    )
  }
  const step = fused ? _fused_adam : foreach ? _multi_tensor_adam : _single_tensor_adam
  step(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, options)
}

/**
 * Adam: steps by running means of the gradients and of their squares.
 *
 * @example
 * const optimizer = optim.Adam(net.parameters(), { lr: 1e-3 })
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Adam.html
 */
const Adam_ = callable(Adam)
type Adam_ = Adam

export { Adam_ as Adam }
