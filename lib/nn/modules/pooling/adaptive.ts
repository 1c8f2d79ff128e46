// Adaptive pooling of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'

type OutputSize = number | readonly (number | null)[]

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
type AdaptiveMaxPool1d_ = AdaptiveMaxPool1d
type AdaptiveMaxPool2d_ = AdaptiveMaxPool2d
type AdaptiveMaxPool3d_ = AdaptiveMaxPool3d
type AdaptiveAvgPool1d_ = AdaptiveAvgPool1d
type AdaptiveAvgPool2d_ = AdaptiveAvgPool2d
type AdaptiveAvgPool3d_ = AdaptiveAvgPool3d

export {
  _AdaptiveAvgPoolNd,
  _AdaptiveMaxPoolNd,
  AdaptiveAvgPool1d_ as AdaptiveAvgPool1d,
  AdaptiveAvgPool2d_ as AdaptiveAvgPool2d,
  AdaptiveAvgPool3d_ as AdaptiveAvgPool3d,
  AdaptiveMaxPool1d_ as AdaptiveMaxPool1d,
  AdaptiveMaxPool2d_ as AdaptiveMaxPool2d,
  AdaptiveMaxPool3d_ as AdaptiveMaxPool3d,
}
