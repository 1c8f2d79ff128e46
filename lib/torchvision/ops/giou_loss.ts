// Mirrors torchvision/ops/giou_loss.py.

import { def } from '../../_def.js'
import torch, { type Tensor } from '../../index.js'
import { _loss_inter_union, _upcast_non_float, type Reduction, reduceLoss } from './_utils.js'

/**
 * One minus the {@link generalized_box_iou} of boxes with boxes, one by one: `(N, 4)` each, as `(x1, y1, x2, y2)`. Boxes
 * that do not meet have a gradient too.
 *
 * @throws ValueError for another `reduction` than `'none'`, `'mean'` and `'sum'`.
 *
 * @example
 * const a = torch.tensor([[0, 0, 2, 2]], { dtype: torch.float })
 * const b = torch.tensor([[1, 1, 3, 3]], { dtype: torch.float })
 * torchvision.ops.generalized_box_iou_loss(a, b) // tensor([1.0794])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.generalized_box_iou_loss.html
 */
export const generalized_box_iou_loss = def(
  "generalized_box_iou_loss(boxes1, boxes2, reduction='none', eps=1e-07)",
  (boxes1: Tensor, boxes2: Tensor, reduction: Reduction, eps: number): Tensor => {
    const [one, two] = [_upcast_non_float(boxes1), _upcast_non_float(boxes2)]
    const [intsctk, unionk] = _loss_inter_union(one, two)
    const iouk = intsctk.div(unionk.add(eps))
    const [width, height] = enclosing(one.unbind(-1) as Columns, two.unbind(-1) as Columns)
    const area_c = width.mul(height)
    const miouk = iouk.sub(area_c.sub(unionk).div(area_c.add(eps)))
    return reduceLoss(torch.sub(1, miouk), reduction)
  },
)

/** The four columns of boxes `(N, 4)`. */
export type Columns = [x1: Tensor, y1: Tensor, x2: Tensor, y2: Tensor]

/** Width and height of the smallest boxes around both. */
export function enclosing(
  [x1, y1, x2, y2]: Columns,
  [x1g, y1g, x2g, y2g]: Columns,
): [width: Tensor, height: Tensor] {
  return [torch.max(x2, x2g).sub(torch.min(x1, x1g)), torch.max(y2, y2g).sub(torch.min(y1, y1g))]
}
