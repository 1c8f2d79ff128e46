// Places of pixels in tensors. Mirrors torchvision/transforms/_functional_tensor.py.

import { RuntimeError, ValueError } from '../../../errors.js'
import torch, { nn, Slice, type Tensor } from '../../../index.js'
import { warn } from '../../../warnings.js'
import type { Fill } from '../_types.js'
import { _assert_image_tensor, _cast_squeeze_in, floatTypeOf, get_dimensions } from './base.js'

const F = nn.functional

export function vflip(img: Tensor): Tensor {
  _assert_image_tensor(img)
  return img.flip(-2)
}

export function hflip(img: Tensor): Tensor {
  _assert_image_tensor(img)
  return img.flip(-1)
}

/** Python's `img[..., top:bottom, left:right]`. */
export function part(
  img: Tensor,
  top: number,
  bottom: number,
  left: number,
  right: number,
): Tensor {
  const [h, w] = [img.size(-2), img.size(-1)]
  const within = top >= 0 && left >= 0 && bottom <= h && right <= w && bottom >= top
  if (within && right >= left)
    return img.narrow(-2, top, bottom - top).narrow(-1, left, right - left)
  return img.index(['...', Slice(top, bottom), Slice(left, right)])
}

export function crop(
  img: Tensor,
  top: number,
  left: number,
  height: number,
  width: number,
): Tensor {
  _assert_image_tensor(img)
  const [, h, w] = get_dimensions(img)
  const [right, bottom] = [left + width, top + height]
  if (left >= 0 && top >= 0 && right <= w && bottom <= h) {
    return part(img, top, bottom, left, right)
  }
  const padding = [
    Math.max(-left + Math.min(0, right), 0),
    Math.max(-top + Math.min(0, bottom), 0),
    Math.max(right - Math.max(w, left), 0),
    Math.max(bottom - Math.max(h, top), 0),
  ]
  return pad(part(img, Math.max(top, 0), bottom, Math.max(left, 0), right), padding, 0)
}

export function _pad_symmetric(img: Tensor, padding: readonly number[]): Tensor {
  let source = img
  let [left, right, top, bottom] = padding as [number, number, number, number]
  if (padding.some((one) => one < 0)) {
    const [cutLeft, cutRight, cutTop, cutBottom] = padding.map((one) => -Math.min(one, 0)) as [
      number,
      number,
      number,
      number,
    ]
    source = part(img, cutTop, img.size(-2) - cutBottom, cutLeft, img.size(-1) - cutRight)
    ;[left, right, top, bottom] = padding.map((one) => Math.max(one, 0)) as [
      number,
      number,
      number,
      number,
    ]
  }
  if (img.ndim !== 3 && img.ndim !== 4) {
    throw new RuntimeError('Symmetric padding of N-D tensors are not supported yet')
  }
  const { device } = img
  const mirrored = (before: number, size: number, after: number): Tensor => {
    const start = Array.from({ length: before }, (_, i) => before - 1 - i)
    const middle = Array.from({ length: size }, (_, i) => i)
    const end = Array.from({ length: after }, (_, i) => -(i + 1))
    return torch.tensor([...start, ...middle, ...end], { device })
  }
  const rows = mirrored(top, source.size(-2), bottom).unsqueeze(1)
  const columns = mirrored(left, source.size(-1), right).unsqueeze(0)
  return source.index(img.ndim === 3 ? [':', rows, columns] : [':', ':', rows, columns])
}

/** Left, right, top and bottom, of one, two or four numbers. */
export function _parse_pad_padding(padding: number | readonly number[]): number[] {
  const all = typeof padding === 'number' ? [padding] : padding
  const [left = 0, top = left, right = left, bottom = top] = all
  return [left, right, top, bottom]
}

export const paddingModes = ['constant', 'edge', 'reflect', 'symmetric']

export function checkPadding(padding: unknown, fill: unknown, mode: unknown): void {
  if (typeof padding !== 'number' && !Array.isArray(padding)) {
    throw new TypeError('Got inappropriate padding arg')
  }
  if (typeof fill !== 'number') throw new TypeError('Got inappropriate fill arg')
  if (typeof mode !== 'string') throw new TypeError('Got inappropriate padding_mode arg')
  if (Array.isArray(padding) && ![1, 2, 4].includes(padding.length)) {
    throw new ValueError(
      `Padding must be an int or a 1, 2, or 4 element tuple, not a ${padding.length} element tuple`,
    )
  }
  if (!paddingModes.includes(mode)) {
    throw new ValueError('Padding mode should be either constant, edge, reflect or symmetric')
  }
}

