// Mirrors torchvision/ops/diou_loss.py.

import { def } from '../../_def.js'
import torch, { type Tensor } from '../../index.js'
import { _loss_inter_union, _upcast_non_float, type Reduction, reduceLoss } from './_utils.js'
import { type Columns, enclosing } from './giou_loss.js'

/**
 * One minus the {@link distance_box_iou} of boxes with boxes, one by one: `(N, 4)` each, as `(x1, y1, x2, y2)`.
 *
 * @throws ValueError for another `reduction` than `'none'`, `'mean'` and `'sum'`.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * const b = torch.tensor([[1, 1, 3, 3]], { dtype: torch.float })
 * torchvision.ops.distance_box_iou_loss(a, b) // tensor([0.9683])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.distance_box_iou_loss.html
 */
export const distance_box_iou_loss = def(
  "distance_box_iou_loss(boxes1, boxes2, reduction='none', eps=1e-07)",
  (boxes1: Tensor, boxes2: Tensor, reduction: Reduction, eps: number): Tensor => {
    const [loss] = _diou_iou_loss(_upcast_non_float(boxes1), _upcast_non_float(boxes2), eps)
    return reduceLoss(loss, reduction)
  },
)

/** The losses of {@link distance_box_iou_loss}, and the intersections over unions. */
export function _diou_iou_loss(boxes1: Tensor, boxes2: Tensor, eps = 1e-7): [Tensor, Tensor] {
  const [intsct, union] = _loss_inter_union(boxes1, boxes2)
  const iou = intsct.div(union.add(eps))
  // Unbound once: the gradients of both uses are added in Python's order.
  const [one, two] = [boxes1.unbind(-1) as Columns, boxes2.unbind(-1) as Columns]
  const [width, height] = enclosing(one, two)
  const diagonal = width.pow(2).add(height.pow(2)).add(eps)
  const [x1, y1, x2, y2] = one
  const [x1g, y1g, x2g, y2g] = two
  const dx = x2.add(x1).div(2).sub(x1g.add(x2g).div(2))
  const dy = y2.add(y1).div(2).sub(y1g.add(y2g).div(2))
  const distance = dx.pow(2).add(dy.pow(2))
  return [torch.sub(1, iou).add(distance.div(diagonal)), iou]
}
