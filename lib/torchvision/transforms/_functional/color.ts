// Colours of images of both kinds. Mirrors torchvision/transforms/functional.py.

import { def } from '../../../_def.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import * as F_pil from '../_functional_pil.js'
import * as F_t from '../_functional_tensor.js'
import {
  floats,
  type Image,
  type ImageOrTensor,
  imageFunction,
  isNumber,
  isPIL,
  isSequence,
  isTensor,
  kindOf,
  type Tensor,
} from '../_types.js'
import { pil_to_tensor, to_pil_image } from './conversion.js'

/**
 * `(tensor - mean) / std`, channel by channel.
 *
 * @throws TypeError for what is no tensor of floats, ValueError where a deviation is 0.
 *
 * @example
 * F.normalize(torch.ones(1, 1, 2), [0.5], [0.5]) // tensor([[[1., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.normalize.html
 */
export const normalize = def(
  'normalize(tensor, mean, std, inplace=False)',
  (
    tensor: Tensor,
    mean: readonly number[] | Tensor,
    std: readonly number[] | Tensor,
    inplace: boolean,
  ): Tensor => {
    if (!isTensor(tensor)) throw new TypeError(`img should be Tensor Image. Got ${kindOf(tensor)}`)
    return F_t.normalize(tensor, mean, std, inplace)
  },
)

/**
 * The image brighter or darker: 0 is black, 1 the image, 2 twice as bright.
 *
 * @example
 * F.adjust_brightness(torch.full([1, 1, 2], 0.25), 2) // tensor([[[0.5000, 0.5000]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_brightness.html
 */
export const adjust_brightness = imageFunction(
  'adjust_brightness(img, brightness_factor)',
  (img: ImageOrTensor, brightness_factor: number) =>
    isTensor(img)
      ? F_t.adjust_brightness(img, brightness_factor)
      : F_pil.adjust_brightness(img, brightness_factor),
)

/**
 * The image with more or less contrast: 0 is grey, 1 the image.
 *
 * @example
 * F.adjust_contrast(torch.tensor([[[0.25, 0.75]]]), 0) // tensor([[[0.5000, 0.5000]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_contrast.html
 */
export const adjust_contrast = imageFunction(
  'adjust_contrast(img, contrast_factor)',
  (img: ImageOrTensor, contrast_factor: number) =>
    isTensor(img)
      ? F_t.adjust_contrast(img, contrast_factor)
      : F_pil.adjust_contrast(img, contrast_factor),
)

/**
 * The image more or less colourful: 0 is black and white, 1 the image.
 *
 * @example
 * F.adjust_saturation(Image.new('RGB', [1, 1], 'red'), 0).getpixel([0, 0]) // (76, 76, 76)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_saturation.html
 */
export const adjust_saturation = imageFunction(
  'adjust_saturation(img, saturation_factor)',
  (img: ImageOrTensor, saturation_factor: number) =>
    isTensor(img)
      ? F_t.adjust_saturation(img, saturation_factor)
      : F_pil.adjust_saturation(img, saturation_factor),
)

/**
 * The image with its hues turned by a part of their circle, from -0.5 to 0.5.
 *
 * @throws ValueError beyond that.
 *
 * @example
 * F.adjust_hue(Image.new('RGB', [1, 1], 'red'), 0.5).getpixel([0, 0]) // (0, 255, 252)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_hue.html
 */
export const adjust_hue = imageFunction(
  'adjust_hue(img, hue_factor)',
  (img: ImageOrTensor, hue_factor: number) =>
    isTensor(img) ? F_t.adjust_hue(img, hue_factor) : F_pil.adjust_hue(img, hue_factor),
)

/**
 * `255 * gain * (image / 255) ** gamma`.
 *
 * @throws ValueError for a negative gamma.
 *
 * @example
 * F.adjust_gamma(torch.full([1, 1, 1], 0.5), 2) // tensor([[[0.2500]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_gamma.html
 */
export const adjust_gamma = imageFunction(
  'adjust_gamma(img, gamma, gain=1)',
  (img: ImageOrTensor, gamma: number, gain: number) =>
    isTensor(img) ? F_t.adjust_gamma(img, gamma, gain) : F_pil.adjust_gamma(img, gamma, gain),
)

/**
 * A PIL image in grey, with one or three channels.
 *
 * @example
 * F.to_grayscale(Image.new('RGB', [1, 1], 'red')).mode // 'L'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.to_grayscale.html
 */
export const to_grayscale = def(
  'to_grayscale(img, num_output_channels=1)',
  (img: Image, num_output_channels: number): Image => {
    if (isPIL(img)) return F_pil.to_grayscale(img, num_output_channels)
    throw new TypeError('Input should be PIL Image')
  },
)

/**
 * The image in grey, with one or three channels.
 *
 * @example
 * F.rgb_to_grayscale(torch.ones(3, 4, 4)).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.rgb_to_grayscale.html
 */
export const rgb_to_grayscale = imageFunction(
  'rgb_to_grayscale(img, num_output_channels=1)',
  (img: ImageOrTensor, num_output_channels: number) =>
    isTensor(img)
      ? F_t.rgb_to_grayscale(img, num_output_channels)
      : F_pil.to_grayscale(img, num_output_channels),
)

/**
 * The tensor with `v` in the rectangle of `h` by `w` whose upper left corner is at row `i`, column `j`.
 *
 * @throws TypeError for a PIL image.
 *
 * @example
 * F.erase(torch.ones(1, 1, 3), 0, 1, 1, 1, torch.zeros(1)) // tensor([[[1., 0., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.erase.html
 */
