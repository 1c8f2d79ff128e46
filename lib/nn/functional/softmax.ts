// Mirrors softmax and its kin of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import type { dtype } from '../../dtype.js'
import { legacy_contiguous_format } from '../../memory_format.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'

// What was the rule before `dim` existed.
export function _get_softmax_dim(name: string, ndim: number): number {
  warn(
    `Implicit dimension choice for ${name} has been deprecated. ` +
      'Change the call to include dim=X as an argument.',
  )
  return ndim === 0 || ndim === 1 || ndim === 3 ? 0 : 1
}

/**
 * `exp(x) / Σ exp(x)` along `dim`: positive numbers that sum to 1. Keeps the shape. `input` is cast to `dtype` before,
 * against overflow. Without `dim` one is guessed, with a warning.
 *
 * @example
 * F.softmax(torch.zeros(2, 2), { dim: 1 }) // tensor([[0.5000, 0.5000], [0.5000, 0.5000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.softmax.html
 */
export const softmax = def(
  'softmax(input, dim=None, _stacklevel=3, dtype=None)',
  (input: Tensor, dim: number | null, _stacklevel: number, dtype: dtype | null): Tensor =>
    input.softmax(dim ?? _get_softmax_dim('softmax', input.dim()), dtype),
)

/**
 * {@link softmax} of `-input`: the smallest element gets the most. Keeps the shape.
 *
 * @example
 * F.softmin(torch.tensor([1, 2], { dtype: torch.float }), { dim: 0 }) // tensor([0.7311, 0.2689])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.softmin.html
 */
export const softmin = def(
  'softmin(input, dim=None, _stacklevel=3, dtype=None)',
  (input: Tensor, dim: number | null, _stacklevel: number, dtype: dtype | null): Tensor =>
    input.neg().softmax(dim ?? _get_softmax_dim('softmin', input.dim()), dtype),
)

/**
 * The logarithm of {@link softmax}, `x - log(Σ exp(x))` along `dim`, computed in one go, which is faster and more
 * exact. Keeps the shape.
 *
 * @example
 * F.log_softmax(torch.zeros(1, 2), { dim: 1 }) // tensor([[-0.6931, -0.6931]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.log_softmax.html
 */
export const log_softmax = def(
  'log_softmax(input, dim=None, _stacklevel=3, dtype=None)',
  (input: Tensor, dim: number | null, _stacklevel: number, dtype: dtype | null): Tensor =>
    input.log_softmax(dim ?? _get_softmax_dim('log_softmax', input.dim()), dtype),
)

/**
 * Draws from the Gumbel-Softmax distribution of unnormalised log probabilities `logits`, at temperature `tau`:
 * `softmax((logits + g) / tau)` along `dim`, with Gumbel noise `g`. Keeps the shape. With `hard` the result is one-hot,
 * its gradient that of the soft draw. `eps` has no effect.
 *
 * @example
 * const y = F.gumbel_softmax(torch.randn(20, 32), { tau: 1, hard: true })
 * y.size() // torch.Size([20, 32])
 * y.argmax(1).size() // torch.Size([20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.gumbel_softmax.html
 */
export const gumbel_softmax = def(
  'gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1)',
  (logits: Tensor, tau: number, hard: boolean, eps: number, dim: number): Tensor => {
    if (eps !== 1e-10) warn('`eps` parameter is deprecated and has no effect.')
    const memory_format = legacy_contiguous_format
    const noise = C.empty_like(logits, { memory_format }).exponential_().log().neg()
    const y_soft = logits.add(noise).div(tau).softmax(dim)
    if (!hard) return y_soft
    const [, index] = y_soft.max(dim, { keepdim: true })
    const y_hard = C.zeros_like(logits, { memory_format }).scatter_(dim, index, 1)
    // One-hot in value, soft for the gradient.
    return y_hard.sub(y_soft.detach()).add(y_soft)
  },
)
