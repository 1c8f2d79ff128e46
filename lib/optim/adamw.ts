// Mirrors torch/optim/adamw.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import type { Tensor } from '../tensor.js'
import type { AdamOptions } from './_adam_kernels.js'
import type { MaybeTensor, Pair } from './_common.js'
import { Adam, adam } from './adam.js'
import type { Optimizer, ParamsT } from './optimizer.js'

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    betas: Pair,
    eps: number,
    weight_decay: number,
    amsgrad: boolean,
    maximize: boolean,
    foreach: boolean | null,
    capturable: boolean,
    differentiable: boolean,
    fused: boolean | null,
  ]
>()(
  'AdamW.__init__(self, params, lr=0.001, betas=(0.9,0.999), eps=1e-08, weight_decay=0.01, amsgrad=False, *, maximize=False, foreach=None, capturable=False, differentiable=False, fused=None)',
)

class AdamW extends Adam {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, ...settings } = init(args)
    super(params, { ...settings, decoupled_weight_decay: true })
  }

  override __setstate__(state: Parameters<Optimizer['__setstate__']>[0]): void {
    super.__setstate__(state)
    for (const group of this.param_groups) group.decoupled_weight_decay = true
  }
}

/** One step of AdamW on lists of tensors: the functional form. */
export function adamw(
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  max_exp_avg_sqs: Tensor[],
  state_steps: Tensor[],
  options: Omit<AdamOptions, 'decoupled_weight_decay'>,
): void {
  adam(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, {
    ...options,
    decoupled_weight_decay: true,
  })
}

/**
 * AdamW: Adam whose weight decay shrinks the parameters themselves, and so stays out of the running means.
 *
 * $$
 * \theta_t = (1 - \gamma \lambda)\, \theta_{t-1}
 * - \gamma\, \frac{m_t / (1 - \beta_1^t)}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
 * $$
 *
 * with $m_t$ and $v_t$ the running means of the gradients and of their squares, by `betas` ([0.9, 0.999]). `lr` (0.001)
 * is $\gamma$, `weight_decay` (0.01) $\lambda$, `eps` (1e-8) $\epsilon$; `amsgrad` divides by the largest mean of
 * squares so far; `maximize` climbs instead of descending; `foreach`, `fused` and `differentiable` choose an
 * implementation; `capturable` is for GPU graphs.
 *
 * @example
 * const w = torch.tensor([1, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.AdamW([w], { lr: 0.1, weight_decay: 0.5 })
 * w.square().sum().backward()
 * optimizer.step()
 * w // tensor([ 0.8500, -1.8000], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.AdamW.html
 */
const AdamW_ = callable(AdamW)
type AdamW_ = AdamW

export { AdamW_ as AdamW }
