// Random brightness, contrast, saturation and hue. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { floats, ImageTransform, uniform } from '../_base.js'
import { type ImageOrTensor, isNumber, isSequence } from '../_types.js'
import * as F from '../functional.js'

/** A strength: up to so much more or less, or from one to another. */
export type Range = number | readonly number[]

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

type ColorJitter_ = ColorJitter

export { ColorJitter_ as ColorJitter }
