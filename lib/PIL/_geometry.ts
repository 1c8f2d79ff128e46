// Transpositions, and affine and perspective mappings. Mirrors src/libImaging/Geometry.c.

import { bandsOf, blank, type PixelData, type Pixels } from './_modes.js'
import { floor, fround, max, min, toInt } from './_numbers.js'

/** How a pixel's index follows from its place: `start + x * across + y * down`. */
type Steps = (width: number, height: number) => { start: number; across: number; down: number }

// By Pillow's number of the method: where in the source the pixels of the result come from.
const ways: readonly { readonly swaps: boolean; readonly steps: Steps }[] = [
  { swaps: false, steps: (w) => ({ start: w - 1, across: -1, down: w }) },
  { swaps: false, steps: (w, h) => ({ start: w * (h - 1), across: 1, down: -w }) },
  { swaps: true, steps: (w) => ({ start: w - 1, across: w, down: -1 }) },
  { swaps: false, steps: (w, h) => ({ start: w * h - 1, across: -1, down: -w }) },
  { swaps: true, steps: (w, h) => ({ start: w * (h - 1), across: -w, down: 1 }) },
  { swaps: true, steps: (w) => ({ start: 0, across: w, down: 1 }) },
  { swaps: true, steps: (w, h) => ({ start: w * h - 1, across: -w, down: -1 }) },
]

/** Flips and quarter turns, by the numbers of `Image.Transpose`; null where there is no such number. */
export function transpose(from: Pixels, method: number): Pixels | null {
  const way = ways[method]
  if (way === undefined) return null
  const { width, height, data } = from
  const out = way.swaps ? blank(from, height, width) : blank(from, width, height)
  const bands = bandsOf(from.mode)
  const { start, across, down } = way.steps(width, height)
  if (bands === 3 && across === -1 && width % 4 === 0 && data.byteOffset % 4 === 0) {
    mirrorThree(out.data, from, down < 0)
    return out
  }
  for (let y = 0; y < out.height; y++) {
    const at = (start + y * down) * bands
    const to = y * out.width * bands
    if (across === 1) out.data.set(data.subarray(at, at + width * bands), to)
    else if (bands === 3) copyThree(out.data, to, data, at, across * 3, out.width)
    else copy(out.data, to, data, at, across * bands, out.width, bands)
  }
  return out
}

function copy(
  out: PixelData,
  to: number,
  data: PixelData,
  from: number,
  step: number,
  count: number,
  bands: number,
): void {
  for (let x = 0, at = from, i = to; x < count; x++, at += step) {
    for (let b = 0; b < bands; b++) out[i++] = data[at + b] as number
  }
}

function copyThree(
  out: PixelData,
  to: number,
  data: PixelData,
  from: number,
  step: number,
  count: number,
): void {
  for (let x = 0, at = from, i = to; x < count; x++, at += step, i += 3) {
    out[i] = data[at] as number
    out[i + 1] = data[at + 1] as number
    out[i + 2] = data[at + 2] as number
  }
}

// Rows of three bytes a pixel from right to left, four pixels of three words at once; all rows from below where the image
// is turned as well.
function mirrorThree(out: PixelData, { data, width, height }: Pixels, turns: boolean): void {
  const source = new Uint32Array(data.buffer, data.byteOffset, data.length / 4)
  const target = new Uint32Array(out.buffer)
  const stride = (width / 4) * 3
  for (let y = 0, i = 0; y < height; y++) {
    let at = ((turns ? height - 1 - y : y) + 1) * stride
    for (const end = i + stride; i < end; i += 3) {
      at -= 3
      const a = source[at] as number
      const b = source[at + 1] as number
      const c = source[at + 2] as number
      target[i] = (c >>> 8) | ((b << 8) & 0xff000000)
      target[i + 1] = (b >>> 24) | ((c & 0xff) << 8) | ((a >>> 8) & 0xff0000) | (b << 24)
      target[i + 2] = ((b >>> 8) & 0xff) | (a << 8)
    }
  }
}

/** Writes into `out` what `from` has at the place that a mapping gives for each of its pixels. */
type Sampler = (out: PixelData, to: number, x: number, y: number) => void

const same = (value: number): number => value

