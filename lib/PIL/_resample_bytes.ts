// The passes over bytes, which WebAssembly does many at once (_resample.wat): loops here take two to three times as long,
// and resizing is a third of what it takes to load a photograph.

import { bandsOf, type Pixels } from './_modes.js'
import { max, min, toInt } from './_numbers.js'
import { program } from './_resample_wasm.js'
import { instantiate } from './_wasm.js'

/** Which pixels each new one is made of (first, count), and how much of each. */
export interface Weights {
  readonly size: number
  readonly bounds: Int32Array
  readonly values: Float64Array
}

/** What is to be done: across, then down, or one of both, to these rows of the source. */
export interface Passes {
  readonly across: Weights | null
  readonly down: Weights | null
  readonly first: number
  readonly rows: number
}

interface Program {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  across(
    source: number,
    stride: number,
    rows: number,
    bands: number,
    starts: number,
    weights: number,
    taps: number,
    target: number,
    width: number,
  ): void
  down(
    source: number,
    stride: number,
    starts: number,
    weights: number,
    taps: number,
    target: number,
    rows: number,
  ): void
}

const BITS = 22
const PAGE = 65536
// Memory of WebAssembly never shrinks: what a larger image took is given back with all of it.
const KEPT = 64 * 1024 * 1024

let running: Program | null = null

function reserve(size: number): Program {
  running ??= instantiate(Buffer.from(program, 'base64')) as Program
  const missing = size - running.memory.buffer.byteLength
  // What cannot be had is a RangeError, as it is of arrays.
  if (missing > 0) running.memory.grow(Math.ceil(missing / PAGE))
  return running
}

/** The same number of weights for each new pixel, in fixed point: windows at an edge reach inwards with zeros. */
interface Taps {
  readonly taps: number
  readonly starts: Int32Array
  readonly weights: Int32Array
}

function tapsOf({ size, bounds, values }: Weights, length: number, step: number): Taps {
  const count = bounds.length / 2
  let taps = 1
  for (let i = 0; i < count; i++) taps = max(taps, bounds[i * 2 + 1] as number)
  const starts = new Int32Array(count)
  const weights = new Int32Array(count * taps)
  for (let i = 0; i < count; i++) {
    const first = bounds[i * 2] as number
    const start = min(first, length - taps)
    starts[i] = start * step
    for (let t = 0; t < (bounds[i * 2 + 1] as number); t++) {
      const value = values[i * size + t] as number
      weights[i * taps + first - start + t] = toInt(value * (1 << BITS) + (value < 0 ? -0.5 : 0.5))
    }
  }
  return { taps, starts, weights }
}

/** Resizes an image of bytes. */
export function resampleBytes(
  from: Pixels,
  width: number,
  height: number,
  { across, down, first, rows }: Passes,
): Pixels {
  const bands = bandsOf(from.mode)
  const stride = from.width * bands
  const size = width * height * bands
  if (rows * stride === 0) return { ...from, width, height, data: new Uint8Array(size) }
  const horizontal = across && tapsOf(across, from.width, bands)
  const vertical = down && tapsOf(down, rows, width * bands)
  let end = 0
  const place = (bytes: number): number => {
    const at = end
    // The program writes a little beyond.
    end += Math.ceil((bytes + 16) / 16) * 16
    return at
  }
  const source = place(rows * stride)
  const middle = horizontal === null ? source : place(rows * width * bands)
  const target = vertical === null ? middle : place(size)
  const tables = [horizontal, vertical].map((one) =>
    one === null ? [0, 0] : [place(one.starts.byteLength), place(one.weights.byteLength)],
  ) as [[number, number], [number, number]]

  const wasm = reserve(end)
  const bytes = new Uint8Array(wasm.memory.buffer)
  bytes.set((from.data as Uint8Array).subarray(first * stride, (first + rows) * stride), source)
  const put = (values: Int32Array, at: number): void => {
    new Int32Array(wasm.memory.buffer, at, values.length).set(values)
  }
  if (horizontal !== null) {
    const [starts, weights] = tables[0]
    put(horizontal.starts, starts)
    put(horizontal.weights, weights)
    wasm.across(source, stride, rows, bands, starts, weights, horizontal.taps, middle, width)
  }
  if (vertical !== null) {
    const [starts, weights] = tables[1]
    put(vertical.starts, starts)
    put(vertical.weights, weights)
    wasm.down(middle, width * bands, starts, weights, vertical.taps, target, height)
  }
  const data = bytes.slice(target, target + size)
  if (bytes.length > KEPT) running = null
  return { ...from, width, height, data }
}
