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

interface RoiOptions {
  spatial_scale: number
  sampling_ratio: number
  aligned: boolean
}

// How much each pixel of an axis counts in each bin, (K, pooled, size): samples are spread over the bins, and between
// two pixels each counts the more the nearer the sample is.
function weightsOf(
  from: Tensor,
  to: Tensor,
  pooled: number,
  size: number,
  { spatial_scale, sampling_ratio, aligned }: RoiOptions,
): Tensor {
  const offset = aligned ? 0.5 : 0
  const start = from.mul(spatial_scale).sub(offset)
  const exact = to.mul(spatial_scale).sub(offset).sub(start)
  const bin = (aligned ? exact : exact.clamp({ min: 1 })).div(pooled)
  // A region without bounds has no samples.
  const adaptive = bin.ceil().nan_to_num({ nan: 0, posinf: 0, neginf: 0 })
  const grid = sampling_ratio > 0 ? torch.full_like(bin, sampling_ratio) : adaptive
  const most = grid.numel() === 0 ? 0 : Math.max(0, grid.max().item() as number)
  const options = { device: from.device, dtype: from.dtype }
  const column = (t: Tensor): Tensor => t.view(-1, 1, 1)
  const samples = torch.arange(most, options)
  const within = samples.add(0.5).mul(column(bin)).div(column(grid))
  const bins = torch.arange(pooled, options).view(-1, 1).mul(column(bin))
  const position = column(start).add(bins).add(within) // (K, pooled, samples)

  // Samples beyond the pixels at the edge take those; samples farther away count nothing.
  const counted = position
    .ge(-1)
    .logical_and(position.le(size))
    .logical_and(samples.lt(column(grid)))
    .to(from.dtype)
    .div(column(grid).clamp({ min: 1 }))
  const at = position.nan_to_num().clamp({ min: 0, max: size - 1 })
  const low = at.to(torch.int64)
  const high = low.add(1).clamp({ max: size - 1 })
  const fraction = at.sub(low)
  return torch
    .zeros([from.size(0), pooled, size], options)
    .scatter_add(2, low, torch.sub(1, fraction).mul(counted))
    .scatter_add(2, high, fraction.mul(counted))
}

// So many numbers are in the making at a time.
const chunk = 2 ** 23

/** {@link roi_align} for regions `(K, 5)`: two products of matrices, for rows and for columns. */
export function _roi_align(
  input: Tensor,
  rois: Tensor,
  [pooled_height, pooled_width]: readonly [number, number],
  options: RoiOptions,
): Tensor {
  const [, channels, height, width] = input.shape as unknown as [number, number, number, number]
  const [batch, x1, y1, x2, y2] = rois.detach().unbind(1) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  const rows = weightsOf(y1, y2, pooled_height, height, options)
  const columns = weightsOf(x1, x2, pooled_width, width, options).transpose(1, 2)
  const step = Math.max(1, Math.floor(chunk / (pooled_height * channels * width)))
  const parts: Tensor[] = [input.new_empty([0, channels, pooled_height, pooled_width])]
  const places: Tensor[] = [torch.empty([0], { dtype: torch.int64, device: rois.device })]
  for (const image of batch.unique().tolist() as number[]) {
    const [here] = torch.where(batch.eq(image)) as [Tensor]
    const map = input.select(0, Math.trunc(image)).transpose(0, 1).reshape(height, -1)
    for (const some of here.split(step)) {
      const vertical = rows.index([some]).flatten(0, 1).matmul(map) // (k * PH, C * W)
      const lines = vertical.view(some.numel(), pooled_height, channels, width).transpose(1, 2)
      const pooled = lines.flatten(1, 2).matmul(columns.index([some])) // (k, C * PH, PW)
      parts.push(pooled.view(some.numel(), channels, pooled_height, pooled_width))
      places.push(some)
    }
  }
  return torch.cat(parts).index_select(0, torch.cat(places).argsort())
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
