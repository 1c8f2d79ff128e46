// Mirrors torch/nn/modules/upsampling.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { floatRepr, pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { bindForward } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'

type Size = number | readonly number[]
type Mode = 'nearest' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'nearest-exact' | 'area'

const initUpsample = initializer<
  [
    size: Size | null,
    scale_factor: Size | null,
    mode: Mode,
    align_corners: boolean | null,
    recompute_scale_factor: boolean | null,
  ]
>()(
  "Upsample.__init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None)",
)

class Upsample extends Module {
  // An own field in Python; here the class's name, which is the same.
  override get name(): string {
    return this._get_name()
  }

  declare size: Size | null
  declare scale_factor: number | Tuple<number> | null
  declare mode: Mode
  declare align_corners: boolean | null
  declare recompute_scale_factor: boolean | null

  constructor(...args: ArgumentsOf<typeof initUpsample>) {
    super()
    const { scale_factor, ...options } = initUpsample(args)
    Object.assign(this, options)
    this.scale_factor = Array.isArray(scale_factor)
      ? tuple(scale_factor as number[])
      : (scale_factor as number) || null
  }

  override forward(input: Tensor): Tensor {
    const { size, scale_factor, mode, align_corners, recompute_scale_factor } = this
    return F.interpolate(input, size, scale_factor, mode, align_corners, { recompute_scale_factor })
  }

  override extra_repr(): string {
    const { size, scale_factor, mode } = this
    const target =
      scale_factor === null ? `size=${sizes(size)}` : `scale_factor=${factorText(scale_factor)}`
    return `${target}, mode=${pyRepr(mode)}`
  }
}

// Python turns factors into floats, which print as such.
function factorText(factor: number | readonly number[]): string {
  if (typeof factor === 'number') return floatRepr(factor)
  const items = factor.map(floatRepr)
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`
}

const initUpsamplingNearest2d = initializer<[size: Size | null, scale_factor: Size | null]>()(
  'UpsamplingNearest2d.__init__(self, size=None, scale_factor=None)',
)

class UpsamplingNearest2d extends Upsample {
  constructor(...args: ArgumentsOf<typeof initUpsamplingNearest2d>) {
    const { size, scale_factor } = initUpsamplingNearest2d(args)
    super(size, scale_factor, 'nearest')
  }
}

const initUpsamplingBilinear2d = initializer<[size: Size | null, scale_factor: Size | null]>()(
  'UpsamplingBilinear2d.__init__(self, size=None, scale_factor=None)',
)

class UpsamplingBilinear2d extends Upsample {
  constructor(...args: ArgumentsOf<typeof initUpsamplingBilinear2d>) {
    const { size, scale_factor } = initUpsamplingBilinear2d(args)
    super(size, scale_factor, 'bilinear', true)
  }
}

bindForward(Upsample, 'input')

/**
 * Makes sequences `(N, C, L)`, images `(N, C, H, W)` or volumes `(N, C, D, H, W)` larger or smaller, to `size` or by
 * `scale_factor`, of which one must be given. With `align_corners` the centres of the corner pixels keep their values.
 *
 * @example
 * nn.Upsample({ scale_factor: 2, mode: 'bilinear' })(torch.randn(1, 1, 2, 2)).size() // torch.Size([1, 1, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Upsample.html
 */
const Upsample_ = callable(Upsample)
/**
 * {@link Upsample} of images that repeats the nearest pixel.
 *
 * @example
 * nn.UpsamplingNearest2d({ scale_factor: 2 })(torch.randn(1, 1, 2, 2)).size() // torch.Size([1, 1, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.UpsamplingNearest2d.html
 */
const UpsamplingNearest2d_ = callable(UpsamplingNearest2d)
/**
 * {@link Upsample} of images that mixes the four nearest pixels, with `align_corners`.
 *
 * @example
 * nn.UpsamplingBilinear2d([4, 6])(torch.randn(1, 1, 2, 2)).size() // torch.Size([1, 1, 4, 6])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.UpsamplingBilinear2d.html
 */
const UpsamplingBilinear2d_ = callable(UpsamplingBilinear2d)
type Upsample_ = Upsample
type UpsamplingNearest2d_ = UpsamplingNearest2d
type UpsamplingBilinear2d_ = UpsamplingBilinear2d

export {
  Upsample_ as Upsample,
  UpsamplingBilinear2d_ as UpsamplingBilinear2d,
  UpsamplingNearest2d_ as UpsamplingNearest2d,
}
