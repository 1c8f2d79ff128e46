// Mirrors torchvision/transforms/autoaugment.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import torch, { type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { ImageTransform, modeOf, randint } from './_base.js'
import { Enumeration } from './_enum.js'
import { InterpolationMode } from './_interpolation.js'
import { policyTables } from './_policies.js'
import { type Fill, type ImageOrTensor, type Interpolation, isNumber, isTensor } from './_types.js'
import * as F from './functional.js'

const degrees = (radians: number): number => radians * (180 / Math.PI)

/** Changes an image in one of the ways of the policies, so much. */
export function _apply_op(
  img: ImageOrTensor,
  op_name: string,
  magnitude: number,
  interpolation: InterpolationMode,
  fill: Fill | null,
): ImageOrTensor {
  const moved = (translate: number[], shear: number[], center: number[] | null): ImageOrTensor =>
    F.affine(img, 0, translate, 1, shear, { interpolation, fill, center })
  switch (op_name) {
    case 'ShearX':
      return moved([0, 0], [degrees(Math.atan(magnitude)), 0], [0, 0])
    case 'ShearY':
      return moved([0, 0], [0, degrees(Math.atan(magnitude))], [0, 0])
    case 'TranslateX':
      return moved([Math.trunc(magnitude), 0], [0, 0], null)
    case 'TranslateY':
      return moved([0, Math.trunc(magnitude)], [0, 0], null)
    case 'Rotate':
      return F.rotate(img, magnitude, { interpolation, fill })
    case 'Brightness':
      return F.adjust_brightness(img, 1 + magnitude)
    case 'Color':
      return F.adjust_saturation(img, 1 + magnitude)
    case 'Contrast':
      return F.adjust_contrast(img, 1 + magnitude)
    case 'Sharpness':
      return F.adjust_sharpness(img, 1 + magnitude)
    case 'Posterize':
      return F.posterize(img, Math.trunc(magnitude))
    case 'Solarize':
      return F.solarize(img, magnitude)
    case 'AutoContrast':
      return F.autocontrast(img)
    case 'Equalize':
      return F.equalize(img)
    case 'Invert':
      return F.invert(img)
    case 'Identity':
      return img
    default:
      throw new ValueError(`The provided operator ${op_name} is not recognized.`)
  }
}

/** Which of the policies that AutoAugment found: `IMAGENET`, `CIFAR10` or `SVHN`. */
export class AutoAugmentPolicy extends Enumeration {
  static readonly IMAGENET: AutoAugmentPolicy = new AutoAugmentPolicy('IMAGENET', 'imagenet')
  static readonly CIFAR10: AutoAugmentPolicy = new AutoAugmentPolicy('CIFAR10', 'cifar10')
  static readonly SVHN: AutoAugmentPolicy = new AutoAugmentPolicy('SVHN', 'svhn')
}

/** How strong a change may be, step by step, and whether it goes both ways; null where it has no strength. */
type Space = Map<string, [magnitudes: Tensor | null, signed: boolean]>

interface Limits {
  readonly shear: number
  readonly across: number
  readonly down: number
  readonly rotate: number
  readonly color: number
  /** Bits that posterising leaves at most, and how many it takes away. */
  readonly bits: readonly [most: number, range: number]
}

const colors = ['Brightness', 'Color', 'Contrast', 'Sharpness']

function space(bins: number, limits: Limits, names: readonly string[]): Space {
  const { shear, across, down, rotate, color, bits } = limits
  const upTo = (most: number): Tensor => torch.linspace(0, most, bins)
  const posterize = (): Tensor => {
    const steps = torch.arange(bins).div((bins - 1) / bits[1])
    return torch.sub(bits[0], steps.round().int())
  }
  const makers: Record<string, () => [Tensor | null, boolean]> = {
    ShearX: () => [upTo(shear), true],
    ShearY: () => [upTo(shear), true],
    TranslateX: () => [upTo(across), true],
    TranslateY: () => [upTo(down), true],
    Rotate: () => [upTo(rotate), true],
    Posterize: () => [posterize(), false],
    Solarize: () => [torch.linspace(255, 0, bins), false],
  }
  const plain: [null, boolean] = [null, false]
  return new Map(
    names.map((name) => {
      const made = colors.includes(name) ? [upTo(color), true] : (makers[name]?.() ?? plain)
      return [name, made as [Tensor | null, boolean]]
    }),
  )
}

const geometric = ['ShearX', 'ShearY', 'TranslateX', 'TranslateY', 'Rotate']
const usual = [...geometric, ...colors, 'Posterize', 'Solarize', 'AutoContrast', 'Equalize']

const limitsOf = (height: number, width: number): Limits => ({
  shear: 0.3,
  across: (150 / 331) * width,
  down: (150 / 331) * height,
  rotate: 30,
  color: 0.9,
  bits: [8, 4],
})

const wide: Limits = { shear: 0.99, across: 32, down: 32, rotate: 135, color: 0.99, bits: [8, 6] }

function fillFor(img: ImageOrTensor, fill: Fill | null): Fill | null {
  if (!isTensor(img) || fill === null) return fill
  const [channels] = F.get_dimensions(img)
  return isNumber(fill) ? Array.from({ length: channels }, () => fill) : [...fill]
}

