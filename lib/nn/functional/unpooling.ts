// Mirrors the unpoolings of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { _pair, _single, _triple } from '../modules/utils.js'
import type { Ints } from './max_pooling.js'

// The size that pooling with these windows may have started from: the given one if it is possible.
export function _unpool_output_size(
  input: Tensor,
  kernel_size: readonly number[],
  stride: readonly number[],
  padding: readonly number[],
  output_size: readonly number[] | null,
): number[] {
  const spatial = kernel_size.length
  const input_size = input.size()
  const offset = input_size.length - spatial
  const default_size = kernel_size.map((kernel, d) => {
    const steps = (input_size[offset + d] as number) - 1
    return steps * (stride[d] as number) + kernel - 2 * (padding[d] as number)
  })
  if (output_size !== null) checkOutputSize(output_size, default_size, stride)
  const size =
    output_size === null
      ? default_size
      : Array.from(output_size).slice(output_size.length - spatial)
  for (const [d, one] of size.entries()) {
    if (one < 0) {
      throw new ValueError(
        `max_unpooling: output_size must contain non-negative spatial dimensions, but got output_size[${d}]=${one}`,
      )
    }
  }
  return size
}

function checkOutputSize(
  given: readonly number[],
  default_size: readonly number[],
  stride: readonly number[],
): void {
  const spatial = default_size.length
  if (given.length !== spatial && given.length !== spatial + 2) {
    throw new ValueError(
      `output_size should be a sequence containing ${spatial} or ${spatial + 2} elements, ` +
        `but it has a length of '${given.length}'`,
    )
  }
  const size = given.slice(given.length - spatial)
  for (const [d, usual] of default_size.entries()) {
    const min_size = usual - (stride[d] as number)
    const max_size = usual + (stride[d] as number)
    const one = size[d] as number
    if (!(min_size < one && one < max_size)) {
      throw new ValueError(
        `invalid output_size "${pyRepr(size)}" (dim ${d} must be between ${min_size} and ${max_size})`,
      )
    }
  }
}

/**
 * Puts the maxima of {@link max_pool1d} back where `indices` says they were, zeros around them. The windows are those
 * of the pooling. `output_size` chooses among the sizes that pool to the same size; an impossible one throws a
 * ValueError.
 *
 * Shape: `(N, C, L)` or `(C, L)`, indices alike, to `(N, C, L_out)` or `(C, L_out)`, where
 * `L_out = (L - 1) stride - 2 padding + kernel_size`.
 *
 * @example
 * const [y, indices] = F.max_pool1d(torch.tensor([[1.5, 3, 2, 5]]), 2, { return_indices: true })
 * F.max_unpool1d(y, indices, 2) // tensor([[0., 3., 0., 5.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_unpool1d.html
 */
export const max_unpool1d = def(
  'max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None)',
  (
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | null,
    padding: Ints,
    output_size: readonly number[] | null,
  ): Tensor => {
    const kernel = _single(kernel_size)
    const step = stride === null ? kernel : _single(stride)
    const size = _unpool_output_size(input, kernel, step, _single(padding), output_size)
    const plane = _nn.max_unpool2d(input.unsqueeze(-1), indices.unsqueeze(-1), [...size, 1])
    return plane.squeeze(-1)
  },
)

/**
 * Puts the maxima of {@link max_pool2d} back where `indices` says they were, zeros around them; see
 * {@link max_unpool1d}.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)`, indices alike, to `(N, C, H_out, W_out)` or `(C, H_out, W_out)`.
 *
 * @example
 * const [y, indices] = F.max_pool2d(torch.rand(2, 3, 8, 8), 2, { return_indices: true })
 * F.max_unpool2d(y, indices, 2).size() // torch.Size([2, 3, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_unpool2d.html
 */
export const max_unpool2d = def(
  'max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None)',
  (
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | null,
    padding: Ints,
    output_size: readonly number[] | null,
  ): Tensor => {
    const kernel = _pair(kernel_size)
    const step = stride === null ? kernel : _pair(stride)
    const size = _unpool_output_size(input, kernel, step, _pair(padding), output_size)
    return _nn.max_unpool2d(input, indices, size)
  },
)

/**
 * Puts the maxima of {@link max_pool3d} back where `indices` says they were, zeros around them; see
 * {@link max_unpool1d}.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)`, indices alike, to the same with the last three sizes of before the
 * pooling.
 *
 * @example
 * const [y, indices] = F.max_pool3d(torch.rand(2, 6, 6, 6), 3, { return_indices: true })
 * F.max_unpool3d(y, indices, 3).size() // torch.Size([2, 6, 6, 6])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_unpool3d.html
 */
export const max_unpool3d = def(
  'max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None)',
  (
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | null,
    padding: Ints,
    output_size: readonly number[] | null,
  ): Tensor => {
    const kernel = _triple(kernel_size)
    const step = stride === null ? kernel : _triple(stride)
    const pad = _triple(padding)
    const size = _unpool_output_size(input, kernel, step, pad, output_size)
    return _nn.max_unpool3d(input, indices, size, step, pad)
  },
)