export function pad(
  img: Tensor,
  padding: number | readonly number[],
  fill: Fill | null = 0,
  padding_mode = 'constant',
): Tensor {
  _assert_image_tensor(img)
  const value = fill ?? 0
  checkPadding(padding, value, padding_mode)
  const p = _parse_pad_padding(padding)
  if (padding_mode === 'symmetric') return _pad_symmetric(img, p)
  const squeeze = img.ndim < 4
  const batch = squeeze ? img.unsqueeze(0) : img
  const { dtype } = img
  const constant = padding_mode === 'constant'
  const cast = !constant && dtype !== torch.float32 && dtype !== torch.float64
  const source = cast ? batch.to(torch.float32) : batch
  const mode = (padding_mode === 'edge' ? 'replicate' : padding_mode) as 'reflect'
  const padded = constant
    ? F.pad(source, p, { mode, value: value as number })
    : F.pad(source, p, { mode })
  const single = squeeze ? padded.squeeze(0) : padded
  return cast ? single.to(dtype) : single
}

export function resize(
  img: Tensor,
  size: readonly number[],
  interpolation = 'bilinear',
  antialias: boolean | null = true,
): Tensor {
  _assert_image_tensor(img)
  const smooth = interpolation === 'bilinear' || interpolation === 'bicubic'
  const { batch, back } = _cast_squeeze_in(img, [torch.float32, torch.float64])
  let resized = F.interpolate(batch, {
    size: [...size],
    mode: interpolation as 'bilinear',
    align_corners: smooth ? false : null,
    antialias: Boolean(antialias) && smooth,
  })
  if (interpolation === 'bicubic' && img.dtype === torch.uint8) resized = resized.clamp(0, 255)
  return back(resized)
}

interface GridInputs {
  readonly matrix?: readonly number[]
  readonly coeffs?: readonly number[]
  readonly interpolation: string
  readonly fill: Fill | null
}

function _assert_grid_transform_inputs(
  img: Tensor,
  { matrix, coeffs, interpolation, fill }: GridInputs,
): void {
  _assert_image_tensor(img)
  if (matrix !== undefined && !Array.isArray(matrix)) {
    throw new TypeError('Argument matrix should be a list')
  }
  if (matrix !== undefined && matrix.length !== 6) {
    throw new ValueError('Argument matrix should have 6 float values')
  }
  if (coeffs !== undefined && coeffs.length !== 8) {
    throw new ValueError('Argument coeffs should have 8 float values')
  }
  if (fill !== null && typeof fill !== 'number' && !Array.isArray(fill)) {
    warn('Argument fill should be either int, float, tuple or list')
  }
  const [channels] = get_dimensions(img)
  if (Array.isArray(fill) && fill.length > 1 && fill.length !== channels) {
    throw new ValueError(
      "The number of elements in 'fill' cannot broadcast to match the number of " +
        `channels of the image (${fill.length} != ${channels})`,
    )
  }
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
    throw new ValueError(`Interpolation mode '${interpolation}' is unsupported with Tensor input`)
  }
}

/** The pixels of an image at the places of a grid; `fill` where these lie outside. */
export function _apply_grid_transform(
  img: Tensor,
  grid: Tensor,
  mode: string,
  fill: Fill | null,
): Tensor {
  const { batch, back } = _cast_squeeze_in(img, [grid.dtype])
  const [n, c, h, w] = batch.shape as unknown as [number, number, number, number]
  const { dtype, device } = batch
  const all = n > 1 ? grid.expand(n, grid.size(1), grid.size(2), grid.size(3)) : grid
  const options = { mode: mode as 'bilinear', padding_mode: 'zeros', align_corners: false } as const
  if (fill === null) return back(F.grid_sample(batch, all, options))
  // A channel of ones tells how much of each new pixel comes from the image.
  const masked = torch.cat([batch, torch.ones([n, 1, h, w], { dtype, device })], 1)
  const sampled = F.grid_sample(masked, all, options)
  const pixels = sampled.narrow(1, 0, c)
  const mask = sampled.narrow(1, c, 1).expand_as(pixels)
  const values = typeof fill === 'number' ? [fill] : [...fill]
  const filled = torch.tensor(values, { dtype, device }).view(1, values.length, 1, 1)
  const background = filled.expand_as(pixels)
  if (mode === 'nearest') {
    const outside = mask.lt(0.5)
    pixels.index_put_([outside], background.index([outside]))
    return back(pixels)
  }
  return back(pixels.mul(mask).add(torch.sub(1, mask).mul(background)))
}

function baseGrid(like: Tensor, ow: number, oh: number, from: number): Tensor {
  const { dtype, device } = like
  const grid = torch.empty(1, oh, ow, 3, { dtype, device })
  const [left, top] = from === 0 ? [0.5, 0.5] : [-ow * 0.5 + 0.5, -oh * 0.5 + 0.5]
  const x = torch.linspace(left, left + ow - 1, { steps: ow, device })
  const y = torch.linspace(top, top + oh - 1, { steps: oh, device })
  grid.select(-1, 0).copy_(x)
  grid.select(-1, 1).copy_(y.unsqueeze_(-1))
  grid.select(-1, 2).fill_(1)
  return grid
}

export function _gen_affine_grid(
  theta: Tensor,
  w: number,
  h: number,
  ow: number,
  oh: number,
): Tensor {
  const { dtype, device } = theta
  const grid = baseGrid(theta, ow, oh, -0.5)
  const scale = torch.tensor([0.5 * w, 0.5 * h], { dtype, device })
  const rescaled = theta.transpose(1, 2).div(scale)
  return grid
    .view(1, oh * ow, 3)
    .bmm(rescaled)
    .view(1, oh, ow, 2)
}