function nearest({ data, width, height, mode }: Pixels): Sampler {
  const bands = bandsOf(mode)
  return (out, to, x, y) => {
    if (!(x >= 0 && y >= 0 && x < width && y < height)) return
    const at = (toInt(y) * width + toInt(x)) * bands
    for (let b = 0; b < bands; b++) out[to + b] = data[at + b] as number
  }
}

function bilinear({ data, width, height, mode }: Pixels): Sampler {
  const bands = bandsOf(mode)
  // C subtracts two floats in single precision, and ints exactly.
  const round = mode === 'F' ? fround : same
  return (out, to, xin, yin) => {
    if (!(xin >= 0 && xin < width && yin >= 0 && yin < height)) return
    const x = floor(xin - 0.5)
    const y = floor(yin - 0.5)
    const dx = xin - 0.5 - x
    const dy = yin - 0.5 - y
    const x0 = max(x, 0) * bands
    const x1 = (x + 1 < width ? x + 1 : width - 1) * bands
    const upper = max(y, 0) * width * bands
    const lower = y + 1 < height ? (y + 1) * width * bands : -1
    for (let b = 0; b < bands; b++) {
      const a = data[upper + x0 + b] as number
      const top = a + round((data[upper + x1 + b] as number) - a) * dx
      let bottom = top
      if (lower >= 0) {
        const c = data[lower + x0 + b] as number
        bottom = c + round((data[lower + x1 + b] as number) - c) * dx
      }
      out[to + b] = top + (bottom - top) * dy
    }
  }
}

function cubic(a: number, b: number, c: number, d: number, at: number): number {
  const p2 = -a + c
  const p3 = 2 * (a - b) + c - d
  const p4 = -a + b - c + d
  return b + at * (p2 + at * (p3 + at * p4))
}

// The same of floats in single precision.
function cubicOfFloats(a: number, b: number, c: number, d: number, at: number): number {
  const p2 = fround(-a + c)
  const p3 = fround(fround(2 * fround(a - b) + c) - d)
  const p4 = fround(fround(fround(-a + b) - c) + d)
  return b + at * (p2 + at * (p3 + at * p4))
}

function bicubic({ data, width, height, mode }: Pixels): Sampler {
  const bands = bandsOf(mode)
  const clips = data.BYTES_PER_ELEMENT === 1
  const across = mode === 'F' ? cubicOfFloats : cubic
  const stride = width * bands
  // The columns, in elements, and how far the place is beyond the second.
  let x0 = 0
  let x1 = 0
  let x2 = 0
  let x3 = 0
  let dx = 0
  const row = (at: number): number =>
    across(
      data[at + x0] as number,
      data[at + x1] as number,
      data[at + x2] as number,
      data[at + x3] as number,
      dx,
    )
  const column = (x: number): number => (x < 0 ? 0 : x < width ? x : width - 1) * bands
  return (out, to, xin, yin) => {
    if (!(xin >= 0 && xin < width && yin >= 0 && yin < height)) return
    const x = floor(xin - 0.5)
    const y = floor(yin - 0.5)
    const dy = yin - 0.5 - y
    dx = xin - 0.5 - x
    x0 = column(x - 1)
    x1 = column(x)
    x2 = column(x + 1)
    x3 = column(x + 2)
    for (let b = 0; b < bands; b++) {
      // Beyond an edge the row before is taken again.
      const v1 = row((y < 1 ? 0 : y - 1) * stride + b)
      const v2 = y >= 0 ? row(y * stride + b) : v1
      const v3 = y + 1 < height ? row((y + 1) * stride + b) : v2
      const v4 = y + 2 < height ? row((y + 2) * stride + b) : v3
      const value = cubic(v1, v2, v3, v4, dy)
      out[to + b] = !clips ? value : value <= 0 ? 0 : min(value, 255)
    }
  }
}

const samplers: Readonly<Record<number, (from: Pixels) => Sampler>> = {
  0: nearest,
  2: bilinear,
  3: bicubic,
}

/** The six numbers of an affine mapping, or the eight of a perspective or quadrilateral one. */
export type Coefficients = ArrayLike<number>

