// Sizes of images, and borders around them. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import { layer } from '../../../nn/modules/_layer.js'
import { ImageTransform, modeOf } from '../_base.js'
import type { SizeArgument } from '../_functional/resize.js'
import { InterpolationMode } from '../_interpolation.js'
import {
  type Fill,
  type ImageOrTensor,
  type Interpolation,
  isNumber,
  isSequence,
  kindOf,
} from '../_types.js'
import * as F from '../functional.js'

const initResize = initializer<
  [
    size: SizeArgument,
    interpolation: Interpolation | undefined,
    max_size: number | null,
    antialias: boolean | null,
  ]
>()('Resize.__init__(self, size, interpolation=undefined, max_size=None, antialias=True)')

class Resize extends ImageTransform {
  declare size: SizeArgument
  declare max_size: number | null
  declare interpolation: InterpolationMode
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initResize>) {
    const { size, interpolation, max_size, antialias } = initResize(args)
    super()
    if (!Number.isInteger(size) && !isSequence(size)) {
      throw new TypeError(`Size should be int or sequence. Got ${kindOf(size)}`)
    }
    if (isSequence(size) && size.length !== 1 && size.length !== 2) {
      throw new ValueError('If size is a sequence, it should have 1 or 2 values')
    }
    this.size = size
    this.max_size = max_size
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
    this.antialias = antialias
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    return F.resize(img, this.size, this.interpolation, this.max_size, this.antialias)
  }

  override __repr__(): string {
    const { size, interpolation, max_size, antialias } = this
    return (
      `${this.constructor.name}(size=${pyRepr(size)}, interpolation=${interpolation.value}, ` +
      `max_size=${pyRepr(max_size)}, antialias=${pyRepr(antialias)})`
    )
  }
}

export type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric'

const initPad = initializer<[padding: SizeArgument, fill: Fill, padding_mode: PaddingMode]>()(
  "Pad.__init__(self, padding, fill=0, padding_mode='constant')",
)

class Pad extends ImageTransform {
  declare padding: SizeArgument
  declare fill: Fill
  declare padding_mode: PaddingMode

  constructor(...args: ArgumentsOf<typeof initPad>) {
    const { padding, fill, padding_mode } = initPad(args)
    super()
    if (!isNumber(padding) && !isSequence(padding)) {
      throw new TypeError('Got inappropriate padding arg')
    }
    if (!isNumber(fill) && !isSequence(fill)) throw new TypeError('Got inappropriate fill arg')
    if (!['constant', 'edge', 'reflect', 'symmetric'].includes(padding_mode)) {
      throw new ValueError('Padding mode should be either constant, edge, reflect or symmetric')
    }
    if (isSequence(padding) && ![1, 2, 4].includes(padding.length)) {
      throw new ValueError(
        'Padding must be an int or a 1, 2, or 4 element tuple, not a ' +
          `${padding.length} element tuple`,
      )
    }
    this.padding = padding
    this.fill = fill
    this.padding_mode = padding_mode
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    return F.pad(img, this.padding, this.fill, this.padding_mode)
  }

  override __repr__(): string {
    const { padding, fill, padding_mode } = this
    return (
      `${this.constructor.name}(padding=${pyRepr(padding)}, fill=${pyRepr(fill)}, ` +
      `padding_mode=${padding_mode})`
    )
  }
}

/**
 * {@link F.resize} as a transform.
 *
 * @example
 * transforms.Resize([4, 6])(torch.zeros(3, 8, 8)).shape // torch.Size([3, 4, 6])
 * transforms.Resize(256) // Resize(size=256, interpolation=bilinear, max_size=None, antialias=True)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Resize.html
 */
const Resize_ = layer(Resize, 'img')

/**
 * {@link F.pad} as a transform.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.Pad(2)(torch.zeros(3, 8, 8)).shape // torch.Size([3, 12, 12])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Pad.html
 */
const Pad_ = layer(Pad, 'img')

type Resize_ = Resize

type Pad_ = Pad

export { Pad_ as Pad, Resize_ as Resize }
