// Mirrors torchvision/transforms/v2/_color.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { pyRepr, pyStr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { happens, uniform } from '../_base.js'
import { floats, isNumber, isSequence } from '../_types.js'
import { _RandomApplyTransform, type Params, Transform } from './_transform.js'
import { query_chw } from './_utils.js'
import type { HasKernels } from './functional/_utils.js'
import * as F from './functional/index.js'

const initGrayscale = initializer<[num_output_channels: number]>()(
  'Grayscale.__init__(self, num_output_channels=1)',
)

class Grayscale extends Transform {
  declare num_output_channels: number

  constructor(...args: ArgumentsOf<typeof initGrayscale>) {
    const { num_output_channels } = initGrayscale(args)
    super()
    this.num_output_channels = num_output_channels
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.rgb_to_grayscale, inpt, this.num_output_channels)
  }
}

const initRandomGrayscale = initializer<[p: number]>()('RandomGrayscale.__init__(self, p=0.1)')

class RandomGrayscale extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initRandomGrayscale>) {
    super(initRandomGrayscale(args).p)
  }

  override make_params(flat_inputs: unknown[]): Params {
    return { channels: query_chw(flat_inputs)[0] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    return this._call_kernel(F.rgb_to_grayscale, inpt, params.channels as number)
  }
}

class RGB extends Transform {
  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.grayscale_to_rgb, inpt)
  }
}

type Range = number | readonly number[] | null
type Bounds = Tuple<number> | null

function boundsOf(
  value: Range,
  name: string,
  center: number,
  bound: readonly [number, number],
): Bounds {
  if (value === null) return null
  let range: [number, number]
  if (isNumber(value)) {
    if (value < 0) {
      throw new ValueError(`If ${name} is a single number, it must be non negative.`)
    }
    const from = center - value
    range = [center === 1 ? Math.max(from, 0) : from, center + value]
  } else if (isSequence(value) && value.length === 2) {
    range = [value[0] as number, value[1] as number]
  } else {
    throw new TypeError(
      `${name}=${pyStr(value)} should be a single number or a sequence with length 2.`,
    )
  }
  if (!(bound[0] <= range[0] && range[0] <= range[1] && range[1] <= bound[1])) {
    throw new ValueError(
      `${name} values should be between ${pyRepr(tuple(bound))} and increasing, ` +
        `but got ${floats(range)}.`,
    )
  }
  return range[0] === center && range[1] === center ? null : tuple(range)
}

const initJitter = initializer<
  [brightness: Range, contrast: Range, saturation: Range, hue: Range]
>()('ColorJitter.__init__(self, brightness=None, contrast=None, saturation=None, hue=None)')

const drawn = (range: readonly number[]): number => uniform(range[0] as number, range[1] as number)

class ColorJitter extends Transform {
  declare brightness: Bounds
  declare contrast: Bounds
  declare saturation: Bounds
  declare hue: Bounds

  constructor(...args: ArgumentsOf<typeof initJitter>) {
    const { brightness, contrast, saturation, hue } = initJitter(args)
    super()
    const all = [0, Number.POSITIVE_INFINITY] as const
    this.brightness = boundsOf(brightness, 'brightness', 1, all)
    this.contrast = boundsOf(contrast, 'contrast', 1, all)
    this.saturation = boundsOf(saturation, 'saturation', 1, all)
    this.hue = boundsOf(hue, 'hue', 0, [-0.5, 0.5])
  }

  protected override get floatFields(): readonly string[] {
    return ['brightness', 'contrast', 'saturation', 'hue']
  }

