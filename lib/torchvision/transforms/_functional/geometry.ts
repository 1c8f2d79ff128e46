// Sizes and places of images of both kinds. Mirrors torchvision/transforms/functional.py.

import { pyRepr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import { roundHalfEven } from '../../../PIL/_numbers.js'
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
  imagesFunction,
  isNumber,
  isPIL,
  isSequence,
  isTensor,
  kindOf,
  type Tensor,
} from '../_types.js'
import { _get_inverse_affine_matrix, _get_perspective_coeffs } from './_matrix.js'
import { dimensionsOf, pil_to_tensor, to_pil_image } from './conversion.js'

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

function resizeImage(
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

function padImage(
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

function cropImage(
  img: ImageOrTensor,
  top: number,
  left: number,
  height: number,
  width: number,
): ImageOrTensor {
  return isTensor(img)
    ? F_t.crop(img, top, left, height, width)
    : F_pil.crop(img as Image, top, left, height, width)
}

/**
 * A part of the image; zeros where it goes beyond the image.
 *
 * @example
 * F.crop(torch.arange(9).view(1, 3, 3), 1, 1, 2, 2) // tensor([[[4, 5], [7, 8]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.crop.html
 */
export const crop = imageFunction(
  'crop(img, top, left, height, width)',
  (img: ImageOrTensor, top: number, left: number, height: number, width: number) =>
    cropImage(img, top, left, height, width),
)

function pairOf(size: SizeArgument): readonly number[] {
  if (isNumber(size)) return tuple([Math.trunc(size), Math.trunc(size)])
  return size.length === 1 ? tuple([size[0] as number, size[0] as number]) : size
}

function centerCropImage(img: ImageOrTensor, output_size: SizeArgument): ImageOrTensor {
  const [cropHeight, cropWidth] = pairOf(output_size) as [number, number]
  let source = img
  let [, height, width] = dimensionsOf(img)
  if (cropWidth > width || cropHeight > height) {
    const around = (missing: number): [number, number] =>
      missing > 0 ? [Math.floor(missing / 2), Math.floor((missing + 1) / 2)] : [0, 0]
    const [left, right] = around(cropWidth - width)
    const [top, bottom] = around(cropHeight - height)
    source = padImage(img, [left, top, right, bottom], 0)
    ;[, height, width] = dimensionsOf(source)
    if (cropWidth === width && cropHeight === height) return source
  }
  const top = roundHalfEven((height - cropHeight) / 2)
  const left = roundHalfEven((width - cropWidth) / 2)
  return cropImage(source, top, left, cropHeight, cropWidth)
}

/**
 * The middle of the image, of a size; a smaller image gets a black border.
 *
 * @example
 * F.center_crop(torch.arange(9).view(1, 3, 3), 1) // tensor([[[4]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.center_crop.html
 */
export const center_crop = imageFunction(
  'center_crop(img, output_size)',
  (img: ImageOrTensor, output_size: SizeArgument) => centerCropImage(img, output_size),
)

/**
 * {@link crop}, then {@link resize}.
 *
 * @example
 * F.resized_crop(torch.zeros(3, 9, 9), 1, 1, 4, 4, [2, 2]).shape // torch.Size([3, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.resized_crop.html
 */
export const resized_crop = imageFunction(
  'resized_crop(img, top, left, height, width, size, interpolation=undefined, antialias=True)',
  (
    img: ImageOrTensor,
    top: number,
    left: number,
    height: number,
    width: number,
    size: SizeArgument,
    interpolation: Interpolation | undefined,
    antialias: boolean | null,
  ) => {
    const part = cropImage(img, top, left, height, width)
    return resizeImage(part, size, interpolation, null, antialias)
  },
)

/**
 * The image in a mirror.
 *
 * @example
 * F.hflip(torch.tensor([[1, 2]])) // tensor([[2, 1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.hflip.html
 */
export const hflip = imageFunction('hflip(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.hflip(img) : F_pil.hflip(img),
)

/**
 * The image upside down.
 *
 * @example
 * F.vflip(torch.tensor([[1], [2]])) // tensor([[2], [1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.vflip.html
 */
export const vflip = imageFunction('vflip(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.vflip(img) : F_pil.vflip(img),
)

type Points = readonly (readonly number[])[]

/**
 * The image as seen from aside: the corners `startpoints` go to `endpoints`, each `[x, y]`, top left first and
 * clockwise.
 *
 * @throws ValueError where there are not four of each.
 *
 * @example
 * const corners = [[0, 0], [3, 0], [3, 3], [0, 3]]
 * F.perspective(torch.ones(1, 4, 4), corners, corners).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.perspective.html
 */
export const perspective = imageFunction(
  'perspective(img, startpoints, endpoints, interpolation=undefined, fill=None)',
  (
    img: ImageOrTensor,
    startpoints: Points,
    endpoints: Points,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ) => {
    const coeffs = _get_perspective_coeffs(startpoints, endpoints)
    const mode =
      interpolation === undefined ? InterpolationMode.BILINEAR : checkInterpolation(interpolation)
    return isTensor(img)
      ? F_t.perspective(img, coeffs, mode.value, fill)
      : F_pil.perspective(img, coeffs, pilNumber(mode), fill)
  },
)

function fiveCrops(img: ImageOrTensor, given: SizeArgument): Tuple<ImageOrTensor> {
  const size = pairOf(given)
  if (size.length !== 2) {
    throw new ValueError('Please provide only two dimensions (h, w) for size.')
  }
  const [, height, width] = dimensionsOf(img)
  const [h, w] = size as [number, number]
  if (w > width || h > height) {
    throw new ValueError(
      `Requested crop size ${pyRepr(size)} is bigger than input size (${height}, ${width})`,
    )
  }
  return tuple([
    cropImage(img, 0, 0, h, w),
    cropImage(img, 0, width - w, h, w),
    cropImage(img, height - h, 0, h, w),
    cropImage(img, height - h, width - w, h, w),
    centerCropImage(img, [h, w]),
  ])
}

/**
 * The four corners of the image and its middle, of a size.
 *
 * @throws ValueError where the image is smaller.
 *
 * @example
 * F.five_crop(torch.zeros(3, 9, 9), 4).length // 5
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.five_crop.html
 */
export const five_crop = imagesFunction(
  'five_crop(img, size)',
  (img: ImageOrTensor, size: SizeArgument) => fiveCrops(img, size),
)

/**
 * {@link five_crop} of the image and of its mirror image, or, with `vertical_flip`, of it upside down.
 *
 * @example
 * F.ten_crop(torch.zeros(3, 9, 9), 4).length // 10
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.ten_crop.html
 */
export const ten_crop = imagesFunction(
  'ten_crop(img, size, vertical_flip=False)',
  (img: ImageOrTensor, size: SizeArgument, vertical_flip: boolean) => {
    const pair = pairOf(size)
    if (pair.length !== 2) {
      throw new ValueError('Please provide only two dimensions (h, w) for size.')
    }
    const flipped = vertical_flip ? vflip(img) : hflip(img)
    return tuple([...fiveCrops(img, pair), ...fiveCrops(flipped, pair)])
  },
)

// Of a tensor places count from the middle.
function centered(img: ImageOrTensor, center: readonly number[] | null): [number, number] {
  if (center === null) return [0, 0]
  const [, height, width] = dimensionsOf(img)
  return [(center[0] as number) - width * 0.5, (center[1] as number) - height * 0.5]
}

function checkCenter(center: unknown): void {
  if (center !== null && !isSequence(center)) {
    throw new TypeError('Argument center should be a sequence')
  }
}

function checkAngle(angle: unknown): void {
  if (!isNumber(angle)) throw new TypeError('Argument angle should be int or float')
}

/**
 * The image turned counter-clockwise by degrees; with `expand` as large as it takes to show all of it. `center` is
 * `[x, y]`, the middle by default.
 *
 * @throws TypeError for arguments of a wrong kind.
 *
 * @example
 * F.rotate(torch.tensor([[[1., 2.], [3., 4.]]]), 90) // tensor([[[2, 4], [1, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.rotate.html
 */
export const rotate = imageFunction(
  'rotate(img, angle, interpolation=undefined, expand=False, center=None, fill=None)',
  (
    img: ImageOrTensor,
    angle: number,
    interpolation: Interpolation | undefined,
    expand: boolean,
    center: readonly number[] | null,
    fill: Fill | null,
  ) => {
    const mode =
      interpolation === undefined ? InterpolationMode.NEAREST : checkInterpolation(interpolation)
    checkAngle(angle)
    checkCenter(center)
    if (!isTensor(img)) return F_pil.rotate(img, angle, pilNumber(mode), expand, center, fill)
    // The other way round than affine turns.
    const matrix = _get_inverse_affine_matrix(centered(img, center), -angle, [0, 0], 1, [0, 0])
    return F_t.rotate(img, matrix, mode.value, expand, fill)
  },
)

/**
 * The image turned clockwise by degrees, moved by `translate` (`[across, down]`), scaled and sheared, its middle (or
 * `center`) staying where it is.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.affine(torch.tensor([[[1., 2.], [3., 4.]]]), 0, [1, 0], 1, [0, 0]) // tensor([[[0, 1], [0, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.affine.html
 */
export const affine = imageFunction(
  'affine(img, angle, translate, scale, shear, interpolation=undefined, fill=None, center=None)',
  (
    img: ImageOrTensor,
    angle: number,
    translate: readonly number[],
    scale: number,
    shear: number | readonly number[],
    interpolation: Interpolation | undefined,
    fill: Fill | null,
    center: readonly number[] | null,
  ) => {
    const mode =
      interpolation === undefined ? InterpolationMode.NEAREST : checkInterpolation(interpolation)
    checkAngle(angle)
    if (!isSequence(translate)) throw new TypeError('Argument translate should be a sequence')
    if (translate.length !== 2) {
      throw new ValueError('Argument translate should be a sequence of length 2')
    }
    if (scale <= 0) throw new ValueError('Argument scale should be positive')
    const shears = shearsOf(shear)
    checkCenter(center)
    const [, height, width] = dimensionsOf(img)
    if (!isTensor(img)) {
      const middle = center ?? [width * 0.5, height * 0.5]
      const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, shears)
      return F_pil.affine(img, matrix, pilNumber(mode), fill)
    }
    const middle = centered(img, center)
    const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, shears)
    return F_t.affine(img, matrix, mode.value, fill)
  },
)

