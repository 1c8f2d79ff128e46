// What happens to boxes where images are changed. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { roundHalfEven } from '../../../../_round.js'
import { tuple } from '../../../../_tuple.js'
import { NotImplementedError } from '../../../../errors.js'
import torch, { type Tensor } from '../../../../index.js'
import { type BoundingBoxes, wrap } from '../../../tv_tensors/index.js'
import type { SizeArgument } from '../../_functional/resize.js'
import { _get_inverse_affine_matrix } from './_matrix.js'
import { CXCYWH, clampBoxes, convertBoxes, XYWH, XYXY } from './_meta.js'

/** Boxes that were moved, kept within an image of a size. */
function within(boxes: Tensor, like: BoundingBoxes, size: readonly number[]): BoundingBoxes {
  const canvas_size = tuple(size)
  const clamped = clampBoxes(boxes, like.format, canvas_size, like.clamping_mode)
  return wrap(clamped, { like, canvas_size })
}

/** Mirrored boxes: `axis` 0 left and right, 1 upside down. */
export function flipBoxes(boxes: BoundingBoxes, axis: 0 | 1): BoundingBoxes {
  const most = boxes.canvas_size[1 - axis] as number
  const flipped = torch.clone(boxes)
  const [near, far] = [flipped.select(-1, axis), flipped.select(-1, axis + 2)]
  if (boxes.format.value === XYXY.value) {
    const end = far.clone()
    far.copy_(near.clone().sub_(most).neg_())
    near.copy_(end.sub_(most).neg_())
  } else if (boxes.format.value === XYWH.value) near.add_(far).sub_(most).neg_()
  else near.sub_(most).neg_()
  return wrap(flipped, { like: boxes })
}

export function resizeBoxes(boxes: BoundingBoxes, size: readonly number[]): BoundingBoxes {
  const [height, width] = boxes.canvas_size as unknown as [number, number]
  const [newHeight, newWidth] = size as [number, number]
  if (height === newHeight && width === newWidth) return boxes
  const [x, y] = [newWidth / width, newHeight / height]
  const ratios = torch.tensor([x, y, x, y], { device: boxes.device, dtype: torch.float32 })
  const scaled = torch.mul(boxes, ratios).to(boxes.dtype)
  return wrap(scaled, { like: boxes, canvas_size: tuple(size) })
}

// How far corners, or a corner or centre, go.
function moved(boxes: BoundingBoxes, x: number, y: number): Tensor {
  const { dtype, device } = boxes
  const by = boxes.format.value === XYXY.value ? [x, y, x, y] : [x, y, 0, 0]
  return torch.add(boxes, torch.tensor(by, { dtype, device }))
}

export function padBoxes(
  boxes: BoundingBoxes,
  [left, right, top, bottom]: readonly [number, number, number, number],
): BoundingBoxes {
  const [height, width] = boxes.canvas_size as unknown as [number, number]
  return within(moved(boxes, left, top), boxes, [height + top + bottom, width + left + right])
}

export function cropBoxes(
  boxes: BoundingBoxes,
  top: number,
  left: number,
  height: number,
  width: number,
): BoundingBoxes {
  return within(moved(boxes, -left, -top), boxes, [height, width])
}

export function centerCropBoxes(boxes: BoundingBoxes, output_size: SizeArgument): BoundingBoxes {
  const all = typeof output_size === 'number' ? [output_size] : output_size
  const [h, w = h] = all as [number, number?]
  const [height, width] = boxes.canvas_size as unknown as [number, number]
  const top = roundHalfEven((height - h) / 2)
  const left = roundHalfEven((width - w) / 2)
  return cropBoxes(boxes, top, left, h, w)
}

/** The numbers of an affine mapping, and whether the image grows with it. */
export interface Mapping {
  readonly angle: number
  readonly translate: readonly number[]
  readonly scale: number
  readonly shear: readonly number[]
  readonly center: readonly number[] | null
  /** The new size, where the image grows. */
  readonly expanded?: readonly number[] | null
}

/** The boxes around what boxes become where their image is mapped. */
export function affineBoxes(boxes: BoundingBoxes, mapping: Mapping): BoundingBoxes {
  if (boxes.numel() === 0) return boxes
  const { angle, translate, scale, shear, expanded = null } = mapping
  const [height, width] = boxes.canvas_size as unknown as [number, number]
  const center = mapping.center ?? [width * 0.5, height * 0.5]
  const { dtype, device, format } = boxes
  const float = boxes.is_floating_point() ? torch.clone(boxes) : boxes.float()
  const corners = convertBoxes(float, format, XYXY)
  const vector = _get_inverse_affine_matrix(center, angle, translate, scale, shear, false)
  const options = { dtype: corners.dtype, device }
  const matrix = torch.tensor(vector, options).reshape(2, 3).t()
  const places = [0, 1, 2, 1, 2, 3, 0, 3]
  const points = corners.index([':', places]).reshape(-1, 2)
  const ones = torch.ones(points.size(0), 1, options)
  const mapped = torch.matmul(torch.cat([points, ones], -1), matrix).reshape(-1, 4, 2)
  const out = torch.cat([mapped.amin(1), mapped.amax(1)], 1)
  if (expanded !== null) {
    const edges = [
      [0, 0, 1],
      [0, height, 1],
      [width, height, 1],
      [width, 0, 1],
    ]
    const origin = torch.matmul(torch.tensor(edges, options), matrix).amin(0, true)
    out.sub_(origin.repeat([1, 2]))
  }
  const canvas_size = tuple(expanded ?? boxes.canvas_size)
  const clamped = clampBoxes(out, XYXY, canvas_size, boxes.clamping_mode)
  const result = convertBoxes(clamped, XYXY, format).reshape(boxes.shape).to(dtype)
  return wrap(result, { like: boxes, canvas_size })
}

/** Boxes are not followed through mappings that are no affine ones. */
export function unsupportedBoxes(what: string): never {
  throw new NotImplementedError(`${what} of bounding boxes is not supported here`)
}

export { CXCYWH }
