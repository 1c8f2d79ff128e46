// Sizes and parts. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { def } from '../../../../_def.js'
import { pyRepr } from '../../../../_repr.js'
import { type Tuple, tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import { roundHalfEven } from '../../../../PIL/_numbers.js'
import { warn } from '../../../../warnings.js'
import { type BoundingBoxes, TVTensor, wrap } from '../../../tv_tensors/index.js'
import type { SizeArgument } from '../../_functional/geometry.js'
import * as classic from '../../_functional/geometry.js'
import * as F_pil from '../../_functional_pil.js'
import { checkInterpolation, InterpolationMode, pilNumber } from '../../_interpolation.js'
import { _pad_symmetric, part } from '../../_tensor/geometry.js'
import {
  type Fill,
  type Image,
  type ImageOrTensor,
  type Interpolation,
  isNumber,
  isSequence,
  isTensor,
} from '../../_types.js'
import { centerCropBoxes, cropBoxes, padBoxes, resizeBoxes } from './_boxes.js'
import { functional, type Input, onMask } from './_utils.js'

/** A mode by its value, by itself, or by Pillow's number. */
export type InterpolationLike = Interpolation | string

/** A mode, however it is called. */
export function modeOf(value: InterpolationLike | undefined, otherwise: string): InterpolationMode {
  const given = value ?? otherwise
  if (typeof given !== 'string') return checkInterpolation(given)
  const found = Object.values(InterpolationMode).find(
    (one): one is InterpolationMode => one instanceof InterpolationMode && one.value === given,
  )
  if (found !== undefined) return found
  throw new ValueError(`'${given}' is not a valid InterpolationMode`)
}

type Size = SizeArgument | null

function outputSize(
  canvas: readonly number[],
  size: Size,
  max_size: number | null,
): [number, number] {
  if (max_size !== null && isSequence(size) && size.length !== 1) {
    throw new ValueError(
      'max_size should only be passed if size is None or specifies the length of the smaller edge, ' +
        'i.e. size should be an int or a sequence of length 1 in torchscript mode.',
    )
  }
  const wanted = isNumber(size) ? [size] : size
  return classic._compute_resized_output_size(canvas, wanted, max_size, true)
}

const sizes = (image: Tensor): [number, number] => [image.size(-2), image.size(-1)]

export function resizeTensor(
  image: Tensor,
  size: Size,
  interpolation: InterpolationLike | undefined,
  max_size: number | null,
  antialias: boolean | null,
): Tensor {
  const mode = modeOf(interpolation, 'bilinear').value
  const smooth = mode === 'bilinear' || mode === 'bicubic' || mode === 'lanczos'
  if (mode === 'lanczos' && !antialias) {
    throw new ValueError('InterpolationMode.LANCZOS requires antialias=True')
  }
  const [height, width] = sizes(image)
  const [newHeight, newWidth] = outputSize([height, width], size, max_size)
  if (newHeight === height && newWidth === width) return image
  const lead = [...image.shape].slice(0, -2)
  if (image.numel() === 0) return image.reshape([...lead, newHeight, newWidth])
  const { dtype } = image
  const batch = channelsLast(image.reshape(-1, image.size(-3), height, width))
  const native = image.device.type === 'cpu' && (mode !== 'bilinear' || vectorised())
  const bytes = dtype === torch.uint8 && (mode.startsWith('nearest') || (smooth && native))
  const cast = dtype !== torch.float32 && dtype !== torch.float64 && !bytes
  const source = cast ? batch.to(torch.float32) : batch
  const resized = nn.functional.interpolate(source, {
    size: [newHeight, newWidth],
    mode: mode as 'bilinear',
    align_corners: smooth ? false : null,
    antialias: smooth && Boolean(antialias),
  })
  return uncast(resized, dtype, cast, mode).reshape([...lead, newHeight, newWidth])
}

function uncast(resized: Tensor, dtype: Tensor['dtype'], cast: boolean, mode: string): Tensor {
  if (!cast) return resized
  if (dtype === torch.uint8 && (mode === 'bicubic' || mode === 'lanczos')) resized.clamp_(0, 255)
  const ints: readonly Tensor['dtype'][] = [
    torch.uint8,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
  ]
  return (ints.includes(dtype) ? resized.round_() : resized).to(dtype)
}

const vectorised = (): boolean =>
  ['AVX2', 'AVX512'].includes(torch.backends.cpu.get_cpu_capability()) || process.arch === 'arm64'

// One image whose channels lie side by side: with a stride that tells so, the operator takes its fast way.
function channelsLast(batch: Tensor): Tensor {
  const [n, c, h, w] = batch.shape as unknown as [number, number, number, number]
  const [, ...strides] = batch.stride() as unknown as number[]
  const isLast = batch.is_contiguous({ memory_format: torch.channels_last })
  const first = (batch.stride() as unknown as number[])[0]
  if (!isLast || n !== 1 || batch.numel() === first) return batch
  return batch.as_strided([1, c, h, w], [batch.numel(), ...strides])
}

function resizePIL(
  image: Image,
  size: Size,
  interpolation: InterpolationLike | undefined,
  max_size: number | null,
  antialias: boolean | null,
): Image {
  if (antialias === false) {
    warn('Anti-alias option is always applied for PIL Image input. Argument antialias is ignored.')
  }
  const [height, width] = outputSize([image.height, image.width], size, max_size)
  const mode = modeOf(interpolation, 'bilinear')
  if (height === image.height && width === image.width) return image
  return image.resize([width, height], pilNumber(mode))
}

const nearest = (mode: InterpolationLike | undefined): InterpolationLike =>
  modeOf(mode, 'bilinear').value === 'nearest-exact' ? 'nearest-exact' : 'nearest'

/**
 * In another size: `[h, w]`, or a number for the smaller edge, the other following, up to `max_size`.
 *
 * @throws ValueError and TypeError for sizes and modes that cannot be.
 *
 * @example
 * F.resize(torch.zeros(3, 10, 20), [5]).shape // torch.Size([3, 5, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.resize.html
 */
export const resize = functional(
  'resize(inpt, size, interpolation=undefined, max_size=None, antialias=True)',
  {
    image: resizeTensor,
    pil: resizePIL,
    mask: (
      mask: Tensor,
      size: Size,
      mode: InterpolationLike | undefined,
      max_size: number | null,
      _antialias: boolean | null,
    ) => onMask(resizeTensor)(mask, size, nearest(mode), max_size, false),
    boxes: (
      boxes: BoundingBoxes,
      size: Size,
      _mode: InterpolationLike | undefined,
      max_size: number | null,
      _antialias: boolean | null,
    ) => resizeBoxes(boxes, outputSize(boxes.canvas_size, size, max_size)),
  },
)

/** Left, right, top and bottom. */
export function _parse_pad_padding(padding: unknown): [number, number, number, number] {
  if (!isNumber(padding) && !isSequence(padding)) {
    throw new TypeError(
      `\`padding\` should be an integer or tuple or list of integers, but got ${padding}`,
    )
  }
  const all = isNumber(padding) ? [padding] : padding
  if (![1, 2, 4].includes(all.length)) {
    throw new ValueError(
      `Padding must be an int or a 1, 2, or 4 element tuple or list. Found ${all.length}`,
    )
  }
  const [left = 0, top = left, right = left, bottom = top] = all
  return [left, right, top, bottom]
}

/** How a border is filled. */
export type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric'

function padScalar(
  image: Tensor,
  padding: readonly number[],
  fill: number,
  mode: PaddingMode,
): Tensor {
  const lead = [...image.shape].slice(0, -2)
  const batch = image.reshape(-1, image.size(-3), ...sizes(image))
  let padded: Tensor
  if (mode === 'symmetric') padded = _pad_symmetric(batch, padding)
  else if (mode === 'constant') {
    padded = nn.functional.pad(batch, [...padding], { mode, value: fill })
  } else {
    const float = image.is_floating_point() ? batch : batch.to(torch.float32)
    const kind = mode === 'edge' ? 'replicate' : 'reflect'
    padded = nn.functional.pad(float, [...padding], { mode: kind }).to(image.dtype)
  }
  return padded.reshape([...lead, ...sizes(padded)])
}

function padTensor(
  image: Tensor,
  padding: number | readonly number[],
  fill: Fill | null,
  mode: PaddingMode,
): Tensor {
  const edges = _parse_pad_padding(padding)
  if (!['constant', 'edge', 'reflect', 'symmetric'].includes(mode)) {
    throw new ValueError(
      "`padding_mode` should be either `'constant'`, `'edge'`, `'reflect'` or `'symmetric'`, " +
        `but got \`'${mode}'\`.`,
    )
  }
  const value = fill ?? 0
  if (isNumber(value)) return padScalar(image, edges, value, mode)
  if (value.length === 1) return padScalar(image, edges, value[0] as number, mode)
  if (mode !== 'constant') {
    throw new ValueError(`Padding mode '${mode}' is not supported if fill is not scalar`)
  }
  const output = padScalar(image, edges, 0, 'constant')
  const { dtype, device } = image
  const colour = torch
    .tensor([...value], { device })
    .to(dtype)
    .reshape(-1, 1, 1)
  const [left, right, top, bottom] = edges
  const [height, width] = sizes(output)
  const paint = (to: Tensor): Tensor => to.copy_(colour.expand(to.shape))
  if (top > 0) paint(part(output, 0, top, 0, width))
  if (left > 0) paint(part(output, 0, height, 0, left))
  if (bottom > 0) paint(part(output, height - bottom, height, 0, width))
  if (right > 0) paint(part(output, 0, height, width - right, width))
  return output
}

/**
 * With a border: one number, `[across, down]`, or `[left, top, right, bottom]`.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.pad(torch.ones(1, 1, 1), [1]).sum() // tensor(1.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.pad.html
 */
export const pad = functional("pad(inpt, padding, fill=None, padding_mode='constant')", {
  image: padTensor,
  pil: F_pil.pad as (
    image: Image,
    padding: number | readonly number[],
    fill: Fill | null,
    mode: PaddingMode,
  ) => Image,
  mask: (
    mask: Tensor,
    padding: number | readonly number[],
    fill: Fill | null,
    mode: PaddingMode,
  ) => {
    if (isSequence(fill)) throw new ValueError('Non-scalar fill value is not supported')
    return onMask(padTensor)(mask, padding, fill ?? 0, mode)
  },
  boxes: (
    boxes: BoundingBoxes,
    padding: number | readonly number[],
    _fill: Fill | null,
    mode: PaddingMode,
  ) => {
    if (mode === 'constant') return padBoxes(boxes, _parse_pad_padding(padding))
    throw new ValueError(`Padding mode '${mode}' is not supported with bounding boxes`)
  },
})

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
