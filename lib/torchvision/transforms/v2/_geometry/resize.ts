// Transforms that resize, to a given or a drawn size. Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { pyStr } from '../../../../_repr.js'
import { tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch from '../../../../index.js'
import type { SizeArgument } from '../../_functional/resize.js'
import { isNumber, isSequence } from '../../_types.js'
import { type Params, Transform } from '../_transform.js'
import { query_size } from '../_utils.js'
import type { InterpolationLike } from '../functional/_resize.js'
import * as F from '../functional/index.js'

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

/** {@link F.resize} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Resize.html */
const Resize_ = callable(Resize)

/** Resized by a random factor. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ScaleJitter.html */
const ScaleJitter_ = callable(ScaleJitter)

/** Resized to one of several sizes of the smaller edge. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomShortestSize.html */
const RandomShortestSize_ = callable(RandomShortestSize)

/** Resized to a random size of the smaller edge. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomResize.html */
const RandomResize_ = callable(RandomResize)

type Resize_ = Resize

type ScaleJitter_ = ScaleJitter

type RandomShortestSize_ = RandomShortestSize

type RandomResize_ = RandomResize

export {
  RandomResize_ as RandomResize,
  RandomShortestSize_ as RandomShortestSize,
  Resize_ as Resize,
  ScaleJitter_ as ScaleJitter,
}
