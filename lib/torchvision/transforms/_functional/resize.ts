// Sizes of images, and borders around them. Mirrors torchvision/transforms/functional.py.

import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import { warn } from '../../../warnings.js'
import * as F_pil from '../_functional_pil.js'
import * as F_t from '../_functional_tensor.js'
import { checkInterpolation, InterpolationMode, pilNumber } from '../_interpolation.js'
import {
  type Fill,
  type Image,
  type ImageOrTensor,
  type Interpolation,
  imageFunction,
  isNumber,
  isSequence,
  isTensor,
} from '../_types.js'
import { dimensionsOf } from './conversion.js'

/** One number for both, or height and width. */
export type SizeArgument = number | readonly number[]

/** Height and width of the result of a resize; of one number the other follows. */
export function _compute_resized_output_size(
  image_size: readonly number[],
  size: SizeArgument | null,
  max_size: number | null = null,
  allow_size_none = false,
): [number, number] {
  const [h, w] = image_size as [number, number]
  const [short, long] = w <= h ? [w, h] : [h, w]
  const ordered = (s: number, l: number): [number, number] => (w <= h ? [l, s] : [s, l])
  if (size === null) {
    if (!allow_size_none) throw new ValueError('This should never happen!!')
    if (!isNumber(max_size)) {
      throw new ValueError(
        `max_size must be an integer when size is None, but got ${pyRepr(max_size)} instead.`,
      )
    }
    return ordered(Math.trunc((max_size * short) / long), max_size)
  }
  const wanted = isNumber(size) ? [size] : size
  if (wanted.length !== 1) return [wanted[0] as number, wanted[1] as number]
  const requested = wanted[0] as number
  const newLong = Math.trunc((requested * long) / short)
  if (max_size === null) return ordered(requested, newLong)
  if (max_size <= requested) {
    throw new ValueError(
      `max_size = ${max_size} must be strictly greater than the requested ` +
        `size for the smaller edge size = ${pyRepr(size)}`,
    )
  }
  if (newLong <= max_size) return ordered(requested, newLong)
  return ordered(Math.trunc((max_size * requested) / newLong), max_size)
}

export function resizeImage(
  img: ImageOrTensor,
  size: SizeArgument,
  interpolation: Interpolation | undefined,
  max_size: number | null,
  antialias: boolean | null,
): ImageOrTensor {
  const mode =
    interpolation === undefined ? InterpolationMode.BILINEAR : checkInterpolation(interpolation)
  if (isSequence(size)) {
    if (size.length !== 1 && size.length !== 2) {
      throw new ValueError(
        `Size must be an int or a 1 or 2 element tuple/list, not a ${size.length} element tuple/list`,
      )
    }
    if (max_size !== null && size.length !== 1) {
      throw new ValueError(
        'max_size should only be passed if size specifies the length of the smaller edge, ' +
          'i.e. size should be an int or a sequence of length 1 in torchscript mode.',
      )
    }
  }
  const [, h, w] = dimensionsOf(img)
  // Python's text shows the number as a list of one.
  const wanted = isNumber(size) ? [size] : size
  const output = _compute_resized_output_size([h, w], wanted, max_size)
  if (output[0] === h && output[1] === w) return img
  if (isTensor(img)) return F_t.resize(img, output, mode.value, antialias)
  if (antialias === false) {
    warn('Anti-alias option is always applied for PIL Image input. Argument antialias is ignored.')
  }
  return F_pil.resize(img as Image, output, pilNumber(mode) as 2)
}

/**
 * The image in another size: `[h, w]`, or a number for its smaller edge, the other following, up to `max_size`.
 *
 * @throws ValueError and TypeError for sizes and modes that cannot be.
 *
 * @example
 * F.resize(torch.zeros(3, 10, 20), 5).shape // torch.Size([3, 5, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.resize.html
 */
export const resize = imageFunction(
  'resize(img, size, interpolation=undefined, max_size=None, antialias=True)',
  (
    img: ImageOrTensor,
    size: SizeArgument,
    interpolation: Interpolation | undefined,
    max_size: number | null,
    antialias: boolean | null,
  ) => resizeImage(img, size, interpolation, max_size, antialias),
)

export function padImage(
  img: ImageOrTensor,
  padding: number | readonly number[],
  fill: Fill | null = 0,
  mode = 'constant',
): ImageOrTensor {
  return isTensor(img)
    ? F_t.pad(img, padding, fill, mode)
    : F_pil.pad(img as Image, padding, fill, mode)
}

/**
 * The image with a border of `padding` pixels: one number, `[across, down]`, or `[left, top, right, bottom]`; filled
 * with `fill`, or by `padding_mode` `'edge'`, `'reflect'` or `'symmetric'`.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.pad(torch.ones(1, 1, 1), 1).sum() // tensor(1.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.pad.html
 */
export const pad = imageFunction(
  "pad(img, padding, fill=0, padding_mode='constant')",
  (
    img: ImageOrTensor,
    padding: number | readonly number[],
    fill: Fill | null,
    padding_mode: 'constant' | 'edge' | 'reflect' | 'symmetric',
  ) => padImage(img, padding, fill, padding_mode),
)
