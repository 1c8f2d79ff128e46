// Max pooling of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'
import type { Indexing } from './_indexing.js'

type Size = number | readonly number[]

const init_MaxPoolNd = initializer<
  [
    kernel_size: Size,
    stride: Size | null,
    padding: Size,
    dilation: Size,
    return_indices: boolean,
    ceil_mode: boolean,
  ]
>()(
  '_MaxPoolNd.__init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False)',
)

// A call gives a pair, maxima and indices, where `return_indices` is set: see Indexing.
class _MaxPoolNd extends Module {
  declare kernel_size: Size
  declare stride: Size
  declare padding: Size
  declare dilation: Size
  declare return_indices: boolean
  declare ceil_mode: boolean

  constructor(...args: ArgumentsOf<typeof init_MaxPoolNd>) {
    super()
    const options = init_MaxPoolNd(args)
    Object.assign(this, options, { stride: options.stride ?? options.kernel_size })
  }

  override extra_repr(): string {
    const { kernel_size, stride, padding, dilation, ceil_mode } = this
    return (
      `kernel_size=${sizes(kernel_size)}, stride=${sizes(stride)}, padding=${sizes(padding)}` +
      `, dilation=${sizes(dilation)}, ceil_mode=${pyRepr(ceil_mode)}`
    )
  }
}

function pooled(self: _MaxPoolNd, pool: typeof F.max_pool2d, input: Tensor): Tensor {
  const { kernel_size, stride, padding, dilation, ceil_mode, return_indices } = self
  return pool(input, kernel_size, stride, padding, dilation, ceil_mode, return_indices as false)
}

class MaxPool1d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    return pooled(this, F.max_pool1d, input)
  }
}

class MaxPool2d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    return pooled(this, F.max_pool2d, input)
  }
}

class MaxPool3d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    return pooled(this, F.max_pool3d, input)
  }
}

interface Keywords {
  stride?: Size | null
  padding?: Size
  dilation?: Size
  ceil_mode?: boolean
}
type MaxPool<C extends typeof MaxPool1d> = Indexing<C, [kernel_size: Size], Keywords>

/**
 * The maxima of windows of sequences: `(N, C, L)` to `(N, C, L_out)`, or both without `N`, where
 * `L_out = ⌊(L + 2 padding - dilation (kernel_size - 1) - 1) / stride + 1⌋`, rounded up with `ceil_mode`.
 *
 * `stride` is `kernel_size` unless given. `padding`, at most half of `kernel_size`, is never a maximum. With
 * `return_indices` a call gives a pair: maxima and where they were, as {@link MaxUnpool1d} wants them.
 *
 * @example
 * nn.MaxPool1d(2)(torch.tensor([[1.5, 2.5, 3, 5]])) // tensor([[2.5000, 5.0000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool1d.html
 */
const MaxPool1d_ = layer(MaxPool1d, 'input') as MaxPool<typeof MaxPool1d>
/**
 * {@link MaxPool1d} of images: `(N, C, H, W)` to `(N, C, H_out, W_out)`, or both without `N`. Sizes are one number for
 * both sides, or one for each. With `return_indices` a call gives a pair: maxima and where in the plane they were.
 *
 * @example
 * nn.MaxPool2d(2)(torch.randn(1, 16, 28, 28)).size() // torch.Size([1, 16, 14, 14])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool2d.html
 */
const MaxPool2d_ = layer(MaxPool2d, 'input') as MaxPool<typeof MaxPool2d>
/**
 * {@link MaxPool1d} of volumes: `(N, C, D, H, W)` to `(N, C, D_out, H_out, W_out)`, or both without `N`. Sizes are one
 * number for all sides, or one for each. With `return_indices` a call gives a pair: maxima and where they were.
 *
 * @example
 * nn.MaxPool3d(3, { stride: 2 })(torch.randn(2, 4, 9, 11, 13)).size() // torch.Size([2, 4, 4, 5, 6])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool3d.html
 */
const MaxPool3d_ = layer(MaxPool3d, 'input') as MaxPool<typeof MaxPool3d>
type MaxPool1d_ = MaxPool1d
type MaxPool2d_ = MaxPool2d
type MaxPool3d_ = MaxPool3d

export { _MaxPoolNd, MaxPool1d_ as MaxPool1d, MaxPool2d_ as MaxPool2d, MaxPool3d_ as MaxPool3d }
