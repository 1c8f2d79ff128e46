// Mirrors the normalisations of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { pyRepr, pyStr } from '../../_repr.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { pad } from './padding.js'

// What torch.backends.cudnn.enabled is by default. The kernels ask LibTorch's own flag as well.
const cudnn_enabled = true

// Statistics of a single value per channel are no statistics.
export function _verify_batch_size(size: readonly number[]): void {
  const values = size.reduce((product, one, i) => (i === 1 ? product : product * one), 1)
  if (values === 1) {
    throw new ValueError(
      `Expected more than 1 value per channel when training, got input size ${pyRepr(size)}`,
    )
  }
}

export function _verify_spatial_size(size: readonly number[]): void {
  const elements = size.slice(2).reduce((product, one) => product * one, 1)
  if (elements === 1) {
    throw new ValueError(
      `Expected more than 1 spatial element when training, got input size ${pyRepr(size)}`,
    )
  }
}

/**
 * Brings every channel to mean 0 and variance 1, `(x - mean) / sqrt(var + eps)`, by the statistics of the batch in
 * training, which then also move `running_mean` and `running_var` by `momentum`, in place, and by those two otherwise;
 * then scales by `weight` and adds `bias`.
 *
 * Shape: `(N, C, *)`, kept; the other tensors `(C)`. Throws a ValueError in training with one value per channel, or for
 * an `eps` below zero (in training: of zero too).
 *
 * @example
 * const [mean, variance] = [torch.zeros(1), torch.ones(1)]
 * F.batch_norm(torch.tensor([[1], [3]], { dtype: torch.float }), mean, variance, { training: true })
 * mean // tensor([0.2000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.batch_norm.html
 */
export const batch_norm = def(
  'batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05)',
  (
    input: Tensor,
    running_mean: Tensor | null,
    running_var: Tensor | null,
    weight: Tensor | null,
    bias: Tensor | null,
    training: boolean,
    momentum: number,
    eps: number,
  ): Tensor => {
    if (training) _verify_batch_size(input.size())
    if (training && eps <= 0) {
      throw new ValueError(`batch_norm eps must be positive during training, but got ${pyStr(eps)}`)
    }
    if (eps < 0) {
      throw new ValueError(`batch_norm eps must be non-negative, but got ${pyStr(eps)}`)
    }
    return C.batch_norm(
      input,
      weight,
      bias,
      running_mean,
      running_var,
      training,
      momentum,
      eps,
      cudnn_enabled,
    )
  },
)

/**
 * {@link batch_norm} with statistics for each sample of its own; without `use_input_stats` by the running ones.
 *
 * Shape: `(N, C, *)`, kept, with more than one spatial element if `use_input_stats`, or a ValueError is thrown.
 *
 * @example
 * F.instance_norm(torch.tensor([[[1, 3]]], { dtype: torch.float })) // tensor([[[-1.0000, 1.0000]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.instance_norm.html
 */
export const instance_norm = def(
  'instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05)',
  (
    input: Tensor,
    running_mean: Tensor | null,
    running_var: Tensor | null,
    weight: Tensor | null,
    bias: Tensor | null,
    use_input_stats: boolean,
    momentum: number,
    eps: number,
  ): Tensor => {
    if (use_input_stats) _verify_spatial_size(input.size())
    return C.instance_norm(
      input,
      weight,
      bias,
      running_mean,
      running_var,
      use_input_stats,
      momentum,
      eps,
      cudnn_enabled,
    )
  },
)

/**
 * Brings the last dimensions, of sizes `normalized_shape`, to mean 0 and variance 1, `(x - mean) / sqrt(var + eps)`,
 * then scales by `weight` and adds `bias`, which have that shape.
 *
 * Shape: `(*, ...normalized_shape)`, kept.
 *
 * @example
 * F.layer_norm(torch.tensor([[1, 3]], { dtype: torch.float }), [2]) // tensor([[-1.0000, 1.0000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.layer_norm.html
 */
export const layer_norm = def(
  'layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)',
  (
    input: Tensor,
    normalized_shape: readonly number[],
    weight: Tensor | null,
    bias: Tensor | null,
    eps: number,
  ): Tensor => C.layer_norm(input, normalized_shape, weight, bias, eps, cudnn_enabled),
)

