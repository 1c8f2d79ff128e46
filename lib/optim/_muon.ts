// Mirrors torch/optim/_muon.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { tuple } from '../_tuple.js'
import { bfloat16 } from '../dtype.js'
import { RuntimeError, ValueError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import {
  _get_value,
  _to_scalar,
  checkAtLeast,
  checkOneElement,
  type MaybeTensor,
} from './_common.js'
import { type Closure, entries, gather, refuseSparse, settingsWith, stepGroups } from './_group.js'
import { minus, negated, times } from './_scalars.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

/** How a rate depends on the shape of a matrix: Keller Jordan's way, or Moonshot's, whose rates are those of AdamW. */
export type AdjustLr = 'original' | 'match_rms_adamw'

type Coefficients = readonly [a: number, b: number, c: number]

interface Settings {
  lr: MaybeTensor
  weight_decay: number
  momentum: number
  nesterov: boolean
  ns_coefficients: Coefficients
  eps: number
  ns_steps: number
  adjust_lr_fn: AdjustLr | null
}

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    weight_decay: number,
    momentum: number,
    nesterov: boolean,
    ns_coefficients: Coefficients,
    eps: number,
    ns_steps: number,
    adjust_lr_fn: AdjustLr | null,
  ]
>()(
  'Muon.__init__(self, params, lr=0.001, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(3.4445,-4.775,2.0315), eps=1e-07, ns_steps=5, adjust_lr_fn=None)',
)

const dense = refuseSparse('Muon')

class Muon extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, weight_decay, momentum, nesterov, ns_coefficients, ...others } = init(args)
    const { eps, ns_steps, adjust_lr_fn } = others
    checkOneElement(lr)
    checkAtLeast(0, lr, 'Learning rate should be >= 0 but is')
    checkAtLeast(0, momentum, 'momentum should be >= 0 but is')
    checkAtLeast(0, weight_decay, 'weight decay should be >= 0 but is')
    if (adjust_lr_fn !== null && !['original', 'match_rms_adamw'].includes(adjust_lr_fn)) {
      throw new ValueError(`Adjust learning rate function ${adjust_lr_fn} is not supported`)
    }
    super(params, {
      lr,
      weight_decay,
      momentum,
      nesterov,
      ns_coefficients: tuple(ns_coefficients),
      eps,
      ns_steps,
      adjust_lr_fn,
    })
    for (const group of this.param_groups) {
      for (const param of group.params) {
        if (param.dim() === 2) continue
        throw new ValueError(
          `Muon only supports 2D parameters whereas we found a parameter with size: ${param.size()}`,
        )
      }
    }
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const refuse = (param: Tensor, grad: Tensor): void => {
      if (param.is_complex()) throw new RuntimeError('Muon does not support complex parameters')
      dense(param, grad)
    }
    const { params, grads, states } = gather(this, group, refuse, (_, grad) => ({
      momentum_buffer: C.zeros_like(grad),
    }))
    muon(
      params,
      grads,
      entries(states, 'momentum_buffer'),
      settingsWith(group, { has_complex: false }),
    )
  }
}

// The nearest matrix with orthonormal rows or columns: all singular values are driven to about 1 by a polynomial.
function _zeropower_via_newtonschulz(
  grad: Tensor,
  ns_coefficients: Coefficients,
  ns_steps: number,
  eps: number,
): Tensor {
  if (ns_steps >= 100) {
    throw new ValueError('Number of steps must be less than 100 for computational efficiency')
  }
  if (grad.dim() !== 2) throw new ValueError('Input tensor gradient must be a 2D matrix')
  if (ns_coefficients.length !== 3) {
    throw new ValueError('Coefficients must be a tuple of exactly 3 values')
  }
  const [a, b, c] = ns_coefficients
  const isTall = grad.size(0) > grad.size(1)
  let ortho = grad.to(bfloat16)
  if (isTall) ortho = ortho.t()
  // A spectral norm of at most 1.
  ortho.div_(ortho.norm().clamp({ min: eps }))
  for (let i = 0; i < ns_steps; i++) {
    const gram = ortho.matmul(ortho.t())
    const update = C.addmm(gram, gram, gram, { beta: b, alpha: c })
    ortho = C.addmm(ortho, update, ortho, { beta: a })
  }
  return isTall ? ortho.t() : ortho
}

