// Mirrors the pooling layers of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'
import { _single } from './utils.js'

type Size = number | readonly number[]
type OutputSize = number | readonly (number | null)[]

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

// A call gives a pair, maxima and indices, where `return_indices` is set; the types tell of the other case.
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

class MaxPool1d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, dilation, ceil_mode, return_indices } = this
    return F.max_pool1d(
      input,
      kernel_size,
      stride,
      padding,
      dilation,
      ceil_mode,
      return_indices,
    ) as Tensor
  }
}

class MaxPool2d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, dilation, ceil_mode, return_indices } = this
    return F.max_pool2d(
      input,
      kernel_size,
      stride,
      padding,
      dilation,
      ceil_mode,
      return_indices,
    ) as Tensor
  }
}

class MaxPool3d extends _MaxPoolNd {
  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, dilation, ceil_mode, return_indices } = this
    return F.max_pool3d(
      input,
      kernel_size,
      stride,
      padding,
      dilation,
      ceil_mode,
      return_indices,
    ) as Tensor
  }
}

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

const initAvgPool2d = initializer<
  [
    kernel_size: Size,
    stride: Size | null,
    padding: Size,
    ceil_mode: boolean,
    count_include_pad: boolean,
    divisor_override: number | null,
  ]
>()(
  'AvgPool2d.__init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)',
)

class AvgPool2d extends _AvgPoolNd {
  declare ceil_mode: boolean
  declare count_include_pad: boolean
  declare divisor_override: number | null

  constructor(...args: ArgumentsOf<typeof initAvgPool2d>) {
    super()
    const { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } =
      initAvgPool2d(args)
    this.kernel_size = kernel_size
    this.stride = stride ?? kernel_size
    this.padding = padding
    this.ceil_mode = ceil_mode
    this.count_include_pad = count_include_pad
    this.divisor_override = divisor_override
  }

  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } = this
    return F.avg_pool2d(
      input,
      kernel_size,
      stride,
      padding,
      ceil_mode,
      count_include_pad,
      divisor_override,
    )
  }
}

const initAvgPool3d = initializer<
  [
    kernel_size: Size,
    stride: Size | null,
    padding: Size,
    ceil_mode: boolean,
    count_include_pad: boolean,
    divisor_override: number | null,
  ]
>()(
  'AvgPool3d.__init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)',
)

class AvgPool3d extends _AvgPoolNd {
  declare ceil_mode: boolean
  declare count_include_pad: boolean
  declare divisor_override: number | null

  constructor(...args: ArgumentsOf<typeof initAvgPool3d>) {
    super()
    const { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } =
      initAvgPool3d(args)
    this.kernel_size = kernel_size
    this.stride = stride ?? kernel_size
    this.padding = padding
    this.ceil_mode = ceil_mode
    this.count_include_pad = count_include_pad
    this.divisor_override = divisor_override
  }

  override forward(input: Tensor): Tensor {
    const { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } = this
    return F.avg_pool3d(
      input,
      kernel_size,
      stride,
      padding,
      ceil_mode,
      count_include_pad,
      divisor_override,
    )
  }
}

const init_AdaptiveMaxPoolNd = initializer<[output_size: OutputSize, return_indices: boolean]>()(
  '_AdaptiveMaxPoolNd.__init__(self, output_size, return_indices=False)',
)

class _AdaptiveMaxPoolNd extends Module {
  declare output_size: OutputSize
  declare return_indices: boolean

  constructor(...args: ArgumentsOf<typeof init_AdaptiveMaxPoolNd>) {
    super()
    Object.assign(this, init_AdaptiveMaxPoolNd(args))
  }

  override extra_repr(): string {
    return `output_size=${sizes(this.output_size)}`
  }
}

class AdaptiveMaxPool1d extends _AdaptiveMaxPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_max_pool1d(input, this.output_size, this.return_indices as false)
  }
}

class AdaptiveMaxPool2d extends _AdaptiveMaxPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_max_pool2d(input, this.output_size, this.return_indices as false)
  }
}

class AdaptiveMaxPool3d extends _AdaptiveMaxPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_max_pool3d(input, this.output_size, this.return_indices as false)
  }
}

const init_AdaptiveAvgPoolNd = initializer<[output_size: OutputSize]>()(
  '_AdaptiveAvgPoolNd.__init__(self, output_size)',
)

class _AdaptiveAvgPoolNd extends Module {
  declare output_size: OutputSize

  constructor(...args: ArgumentsOf<typeof init_AdaptiveAvgPoolNd>) {
    super()
    Object.assign(this, init_AdaptiveAvgPoolNd(args))
  }

  override extra_repr(): string {
    return `output_size=${sizes(this.output_size)}`
  }
}

