// Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { pyStr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { roundHalfEven } from '../../../PIL/_numbers.js'
import { _check_sequence_input, _setup_angle, _setup_size, randint, uniform } from '../_base.js'
import { _get_perspective_coeffs } from '../_functional/_matrix.js'
import type { SizeArgument } from '../_functional/geometry.js'
import { logOf, warnUnlessOrdered } from '../_transforms/size.js'
import { isNumber, isSequence } from '../_types.js'
import { _RandomApplyTransform, type Params, Transform } from './_transform.js'
import {
  _check_padding_arg,
  _check_padding_mode_arg,
  _get_fill,
  _setup_fill_arg,
  _setup_number_or_seq,
  type FillArgument,
  query_size,
} from './_utils.js'
import { blurred } from './functional/_misc.js'
import {
  _parse_pad_padding,
  type InterpolationLike,
  type PaddingMode,
} from './functional/_resize.js'
import type { Input } from './functional/_utils.js'
import * as F from './functional/index.js'

const twoOnly = 'Please provide only two dimensions (h, w) for size.'

const initHorizontal = initializer<[p: number]>()('RandomHorizontalFlip.__init__(self, p=0.5)')

class RandomHorizontalFlip extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initHorizontal>) {
    super(initHorizontal(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.horizontal_flip, inpt)
  }
}

const initVertical = initializer<[p: number]>()('RandomVerticalFlip.__init__(self, p=0.5)')

class RandomVerticalFlip extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initVertical>) {
    super(initVertical(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.vertical_flip, inpt)
  }
}

const initResize = initializer<
  [
    size: SizeArgument | null,
    interpolation: InterpolationLike,
    max_size: number | null,
    antialias: boolean | null,
  ]
>()("Resize.__init__(self, size, interpolation='bilinear', max_size=None, antialias=True)")

class Resize extends Transform {
  declare size: number[] | null
  declare interpolation: InterpolationLike
  declare max_size: number | null
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initResize>) {
    const { size, interpolation, max_size, antialias } = initResize(args)
    super()
    if (Number.isInteger(size)) this.size = [size as number]
    else if (isSequence(size) && (size.length === 1 || size.length === 2)) this.size = [...size]
    else if (size !== null) {
      throw new ValueError(
        'size can be an integer, a sequence of one or two integers, or None, ' +
          `but got ${pyStr(size)} instead.`,
      )
    } else if (!Number.isInteger(max_size)) {
      throw new ValueError(
        `max_size must be an integer when size is None, but got ${pyStr(max_size)} instead.`,
      )
    } else this.size = null
    this.interpolation = interpolation
    this.max_size = max_size
    this.antialias = antialias
  }

  override transform(inpt: unknown): unknown {
    const { size, interpolation, max_size, antialias } = this
    return this._call_kernel(F.resize, inpt, size, interpolation, max_size, antialias)
  }
}

class CenterCrop extends Transform {
  declare size: readonly number[]

  constructor(size: SizeArgument) {
    super()
    this.size = _setup_size(size, twoOnly)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.center_crop, inpt, this.size)
  }
}

const initResizedCrop = initializer<
  [
    size: SizeArgument,
    scale: readonly number[] | undefined,
    ratio: readonly number[] | undefined,
    interpolation: InterpolationLike,
    antialias: boolean | null,
  ]
>()(
  "RandomResizedCrop.__init__(self, size, scale=undefined, ratio=undefined, interpolation='bilinear', antialias=True)",
)

class RandomResizedCrop extends Transform {
  declare size: readonly number[]
  declare scale: readonly number[]
  declare ratio: readonly number[]
  declare interpolation: InterpolationLike
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initResizedCrop>) {
    const bound = initResizedCrop(args)
    const { size, scale = tuple([0.08, 1]), ratio = tuple([3 / 4, 4 / 3]) } = bound
    super()
    this.size = _setup_size(size, twoOnly)
    if (!isSequence(scale) || scale.length !== 2) {
      throw new TypeError('Scale should be a sequence of two floats.')
    }
    if (!isSequence(ratio) || ratio.length !== 2) {
      throw new TypeError('Ratio should be a sequence of two floats.')
    }
    warnUnlessOrdered(scale, ratio)
    this.scale = scale
    this.ratio = ratio
    this.interpolation = bound.interpolation
    this.antialias = bound.antialias
  }

  protected override get floatFields(): readonly string[] {
    return ['scale', 'ratio']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const area = height * width
    const { scale, ratio } = this
    const [low, high] = logOf(ratio)
    for (let n = 0; n < 10; n++) {
      const target = area * uniform(scale[0] as number, scale[1] as number)
      const aspect = torch.exp(torch.empty(1).uniform_(low, high)).item() as number
      const w = roundHalfEven(Math.sqrt(target * aspect))
      const h = roundHalfEven(Math.sqrt(target / aspect))
      if (!(w > 0 && w <= width && h > 0 && h <= height)) continue
      const top = randint(0, height - h + 1)
      return { top, left: randint(0, width - w + 1), height: h, width: w }
    }
    const [least, most] = [Math.min(...ratio), Math.max(...ratio)]
    const aspect = width / height
    const h = aspect < least ? roundHalfEven(width / least) : height
    const w = aspect > most ? roundHalfEven(height * most) : width
    const [top, left] = [Math.floor((height - h) / 2), Math.floor((width - w) / 2)]
    return { top, left, height: h, width: w }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { top, left, height, width } = params as Record<string, number>
    return this._call_kernel(
      F.resized_crop,
      inpt,
      top as number,
      left as number,
      height as number,
      width as number,
      this.size,
      this.interpolation,
      this.antialias,
    )
  }
}

