// Transforms that cut a part out. Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch from '../../../../index.js'
import { _setup_size } from '../../_base.js'
import type { SizeArgument } from '../../_functional/resize.js'
import { drawPart, warnUnlessOrdered } from '../../_transforms/crop.js'
import { isSequence } from '../../_types.js'
import { type Params, Transform } from '../_transform.js'
import {
  _check_padding_arg,
  _check_padding_mode_arg,
  _get_fill,
  _setup_fill_arg,
  type FillArgument,
  query_size,
} from '../_utils.js'
import { _parse_pad_padding, type PaddingMode } from '../functional/_pad.js'
import type { InterpolationLike } from '../functional/_resize.js'
import type { Input } from '../functional/_utils.js'
import * as F from '../functional/index.js'

const twoOnly = 'Please provide only two dimensions (h, w) for size.'

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
    const [top, left, h, w] = drawPart(height, width, this.scale, this.ratio)
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

/** {@link F.center_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.CenterCrop.html */
const CenterCrop_ = callable(CenterCrop)

/** A random part, resized. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomResizedCrop.html */
const RandomResizedCrop_ = callable(RandomResizedCrop)

/** {@link F.five_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.FiveCrop.html */
const FiveCrop_ = callable(FiveCrop)

/** {@link F.ten_crop} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.TenCrop.html */
const TenCrop_ = callable(TenCrop)

/** A part of a size from a random place. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomCrop.html */
const RandomCrop_ = callable(RandomCrop)

type CenterCrop_ = CenterCrop

type RandomResizedCrop_ = RandomResizedCrop

type FiveCrop_ = FiveCrop

type TenCrop_ = TenCrop

type RandomCrop_ = RandomCrop

export {
  CenterCrop_ as CenterCrop,
  FiveCrop_ as FiveCrop,
  RandomCrop_ as RandomCrop,
  RandomResizedCrop_ as RandomResizedCrop,
  TenCrop_ as TenCrop,
}
