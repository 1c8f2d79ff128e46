// Sizes and parts of images. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { typeName } from '../../../_typename.js'
import { AttributeError, ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { roundHalfEven } from '../../../PIL/_numbers.js'
import { warn } from '../../../warnings.js'
import {
  _setup_size,
  happens,
  ImageTransform,
  modeOf,
  randint,
  rounded,
  uniform,
} from '../_base.js'
import type { SizeArgument } from '../_functional/geometry.js'
import { InterpolationMode } from '../_interpolation.js'
import {
  type Fill,
  type ImageOrTensor,
  type Interpolation,
  isNumber,
  isSequence,
  isTensor,
  kindOf,
} from '../_types.js'
import * as F from '../functional.js'

const twoOnly = 'Please provide only two dimensions (h, w) for size.'

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

type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric'

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

const initErasing = initializer<
  [
    p: number,
    scale: readonly number[] | undefined,
    ratio: readonly number[] | undefined,
    value: number | 'random' | readonly number[],
    inplace: boolean,
  ]
>()('RandomErasing.__init__(self, p=0.5, scale=undefined, ratio=undefined, value=0, inplace=False)')

class RandomErasing extends nn.Module {
  declare p: number
  declare scale: readonly number[]
  declare ratio: readonly number[]
  declare value: number | 'random' | readonly number[]
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initErasing>) {
    const bound = initErasing(args)
    const { p, scale = tuple([0.02, 0.33]), ratio = tuple([0.3, 3.3]), value, inplace } = bound
    super()
    if (!isNumber(value) && typeof value !== 'string' && !isSequence(value)) {
      throw new TypeError('Argument value should be either a number or str or a sequence')
    }
    if (typeof value === 'string' && value !== 'random') {
      throw new ValueError("If value is str, it should be 'random'")
    }
    if (!isSequence(scale)) throw new TypeError('Scale should be a sequence')
    if (!isSequence(ratio)) throw new TypeError('Ratio should be a sequence')
    warnUnlessOrdered(scale, ratio)
    if ((scale[0] as number) < 0 || (scale[1] as number) > 1) {
      throw new ValueError('Scale should be between 0 and 1')
    }
    if (p < 0 || p > 1) {
      throw new ValueError('Random erasing probability should be between 0 and 1')
    }
    Object.assign(this, { p, scale, ratio, value, inplace })
  }

  /** Draws a rectangle and what to fill it with; ten tries, then the image itself. */
  static get_params(
    img: Tensor,
    scale: readonly number[],
    ratio: readonly number[],
    value: readonly number[] | null = null,
  ): [...Part, v: Tensor] {
    const [c, height, width] = [img.size(-3), img.size(-2), img.size(-1)]
    const area = height * width
    const [low, high] = logOf(ratio)
    for (let n = 0; n < 10; n++) {
      const target = area * uniform(scale[0] as number, scale[1] as number)
      const aspect = torch.exp(torch.empty(1).uniform_(low, high)).item() as number
      const h = roundHalfEven(Math.sqrt(target * aspect))
      const w = roundHalfEven(Math.sqrt(target / aspect))
      if (!(h < height && w < width)) continue
      const dtype = torch.float32
      const v =
        value === null
          ? torch.empty([c, h, w], { dtype }).normal_()
          : torch.tensor([...value], { dtype }).view(-1, 1, 1)
      return [randint(0, height - h + 1), randint(0, width - w + 1), h, w, v]
    }
    return [0, 0, height, width, img]
  }

  override forward(img: Tensor): Tensor {
    if (!happens(this.p)) return img
    if (!isTensor(img)) {
      throw new AttributeError(`'${typeName(img)}' object has no attribute 'shape'`)
    }
    const { value, scale, ratio, inplace } = this
    const values = isNumber(value) ? [value] : typeof value === 'string' ? null : value
    if (values !== null && values.length !== 1 && values.length !== img.size(-3)) {
      throw new ValueError(
        'If value is a sequence, it should have either a single value or ' +
          `${img.size(-3)} (number of input channels)`,
      )
    }
    const [i, j, h, w, v] = RandomErasing.get_params(img, scale, ratio, values)
    return F.erase(img, i, j, h, w, v, inplace)
  }

  override __repr__(): string {
    const { p, scale, ratio, value, inplace } = this
    const shown = typeof value === 'string' ? value : pyRepr(value)
    return (
      `${this.constructor.name}(p=${pyRepr(p)}, scale=${pyRepr(scale)}, ratio=${pyRepr(ratio)}, ` +
      `value=${shown}, inplace=${pyRepr(inplace)})`
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
 * {@link F.center_crop} as a transform.
 *
 * @example
 * transforms.CenterCrop(4)(torch.zeros(3, 8, 8)).shape // torch.Size([3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.CenterCrop.html
 */
const CenterCrop_ = layer(CenterCrop, 'img')
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
/**
 * With a probability, fills a random rectangle of a tensor image: with a number, one per channel, or `'random'` ones.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.RandomErasing({ p: 1 })(torch.ones(3, 8, 8)).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomErasing.html
 */
const RandomErasing_ = layer(RandomErasing, 'img')
type Resize_ = Resize
type CenterCrop_ = CenterCrop
type Pad_ = Pad
type RandomCrop_ = RandomCrop
type RandomResizedCrop_ = RandomResizedCrop
type FiveCrop_ = FiveCrop
type TenCrop_ = TenCrop
type RandomErasing_ = RandomErasing

export {
  CenterCrop_ as CenterCrop,
  FiveCrop_ as FiveCrop,
  Pad_ as Pad,
  RandomCrop_ as RandomCrop,
  RandomErasing_ as RandomErasing,
  RandomResizedCrop_ as RandomResizedCrop,
  Resize_ as Resize,
  TenCrop_ as TenCrop,
}
