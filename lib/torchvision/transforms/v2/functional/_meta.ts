// Mirrors torchvision/transforms/v2/functional/_meta.py.

import { def } from '../../../../_def.js'
import { ValueError } from '../../../../errors.js'
import type { Tensor } from '../../../../index.js'
import { formatOf } from '../../../tv_tensors/_bounding_boxes.js'
import {
  BoundingBoxes,
  BoundingBoxFormat,
  type ClampingMode,
  wrap,
} from '../../../tv_tensors/index.js'
import { dimensionsOf } from '../../_functional/conversion.js'
import { kindOf } from '../../_types.js'
import { type Input, is_pure_tensor } from './_utils.js'

/** Height and width of an image, mask or video, or of the image that boxes are in. */
export function sizeOf(inpt: Input): [number, number] {
  if (inpt instanceof BoundingBoxes) return [...inpt.canvas_size] as [number, number]
  const [, height, width] = dimensionsOf(inpt)
  return [height, width]
}

/** {@link sizeOf} for scripts. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.get_size.html */
export const get_size = def('get_size(inpt)', sizeOf)

/** Channels, height and width. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.get_dimensions.html */
export const get_dimensions = def('get_dimensions(inpt)', (inpt: Input) => dimensionsOf(inpt))

/** How many channels. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.get_num_channels.html */
export const get_num_channels = def(
  'get_num_channels(inpt)',
  (inpt: Input): number => dimensionsOf(inpt)[0],
)

const first = (boxes: Tensor): Tensor => boxes.narrow(-1, 0, 2)
const last = (boxes: Tensor): Tensor => boxes.narrow(-1, 2, 2)
const halved = (values: Tensor): Tensor =>
  values.is_floating_point() ? values.div(2) : values.div(2, { rounding_mode: 'floor' })

const { XYXY, XYWH, CXCYWH } = BoundingBoxFormat

// Of a copy of their own, which they change.
const ways: Readonly<Record<string, (boxes: Tensor) => Tensor>> = {
  'XYWH>CXCYWH': (boxes) => {
    first(boxes).add_(halved(last(boxes)))
    return boxes
  },
  'CXCYWH>XYWH': (boxes) => {
    const { dtype } = boxes
    const float = boxes.is_floating_point() ? boxes : boxes.float()
    first(float).sub_(last(float).div(2))
    if (float === boxes) return boxes
    const corner = first(float).add(last(float)).to(dtype)
    const whole = float.to(dtype)
    last(whole).copy_(corner.sub(first(whole)))
    return whole
  },
  'XYWH>XYXY': (boxes) => {
    last(boxes).add_(first(boxes))
    return boxes
  },
  'CXCYWH>XYXY': (boxes) => {
    const { dtype } = boxes
    const float = boxes.is_floating_point() ? boxes : boxes.float()
    first(float).sub_(last(float).div(2))
    last(float).add_(first(float))
    return float.to(dtype)
  },
  'XYXY>XYWH': (boxes) => {
    last(boxes).sub_(first(boxes))
    return boxes
  },
  'XYXY>CXCYWH': (boxes) => {
    last(boxes).sub_(first(boxes))
    const twice = first(boxes).mul_(2).add_(last(boxes))
    first(boxes).copy_(halved(twice))
    return boxes
  },
}

/** Boxes in another format. */
export function convertBoxes(
  boxes: Tensor,
  from: BoundingBoxFormat,
  to: BoundingBoxFormat,
): Tensor {
  if (from.value === to.value) return boxes
  const way = ways[`${from.value}>${to.value}`] as (boxes: Tensor) => Tensor
  return way(boxes.clone())
}

type FormatArgument = BoundingBoxFormat | string | null

/**
 * Boxes in another format. The old one is asked for where the input is a plain tensor.
 *
 * @throws ValueError where `old_format` is missing or out of place, TypeError for what is no tensor.
 *
 * @example
 * F.convert_bounding_box_format(torch.tensor([[1, 1, 3, 4]]), 'XYXY', 'XYWH') // tensor([[1, 1, 2, 3]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.convert_bounding_box_format.html
 */