const thetaOf = (img: Tensor, matrix: readonly number[]): Tensor =>
  torch.tensor([...matrix], { dtype: floatTypeOf(img), device: img.device }).reshape(1, 2, 3)

export function affine(
  img: Tensor,
  matrix: readonly number[],
  interpolation = 'nearest',
  fill: Fill | null = null,
): Tensor {
  _assert_grid_transform_inputs(img, { matrix, interpolation, fill })
  const [, h, w] = get_dimensions(img)
  const grid = _gen_affine_grid(thetaOf(img, matrix), w, h, w, h)
  return _apply_grid_transform(img, grid, interpolation, fill)
}

/** Width and height of an image that shows all of a mapped one. */
export function _compute_affine_output_size(
  matrix: readonly number[],
  w: number,
  h: number,
): [number, number] {
  const { float32: dtype } = torch
  const corners = torch.tensor(
    [
      [-0.5 * w, -0.5 * h, 1],
      [-0.5 * w, 0.5 * h, 1],
      [0.5 * w, 0.5 * h, 1],
      [0.5 * w, -0.5 * h, 1],
    ],
    { dtype },
  )
  const theta = torch.tensor([...matrix], { dtype }).view(2, 3)
  const mapped = torch.matmul(corners, theta.t())
  const half = torch.tensor([w * 0.5, h * 0.5], { dtype })
  const least = mapped.min(0).values.add_(half)
  const most = mapped.max(0).values.add_(half)
  // To four digits, so that no rounding error makes a pixel more.
  const digits = (values: Tensor): Tensor => values.div(1e-4).trunc_().mul(1e-4)
  const size = torch
    .ceil(digits(most))
    .sub(torch.floor(digits(least)))
    .tolist() as number[]
  return size.map(Math.trunc) as [number, number]
}

export function rotate(
  img: Tensor,
  matrix: readonly number[],
  interpolation = 'nearest',
  expand = false,
  fill: Fill | null = null,
): Tensor {
  _assert_grid_transform_inputs(img, { matrix, interpolation, fill })
  const [, h, w] = get_dimensions(img)
  const [ow, oh] = expand ? _compute_affine_output_size(matrix, w, h) : [w, h]
  const grid = _gen_affine_grid(thetaOf(img, matrix), w, h, ow, oh)
  return _apply_grid_transform(img, grid, interpolation, fill)
}

export function _perspective_grid(
  coeffs: readonly number[],
  ow: number,
  oh: number,
  like: { dtype: Tensor['dtype']; device: Tensor['device'] },
): Tensor {
  const [a, b, c, d, e, f, g, h] = coeffs as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const { dtype, device } = like
  const above = torch.tensor(
    [
      [
        [a, b, c],
        [d, e, f],
      ],
    ],
    { dtype, device },
  )
  const below = torch.tensor(
    [
      [
        [g, h, 1],
        [g, h, 1],
      ],
    ],
    { dtype, device },
  )
  const points = baseGrid(above, ow, oh, 0).view(1, oh * ow, 3)
  const scale = torch.tensor([0.5 * ow, 0.5 * oh], { dtype, device })
  const over = points.bmm(above.transpose(1, 2).div(scale))
  const under = points.bmm(below.transpose(1, 2))
  return over.div(under).sub(1).view(1, oh, ow, 2)
}

export function perspective(
  img: Tensor,
  perspective_coeffs: readonly number[],
  interpolation = 'bilinear',
  fill: Fill | null = null,
): Tensor {
  _assert_grid_transform_inputs(img, { coeffs: perspective_coeffs, interpolation, fill })
  const [, h, w] = get_dimensions(img)
  const like = { dtype: floatTypeOf(img), device: img.device }
  const grid = _perspective_grid(perspective_coeffs, w, h, like)
  return _apply_grid_transform(img, grid, interpolation, fill)
}

export function _create_identity_grid(size: readonly number[]): Tensor {
  const spaces = size.map((s) => torch.linspace((-s + 1) / s, (s - 1) / s, s))
  const [y, x] = torch.meshgrid(spaces, { indexing: 'ij' }) as unknown as [Tensor, Tensor]
  return torch.stack([x, y], -1).unsqueeze(0)
}

export function elastic_transform(
  img: Tensor,
  displacement: Tensor,
  interpolation = 'bilinear',
  fill: Fill | null = null,
): Tensor {
  const size = [img.size(-2), img.size(-1)]
  const grid = _create_identity_grid(size).to(img.device).add(displacement.to(img.device))
  return _apply_grid_transform(img, grid, interpolation, fill)
}

export function erase(
  img: Tensor,
  i: number,
  j: number,
  h: number,
  w: number,
  v: Tensor,
  inplace = false,
): Tensor {
  _assert_image_tensor(img)
  const target = inplace ? img : img.clone()
  part(target, i, i + h, j, j + w).copy_(v)
  return target
}
