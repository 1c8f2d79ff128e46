// Changes of colour with a probability. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import torch from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { ImageTransform } from '../_base.js'
import type { ImageOrTensor } from '../_types.js'
import * as F from '../functional.js'

// What happens with a probability that is compared in double precision.
abstract class Sometimes extends ImageTransform {
  declare p: number

  abstract changed(img: ImageOrTensor): ImageOrTensor

  override forward(img: ImageOrTensor): ImageOrTensor {
    return (torch.rand(1).item() as number) < this.p ? this.changed(img) : img
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

const initInvert = initializer<[p: number]>()('RandomInvert.__init__(self, p=0.5)')

class RandomInvert extends Sometimes {
  constructor(...args: ArgumentsOf<typeof initInvert>) {
    const { p } = initInvert(args)
    super()
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.invert(img)
  }
}

const initAutocontrast = initializer<[p: number]>()('RandomAutocontrast.__init__(self, p=0.5)')

class RandomAutocontrast extends Sometimes {
  constructor(...args: ArgumentsOf<typeof initAutocontrast>) {
    const { p } = initAutocontrast(args)
    super()
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.autocontrast(img)
  }
}

const initEqualize = initializer<[p: number]>()('RandomEqualize.__init__(self, p=0.5)')

class RandomEqualize extends Sometimes {
  constructor(...args: ArgumentsOf<typeof initEqualize>) {
    const { p } = initEqualize(args)
    super()
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.equalize(img)
  }
}

const initPosterize = initializer<[bits: number, p: number]>()(
  'RandomPosterize.__init__(self, bits, p=0.5)',
)

class RandomPosterize extends Sometimes {
  declare bits: number

  constructor(...args: ArgumentsOf<typeof initPosterize>) {
    const { bits, p } = initPosterize(args)
    super()
    this.bits = bits
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.posterize(img, this.bits)
  }

  override __repr__(): string {
    return `${this.constructor.name}(bits=${pyRepr(this.bits)},p=${pyRepr(this.p)})`
  }
}

const initSolarize = initializer<[threshold: number, p: number]>()(
  'RandomSolarize.__init__(self, threshold, p=0.5)',
)

class RandomSolarize extends Sometimes {
  declare threshold: number

  constructor(...args: ArgumentsOf<typeof initSolarize>) {
    const { threshold, p } = initSolarize(args)
    super()
    this.threshold = threshold
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.solarize(img, this.threshold)
  }

  override __repr__(): string {
    return `${this.constructor.name}(threshold=${pyRepr(this.threshold)},p=${pyRepr(this.p)})`
  }
}

const initSharpness = initializer<[sharpness_factor: number, p: number]>()(
  'RandomAdjustSharpness.__init__(self, sharpness_factor, p=0.5)',
)

class RandomAdjustSharpness extends Sometimes {
  declare sharpness_factor: number

  constructor(...args: ArgumentsOf<typeof initSharpness>) {
    const { sharpness_factor, p } = initSharpness(args)
    super()
    this.sharpness_factor = sharpness_factor
    this.p = p
  }

  override changed(img: ImageOrTensor): ImageOrTensor {
    return F.adjust_sharpness(img, this.sharpness_factor)
  }

  override __repr__(): string {
    const { sharpness_factor, p } = this
    return `${this.constructor.name}(sharpness_factor=${pyRepr(sharpness_factor)},p=${pyRepr(p)})`
  }
}

/**
 * {@link F.invert} with a probability.
 *
 * @example
 * transforms.RandomInvert(1)(torch.ones(1, 1, 1)).item() // 0
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomInvert.html
 */
const RandomInvert_ = layer(RandomInvert, 'img')

/**
 * {@link F.posterize} with a probability.
 *
 * @example
 * transforms.RandomPosterize(2) // RandomPosterize(bits=2,p=0.5)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomPosterize.html
 */
const RandomPosterize_ = layer(RandomPosterize, 'img')

/**
 * {@link F.solarize} with a probability.
 *
 * @example
 * transforms.RandomSolarize(192) // RandomSolarize(threshold=192,p=0.5)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomSolarize.html
 */
const RandomSolarize_ = layer(RandomSolarize, 'img')

/**
 * {@link F.adjust_sharpness} with a probability.
 *
 * @example
 * transforms.RandomAdjustSharpness(2) // RandomAdjustSharpness(sharpness_factor=2,p=0.5)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAdjustSharpness.html
 */
const RandomAdjustSharpness_ = layer(RandomAdjustSharpness, 'img')

/**
 * {@link F.autocontrast} with a probability.
 *
 * @example
 * transforms.RandomAutocontrast() // RandomAutocontrast(p=0.5)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAutocontrast.html
 */
const RandomAutocontrast_ = layer(RandomAutocontrast, 'img')

/**
 * {@link F.equalize} with a probability.
 *
 * @example
 * transforms.RandomEqualize() // RandomEqualize(p=0.5)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomEqualize.html
 */
const RandomEqualize_ = layer(RandomEqualize, 'img')

type RandomInvert_ = RandomInvert

type RandomPosterize_ = RandomPosterize

type RandomSolarize_ = RandomSolarize

type RandomAdjustSharpness_ = RandomAdjustSharpness

type RandomAutocontrast_ = RandomAutocontrast

type RandomEqualize_ = RandomEqualize

export {
  RandomAdjustSharpness_ as RandomAdjustSharpness,
  RandomAutocontrast_ as RandomAutocontrast,
  RandomEqualize_ as RandomEqualize,
  RandomInvert_ as RandomInvert,
  RandomPosterize_ as RandomPosterize,
  RandomSolarize_ as RandomSolarize,
}
