// Flips, turns and distortions. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { roundHalfEven } from '../../../PIL/_numbers.js'
import {
  _check_sequence_input,
  _setup_angle,
  fillFor,
  fillOf,
  floats,
  happens,
  ImageTransform,
  modeOf,
  randint,
  uniform,
} from '../_base.js'
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

const initFlip = initializer<[p: number]>()('RandomHorizontalFlip.__init__(self, p=0.5)')

abstract class RandomFlip extends ImageTransform {
  declare p: number

  constructor(...args: ArgumentsOf<typeof initFlip>) {
    const { p } = initFlip(args)
    super()
    this.p = p
  }

  abstract flipped(img: ImageOrTensor): ImageOrTensor

  override forward(img: ImageOrTensor): ImageOrTensor {
    return happens(this.p) ? this.flipped(img) : img
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

class RandomHorizontalFlip extends RandomFlip {
  override flipped(img: ImageOrTensor): ImageOrTensor {
    return F.hflip(img)
  }
}

class RandomVerticalFlip extends RandomFlip {
  override flipped(img: ImageOrTensor): ImageOrTensor {
    return F.vflip(img)
  }
}

type Corners = [number, number][]

const initPerspective = initializer<
  [distortion_scale: number, p: number, interpolation: Interpolation | undefined, fill: Fill | null]
>()(
  'RandomPerspective.__init__(self, distortion_scale=0.5, p=0.5, interpolation=undefined, fill=0)',
)

class RandomPerspective extends ImageTransform {
  declare p: number
  declare interpolation: InterpolationMode
  declare distortion_scale: number
  declare fill: Fill

  constructor(...args: ArgumentsOf<typeof initPerspective>) {
    const { distortion_scale, p, interpolation, fill } = initPerspective(args)
    super()
    this.p = p
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
    this.distortion_scale = distortion_scale
    this.fill = fillOf(fill)
  }

  /** Draws where the corners go. */
  static get_params(
    width: number,
    height: number,
    distortion_scale: number,
  ): [startpoints: Corners, endpoints: Corners] {
    const x = Math.trunc(distortion_scale * Math.floor(width / 2))
    const y = Math.trunc(distortion_scale * Math.floor(height / 2))
    const left = (): number => randint(0, x + 1)
    const right = (): number => randint(width - x - 1, width)
    const top = (): number => randint(0, y + 1)
    const bottom = (): number => randint(height - y - 1, height)
    const endpoints: Corners = [
      [left(), top()],
      [right(), top()],
      [right(), bottom()],
      [left(), bottom()],
    ]
    const [r, b] = [width - 1, height - 1]
    const startpoints: Corners = [
      [0, 0],
      [r, 0],
      [r, b],
      [0, b],
    ]
    return [startpoints, endpoints]
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [channels, height, width] = F.get_dimensions(img)
    const fill = fillFor(img, this.fill, channels)
    if (!happens(this.p)) return img
    const [from, to] = RandomPerspective.get_params(width, height, this.distortion_scale)
    return F.perspective(img, from, to, this.interpolation, fill)
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

const initRotation = initializer<
  [
    degrees: number | readonly number[],
    interpolation: Interpolation | undefined,
    expand: boolean,
    center: readonly number[] | null,
    fill: Fill | null,
  ]
>()(
  'RandomRotation.__init__(self, degrees, interpolation=undefined, expand=False, center=None, fill=0)',
)

class RandomRotation extends ImageTransform {
  declare degrees: number[]
  declare center: readonly number[] | null
  declare interpolation: InterpolationMode
  declare expand: boolean
  declare fill: Fill

  constructor(...args: ArgumentsOf<typeof initRotation>) {
    const { degrees, interpolation, expand, center, fill } = initRotation(args)
    super()
    this.degrees = _setup_angle(degrees, 'degrees')
    if (center !== null) _check_sequence_input(center, 'center', [2])
    this.center = center
    this.interpolation = modeOf(interpolation, InterpolationMode.NEAREST)
    this.expand = expand
    this.fill = fillOf(fill)
  }

  /** Draws an angle. */
  static get_params(degrees: readonly number[]): number {
    return uniform(degrees[0] as number, degrees[1] as number)
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [channels] = F.get_dimensions(img)
    const fill = fillFor(img, this.fill, channels)
    const angle = RandomRotation.get_params(this.degrees)
    return F.rotate(img, angle, this.interpolation, this.expand, this.center, fill)
  }

  override __repr__(): string {
    const { degrees, interpolation, expand, center, fill } = this
    const middle = center === null ? '' : `, center=${pyRepr(center)}`
    return (
      `${this.constructor.name}(degrees=${floats(degrees)}, interpolation=${interpolation.value}, ` +
      `expand=${pyRepr(expand)}${middle}, fill=${pyRepr(fill)})`
    )
  }
}

/** What {@link F.affine} takes after the image. */
type AffineParams = [angle: number, translate: number[], scale: number, shear: number[]]

const initAffine = initializer<
  [
    degrees: number | readonly number[],
    translate: readonly number[] | null,
    scale: readonly number[] | null,
    shear: number | readonly number[] | null,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
    center: readonly number[] | null,
  ]
>()(
  'RandomAffine.__init__(self, degrees, translate=None, scale=None, shear=None, interpolation=undefined, fill=0, center=None)',
)

class RandomAffine extends ImageTransform {
  declare degrees: number[]
  declare translate: readonly number[] | null
  declare scale: readonly number[] | null
  declare shear: number[] | null
  declare interpolation: InterpolationMode
  declare fill: Fill
  declare center: readonly number[] | null

  constructor(...args: ArgumentsOf<typeof initAffine>) {
    const { degrees, translate, scale, shear, interpolation, fill, center } = initAffine(args)
    super()
    this.degrees = _setup_angle(degrees, 'degrees')
    if (translate !== null) {
      _check_sequence_input(translate, 'translate', [2])
      if (translate.some((t) => !(t >= 0 && t <= 1))) {
        throw new ValueError('translation values should be between 0 and 1')
      }
    }
    this.translate = translate
    if (scale !== null) {
      _check_sequence_input(scale, 'scale', [2])
      if (scale.some((s) => s <= 0)) throw new ValueError('scale values should be positive')
    }
    this.scale = scale
    this.shear = shear === null ? null : _setup_angle(shear, 'shear', [2, 4])
    this.interpolation = modeOf(interpolation, InterpolationMode.NEAREST)
    this.fill = fillOf(fill)
    if (center !== null) _check_sequence_input(center, 'center', [2])
    this.center = center
  }

  /** Draws angle, translation, scale and shears. */
  static get_params(
    degrees: readonly number[],
    translate: readonly number[] | null,
    scale_ranges: readonly number[] | null,
    shears: readonly number[] | null,
    img_size: readonly number[],
  ): AffineParams {
    const drawn = (range: readonly number[], i = 0): number =>
      uniform(range[i] as number, range[i + 1] as number)
    const angle = drawn(degrees)
    const translations =
      translate === null
        ? [0, 0]
        : [0, 1].map((i) => {
            const most = (translate[i] as number) * (img_size[i] as number)
            return roundHalfEven(uniform(-most, most))
          })
    const scale = scale_ranges === null ? 1 : drawn(scale_ranges)
    const x = shears === null ? 0 : drawn(shears)
    const y = shears?.length === 4 ? drawn(shears, 2) : 0
    return [angle, tuple(translations), scale, tuple([x, y])]
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [channels, height, width] = F.get_dimensions(img)
    const fill = fillFor(img, this.fill, channels)
    const { degrees, translate, scale, shear, interpolation, center } = this
    const params = RandomAffine.get_params(degrees, translate, scale, shear, [width, height])
    return F.affine(img, ...params, { interpolation, fill, center })
  }

  override __repr__(): string {
    const { degrees, translate, scale, shear, interpolation, fill, center } = this
    const isDefault = interpolation.value === 'nearest'
    return [
      `${this.constructor.name}(degrees=${floats(degrees)}`,
      translate === null ? '' : `, translate=${pyRepr(translate)}`,
      scale === null ? '' : `, scale=${pyRepr(scale)}`,
      shear === null ? '' : `, shear=${floats(shear)}`,
      isDefault ? '' : `, interpolation=${interpolation.value}`,
      fill === 0 ? '' : `, fill=${pyRepr(fill)}`,
      center === null ? '' : `, center=${pyRepr(center)}`,
      ')',
    ].join('')
  }
}

const initElastic = initializer<
  [
    alpha: number | readonly number[],
    sigma: number | readonly number[],
    interpolation: Interpolation | undefined,
    fill: Fill,
  ]
>()('ElasticTransform.__init__(self, alpha=50.0, sigma=5.0, interpolation=undefined, fill=0)')

class ElasticTransform extends ImageTransform {
  declare alpha: number[]
  declare sigma: number[]
  declare interpolation: InterpolationMode
  declare fill: number[]

  constructor(...args: ArgumentsOf<typeof initElastic>) {
    const { alpha, sigma, interpolation, fill } = initElastic(args)
    super()
    this.alpha = floatPair('alpha', alpha)
    this.sigma = floatPair('sigma', sigma)
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
    if (!isNumber(fill) && !isSequence(fill)) {
      throw new TypeError(
        `fill should be int or float or a list or tuple of them. Got ${kindOf(fill)}`,
      )
    }
    this.fill = isNumber(fill) ? [fill] : [...fill]
  }

  /** Draws where the pixels go, (1, H, W, 2). */
  static get_params(
    alpha: readonly number[],
    sigma: readonly number[],
    size: readonly number[],
  ): Tensor {
    const drawn = (i: 0 | 1): Tensor => {
      let moves = torch
        .rand([1, 1, ...size])
        .mul(2)
        .sub(1)
      const deviation = sigma[i] as number
      if (deviation > 0) {
        const kernel = Math.trunc(8 * deviation + 1)
        const odd = kernel % 2 === 0 ? kernel + 1 : kernel
        moves = F.gaussian_blur(moves, [odd, odd], [...sigma])
      }
      return moves.mul(alpha[i] as number).div(size[1 - i] as number)
    }
    const across = drawn(0)
    return torch.cat([across, drawn(1)], 1).permute([0, 2, 3, 1])
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [, height, width] = F.get_dimensions(img)
    const displacement = ElasticTransform.get_params(this.alpha, this.sigma, [height, width])
    return F.elastic_transform(img, displacement, this.interpolation, this.fill)
  }

  override __repr__(): string {
    const { alpha, sigma, interpolation, fill } = this
    const [a, s, f] = [alpha, sigma, fill].map((values) => floats(values))
    return `${this.constructor.name}(alpha=${a}, sigma=${s}, interpolation=${interpolation}, fill=${f})`
  }
}

function floatPair(name: string, value: unknown): number[] {
  if (isNumber(value)) return [value, value]
  if (!isSequence(value)) {
    throw new TypeError(`${name} should be float or a sequence of floats. Got ${kindOf(value)}`)
  }
  if (value.length !== 2) {
    throw new ValueError(`If ${name} is a sequence its length should be 2. Got ${value.length}`)
  }
  const wrong = value.find((one) => !isNumber(one))
  if (wrong === undefined) return [...value]
  throw new TypeError(`${name} should be a sequence of floats. Got ${kindOf(wrong)}`)
}

/**
 * {@link F.hflip} with a probability.
 *
 * @example
 * transforms.RandomHorizontalFlip(1)(torch.tensor([[1, 2]])) // tensor([[2, 1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
const RandomHorizontalFlip_ = layer(RandomHorizontalFlip, 'img')
/**
 * {@link F.vflip} with a probability.
 *
 * @example
 * transforms.RandomVerticalFlip(1)(torch.tensor([[1], [2]])) // tensor([[2], [1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomVerticalFlip.html
 */
const RandomVerticalFlip_ = layer(RandomVerticalFlip, 'img')
/**
 * {@link F.perspective} with random corners and a probability.
 *
 * @example
 * transforms.RandomPerspective()(torch.ones(3, 8, 8)).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomPerspective.html
 */
const RandomPerspective_ = layer(RandomPerspective, 'img')
/**
 * {@link F.rotate} by a random angle: up to `degrees` to either side, or from one to another.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.RandomRotation(30) // RandomRotation(degrees=[-30.0, 30.0], interpolation=nearest, expand=False, fill=0)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomRotation.html
 */
const RandomRotation_ = layer(RandomRotation, 'img')
/**
 * {@link F.affine} with a random angle, translation (as parts of the size), scale and shear.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.RandomAffine(30, [0.1, 0.3], [0.5, 0.75])(torch.ones(3, 8, 8)).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomAffine.html
 */
const RandomAffine_ = layer(RandomAffine, 'img')
/**
 * {@link F.elastic_transform} with random displacements of strength `alpha` and smoothness `sigma`: as seen through
 * water.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.ElasticTransform({ sigma: 0.5 })(torch.ones(1, 8, 8)).shape // torch.Size([1, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ElasticTransform.html
 */
const ElasticTransform_ = layer(ElasticTransform, 'tensor')
type RandomHorizontalFlip_ = RandomHorizontalFlip
type RandomVerticalFlip_ = RandomVerticalFlip
type RandomPerspective_ = RandomPerspective
type RandomRotation_ = RandomRotation
type RandomAffine_ = RandomAffine
type ElasticTransform_ = ElasticTransform

export {
  ElasticTransform_ as ElasticTransform,
  RandomAffine_ as RandomAffine,
  RandomHorizontalFlip_ as RandomHorizontalFlip,
  RandomPerspective_ as RandomPerspective,
  RandomRotation_ as RandomRotation,
  RandomVerticalFlip_ as RandomVerticalFlip,
}
