// Mirrors the maximum poolings of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { type BooleanDispatch, boolean_dispatch } from '../../_jit_internal.js'
import type { Tensor } from '../../types.js'
import { _list_with_default } from '../modules/utils.js'

/** One number for all spatial dimensions, or one for each. */
export type Ints = number | readonly number[]
/** An output size; `null` stands for the size of the input. */
export type OutputSize = number | readonly (number | null)[]

type PoolArgs = [
  input: Tensor,
  kernel_size: Ints,
  stride: Ints | null,
  padding: Ints,
  dilation: Ints,
  ceil_mode: boolean,
  return_indices: boolean,
]
type MaxPool<Name extends string> = BooleanDispatch<
  `${Name}(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)`,
  PoolArgs,
  'return_indices',
  '6',
  [Tensor, Tensor],
  Tensor
>
type AdaptiveArgs = [input: Tensor, output_size: OutputSize, return_indices: boolean]
type AdaptiveMaxPool<Name extends string> = BooleanDispatch<
  `${Name}(input, output_size, return_indices=False)`,
  AdaptiveArgs,
  'return_indices',
  '2',
  [Tensor, Tensor],
  Tensor
>

/** {@link max_pool1d} with `return_indices`: the maxima and where in the plane they were. */
export const max_pool1d_with_indices = def(
  'max_pool1d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): [Tensor, Tensor] =>
    C.max_pool1d_with_indices(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

const _max_pool1d = def(
  '_max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): Tensor =>
    C.max_pool1d(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

/**
 * The greatest element of every window of `kernel_size`, taken every `stride` (`kernel_size` if null). `padding`, at
 * most half a window, adds -∞ at both ends; `dilation` is the step within a window. With `return_indices` also where
 * the maxima were, as `max_unpool1d` wants it.
 *
 * Shape: `(N, C, L)` or `(C, L)` to `(N, C, L_out)` or `(C, L_out)`, where
 * `L_out = ⌊(L + 2 padding - dilation (kernel_size - 1) - 1) / stride⌋ + 1`, rounded up with `ceil_mode`.
 *
 * @example
 * F.max_pool1d(torch.tensor([[1.5, 3, 2, 5]]), 2) // tensor([[3., 5.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool1d.html
 */
export const max_pool1d = boolean_dispatch(
  'return_indices',
  6,
  false,
  max_pool1d_with_indices,
  _max_pool1d,
  'max_pool1d',
) as MaxPool<'max_pool1d'>

/** {@link max_pool2d} with `return_indices`: the maxima and where in the plane they were. */
export const max_pool2d_with_indices = def(
  'max_pool2d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): [Tensor, Tensor] =>
    _nn.max_pool2d_with_indices(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

const _max_pool2d = def(
  '_max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): Tensor =>
    C.max_pool2d(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

/**
 * The greatest element of every window of `kernel_size`, taken every `stride` (`kernel_size` if null). `padding`, at
 * most half a window, adds -∞ around the image; `dilation` is the step within a window. With `return_indices` also
 * where the maxima were, as `max_unpool2d` wants it.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to `(N, C, H_out, W_out)` or `(C, H_out, W_out)`; both as in {@link max_pool1d}.
 *
 * @example
 * F.max_pool2d(torch.rand(2, 3, 8, 9), 2).size() // torch.Size([2, 3, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool2d.html
 */
export const max_pool2d = boolean_dispatch(
  'return_indices',
  6,
  false,
  max_pool2d_with_indices,
  _max_pool2d,
  'max_pool2d',
) as MaxPool<'max_pool2d'>

/** {@link max_pool3d} with `return_indices`: the maxima and where in the plane they were. */
export const max_pool3d_with_indices = def(
  'max_pool3d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): [Tensor, Tensor] =>
    _nn.max_pool3d_with_indices(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

const _max_pool3d = def(
  '_max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)',
  (...[input, kernel_size, stride, padding, dilation, ceil_mode]: PoolArgs): Tensor =>
    C.max_pool3d(input, kernel_size, stride ?? [], padding, dilation, ceil_mode),
)

/**
 * The greatest element of every window of `kernel_size`, taken every `stride` (`kernel_size` if null). `padding`, at
 * most half a window, adds -∞ around the volume; `dilation` is the step within a window. With `return_indices` also
 * where the maxima were, as `max_unpool3d` wants it.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)` to the same with the last three sizes as in {@link max_pool1d}.
 *
 * @example
 * const [y, indices] = F.max_pool3d(torch.rand(2, 6, 6, 6), 3, { return_indices: true })
 * y.size() // torch.Size([2, 2, 2, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.max_pool3d.html
 */
export const max_pool3d = boolean_dispatch(
  'return_indices',
  6,
  false,
  max_pool3d_with_indices,
  _max_pool3d,
  'max_pool3d',
) as MaxPool<'max_pool3d'>

/** {@link adaptive_max_pool1d} with `return_indices`: the maxima and where in the plane they were. */
export const adaptive_max_pool1d_with_indices = def(
  'adaptive_max_pool1d_with_indices(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): [Tensor, Tensor] =>
    C.adaptive_max_pool1d(input, output_size as Ints),
)

const _adaptive_max_pool1d = def(
  '_adaptive_max_pool1d(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): Tensor =>
    adaptive_max_pool1d_with_indices(input, output_size)[0],
)

/**
 * Maxima of windows that divide the input evenly into `output_size` of them. With `return_indices` also where they
 * were.
 *
 * Shape: `(N, C, L)` or `(C, L)` to `(N, C, output_size)` or `(C, output_size)`.
 *
 * @example
 * F.adaptive_max_pool1d(torch.tensor([[1.5, 3, 2, 5]]), 2) // tensor([[3., 5.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export const adaptive_max_pool1d = boolean_dispatch(
  'return_indices',
  2,
  false,
  adaptive_max_pool1d_with_indices,
  _adaptive_max_pool1d,
  'adaptive_max_pool1d',
) as AdaptiveMaxPool<'adaptive_max_pool1d'>

/** {@link adaptive_max_pool2d} with `return_indices`: the maxima and where in the plane they were. */
export const adaptive_max_pool2d_with_indices = def(
  'adaptive_max_pool2d_with_indices(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): [Tensor, Tensor] =>
    _nn.adaptive_max_pool2d(input, _list_with_default(output_size, input.size())),
)

const _adaptive_max_pool2d = def(
  '_adaptive_max_pool2d(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): Tensor =>
    adaptive_max_pool2d_with_indices(input, output_size)[0],
)

/**
 * Maxima of windows that divide the input evenly into `output_size` of them; `null` keeps a size. With `return_indices`
 * also where they were.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.adaptive_max_pool2d(torch.rand(2, 3, 8, 9), [5, null]).size() // torch.Size([2, 3, 5, 9])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export const adaptive_max_pool2d = boolean_dispatch(
  'return_indices',
  2,
  false,
  adaptive_max_pool2d_with_indices,
  _adaptive_max_pool2d,
  'adaptive_max_pool2d',
) as AdaptiveMaxPool<'adaptive_max_pool2d'>

/** {@link adaptive_max_pool3d} with `return_indices`: the maxima and where in the plane they were. */
export const adaptive_max_pool3d_with_indices = def(
  'adaptive_max_pool3d_with_indices(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): [Tensor, Tensor] =>
    _nn.adaptive_max_pool3d(input, _list_with_default(output_size, input.size())),
)

const _adaptive_max_pool3d = def(
  '_adaptive_max_pool3d(input, output_size, return_indices=False)',
  (...[input, output_size]: AdaptiveArgs): Tensor =>
    adaptive_max_pool3d_with_indices(input, output_size)[0],
)

/**
 * Maxima of windows that divide the input evenly into `output_size` of them; `null` keeps a size. With `return_indices`
 * also where they were.
 *
 * Shape: `(N, C, D, H, W)` or `(C, D, H, W)` to `(N, C, ...output_size)` or `(C, ...output_size)`.
 *
 * @example
 * F.adaptive_max_pool3d(torch.rand(3, 8, 8, 9), [4, null, 3]).size() // torch.Size([3, 4, 8, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export const adaptive_max_pool3d = boolean_dispatch(
  'return_indices',
  2,
  false,
  adaptive_max_pool3d_with_indices,
  _adaptive_max_pool3d,
  'adaptive_max_pool3d',
) as AdaptiveMaxPool<'adaptive_max_pool3d'>
