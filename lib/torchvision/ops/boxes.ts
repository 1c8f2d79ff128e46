// Mirrors torchvision/ops/boxes.py; nms itself is in _nms.ts.

import { def } from '../../_def.js'
import { pyRepr, pyStr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import torch, { type Tensor } from '../../index.js'
import {
  _box_cxcywh_to_xyxy,
  _box_cxcywhr_to_xywhr,
  _box_xywh_to_xyxy,
  _box_xywhr_to_cxcywhr,
  _box_xywhr_to_xyxyxyxy,
  _box_xyxy_to_cxcywh,
  _box_xyxy_to_xywh,
  _box_xyxyxyxy_to_xywhr,
} from './_box_convert.js'
import { nms } from './_nms.js'
import { _upcast } from './_utils.js'

export { nms } from './_nms.js'

/** How boxes with straight sides are written: by corners, or by a corner or the centre and the size. */
export type BoxFormat = 'xyxy' | 'xywh' | 'cxcywh'
/** How rotated boxes are written: with an angle in degrees against the clock, or by their corners. */
export type RotatedBoxFormat = 'xywhr' | 'cxcywhr' | 'xyxyxyxy'

const alignedFormats = tuple(['xyxy', 'xywh', 'cxcywh'])
const rotatedFormats = tuple(['cxcywhr', 'xywhr', 'xyxyxyxy'])

/**
 * {@link nms} in each category by itself: `idxs` `(N)` says to which one a box belongs. Gives the indices of the boxes
 * that stay, best first.
 *
 * @example
 * const boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 11, 11]], { dtype: torch.float })
 * const scores = torch.tensor([0.5, 0.75])
 * torchvision.ops.batched_nms(boxes, scores, torch.tensor([0, 1]), 0.5) // tensor([1, 0])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.batched_nms.html
 */
export const batched_nms = def(
  'batched_nms(boxes, scores, idxs, iou_threshold)',
  (boxes: Tensor, scores: Tensor, idxs: Tensor, iou_threshold: number): Tensor => {
    // Where the one becomes slower than the other, as measured for Python.
    const many = boxes.device.type === 'cpu' ? 4000 : 100_000
    const way = boxes.numel() > many ? _batched_nms_vanilla : _batched_nms_coordinate_trick
    return way(boxes, scores, idxs, iou_threshold)
  },
)

/** {@link batched_nms} in one go, with the categories moved apart. */
export function _batched_nms_coordinate_trick(
  boxes: Tensor,
  scores: Tensor,
  idxs: Tensor,
  iou_threshold: number,
): Tensor {
  if (boxes.numel() === 0) {
    return torch.empty([0], { dtype: torch.int64, device: boxes.device })
  }
  const offsets = idxs.to(boxes).mul(boxes.max().add(1))
  return nms(boxes.add(offsets.unsqueeze(1)), scores, iou_threshold)
}

/** {@link batched_nms} with one nms for each category. */
export function _batched_nms_vanilla(
  boxes: Tensor,
  scores: Tensor,
  idxs: Tensor,
  iou_threshold: number,
): Tensor {
  const keep_mask = torch.zeros_like(scores, { dtype: torch.bool })
  for (const class_id of torch.unique(idxs)) {
    const [indices] = torch.where(idxs.eq(class_id)) as [Tensor]
    const kept = nms(boxes.index([indices]), scores.index([indices]), iou_threshold)
    keep_mask.index_put_([indices.index([kept])], true)
  }
  const [keep] = torch.where(keep_mask) as [Tensor]
  const [, order] = scores.index([keep]).sort({ descending: true })
  return keep.index([order])
}

/**
 * The indices of the boxes, `(x1, y1, x2, y2)`, with no side below `min_size`.
 *
 * @example
 * const boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 2, 11]], { dtype: torch.float })
 * torchvision.ops.remove_small_boxes(boxes, 5) // tensor([0])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.remove_small_boxes.html
 */
export const remove_small_boxes = def(
  'remove_small_boxes(boxes, min_size)',
  (boxes: Tensor, min_size: number): Tensor => {
    const [ws, hs] = sides(boxes)
    const [keep] = torch.where(ws.ge(min_size).logical_and(hs.ge(min_size))) as [Tensor]
    return keep
  },
)

/**
 * Boxes, `(x1, y1, x2, y2)`, without what is outside of an image of size `(height, width)`.
 *
 * @example
 * const boxes = torch.tensor([[-5, 2, 30, 8]])
 * torchvision.ops.clip_boxes_to_image(boxes, [10, 20]) // tensor([[ 0,  2, 20,  8]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.clip_boxes_to_image.html
 */
export const clip_boxes_to_image = def(
  'clip_boxes_to_image(boxes, size)',
  (boxes: Tensor, size: readonly [height: number, width: number]): Tensor => {
    const [height, width] = size
    const x = boxes.index(['...', '0::2']).clamp({ min: 0, max: width })
    const y = boxes.index(['...', '1::2']).clamp({ min: 0, max: height })
    return torch.stack([x, y], { dim: boxes.dim() }).reshape(boxes.shape)
  },
)

type Convert = (boxes: Tensor) => Tensor
const keepingType =
  (convert: Convert): Convert =>
  (boxes) =>
    convert(boxes).to(boxes.dtype)

// The steps of each conversion that there is.
const conversions: Readonly<Record<string, readonly Convert[]>> = {
  'xywh xyxy': [_box_xywh_to_xyxy],
  'cxcywh xyxy': [_box_cxcywh_to_xyxy],
  'xyxy xywh': [_box_xyxy_to_xywh],
  'xyxy cxcywh': [_box_xyxy_to_cxcywh],
  'xywh cxcywh': [_box_xywh_to_xyxy, _box_xyxy_to_cxcywh],
  'cxcywh xywh': [_box_cxcywh_to_xyxy, _box_xyxy_to_xywh],
  'cxcywhr xywhr': [_box_cxcywhr_to_xywhr],
  'xywhr cxcywhr': [_box_xywhr_to_cxcywhr],
  'cxcywhr xyxyxyxy': [keepingType(_box_cxcywhr_to_xywhr), _box_xywhr_to_xyxyxyxy],
  'xyxyxyxy cxcywhr': [keepingType(_box_xyxyxyxy_to_xywhr), _box_xywhr_to_cxcywhr],
  'xywhr xyxyxyxy': [_box_xywhr_to_xyxyxyxy],
  'xyxyxyxy xywhr': [_box_xyxyxyxy_to_xywhr],
}

/**
 * Boxes in another format. Those with straight sides are `'xyxy'`, `'xywh'` or `'cxcywh'`, rotated ones `'xywhr'`,
 * `'cxcywhr'` or `'xyxyxyxy'`; between both kinds there is no conversion.
 *
 * @throws ValueError for another format; NotImplementedError for formats of both kinds.
 *
 * @example
 * const boxes = torch.tensor([[10, 20, 30, 60]])
 * torchvision.ops.box_convert(boxes, 'xyxy', 'xywh') // tensor([[10, 20, 20, 40]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.box_convert.html
 */
export const box_convert = def(
  'box_convert(boxes, in_fmt, out_fmt)',
  (
    boxes: Tensor,
    in_fmt: BoxFormat | RotatedBoxFormat,
    out_fmt: BoxFormat | RotatedBoxFormat,
  ): Tensor => {
    const given = `in_fmt ${pyStr(in_fmt)} and out_fmt ${pyStr(out_fmt)}`
    const known = [...alignedFormats, ...rotatedFormats]
    if (!known.includes(in_fmt) || !known.includes(out_fmt)) {
      throw new ValueError(`Unsupported Bounding Box Conversions for given ${given}`)
    }
    if (in_fmt === out_fmt) return boxes.clone()
    const steps = conversions[`${in_fmt} ${out_fmt}`]
    if (!steps) {
      throw new NotImplementedError(`Unsupported Bounding Box Conversions for given ${given}`)
    }
    return steps.reduce((result, step) => step(result), boxes)
  },
)

/**
 * The areas of boxes.
 *
 * @throws ValueError for another format.
 *
 * @example
 * torchvision.ops.box_area(torch.tensor([[10, 20, 30, 60]])) // tensor([800])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.box_area.html
 */
export const box_area = def(
  "box_area(boxes, fmt='xyxy')",
  (boxes: Tensor, fmt: BoxFormat): Tensor => {
    if (!alignedFormats.includes(fmt)) {
      throw new ValueError(`Unsupported Bounding Box area for given format ${pyStr(fmt)}`)
    }
    const wide = _upcast(boxes)
    if (fmt !== 'xyxy') return wide.select(-1, 2).mul(wide.select(-1, 3))
    const [width, height] = sides(wide)
    return width.mul(height)
  },
)

// Widths and heights of boxes (x1, y1, x2, y2).
function sides(boxes: Tensor): [width: Tensor, height: Tensor] {
  return [
    boxes.select(-1, 2).sub(boxes.select(-1, 0)),
    boxes.select(-1, 3).sub(boxes.select(-1, 1)),
  ]
}

// The corners of boxes as (..., 2) each.
function corners(boxes: Tensor, fmt: BoxFormat): [topLeft: Tensor, bottomRight: Tensor] {
  const [first, second] = [boxes.narrow(-1, 0, 2), boxes.narrow(-1, 2, 2)]
  if (fmt === 'xyxy') return [first, second]
  if (fmt === 'xywh') return [first, first.add(second)]
  return [first.sub(second.div(2)), first.add(second.div(2))]
}

const product = (sizes: Tensor): Tensor => sizes.select(-1, 0).mul(sizes.select(-1, 1))

/** Intersections and unions, `(..., N, M)`, of all pairs. */
export function _box_inter_union(
  boxes1: Tensor,
  boxes2: Tensor,
  fmt: BoxFormat = 'xyxy',
): [inter: Tensor, union: Tensor] {
  const area1 = box_area(boxes1, fmt)
  const area2 = box_area(boxes2, fmt)
  const [lt1, rb1] = corners(boxes1.unsqueeze(-2), fmt)
  const [lt2, rb2] = corners(boxes2.unsqueeze(-3), fmt)
  const size = torch.min(rb1, rb2).sub(torch.max(lt1, lt2))
  const inter = product(_upcast(size).clamp({ min: 0 }))
  return [inter, area1.unsqueeze(-1).add(area2.unsqueeze(-2)).sub(inter)]
}

/**
 * Intersection over union of all boxes `(..., N, 4)` with all boxes `(..., M, 4)`: `(..., N, M)`.
 *
 * Rotated boxes, whose kernel is torchvision's own, are not there.
 *
 * @throws ValueError for another format; NotImplementedError for those of rotated boxes.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * const b = torch.tensor([[0, 0, 2, 4], [5, 5, 6, 6]], { dtype: torch.float })
 * torchvision.ops.box_iou(a, b) // tensor([[0.5000, 0.0000]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.box_iou.html
 */
export const box_iou = def(
  "box_iou(boxes1, boxes2, fmt='xyxy')",
  (boxes1: Tensor, boxes2: Tensor, fmt: BoxFormat): Tensor => {
    if (alignedFormats.includes(fmt)) {
      const [inter, union] = _box_inter_union(boxes1, boxes2, fmt)
      return inter.div(union)
    }
    if (rotatedFormats.includes(fmt)) {
      throw new NotImplementedError(`box_iou of rotated boxes ('${fmt}') is not there`)
    }
    throw new ValueError(
      `Unsupported format '${pyStr(fmt)}'. Supported axis-aligned formats: ${pyRepr(alignedFormats)}. ` +
        `Supported rotated formats: ${pyRepr(rotatedFormats)}.`,
    )
  },
)

// The sizes of the smallest boxes around all pairs, (..., N, M, 2).
function enclosing(boxes1: Tensor, boxes2: Tensor): Tensor {
  const [lt1, rb1] = corners(boxes1.unsqueeze(-2), 'xyxy')
  const [lt2, rb2] = corners(boxes2.unsqueeze(-3), 'xyxy')
  return _upcast(torch.max(rb1, rb2).sub(torch.min(lt1, lt2))).clamp({ min: 0 })
}

/**
 * {@link box_iou} less the share of the smallest box around both that neither covers: from -1 to 1. Boxes are
 * `(x1, y1, x2, y2)`.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * const b = torch.tensor([[2, 0, 4, 2], [3, 0, 5, 2]], { dtype: torch.float })
 * torchvision.ops.generalized_box_iou(a, b) // tensor([[ 0.0000, -0.2000]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.generalized_box_iou.html
 */
export const generalized_box_iou = def(
  'generalized_box_iou(boxes1, boxes2)',
  (boxes1: Tensor, boxes2: Tensor): Tensor => {
    const [inter, union] = _box_inter_union(boxes1, boxes2)
    const around = product(enclosing(boxes1, boxes2))
    return inter.div(union).sub(around.sub(union).div(around))
  },
)

/**
 * {@link distance_box_iou} less what the ratios of the sides differ by.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * torchvision.ops.complete_box_iou(a, torch.tensor([[0, 0, 2, 4]])) // tensor([[0.4468]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.complete_box_iou.html
 */
export const complete_box_iou = def(
  'complete_box_iou(boxes1, boxes2, eps=1e-07)',
  (boxes1: Tensor, boxes2: Tensor, eps: number): Tensor => {
    const [one, two] = [_upcast(boxes1), _upcast(boxes2)]
    const [diou, iou] = _box_diou_iou(one, two, eps)
    const [w_pred, h_pred] = sides(one.unsqueeze(-2))
    const [w_gt, h_gt] = sides(two.unsqueeze(-3))
    const predicted = torch.atan(w_pred.div(h_pred))
    return diou.sub(aspectPenalty(predicted, torch.atan(w_gt.div(h_gt)), iou, eps))
  },
)

/** What different ratios of the sides cost; the angles are their arc tangents. */
export function aspectPenalty(angle1: Tensor, angle2: Tensor, iou: Tensor, eps: number): Tensor {
  const v = torch.mul(4 / Math.PI ** 2, angle1.sub(angle2).pow(2))
  const alpha = torch.no_grad(() => v.div(torch.sub(1, iou).add(v).add(eps)))
  return alpha.mul(v)
}

/**
 * {@link box_iou} less how far apart the centres are: the square of their distance over that of the diagonal of the
 * smallest box around both.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * torchvision.ops.distance_box_iou(a, torch.tensor([[0, 0, 2, 4]])) // tensor([[0.4500]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.distance_box_iou.html
 */
export const distance_box_iou = def(
  'distance_box_iou(boxes1, boxes2, eps=1e-07)',
  (boxes1: Tensor, boxes2: Tensor, eps: number): Tensor =>
    _box_diou_iou(_upcast(boxes1), _upcast(boxes2), eps)[0],
)

/** {@link distance_box_iou} and {@link box_iou}. */
export function _box_diou_iou(
  boxes1: Tensor,
  boxes2: Tensor,
  eps = 1e-7,
): [diou: Tensor, iou: Tensor] {
  const iou = box_iou(boxes1, boxes2)
  const around = enclosing(boxes1, boxes2)
  const diagonal = around.select(-1, 0).pow(2).add(around.select(-1, 1).pow(2)).add(eps)
  const [dx, dy] = [0, 1].map((axis) => {
    const [one, two] = [boxes1, boxes2].map((boxes) =>
      boxes
        .select(-1, axis)
        .add(boxes.select(-1, axis + 2))
        .div(2),
    ) as [Tensor, Tensor]
    return _upcast(one.unsqueeze(-1).sub(two.unsqueeze(-2))).pow(2)
  }) as [Tensor, Tensor]
  return [iou.sub(dx.add(dy).div(diagonal)), iou]
}

/**
 * The smallest boxes, `(N, 4)` as `(x1, y1, x2, y2)`, around what is not 0 in masks `(N, H, W)`; an empty mask has a box
 * of zeros.
 *
 * @example
 * const mask = torch.zeros(1, 5, 6)
 * mask.index_put_([0, '1:3', '2:5'], 1)
 * torchvision.ops.masks_to_boxes(mask) // tensor([[2., 1., 4., 2.]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.masks_to_boxes.html
 */
export const masks_to_boxes = def('masks_to_boxes(masks)', (masks: Tensor): Tensor => {
  if (masks.numel() === 0) {
    return torch.zeros([0, 4], { device: masks.device, dtype: torch.float })
  }
  const [, h, w] = masks.shape as unknown as [number, number, number]
  const set = masks.bool()
  const rows = torch.any(set, { dim: 2 })
  const columns = torch.any(set, { dim: 1 })
  const empty = torch.any(rows, { dim: 1 }).logical_not()
  const first = (flags: Tensor): Tensor => flags.float().argmax({ dim: 1 })
  const last = (flags: Tensor, size: number): Tensor => torch.sub(size - 1, first(flags.flip([1])))
  const found = [first(columns), first(rows), last(columns, w), last(rows, h)]
  const boxes = torch.stack(found, { dim: 1 }).float()
  return boxes.index_put_([empty], 0)
})
