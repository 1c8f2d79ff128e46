// Optical flow as colours: Baker et al., "A Database and Evaluation Methodology for Optical Flow" (ICCV 2007). Mirrors
// torchvision/utils.py.

import { def } from '../_def.js'
import { tuple } from '../_tuple.js'
import { ValueError } from '../errors.js'
import torch from '../index.js'
import type { Tensor } from '../types.js'

// From red by yellow, green, cyan, blue and magenta back to red: how many steps, which band stays, which one moves.
const wheel = [
  { steps: 15, full: 0, moves: 1, falls: false },
  { steps: 6, full: 1, moves: 0, falls: true },
  { steps: 4, full: 1, moves: 2, falls: false },
  { steps: 11, full: 2, moves: 1, falls: true },
  { steps: 13, full: 2, moves: 0, falls: false },
  { steps: 6, full: 0, moves: 2, falls: true },
] as const

function colorwheel(): Tensor {
  const colors = wheel.flatMap(({ steps, full, moves, falls }) =>
    Array.from({ length: steps }, (_, i) => {
      const color = [0, 0, 0]
      const moved = Math.floor((255 * i) / steps)
      color[full] = 255
      color[moves] = falls ? 255 - moved : moved
      return color
    }),
  )
  return torch.tensor(colors, { dtype: torch.float32 })
}

/**
 * A flow, (2, H, W) or (N, 2, H, W) of float32, as an image of uint8, (3, H, W) or (N, 3, H, W): the hue is the
 * direction, the saturation the speed.
 *
 * @throws ValueError for another type or shape.
 *
 * @example
 * torchvision.utils.flow_to_image(torch.zeros(2, 1, 1)).flatten() // tensor([255, 255, 255], dtype=torch.uint8)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.flow_to_image.html
 */
export const flow_to_image = def(
  'flow_to_image(flow)',
  (flow: Tensor): Tensor =>
    torch.no_grad(() => {
      if (flow.dtype !== torch.float32) {
        throw new ValueError(`Flow should be of dtype torch.float, got ${flow.dtype}.`)
      }
      const batch = flow.dim() === 3 ? flow.unsqueeze(0) : flow
      if (batch.dim() !== 4 || batch.size(1) !== 2) {
        throw new ValueError(
          `Input flow should have shape (2, H, W) or (N, 2, H, W), got ${flow.shape}.`,
        )
      }
      const longest = batch.pow(2).sum(1).sqrt().max()
      const image = imageOf(batch.div(longest.add(torch.finfo(flow.dtype).eps)))
      return flow.dim() === 3 ? image.index([0]) : image
    }),
)

function imageOf(flow: Tensor): Tensor {
  const [n = 0, , height = 0, width = 0] = flow.shape
  const colors = colorwheel().to(flow.device)
  const count = colors.size(0)
  const norm = flow.pow(2).sum(1).sqrt()
  const [x, y] = [flow.index([':', 0]), flow.index([':', 1])]
  const angle = torch.atan2(y.neg(), x.neg()).div(Math.PI)
  const place = angle
    .add(1)
    .div(2)
    .mul(count - 1)
  const below = place.floor().to(torch.int64)
  const above = below.add(1)
  above.index_put_([above.eq(count)], 0)
  const part = place.sub(below)
  const image = torch.zeros([n, 3, height, width], { dtype: torch.uint8, device: flow.device })
  for (let c = 0; c < 3; c++) {
    const band = colors.index([':', c])
    const [low, high] = [band.index([below]).div(255), band.index([above]).div(255)]
    const color = torch.sub(1, part).mul(low).add(part.mul(high))
    const faded = torch.sub(1, norm.mul(torch.sub(1, color)))
    image.index_put_(tuple<unknown>([':', c]) as never, faded.mul(255).floor().to(torch.uint8))
  }
  return image
}
