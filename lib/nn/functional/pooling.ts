// Mirrors the average and power-average poolings of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import { avg_pool1d } from '../../_generated/torch_functions.js'
import type { Tensor } from '../../types.js'
import { _list_with_default, _pair, _triple } from '../modules/utils.js'
import { type Ints, max_pool1d, max_pool2d, max_pool3d, type OutputSize } from './max_pooling.js'

export { avg_pool2d, avg_pool3d } from '../../_generated/nn.js'
export { adaptive_avg_pool1d } from '../../_generated/torch_functions.js'
export { avg_pool1d }

/**
 * Means of windows that divide the input evenly into `output_size` of them; `null` keeps a size. With 1 it is global
 * average pooling.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.adaptive_avg_pool2d(torch.rand(2, 3, 8, 9), [5, null]).size() // torch.Size([2, 3, 5, 9])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export const adaptive_avg_pool2d = def(
  'adaptive_avg_pool2d(input, output_size)',
  (input: Tensor, output_size: OutputSize): Tensor =>
    _nn.adaptive_avg_pool2d(input, _list_with_default(output_size, input.size())),
)

/**
 * {@link adaptive_avg_pool2d} for three spatial dimensions.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.adaptive_avg_pool3d(torch.rand(3, 8, 8, 9), [4, null, 3]).size() // torch.Size([3, 4, 8, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export const adaptive_avg_pool3d = def(
  'adaptive_avg_pool3d(input, output_size)',
  (input: Tensor, output_size: OutputSize): Tensor =>
    _nn.adaptive_avg_pool3d(input, _list_with_default(output_size, input.size())),
)

type MaxPool = (
  input: Tensor,
  kernel_size: Ints,
  stride: Ints | null,
  padding: number,
  dilation: number,
  ceil_mode: boolean,
) => Tensor

// The norms that are a maximum; null for the others.
function infiniteNorm(
  pool: MaxPool,
  input: Tensor,
  norm_type: number,
  kernel_size: Ints,
  stride: Ints | null,
  ceil_mode: boolean,
): Tensor | null {
  if (norm_type === Number.POSITIVE_INFINITY) {
    return pool(input.abs(), kernel_size, stride, 0, 1, ceil_mode)
  }
  if (norm_type === Number.NEGATIVE_INFINITY) {
    return pool(input.abs().neg(), kernel_size, stride, 0, 1, ceil_mode).neg()
  }
  return null
}

// From the mean of the powers to the root of their sum; an odd power keeps its sign out of the root.
function rootOfSum(mean: Tensor, count: number, norm_type: number): Tensor {
  const positive = mean.sign().mul(mean.abs().relu())
  return positive.mul(count).pow(1 / norm_type)
}

/**
 * The `norm_type`-norm of every window, `(Σ x^p)^(1 / p)`, taken every `stride` (`kernel_size` if null). `norm_type`
 * infinity is maximum pooling.
 *
 * Shape: `(N, C, L)` or `(C, L)` to `(N, C, L_out)` or `(C, L_out)`, `L_out = ⌊(L - kernel_size) / stride⌋ + 1`,
 * rounded up with `ceil_mode`.
 *
 * @example
 * F.lp_pool1d(torch.tensor([[3, 4]], { dtype: torch.float }), 2, 2) // tensor([[5.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.lp_pool1d.html
 */
export const lp_pool1d = def(
  'lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False)',
  (
    input: Tensor,
    norm_type: number,
    kernel_size: number,
    stride: Ints | null,
    ceil_mode: boolean,
  ): Tensor => {
    const greatest = infiniteNorm(max_pool1d, input, norm_type, kernel_size, stride, ceil_mode)
    if (greatest !== null) return greatest
    const mean = avg_pool1d(input.pow(norm_type), kernel_size, stride ?? [], 0, ceil_mode)
    return rootOfSum(mean, kernel_size, norm_type)
  },
)

/**
 * The `norm_type`-norm of every window, `(Σ x^p)^(1 / p)`, taken every `stride` (`kernel_size` if null). `norm_type`
 * infinity is maximum pooling.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to the same with the last two sizes as in {@link lp_pool1d}.
 *
 * @example
 * F.lp_pool2d(torch.rand(2, 3, 9, 9), 2, 3, { stride: 2 }).size() // torch.Size([2, 3, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.lp_pool2d.html
 */
export const lp_pool2d = def(
  'lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False)',
  (
    input: Tensor,
    norm_type: number,
    kernel_size: Ints,
    stride: Ints | null,
    ceil_mode: boolean,
  ): Tensor => {
    const [kw, kh] = _pair(kernel_size) as unknown as [number, number]
    const greatest = infiniteNorm(max_pool2d, input, norm_type, kernel_size, stride, ceil_mode)
    if (greatest !== null) return greatest
    const mean = _nn.avg_pool2d(input.pow(norm_type), kernel_size, stride ?? [], 0, ceil_mode)
    return rootOfSum(mean, kw * kh, norm_type)
  },
)

/**
 * The `norm_type`-norm of every window, `(Σ x^p)^(1 / p)`, taken every `stride` (`kernel_size` if null). `norm_type`
 * infinity is maximum pooling.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)` to the same with the last three sizes as in {@link lp_pool1d}.
 *
 * @example
 * F.lp_pool3d(torch.rand(2, 9, 9, 9), 2, 3).size() // torch.Size([2, 3, 3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.lp_pool3d.html
 */
export const lp_pool3d = def(
  'lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False)',
  (
    input: Tensor,
    norm_type: number,
    kernel_size: Ints,
    stride: Ints | null,
    ceil_mode: boolean,
  ): Tensor => {
    const [kd, kw, kh] = _triple(kernel_size) as unknown as [number, number, number]
    const greatest = infiniteNorm(max_pool3d, input, norm_type, kernel_size, stride, ceil_mode)
    if (greatest !== null) return greatest
    const mean = _nn.avg_pool3d(input.pow(norm_type), kernel_size, stride ?? [], 0, ceil_mode)
    return rootOfSum(mean, kd * kw * kh, norm_type)
  },
)
