// GIF: blocks of pictures, each with an own or the common palette.

import { OSError } from '../errors.js'
import {
  cannotWrite,
  checkSize,
  concat,
  type Decoded,
  type EncodeOptions,
  type Probe,
  Reader,
  startsWith,
  truncated,
} from './_codec.js'
import { packLzw, unpackLzw } from './_lzw.js'
import type { PaletteData, Pixels } from './_modes.js'

export const accept = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')

export function probe(bytes: Uint8Array): Probe {
  const reader = new Reader(bytes)
  const [width, height] = [reader.u16(6, true), reader.u16(8, true)]
  if (width === 0 || height === 0) throw new OSError('broken GIF file')
  return { format: 'GIF', mode: 'P', width, height }
}

/** One picture of a file: numbers of colours, and the colours. */
export interface GifFrame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  readonly palette: Uint8Array
  readonly transparency: number | null
  /** In hundredths of a second. */
  readonly delay: number
}

// The parts of a block, and where it ends.
function blockAt(reader: Reader, start: number): [body: Uint8Array, end: number] {
  const parts: Uint8Array[] = []
  let at = start
  for (;;) {
    const length = reader.u8(at++)
    if (length === 0) return [concat(parts), at]
    parts.push(reader.slice(at, length))
    at += length
  }
}

/** The pictures of a file as they are there, not laid upon each other. */
export function* framesOf(bytes: Uint8Array): Generator<GifFrame> {
  const reader = new Reader(bytes)
  const colours = (flags: number, at: number): Uint8Array =>
    flags & 128 ? reader.slice(at, 3 * (2 << (flags & 7))) : new Uint8Array(0)
  const common = colours(reader.u8(10), 13)
  let transparency: number | null = null
  let delay = 0
  for (let at = 13 + common.length; at < bytes.length; ) {
    const kind = reader.u8(at)
    if (kind === 0x3b) return
    if (kind === 0x21) {
      const [body, end] = blockAt(reader, at + 2)
      if (reader.u8(at + 1) === 0xf9 && body.length >= 4) {
        transparency = (body[0] as number) & 1 ? (body[3] as number) : null
        delay = (body[1] as number) | ((body[2] as number) << 8)
      }
      at = end
    } else if (kind === 0x2c) {
      const [x, y, width, height] = [1, 3, 5, 7].map((i) => reader.u16(at + i, true)) as [
        number,
        number,
        number,
        number,
      ]
      checkSize({ width, height })
      const flags = reader.u8(at + 9)
      const own = colours(flags, at + 10)
      const start = at + 10 + own.length
      const bits = reader.u8(start)
      if (bits < 1 || bits > 11) throw new OSError('broken GIF file')
      const [body, end] = blockAt(reader, start + 1)
      const rows = unpackLzw(body, bits, width * height)
      const data = flags & 64 ? deinterlaced(rows, width, height) : rows
      const palette = (own.length > 0 ? own : common).slice()
      yield { x, y, width, height, data, palette, transparency, delay }
      ;[transparency, delay] = [null, 0]
      at = end
    } else at++
  }
}

function deinterlaced(rows: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(rows.length)
  let from = 0
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let y = first; y < height; y += step, from += width) {
      out.set(rows.subarray(from, from + width), y * width)
    }
  }
  return out
}

export function decode(bytes: Uint8Array): Decoded {
  const { width, height } = probe(bytes)
  const frame = framesOf(bytes).next().value as GifFrame | undefined
  if (frame === undefined) throw truncated()
  const info: Record<string, unknown> = {
    version: Buffer.from(bytes.subarray(0, 6)),
    background: bytes[11],
  }
  if (frame.transparency !== null) info.transparency = frame.transparency
  if (frame.delay > 0) info.duration = frame.delay * 10
  const data = onScreen(frame, width, height, frame.transparency ?? (bytes[11] as number))
  return { format: 'GIF', width, height, ...modeOf(data, frame.palette), info }
}