export const erase = def(
  'erase(img, i, j, h, w, v, inplace=False)',
  (
    img: Tensor,
    i: number,
    j: number,
    h: number,
    w: number,
    v: Tensor,
    inplace: boolean,
  ): Tensor => {
    if (!isTensor(img)) throw new TypeError(`img should be Tensor Image. Got ${kindOf(img)}`)
    return F_t.erase(img, i, j, h, w, v, inplace)
  },
)

function kernelOf(kernel_size: unknown): readonly number[] {
  if (!isNumber(kernel_size) && !isSequence(kernel_size)) {
    throw new TypeError(
      `kernel_size should be int or a sequence of integers. Got ${kindOf(kernel_size)}`,
    )
  }
  return kernelSizes(kernel_size)
}

/** Two sizes of a kernel, given as one or as two. */
export function kernelSizes(kernel_size: number | readonly number[]): readonly number[] {
  const sizes = isNumber(kernel_size) ? [kernel_size, kernel_size] : kernel_size
  if (sizes.length !== 2) {
    throw new ValueError(`If kernel_size is a sequence its length should be 2. Got ${sizes.length}`)
  }
  if (sizes.some((one) => one % 2 === 0 || one < 0)) {
    throw new ValueError(`kernel_size should have odd and positive integers. Got ${pyRepr(sizes)}`)
  }
  return sizes
}

/** Two deviations, given as one or two, or not at all. */
export function sigmasOf(sigma: unknown, sizes: readonly number[]): readonly number[] {
  const given = sigma ?? sizes.map((one) => one * 0.15 + 0.35)
  if (!isNumber(given) && !isSequence(given)) {
    throw new TypeError(`sigma should be either float or sequence of floats. Got ${kindOf(given)}`)
  }
  const all = isNumber(given) ? [given, given] : given
  const both = all.length === 1 ? [all[0] as number, all[0] as number] : all
  if (both.length !== 2) {
    throw new ValueError(`If sigma is a sequence, its length should be 2. Got ${both.length}`)
  }
  if (both.some((one) => one <= 0)) {
    throw new ValueError(
      `sigma should have positive values. Got ${isNumber(given) ? floats(both) : pyRepr(both)}`,
    )
  }
  return both
}

/**
 * The image blurred: an odd `kernel_size`, or `[across, down]`, and a deviation, by default `0.15 * size + 0.35`.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.gaussian_blur(torch.ones(1, 3, 3), 3).shape // torch.Size([1, 3, 3])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.gaussian_blur.html
 */
export const gaussian_blur = imageFunction(
  'gaussian_blur(img, kernel_size, sigma=None)',
  (
    img: ImageOrTensor,
    kernel_size: number | readonly number[],
    sigma: number | readonly number[] | null,
  ) => {
    const sizes = kernelOf(kernel_size)
    const sigmas = sigmasOf(sigma, sizes)
    if (isTensor(img)) return F_t.gaussian_blur(img, sizes, sigmas)
    if (!isPIL(img)) throw new TypeError(`img should be PIL Image or Tensor. Got ${kindOf(img)}`)
    return to_pil_image(F_t.gaussian_blur(pil_to_tensor(img), sizes, sigmas), img.mode)
  },
)

/**
 * The negative of the image.
 *
 * @example
 * F.invert(torch.tensor([[[0.25]]])) // tensor([[[0.7500]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.invert.html
 */
export const invert = imageFunction('invert(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.invert(img) : F_pil.invert(img),
)

/**
 * The image with so many bits per channel, 0 to 8.
 *
 * @throws ValueError for another number, TypeError for a tensor that is not of bytes.
 *
 * @example
 * F.posterize(torch.full([1, 1, 1], 255, { dtype: torch.uint8 }), 1).item() // 128
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.posterize.html
 */
export const posterize = imageFunction(
  'posterize(img, bits)',
  (img: ImageOrTensor, bits: number) => {
    if (!(bits >= 0 && bits <= 8)) {
      throw new ValueError(`The number if bits should be between 0 and 8. Got ${bits}`)
    }
    return isTensor(img) ? F_t.posterize(img, bits) : F_pil.posterize(img, bits)
  },
)

/**
 * The image with all values from a threshold on inverted.
 *
 * @example
 * F.solarize(torch.tensor([[[0.25, 0.75]]]), 0.5) // tensor([[[0.2500, 0.2500]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.solarize.html
 */
export const solarize = imageFunction(
  'solarize(img, threshold)',
  (img: ImageOrTensor, threshold: number) =>
    isTensor(img) ? F_t.solarize(img, threshold) : F_pil.solarize(img, threshold),
)

/**
 * The image sharper: 0 is blurred, 1 the image, 2 twice as sharp.
 *
 * @example
 * F.adjust_sharpness(torch.ones(1, 4, 4), 2).sum() // tensor(16.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.adjust_sharpness.html
 */
export const adjust_sharpness = imageFunction(
  'adjust_sharpness(img, sharpness_factor)',
  (img: ImageOrTensor, sharpness_factor: number) =>
    isTensor(img)
      ? F_t.adjust_sharpness(img, sharpness_factor)
      : F_pil.adjust_sharpness(img, sharpness_factor),
)

/**
 * The image with the darkest value of each channel made black and the lightest white.
 *
 * @example
 * F.autocontrast(torch.tensor([[[0.25, 0.5, 0.75]]])) // tensor([[[0.0000, 0.5000, 1.0000]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.autocontrast.html
 */
export const autocontrast = imageFunction('autocontrast(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.autocontrast(img) : F_pil.autocontrast(img),
)

/**
 * The image with the values of each channel spread so that all are about as frequent. A tensor is to be of bytes.
 *
 * @example
 * F.equalize(torch.zeros(1, 2, 2, { dtype: torch.uint8 })).sum().item() // 0
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.equalize.html
 */
export const equalize = imageFunction('equalize(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.equalize(img) : F_pil.equalize(img),
)
