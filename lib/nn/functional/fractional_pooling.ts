// Mirrors the fractional maximum poolings of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { type BooleanDispatch, boolean_dispatch } from '../../_jit_internal.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { _pair, _triple } from '../modules/utils.js'
import type { Ints } from './max_pooling.js'

type FractionalArgs = [
  input: Tensor,
  kernel_size: Ints,
  output_size: Ints | null,
  output_ratio: Ints | null,
  return_indices: boolean,
  _random_samples: Tensor | null,
]
type FractionalMaxPool<Name extends string> = BooleanDispatch<
  `${Name}(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)`,
  FractionalArgs,
  'return_indices',
  '4',
  [Tensor, Tensor],
  Tensor
>

// The output size that a ratio of the input's sizes asks for.
function scaledSize(input: Tensor, ratio: readonly number[]): number[] {
  return ratio.map((one, i) => Math.trunc(input.size(i - ratio.length) * one))
}

// Where the windows start is random: one draw for each spatial dimension of each plane.
function drawSamples(input: Tensor, spatial: number): Tensor {
  const batch = input.dim() === spatial + 1 ? 1 : input.size(0)
  return C.rand([batch, input.size(-spatial - 1), spatial], {
    dtype: input.dtype,
    device: input.device,
  })
}

/** {@link fractional_max_pool2d} with `return_indices`: the maxima and where in the plane they were. */
export const fractional_max_pool2d_with_indices = def(
  'fractional_max_pool2d_with_indices(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)',
  (
    ...[input, kernel_size, output_size, output_ratio, , _random_samples]: FractionalArgs
  ): [Tensor, Tensor] => {
    if (output_size === null && output_ratio === null) {
      throw new ValueError(
        'fractional_max_pool2d requires specifying either an output_size or an output_ratio',
      )
    }
    if (output_size === null && Array.isArray(output_ratio) && output_ratio.length > 2) {
      throw new ValueError(
        'fractional_max_pool2d requires output_ratio to either be a single Int or tuple of Ints.',
      )
    }
    const size = output_size ?? scaledSize(input, _pair(output_ratio as Ints))
    const samples = _random_samples ?? drawSamples(input, 2)
    return _nn.fractional_max_pool2d(input, kernel_size, size, samples)
  },
)

const _fractional_max_pool2d = def(
  '_fractional_max_pool2d(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)',
  (...args: FractionalArgs): Tensor => fractional_max_pool2d_with_indices(...args)[0],
)

/**
 * Maximum pooling with windows of `kernel_size` at random places, so many that `output_size`, or `output_ratio` times
 * the input's size, comes out. One of the two is needed, or a ValueError is thrown. With `return_indices` also where
 * the maxima were.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.fractional_max_pool2d(torch.rand(2, 3, 10, 10), 3, { output_ratio: [0.7, 0.5] }).size() // torch.Size([2, 3, 7, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.fractional_max_pool2d.html
 */
export const fractional_max_pool2d = boolean_dispatch(
  'return_indices',
  4,
  false,
  fractional_max_pool2d_with_indices,
  _fractional_max_pool2d,
  'fractional_max_pool2d',
) as FractionalMaxPool<'fractional_max_pool2d'>

/** {@link fractional_max_pool3d} with `return_indices`: the maxima and where in the plane they were. */
export const fractional_max_pool3d_with_indices = def(
  'fractional_max_pool3d_with_indices(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)',
  (
    ...[input, kernel_size, output_size, output_ratio, , _random_samples]: FractionalArgs
  ): [Tensor, Tensor] => {
    if (output_size === null && output_ratio === null) {
      throw new ValueError(
        'fractional_max_pool3d requires specifying either an output_size or an output_ratio',
      )
    }
    const size = output_size ?? scaledSize(input, _triple(output_ratio as Ints))
    const samples = _random_samples ?? drawSamples(input, 3)
    return _nn.fractional_max_pool3d(input, kernel_size, size, samples)
  },
)

const _fractional_max_pool3d = def(
  '_fractional_max_pool3d(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)',
  (...args: FractionalArgs): Tensor => fractional_max_pool3d_with_indices(...args)[0],
)

/**
 * Maximum pooling with windows of `kernel_size` at random places, so many that `output_size`, or `output_ratio` times
 * the input's size, comes out. One of the two is needed, or a ValueError is thrown. With `return_indices` also where
 * the maxima were.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.fractional_max_pool3d(torch.rand(2, 8, 8, 8), 3, { output_size: [5, 4, 3] }).size() // torch.Size([2, 5, 4, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.fractional_max_pool3d.html
 */
export const fractional_max_pool3d = boolean_dispatch(
  'return_indices',
  4,
  false,
  fractional_max_pool3d_with_indices,
  _fractional_max_pool3d,
  'fractional_max_pool3d',
) as FractionalMaxPool<'fractional_max_pool3d'>