const magnitudeAt = (magnitudes: Tensor | null, i: number | null): number =>
  magnitudes === null || i === null ? 0 : (magnitudes.select(0, i).item() as number)

/** One of the ways, by a number drawn. */
const drawn = (ops: Space): [string, Tensor | null, boolean] => {
  const at = randint(0, ops.size)
  const [name, [magnitudes, signed]] = [...ops][at] as [string, [Tensor | null, boolean]]
  return [name, magnitudes, signed]
}

const signed = (magnitude: number, both: boolean): number =>
  both && randint(0, 2) !== 0 ? magnitude * -1 : magnitude

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

const initMix = initializer<
  [
    severity: number,
    mixture_width: number,
    chain_depth: number,
    alpha: number,
    all_ops: boolean,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ]
>()(
  'AugMix.__init__(self, severity=3, mixture_width=3, chain_depth=-1, alpha=1.0, all_ops=True, interpolation=undefined, fill=None)',
)

const parameterMax = 10

class AugMix extends ImageTransform {
  declare severity: number
  declare mixture_width: number
  declare chain_depth: number
  declare alpha: number
  declare all_ops: boolean
  declare interpolation: InterpolationMode
  declare fill: Fill | null

  constructor(...args: ArgumentsOf<typeof initMix>) {
    const { interpolation, ...settings } = initMix(args)
    super()
    const { severity } = settings
    if (!(severity >= 1 && severity <= parameterMax)) {
      throw new ValueError(
        `The severity must be between [1, ${parameterMax}]. Got ${severity} instead.`,
      )
    }
    Object.assign(this, settings)
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
  }

  override forward(orig_img: ImageOrTensor): ImageOrTensor {
    const fill = fillFor(orig_img, this.fill)
    const [, height, width] = F.get_dimensions(orig_img)
    const img = isTensor(orig_img) ? orig_img : F.pil_to_tensor(orig_img)
    const limits = {
      ...limitsOf(height, width),
      across: width / 3,
      down: height / 3,
      bits: [4, 4] as const,
    }
    const names = [...geometric, 'Posterize', 'Solarize', 'AutoContrast', 'Equalize']
    const ops = space(parameterMax, limits, this.all_ops ? [...names, ...colors] : names)
    const ones = Array.from({ length: Math.max(4 - img.ndim, 0) }, () => 1)
    const batch = img.reshape([...ones, ...img.shape])
    const dims = [batch.size(0), ...Array.from({ length: batch.ndim - 1 }, () => 1)]
    const { alpha, mixture_width } = this
    const weights = (count: number): Tensor => {
      const { device } = batch
      const alphas = Array.from({ length: count }, () => alpha)
      const params = torch.tensor(alphas, { device, dtype: torch.float32 })
      return torch.ops.aten._sample_dirichlet(params.expand(dims[0] as number, -1)) as Tensor
    }
    const m = weights(2)
    const combined = weights(mixture_width).mul(m.select(1, 1).view([dims[0] as number, -1]))
    const mix = m.select(1, 0).view(dims).mul(batch)
    for (let i = 0; i < mixture_width; i++) {
      mix.add_(
        combined
          .select(1, i)
          .view(dims)
          .mul(this.chained(batch, ops, fill)),
      )
    }
    const result = mix.view(img.shape).to(img.dtype)
    return isTensor(orig_img) ? result : F.to_pil_image(result)
  }

  private chained(batch: Tensor, ops: Space, fill: Fill | null): Tensor {
    const depth = this.chain_depth > 0 ? this.chain_depth : randint(1, 4)
    let result: ImageOrTensor = batch
    for (let i = 0; i < depth; i++) {
      const [name, magnitudes, both] = drawn(ops)
      const at = magnitudes === null ? null : randint(0, this.severity)
      const magnitude = signed(magnitudeAt(magnitudes, at), both)
      result = _apply_op(result, name, magnitude, this.interpolation, fill)
    }
    return result as Tensor
  }

  override __repr__(): string {
    const { severity, mixture_width, chain_depth, alpha, all_ops, interpolation, fill } = this
    return (
      `${this.constructor.name}(severity=${severity}, mixture_width=${mixture_width}, ` +
      `chain_depth=${chain_depth}, alpha=${floatText(alpha)}, all_ops=${pyRepr(all_ops)}, ` +
      `interpolation=${interpolation}, fill=${pyRepr(fill)})`
    )
  }
}

const floatText = (value: number): string => (Number.isInteger(value) ? `${value}.0` : `${value}`)

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
/**
 * Mixes an image with several that went through chains of random changes. Tensors are to be of bytes.
 *
 * @throws ValueError where `severity` is not from 1 to 10.
 *
 * @example
 * transforms.AugMix()(torch.zeros(3, 8, 8, { dtype: torch.uint8 })).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.AugMix.html
 */
const AugMix_ = layer(AugMix, 'orig_img')
type AutoAugment_ = AutoAugment
type RandAugment_ = RandAugment
type TrivialAugmentWide_ = TrivialAugmentWide
type AugMix_ = AugMix

export {
  AugMix_ as AugMix,
  AutoAugment_ as AutoAugment,
  RandAugment_ as RandAugment,
  TrivialAugmentWide_ as TrivialAugmentWide,
}
