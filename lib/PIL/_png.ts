// PNG: Node's zlib does the work, and what is left is small. No library here reads what Pillow reads: fast-png fails at
// interlaced files of 1, 2 and 4 bits, at a missing end, at a broken colour profile and at more transparencies than
// colours, has no Exif, misses wrong checksums and unpacks without a limit what claims to be one pixel; it writes no
// filters, so that files are larger. pngjs has no palettes.

import { constants, crc32, deflateSync, inflateSync } from 'node:zlib'
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
  truncated,
  unpackBits,
} from './_codec.js'
import type { PaletteData, Pixels } from './_modes.js'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const accept = (bytes: Uint8Array): boolean => startsWith(bytes, signature)

interface Header extends Probe {
  readonly depth: number
  readonly color: number
  readonly interlaced: boolean
}

// By colour type: samples per pixel.
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

// Pillow's table; it has no mode for colours of 16 bits and keeps their upper eight.
const modes: Readonly<Record<string, string>> = {
  '1,0': '1',
  '2,0': 'L',
  '4,0': 'L',
  '8,0': 'L',
  '16,0': 'I;16',
  '8,4': 'LA',
  '16,4': 'RGBA',
  '8,2': 'RGB',
  '16,2': 'RGB',
  '1,3': 'P',
  '2,3': 'P',
  '4,3': 'P',
  '8,3': 'P',
  '8,6': 'RGBA',
  '16,6': 'RGBA',
}

export function probe(bytes: Uint8Array): Header {
  const reader = new Reader(bytes)
  if (!startsWith(bytes, 'IHDR', 12)) throw new OSError('broken PNG file')
  const [width, height] = [reader.u32(16), reader.u32(20)]
  const [depth, color] = [reader.u8(24), reader.u8(25)]
  const mode = modes[`${depth},${color}`]
  if (mode === undefined || width === 0 || height === 0) throw new OSError('broken PNG file')
  return { format: 'PNG', mode, width, height, depth, color, interlaced: reader.u8(28) !== 0 }
}

/** What a file holds: samples of 8 or 16 bits, those of fewer one to a byte. */
export interface Samples extends Omit<Header, 'interlaced'> {
  readonly channels: number
  readonly data: Uint8Array | Uint16Array
  readonly palette: PaletteData | null
  readonly info: Record<string, unknown>
}

/** The samples of a file, in no mode yet; greys of fewer than 8 bits are spread to 0 to 255. */
export function decodeSamples(bytes: Uint8Array): Samples {
  const header = probe(bytes)
  const { height, depth, color, interlaced } = header
  const { data, palette, info } = chunksOf(bytes, header)
  const passes = interlaced ? adam7 : [whole]
  const size = passes.reduce((sum, pass) => sum + bytesOf(header, pass), 0)
  let raw: Uint8Array
  try {
    raw = inflateSync(data, { maxOutputLength: size, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const reason = code === 'ERR_BUFFER_TOO_LARGE' ? 'too much data' : message
    throw new OSError(`broken PNG file: ${reason}`)
  }
  if (raw.length < size) throw truncated()
  const channels = samples[color] as number
  const [, , stride] = extent(header, whole)
  const rows = interlaced
    ? deinterlace(raw, header)
    : unfilter(raw, 0, height, stride, Math.ceil((channels * depth) / 8))
  return { ...header, channels, data: samplesOf(rows, header), palette, info }
}

export function decode(bytes: Uint8Array): Decoded {
  const { mode, width, height, depth, color, data, palette, info } = decodeSamples(bytes)
  const pixels = depth === 16 && mode !== 'I;16' ? upperBytes(data, color) : data
  return { format: 'PNG', mode, width, height, data: pixels, palette, info }
}

interface Chunks {
  data: Uint8Array
  palette: PaletteData | null
  info: Record<string, unknown>
}

function chunksOf(bytes: Uint8Array, { mode }: Header): Chunks {
  const reader = new Reader(bytes)
  const parts: Uint8Array[] = []
  let palette: PaletteData | null = null
  const info: Record<string, unknown> = {}
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = reader.u32(at)
    const type = String.fromCharCode(...reader.slice(at + 4, 4))
    // A file that breaks off inside its pixels is told from them.
    const body =
      type === 'IDAT' ? bytes.subarray(at + 8, at + 8 + length) : reader.slice(at + 8, length)
    if (type === 'IDAT') parts.push(body)
    else if (type === 'PLTE' && mode === 'P') palette = { mode: 'RGB', palette: body.slice(0, 768) }
    else if (type === 'tRNS') info.transparency = transparency(body, mode)
    else if (type === 'eXIf') info.exif = concat([Buffer.from('Exif\0\0'), body])
    else if (type === 'IEND') break
    at += 12 + length
  }
  if (mode === 'P' && palette === null) throw new OSError('broken PNG file')
  return { data: parts.length === 1 ? (parts[0] as Uint8Array) : concat(parts), palette, info }
}

// As Pillow has it: the one transparent index, or the alphas of all.
function transparency(body: Uint8Array, mode: string): number | number[] | Uint8Array {
  const reader = new Reader(body)
  if (mode === 'P') {
    const simple = body.every((alpha) => alpha === 0 || alpha === 255)
    const first = body.indexOf(0)
    return simple && first >= 0 && body.lastIndexOf(0) === first ? first : body.slice()
  }
  if (mode === 'RGB') return [reader.u16(0), reader.u16(2), reader.u16(4)]
  return mode === '1' ? (reader.u16(0) ? 255 : 0) : reader.u16(0)
}

/** Every `dx`-th pixel from `x` on of every `dy`-th row from `y` on. */
interface Pass {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
}

const whole: Pass = { x: 0, y: 0, dx: 1, dy: 1 }
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
]

