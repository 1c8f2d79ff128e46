// Transforms that turn, shear and bend. Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { roundHalfEven } from '../../../../_round.js'
import { ValueError } from '../../../../errors.js'
import torch, { type Tensor } from '../../../../index.js'
import { _check_sequence_input, _setup_angle, randint, uniform } from '../../_base.js'
import { _get_perspective_coeffs } from '../../_functional/_matrix.js'
import { checkAffine } from '../../_transforms/affine.js'
import { _RandomApplyTransform, type Params, Transform } from '../_transform.js'
import {
  _get_fill,
  _setup_fill_arg,
  _setup_number_or_seq,
  type FillArgument,
  query_size,
} from '../_utils.js'
import { blurred } from '../functional/_misc.js'
import type { InterpolationLike } from '../functional/_resize.js'
import * as F from '../functional/index.js'

const initRotation = initializer<
  [
    degrees: number | readonly number[],
    interpolation: InterpolationLike,
    expand: boolean,
    center: readonly number[] | null,
    fill: FillArgument,
  ]
>()(
  "RandomRotation.__init__(self, degrees, interpolation='nearest', expand=False, center=None, fill=0)",
)

class RandomRotation extends Transform {
  declare degrees: number[]
  declare interpolation: InterpolationLike
  declare expand: boolean
  declare fill: FillArgument
  declare center: readonly number[] | null

  constructor(...args: ArgumentsOf<typeof initRotation>) {
    const { degrees, interpolation, expand, center, fill } = initRotation(args)
    super()
    this.degrees = _setup_angle(degrees, 'degrees')
    this.interpolation = interpolation
    this.expand = expand
    this.fill = _setup_fill_arg(fill)
    if (center !== null) _check_sequence_input(center, 'center', [2])
    this.center = center
  }

  protected override get floatFields(): readonly string[] {
    return ['degrees']
  }

  override make_params(): Params {
    return { angle: uniform(this.degrees[0] as number, this.degrees[1] as number) }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { interpolation, expand, center } = this
    const fill = _get_fill(this.fill, inpt)
    return this._call_kernel(
      F.rotate,
      inpt,
      params.angle as number,
      interpolation,
      expand,
      center,
      fill,
    )
  }
}

const initAffine = initializer<
  [
    degrees: number | readonly number[],
    translate: readonly number[] | null,
    scale: readonly number[] | null,
    shear: number | readonly number[] | null,
    interpolation: InterpolationLike,
    fill: FillArgument,
    center: readonly number[] | null,
  ]
>()(
  "RandomAffine.__init__(self, degrees, translate=None, scale=None, shear=None, interpolation='nearest', fill=0, center=None)",
)

class RandomAffine extends Transform {
  declare degrees: number[]
  declare translate: readonly number[] | null
  declare scale: readonly number[] | null
  declare shear: number[] | null
  declare interpolation: InterpolationLike
  declare fill: FillArgument
  declare center: readonly number[] | null

  constructor(...args: ArgumentsOf<typeof initAffine>) {
    const { degrees, translate, scale, shear, interpolation, fill, center } = initAffine(args)
    super()
    this.degrees = _setup_angle(degrees, 'degrees')
    checkAffine(translate, scale)
    this.translate = translate
    this.scale = scale
    this.shear = shear === null ? null : _setup_angle(shear, 'shear', [2, 4])
    this.interpolation = interpolation
    this.fill = _setup_fill_arg(fill)
    if (center !== null) _check_sequence_input(center, 'center', [2])
    this.center = center
  }

  protected override get floatFields(): readonly string[] {
    return ['degrees', 'shear']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const drawn = (range: readonly number[], i = 0): number =>
      uniform(range[i] as number, range[i + 1] as number)
    const { degrees, translate: parts, scale: scales, shear: shears } = this
    const angle = drawn(degrees)
    const shift = (part: number, size: number): number =>
      roundHalfEven(uniform(-part * size, part * size))
    const translate =
      parts === null
        ? [0, 0]
        : [shift(parts[0] as number, width), shift(parts[1] as number, height)]
    const scale = scales === null ? 1 : drawn(scales)
    const x = shears === null ? 0 : drawn(shears)
    const y = shears?.length === 4 ? drawn(shears, 2) : 0
    return { angle, translate, scale, shear: [x, y] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { angle, translate, scale, shear } = params as {
      angle: number
      translate: number[]
      scale: number
      shear: number[]
    }
    const { interpolation, center } = this
    const fill = _get_fill(this.fill, inpt)
    return this._call_kernel(
      F.affine,
      inpt,
      angle,
      translate,
      scale,
      shear,
      interpolation,
      fill,
      center,
    )
  }
}

const initPerspective = initializer<
  [distortion_scale: number, p: number, interpolation: InterpolationLike, fill: FillArgument]
>()(
  "RandomPerspective.__init__(self, distortion_scale=0.5, p=0.5, interpolation='bilinear', fill=0)",
)

class RandomPerspective extends _RandomApplyTransform {
  declare distortion_scale: number
  declare interpolation: InterpolationLike
  declare fill: FillArgument

