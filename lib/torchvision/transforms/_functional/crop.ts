// Parts of images. Mirrors torchvision/transforms/functional.py.

import { pyRepr } from '../../../_repr.js'
import { roundHalfEven } from '../../../_round.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import * as F_pil from '../_functional_pil.js'
import * as F_t from '../_functional_tensor.js'
import {
  type Image,
  type ImageOrTensor,
  type Interpolation,
  imageFunction,
  imagesFunction,
  isNumber,
  isTensor,
} from '../_types.js'
import { dimensionsOf } from './conversion.js'
import { padImage, resizeImage, type SizeArgument } from './resize.js'
import { hflip, vflip } from './warp.js'

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
