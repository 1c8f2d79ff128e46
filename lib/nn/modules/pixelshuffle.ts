// Mirrors torch/nn/modules/pixelshuffle.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

const initPixelShuffle = initializer<[upscale_factor: number]>()(
  'PixelShuffle.__init__(self, upscale_factor)',
)

class PixelShuffle extends Module {
  declare upscale_factor: number

  constructor(...args: ArgumentsOf<typeof initPixelShuffle>) {
    super()
    Object.assign(this, initPixelShuffle(args))
  }

  override forward(input: Tensor): Tensor {
    return F.pixel_shuffle(input, this.upscale_factor)
  }

  override extra_repr(): string {
    return `upscale_factor=${this.upscale_factor}`
  }
}

const initPixelUnshuffle = initializer<[downscale_factor: number]>()(
  'PixelUnshuffle.__init__(self, downscale_factor)',
)

class PixelUnshuffle extends Module {
  declare downscale_factor: number

  constructor(...args: ArgumentsOf<typeof initPixelUnshuffle>) {
    super()
    Object.assign(this, initPixelUnshuffle(args))
  }

  override forward(input: Tensor): Tensor {
    return F.pixel_unshuffle(input, this.downscale_factor)
  }

  override extra_repr(): string {
    return `downscale_factor=${this.downscale_factor}`
  }
}

/**
 * Moves channels into space: `(*, C r², H, W)` to `(*, C, H r, W r)`, `r` being `upscale_factor`. A convolution with
 * stride `1 / r` ends with it.
 *
 * @example
 * nn.PixelShuffle(3)(torch.randn(1, 9, 4, 4)).size() // torch.Size([1, 1, 12, 12])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PixelShuffle.html
 */
const PixelShuffle_ = layer(PixelShuffle, 'input')
/**
 * Undoes {@link PixelShuffle}: `(*, C, H r, W r)` to `(*, C r², H, W)`, `r` being `downscale_factor`.
 *
 * @example
 * nn.PixelUnshuffle(3)(torch.randn(1, 1, 12, 12)).size() // torch.Size([1, 9, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PixelUnshuffle.html
 */
const PixelUnshuffle_ = layer(PixelUnshuffle, 'input')
type PixelShuffle_ = PixelShuffle
type PixelUnshuffle_ = PixelUnshuffle

export { PixelShuffle_ as PixelShuffle, PixelUnshuffle_ as PixelUnshuffle }
