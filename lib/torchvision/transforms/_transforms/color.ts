// Colours. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { _setup_size, floats, happens, ImageTransform, uniform } from '../_base.js'
import { type ImageOrTensor, isNumber, isSequence } from '../_types.js'
import * as F from '../functional.js'

/** A strength: up to so much more or less, or from one to another. */
type Range = number | readonly number[]
type Bounds = Tuple<number> | null

const initJitter = initializer<
  [brightness: Range, contrast: Range, saturation: Range, hue: Range]
>()('ColorJitter.__init__(self, brightness=0, contrast=0, saturation=0, hue=0)')

interface RangeOptions {
  readonly center: number
  readonly bound: readonly [number, number]
  readonly clip_first_on_zero: boolean
}
const factors: RangeOptions = {
  center: 1,
  bound: [0, Number.POSITIVE_INFINITY],
  clip_first_on_zero: true,
}
const hues: RangeOptions = { center: 0, bound: [-0.5, 0.5], clip_first_on_zero: false }

function _check_input(value: unknown, name: string, options: RangeOptions): Bounds {
  const { center, bound, clip_first_on_zero } = options
  let range: [number, number]
  if (isNumber(value)) {
    if (value < 0) {
      throw new ValueError(`If ${name} is a single number, it must be non negative.`)
    }
    const from = center - value
    range = [clip_first_on_zero ? Math.max(from, 0) : from, center + value]
  } else if (isSequence(value) && value.length === 2) {
    range = [value[0] as number, value[1] as number]
  } else {
    throw new TypeError(`${name} should be a single number or a list/tuple with length 2.`)
  }
  if (!(bound[0] <= range[0] && range[0] <= range[1] && range[1] <= bound[1])) {
    const limits = pyRepr(tuple(bound))
    throw new ValueError(`${name} values should be between ${limits}, but got ${floats(range)}.`)
  }
  return range[0] === center && range[1] === center ? null : tuple(range)
}

type JitterParams = [order: Tensor, ...factors: (number | null)[]]

class ColorJitter extends ImageTransform {
  declare brightness: Bounds
  declare contrast: Bounds
  declare saturation: Bounds
  declare hue: Bounds

  constructor(...args: ArgumentsOf<typeof initJitter>) {
    const { brightness, contrast, saturation, hue } = initJitter(args)
    super()
    this.brightness = _check_input(brightness, 'brightness', factors)
    this.contrast = _check_input(contrast, 'contrast', factors)
    this.saturation = _check_input(saturation, 'saturation', factors)
    this.hue = _check_input(hue, 'hue', hues)
  }

  /** Draws an order and the four strengths; null for what is not to change. */
  static get_params(
    brightness: readonly number[] | null,
    contrast: readonly number[] | null,
    saturation: readonly number[] | null,
    hue: readonly number[] | null,
  ): JitterParams {
    const order = torch.randperm(4)
    const drawn = [brightness, contrast, saturation, hue].map((range) =>
      range === null ? null : uniform(range[0] as number, range[1] as number),
    )
    return [order, ...drawn]
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const { brightness, contrast, saturation, hue } = this
    const [order, ...drawn] = ColorJitter.get_params(brightness, contrast, saturation, hue)
    const steps = [F.adjust_brightness, F.adjust_contrast, F.adjust_saturation, F.adjust_hue]
    let result = img
    for (const i of order.tolist() as number[]) {
      const factor = drawn[i] ?? null
      if (factor !== null) result = (steps[i] as typeof F.adjust_hue)(result, factor)
    }
    return result
  }

  override __repr__(): string {
    const shown = (range: Bounds): string => (range === null ? 'None' : floats(range, '()'))
    const { brightness, contrast, saturation, hue } = this
    return (
      `${this.constructor.name}(brightness=${shown(brightness)}, contrast=${shown(contrast)}, ` +
      `saturation=${shown(saturation)}, hue=${shown(hue)})`
    )
  }
}

const initGrayscale = initializer<[num_output_channels: number]>()(
  'Grayscale.__init__(self, num_output_channels=1)',
)

class Grayscale extends ImageTransform {
  declare num_output_channels: number

  constructor(...args: ArgumentsOf<typeof initGrayscale>) {
    const { num_output_channels } = initGrayscale(args)
    super()
    this.num_output_channels = num_output_channels
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    return F.rgb_to_grayscale(img, this.num_output_channels)
  }

  override __repr__(): string {
    return `${this.constructor.name}(num_output_channels=${this.num_output_channels})`
  }
}

const initRandomGrayscale = initializer<[p: number]>()('RandomGrayscale.__init__(self, p=0.1)')

class RandomGrayscale extends ImageTransform {
  declare p: number

