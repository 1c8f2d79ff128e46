// Mirrors torchvision/transforms/v2/functional/_misc.py, _type_conversion.py and _augment.py.

import { def } from '../../../../_def.js'
import { pyRepr } from '../../../../_repr.js'
import { type Tuple, tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import type { NdArrayLike } from '../../../../numpy.js'
import { formatOf } from '../../../tv_tensors/_bounding_boxes.js'
import {
  BoundingBoxes,
  BoundingBoxFormat,
  Image as TVImage,
  wrap,
} from '../../../tv_tensors/index.js'
import { kernelSizes, sigmasOf } from '../../_functional/color.js'
import { part } from '../../_tensor/geometry.js'
import {
  type ArrayImage,
  type Image,
  isArray,
  isPIL,
  isSequence,
  isTensor,
  kindOf,
} from '../../_types.js'
import { pil_to_tensor, to_pil_image } from '../../functional.js'
import { toDtype } from './_dtype.js'
import { convertBoxes } from './_meta.js'
import { functional, is_pure_tensor } from './_utils.js'

/**
 * A PIL image, an array (H, W, C) or a tensor as an image tensor.
 *
 * @throws TypeError for anything else.
 *
 * @example
 * F.to_image(Image.new('RGB', [2, 1])).shape // torch.Size([3, 1, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.to_image.html
 */
export const to_image = def('to_image(inpt)', (inpt: Tensor | Image | ArrayImage): TVImage => {
  if (isTensor(inpt)) return TVImage(inpt)
  if (isPIL(inpt)) return TVImage(pil_to_tensor(inpt))
  if (!isArray(inpt)) {
    throw new TypeError(
      `Input can either be a pure Tensor, a numpy array, or a PIL image, but got ${kindOf(inpt)} instead.`,
    )
  }
  const array = torch.from_numpy(inpt as NdArrayLike)
  const deep = array.ndim < 3 ? array.reshape([...array.shape, 1, 1].slice(0, 3)) : array
  return TVImage(deep.permute([2, 0, 1]).contiguous())
})

type Numbers = readonly number[] | Tensor

/**
 * `(image - mean) / std`, channel by channel.
 *
 * @throws TypeError for a tensor that is not of floats, ValueError where a deviation is 0.
 *
 * @example
 * F.normalize(torch.ones(1, 1, 1), [0.5], [0.25]).item() // 2
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.normalize.html
 */
export const normalize = functional('normalize(inpt, mean, std, inplace=False)', {
  image: (image: Tensor, mean: Numbers, std: Numbers, inplace: boolean) => {
    if (!image.is_floating_point()) {
      throw new TypeError(`Input tensor should be a float tensor. Got ${image.dtype}.`)
    }
    if (image.ndim < 3) {
      throw new ValueError(
        `Expected tensor to be a tensor image of size (..., C, H, W). Got ${image.shape}.`,
      )
    }
    if (isSequence(std) && std.includes(0)) {
      throw new ValueError('std evaluated to zero, leading to division by zero.')
    }
    const { dtype, device } = image
    const column = (values: Numbers): Tensor => {
      const given = torch.as_tensor(values, { dtype, device })
      return given.ndim === 1 ? given.view(-1, 1, 1) : given
    }
    const shifted = inplace ? image.sub_(column(mean)) : image.sub(column(mean))
    return shifted.div_(column(std))
  },
})

function kernel1d(size: number, sigma: number, options: object): Tensor {
  const limit = (size - 1) / (2 * Math.sqrt(2))
  const x = torch.linspace(-limit, limit, { steps: size, ...options })
  return torch.softmax(x.div(sigma).pow(2).neg(), 0)
}

type Pair = number | readonly number[]

export function blurred(image: Tensor, kernel_size: Pair, sigma: Pair | null): Tensor {
  const sizes = kernelSizes(kernel_size)
  const sigmas = sigmasOf(sigma, sizes)
  if (image.numel() === 0) return image
  const { shape, ndim, dtype, device } = image
  const [c, h, w] = [image.size(-3), image.size(-2), image.size(-1)]
  const batch = ndim === 3 ? image.unsqueeze(0) : ndim > 4 ? image.reshape(-1, c, h, w) : image
  const fp = image.is_floating_point()
  const options = { dtype: fp ? dtype : torch.float32, device }
  const [x, y] = sizes.map((size, i) => kernel1d(size, sigmas[i] as number, options)) as [
    Tensor,
    Tensor,
  ]
  const kernel = y.unsqueeze(-1).mul(x)
  const [across, down] = sizes.map((one) => Math.floor(one / 2)) as [number, number]
  const float = fp ? batch : batch.to(torch.float32)
  const padded = nn.functional.pad(float, [across, across, down, down], { mode: 'reflect' })
  const weights = kernel.expand(c, 1, kernel.size(0), kernel.size(1))
  const result = nn.functional.conv2d(padded, weights, { groups: c })
  const same = ndim === 3 ? result.squeeze(0) : ndim > 4 ? result.reshape(shape) : result
  return fp ? same : same.round_().to(dtype)
}

/**
 * Blurred, with an odd kernel and a deviation.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.gaussian_blur(torch.ones(1, 3, 3), 3).shape // torch.Size([1, 3, 3])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.gaussian_blur.html
 */
export const gaussian_blur = functional('gaussian_blur(inpt, kernel_size, sigma=None)', {
  image: blurred,
  pil: (image: Image, kernel_size: Pair, sigma: Pair | null) =>
    to_pil_image(blurred(pil_to_tensor(image), kernel_size, sigma), image.mode),
})

/**
 * With noise added.
 *
 * @throws ValueError for a negative deviation, a PIL image, or ints other than bytes.
 *
 * @example
 * F.gaussian_noise(torch.ones(1, 2, 2)).shape // torch.Size([1, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.gaussian_noise.html
 */
export const gaussian_noise = functional('gaussian_noise(inpt, mean=0.0, sigma=0.1, clip=True)', {
  image: (image: Tensor, mean: number, sigma: number, clip: boolean) => {
    if (sigma < 0) throw new ValueError(`sigma shouldn't be negative. Got ${sigma}`)
    if (image.is_floating_point()) {
      const noisy = image.add(torch.randn_like(image).mul(sigma).add(mean))
      return clip ? torch.clamp(noisy, 0, 1) : noisy
    }
    if (image.dtype !== torch.uint8) {
      throw new ValueError(
        `Input tensor is expected to be in uint8 or float dtype, got dtype=${image.dtype}`,
      )
    }
    const drawn = torch.randn_like(image, { dtype: torch.float32 })
    const noise = drawn
      .mul(sigma * 255)
      .add(mean * 255)
      .to(torch.int16)
    const noisy = image.add(noise)
    return (clip ? torch.clamp(noisy, 0, 255) : noisy).to(torch.uint8)
  },
  pil: () => {
    throw new ValueError('Gaussian Noise is not implemented for PIL images.')
  },
})

type DType = Tensor['dtype']

/**
 * In another type; with `scale` the values of images go along with the type's range.
 *
 * @example
 * F.to_dtype(torch.tensor([[[255]]], { dtype: torch.uint8 }), torch.float32, true).item() // 1
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.to_dtype.html
 */
export const to_dtype = functional('to_dtype(inpt, dtype=undefined, scale=False)', {
  image: (image: Tensor, dtype: DType | undefined, scale: boolean) =>
    toDtype(image, dtype ?? torch.float32, scale),
  mask: (mask: Tensor, dtype: DType | undefined) => mask.to(dtype ?? torch.float32),
  boxes: (boxes: BoundingBoxes, dtype: DType | undefined) =>
    wrap(boxes.to(dtype ?? torch.float32), { like: boxes }),
})

/** {@link to_dtype} with `scale`. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.convert_image_dtype.html */
export const convert_image_dtype = def(
  'convert_image_dtype(image, dtype=undefined)',
  (image: Tensor, dtype: DType | undefined): Tensor => toDtype(image, dtype ?? torch.float32, true),
)

export function sanitizeMask(
  boxes: Tensor,
  format: BoundingBoxFormat,
  [height, width]: readonly number[],
  min_size: number,
  min_area: number,
): Tensor {
  const corners = convertBoxes(boxes, format, BoundingBoxFormat.XYXY)
  const [x0, y0, x1, y1] = corners.unbind(-1) as [Tensor, Tensor, Tensor, Tensor]
  const [w, h] = [x1.sub(x0), y1.sub(y0)]
  return [
    h.ge(min_size),
    corners.ge(0).all(-1),
    w.mul(h).ge(min_area),
    x0.le(width as number),
    x1.le(width as number),
    y0.le(height as number),
    y1.le(height as number),
  ].reduce((valid, one) => valid.bitwise_and(one), w.ge(min_size))
}

/**
 * The boxes that are large enough and within their image, and which these are.
 *
 * @throws ValueError where format and size are missing for a plain tensor, or given for boxes that know them.
 *
 * @example
 * const boxes = tv_tensors.BoundingBoxes([[0, 0, 0, 9], [1, 1, 4, 4]], { format: 'XYXY', canvas_size: [9, 9] })
 * F.sanitize_bounding_boxes(boxes)[1] // tensor([False,  True])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.sanitize_bounding_boxes.html
 */
export const sanitize_bounding_boxes = def(
  'sanitize_bounding_boxes(bounding_boxes, format=None, canvas_size=None, min_size=1.0, min_area=1.0)',
  (
    boxes: Tensor,
    format: BoundingBoxFormat | string | null,
    canvas_size: readonly number[] | null,
    min_size: number,
    min_area: number,
  ): Tuple<Tensor> => {
    const given = `Got format=${format ?? 'None'} and canvas_size=${pyRepr(canvas_size)}`
    if (is_pure_tensor(boxes)) {
      if (format === null || canvas_size === null) {
        throw new ValueError(
          `format and canvas_size cannot be None if bounding_boxes is a pure tensor. ${given}.` +
            'Set those to appropriate values or pass bounding_boxes as a tv_tensors.BoundingBoxes object.',
        )
      }
      const valid = sanitizeMask(boxes, formatOf(format), canvas_size, min_size, min_area)
      return tuple([boxes.index([valid]), valid])
    }
    if (!(boxes instanceof BoundingBoxes)) {
      throw new ValueError(
        'bounding_boxes must be a tv_tensors.BoundingBoxes instance or a pure tensor.',
      )
    }
    if (format !== null || canvas_size !== null) {
      throw new ValueError(
        'format and canvas_size must be None when bounding_boxes is a tv_tensors.BoundingBoxes instance. ' +
          `${given}. Leave those to None or pass bounding_boxes as a pure tensor.`,
      )
    }
    const valid = sanitizeMask(boxes, boxes.format, boxes.canvas_size, min_size, min_area)
    return tuple([wrap(boxes.index([valid]), { like: boxes }), valid])
  },
)

function erased(
  image: Tensor,
  i: number,
  j: number,
  h: number,
  w: number,
  v: Tensor,
  inplace: boolean,
): Tensor {
  const target = inplace ? image : torch.clone(image)
  part(target, i, i + h, j, j + w).copy_(v)
  return target
}

/**
 * With `v` in the rectangle of `h` by `w` whose upper left corner is at row `i`, column `j`.
 *
 * @example
 * F.erase(torch.ones(1, 1, 3), 0, 1, 1, 1, torch.zeros(1)) // tensor([[[1., 0., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.erase.html
 */
export const erase = functional('erase(inpt, i, j, h, w, v, inplace=False)', {
  image: erased,
  pil: (image: Image, i: number, j: number, h: number, w: number, v: Tensor, inplace: boolean) =>
    to_pil_image(erased(pil_to_tensor(image), i, j, h, w, v, inplace), image.mode),
})
