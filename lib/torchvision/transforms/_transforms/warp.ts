// Images bent and seen from aside. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { fillFor, fillOf, floats, happens, ImageTransform, modeOf, randint } from '../_base.js'
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
 * {@link F.perspective} with random corners and a probability.
 *
 * @example
 * transforms.RandomPerspective()(torch.ones(3, 8, 8)).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomPerspective.html
 */
const RandomPerspective_ = layer(RandomPerspective, 'img')

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

type RandomPerspective_ = RandomPerspective

type ElasticTransform_ = ElasticTransform

export { ElasticTransform_ as ElasticTransform, RandomPerspective_ as RandomPerspective }
