// The two ways in which torch/nn/init.py draws from a truncated normal distribution.

import { special_erf } from '../_generated/special.js'
import * as C from '../_generated/torch_functions.js'
import { no_grad } from '../autograd/grad_mode.js'
import { float64 } from '../dtype.js'
import type { Generator, Tensor } from '../types.js'
import { warn } from '../warnings.js'

function norm_cdf(x: number): number {
  const erf = special_erf(C.scalar_tensor(x / Math.sqrt(2), { dtype: float64 })).item() as number
  return (1 + erf) / 2
}

/** Fills `tensor` with draws from `N(mean, std)` that are within `[a, b]`. */
export function trunc_normal(
  tensor: Tensor,
  mean: number,
  std: number,
  a: number,
  b: number,
  generator: Generator | null,
): Tensor {
  if (tensor.is_meta) return tensor
  if (mean < a - 2 * std || mean > b + 2 * std) {
    warn(
      'mean is more than 2 std from [a, b] in nn.init.trunc_normal_. ' +
        'The distribution of values may be incorrect.',
    )
  }
  const inside = norm_cdf((b - mean) / std) - norm_cdf((a - mean) / std)
  return no_grad(() =>
    inside > 0.3
      ? drawAgain(tensor, mean, std, a, b, generator)
      : reject(tensor, mean, std, a, b, generator),
  )
}

// Most draws are good: draw all from the normal distribution, and those outside again.
function drawAgain(
  tensor: Tensor,
  mean: number,
  std: number,
  a: number,
  b: number,
  generator: Generator | null,
): Tensor {
  // The bounds as the tensor's dtype has them.
  const rounded = (bound: number): number =>
    C.scalar_tensor(bound, { dtype: tensor.dtype }).item() as number
  const [lo, hi] = [rounded(a), rounded(b)]
  let result: Tensor = tensor.normal_(mean, std, { generator })
  for (;;) {
    const mask = result.lt(lo).bitwise_or(result.gt(hi))
    if (!mask.any().item()) break
    const again = C.empty_like(result).normal_(mean, std, { generator })
    result = C.where(mask, again, result)
  }
  if (result !== tensor) tensor.copy_(result)
  return tensor
}

// Few would be: draw from [a, b], and keep each with the probability that its density asks for.
function reject(
  tensor: Tensor,
  mean: number,
  std: number,
  a: number,
  b: number,
  generator: Generator | null,
): Tensor {
  const mode = Math.max(a, Math.min(mean, b))
  const log_peak = -0.5 * ((mode - mean) / std) ** 2
  const candidates = C.empty_like(tensor)
  const accept = C.empty_like(tensor)
  const refused = (): Tensor => {
    candidates.sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(log_peak)
    return accept.uniform_({ generator }).log_().gt(candidates)
  }
  tensor.uniform_(a, b, { generator })
  candidates.copy_(tensor)
  let pending = refused()
  if (!pending.any().item()) return tensor
  let result: Tensor = tensor
  do {
    candidates.uniform_(a, b, { generator })
    result = C.where(pending, candidates, result)
    pending = C.where(pending, refused(), pending)
  } while (pending.any().item())
  return tensor.copy_(result)
}
