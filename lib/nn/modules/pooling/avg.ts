// Average pooling of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'
import { _single } from '../utils.js'

type Size = number | readonly number[]

class _AvgPoolNd extends Module {
  declare kernel_size: Size
  declare stride: Size
  declare padding: Size

  override extra_repr(): string {
    const { kernel_size, stride, padding } = this
    return `kernel_size=${sizes(kernel_size)}, stride=${sizes(stride)}, padding=${sizes(padding)}`
  }
}

const initAvgPool1d = initializer<
  [
    kernel_size: Size,
    stride: Size | null,
    padding: Size,
    ceil_mode: boolean,
    count_include_pad: boolean,
  ]
>()(
  'AvgPool1d.__init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True)',
)

class AvgPool1d extends _AvgPoolNd {
  declare ceil_mode: boolean
  declare count_include_pad: boolean

  constructor(...args: ArgumentsOf<typeof initAvgPool1d>) {
    super()
    const { kernel_size, stride, padding, ceil_mode, count_include_pad } = initAvgPool1d(args)
    this.kernel_size = _single(kernel_size)
    this.stride = _single(stride ?? kernel_size)
    this.padding = _single(padding)
    this.ceil_mode = ceil_mode
    this.count_include_pad = count_include_pad
  }

  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, ceil_mode, count_include_pad } = this
    return F.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad)
  }
}

const line = (name: string) =>
  initializer<
    [
      kernel_size: Size,
      stride: Size | null,
      padding: Size,
      ceil_mode: boolean,
      count_include_pad: boolean,
      divisor_override: number | null,
    ]
  >()(
    `${name}.__init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)` as 'AvgPool.__init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)',
  )
const initAvgPool2d = line('AvgPool2d')
const initAvgPool3d = line('AvgPool3d')

// What those of images and of volumes share.
abstract class AvgPoolWithDivisor extends _AvgPoolNd {
  declare ceil_mode: boolean
  declare count_include_pad: boolean
  declare divisor_override: number | null

  constructor(options: ReturnType<typeof initAvgPool2d>) {
    super()
    Object.assign(this, options, { stride: options.stride ?? options.kernel_size })
  }
}

function pooled(self: AvgPoolWithDivisor, pool: typeof F.avg_pool2d, input: Tensor): Tensor {
  const { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } = self
  return pool(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
}

class AvgPool2d extends AvgPoolWithDivisor {
  constructor(...args: ArgumentsOf<typeof initAvgPool2d>) {
    super(initAvgPool2d(args))
  }

  override forward(input: Tensor): Tensor {
    return pooled(this, F.avg_pool2d, input)
  }
}

class AvgPool3d extends AvgPoolWithDivisor {
  constructor(...args: ArgumentsOf<typeof initAvgPool3d>) {
    super(initAvgPool3d(args))
  }

  override forward(input: Tensor): Tensor {
    return pooled(this, F.avg_pool3d, input)
  }
}

/**
 * The means of windows of sequences: `(N, C, L)` to `(N, C, L_out)`, or both without `N`, where
 * `L_out = ⌊(L + 2 padding - kernel_size) / stride + 1⌋`, rounded up with `ceil_mode`.
 *
 * `stride` is `kernel_size` unless given. `padding`, at most half of `kernel_size`, is zeros, which count unless
 * `count_include_pad` is false.
 *
 * @example
 * nn.AvgPool1d(2)(torch.tensor([[1.5, 2.5, 3, 5]])) // tensor([[2., 4.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool1d.html
 */
const AvgPool1d_ = layer(AvgPool1d, 'input')
/**
 * {@link AvgPool1d} of images: `(N, C, H, W)` to `(N, C, H_out, W_out)`, or both without `N`. Sizes are one number for
 * both sides, or one for each. `divisor_override` is divided by in the place of the number of values.
 *
 * @example
 * nn.AvgPool2d([3, 2], { stride: [2, 1] })(torch.randn(20, 16, 50, 32)).size() // torch.Size([20, 16, 24, 31])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool2d.html
 */
const AvgPool2d_ = layer(AvgPool2d, 'input')
/**
 * {@link AvgPool1d} of volumes: `(N, C, D, H, W)` to `(N, C, D_out, H_out, W_out)`, or both without `N`. Sizes are one
 * number for all sides, or one for each. `divisor_override` is divided by in the place of the number of values.
 *
 * @example
 * nn.AvgPool3d(3, { stride: 2 })(torch.randn(2, 4, 9, 11, 13)).size() // torch.Size([2, 4, 4, 5, 6])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool3d.html
 */
const AvgPool3d_ = layer(AvgPool3d, 'input')
type AvgPool1d_ = AvgPool1d
type AvgPool2d_ = AvgPool2d
type AvgPool3d_ = AvgPool3d

export { _AvgPoolNd, AvgPool1d_ as AvgPool1d, AvgPool2d_ as AvgPool2d, AvgPool3d_ as AvgPool3d }
