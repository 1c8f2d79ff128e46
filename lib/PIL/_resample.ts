// Resizing as Pillow does it, bit for bit: two passes, in fixed point for bytes. Mirrors src/libImaging/Resample.c.
// Other libraries' filters round otherwise, which would change what a trained network says.

import { cos, sin } from '../_libm.js'
import { ValueError } from '../errors.js'
import { bandsOf, blank, type Pixels } from './_modes.js'
import { fround, max, min, toInt } from './_numbers.js'

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

/** Which pixels each new one is made of (first, count), and how much of each. */
interface Weights {
  readonly size: number
  readonly bounds: Int32Array
  readonly values: Float64Array
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

// A constant of the module: looked up once, wherever the code runs.
const { imul } = Math

const BITS = 22
const HALF = 1 << (BITS - 1)

/** A part of the source's rows, squeezed or stretched to another width or height. */
type Pass = (from: Pixels, to: Pixels, weights: Weights, skip: number) => void

// The same number of weights for each new pixel, in fixed point: windows at an edge reach inwards with zeros.
function even({ size, bounds, values }: Weights, length: number): Even {
  const count = bounds.length / 2
  let taps = 1
  for (let i = 0; i < count; i++) taps = max(taps, bounds[i * 2 + 1] as number)
  const starts = new Int32Array(count)
  const k = new Int32Array(count * taps)
  for (let i = 0; i < count; i++) {
    const first = bounds[i * 2] as number
    const start = min(first, length - taps)
    starts[i] = start
    for (let t = 0; t < (bounds[i * 2 + 1] as number); t++) {
      const value = values[i * size + t] as number
      k[i * taps + first - start + t] = toInt(value * (1 << BITS) + (value < 0 ? -0.5 : 0.5))
    }
  }
  return { taps, starts, k }
}

interface Even {
  readonly taps: number
  readonly starts: Int32Array
  readonly k: Int32Array
}

const horizontal8: Pass = (from, to, weights, skip) => {
  const bands = bandsOf(from.mode)
  const across = even(weights, from.width)
  const source = from.data as Uint8Array
  const target = clamped(to)
  const one = bands === 1 ? row1 : bands === 3 ? row3 : rowOf
  for (let y = 0; y < to.height; y++) {
    one(source, (y + skip) * from.width * bands, target, y * to.width * bands, across, bands)
  }
}

type Row = (
  source: Uint8Array,
  from: number,
  target: Uint8ClampedArray,
  to: number,
  across: Even,
  bands: number,
) => void

// One loop per number of bands: what an image has most is worth the lines.
const row1: Row = (source, from, target, to, { taps, starts, k }) => {
  for (let x = 0, i = 0; x < starts.length; x++) {
    let at = from + (starts[x] as number)
    let sum = HALF
    for (const end = at + taps; at < end; at++, i++) {
      sum = (sum + imul(source[at] as number, k[i] as number)) | 0
    }
    target[to + x] = sum >> BITS
  }
}

const row3: Row = (source, from, target, to, { taps, starts, k }) => {
  let out = to
  for (let x = 0, i = 0; x < starts.length; x++, out += 3) {
    let at = from + (starts[x] as number) * 3
    let w = k[i++] as number
    let a = (HALF + imul(source[at] as number, w)) | 0
    let b = (HALF + imul(source[at + 1] as number, w)) | 0
    let c = (HALF + imul(source[at + 2] as number, w)) | 0
    for (let t = 1; t < taps; t++) {
      at += 3
      w = k[i++] as number
      a = (a + imul(source[at] as number, w)) | 0
      b = (b + imul(source[at + 1] as number, w)) | 0
      c = (c + imul(source[at + 2] as number, w)) | 0
    }
    target[out] = a >> BITS
    target[out + 1] = b >> BITS
    target[out + 2] = c >> BITS
  }
}

const rowOf: Row = (source, from, target, to, { taps, starts, k }, bands) => {
  for (let x = 0; x < starts.length; x++) {
    const first = from + (starts[x] as number) * bands
    for (let band = 0; band < bands; band++) {
      let sum = HALF
      for (let t = 0, at = first + band; t < taps; t++, at += bands) {
        sum = (sum + imul(source[at] as number, k[x * taps + t] as number)) | 0
      }
      target[to + x * bands + band] = sum >> BITS
    }
  }
}

// All bands of a row are alike here. Two to four rows at once are what most resizing takes.
const vertical8: Pass = (from, to, weights) => {
  const stride = from.width * bandsOf(from.mode)
  const { taps, starts, k } = even(weights, from.height)
  const source = from.data as Uint8Array
  const target = clamped(to)
  const sums = new Int32Array(stride)
  for (let y = 0; y < to.height; y++) {
    const at = (starts[y] as number) * stride
    const out = y * stride
    let t = taps % 4
    const start = t === 0 ? 4 : t
    // The last rows straight into the result, those before them into sums.
    sums.fill(HALF)
    for (t = start; t < taps; t += 4) addFour(sums, source, at + t * stride, k, y * taps + t)
    const i = y * taps
    if (start === 1) finishOne(target, out, sums, source, at, k, i)
    else if (start === 2) finishTwo(target, out, sums, source, at, k, i)
    else if (start === 3) finishThree(target, out, sums, source, at, k, i)
    else finishFour(target, out, sums, source, at, k, i)
  }
}

function addFour(sums: Int32Array, source: Uint8Array, at: number, k: Int32Array, i: number): void {
  const stride = sums.length
  const [a, b, c, d] = [k[i], k[i + 1], k[i + 2], k[i + 3]] as [number, number, number, number]
  const [second, third, fourth] = [at + stride, at + 2 * stride, at + 3 * stride]
  for (let x = 0; x < stride; x++) {
    let sum = (sums[x] as number) + imul(source[at + x] as number, a)
    sum = (sum + imul(source[second + x] as number, b)) | 0
    sum = (sum + imul(source[third + x] as number, c)) | 0
    sums[x] = (sum + imul(source[fourth + x] as number, d)) | 0
  }
}

type Finish = (
  target: Uint8ClampedArray,
  out: number,
  sums: Int32Array,
  source: Uint8Array,
  at: number,
  k: Int32Array,
  i: number,
) => void

const finishOne: Finish = (target, out, sums, source, at, k, i) => {
  const a = k[i] as number
  for (let x = 0; x < sums.length; x++) {
    target[out + x] = ((sums[x] as number) + imul(source[at + x] as number, a)) >> BITS
  }
}

const finishTwo: Finish = (target, out, sums, source, at, k, i) => {
  const a = k[i] as number
  const b = k[i + 1] as number
  const second = at + sums.length
  for (let x = 0; x < sums.length; x++) {
    const sum = ((sums[x] as number) + imul(source[at + x] as number, a)) | 0
    target[out + x] = (sum + imul(source[second + x] as number, b)) >> BITS
  }
}

const finishThree: Finish = (target, out, sums, source, at, k, i) => {
  const a = k[i] as number
  const b = k[i + 1] as number
  const c = k[i + 2] as number
  const second = at + sums.length
  const third = second + sums.length
  for (let x = 0; x < sums.length; x++) {
    let sum = ((sums[x] as number) + imul(source[at + x] as number, a)) | 0
    sum = (sum + imul(source[second + x] as number, b)) | 0
    target[out + x] = (sum + imul(source[third + x] as number, c)) >> BITS
  }
}

const finishFour: Finish = (target, out, sums, source, at, k, i) => {
  const a = k[i] as number
  const b = k[i + 1] as number
  const c = k[i + 2] as number
  const d = k[i + 3] as number
  const second = at + sums.length
  const third = second + sums.length
  const fourth = third + sums.length
  for (let x = 0; x < sums.length; x++) {
    let sum = ((sums[x] as number) + imul(source[at + x] as number, a)) | 0
    sum = (sum + imul(source[second + x] as number, b)) | 0
    sum = (sum + imul(source[third + x] as number, c)) | 0
    target[out + x] = (sum + imul(source[fourth + x] as number, d)) >> BITS
  }
}

function clamped({ data }: Pixels): Uint8ClampedArray {
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length)
}

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
  const box = at.map(fround) as unknown as Box
  const bytes = from.data.BYTES_PER_ELEMENT === 1
  const down = weightsOf(from.height, box[1], box[3], height, filter)
  let image = from
  if (width !== from.width || box[0] !== 0 || box[2] !== width) {
    const across = weightsOf(from.width, box[0], box[2], width, filter)
    const { bounds } = down
    const first = bounds[0] as number
    const last = (bounds[height * 2 - 2] as number) + (bounds[height * 2 - 1] as number)
    for (let y = 0; y < height; y++) bounds[y * 2] = (bounds[y * 2] as number) - first
    image = blank(from, width, last - first)
    ;(bytes ? horizontal8 : horizontalWide)(from, image, across, first)
  }
  if (height !== from.height || box[1] !== 0 || box[3] !== height) {
    const out = blank(image, image.width, height)
    ;(bytes ? vertical8 : verticalWide)(image, out, down, 0)
    image = out
  }
  return image === from ? { ...from, data: from.data.slice() } : image
}
