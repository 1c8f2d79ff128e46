// Images turned, moved, scaled and sheared. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { roundHalfEven } from '../../../_round.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import { layer } from '../../../nn/modules/_layer.js'
import {
  _check_sequence_input,
  _setup_angle,
  fillFor,
  fillOf,
  floats,
  ImageTransform,
  modeOf,
  uniform,
} from '../_base.js'
import { InterpolationMode } from '../_interpolation.js'
import type { Fill, ImageOrTensor, Interpolation } from '../_types.js'
import * as F from '../functional.js'

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

/** Throws for ranges that RandomAffine does not take. */
export function checkAffine(
  translate: readonly number[] | null,
  scale: readonly number[] | null,
): void {
  if (translate !== null) {
    _check_sequence_input(translate, 'translate', [2])
    if (translate.some((t) => !(t >= 0 && t <= 1))) {
      throw new ValueError('translation values should be between 0 and 1')
    }
  }
  if (scale !== null) {
    _check_sequence_input(scale, 'scale', [2])
    if (scale.some((s) => s <= 0)) throw new ValueError('scale values should be positive')
  }
}

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
    checkAffine(translate, scale)
    this.translate = translate
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

type RandomRotation_ = RandomRotation

type RandomAffine_ = RandomAffine

export { RandomAffine_ as RandomAffine, RandomRotation_ as RandomRotation }
