// Mirrors torch/utils/tensorboard/_utils.py.

import { createRequire } from 'node:module'
import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { float32, float64, uint8 } from '../../dtype.js'
import { AssertionError, AttributeError, ValueError, ZeroDivisionError } from '../../errors.js'
import { from_numpy } from '../../numpy.js'
import type { Tensor } from '../../types.js'

/** What of a figure of `torch-node/matplotlib` is needed to show it. */
export interface FigureLike {
  readonly canvas: {
    draw(): unknown
    /** RGBA, rows from the top. */
    buffer_rgba(): { readonly data: Uint8Array; readonly shape: readonly number[] }
  }
}

interface Pyplot {
  close(figure: FigureLike): unknown
}

// Not imported: a figure that pyplot made has loaded it, and one of another kind need not be closed.
function pyplot(): Pyplot {
  return createRequire(import.meta.url)('../../matplotlib/pyplot.js') as Pyplot
}

function render_to_rgb(figure: FigureLike, close: boolean): Tensor {
  figure.canvas.draw()
  const { data, shape } = figure.canvas.buffer_rgba()
  const image = from_numpy(new Uint8Array(data))
    .reshape([...shape])
    .narrow(2, 0, 3)
    .permute(2, 0, 1)
  if (close) pyplot().close(figure)
  return image
}

/** A figure as an image of bytes (3, H, W), or several as (N, 3, H, W); `close` has pyplot forget them. */
export function figure_to_image(figures: FigureLike | readonly FigureLike[], close = true): Tensor {
  if (!Array.isArray(figures)) return render_to_rgb(figures as FigureLike, close)
  return C.stack((figures as FigureLike[]).map((figure) => render_to_rgb(figure, close)))
}

/** Videos (B, T, C, H, W) as one (T, H', W', C) whose frames are grids of theirs. */
export function _prepare_video(V: Tensor): Tensor {
  const { shape } = V
  if (shape.length !== 5) {
    throw new ValueError(
      shape.length < 5
        ? `not enough values to unpack (expected 5, got ${shape.length})`
        : 'too many values to unpack (expected 5)',
    )
  }
  const [b, t, c, h, w] = shape as unknown as [number, number, number, number, number]
  let videos = V.dtype === uint8 ? V.to(float32).div(255) : V
  const bits = b.toString(2).length
  if (b === 0 || (b & (b - 1)) !== 0) {
    const missing = (b === 0 ? 1 : 2 ** bits) - b
    // NumPy's zeros are float64, and so is what they are joined to.
    videos = C.cat([videos.to(float64), C.zeros([missing, t, c, h, w], { dtype: float64 })])
  }
  const rows = 2 ** Math.floor(((b === 0 ? 0 : bits) - 1) / 2)
  if (rows < 1) throw new ValueError('cannot make a grid of no video')
  const columns = Math.floor((videos.shape[0] as number) / rows)
  return videos
    .reshape(rows, columns, t, c, h, w)
    .permute(2, 0, 4, 1, 5, 3)
    .reshape(t, rows * h, columns * w, c)
}

/**
 * Images (N, 1, H, W) or (N, 3, H, W) side by side as one (3, H', W'), at most `ncols` in a row.
 */
export function make_grid(I: Tensor, ncols = 8): Tensor {
  if (!isTensor(I)) throw new AssertionError('plugin error, should pass numpy array here')
  const images = I.shape[1] === 1 ? C.cat([I, I, I], 1) : I
  if (images.dim() !== 4 || images.shape[1] !== 3) {
    throw new AssertionError('Input should be a 4D numpy array with 3 channels')
  }
  const [count, , H, W] = images.shape as unknown as [number, number, number, number]
  const columns = Math.min(count, ncols)
  if (columns === 0) throw new ZeroDivisionError('float division by zero')
  const rows = Math.ceil(count / columns)
  const canvas = C.zeros([3, H * rows, W * columns], { dtype: images.dtype })
  for (const [i, image] of [...images].entries()) {
    const y = Math.floor(i / columns)
    const x = i % columns
    canvas
      .narrow(1, y * H, H)
      .narrow(2, x * W, W)
      .copy_(image)
  }
  return canvas
}

/** The order of axes that brings those named in `format` into the order of `wanted`. */
function axes(format: string, wanted: string): number[] {
  const order = [...wanted].map((name) => format.indexOf(name))
  // NumPy counts an axis of -1 from the end.
  const counted = order.map((axis) => (axis < 0 ? axis + wanted.length : axis))
  if (new Set(counted).size !== counted.length) {
    throw new ValueError('repeated axis in transpose')
  }
  return counted
}

/**
 * An image of any format, such as `'CHW'`, `'HW'` or `'NCHW'`, as (H, W, C); several become a grid.
 *
 * @example
 * convert_to_HWC(torch.ones(1, 4, 6), 'CHW').shape // torch.Size([4, 6, 3])
 */
export function convert_to_HWC(image: Tensor, input_format: string): Tensor {
  if (new Set(input_format).size !== input_format.length) {
    // The breaks of the lines are in Python's texts.
    throw new AssertionError(
      `You can not use the same dimension shorthand twice.             input_format: ${input_format}`,
    )
  }
  if (image.dim() !== input_format.length) {
    throw new AssertionError(
      `size of input tensor and input format are different.         tensor shape: ${pyRepr(tuple(image.shape))}, input_format: ${input_format}`,
    )
  }
  const format = input_format.toUpperCase()
  if (format.length === 4) {
    return make_grid(image.permute(axes(format, 'NCHW'))).permute(1, 2, 0)
  }
  if (format.length === 3) {
    const hwc = image.permute(axes(format, 'HWC'))
    return hwc.shape[2] === 1 ? C.cat([hwc, hwc, hwc], 2) : hwc
  }
  if (format.length === 2) {
    const hw = image.permute(axes(format, 'HW'))
    return C.stack([hw, hw, hw], 2)
  }
  throw new AttributeError("'NoneType' object has no attribute 'numpy'")
}
