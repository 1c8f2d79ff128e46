// Non-maximum suppression, for which torchvision has a kernel of its own.

import { def } from '../../_def.js'
import { RuntimeError } from '../../errors.js'
import torch, { type Tensor } from '../../index.js'

function check(boxes: Tensor, scores: Tensor): void {
  const fail = (message: string): never => {
    throw new RuntimeError(message)
  }
  if (boxes.dim() !== 2) fail(`boxes should be a 2d tensor, got ${boxes.dim()}D`)
  if (boxes.size(1) !== 4) {
    fail(`boxes should have 4 elements in dimension 1, got ${boxes.size(1)}`)
  }
  if (scores.dim() !== 1) fail(`scores should be a 1d tensor, got ${scores.dim()}D`)
  const [n, m] = [boxes.size(0), scores.size(0)]
  if (n !== m) {
    fail(`boxes and scores should have same number of elements in dimension 0, got ${n} and ${m}`)
  }
  if (boxes.dtype !== scores.dtype) fail('dets should have the same type as scores')
}

// So many rows of pairs at a time: what that takes stays small next to many thousands of boxes.
const blockSize = 512

// Whether each of `one` overlaps each of `two` by more than the threshold, as bytes.
function overlaps(one: Tensor, two: Tensor, iou_threshold: number): Uint8Array {
  const [x1, y1, x2, y2] = one.unsqueeze(1).unbind(-1) as [Tensor, Tensor, Tensor, Tensor]
  const [u1, v1, u2, v2] = two.unsqueeze(0).unbind(-1) as [Tensor, Tensor, Tensor, Tensor]
  const w = torch.min(x2, u2).sub(torch.max(x1, u1)).clamp({ min: 0 })
  const h = torch.min(y2, v2).sub(torch.max(y1, v1)).clamp({ min: 0 })
  const inter = w.mul(h)
  const areas = x2
    .sub(x1)
    .mul(y2.sub(y1))
    .add(u2.sub(u1).mul(v2.sub(v1)))
  const iou = inter.div(areas.sub(inter))
  // The kernel compares as double, which the nearest float32 may be above of.
  const single = iou.dtype !== torch.float64
  const above =
    single && Math.fround(iou_threshold) > iou_threshold
      ? iou.ge(iou_threshold)
      : iou.gt(iou_threshold)
  const bytes = above.to(torch.uint8).cpu().contiguous().numpy() as unknown as { data: Uint8Array }
  return bytes.data
}

/**
 * Of boxes `(N, 4)`, `(x1, y1, x2, y2)`, that overlap with an intersection over union above `iou_threshold`, only the one
 * with the best score stays. Gives the indices of those, best first; of equal scores the earlier box is the better.
 *
 * @throws RuntimeError for other shapes, or scores of another dtype.
 *
 * @example
 * const boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], { dtype: torch.float })
 * torchvision.ops.nms(boxes, torch.tensor([0.5, 0.75, 0.25]), 0.5) // tensor([1, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.nms.html
 */
export const nms = def(
  'nms(boxes, scores, iou_threshold)',
  (boxes: Tensor, scores: Tensor, iou_threshold: number): Tensor =>
    torch.no_grad(() => {
      check(boxes, scores)
      const [, order] = scores.sort({ stable: true, dim: 0, descending: true })
      const sorted = boxes.detach().index([order])
      const count = boxes.size(0)
      const gone = new Uint8Array(count)
      const kept: number[] = []
      for (let start = 0; start < count; start += blockSize) {
        const rows = Math.min(blockSize, count - start)
        const rest = sorted.narrow(0, start, count - start)
        const table = overlaps(rest.narrow(0, 0, rows), rest, iou_threshold)
        for (let i = 0; i < rows; i++) {
          if (gone[start + i]) continue
          kept.push(start + i)
          const row = table.subarray(i * (count - start), (i + 1) * (count - start))
          for (let j = i + 1; j < row.length; j++) if (row[j]) gone[start + j] = 1
        }
      }
      const index = torch.tensor(kept, { dtype: torch.int64, device: boxes.device })
      return order.index([index])
    }),
)
