// Look-up tables and counts. Mirrors src/libImaging/Point.c and Histo.c.

import { NotImplementedError, ValueError } from '../errors.js'
import { bandsOf, blank, type PixelData, type Pixels } from './_modes.js'
import { fround, roundHalfEven, toInt } from './_numbers.js'

/** 256 numbers per band, or what gives them. */
export type LookUp = ArrayLike<number> | ((value: number) => number)

/** Every value through a table. Wide modes take a function of the form `scale * value + offset` only. */
export function point(from: Pixels, lut: LookUp, mode: string | null): Pixels {
  const { data, width, height } = from
  const bands = bandsOf(from.mode)
  if (data.BYTES_PER_ELEMENT > 1) return linear(from, lut)
  const one = typeof lut === 'function' ? Array.from({ length: 256 }, (_, i) => lut(i)) : null
  const values = Array.from(
    one ?? (lut as ArrayLike<number>),
    mode === 'F' ? Number : roundHalfEven,
  )
  const table = one === null ? values : Array.from({ length: bands }, () => values).flat()
  if (table.length !== 256 * bands) throw new ValueError('wrong number of lut entries')
  const target = mode ?? from.mode
  if (bandsOf(target) !== bands) throw new ValueError('image has wrong mode')
  const out = blank(from, width, height, target)
  const clipped = target === 'F' || target === 'I' ? null : Uint8ClampedArray.from(table)
  const map = clipped ?? table
  for (let i = 0; i < data.length; i += bands) {
    for (let b = 0; b < bands; b++) {
      out.data[i + b] = map[(data[i + b] as number) + 256 * b] as number
    }
  }
  return out
}

function linear(from: Pixels, lut: LookUp): Pixels {
  if (from.mode === 'F' && typeof lut !== 'function') {
    throw new ValueError('point operation not supported for this mode')
  }
  if (typeof lut !== 'function') {
    throw new NotImplementedError('a table for an image of more than 8 bits is not supported here')
  }
  const offset = lut(0)
  const scale = lut(1) - offset
  const out = blank(from, from.width, from.height)
  for (let i = 0; i < from.data.length; i++) {
    out.data[i] = (from.data[i] as number) * scale + offset
  }
  return out
}

/** How often each byte occurs in each band, where a mask is not 0; of wide modes, how many are in each of 256 steps. */
export function histogram(from: Pixels, mask: Pixels | null): number[] {
  const { data, mode } = from
  if (mask !== null && (mask.width !== from.width || mask.height !== from.height)) {
    throw new ValueError('images do not match')
  }
  const bands = bandsOf(mode)
  const counts = new Uint32Array(256 * bands)
  const level = data.BYTES_PER_ELEMENT > 1 ? steps(data) : null
  for (let i = 0, pixel = 0; i < data.length; i += bands, pixel++) {
    if (mask !== null && mask.data[pixel] === 0) continue
    for (let b = 0; b < bands; b++) {
      const value = data[i + b] as number
      const at = (level === null ? value : level(value)) + 256 * b
      counts[at] = (counts[at] as number) + 1
    }
  }
  return Array.from(counts)
}

function steps(data: PixelData): (value: number) => number {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < data.length; i++) {
    least = Math.min(least, data[i] as number)
    most = Math.max(most, data[i] as number)
  }
  const scale = fround(255 / fround(most - least))
  return (value) => Math.min(Math.max(toInt(fround(fround(value - least) * scale)), 0), 255)
}
