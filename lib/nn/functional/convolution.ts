// Mirrors the convolutions of torch/nn/functional.py, and fold and unfold, which are their halves.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import type { Tensor } from '../../types.js'
import { _pair } from '../modules/utils.js'
import type { Ints } from './max_pooling.js'

export {
  conv_tbc,
  conv_transpose1d,
  conv_transpose2d,
  conv_transpose3d,
  conv1d,
  conv2d,
  conv3d,
} from '../../_generated/torch_functions.js'

/**
 * The patches that a convolution would look at, each as a column.
 *
 * Shape: `(N, C, H, W)` or `(C, H, W)` to `(N, C * kernel height * kernel width, L)`, `L` the number of patches.
 *
 * @example
 * F.unfold(torch.rand(1, 3, 10, 12), [4, 5]) // (1, 60, 56)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.unfold.html
 */
export const unfold = def(
  'unfold(input, kernel_size, dilation=1, padding=0, stride=1)',
  (input: Tensor, kernel_size: Ints, dilation: Ints, padding: Ints, stride: Ints): Tensor =>
    _nn.im2col(input, _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride)),
)

/**
 * Adds columns of patches up to images of `output_size`: the transpose of {@link unfold}. Where patches overlap their
 * values are summed.
 *
 * Shape: `(N, C * kernel height * kernel width, L)` or `(C * ..., L)` to `(N, C, H, W)` or `(C, H, W)`; `L` has to be
 * the number of patches that fit into `output_size`.
 *
 * @example
 * F.fold(torch.ones(1, 2, 2), [1, 3], [1, 2]) // tensor([[[[1., 2., 1.]]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.fold.html
 */
export const fold = def(
  'fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)',
  (
    input: Tensor,
    output_size: Ints,
    kernel_size: Ints,
    dilation: Ints,
    padding: Ints,
    stride: Ints,
  ): Tensor =>
    _nn.col2im(
      input,
      _pair(output_size),
      _pair(kernel_size),
      _pair(dilation),
      _pair(padding),
      _pair(stride),
    ),
)