  constructor(...args: ArgumentsOf<typeof initPerspective>) {
    const { distortion_scale, p, interpolation, fill } = initPerspective(args)
    super(p)
    if (!(distortion_scale >= 0 && distortion_scale <= 1)) {
      throw new ValueError('Argument distortion_scale value should be between 0 and 1')
    }
    this.distortion_scale = distortion_scale
    this.interpolation = interpolation
    this.fill = _setup_fill_arg(fill)
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const y = Math.trunc(this.distortion_scale * Math.floor(height / 2)) + 1
    const x = Math.trunc(this.distortion_scale * Math.floor(width / 2)) + 1
    const left = (): number => randint(0, x)
    const right = (): number => randint(width - x, width)
    const top = (): number => randint(0, y)
    const bottom = (): number => randint(height - y, height)
    const endpoints = [
      [left(), top()],
      [right(), top()],
      [right(), bottom()],
      [left(), bottom()],
    ]
    const [r, b] = [width - 1, height - 1]
    const startpoints = [
      [0, 0],
      [r, 0],
      [r, b],
      [0, b],
    ]
    return { coefficients: _get_perspective_coeffs(startpoints, endpoints) }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const fill = _get_fill(this.fill, inpt)
    const coefficients = params.coefficients as number[]
    const { interpolation } = this
    return this._call_kernel(F.perspective, inpt, null, null, interpolation, fill, coefficients)
  }
}

const initElastic = initializer<
  [
    alpha: number | readonly number[],
    sigma: number | readonly number[],
    interpolation: InterpolationLike,
    fill: FillArgument,
  ]
>()("ElasticTransform.__init__(self, alpha=50.0, sigma=5.0, interpolation='bilinear', fill=0)")

class ElasticTransform extends Transform {
  declare alpha: number[]
  declare sigma: number[]
  declare interpolation: InterpolationLike
  declare fill: FillArgument

  constructor(...args: ArgumentsOf<typeof initElastic>) {
    const { alpha, sigma, interpolation, fill } = initElastic(args)
    super()
    this.alpha = _setup_number_or_seq(alpha, 'alpha')
    this.sigma = _setup_number_or_seq(sigma, 'sigma')
    this.interpolation = interpolation
    this.fill = _setup_fill_arg(fill)
  }

  protected override get floatFields(): readonly string[] {
    return ['alpha', 'sigma']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const { alpha, sigma } = this
    const drawn = (i: 0 | 1, size: number): Tensor => {
      let moves = torch.rand(1, 1, height, width).mul(2).sub(1)
      const deviation = sigma[i] as number
      if (deviation > 0) {
        const kernel = Math.trunc(8 * deviation + 1)
        const odd = kernel % 2 === 0 ? kernel + 1 : kernel
        moves = blurred(moves, [odd, odd], [...sigma])
      }
      return moves.mul(alpha[i] as number).div(size)
    }
    const across = drawn(0, width)
    return { displacement: torch.cat([across, drawn(1, height)], 1).permute([0, 2, 3, 1]) }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const fill = _get_fill(this.fill, inpt)
    return this._call_kernel(
      F.elastic,
      inpt,
      params.displacement as Tensor,
      this.interpolation,
      fill,
    )
  }
}

/** {@link F.rotate} by a random angle. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomRotation.html */
const RandomRotation_ = callable(RandomRotation)

/** {@link F.affine} with random numbers. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomAffine.html */
const RandomAffine_ = callable(RandomAffine)

/** {@link F.perspective} with random corners and a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomPerspective.html */
const RandomPerspective_ = callable(RandomPerspective)

/** {@link F.elastic} with random displacements. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ElasticTransform.html */
const ElasticTransform_ = callable(ElasticTransform)

type RandomRotation_ = RandomRotation

type RandomAffine_ = RandomAffine

type RandomPerspective_ = RandomPerspective

type ElasticTransform_ = ElasticTransform

export {
  ElasticTransform_ as ElasticTransform,
  RandomAffine_ as RandomAffine,
  RandomPerspective_ as RandomPerspective,
  RandomRotation_ as RandomRotation,
}
