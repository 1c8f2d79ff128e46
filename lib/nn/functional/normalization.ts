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
 * Brings every channel to mean 0 and variance 1, by the statistics of the batch in training, which then
 * also move `running_mean` and `running_var` by `momentum`, and by those two otherwise; then scales by
 * `weight` and adds `bias`.
 *
 * Shape: `(N, C, *)`. Throws a ValueError in training with one value per channel, or for an `eps` below zero.
 *
 * @example
 * F.batch_norm(x, running_mean, running_var, weight, bias, { training: true })
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
 * {@link batch_norm} with statistics for each sample of its own.
 *
 * Shape: `(N, C, *)`, with more than one spatial element if `use_input_stats`.
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
 * Brings the last dimensions, of sizes `normalized_shape`, to mean 0 and variance 1, then scales by
 * `weight` and adds `bias`.
 *
 * @example
 * F.layer_norm(x, [16], weight, bias)
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
 * Divides the last dimensions, of sizes `normalized_shape`, by their root mean square, then scales by `weight`.
 * Without `eps` it is the dtype's own.
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
 * Normalises groups of channels, `num_groups` of them, in each sample.
 *
 * Shape: `(N, C, *)`, `C` divisible by `num_groups`.
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
 * Divides every element by a power of the squares around it, `size` neighbouring channels wide.
 *
 * Shape: `(N, C, *)`, at least 3-d, or a ValueError is thrown.
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
 * Divides by the `p`-norm along `dim`, or by `eps` where the norm is smaller.
 *
 * @example
 * F.normalize(x, { dim: 0 })
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