function shearsOf(shear: unknown): readonly number[] {
  if (!isNumber(shear) && !isSequence(shear)) {
    throw new TypeError('Shear should be either a single value or a sequence of two values')
  }
  const all = isNumber(shear) ? [shear, 0] : shear
  const both = all.length === 1 ? [all[0] as number, all[0] as number] : all
  if (both.length !== 2) {
    throw new ValueError(`Shear should be a sequence containing two values. Got ${pyRepr(both)}`)
  }
  return both
}

/**
 * The image with its pixels moved: `displacement` is (1, H, W, 2), as parts of half its size.
 *
 * @throws TypeError and ValueError where it is none, or of another shape.
 *
 * @example
 * F.elastic_transform(torch.ones(1, 2, 2), torch.zeros(1, 2, 2, 2)) // tensor([[[1., 1.], [1., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.elastic_transform.html
 */
export const elastic_transform = imageFunction(
  'elastic_transform(img, displacement, interpolation=undefined, fill=None)',
  (
    img: ImageOrTensor,
    displacement: Tensor,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ) => {
    if (isNumber(interpolation)) {
      warn(
        'Argument interpolation should be of type InterpolationMode instead of int. ' +
          'Please, use InterpolationMode enum.',
      )
    }
    const mode =
      interpolation === undefined ? InterpolationMode.BILINEAR : checkInterpolation(interpolation)
    if (!isTensor(displacement)) throw new TypeError('Argument displacement should be a Tensor')
    if (!isTensor(img) && !isPIL(img)) {
      throw new TypeError(`img should be PIL Image or Tensor. Got ${kindOf(img)}`)
    }
    const source = isTensor(img) ? img : pil_to_tensor(img)
    const shape = tuple([1, source.size(-2), source.size(-1), 2])
    if (pyRepr(shape) !== pyRepr(tuple(displacement.shape))) {
      throw new ValueError(
        `Argument displacement shape should be ${pyRepr(shape)}, but given ${displacement.shape}`,
      )
    }
    const moved = F_t.elastic_transform(source, displacement, mode.value, fill)
    return isTensor(img) ? moved : to_pil_image(moved, img.mode)
  },
)