class FiveCrop extends Transform {
  declare size: readonly number[]

  constructor(size: SizeArgument) {
    super()
    this.size = _setup_size(size, twoOnly)
  }

  override transform(inpt: unknown): unknown {
    return F.five_crop(inpt as Input, this.size)
  }
}

const initTenCrop = initializer<[size: SizeArgument, vertical_flip: boolean]>()(
  'TenCrop.__init__(self, size, vertical_flip=False)',
)

class TenCrop extends Transform {
  declare size: readonly number[]
  declare vertical_flip: boolean

  constructor(...args: ArgumentsOf<typeof initTenCrop>) {
    const { size, vertical_flip } = initTenCrop(args)
    super()
    this.size = _setup_size(size, twoOnly)
    this.vertical_flip = vertical_flip
  }

  override transform(inpt: unknown): unknown {
    return F.ten_crop(inpt as Input, this.size, this.vertical_flip)
  }
}

const initPad = initializer<
  [padding: SizeArgument, fill: FillArgument, padding_mode: PaddingMode]
>()("Pad.__init__(self, padding, fill=0, padding_mode='constant')")

class Pad extends Transform {
  declare padding: SizeArgument
  declare fill: FillArgument
  declare padding_mode: PaddingMode

  constructor(...args: ArgumentsOf<typeof initPad>) {
    const { padding, fill, padding_mode } = initPad(args)
    super()
    _check_padding_arg(padding)
    _check_padding_mode_arg(padding_mode)
    this.padding = isNumber(padding) ? padding : [...padding]
    this.fill = _setup_fill_arg(fill)
    this.padding_mode = padding_mode
  }

  override transform(inpt: unknown): unknown {
    const { padding, fill, padding_mode } = this
    return this._call_kernel(F.pad, inpt, padding, _get_fill(fill, inpt), padding_mode)
  }
}

const initZoomOut = initializer<
  [fill: FillArgument, side_range: readonly number[] | undefined, p: number]
>()('RandomZoomOut.__init__(self, fill=0, side_range=undefined, p=0.5)')

class RandomZoomOut extends _RandomApplyTransform {
  declare fill: FillArgument
  declare side_range: readonly number[]

  constructor(...args: ArgumentsOf<typeof initZoomOut>) {
    const { fill, side_range = tuple([1, 4]), p } = initZoomOut(args)
    super(p)
    this.fill = _setup_fill_arg(fill)
    _check_sequence_input(side_range, 'side_range', [2])
    this.side_range = side_range
    const [from, to] = side_range as [number, number]
    if (from < 1 || from > to) {
      throw new ValueError(`Invalid side range provided ${pyStr(side_range)}.`)
    }
  }

  protected override get floatFields(): readonly string[] {
    return ['side_range']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [h, w] = query_size(flat_inputs)
    const [from, to] = this.side_range as [number, number]
    const r = torch
      .rand(1)
      .mul(to - from)
      .add(from)
    const [width, height] = [w, h].map((one) => Math.trunc(r.mul(one).item() as number)) as [
      number,
      number,
    ]
    const [x, y] = torch.rand(2).unbind(0) as [Tensor, Tensor]
    const left = Math.trunc(x.mul(width - w).item() as number)
    const top = Math.trunc(y.mul(height - h).item() as number)
    return { padding: [left, top, width - (left + w), height - (top + h)] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const padding = params.padding as number[]
    return this._call_kernel(F.pad, inpt, padding, _get_fill(this.fill, inpt), 'constant')
  }
}

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

const initCrop = initializer<
  [
    size: SizeArgument,
    padding: SizeArgument | null,
    pad_if_needed: boolean,
    fill: FillArgument,
    padding_mode: PaddingMode,
  ]
>()(
  "RandomCrop.__init__(self, size, padding=None, pad_if_needed=False, fill=0, padding_mode='constant')",
)

class RandomCrop extends Transform {
  declare size: readonly number[]
  declare padding: number[] | null
  declare pad_if_needed: boolean
  declare fill: FillArgument
  declare padding_mode: PaddingMode

