// Mirrors torch/optim/sparse_adam.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { RuntimeError, ValueError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import {
  _to_scalar,
  checkBetas,
  checkOneElement,
  checkPositive,
  type MaybeTensor,
  type Pair,
} from './_common.js'
import { sparse_adam } from './_functional.js'
import { type Closure, entries, gather, stepGroups } from './_group.js'
import type { ParamGroup } from './_state.js'
import { Optimizer, type ParamsT } from './optimizer.js'

interface Settings {
  lr: MaybeTensor
  betas: Pair<number>
  eps: number
  maximize?: boolean
}

const init = initializer<
  [params: ParamsT, lr: MaybeTensor, betas: Pair<number>, eps: number, maximize: boolean]
>()('SparseAdam.__init__(self, params, lr=0.001, betas=(0.9,0.999), eps=1e-08, maximize=False)')

class SparseAdam extends Optimizer {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, betas, eps, maximize } = init(args)
    checkOneElement(lr)
    checkPositive('learning rate', lr)
    checkPositive('epsilon value', eps)
    checkBetas(betas)
    super(params, { lr, betas: tuple(betas), eps, maximize })
    const where = (kind: (param: Tensor) => boolean): number[][] =>
      this.param_groups.flatMap((group, i) =>
        group.params.flatMap((param, j) => (kind(param) ? [[i, j]] : [])),
      )
    const sparse = where((param) => param.is_sparse)
    if (sparse.length > 0) {
      throw new ValueError(
        `Sparse params at indices ${pyRepr(sparse)}: SparseAdam requires dense parameter tensors`,
      )
    }
    const complex = where((param) => param.is_complex())
    if (complex.length > 0) {
      throw new ValueError(
        `Complex params at indices ${pyRepr(complex)}: SparseAdam does not support complex parameters`,
      )
    }
  }

  /** Changes the parameters by their gradients; `closure` evaluates the model again and gives its loss. */
  override step<R = null>(closure: Closure<R> = null): R | null {
    return stepGroups(this, closure, (group) => this.#stepGroup(group as ParamGroup & Settings))
  }

  #stepGroup(group: ParamGroup & Settings): void {
    const refuseDense = (_: Tensor, grad: Tensor): void => {
      if (grad.is_sparse) return
      throw new RuntimeError(
        'SparseAdam does not support dense gradients, please consider Adam instead',
      )
    }
    const { params, grads, states } = gather(this, group, refuseDense, (param) => ({
      step: 0,
      exp_avg: C.zeros_like(param),
      exp_avg_sq: C.zeros_like(param),
    }))
    const state_steps = states.map((state) => {
      const step = (state.step as number) + 1
      state.step = step
      return step
    })
    const { eps, maximize = false } = group
    const [beta1, beta2] = group.betas
    const lr = _to_scalar(group.lr)
    const options = { eps, beta1, beta2, lr, maximize }
    const [averages, squares] = [entries(states, 'exp_avg'), entries(states, 'exp_avg_sq')]
    sparse_adam(params, grads, averages, squares, state_steps, options)
  }
}

/**
 * SparseAdam: Adam for sparse gradients, such as those of `nn.Embedding(..., { sparse: true })`. Only what has a
 * gradient in this step is changed, the running means as well; they decay by the steps of the whole parameter. A dense
 * gradient is a RuntimeError.
 *
 * $$
 * m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t,\quad
 * v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2,\quad
 * \theta_t = \theta_{t-1} - \gamma\, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \cdot \frac{m_t}{\sqrt{v_t} + \epsilon}
 * $$
 *
 * `lr` (0.001) is $\gamma$, `betas` ([0.9, 0.999]) are $(\beta_1, \beta_2)$, `eps` (1e-8) is $\epsilon$; `maximize`
 * climbs instead of descending.
 *
 * @example
 * const embedding = nn.Embedding.from_pretrained(torch.zeros(3, 2), { freeze: false, sparse: true })
 * const optimizer = optim.SparseAdam(embedding.parameters(), { lr: 0.1 })
 * embedding(torch.tensor([1])).sum().backward()
 * optimizer.step()
 * embedding.weight.detach().sum(1) // tensor([ 0.0000, -0.2000, 0.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.SparseAdam.html
 */
const SparseAdam_ = callable(SparseAdam)
type SparseAdam_ = SparseAdam

export { SparseAdam_ as SparseAdam }
