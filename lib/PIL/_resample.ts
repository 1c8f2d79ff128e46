// Resizing as Pillow does it, bit for bit: two passes, in fixed point for bytes. Mirrors src/libImaging/Resample.c.
// Other libraries' filters round otherwise, which would change what a trained network says.

import { cos, sin } from '../_libm.js'
import { ValueError } from '../errors.js'
import { blank, type Pixels } from './_modes.js'
import { fround, max, min, toInt } from './_numbers.js'
import { type Passes, resampleBytes, type Weights } from './_resample_bytes.js'

/** Left, upper, right and lower edge. */
export type Box = readonly [number, number, number, number]

interface Filter {
  readonly support: number
  readonly weight: (x: number) => number
}

const sinc = (x: number): number => (x === 0 ? 1 : sin(x * Math.PI) / (x * Math.PI))

const bilinear: Filter = { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) }
const filters: Readonly<Record<number, Filter>> = {
  1: {
    support: 3,
    weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0),
  },
  2: bilinear,
  3: { support: 2, weight: cubic },
  4: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  5: { support: 1, weight: hamming },
}

function cubic(at: number): number {
  const x = Math.abs(at)
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0
}

function hamming(at: number): number {
  const x = Math.abs(at)
  if (x === 0) return 1
  if (x >= 1) return 0
  const angle = x * Math.PI
  return (sin(angle) / angle) * (fround(0.54) + fround(0.46) * cos(angle))
}

function weightsOf(length: number, from: number, to: number, out: number, filter: Filter): Weights {
  const scale = fround(to - from) / out
  const stretch = Math.max(scale, 1)
  const support = filter.support * stretch
  const size = Math.ceil(support) * 2 + 1
  const bounds = new Int32Array(out * 2)
  const values = new Float64Array(out * size)
  const { weight } = filter
  const step = 1 / stretch
  for (let i = 0; i < out; i++) {
    const center = from + (i + 0.5) * scale
    const first = Math.max(0, toInt(center - support + 0.5))
    const count = Math.min(length, toInt(center + support + 0.5)) - first
    let sum = 0
    for (let k = 0; k < count; k++) {
      const value = weight((k + first - center + 0.5) * step)
      values[i * size + k] = value
      sum += value
    }
    if (sum !== 0) {
      for (let k = 0; k < count; k++) values[i * size + k] = (values[i * size + k] as number) / sum
    }
    bounds[i * 2] = first
    bounds[i * 2 + 1] = count
  }
  return { size, bounds, values }
}

/** A part of the source's rows, squeezed or stretched to another width or height. */
type Pass = (from: Pixels, to: Pixels, weights: Weights, skip: number) => void

// Modes of more than a byte: in double precision. 16 bits are kept apart as Pillow keeps them, each byte clipped.
function store(to: Pixels): (at: number, value: number) => void {
  const { data, mode } = to
  const rounded = (value: number): number => toInt(value >= 0 ? value + 0.5 : value - 0.5)
  if (mode === 'F') {
    return (at, value) => {
      data[at] = value
    }
  }
  if (mode === 'I') {
    return (at, value) => {
      data[at] = rounded(value)
    }
  }
  const clip = (byte: number): number => Math.min(Math.max(byte, 0), 255)
  return (at, value) => {
    const whole = rounded(value)
    data[at] = clip(whole % 256) + (clip(whole >> 8) << 8)
  }
}

const horizontalWide: Pass = (from, to, { size, bounds, values }, skip) => {
  const put = store(to)
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const first = (y + skip) * from.width + (bounds[x * 2] as number)
      const count = bounds[x * 2 + 1] as number
      let sum = 0
      for (let i = 0; i < count; i++) {
        sum += (from.data[first + i] as number) * (values[x * size + i] as number)
      }
      put(y * to.width + x, sum)
    }
  }
}

const verticalWide: Pass = (from, to, { size, bounds, values }) => {
  const put = store(to)
  for (let y = 0; y < to.height; y++) {
    const first = bounds[y * 2] as number
    const count = bounds[y * 2 + 1] as number
    for (let x = 0; x < to.width; x++) {
      let sum = 0
      for (let i = 0; i < count; i++) {
        sum +=
          (from.data[(first + i) * from.width + x] as number) * (values[y * size + i] as number)
      }
      put(y * to.width + x, sum)
    }
  }
}

/** Resizes the part of an image inside a box with one of the filters 1 to 5. */
export function resample(from: Pixels, width: number, height: number, id: number, at: Box): Pixels {
  const filter = filters[id]
  if (filter === undefined) throw new ValueError('unsupported resampling filter')
  const [left, upper, right, lower] = at.map(fround) as unknown as Box
  const isAcross = width !== from.width || left !== 0 || right !== width
  const isDown = height !== from.height || upper !== 0 || lower !== height
  if (!isAcross && !isDown) return { ...from, data: from.data.slice() }
  const down = weightsOf(from.height, upper, lower, height, filter)
  const across = isAcross ? weightsOf(from.width, left, right, width, filter) : null
  // Only the rows that the second pass reads.
  let first = 0
  let rows = from.height
  if (isAcross) {
    const { bounds } = down
    const last = (bounds[height * 2 - 2] as number) + (bounds[height * 2 - 1] as number)
    first = max(0, min(bounds[0] as number, from.height - 1))
    rows = max(last - first, min(1, from.height))
    for (let y = 0; y < height; y++) bounds[y * 2] = (bounds[y * 2] as number) - first
  }
  const passes = { across, down: isDown ? down : null, first, rows }
  return from.data.BYTES_PER_ELEMENT === 1
    ? resampleBytes(from, width, height, passes)
    : resampleWide(from, width, height, passes)
}

function resampleWide(from: Pixels, width: number, height: number, passes: Passes): Pixels {
  const { across, down, first, rows } = passes
  let image = from
  if (across !== null) {
    image = blank(from, width, rows)
    horizontalWide(from, image, across, first)
  }
  if (down === null) return image
  const out = blank(image, image.width, height)
  verticalWide(image, out, down, 0)
  return out
}