  override make_params(): Params {
    const order = torch.randperm(4).tolist() as number[]
    const { brightness, contrast, saturation, hue } = this
    const factors = [brightness, contrast, saturation, hue].map((range) =>
      range === null ? null : drawn(range),
    )
    return { order, factors }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { order, factors } = params as { order: number[]; factors: (number | null)[] }
    const steps: HasKernels<[factor: number]>[] = [
      F.adjust_brightness,
      F.adjust_contrast,
      F.adjust_saturation,
      F.adjust_hue,
    ]
    return order.reduce((output, i) => {
      const factor = factors[i] ?? null
      return factor === null
        ? output
        : this._call_kernel(steps[i] as HasKernels<[factor: number]>, output, factor)
    }, inpt)
  }
}

class RandomChannelPermutation extends Transform {
  override make_params(flat_inputs: unknown[]): Params {
    return { permutation: torch.randperm(query_chw(flat_inputs)[0]) }
  }

  override transform(inpt: unknown, params: Params): unknown {
    return this._call_kernel(F.permute_channels, inpt, params.permutation as Tensor)
  }
}

const initDistort = initializer<
  [
    brightness: readonly number[] | undefined,
    contrast: readonly number[] | undefined,
    saturation: readonly number[] | undefined,
    hue: readonly number[] | undefined,
    p: number,
  ]
>()(
  'RandomPhotometricDistort.__init__(self, brightness=undefined, contrast=undefined, saturation=undefined, hue=undefined, p=0.5)',
)

class RandomPhotometricDistort extends Transform {
  declare brightness: readonly number[]
  declare contrast: readonly number[]
  declare hue: readonly number[]
  declare saturation: readonly number[]
  declare p: number

  constructor(...args: ArgumentsOf<typeof initDistort>) {
    const { brightness, contrast, saturation, hue, p } = initDistort(args)
    super()
    this.brightness = brightness ?? tuple([0.875, 1.125])
    this.contrast = contrast ?? tuple([0.5, 1.5])
    this.hue = hue ?? tuple([-0.05, 0.05])
    this.saturation = saturation ?? tuple([0.5, 1.5])
    this.p = p
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [channels] = query_chw(flat_inputs)
    const maybe = (range: readonly number[]): number | null =>
      happens(this.p) ? drawn(range) : null
    const brightness = maybe(this.brightness)
    const contrast = maybe(this.contrast)
    const saturation = maybe(this.saturation)
    const hue = maybe(this.hue)
    const before = (torch.rand([]).item() as number) < 0.5
    const permutation = happens(this.p) ? torch.randperm(channels) : null
    return { brightness, contrast, saturation, hue, before, permutation }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { before, permutation } = params
    let output = inpt
    const apply = (step: HasKernels<[factor: number]>, name: string, when = true): void => {
      const factor = params[name] as number | null
      if (factor !== null && when) output = this._call_kernel(step, output, factor)
    }
    apply(F.adjust_brightness, 'brightness')
    apply(F.adjust_contrast, 'contrast', Boolean(before))
    apply(F.adjust_saturation, 'saturation')
    apply(F.adjust_hue, 'hue')
    apply(F.adjust_contrast, 'contrast', !before)
    if (permutation === null) return output
    return this._call_kernel(F.permute_channels, output, permutation as Tensor)
  }
}

const initEqualize = initializer<[p: number]>()('RandomEqualize.__init__(self, p=0.5)')

class RandomEqualize extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initEqualize>) {
    super(initEqualize(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.equalize, inpt)
  }
}

const initInvert = initializer<[p: number]>()('RandomInvert.__init__(self, p=0.5)')

class RandomInvert extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initInvert>) {
    super(initInvert(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.invert, inpt)
  }
}

const initAutocontrast = initializer<[p: number]>()('RandomAutocontrast.__init__(self, p=0.5)')

class RandomAutocontrast extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initAutocontrast>) {
    super(initAutocontrast(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.autocontrast, inpt)
  }
}

const initPosterize = initializer<[bits: number, p: number]>()(
  'RandomPosterize.__init__(self, bits, p=0.5)',
)

class RandomPosterize extends _RandomApplyTransform {
  declare bits: number