export const convert_bounding_box_format = def(
  'convert_bounding_box_format(inpt, old_format=None, new_format=None, inplace=False)',
  (
    inpt: Tensor,
    old_format: FormatArgument,
    new_format: FormatArgument,
    inplace: boolean,
  ): Tensor => {
    if (new_format === null) {
      throw new TypeError("convert_bounding_box_format() missing 1 required argument: 'new_format'")
    }
    const to = formatOf(new_format)
    if (is_pure_tensor(inpt)) {
      if (old_format === null) {
        throw new ValueError('For pure tensor inputs, `old_format` has to be passed.')
      }
      const converted = convertBoxes(inpt, formatOf(old_format), to)
      return inplace && converted !== inpt ? inpt.copy_(converted) : converted
    }
    if (!(inpt instanceof BoundingBoxes)) {
      throw new TypeError(
        `Input can either be a plain tensor or a bounding box tv_tensor, but got ${kindOf(inpt)} instead.`,
      )
    }
    if (old_format !== null) {
      throw new ValueError('For bounding box tv_tensor inputs, `old_format` must not be passed.')
    }
    return wrap(convertBoxes(inpt, inpt.format, to), { like: inpt, format: to })
  },
)

/** Boxes kept within an image. */
export function clampBoxes(
  boxes: Tensor,
  format: BoundingBoxFormat,
  canvas_size: readonly number[],
  clamping_mode: ClampingMode,
): Tensor {
  if (clamping_mode === null) return boxes.clone()
  const [height, width] = canvas_size as [number, number]
  const float = boxes.is_floating_point() ? boxes.clone() : boxes.float()
  const corners = convertBoxes(float, format, XYXY)
  for (const [i, most] of [width, height, width, height].entries()) {
    corners.select(-1, i).clamp_(0, most)
  }
  return convertBoxes(corners, XYXY, format).to(boxes.dtype)
}

/**
 * Boxes kept within their image. Format, size and mode are asked for where the input is a plain tensor.
 *
 * @throws ValueError where these are missing or out of place, TypeError for what is no tensor.
 *
 * @example
 * const boxes = tv_tensors.BoundingBoxes([[-1, 0, 9, 3]], { format: 'XYXY', canvas_size: [8, 8] })
 * F.clamp_bounding_boxes(boxes).tolist() // [[0, 0, 8, 3]]
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.clamp_bounding_boxes.html
 */
export const clamp_bounding_boxes = def(
  "clamp_bounding_boxes(inpt, format=None, canvas_size=None, clamping_mode='auto')",
  (
    inpt: Tensor,
    format: FormatArgument,
    canvas_size: readonly number[] | null,
    clamping_mode: ClampingMode | 'auto',
  ): Tensor => {
    if (clamping_mode !== null && !['soft', 'hard', 'auto'].includes(clamping_mode)) {
      throw new ValueError(`clamping_mode must be soft, hard, auto or None, got ${clamping_mode}`)
    }
    if (is_pure_tensor(inpt)) {
      if (format === null || canvas_size === null || clamping_mode === 'auto') {
        throw new ValueError(
          'For pure tensor inputs, `format`, `canvas_size` and `clamping_mode` have to be passed.',
        )
      }
      return clampBoxes(inpt, formatOf(format), canvas_size, clamping_mode)
    }
    if (!(inpt instanceof BoundingBoxes)) {
      throw new TypeError(
        `Input can either be a plain tensor or a bounding box tv_tensor, but got ${kindOf(inpt)} instead.`,
      )
    }
    if (format !== null || canvas_size !== null) {
      throw new ValueError(
        'For bounding box tv_tensor inputs, `format` and `canvas_size` must not be passed.',
      )
    }
    const mode = clamping_mode === 'auto' ? inpt.clamping_mode : clamping_mode
    return wrap(clampBoxes(inpt, inpt.format, inpt.canvas_size, mode), { like: inpt })
  },
)

export { CXCYWH, XYWH, XYXY }