function _adjust_lr(lr: MaybeTensor, adjust_lr_fn: AdjustLr | null, shape: number[]): MaybeTensor {
  const [rows, columns] = shape as [number, number]
  if (adjust_lr_fn === null || adjust_lr_fn === 'original') {
    return times(lr, Math.sqrt(Math.max(1, rows / columns)))
  }
  const isMatched = adjust_lr_fn === 'match_rms_adamw'
  return times(lr, isMatched ? 0.2 * Math.sqrt(Math.max(rows, columns)) : 1)
}

/** The keywords of the functional form. */
export interface MuonOptions extends Settings {
  foreach?: boolean | null
  has_complex: boolean
}

type MuonStep = (
  params: Tensor[],
  grads: Tensor[],
  muon_momentum_bufs: Tensor[],
  options: MuonOptions,
) => void

const _single_tensor_muon: MuonStep = (params, grads, muon_momentum_bufs, options) => {
  const { weight_decay, momentum, nesterov, ns_coefficients, ns_steps, eps } = options
  const lr = _to_scalar(options.lr)
  if (options.has_complex) throw new ValueError('Complex parameters are not supported')
  for (const [i, param] of params.entries()) {
    const grad = grads[i] as Tensor
    if (grad.dim() !== 2) throw new ValueError('Param gradient must be a 2D matrix')
    const buffer = muon_momentum_bufs[i] as Tensor
    buffer.lerp_(grad, 1 - momentum)
    const direction = nesterov ? grad.lerp(buffer, momentum) : buffer
    const update = _zeropower_via_newtonschulz(direction, ns_coefficients, ns_steps, eps)
    const rate = _adjust_lr(lr, options.adjust_lr_fn, param.shape)
    param.mul_(minus(1, times(lr, weight_decay)) as number)
    param.add_(update, { alpha: _get_value(negated(rate)) })
  }
}

/** One step of Muon on lists of tensors: the functional form. */
export const muon: MuonStep = (params, grads, muon_momentum_bufs, options) => {
  if (options.foreach) throw new RuntimeError('Foreach is not supported for Muon yet')
  _single_tensor_muon(params, grads, muon_momentum_bufs, options)
}

/**
 * Muon: momentum whose matrix is made orthogonal before the step, by iterations of Newton and Schulz. For matrices of
 * shape (A, B), such as the weights of hidden layers; others throw a ValueError, so let AdamW take the rest.
 *
 * $$
 * B_t = \mu B_{t-1} + (1 - \mu) G_t,\quad
 * \tilde B_t = \mu B_t + (1 - \mu) G_t,\quad
 * \theta_t = (1 - \gamma \lambda)\, \theta_{t-1} - \gamma'\, NS_k(\tilde B_t)
 * $$
 *
 * `lr` (0.001) is $\gamma$, `momentum` (0.95) $\mu$, `weight_decay` (0.1) $\lambda$; without `nesterov` $\tilde B_t$ is
 * $B_t$. `ns_steps` (5) and `ns_coefficients` are the number of iterations and their polynomial. `adjust_lr_fn` says
 * how $\gamma'$ comes of $\gamma$, $A$ and $B$: `'original'` (the default) takes $\gamma \sqrt{\max(1, A / B)}$,
 * `'match_rms_adamw'` $0.2 \gamma \sqrt{\max(A, B)}$.
 *
 * @example
 * const matrices = [...net.parameters()].filter((p) => p.dim() === 2)
 * const optimizer = optim.Muon(matrices, { lr: 0.02 })
 * loss_fn(net(input), target).backward()
 * optimizer.step()
 * optimizer.state.get(matrices[0])?.momentum_buffer as Tensor // (8, 4)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.Muon.html
 */
const Muon_ = callable(Muon)
type Muon_ = Muon

export { Muon_ as Muon }
