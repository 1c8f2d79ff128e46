// Mirrors torchvision/ops/ciou_loss.py.

import { def } from '../../_def.js'
import torch, { type Tensor } from '../../index.js'
import { _upcast_non_float, type Reduction, reduceLoss } from './_utils.js'
import { aspectPenalty } from './boxes.js'
import { _diou_iou_loss } from './diou_loss.js'
import type { Columns } from './giou_loss.js'

/**
 * One minus the {@link complete_box_iou} of boxes with boxes, one by one: `(N, 4)` each, as `(x1, y1, x2, y2)`. It minds
 * overlap, distance and the ratio of the sides.
 *
 * @throws ValueError for another `reduction` than `'none'`, `'mean'` and `'sum'`.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * const b = torch.tensor([[1, 1, 3, 3]], { dtype: torch.float })
 * torchvision.ops.complete_box_iou_loss(a, b) // tensor([0.9683])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.complete_box_iou_loss.html
 */
export const complete_box_iou_loss = def(
  "complete_box_iou_loss(boxes1, boxes2, reduction='none', eps=1e-07)",
  (boxes1: Tensor, boxes2: Tensor, reduction: Reduction, eps: number): Tensor => {
    const [one, two] = [_upcast_non_float(boxes1), _upcast_non_float(boxes2)]
    const [diou_loss, iou] = _diou_iou_loss(one, two)
    const [x1, y1, x2, y2] = one.unbind(-1) as Columns
    const [x1g, y1g, x2g, y2g] = two.unbind(-1) as Columns
    const target = torch.atan(x2g.sub(x1g).div(y2g.sub(y1g)))
    const predicted = torch.atan(x2.sub(x1).div(y2.sub(y1)))
    return reduceLoss(diou_loss.add(aspectPenalty(target, predicted, iou, eps)), reduction)
  },
)