function extent(
  { width, height, depth, color }: Header,
  pass: Pass,
): [w: number, h: number, stride: number] {
  const w = Math.max(Math.ceil((width - pass.x) / pass.dx), 0)
  const h = Math.max(Math.ceil((height - pass.y) / pass.dy), 0)
  return [w, h, Math.ceil((w * depth * (samples[color] as number)) / 8)]
}

function bytesOf(header: Header, pass: Pass): number {
  const [w, h, stride] = extent(header, pass)
  return w === 0 ? 0 : h * (stride + 1)
}

function deinterlace(raw: Uint8Array, header: Header): Uint8Array {
  const { width, height, depth, color } = header
  const bits = depth * (samples[color] as number)
  const step = Math.max(bits >> 3, 1)
  const outStride = Math.ceil((width * bits) / 8)
  const out = new Uint8Array(outStride * height)
  let at = 0
  for (const pass of adam7) {
    const [w, h, stride] = extent(header, pass)
    if (w === 0 || h === 0) continue
    const part = unfilter(raw, at, h, stride, step)
    at += h * (stride + 1)
    for (let y = 0; y < h; y++) {
      const row = (pass.y + y * pass.dy) * outStride
      for (let x = 0; x < w; x++) {
        const column = pass.x + x * pass.dx
        if (bits >= 8) {
          for (let b = 0; b < step; b++) {
            out[row + column * step + b] = part[y * stride + x * step + b] as number
          }
        } else {
          const value =
            (part[y * stride + ((x * bits) >> 3)] as number) >> (8 - bits - ((x * bits) & 7))
          const to = row + ((column * bits) >> 3)
          const shift = 8 - bits - ((column * bits) & 7)
          out[to] = (out[to] as number) | ((value & ((1 << bits) - 1)) << shift)
        }
      }
    }
  }
  return out
}

// Takes back the filters of rows of `stride` bytes, which each stand behind the number of theirs.
function unfilter(
  raw: Uint8Array,
  start: number,
  height: number,
  stride: number,
  step: number,
): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0, from = start, to = 0; y < height; y++, to += stride) {
    const filter = raw[from++] as number
    const row = from
    from += stride
    const up = to - stride
    switch (filter) {
      case 0:
        out.set(raw.subarray(row, from), to)
        break
      case 1:
        for (let i = 0; i < stride; i++) {
          out[to + i] = (raw[row + i] as number) + (i < step ? 0 : (out[to + i - step] as number))
        }
        break
      case 2:
        for (let i = 0; i < stride; i++) {
          out[to + i] = (raw[row + i] as number) + (y === 0 ? 0 : (out[up + i] as number))
        }
        break
      case 3:
        for (let i = 0; i < stride; i++) {
          const left = i < step ? 0 : (out[to + i - step] as number)
          const above = y === 0 ? 0 : (out[up + i] as number)
          out[to + i] = (raw[row + i] as number) + ((left + above) >> 1)
        }
        break
      case 4:
        paeth(raw, row, out, to, stride, step, y === 0)
        break
      default:
        throw new OSError('broken PNG file: unknown filter')
    }
  }
  return out
}

function paeth(
  raw: Uint8Array,
  row: number,
  out: Uint8Array,
  to: number,
  stride: number,
  step: number,
  isFirst: boolean,
): void {
  if (isFirst) {
    for (let i = 0; i < stride; i++) {
      out[i] = (raw[row + i] as number) + (i < step ? 0 : (out[i - step] as number))
    }
    return
  }
  const up = to - stride
  for (let i = 0; i < step && i < stride; i++) {
    out[to + i] = (raw[row + i] as number) + (out[up + i] as number)
  }
  for (let i = step; i < stride; i++) {
    const a = out[to + i - step] as number
    const b = out[up + i] as number
    const c = out[up + i - step] as number
    const pa = Math.abs(b - c)
    const pb = Math.abs(a - c)
    const pc = Math.abs(a + b - c - c)
    out[to + i] = (raw[row + i] as number) + (pa <= pb && pa <= pc ? a : pb <= pc ? b : c)
  }
}

