// Mirrors torchvision/ops/roi_pool.py. The kernel is written with operators.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { def } from '../../_def.js'
import { pyRepr } from '../../_repr.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { roisOf } from './_utils.js'
import { type OutputSize, pair, sizeText } from './roi_align.js'

// The pixels of images (N, C, H, W) as rows, (N * H * W, C): one is found by its number.
function pixelRows(input: Tensor): Tensor {
  return input.permute(0, 2, 3, 1).reshape(-1, input.size(1))
}

// Rows for each region and bin, (K * PH * PW, C), as (K, C, PH, PW).
function fromRows(rows: Tensor, height: number, width: number): Tensor {
  return rows.unflatten(0, [-1, height, width]).permute(0, 3, 1, 2).contiguous()
}

// The first pixel of each bin on one axis and the one behind its last, (K, P).
function binsOf(from: Tensor, to: Tensor, pooled: number, size: number): [Tensor, Tensor] {
  const start = roundAway(from)
  const bin = roundAway(to).sub(start).add(1).clamp({ min: 1 }).div(pooled).unsqueeze(1)
  const numbers = torch.arange(pooled, { device: from.device, dtype: from.dtype })
  const [first, end] = [numbers.mul(bin).floor(), numbers.add(1).mul(bin).ceil()].map((edge) =>
    edge.add(start.unsqueeze(1)).clamp({ min: 0, max: size }).to(torch.int64),
  ) as [Tensor, Tensor]
  return [first, end]
}

// Halves go away from 0, as C's round() has it.
function roundAway(value: Tensor): Tensor {
  return value.abs().add(0.5).floor().copysign(value)
}

// The largest value of every bin, pixel by pixel in reading order: of equal ones the first gets the gradient.
function poolBins(
  input: Tensor,
  rois: Tensor,
  [pooled_height, pooled_width]: readonly [number, number],
  spatial_scale: number,
): Tensor {
  const [, , height, width] = input.shape as unknown as [number, number, number, number]
  const batch = rois.select(1, 0).to(torch.int64)
  const [x1, y1, x2, y2] = rois.detach().narrow(1, 1, 4).mul(spatial_scale).unbind(1) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  const [top, bottom] = binsOf(y1, y2, pooled_height, height)
  const [left, right] = binsOf(x1, x2, pooled_width, width)
  const pixels = pixelRows(input)
  const count = rois.size(0) * pooled_height * pooled_width
  const { dtype, device } = input
  const lowest = torch.finfo(dtype).min
  let out = torch.full([count, input.size(1)], lowest, { dtype, device })
  const first = batch.mul(height * width).view(-1, 1, 1)
  const most = (sizes: Tensor): number => (count === 0 ? 0 : (sizes.max().item() as number))
  const [rows, columns] = [most(bottom.sub(top)), most(right.sub(left))]
  for (let dy = 0; dy < rows; dy++) {
    for (let dx = 0; dx < columns; dx++) {
      const [y, x] = [top.add(dy).unsqueeze(2), left.add(dx).unsqueeze(1)]
      const inside = y.lt(bottom.unsqueeze(2)).logical_and(x.lt(right.unsqueeze(1)))
      const at = first.add(y.clamp({ max: height - 1 }).mul(width)).add(x.clamp({ max: width - 1 }))
      const value = pixels.index_select(0, at.flatten())
      const larger = value.gt(out).logical_and(inside.flatten().unsqueeze(1))
      out = torch.where(larger, value, out)
    }
  }
  const empty = bottom.le(top).unsqueeze(2).logical_or(right.le(left).unsqueeze(1))
  const filled = out.masked_fill(empty.flatten().unsqueeze(1), 0)
  return fromRows(filled, pooled_height, pooled_width)
}

/**
 * The largest values of regions of feature maps `(N, C, H, W)` in `output_size` bins: `(K, C, height, width)`. Regions
 * are as for {@link roi_align}; their edges are rounded to pixels. An empty bin gives 0.
 *
 * @throws AssertionError for boxes of another shape.
 *
 * @example
 * const x = torch.arange(16, { dtype: torch.float }).view(1, 1, 4, 4)
 * const boxes = [torch.tensor([[0, 0, 3, 3]], { dtype: torch.float })]
 * torchvision.ops.roi_pool(x, boxes, 2).flatten() // tensor([ 5.,  7., 13., 15.])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.roi_pool.html
 */
export const roi_pool = def(
  'roi_pool(input, boxes, output_size, spatial_scale=1.0)',
  (
    input: Tensor,
    boxes: Tensor | readonly Tensor[],
    output_size: OutputSize,
    spatial_scale: number,
  ): Tensor => poolBins(input, roisOf(input, boxes, 'roi_pool'), pair(output_size), spatial_scale),
)

const initRoIPool = initializer<[output_size: OutputSize, spatial_scale: number]>()(
  'RoIPool.__init__(self, output_size, spatial_scale)',
)

class RoIPool extends nn.Module {
  declare output_size: OutputSize
  declare spatial_scale: number

  constructor(...args: ArgumentsOf<typeof initRoIPool>) {
    const options = initRoIPool(args)
    super()
    Object.assign(this, options)
  }

  override forward(input: Tensor, rois: Tensor | readonly Tensor[]): Tensor {
    return roi_pool(input, rois, this.output_size, this.spatial_scale)
  }

  override __repr__(): string {
    const { output_size, spatial_scale } = this
    return `${this._get_name()}(output_size=${sizeText(output_size)}, spatial_scale=${pyRepr(spatial_scale)})`
  }
}

/**
 * {@link roi_pool} as a module.
 *
 * @example
 * torchvision.ops.RoIPool([7, 7], 0.25) // RoIPool(output_size=(7, 7), spatial_scale=0.25)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.RoIPool.html
 */
const RoIPool_ = layer(RoIPool, 'input, rois')
type RoIPool_ = RoIPool

export { RoIPool_ as RoIPool }
