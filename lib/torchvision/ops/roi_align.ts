// Mirrors torchvision/ops/roi_align.py. The kernel is written with operators.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { def } from '../../_def.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { roisOf } from './_utils.js'

/** A height and a width, or one number for both. */
export type OutputSize = number | readonly [height: number, width: number]

/** A size as height and width. */
export function pair(size: OutputSize): readonly [number, number] {
  return typeof size === 'number' ? [size, size] : size
}

/** How a size prints that was given as one number, or as two. */
export function sizeText(size: OutputSize): string {
  return pyRepr(typeof size === 'number' ? size : tuple(size))
}

/** The pixels of images `(N, C, H, W)` as rows `(N * H * W, C)`: one is found by its number. */
export function pixelRows(input: Tensor): Tensor {
  return input.permute(0, 2, 3, 1).reshape(-1, input.size(1))
}

/** Rows for each region and bin, `(K * PH * PW, C)`, as `(K, C, PH, PW)`. */
export function fromRows(rows: Tensor, height: number, width: number): Tensor {
  return rows.unflatten(0, [-1, height, width]).permute(0, 3, 1, 2).contiguous()
}

// Where samples lie on one axis: the pixels on both sides and how near each is, (K, P).
interface Samples {
  low: Tensor
  high: Tensor
  lowWeight: Tensor
  highWeight: Tensor
}

// Samples beyond the pixels at the edge take those; samples farther away count nothing.
function samplesOf(position: Tensor, size: number): Samples {
  const inside = position.ge(-1).logical_and(position.le(size)).to(position.dtype)
  const at = position.clamp({ min: 0 })
  const low = at.to(torch.int64).clamp({ max: size - 1 })
  const atEdge = low.ge(size - 1)
  const high = low.add(1).clamp({ max: size - 1 })
  const fraction = torch.where(atEdge, torch.zeros_like(at), at.sub(low))
  return {
    low,
    high,
    lowWeight: torch.sub(1, fraction).mul(inside),
    highWeight: fraction.mul(inside),
  }
}

// The regions on one axis, (K) each: start, size of a bin, samples in a bin.
interface Axis {
  start: Tensor
  bin: Tensor
  grid: Tensor
}

function axisOf(from: Tensor, to: Tensor, options: RoiOptions, pooled: number): Axis {
  const { spatial_scale, sampling_ratio, aligned } = options
  const offset = aligned ? 0.5 : 0
  const start = from.mul(spatial_scale).sub(offset)
  const exact = to.mul(spatial_scale).sub(offset).sub(start)
  const size = aligned ? exact : exact.clamp({ min: 1 })
  const bin = size.div(pooled)
  // A region without bounds has no samples.
  const adaptive = bin.ceil().nan_to_num({ nan: 0, posinf: 0, neginf: 0 })
  const grid = sampling_ratio > 0 ? torch.full_like(bin, sampling_ratio) : adaptive
  return { start, bin, grid }
}

interface RoiOptions {
  spatial_scale: number
  sampling_ratio: number
  aligned: boolean
}

// The sample of number i in every bin.
function positions({ start, bin, grid }: Axis, pooled: number, i: number): Tensor {
  const bins = torch.arange(pooled, { device: start.device, dtype: start.dtype })
  const within = torch.mul(i + 0.5, bin).div(grid)
  return start.unsqueeze(1).add(bin.unsqueeze(1).mul(bins)).add(within.unsqueeze(1))
}

/** {@link roi_align} for regions `(K, 5)`, sample by sample, in the kernel's order. */
export function _roi_align(
  input: Tensor,
  rois: Tensor,
  [pooled_height, pooled_width]: readonly [number, number],
  options: RoiOptions,
): Tensor {
  const [, , height, width] = input.shape as unknown as [number, number, number, number]
  const [batch, x1, y1, x2, y2] = rois.detach().unbind(1) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  const vertical = axisOf(y1, y2, options, pooled_height)
  const horizontal = axisOf(x1, x2, options, pooled_width)
  const pixels = pixelRows(input)
  const bins = pooled_height * pooled_width
  let out = torch.zeros([rois.size(0), bins, input.size(1)], {
    dtype: input.dtype,
    device: input.device,
  })
  const most = (grid: Tensor): number => (grid.numel() === 0 ? 0 : (grid.max().item() as number))
  const [rows, columns] = [most(vertical.grid), most(horizontal.grid)]
  for (let iy = 0; iy < rows; iy++) {
    for (let ix = 0; ix < columns; ix++) {
      const wanted = vertical.grid.gt(iy).logical_and(horizontal.grid.gt(ix))
      const [chosen] = torch.where(wanted) as [Tensor]
      const y = samplesOf(positions(vertical, pooled_height, iy).index([chosen]), height)
      const x = samplesOf(positions(horizontal, pooled_width, ix).index([chosen]), width)
      const first = batch
        .index([chosen])
        .to(torch.int64)
        .mul(height * width)
      const value = sample(pixels, first.view(-1, 1, 1), y, x, width)
      out = out.index_add(0, chosen, value.view(-1, bins, input.size(1)).to(out.dtype))
    }
  }
  const count = vertical.grid.mul(horizontal.grid).clamp({ min: 1 }).to(out.dtype)
  const mean = out.div(count.view(-1, 1, 1))
  return fromRows(mean.flatten(0, 1), pooled_height, pooled_width)
}

