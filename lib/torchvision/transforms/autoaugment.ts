// Mirrors torchvision/transforms/autoaugment.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import torch, { type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import {
  _apply_op,
  drawn,
  fillFor,
  limitsOf,
  magnitudeAt,
  signed,
  space,
  usual,
  wide,
} from './_augment/space.js'
import { ImageTransform, modeOf, randint } from './_base.js'
import { Enumeration } from './_enum.js'
import { InterpolationMode } from './_interpolation.js'
import { policyTables } from './_policies.js'
import type { Fill, ImageOrTensor, Interpolation } from './_types.js'
import * as F from './functional.js'

/** Which of the policies that AutoAugment found: `IMAGENET`, `CIFAR10` or `SVHN`. */
export class AutoAugmentPolicy extends Enumeration {
  static readonly IMAGENET: AutoAugmentPolicy = new AutoAugmentPolicy('IMAGENET', 'imagenet')
  static readonly CIFAR10: AutoAugmentPolicy = new AutoAugmentPolicy('CIFAR10', 'cifar10')
  static readonly SVHN: AutoAugmentPolicy = new AutoAugmentPolicy('SVHN', 'svhn')
}

type Policy = Tuple<Tuple<string | number | null>>

const initAuto = initializer<
  [
    policy: AutoAugmentPolicy | undefined,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ]
>()('AutoAugment.__init__(self, policy=undefined, interpolation=undefined, fill=None)')

class AutoAugment extends ImageTransform {
  declare policy: AutoAugmentPolicy
  declare interpolation: InterpolationMode
  declare fill: Fill | null
  declare policies: Policy[]

  constructor(...args: ArgumentsOf<typeof initAuto>) {
    const { policy = AutoAugmentPolicy.IMAGENET, interpolation, fill } = initAuto(args)
    super()
    const found = policyTables(policy.value)
    if (found === null) throw new ValueError(`The provided policy ${policy} is not recognized.`)
    this.policy = policy
    this.interpolation = modeOf(interpolation, InterpolationMode.NEAREST)
    this.fill = fill
    this.policies = found.map((pair) => tuple(pair.map(tuple)))
  }

  /** Draws a policy, and for each of its two steps a chance and a sign. */
  static get_params(transform_num: number): [policy_id: number, probs: Tensor, signs: Tensor] {
    return [randint(0, transform_num), torch.rand([2]), torch.randint(2, [2])]
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const fill = fillFor(img, this.fill)
    const [, height, width] = F.get_dimensions(img)
    const [id, probs, signs] = AutoAugment.get_params(this.policies.length)
    const chances = probs.tolist() as number[]
    const ways = signs.tolist() as number[]
    const ops = space(10, limitsOf(height, width), [...usual, 'Invert'])
    let result = img
    for (const [i, step] of (this.policies[id] as Policy).entries()) {
      const [name, p, at] = step as unknown as [string, number, number | null]
      if ((chances[i] as number) > Math.fround(p)) continue
      const [magnitudes, both] = ops.get(name) as [Tensor | null, boolean]
      const strength = magnitudeAt(magnitudes, at)
      const magnitude = both && ways[i] === 0 ? strength * -1 : strength
      result = _apply_op(result, name, magnitude, this.interpolation, fill)
    }
    return result
  }

  override __repr__(): string {
    return `${this.constructor.name}(policy=${this.policy}, fill=${pyRepr(this.fill)})`
  }
}

const initRand = initializer<
  [
    num_ops: number,
    magnitude: number,
    num_magnitude_bins: number,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ]
>()(
  'RandAugment.__init__(self, num_ops=2, magnitude=9, num_magnitude_bins=31, interpolation=undefined, fill=None)',
)

class RandAugment extends ImageTransform {
  declare num_ops: number
  declare magnitude: number
  declare num_magnitude_bins: number
  declare interpolation: InterpolationMode
  declare fill: Fill | null