/**
 * Divides the last dimensions, of sizes `normalized_shape`, by their root mean square, `x / sqrt(mean(x²) + eps)`, then
 * scales by `weight`, which has that shape. Without `eps` it is the dtype's own.
 *
 * Shape: `(*, ...normalized_shape)`, kept.
 *
 * @example
 * F.rms_norm(torch.tensor([[2, -2]], { dtype: torch.float }), [2]) // tensor([[ 1., -1.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.rms_norm.html
 */
export const rms_norm = def(
  'rms_norm(input, normalized_shape, weight=None, eps=None)',
  (
    input: Tensor,
    normalized_shape: readonly number[],
    weight: Tensor | null,
    eps: number | null,
  ): Tensor => C.rms_norm(input, normalized_shape, weight, eps),
)

/**
 * Brings groups of channels, `num_groups` of them, to mean 0 and variance 1 in each sample, then scales by `weight` and
 * adds `bias`.
 *
 * Shape: `(N, C, *)`, kept, `C` divisible by `num_groups`; the other tensors `(C)`. Throws a RuntimeError for less than
 * two dimensions, a ValueError for groups of one value.
 *
 * @example
 * const x = torch.tensor([[1, 3, 10, 30]], { dtype: torch.float })
 * F.group_norm(x, 2) // tensor([[-1.0000, 1.0000, -1.0000, 1.0000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.group_norm.html
 */
export const group_norm = def(
  'group_norm(input, num_groups, weight=None, bias=None, eps=1e-05)',
  (
    input: Tensor,
    num_groups: number,
    weight: Tensor | null,
    bias: Tensor | null,
    eps: number,
  ): Tensor => {
    if (input.dim() < 2) {
      throw new RuntimeError(
        `Expected at least 2 dimensions for input tensor but received ${input.dim()}`,
      )
    }
    const rows = Math.floor((input.size(0) * input.size(1)) / num_groups)
    _verify_batch_size([rows, num_groups, ...input.size().slice(2)])
    return C.group_norm(input, num_groups, weight, bias, eps, cudnn_enabled)
  },
)

/**
 * Divides every element by a power of the squares around it, `size` neighbouring channels wide:
 * `x / (k + alpha / size * Σ x²)^beta`.
 *
 * Shape: `(N, C, *)`, kept, at least 3-d, or a ValueError is thrown.
 *
 * @example
 * F.local_response_norm(torch.ones(1, 1, 2), 1, { alpha: 1, beta: 1 }) // tensor([[[0.5000, 0.5000]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.local_response_norm.html
 */
export const local_response_norm = def(
  'local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0)',
  (input: Tensor, size: number, alpha: number, beta: number, k: number): Tensor => {
    const dim = input.dim()
    if (dim < 3) {
      // The gap is in Python's text too.
      const gap = ' '.repeat(26)
      throw new ValueError(
        `Expected 3D or higher dimensionality${gap}input (got ${dim} dimensions)`,
      )
    }
    if (input.numel() === 0) return input
    const around = [Math.floor(size / 2), Math.floor((size - 1) / 2)]
    let div = input.mul(input)
    if (dim === 3) {
      div = pad(div.unsqueeze(1), [0, 0, ...around])
      div = _nn.avg_pool2d(div, [size, 1], { stride: 1 }).squeeze(1)
    } else {
      const [n, c, h] = input.size() as unknown as [number, number, number]
      div = pad(div.view(n, 1, c, h, -1), [0, 0, 0, 0, ...around])
      div = _nn.avg_pool3d(div, [size, 1, 1], { stride: 1 }).squeeze(1)
      div = div.view(input.size())
    }
    return input.div(div.mul(alpha).add(k).pow(beta))
  },
)

/**
 * Divides by the `p`-norm along `dim`, or by `eps` where the norm is smaller: `x / max(|x|, eps)`. Keeps the shape.
 *
 * @example
 * F.normalize(torch.tensor([[3, 4]], { dtype: torch.float })) // tensor([[0.6000, 0.8000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.normalize.html
 */
export const normalize = def(
  'normalize(input, p=2.0, dim=1, eps=1e-12, out=None)',
  (
    input: Tensor,
    p: number,
    dim: number | readonly number[],
    eps: number,
    out: Tensor | null,
  ): Tensor => {
    const norm = input.norm(p, dim, { keepdim: true })
    if (out === null) return input.div(norm.clamp_min(eps).expand_as(input))
    return C.div(input, norm.clamp_min_(eps).expand_as(input), { out })
  },
)