function onScreen(frame: GifFrame, width: number, height: number, background: number): Uint8Array {
  const { x, y, data } = frame
  if (x + frame.width > width || y + frame.height > height) {
    throw new OSError('broken GIF file: a picture is larger than the screen')
  }
  if (data.length === width * height) return data
  const out = new Uint8Array(width * height).fill(background)
  for (let row = 0; row < frame.height; row++) {
    const part = data.subarray(row * frame.width, (row + 1) * frame.width)
    out.set(part, (y + row) * width + x)
  }
  return out
}

// A palette of all greys in order is none.
function modeOf(
  data: Uint8Array,
  palette: Uint8Array,
): { mode: string; data: Uint8Array; palette: PaletteData | null } {
  const grey = palette.every((value, i) => value === Math.floor(i / 3))
  if (grey) return { mode: 'L', data, palette: null }
  return { mode: 'P', data, palette: { mode: 'RGB', palette } }
}

export function encode(image: Pixels, options: EncodeOptions): Uint8Array {
  const { mode, width, height, data, palette } = image
  if (mode !== 'L' && mode !== 'P' && mode !== '1') throw cannotWrite(mode, 'GIF')
  const colours = coloursOf(mode === 'P' ? (palette?.palette ?? null) : null)
  const bits = Math.max(Math.ceil(Math.log2(colours.length / 3)), 2)
  const { transparency } = options
  const hasTransparency = typeof transparency === 'number'
  const control = hasTransparency ? [0x21, 0xf9, 4, 1, 0, 0, transparency, 0] : []
  return concat([
    new TextEncoder().encode(hasTransparency ? 'GIF89a' : 'GIF87a'),
    Uint8Array.of(...u16(width), ...u16(height), 0x80 | (bits - 1), 0, 0),
    colours,
    Uint8Array.of(...control, 0x2c, 0, 0, 0, 0, ...u16(width), ...u16(height), 0, bits),
    ...blocks(packLzw(data, bits)),
    Uint8Array.of(0, 0x3b),
  ])
}

/** Pictures of one size, each with its colours (RGB), that follow each other for ever; `delay` is as in GifFrame. */
export function encodeFrames(
  frames: readonly { readonly data: Uint8Array; readonly palette: Uint8Array }[],
  { width, height, delay }: { width: number; height: number; delay: number },
): Uint8Array {
  const loop = [0x21, 0xff, 11, ...new TextEncoder().encode('NETSCAPE2.0'), 3, 1, 0, 0, 0]
  return concat([
    new TextEncoder().encode('GIF89a'),
    Uint8Array.of(...u16(width), ...u16(height), 0, 0, 0, ...loop),
    ...frames.flatMap(({ data, palette }) => {
      const colours = coloursOf(palette)
      const bits = Math.log2(colours.length / 3)
      const control = [0x21, 0xf9, 4, 0, ...u16(delay), 0, 0]
      const place = [0x2c, 0, 0, 0, 0, ...u16(width), ...u16(height), 0x80 | (bits - 1)]
      return [
        Uint8Array.of(...control, ...place),
        colours,
        Uint8Array.of(bits),
        ...blocks(packLzw(data, bits)),
        Uint8Array.of(0),
      ]
    }),
    Uint8Array.of(0x3b),
  ])
}

const u16 = (value: number): [number, number] => [value & 255, value >> 8]

// Filled up to a power of two, four at least.
function coloursOf(palette: Uint8Array | null): Uint8Array {
  if (palette === null) return Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3))
  const count = 2 ** Math.max(Math.ceil(Math.log2(palette.length / 3)), 2)
  const out = new Uint8Array(3 * Math.min(count, 256))
  out.set(palette.subarray(0, out.length))
  return out
}

function* blocks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255)
    yield Uint8Array.of(part.length, ...part)
  }
}
