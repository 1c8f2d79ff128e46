// Parts of images. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { roundHalfEven } from '../../../_round.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { nn } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { warn } from '../../../warnings.js'
import { _setup_size, ImageTransform, modeOf, randint, rounded, uniform } from '../_base.js'
import type { SizeArgument } from '../_functional/resize.js'
import { InterpolationMode } from '../_interpolation.js'
import { type Fill, type ImageOrTensor, type Interpolation, isSequence } from '../_types.js'
import * as F from '../functional.js'
import type { PaddingMode } from './resize.js'

const twoOnly = 'Please provide only two dimensions (h, w) for size.'

class CenterCrop extends ImageTransform {
  declare size: readonly number[]

  constructor(size: SizeArgument) {
    super()
    this.size = _setup_size(size, twoOnly)
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    return F.center_crop(img, this.size)
  }

  override __repr__(): string {
    return `${this.constructor.name}(size=${pyRepr(this.size)})`
  }
}

/** Row, column, height and width of a part. */
export type Part = [i: number, j: number, h: number, w: number]

const initRandomCrop = initializer<
  [
    size: SizeArgument,
    padding: SizeArgument | null,
    pad_if_needed: boolean,
    fill: Fill,
    padding_mode: PaddingMode,
  ]
>()(
  "RandomCrop.__init__(self, size, padding=None, pad_if_needed=False, fill=0, padding_mode='constant')",
)

class RandomCrop extends ImageTransform {
  declare size: readonly number[]
  declare padding: SizeArgument | null
  declare pad_if_needed: boolean
  declare fill: Fill
  declare padding_mode: PaddingMode

  constructor(...args: ArgumentsOf<typeof initRandomCrop>) {
    const { size, padding, pad_if_needed, fill, padding_mode } = initRandomCrop(args)
    super()
    this.size = tuple(_setup_size(size, twoOnly))
    this.padding = padding
    this.pad_if_needed = pad_if_needed
    this.fill = fill
    this.padding_mode = padding_mode
  }

  /**
   * Draws where to cut.
   *
   * @throws ValueError where the image is smaller than the size.
   */
  static get_params(img: ImageOrTensor, output_size: readonly number[]): Part {
    const [, h, w] = F.get_dimensions(img)
    const [th, tw] = output_size as [number, number]
    if (h < th || w < tw) {
      throw new ValueError(
        `Required crop size (${th}, ${tw}) is larger than input image size (${h}, ${w})`,
      )
    }
    if (w === tw && h === th) return [0, 0, h, w]
    return [randint(0, h - th + 1), randint(0, w - tw + 1), th, tw]
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const { padding, pad_if_needed, fill, padding_mode } = this
    const [th, tw] = this.size as [number, number]
    let source = padding === null ? img : F.pad(img, padding, fill, padding_mode)
    const [, height, width] = F.get_dimensions(source)
    if (pad_if_needed && width < tw) source = F.pad(source, [tw - width, 0], fill, padding_mode)
    if (pad_if_needed && height < th) source = F.pad(source, [0, th - height], fill, padding_mode)
    return F.crop(source, ...RandomCrop.get_params(source, [th, tw]))
  }

  override __repr__(): string {
    const { size, padding } = this
    return `${this.constructor.name}(size=${pyRepr(size)}, padding=${pyRepr(padding)})`
  }
}

const initRandomResizedCrop = initializer<
  [
    size: SizeArgument,
    scale: readonly number[] | undefined,
    ratio: readonly number[] | undefined,
    interpolation: Interpolation | undefined,
    antialias: boolean | null,
  ]
>()(
  'RandomResizedCrop.__init__(self, size, scale=undefined, ratio=undefined, interpolation=undefined, antialias=True)',
)

class RandomResizedCrop extends ImageTransform {
  declare size: readonly number[]
  declare scale: readonly number[]
  declare ratio: readonly number[]
  declare interpolation: InterpolationMode
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initRandomResizedCrop>) {
    const bound = initRandomResizedCrop(args)
    const { size, scale = tuple([0.08, 1]), ratio = tuple([3 / 4, 4 / 3]) } = bound
    super()
    this.size = _setup_size(size, twoOnly)
    if (!isSequence(scale)) throw new TypeError('Scale should be a sequence')
    if (!isSequence(ratio)) throw new TypeError('Ratio should be a sequence')
    warnUnlessOrdered(scale, ratio)
    this.interpolation = modeOf(bound.interpolation, InterpolationMode.BILINEAR)
    this.antialias = bound.antialias
    this.scale = scale
    this.ratio = ratio
  }

  /** Draws a part of the image, of an area and an aspect ratio in ranges; ten tries, then the middle. */
  static get_params(img: ImageOrTensor, scale: readonly number[], ratio: readonly number[]): Part {
    const [, height, width] = F.get_dimensions(img)
    return drawPart(height, width, scale, ratio)
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const { size, scale, ratio, interpolation, antialias } = this
    const [i, j, h, w] = RandomResizedCrop.get_params(img, scale, ratio)
    return F.resized_crop(img, i, j, h, w, size, interpolation, antialias)
  }

  override __repr__(): string {
    const { size, scale, ratio, interpolation, antialias } = this
    return (
      `${this.constructor.name}(size=${pyRepr(size)}, scale=${rounded(scale)}, ` +
      `ratio=${rounded(ratio)}, interpolation=${interpolation.value}, ` +
      `antialias=${pyRepr(antialias)})`
    )
  }
}