// The values between four pixels each, as rows.
function sample(pixels: Tensor, first: Tensor, y: Samples, x: Samples, width: number): Tensor {
  const corner = (row: Tensor, column: Tensor, wy: Tensor, wx: Tensor): Tensor => {
    const at = first.add(row.unsqueeze(2).mul(width)).add(column.unsqueeze(1)).flatten()
    const weight = wy.unsqueeze(2).mul(wx.unsqueeze(1)).flatten()
    return pixels.index_select(0, at).mul(weight.unsqueeze(1))
  }
  return corner(y.low, x.low, y.lowWeight, x.lowWeight)
    .add(corner(y.low, x.high, y.lowWeight, x.highWeight))
    .add(corner(y.high, x.low, y.highWeight, x.lowWeight))
    .add(corner(y.high, x.high, y.highWeight, x.highWeight))
}

/**
 * The means of regions of feature maps `(N, C, H, W)` in `output_size` bins: `(K, C, height, width)`. Regions are one
 * tensor `(K, 5)` whose first column is the number of the image, or a tensor `(L, 4)` for each image; as
 * `(x1, y1, x2, y2)`, multiplied by `spatial_scale`. A bin has `sampling_ratio` x `sampling_ratio` samples between
 * pixels, or as many as it has pixels where that is not above 0. `aligned` moves regions by half a pixel, as it ought to
 * be.
 *
 * Written with operators, not as a kernel: results may differ from torchvision's in the last bits. Regions have no
 * gradient.
 *
 * @throws AssertionError for boxes of another shape.
 *
 * @example
 * const x = torch.arange(16, { dtype: torch.float }).view(1, 1, 4, 4)
 * const boxes = [torch.tensor([[0, 0, 4, 4]], { dtype: torch.float })]
 * torchvision.ops.roi_align(x, boxes, 2, { aligned: true }).flatten()
 * // tensor([ 2.5000,  4.5000, 10.5000, 12.5000])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.roi_align.html
 */
export const roi_align = def(
  'roi_align(input, boxes, output_size, spatial_scale=1.0, sampling_ratio=-1, aligned=False)',
  (
    input: Tensor,
    boxes: Tensor | readonly Tensor[],
    output_size: OutputSize,
    spatial_scale: number,
    sampling_ratio: number,
    aligned: boolean,
  ): Tensor => {
    const options = { spatial_scale, sampling_ratio, aligned }
    return _roi_align(input, roisOf(input, boxes, 'roi_align'), pair(output_size), options)
  },
)

const initRoIAlign = initializer<
  [output_size: OutputSize, spatial_scale: number, sampling_ratio: number, aligned: boolean]
>()('RoIAlign.__init__(self, output_size, spatial_scale, sampling_ratio, aligned=False)')

class RoIAlign extends nn.Module {
  declare output_size: OutputSize
  declare spatial_scale: number
  declare sampling_ratio: number
  declare aligned: boolean

  constructor(...args: ArgumentsOf<typeof initRoIAlign>) {
    const options = initRoIAlign(args)
    super()
    Object.assign(this, options)
  }

  override forward(input: Tensor, rois: Tensor | readonly Tensor[]): Tensor {
    const { output_size, spatial_scale, sampling_ratio, aligned } = this
    return roi_align(input, rois, output_size, spatial_scale, sampling_ratio, aligned)
  }

  override __repr__(): string {
    const { spatial_scale, sampling_ratio, aligned } = this
    return (
      `${this._get_name()}(output_size=${sizeText(this.output_size)}, spatial_scale=${pyRepr(spatial_scale)}, ` +
      `sampling_ratio=${sampling_ratio}, aligned=${pyRepr(aligned)})`
    )
  }
}

/**
 * {@link roi_align} as a module.
 *
 * @example
 * torchvision.ops.RoIAlign(7, 0.25, 2)
 * // RoIAlign(output_size=7, spatial_scale=0.25, sampling_ratio=2, aligned=False)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.RoIAlign.html
 */
const RoIAlign_ = layer(RoIAlign, 'input, rois')
type RoIAlign_ = RoIAlign

export { RoIAlign_ as RoIAlign }