  constructor(...args: ArgumentsOf<typeof initPosterize>) {
    const { bits, p } = initPosterize(args)
    super(p)
    this.bits = bits
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.posterize, inpt, this.bits)
  }
}

const initSolarize = initializer<[threshold: number, p: number]>()(
  'RandomSolarize.__init__(self, threshold, p=0.5)',
)

class RandomSolarize extends _RandomApplyTransform {
  declare threshold: number

  constructor(...args: ArgumentsOf<typeof initSolarize>) {
    const { threshold, p } = initSolarize(args)
    super(p)
    this.threshold = threshold
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.solarize, inpt, this.threshold)
  }
}

const initSharpness = initializer<[sharpness_factor: number, p: number]>()(
  'RandomAdjustSharpness.__init__(self, sharpness_factor, p=0.5)',
)

class RandomAdjustSharpness extends _RandomApplyTransform {
  declare sharpness_factor: number

  constructor(...args: ArgumentsOf<typeof initSharpness>) {
    const { sharpness_factor, p } = initSharpness(args)
    super(p)
    this.sharpness_factor = sharpness_factor
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.adjust_sharpness, inpt, this.sharpness_factor)
  }
}

/** {@link F.rgb_to_grayscale} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Grayscale.html */
const Grayscale_ = callable(Grayscale)
/** {@link F.rgb_to_grayscale} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomGrayscale.html */
const RandomGrayscale_ = callable(RandomGrayscale)
/** {@link F.grayscale_to_rgb} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RGB.html */
const RGB_ = callable(RGB)
/** Brightness, contrast, saturation and hue at random, in a random order. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ColorJitter.html */
const ColorJitter_ = callable(ColorJitter)
/** The channels in a random order. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomChannelPermutation.html */
const RandomChannelPermutation_ = callable(RandomChannelPermutation)
/** Colours distorted as for training SSD. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomPhotometricDistort.html */
const RandomPhotometricDistort_ = callable(RandomPhotometricDistort)
/** {@link F.equalize} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomEqualize.html */
const RandomEqualize_ = callable(RandomEqualize)
/** {@link F.invert} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomInvert.html */
const RandomInvert_ = callable(RandomInvert)
/** {@link F.autocontrast} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomAutocontrast.html */
const RandomAutocontrast_ = callable(RandomAutocontrast)
/** {@link F.posterize} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomPosterize.html */
const RandomPosterize_ = callable(RandomPosterize)
/** {@link F.solarize} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomSolarize.html */
const RandomSolarize_ = callable(RandomSolarize)
/** {@link F.adjust_sharpness} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomAdjustSharpness.html */
const RandomAdjustSharpness_ = callable(RandomAdjustSharpness)
type Grayscale_ = Grayscale
type RandomGrayscale_ = RandomGrayscale
type RGB_ = RGB
type ColorJitter_ = ColorJitter
type RandomChannelPermutation_ = RandomChannelPermutation
type RandomPhotometricDistort_ = RandomPhotometricDistort
type RandomEqualize_ = RandomEqualize
type RandomInvert_ = RandomInvert
type RandomAutocontrast_ = RandomAutocontrast
type RandomPosterize_ = RandomPosterize
type RandomSolarize_ = RandomSolarize
type RandomAdjustSharpness_ = RandomAdjustSharpness

export {
  ColorJitter_ as ColorJitter,
  Grayscale_ as Grayscale,
  RandomAdjustSharpness_ as RandomAdjustSharpness,
  RandomAutocontrast_ as RandomAutocontrast,
  RandomChannelPermutation_ as RandomChannelPermutation,
  RandomEqualize_ as RandomEqualize,
  RandomGrayscale_ as RandomGrayscale,
  RandomInvert_ as RandomInvert,
  RandomPhotometricDistort_ as RandomPhotometricDistort,
  RandomPosterize_ as RandomPosterize,
  RandomSolarize_ as RandomSolarize,
  RGB_ as RGB,
}