  constructor(...args: ArgumentsOf<typeof initRand>) {
    const { num_ops, magnitude, num_magnitude_bins, interpolation, fill } = initRand(args)
    super()
    this.num_ops = num_ops
    this.magnitude = magnitude
    this.num_magnitude_bins = num_magnitude_bins
    this.interpolation = modeOf(interpolation, InterpolationMode.NEAREST)
    this.fill = fill
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const fill = fillFor(img, this.fill)
    const [, height, width] = F.get_dimensions(img)
    const names = ['Identity', ...usual]
    const ops = space(this.num_magnitude_bins, limitsOf(height, width), names)
    let result = img
    for (let i = 0; i < this.num_ops; i++) {
      const [name, magnitudes, both] = drawn(ops)
      const magnitude = signed(magnitudeAt(magnitudes, this.magnitude), both)
      result = _apply_op(result, name, magnitude, this.interpolation, fill)
    }
    return result
  }

  override __repr__(): string {
    const { num_ops, magnitude, num_magnitude_bins, interpolation, fill } = this
    return (
      `${this.constructor.name}(num_ops=${num_ops}, magnitude=${magnitude}, ` +
      `num_magnitude_bins=${num_magnitude_bins}, interpolation=${interpolation}, ` +
      `fill=${pyRepr(fill)})`
    )
  }
}

const initTrivial = initializer<
  [num_magnitude_bins: number, interpolation: Interpolation | undefined, fill: Fill | null]
>()('TrivialAugmentWide.__init__(self, num_magnitude_bins=31, interpolation=undefined, fill=None)')

class TrivialAugmentWide extends ImageTransform {
  declare num_magnitude_bins: number
  declare interpolation: InterpolationMode
  declare fill: Fill | null

  constructor(...args: ArgumentsOf<typeof initTrivial>) {
    const { num_magnitude_bins, interpolation, fill } = initTrivial(args)
    super()
    this.num_magnitude_bins = num_magnitude_bins
    this.interpolation = modeOf(interpolation, InterpolationMode.NEAREST)
    this.fill = fill
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const fill = fillFor(img, this.fill)
    const [name, magnitudes, both] = drawn(
      space(this.num_magnitude_bins, wide, ['Identity', ...usual]),
    )
    const at = magnitudes === null ? null : randint(0, magnitudes.size(0))
    const magnitude = signed(magnitudeAt(magnitudes, at), both)
    return _apply_op(img, name, magnitude, this.interpolation, fill)
  }

  override __repr__(): string {
    const { num_magnitude_bins, interpolation, fill } = this
    return (
      `${this.constructor.name}(num_magnitude_bins=${num_magnitude_bins}, ` +
      `interpolation=${interpolation}, fill=${pyRepr(fill)})`
    )
  }
}

/**
 * Changes images by one of the policies that AutoAugment found for a data set, drawn anew for each image. Tensors are
 * to be of bytes.
 *
 * @example
 * transforms.AutoAugment() // AutoAugment(policy=AutoAugmentPolicy.IMAGENET, fill=None)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.AutoAugment.html
 */
const AutoAugment_ = layer(AutoAugment, 'img')

/**
 * Changes images by `num_ops` ways drawn at random, all of one `magnitude`. Tensors are to be of bytes.
 *
 * @example
 * transforms.RandAugment()(torch.zeros(3, 8, 8, { dtype: torch.uint8 })).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandAugment.html
 */
const RandAugment_ = layer(RandAugment, 'img')

/**
 * Changes images in one way and by one magnitude, both drawn at random. Tensors are to be of bytes.
 *
 * @example
 * transforms.TrivialAugmentWide()(torch.zeros(3, 8, 8, { dtype: torch.uint8 })).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.TrivialAugmentWide.html
 */
const TrivialAugmentWide_ = layer(TrivialAugmentWide, 'img')

type AutoAugment_ = AutoAugment

type RandAugment_ = RandAugment

type TrivialAugmentWide_ = TrivialAugmentWide

export { AugMix } from './_augment/augmix.js'
export { _apply_op } from './_augment/space.js'

export {
  AutoAugment_ as AutoAugment,
  RandAugment_ as RandAugment,
  TrivialAugmentWide_ as TrivialAugmentWide,
}