class AdaptiveAvgPool1d extends _AdaptiveAvgPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_avg_pool1d(input, this.output_size as number)
  }
}

class AdaptiveAvgPool2d extends _AdaptiveAvgPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_avg_pool2d(input, this.output_size)
  }
}

class AdaptiveAvgPool3d extends _AdaptiveAvgPoolNd {
  override forward(input: Tensor): Tensor {
    return F.adaptive_avg_pool3d(input, this.output_size)
  }
}

/**
 * The maxima of windows of a sequence: `(N, C, L)` or `(C, L)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool1d.html
 */
const MaxPool1d_ = layer(MaxPool1d, 'input')
/**
 * The maxima of windows of images: `(N, C, H, W)` or `(C, H, W)`. `stride` is `kernel_size` unless given.
 * With `return_indices` a call gives a pair: maxima and where they were.
 *
 * @example
 * nn.MaxPool2d(2)(torch.randn(1, 16, 28, 28)).size() // torch.Size([1, 16, 14, 14])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool2d.html
 */
const MaxPool2d_ = layer(MaxPool2d, 'input')
/**
 * The maxima of windows of volumes: `(N, C, D, H, W)` or `(C, D, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxPool3d.html
 */
const MaxPool3d_ = layer(MaxPool3d, 'input')
/**
 * The means of windows of sequences. `stride` is `kernel_size` unless given.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool1d.html
 */
const AvgPool1d_ = layer(AvgPool1d, 'input')
/**
 * The means of windows of images. `stride` is `kernel_size` unless given.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool2d.html
 */
const AvgPool2d_ = layer(AvgPool2d, 'input')
/**
 * The means of windows of volumes. `stride` is `kernel_size` unless given.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AvgPool3d.html
 */
const AvgPool3d_ = layer(AvgPool3d, 'input')
/**
 * The maxima of sequences over windows chosen so that the result has `output_size`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool1d.html
 */
const AdaptiveMaxPool1d_ = layer(AdaptiveMaxPool1d, 'input')
/**
 * The maxima of images over windows chosen so that the result has `output_size`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool2d.html
 */
const AdaptiveMaxPool2d_ = layer(AdaptiveMaxPool2d, 'input')
/**
 * The maxima of volumes over windows chosen so that the result has `output_size`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool3d.html
 */
const AdaptiveMaxPool3d_ = layer(AdaptiveMaxPool3d, 'input')
/**
 * The means of sequences over windows chosen so that the result has `output_size`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveAvgPool1d.html
 */
const AdaptiveAvgPool1d_ = layer(AdaptiveAvgPool1d, 'input')
/**
 * The means of images over windows chosen so that the result has `output_size`; `null` keeps a size.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveAvgPool2d.html
 */
const AdaptiveAvgPool2d_ = layer(AdaptiveAvgPool2d, 'input')
/**
 * The means of volumes over windows chosen so that the result has `output_size`; `null` keeps a size.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveAvgPool3d.html
 */
const AdaptiveAvgPool3d_ = layer(AdaptiveAvgPool3d, 'input')
type MaxPool1d_ = MaxPool1d
type MaxPool2d_ = MaxPool2d
type MaxPool3d_ = MaxPool3d
type AvgPool1d_ = AvgPool1d
type AvgPool2d_ = AvgPool2d
type AvgPool3d_ = AvgPool3d
type AdaptiveMaxPool1d_ = AdaptiveMaxPool1d
type AdaptiveMaxPool2d_ = AdaptiveMaxPool2d
type AdaptiveMaxPool3d_ = AdaptiveMaxPool3d
type AdaptiveAvgPool1d_ = AdaptiveAvgPool1d
type AdaptiveAvgPool2d_ = AdaptiveAvgPool2d
type AdaptiveAvgPool3d_ = AdaptiveAvgPool3d

export {
  AdaptiveAvgPool1d_ as AdaptiveAvgPool1d,
  AdaptiveAvgPool2d_ as AdaptiveAvgPool2d,
  AdaptiveAvgPool3d_ as AdaptiveAvgPool3d,
  AdaptiveMaxPool1d_ as AdaptiveMaxPool1d,
  AdaptiveMaxPool2d_ as AdaptiveMaxPool2d,
  AdaptiveMaxPool3d_ as AdaptiveMaxPool3d,
  AvgPool1d_ as AvgPool1d,
  AvgPool2d_ as AvgPool2d,
  AvgPool3d_ as AvgPool3d,
  MaxPool1d_ as MaxPool1d,
  MaxPool2d_ as MaxPool2d,
  MaxPool3d_ as MaxPool3d,
}
