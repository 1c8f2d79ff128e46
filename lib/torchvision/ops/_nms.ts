// Non-maximum suppression, for which torchvision has a kernel of its own: each step needs what the one before found, so it
// is a loop over numbers, not operators.

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

interface Boxes {
  x1: Float64Array
  y1: Float64Array
  x2: Float64Array
  y2: Float64Array
  area: Float64Array
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

const { fround, max, min } = Math

// Intersection over union of two boxes, rounded to float32 at every step as the kernel does it.
function iouSingle({ x1, y1, x2, y2, area }: Boxes, i: number, j: number): number {
  const w = max(
    0,
    fround(min(x2[i] as number, x2[j] as number) - max(x1[i] as number, x1[j] as number)),
  )
  const h = max(
    0,
    fround(min(y2[i] as number, y2[j] as number) - max(y1[i] as number, y1[j] as number)),
  )
  const inter = fround(w * h)
  const areas = fround((area[i] as number) + (area[j] as number))
  return fround(inter / fround(areas - inter))
}

function iouDouble({ x1, y1, x2, y2, area }: Boxes, i: number, j: number): number {
  const w = max(0, min(x2[i] as number, x2[j] as number) - max(x1[i] as number, x1[j] as number))
  const h = max(0, min(y2[i] as number, y2[j] as number) - max(y1[i] as number, y1[j] as number))
  const inter = w * h
  return inter / ((area[i] as number) + (area[j] as number) - inter)
}

// Which of boxes stay, of which the best come first: each is compared with those after it that are not gone.
function suppress(boxes: Boxes, single: boolean, iou_threshold: number): number[] {
  const count = boxes.area.length
  const gone = new Uint8Array(count)
  const kept: number[] = []
  for (let i = 0; i < count; i++) {
    if (gone[i]) continue
    kept.push(i)
    for (let j = i + 1; j < count; j++) {
      if (gone[j]) continue
      const iou = single ? iouSingle(boxes, i, j) : iouDouble(boxes, i, j)
      if (iou > iou_threshold) gone[j] = 1
    }
  }
  return kept
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
      const single = boxes.dtype !== torch.float64
      const sorted = boxes
        .detach()
        .index([order])
        .to(single ? torch.float32 : torch.float64)
      const [x1, y1, x2, y2] = sorted.unbind(1) as [Tensor, Tensor, Tensor, Tensor]
      const areas = x2.sub(x1).mul(y2.sub(y1))
      const table = torch.stack([x1, y1, x2, y2, areas]).tolist() as number[][]
      const [a, b, c, d, area] = table.map((column) => Float64Array.from(column)) as Columns
      const kept = suppress({ x1: a, y1: b, x2: c, y2: d, area }, single, iou_threshold)
      const index = torch.tensor(kept, { dtype: torch.int64, device: boxes.device })
      return order.index([index])
    }),
)
