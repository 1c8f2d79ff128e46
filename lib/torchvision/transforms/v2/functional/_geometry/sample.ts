// How an image is read at the points of a grid. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { ValueError } from '../../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../../index.js'
import { type Fill, isNumber, isSequence } from '../../../_types.js'

interface Inputs {
  readonly matrix?: readonly number[]
  readonly coeffs?: readonly number[]
}

export function checkGrid(
  image: Tensor,
  mode: string,
  fill: Fill | null,
  inputs: Inputs = {},
): void {
  const { coeffs } = inputs
  if (coeffs !== undefined && coeffs.length !== 8) {
    throw new ValueError('Argument coeffs should have 8 float values')
  }
  if (isSequence(fill)) {
    const channels = image.size(-3)
    if (fill.length > 1 && fill.length !== channels) {
      throw new ValueError(
        "The number of elements in 'fill' cannot broadcast to match the number of " +
          `channels of the image (${fill.length} != ${channels})`,
      )
    }
  } else if (fill !== null && !isNumber(fill)) {
    throw new ValueError('Argument fill should be either int, float, tuple or list')
  }
  if (mode !== 'nearest' && mode !== 'bilinear') {
    throw new ValueError(`Interpolation mode '${mode}' is unsupported with Tensor input`)
  }
}

export function sampled(image: Tensor, grid: Tensor, mode: string, fill: Fill | null): Tensor {
  const [c, h, w] = [image.size(-3), image.size(-2), image.size(-1)]
  const shape = [...[...image.shape].slice(0, -2), grid.size(1), grid.size(2)]
  if (image.numel() === 0) return image.reshape(shape)
  const batch = image.reshape(-1, c, h, w)
  const fp = batch.dtype === grid.dtype
  const float = fp ? batch : batch.to(grid.dtype)
  const n = batch.size(0)
  const all = n > 1 ? grid.expand(n, -1, -1, -1) : grid
  const options = {
    mode: mode as 'bilinear',
    padding_mode: 'zeros',
    align_corners: false,
  } as const
  let result: Tensor
  if (fill === null) result = nn.functional.grid_sample(float, all, options)
  else {
    const { dtype, device } = float
    const ones = torch.ones([n, 1, h, w], { dtype, device })
    const both = nn.functional.grid_sample(torch.cat([float, ones], 1), all, options)
    const pixels = both.narrow(1, 0, c)
    const mask = both.narrow(1, c, 1).expand_as(pixels)
    const values = isNumber(fill) ? [fill] : [...fill]
    const colour = torch.tensor(values, { dtype, device }).view(1, -1, 1, 1)
    result =
      mode === 'nearest'
        ? torch.where(mask.lt(0.5), colour.expand_as(pixels), pixels)
        : pixels.sub_(colour).mul_(mask).add_(colour)
  }
  return (fp ? result : result.round_().to(image.dtype)).reshape(shape)
}

export function baseGrid(like: Tensor, x: Tensor, y: Tensor): Tensor {
  const { dtype, device } = like
  const grid = torch.empty(1, y.size(0), x.size(0), 3, { dtype, device })
  grid.select(-1, 0).copy_(x)
  grid.select(-1, 1).copy_(y.unsqueeze_(-1))
  grid.select(-1, 2).fill_(1)
  return grid
}