function samplesOf(
  rows: Uint8Array,
  { width, height, depth, color }: Header,
): Uint8Array | Uint16Array {
  if (depth === 8) return rows
  if (depth < 8) {
    const scale = color === 3 ? 1 : 255 / ((1 << depth) - 1)
    return unpackBits(rows, width, height, depth, scale)
  }
  const out = new Uint16Array(rows.length / 2)
  for (let i = 0; i < out.length; i++) {
    out[i] = ((rows[2 * i] as number) << 8) | (rows[2 * i + 1] as number)
  }
  return out
}

// Grey and alpha of 16 bits are RGBA to Pillow.
function upperBytes(data: Uint8Array | Uint16Array, color: number): Uint8Array {
  if (color !== 4) return Uint8Array.from(data, (value) => value >> 8)
  const out = new Uint8Array(data.length * 2)
  for (let i = 0; i < data.length; i += 2) {
    out.fill((data[i] as number) >> 8, 2 * i, 2 * i + 3)
    out[2 * i + 3] = (data[i + 1] as number) >> 8
  }
  return out
}

const written: Readonly<Record<string, readonly [depth: number, color: number]>> = {
  '1': [1, 0],
  L: [8, 0],
  LA: [8, 4],
  I: [16, 0],
  'I;16': [16, 0],
  P: [8, 3],
  RGB: [8, 2],
  RGBA: [8, 6],
}

export function encode(image: Pixels, options: EncodeOptions): Uint8Array {
  const { mode, width, height } = image
  const [depth, color] = written[mode] ?? []
  if (depth === undefined || color === undefined) throw cannotWrite(mode, 'PNG')
  const head = new Uint8Array(13)
  const view = new DataView(head.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  head.set([depth, color], 8)
  const count = samples[color] as number
  const stride = Math.ceil((width * depth * count) / 8)
  const rows = filtered(
    bytesToWrite(image),
    height,
    stride,
    color === 3 || depth < 8 ? 0 : (count * depth) / 8,
  )
  const level = options.compress_level ?? 6
  return concat([
    Uint8Array.from(signature),
    chunk('IHDR', head),
    ...(image.palette && mode === 'P' ? [chunk('PLTE', image.palette.palette.slice(0, 768))] : []),
    ...(options.transparency === undefined
      ? []
      : [chunk('tRNS', alphas(options.transparency, mode))]),
    chunk('IDAT', deflateSync(rows, { level })),
    chunk('IEND', new Uint8Array(0)),
  ])
}

function bytesToWrite({ mode, width, height, data }: Pixels): Uint8Array {
  if (mode === '1') return packBits(data, width, height)
  if (mode !== 'I' && mode !== 'I;16') return data as Uint8Array
  const out = new Uint8Array(width * height * 2)
  const view = new DataView(out.buffer)
  for (let i = 0; i < data.length; i++) {
    view.setUint16(2 * i, Math.min(Math.max(data[i] as number, 0), 0xffff))
  }
  return out
}

// Each row with the filter whose result is smallest as signed numbers, which libpng's heuristic takes as well; with a
// `step` of 0, none.
function filtered(data: Uint8Array, height: number, stride: number, step: number): Uint8Array {
  const out = new Uint8Array((stride + 1) * height)
  const tries = Array.from({ length: 5 }, () => new Uint8Array(stride))
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * stride, (y + 1) * stride)
    const to = y * (stride + 1)
    if (step === 0) {
      out.set(row, to + 1)
      continue
    }
    const above = y === 0 ? null : data.subarray((y - 1) * stride, y * stride)
    const best = filterRow(row, above, step, tries)
    out[to] = best
    out.set(tries[best] as Uint8Array, to + 1)
  }
  return out
}

function filterRow(
  row: Uint8Array,
  above: Uint8Array | null,
  step: number,
  tries: readonly Uint8Array[],
): number {
  const [none, sub, up, average, pae] = tries as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const costs = [0, 0, 0, 0, 0]
  for (let i = 0; i < row.length; i++) {
    const value = row[i] as number
    const a = i < step ? 0 : (row[i - step] as number)
    const b = above === null ? 0 : (above[i] as number)
    const c = above === null || i < step ? 0 : (above[i - step] as number)
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - c - c)]
    none[i] = value
    sub[i] = value - a
    up[i] = value - b
    average[i] = value - ((a + b) >> 1)
    pae[i] = value - (pa <= pb && pa <= pc ? a : pb <= pc ? b : c)
    for (let f = 0; f < 5; f++) {
      const result = (tries[f] as Uint8Array)[i] as number
      costs[f] = (costs[f] as number) + (result < 128 ? result : 256 - result)
    }
  }
  return costs.indexOf(Math.min(...costs))
}

function alphas(transparency: number | readonly number[] | Uint8Array, mode: string): Uint8Array {
  if (mode === 'P') {
    if (typeof transparency !== 'number') return Uint8Array.from(transparency)
    return new Uint8Array(transparency + 1).fill(255, 0, transparency)
  }
  const values = typeof transparency === 'number' ? [transparency] : Array.from(transparency)
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]))
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 12)
  const view = new DataView(out.buffer)
  view.setUint32(0, body.length)
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i)
  out.set(body, 8)
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)))
  return out
}
