// The operations of policies, with their ranges. Mirrors torchvision/transforms/autoaugment.py.

import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { randint } from '../_base.js'
import type { InterpolationMode } from '../_interpolation.js'
import { type Fill, type ImageOrTensor, isNumber, isTensor } from '../_types.js'
import * as F from '../functional.js'

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

/** How strong a change may be, step by step, and whether it goes both ways; null where it has no strength. */
export type Space = Map<string, [magnitudes: Tensor | null, signed: boolean]>

interface Limits {
  readonly shear: number
  readonly across: number
  readonly down: number
  readonly rotate: number
  readonly color: number
  /** Bits that posterising leaves at most, and how many it takes away. */
  readonly bits: readonly [most: number, range: number]
}

export const colors = ['Brightness', 'Color', 'Contrast', 'Sharpness']

export function space(bins: number, limits: Limits, names: readonly string[]): Space {
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

export const geometric = ['ShearX', 'ShearY', 'TranslateX', 'TranslateY', 'Rotate']

export const usual = [...geometric, ...colors, 'Posterize', 'Solarize', 'AutoContrast', 'Equalize']

export const limitsOf = (height: number, width: number): Limits => ({
  shear: 0.3,
  across: (150 / 331) * width,
  down: (150 / 331) * height,
  rotate: 30,
  color: 0.9,
  bits: [8, 4],
})

export const wide: Limits = {
  shear: 0.99,
  across: 32,
  down: 32,
  rotate: 135,
  color: 0.99,
  bits: [8, 6],
}

export function fillFor(img: ImageOrTensor, fill: Fill | null): Fill | null {
  if (!isTensor(img) || fill === null) return fill
  const [channels] = F.get_dimensions(img)
  return isNumber(fill) ? Array.from({ length: channels }, () => fill) : [...fill]
}

export const magnitudeAt = (magnitudes: Tensor | null, i: number | null): number =>
  magnitudes === null || i === null ? 0 : (magnitudes.select(0, i).item() as number)

/** One of the ways, by a number drawn. */
export const drawn = (ops: Space): [string, Tensor | null, boolean] => {
  const at = randint(0, ops.size)
  const [name, [magnitudes, signed]] = [...ops][at] as [string, [Tensor | null, boolean]]
  return [name, magnitudes, signed]
}

export const signed = (magnitude: number, both: boolean): number =>
  both && randint(0, 2) !== 0 ? magnitude * -1 : magnitude