/** Goes over the pixels of `out` from the middle of each to its place in `from`. */
function generic(from: Pixels, out: Pixels, kind: Mapping, a: Coefficients, filter: number): void {
  const sample = (samplers[filter] as (from: Pixels) => Sampler)(from)
  const bands = bandsOf(out.mode)
  const [a0, a1, a2, a3, a4, a5, a6, a7] = Array.from(a) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  let to = 0
  for (let y = 0; y < out.height; y++) {
    const v = y + 0.5
    for (let x = 0; x < out.width; x++, to += bands) {
      const u = x + 0.5
      if (kind === 'affine') {
        sample(out.data, to, a0 * u + a1 * v + a2, a3 * u + a4 * v + a5)
      } else if (kind === 'perspective') {
        const depth = a6 * u + a7 * v + 1
        sample(out.data, to, (a0 * u + a1 * v + a2) / depth, (a3 * u + a4 * v + a5) / depth)
      } else {
        sample(out.data, to, a0 + a1 * u + a2 * v + a3 * u * v, a4 + a5 * u + a6 * v + a7 * u * v)
      }
    }
  }
}

type Mapping = 'affine' | 'perspective' | 'quad'

// A mapping along the axes. Places are added up, not multiplied: that is part of the result.
function scale(from: Pixels, out: Pixels, a: Coefficients): void {
  const [a0, , a2, , a4, a5] = Array.from(a) as [number, number, number, number, number, number]
  const bands = bandsOf(out.mode)
  const columns = new Int32Array(out.width).fill(-1)
  let xo = a2 + a0 * 0.5
  for (let x = 0; x < out.width; x++, xo += a0) {
    if (xo >= 0 && xo < from.width) columns[x] = toInt(xo)
  }
  let yo = a5 + a4 * 0.5
  for (let y = 0; y < out.height; y++, yo += a4) {
    if (!(yo >= 0 && yo < from.height)) continue
    const row = toInt(yo) * from.width
    let to = y * out.width * bands
    for (let x = 0; x < out.width; x++, to += bands) {
      const column = columns[x] as number
      if (column < 0) continue
      const at = (row + column) * bands
      for (let b = 0; b < bands; b++) out.data[to + b] = from.data[at + b] as number
    }
  }
}

// Nearest pixels in 16.16 fixed point, which is what Pillow takes while places fit.
function fixed(from: Pixels, out: Pixels, a: readonly number[]): void {
  const fix = (value: number): number => floor(value * 65536 + 0.5) | 0
  const [a0, a1, a2, a3, a4, a5] = a as [number, number, number, number, number, number]
  const bands = bandsOf(out.mode)
  const [xRight, xDown, yRight, yDown] = [fix(a0), fix(a1), fix(a3), fix(a4)]
  let xRow = fix(a2 + a0 * 0.5 + a1 * 0.5)
  let yRow = fix(a5 + a3 * 0.5 + a4 * 0.5)
  const { width, height, data } = from
  let to = 0
  for (let y = 0; y < out.height; y++) {
    let xx = xRow
    let yy = yRow
    for (let x = 0; x < out.width; x++, to += bands) {
      const xin = xx >> 16
      const yin = yy >> 16
      if (xin >= 0 && xin < width && yin >= 0 && yin < height) {
        const at = (yin * width + xin) * bands
        for (let b = 0; b < bands; b++) out.data[to + b] = data[at + b] as number
      }
      xx = (xx + xRight) | 0
      yy = (yy + yRight) | 0
    }
    xRow = (xRow + xDown) | 0
    yRow = (yRow + yDown) | 0
  }
}

function fitsFixed(a: readonly number[], x: number, y: number): boolean {
  const [a0, a1, a2, a3, a4, a5] = a as [number, number, number, number, number, number]
  return Math.abs(x * a0 + y * a1 + a2) < 32768 && Math.abs(x * a3 + y * a4 + a5) < 32768
}

/** Maps an image into another of the same mode; what falls outside leaves `out` as it is. */
export function transform(
  from: Pixels,
  out: Pixels,
  kind: Mapping,
  a: readonly number[],
  filter: number,
): void {
  const { width, height } = out
  if (kind === 'affine' && filter === 0 && from.mode !== 'I;16') {
    if (a[1] === 0 && a[3] === 0) {
      scale(from, out, a)
      return
    }
    const corners = [
      [0, 0],
      [width, height],
      [0, height],
      [width, 0],
    ] as const
    if (corners.every(([x, y]) => fitsFixed(a, x, y))) {
      fixed(from, out, a)
      return
    }
  }
  generic(from, out, kind, a, filter)
}