  constructor(...args: ArgumentsOf<typeof initRandomGrayscale>) {
    const { p } = initRandomGrayscale(args)
    super()
    this.p = p
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [channels] = F.get_dimensions(img)
    return happens(this.p) ? F.rgb_to_grayscale(img, channels) : img
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

const initBlur = initializer<[kernel_size: Range, sigma: Range | undefined]>()(
  'GaussianBlur.__init__(self, kernel_size, sigma=undefined)',
)

class GaussianBlur extends ImageTransform {
  declare kernel_size: readonly number[]
  declare sigma: readonly number[]

  constructor(...args: ArgumentsOf<typeof initBlur>) {
    const { kernel_size, sigma = tuple([0.1, 2]) } = initBlur(args)
    super()
    this.kernel_size = _setup_size(
      kernel_size,
      'Kernel size should be a tuple/list of two integers',
    )
    if (this.kernel_size.some((one) => one <= 0 || one % 2 === 0)) {
      throw new ValueError('Kernel size value should be an odd and positive number.')
    }
    this.sigma = sigmaOf(sigma)
  }

  /** Draws a deviation. */
  static get_params(sigma_min: number, sigma_max: number): number {
    return uniform(sigma_min, sigma_max)
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const sigma = GaussianBlur.get_params(this.sigma[0] as number, this.sigma[1] as number)
    return F.gaussian_blur(img, this.kernel_size, [sigma, sigma])
  }

  override __repr__(): string {
    const { kernel_size, sigma } = this
    const shown = floats(sigma, String(pyRepr(sigma)).startsWith('(') ? '()' : '[]')
    return `${this.constructor.name}(kernel_size=${pyRepr(kernel_size)}, sigma=${shown})`
  }
}

function sigmaOf(sigma: unknown): readonly number[] {
  if (isNumber(sigma)) {
    if (sigma <= 0) throw new ValueError('If sigma is a single number, it must be positive.')
    return tuple([sigma, sigma])
  }
  if (!isSequence(sigma) || sigma.length !== 2) {
    throw new ValueError('sigma should be a single number or a list/tuple with length 2.')
  }
  const [from, to] = sigma as [number, number]
  if (!(from > 0 && from <= to)) {
    throw new ValueError('sigma values should be positive and of the form (min, max).')
  }
  return sigma
}

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
 * Brightness, contrast, saturation and hue, changed at random and in a random order: each up to so much more or less, or
 * between two factors; the hue by up to 0.5, half its circle.
 *
 * @throws TypeError and ValueError for ranges that cannot be.
 *
 * @example
 * transforms.ColorJitter({ brightness: 0.5 }) // ColorJitter(brightness=(0.5, 1.5), contrast=None, saturation=None, hue=None)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ColorJitter.html
 */
const ColorJitter_ = layer(ColorJitter, 'img')
/**
 * {@link F.rgb_to_grayscale} as a transform.
 *
 * @example
 * transforms.Grayscale()(torch.ones(3, 4, 4)).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Grayscale.html
 */
const Grayscale_ = layer(Grayscale, 'img')
/**
 * {@link F.rgb_to_grayscale} with a probability; the number of channels stays.
 *
 * @example
 * transforms.RandomGrayscale(1)(torch.ones(3, 4, 4)).shape // torch.Size([3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomGrayscale.html
 */
const RandomGrayscale_ = layer(RandomGrayscale, 'img')
/**
 * {@link F.gaussian_blur} with a random deviation.
 *
 * @throws ValueError for sizes and deviations that cannot be.
 *
 * @example
 * transforms.GaussianBlur(3) // GaussianBlur(kernel_size=(3, 3), sigma=(0.1, 2.0))
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.GaussianBlur.html
 */
const GaussianBlur_ = layer(GaussianBlur, 'img')
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
type ColorJitter_ = ColorJitter
type Grayscale_ = Grayscale
type RandomGrayscale_ = RandomGrayscale
type GaussianBlur_ = GaussianBlur
type RandomInvert_ = RandomInvert
type RandomPosterize_ = RandomPosterize
type RandomSolarize_ = RandomSolarize
type RandomAdjustSharpness_ = RandomAdjustSharpness
type RandomAutocontrast_ = RandomAutocontrast
type RandomEqualize_ = RandomEqualize

export {
  ColorJitter_ as ColorJitter,
  GaussianBlur_ as GaussianBlur,
  Grayscale_ as Grayscale,
  RandomAdjustSharpness_ as RandomAdjustSharpness,
  RandomAutocontrast_ as RandomAutocontrast,
  RandomEqualize_ as RandomEqualize,
  RandomGrayscale_ as RandomGrayscale,
  RandomInvert_ as RandomInvert,
  RandomPosterize_ as RandomPosterize,
  RandomSolarize_ as RandomSolarize,
}