  constructor(...args: ArgumentsOf<typeof initCrop>) {
    const { size, padding, pad_if_needed, fill, padding_mode } = initCrop(args)
    super()
    this.size = _setup_size(size, twoOnly)
    if (padding !== null) _check_padding_arg(padding)
    if (pad_if_needed || padding !== null) _check_padding_mode_arg(padding_mode)
    this.padding = padding ? _parse_pad_padding(padding) : null
    this.pad_if_needed = pad_if_needed
    this.fill = _setup_fill_arg(fill)
    this.padding_mode = padding_mode
  }

  override make_params(flat_inputs: unknown[]): Params {
    let [height, width] = query_size(flat_inputs)
    let [left, right, top, bottom] = (this.padding ?? [0, 0, 0, 0]) as [
      number,
      number,
      number,
      number,
    ]
    height += top + bottom
    width += left + right
    const [h, w] = this.size as [number, number]
    if (this.pad_if_needed) {
      const [y, x] = [Math.max(h - height, 0), Math.max(w - width, 0)]
      ;[top, bottom, left, right] = [top + y, bottom + y, left + x, right + x]
      height += 2 * y
      width += 2 * x
    }
    if (height < h || width < w) {
      const padded = this.padding === null ? '' : 'padded '
      throw new ValueError(
        `Required crop size (${h}, ${w}) is larger than ${padded}input image size ` +
          `(${height}, ${width}).`,
      )
    }
    const padding = [left, top, right, bottom]
    const drawn = (most: number): number => torch.randint(0, most + 1, []).item() as number
    const y = height > h ? drawn(height - h) : 0
    const x = width > w ? drawn(width - w) : 0
    return { padding, crops: height > h || width > w, top: y, left: x, height: h, width: w }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { padding, crops, top, left, height, width } = params as {
      padding: number[]
      crops: boolean
      top: number
      left: number
      height: number
      width: number
    }
    const fill = _get_fill(this.fill, inpt)
    const padded = padding.some((one) => one !== 0)
      ? this._call_kernel(F.pad, inpt, padding, fill, this.padding_mode)
      : inpt
    return crops ? this._call_kernel(F.crop, padded, top, left, height, width) : padded
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

const initJitter = initializer<
  [
    target_size: readonly number[],
    scale_range: readonly number[] | undefined,
    interpolation: InterpolationLike,
    antialias: boolean | null,
  ]
>()(
  "ScaleJitter.__init__(self, target_size, scale_range=undefined, interpolation='bilinear', antialias=True)",
)

class ScaleJitter extends Transform {
  declare target_size: readonly number[]
  declare scale_range: readonly number[]
  declare interpolation: InterpolationLike
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initJitter>) {
    const { scale_range = tuple([0.1, 2]), ...settings } = initJitter(args)
    super()
    this.target_size = settings.target_size
    this.scale_range = scale_range
    this.interpolation = settings.interpolation
    this.antialias = settings.antialias
  }

  protected override get floatFields(): readonly string[] {
    return ['scale_range']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const [from, to] = this.scale_range as [number, number]
    const scale = torch
      .rand(1)
      .mul(to - from)
      .add(from)
    const [a, b] = this.target_size as [number, number]
    const r = scale.mul(Math.min(b / height, a / width))
    const [w, h] = [width, height].map((one) => Math.trunc(r.mul(one).item() as number))
    return { size: [h, w] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { interpolation, antialias } = this
    const size = params.size as number[]
    return this._call_kernel(F.resize, inpt, size, interpolation, null, antialias)
  }
}

const initShortest = initializer<
  [
    min_size: SizeArgument,
    max_size: number | null,
    interpolation: InterpolationLike,
    antialias: boolean | null,
  ]
>()(
  "RandomShortestSize.__init__(self, min_size, max_size=None, interpolation='bilinear', antialias=True)",
)

class RandomShortestSize extends Transform {
  declare min_size: number[]
  declare max_size: number | null
  declare interpolation: InterpolationLike
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initShortest>) {
    const { min_size, max_size, interpolation, antialias } = initShortest(args)
    super()
    this.min_size = isNumber(min_size) ? [min_size] : [...min_size]
    this.max_size = max_size
    this.interpolation = interpolation
    this.antialias = antialias
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [height, width] = query_size(flat_inputs)
    const i = torch.randint(0, this.min_size.length, []).item() as number
    const wanted = (this.min_size[i] as number) / Math.min(height, width)
    const { max_size } = this
    const r = max_size === null ? wanted : Math.min(wanted, max_size / Math.max(height, width))
    return { size: [Math.trunc(height * r), Math.trunc(width * r)] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { interpolation, antialias } = this
    const size = params.size as number[]
    return this._call_kernel(F.resize, inpt, size, interpolation, null, antialias)
  }
}

const initRandomResize = initializer<
  [min_size: number, max_size: number, interpolation: InterpolationLike, antialias: boolean | null]
>()("RandomResize.__init__(self, min_size, max_size, interpolation='bilinear', antialias=True)")

class RandomResize extends Transform {
  declare min_size: number
  declare max_size: number
  declare interpolation: InterpolationLike
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initRandomResize>) {
    const { min_size, max_size, interpolation, antialias } = initRandomResize(args)
    super()
    this.min_size = min_size
    this.max_size = max_size
    this.interpolation = interpolation
    this.antialias = antialias
  }

  override make_params(): Params {
    return { size: [torch.randint(this.min_size, this.max_size, []).item() as number] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { interpolation, antialias } = this
    const size = params.size as number[]
    return this._call_kernel(F.resize, inpt, size, interpolation, null, antialias)
  }
}

/** {@link F.horizontal_flip} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomHorizontalFlip.html */
const RandomHorizontalFlip_ = callable(RandomHorizontalFlip)
/** {@link F.vertical_flip} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomVerticalFlip.html */
const RandomVerticalFlip_ = callable(RandomVerticalFlip)
/** {@link F.resize} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Resize.html */
const Resize_ = callable(Resize)
/** {@link F.center_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.CenterCrop.html */
const CenterCrop_ = callable(CenterCrop)
/** A random part, resized. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomResizedCrop.html */
const RandomResizedCrop_ = callable(RandomResizedCrop)
/** {@link F.five_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.FiveCrop.html */
const FiveCrop_ = callable(FiveCrop)
/** {@link F.ten_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.TenCrop.html */
const TenCrop_ = callable(TenCrop)
/** {@link F.pad} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Pad.html */
const Pad_ = callable(Pad)
/** A border of random width, with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomZoomOut.html */
const RandomZoomOut_ = callable(RandomZoomOut)
/** {@link F.rotate} by a random angle. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomRotation.html */
const RandomRotation_ = callable(RandomRotation)
/** {@link F.affine} with random numbers. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomAffine.html */
const RandomAffine_ = callable(RandomAffine)
/** A part of a size from a random place. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomCrop.html */
const RandomCrop_ = callable(RandomCrop)
/** {@link F.perspective} with random corners and a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomPerspective.html */
const RandomPerspective_ = callable(RandomPerspective)
/** {@link F.elastic} with random displacements. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ElasticTransform.html */
const ElasticTransform_ = callable(ElasticTransform)
/** Resized by a random factor. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ScaleJitter.html */
const ScaleJitter_ = callable(ScaleJitter)
/** Resized to one of several sizes of the smaller edge. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomShortestSize.html */
const RandomShortestSize_ = callable(RandomShortestSize)
/** Resized to a random size of the smaller edge. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomResize.html */
const RandomResize_ = callable(RandomResize)
type RandomHorizontalFlip_ = RandomHorizontalFlip
type RandomVerticalFlip_ = RandomVerticalFlip
type Resize_ = Resize
type CenterCrop_ = CenterCrop
type RandomResizedCrop_ = RandomResizedCrop
type FiveCrop_ = FiveCrop
type TenCrop_ = TenCrop
type Pad_ = Pad
type RandomZoomOut_ = RandomZoomOut
type RandomRotation_ = RandomRotation
type RandomAffine_ = RandomAffine
type RandomCrop_ = RandomCrop
type RandomPerspective_ = RandomPerspective
type ElasticTransform_ = ElasticTransform
type ScaleJitter_ = ScaleJitter
type RandomShortestSize_ = RandomShortestSize
type RandomResize_ = RandomResize

export {
  CenterCrop_ as CenterCrop,
  ElasticTransform_ as ElasticTransform,
  FiveCrop_ as FiveCrop,
  Pad_ as Pad,
  RandomAffine_ as RandomAffine,
  RandomCrop_ as RandomCrop,
  RandomHorizontalFlip_ as RandomHorizontalFlip,
  RandomPerspective_ as RandomPerspective,
  RandomResize_ as RandomResize,
  RandomResizedCrop_ as RandomResizedCrop,
  RandomRotation_ as RandomRotation,
  RandomShortestSize_ as RandomShortestSize,
  RandomVerticalFlip_ as RandomVerticalFlip,
  RandomZoomOut_ as RandomZoomOut,
  Resize_ as Resize,
  ScaleJitter_ as ScaleJitter,
  TenCrop_ as TenCrop,
}