/** A part with an area and an aspect in these ranges; after ten tries the middle, of the nearest aspect. */
export function drawPart(
  height: number,
  width: number,
  scale: readonly number[],
  ratio: readonly number[],
): Part {
  const area = height * width
  const [low, high] = logOf(ratio)
  for (let i = 0; i < 10; i++) {
    const target = area * uniform(scale[0] as number, scale[1] as number)
    const aspect = torch.exp(torch.empty(1).uniform_(low, high)).item() as number
    const w = roundHalfEven(Math.sqrt(target * aspect))
    const h = roundHalfEven(Math.sqrt(target / aspect))
    if (w > 0 && w <= width && h > 0 && h <= height) {
      return [randint(0, height - h + 1), randint(0, width - w + 1), h, w]
    }
  }
  const least = Math.min(...ratio)
  const most = Math.max(...ratio)
  const aspect = width / height
  const h = aspect < least ? roundHalfEven(width / least) : height
  const w = aspect > most ? roundHalfEven(height * most) : width
  return [Math.floor((height - h) / 2), Math.floor((width - w) / 2), h, w]
}

export function warnUnlessOrdered(scale: readonly number[], ratio: readonly number[]): void {
  const falls = ([from, to]: readonly number[]): boolean => (from as number) > (to as number)
  if (falls(scale) || falls(ratio)) warn('Scale and ratio should be of kind (min, max)')
}

// Asked for with every image, and hardly ever of another range than before.
let logsOf: { ratio: readonly number[]; logs: [number, number] } | null = null

/** The logarithms of a range, in the precision of the default type, as torch has them. */
export function logOf(ratio: readonly number[]): [number, number] {
  if (logsOf?.ratio[0] === ratio[0] && logsOf?.ratio[1] === ratio[1]) return logsOf.logs
  const { float32: dtype } = torch
  const logs = torch.log(torch.tensor([...ratio], { dtype })).tolist() as [number, number]
  logsOf = { ratio: [...ratio], logs }
  return logs
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Crops {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  <T extends ImageOrTensor>(img: T): Tuple<T>
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
abstract class Crops extends nn.Module {
  declare size: readonly number[]

  constructor(size: SizeArgument) {
    super()
    this.size = _setup_size(size, twoOnly)
  }

  abstract override forward(img: ImageOrTensor): Tuple<ImageOrTensor>
}

class FiveCrop extends Crops {
  override forward(img: ImageOrTensor): Tuple<ImageOrTensor> {
    return F.five_crop(img, this.size)
  }

  override __repr__(): string {
    return `${this.constructor.name}(size=${pyRepr(this.size)})`
  }
}

const initTenCrop = initializer<[size: SizeArgument, vertical_flip: boolean]>()(
  'TenCrop.__init__(self, size, vertical_flip=False)',
)

class TenCrop extends Crops {
  declare vertical_flip: boolean

  constructor(...args: ArgumentsOf<typeof initTenCrop>) {
    const { size, vertical_flip } = initTenCrop(args)
    super(size)
    this.vertical_flip = vertical_flip
  }

  override forward(img: ImageOrTensor): Tuple<ImageOrTensor> {
    return F.ten_crop(img, this.size, this.vertical_flip)
  }

  override __repr__(): string {
    const { size, vertical_flip } = this
    return `${this.constructor.name}(size=${pyRepr(size)}, vertical_flip=${pyRepr(vertical_flip)})`
  }
}

/**
 * {@link F.center_crop} as a transform.
 *
 * @example
 * transforms.CenterCrop(4)(torch.zeros(3, 8, 8)).shape // torch.Size([3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.CenterCrop.html
 */
const CenterCrop_ = layer(CenterCrop, 'img')

/**
 * A part of a size from a random place, after a border was added.
 *
 * @example
 * transforms.RandomCrop(32, { padding: 4 })(torch.zeros(3, 32, 32)).shape // torch.Size([3, 32, 32])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomCrop.html
 */
const RandomCrop_ = layer(RandomCrop, 'img')

/**
 * A random part of the image, `scale` of its area and of an aspect `ratio` in a range, resized.
 *
 * @example
 * transforms.RandomResizedCrop(4)(torch.zeros(3, 8, 8)).shape // torch.Size([3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomResizedCrop.html
 */
const RandomResizedCrop_ = layer(RandomResizedCrop, 'img')

/**
 * {@link F.five_crop} as a transform.
 *
 * @example
 * transforms.FiveCrop(4)(torch.zeros(3, 8, 8)).length // 5
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.FiveCrop.html
 */
const FiveCrop_ = layer(FiveCrop, 'img')

/**
 * {@link F.ten_crop} as a transform.
 *
 * @example
 * transforms.TenCrop(4)(torch.zeros(3, 8, 8)).length // 10
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.TenCrop.html
 */
const TenCrop_ = layer(TenCrop, 'img')

type CenterCrop_ = CenterCrop

type RandomCrop_ = RandomCrop

type RandomResizedCrop_ = RandomResizedCrop

type FiveCrop_ = FiveCrop

type TenCrop_ = TenCrop

export {
  CenterCrop_ as CenterCrop,
  FiveCrop_ as FiveCrop,
  RandomCrop_ as RandomCrop,
  RandomResizedCrop_ as RandomResizedCrop,
  TenCrop_ as TenCrop,
}
