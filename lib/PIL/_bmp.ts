// BMP: a head and rows from the bottom up, padded to four bytes.

import { OSError } from '../errors.js'
import {
  cannotWrite,
  concat,
  type Decoded,
  type EncodeOptions,
  type Probe,
  packBits,
  Reader,
  startsWith,
  unpackBits,
} from './_codec.js'
import type { PaletteData, Pixels } from './_modes.js'

export const accept = (bytes: Uint8Array): boolean => startsWith(bytes, 'BM')

interface Header extends Probe {
  readonly bits: number
  readonly topDown: boolean
  readonly start: number
  readonly palette: PaletteData | null
}

export function probe(bytes: Uint8Array): Header {
  const reader = new Reader(bytes)
  const start = reader.u32(10, true)
  const size = reader.u32(14, true)
  if (size < 40) throw new OSError(`Unsupported BMP header type (${size})`)
  const [width, signed] = [reader.i32(18, true), reader.i32(22, true)]
  const height = Math.abs(signed)
  const bits = reader.u16(28, true)
  const compression = reader.u32(30, true)
  const masks = compression === 3 && bits === 32
  if (compression !== 0 && !masks) throw new OSError(`Unsupported BMP compression (${compression})`)
  if (![1, 4, 8, 24, 32].includes(bits)) throw new OSError(`Unsupported BMP pixel depth (${bits})`)
  if (width <= 0 || height === 0) throw new OSError('broken BMP file')
  const count = bits > 8 ? 0 : reader.u32(46, true) || 1 << bits
  const colours = count === 0 ? null : paletteOf(reader, 14 + size, Math.min(count, 256))
  const alpha = masks && size >= 56 && reader.u32(66, true) === 0xff000000
  const { mode, palette } = modeOf(bits, colours, alpha)
  return { format: 'BMP', mode, width, height, bits, topDown: signed < 0, start, palette }
}

function paletteOf(reader: Reader, at: number, count: number): Uint8Array {
  const out = new Uint8Array(count * 3)
  const bytes = reader.slice(at, count * 4)
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < 3; b++) out[3 * i + b] = bytes[4 * i + 2 - b] as number
  }
  return out
}

// A palette of greys from black to white says nothing.
function modeOf(
  bits: number,
  colours: Uint8Array | null,
  alpha: boolean,
): { mode: string; palette: PaletteData | null } {
  if (colours === null) return { mode: alpha ? 'RGBA' : 'RGB', palette: null }
  const steps = colours.length / 3 - 1
  const grey = colours.every((value, i) => value === (steps === 1 ? 255 : 1) * Math.floor(i / 3))
  if (grey && (steps === 1 || bits === 8)) return { mode: steps === 1 ? '1' : 'L', palette: null }
  return { mode: 'P', palette: { mode: 'RGB', palette: colours } }
}

export function decode(bytes: Uint8Array): Decoded {
  const { mode, width, height, bits, topDown, start, palette } = probe(bytes)
  const stride = Math.ceil((width * bits) / 32) * 4
  const rows = turned(new Reader(bytes).slice(start, stride * height), height, stride, topDown)
  const info = { compression: 0 }
  const data =
    bits < 8
      ? unpackBits(rows, width, height, bits, mode === '1' ? 255 : 1, stride)
      : swapped(rows, width, height, stride, bits / 8, mode)
  if (mode === '1' && bits === 8) for (let i = 0; i < data.length; i++) data[i] = data[i] ? 255 : 0
  return { format: 'BMP', mode, width, height, data, palette, info }
}

function turned(rows: Uint8Array, height: number, stride: number, topDown: boolean): Uint8Array {
  if (topDown) return rows
  const out = new Uint8Array(rows.length)
  for (let y = 0; y < height; y++) {
    out.set(rows.subarray((height - 1 - y) * stride, (height - y) * stride), y * stride)
  }
  return out
}

// Blue, green, red -> red, green, blue.
function swapped(
  rows: Uint8Array,
  width: number,
  height: number,
  stride: number,
  step: number,
  mode: string,
): Uint8Array {
  const bands = mode === 'RGBA' ? 4 : mode === 'RGB' ? 3 : 1
  const out = new Uint8Array(width * height * bands)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += bands) {
      const at = y * stride + x * step
      if (bands === 1) {
        out[to] = rows[at] as number
        continue
      }
      out[to] = rows[at + 2] as number
      out[to + 1] = rows[at + 1] as number
      out[to + 2] = rows[at] as number
      if (bands === 4) out[to + 3] = rows[at + 3] as number
    }
  }
  return out
}

const depths: Readonly<Record<string, number>> = { '1': 1, L: 8, P: 8, RGB: 24, RGBA: 32 }

export function encode(image: Pixels, _options: EncodeOptions): Uint8Array {
  const { mode, width, height, data } = image
  const bits = depths[mode]
  if (bits === undefined) throw cannotWrite(mode, 'BMP')
  const stride = Math.ceil((width * bits) / 32) * 4
  const colours = coloursToWrite(image)
  const start = 54 + colours.length
  const head = new DataView(new ArrayBuffer(54))
  head.setUint16(0, 0x424d)
  head.setUint32(2, start + stride * height, true)
  head.setUint32(10, start, true)
  head.setUint32(14, 40, true)
  head.setInt32(18, width, true)
  head.setInt32(22, height, true)
  head.setUint16(26, 1, true)
  head.setUint16(28, bits, true)
  head.setUint32(34, stride * height, true)
  head.setUint32(38, 3780, true)
  head.setUint32(42, 3780, true)
  head.setUint32(46, colours.length / 4, true)
  head.setUint32(50, colours.length / 4, true)
  const rows =
    mode === '1' ? packBits(data, width, height, stride) : padded(image, stride, bits / 8)
  return concat([new Uint8Array(head.buffer), colours, turned(rows, height, stride, false)])
}

function coloursToWrite({ mode, palette }: Pixels): Uint8Array {
  if (mode === '1') return Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 0)
  if (mode !== 'L' && mode !== 'P') return new Uint8Array(0)
  const rgb = mode === 'P' ? (palette?.palette ?? new Uint8Array(0)) : null
  const count = rgb === null ? 256 : Math.floor(rgb.length / 3)
  const out = new Uint8Array(count * 4)
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < 3; b++) out[4 * i + b] = rgb === null ? i : (rgb[3 * i + 2 - b] as number)
  }
  return out
}

function padded({ mode, width, height, data }: Pixels, stride: number, bands: number): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += bands) {
      const to = y * stride + x * bands
      for (let b = 0; b < bands; b++) {
        const source = mode.startsWith('RGB') && b < 3 ? 2 - b : b
        out[to + b] = data[from + source] as number
      }
    }
  }
  return out
}
