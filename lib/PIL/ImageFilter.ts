// Mirrors PIL/ImageFilter.py, and src/libImaging/Filter.c for kernels of three by three and five by five.

import { type Callable, callable } from '../_callable.js'
import { ValueError } from '../errors.js'
import { bandsOf, blank, type Pixels } from './_modes.js'
import { fround } from './_numbers.js'

/** What `Image.filter` takes. */
export interface Filter {
  readonly name?: string
  filter(image: Pixels): Pixels
}

class Kernel implements Filter {
  readonly size: readonly [number, number]
  readonly scale: number
  readonly offset: number
  readonly kernel: readonly number[]

  constructor(
    size: readonly [number, number],
    kernel: readonly number[],
    scale: number | null = null,
    offset = 0,
  ) {
    if (size[0] * size[1] !== kernel.length) {
      throw new ValueError('not enough coefficients in kernel')
    }
    this.size = size
    this.scale = scale ?? kernel.reduce((sum, one) => sum + one, 0)
    this.offset = offset
    this.kernel = kernel
  }

  filter(image: Pixels): Pixels {
    if (image.mode === 'P') throw new ValueError('cannot filter palette images')
    const [width, height] = this.size
    if (width !== height || (width !== 3 && width !== 5)) throw new ValueError('bad kernel size')
    const weights = this.kernel.map((one) => fround(fround(one) / fround(this.scale)))
    return convolve(image, width, weights, fround(this.offset))
  }
}

// In single precision, row by row from the lowest one, as Pillow adds up. The edges stay as they are.
function convolve(image: Pixels, size: number, k: readonly number[], offset: number): Pixels {
  const { data, width, height } = image
  const bands = bandsOf(image.mode)
  const margin = (size - 1) / 2
  const out = { ...blank(image, width, height), data: data.slice() }
  const stride = width * bands
  const bytes = data.BYTES_PER_ELEMENT === 1
  const weights = Float32Array.from(k)
  const start = fround(offset + 0.5)
  for (let y = margin; y < height - margin; y++) {
    for (let i = margin * bands; i < stride - margin * bands; i++) {
      let sum = start
      for (let row = 0; row < size; row++) {
        let at = (y + margin - row) * stride + i - margin * bands
        let part = fround((data[at] as number) * (weights[row * size] as number))
        for (let column = 1; column < size; column++) {
          at += bands
          const term = fround((data[at] as number) * (weights[row * size + column] as number))
          part = fround(part + term)
        }
        sum = fround(sum + part)
      }
      out.data[y * stride + i] = clip(sum, bytes)
    }
  }
  return out
}

function clip(value: number, bytes: boolean): number {
  if (value <= 0) return 0
  return bytes && value > 255 ? 255 : value
}

/**
 * A convolution with a kernel of 3 x 3 or 5 x 5 numbers, divided by `scale` (their sum), plus `offset`.
 *
 * @example
 * new ImageFilter.Kernel([3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]).scale // 1
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageFilter.html#PIL.ImageFilter.Kernel
 */
const Kernel_: Callable<typeof Kernel> = callable(Kernel)
type Kernel_ = Kernel

export { Kernel_ as Kernel }

/** Blurs a little. */
export const SMOOTH: Kernel = new Kernel([3, 3], [1, 1, 1, 1, 5, 1, 1, 1, 1], 13)
/** Blurs more. */
export const SMOOTH_MORE: Kernel = new Kernel(
  [5, 5],
  [1, 1, 1, 1, 1, 1, 5, 5, 5, 1, 1, 5, 44, 5, 1, 1, 5, 5, 5, 1, 1, 1, 1, 1, 1],
  100,
)
/** Sharpens. */
export const SHARPEN: Kernel = new Kernel([3, 3], [-2, -2, -2, -2, 32, -2, -2, -2, -2], 16)
/** Shows edges on black. */
export const FIND_EDGES: Kernel = new Kernel([3, 3], [-1, -1, -1, -1, 8, -1, -1, -1, -1], 1)
/** Makes details stand out. */
export const DETAIL: Kernel = new Kernel([3, 3], [0, -1, 0, -1, 10, -1, 0, -1, 0], 6)
