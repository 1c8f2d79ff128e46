// Adaptive pooling of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'
import type { Indexing } from './_indexing.js'

type OutputSize = number | readonly (number | null)[]

const init_AdaptiveMaxPoolNd = initializer<[output_size: OutputSize, return_indices: boolean]>()(
  '_AdaptiveMaxPoolNd.__init__(self, output_size, return_indices=False)',
)

// A call gives a pair, maxima and indices, where `return_indices` is set: see Indexing.
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

type AdaptiveMaxPool<C extends typeof AdaptiveMaxPool1d> = Indexing<
  C,
  [output_size: OutputSize],
  object
>

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
 * The maxima over windows chosen so that the result has `output_size` places: number `i` goes from
 * `⌊i L / output_size⌋` to `⌈(i + 1) L / output_size⌉`. With `return_indices` a call gives a pair: maxima and where
 * they were.
 *
 * Shape: `(N, C, L)` to `(N, C, output_size)`, or both without `N`.
 *
 * @example
 * nn.AdaptiveMaxPool1d(2)(torch.tensor([[1.5, 4, 2, 3]])) // tensor([[4., 3.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool1d.html
 */
const AdaptiveMaxPool1d_ = layer(AdaptiveMaxPool1d, 'input') as AdaptiveMaxPool<
  typeof AdaptiveMaxPool1d
>
/**
 * {@link AdaptiveMaxPool1d} of images: `(N, C, H, W)` to `(N, C, *output_size)`, or both without `N`. `output_size` is
 * one number for both sides or one for each; `null` keeps a size.
 *
 * @example
 * nn.AdaptiveMaxPool2d([5, null])(torch.randn(1, 64, 8, 9)).size() // torch.Size([1, 64, 5, 9])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool2d.html
 */
const AdaptiveMaxPool2d_ = layer(AdaptiveMaxPool2d, 'input') as AdaptiveMaxPool<
  typeof AdaptiveMaxPool2d
>
/**
 * {@link AdaptiveMaxPool1d} of volumes: `(N, C, D, H, W)` to `(N, C, *output_size)`, or both without `N`. `output_size`
 * is one number for all sides or one for each; `null` keeps a size.
 *
 * @example
 * nn.AdaptiveMaxPool3d([5, 7, null])(torch.randn(1, 4, 8, 9, 10)).size() // torch.Size([1, 4, 5, 7, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveMaxPool3d.html
 */
const AdaptiveMaxPool3d_ = layer(AdaptiveMaxPool3d, 'input') as AdaptiveMaxPool<
  typeof AdaptiveMaxPool3d
>
/**
 * The means over windows chosen so that the result has `output_size` places: number `i` goes from `⌊i L / output_size⌋`
 * to `⌈(i + 1) L / output_size⌉`.
 *
 * Shape: `(N, C, L)` to `(N, C, output_size)`, or both without `N`.
 *
 * @example
 * nn.AdaptiveAvgPool1d(2)(torch.tensor([[1.5, 4, 2, 3]])) // tensor([[2.7500, 2.5000]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveAvgPool1d.html
 */
const AdaptiveAvgPool1d_ = layer(AdaptiveAvgPool1d, 'input')
/**
 * {@link AdaptiveAvgPool1d} of images: `(N, C, H, W)` to `(N, C, *output_size)`, or both without `N`. `output_size` is
 * one number for both sides or one for each; `null` keeps a size.
 *
 * @example
 * nn.AdaptiveAvgPool2d(1)(torch.randn(2, 64, 8, 9)).size() // torch.Size([2, 64, 1, 1])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveAvgPool2d.html
 */
const AdaptiveAvgPool2d_ = layer(AdaptiveAvgPool2d, 'input')
/**
 * {@link AdaptiveAvgPool1d} of volumes: `(N, C, D, H, W)` to `(N, C, *output_size)`, or both without `N`. `output_size`
 * is one number for all sides or one for each; `null` keeps a size.
 *
 * @example
 * nn.AdaptiveAvgPool3d([5, 7, null])(torch.randn(1, 4, 8, 9, 10)).size() // torch.Size([1, 4, 5, 7, 10])
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
