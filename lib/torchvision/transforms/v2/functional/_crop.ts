// Parts of images. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { def } from '../../../../_def.js'
import { pyRepr } from '../../../../_repr.js'
import { roundHalfEven } from '../../../../_round.js'
import { type Tuple, tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import { nn, type Tensor } from '../../../../index.js'
import { TVTensor, wrap } from '../../../tv_tensors/index.js'
import * as classic from '../../_functional/crop.js'
import type { SizeArgument } from '../../_functional/resize.js'
import * as F_pil from '../../_functional_pil.js'
import { part } from '../../_tensor/geometry.js'
import { type Image, type ImageOrTensor, isNumber, isTensor } from '../../_types.js'
import { centerCropBoxes, cropBoxes, resizeBoxes } from './_boxes.js'
import { padScalar } from './_pad.js'
import { type InterpolationLike, outputSize, resizePIL, resizeTensor, sizes } from './_resize.js'
import { functional, type Input, onMask } from './_utils.js'

function cropTensor(
  image: Tensor,
  top: number,
  left: number,
  height: number,
  width: number,
): Tensor {
  const [h, w] = sizes(image)
  const [right, bottom] = [left + width, top + height]
  if (left >= 0 && top >= 0 && right <= w && bottom <= h) {
    return part(image, top, bottom, left, right)
  }
  const padding = [
    Math.max(Math.min(right, 0) - left, 0),
    Math.max(right - Math.max(w, left), 0),
    Math.max(Math.min(bottom, 0) - top, 0),
    Math.max(bottom - Math.max(h, top), 0),
  ]
  const inner = part(image, Math.max(top, 0), bottom, Math.max(left, 0), right)
  return padScalar(inner, padding, 0, 'constant')
}

/**
 * A part; zeros where it goes beyond the image.
 *
 * @example
 * F.crop(torch.arange(9).view(1, 3, 3), 1, 1, 2, 2) // tensor([[[4, 5], [7, 8]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.crop.html
 */
export const crop = functional('crop(inpt, top, left, height, width)', {
  image: cropTensor,
  pil: F_pil.crop,
  mask: onMask(cropTensor),
  boxes: cropBoxes,
})

const pairOf = (size: SizeArgument): [number, number] => {
  const all = isNumber(size) ? [Math.trunc(size)] : size
  return (all.length === 1 ? [all[0], all[0]] : [...all]) as [number, number]
}

function centerCropTensor(image: Tensor, output_size: SizeArgument): Tensor {
  const [ch, cw] = pairOf(output_size)
  if (image.numel() === 0) return image.reshape([...[...image.shape].slice(0, -2), ch, cw])
  let source = image
  let [height, width] = sizes(image)
  if (ch > height || cw > width) {
    const [x, y] = [Math.max(cw - width, 0), Math.max(ch - height, 0)]
    const padding = [x >> 1, (x + 1) >> 1, y >> 1, (y + 1) >> 1]
    source = nn.functional.pad(image, padding, { value: 0 })
    ;[height, width] = sizes(source)
    if (cw === width && ch === height) return source
  }
  const top = roundHalfEven((height - ch) / 2)
  const left = roundHalfEven((width - cw) / 2)
  return part(source, top, top + ch, left, left + cw)
}

/**
 * The middle, of a size; what is smaller gets a black border.
 *
 * @example
 * F.center_crop(torch.arange(9).view(1, 3, 3), [1]) // tensor([[[4]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.center_crop.html
 */
export const center_crop = functional('center_crop(inpt, output_size)', {
  image: centerCropTensor,
  pil: (image: Image, output_size: SizeArgument) => classic.center_crop(image, output_size),
  mask: onMask(centerCropTensor),
  boxes: centerCropBoxes,
})

/**
 * {@link crop}, then {@link resize}.
 *
 * @example
 * F.resized_crop(torch.zeros(3, 9, 9), 1, 1, 4, 4, [2, 2]).shape // torch.Size([3, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.resized_crop.html
 */
export const resized_crop = functional(
  'resized_crop(inpt, top, left, height, width, size, interpolation=undefined, antialias=True)',
  {
    image: (
      image: Tensor,
      top: number,
      left: number,
      height: number,
      width: number,
      size: SizeArgument,
      mode: InterpolationLike | undefined,
      antialias: boolean | null,
    ) => resizeTensor(cropTensor(image, top, left, height, width), size, mode, null, antialias),
    pil: (image, top, left, height, width, size, mode, antialias) =>
      resizePIL(F_pil.crop(image, top, left, height, width), size, mode, null, antialias),
    mask: (mask, top, left, height, width, size) =>
      onMask(resizeTensor)(
        onMask(cropTensor)(mask, top, left, height, width),
        size,
        'nearest',
        null,
        false,
      ),
    boxes: (boxes, top, left, height, width, size) =>
      resizeBoxes(
        cropBoxes(boxes, top, left, height, width),
        outputSize([height, width], size, null),
      ),
  },
)

function several(
  inpt: Input,
  crops: (image: ImageOrTensor) => Tuple<ImageOrTensor>,
): Tuple<ImageOrTensor> {
  const made = crops(inpt)
  if (!(inpt instanceof TVTensor)) return made
  return tuple(made.map((one) => wrap(one as Tensor, { like: inpt })))
}

function checkFive(inpt: Input, size: SizeArgument): void {
  if (!isTensor(inpt)) return
  const wanted = isNumber(size) ? [size, size] : size
  const [h, w = h] = wanted as [number, number?]
  const [height, width] = sizes(inpt)
  if (w > width || h > height) {
    throw new ValueError(
      `Requested crop size ${pyRepr(size)} is bigger than input size (${height}, ${width})`,
    )
  }
}

/** The four corners and the middle. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.five_crop.html */
export const five_crop = def('five_crop(inpt, size)', (inpt: Input, size: SizeArgument) => {
  checkFive(inpt, size)
  return several(inpt, (image) => classic.five_crop(image, size))
})

/** {@link five_crop} of an image and of its mirror image. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.ten_crop.html */
export const ten_crop = def(
  'ten_crop(inpt, size, vertical_flip=False)',
  (inpt: Input, size: SizeArgument, vertical_flip: boolean) => {
    checkFive(inpt, size)
    return several(inpt, (image) => classic.ten_crop(image, size, vertical_flip))
  },
)
