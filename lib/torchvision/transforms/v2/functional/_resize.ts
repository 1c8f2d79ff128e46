// Sizes and parts. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import { warn } from '../../../../warnings.js'
import type { BoundingBoxes } from '../../../tv_tensors/index.js'
import type { SizeArgument } from '../../_functional/resize.js'
import { _compute_resized_output_size } from '../../_functional/resize.js'
import { checkInterpolation, InterpolationMode, pilNumber } from '../../_interpolation.js'
import { type Image, type Interpolation, isNumber, isSequence } from '../../_types.js'
import { resizeBoxes } from './_boxes.js'
import { functional, onMask } from './_utils.js'

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

export function outputSize(
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
  return _compute_resized_output_size(canvas, wanted, max_size, true)
}

export const sizes = (image: Tensor): [number, number] => [image.size(-2), image.size(-1)]

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

export function resizePIL(
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
