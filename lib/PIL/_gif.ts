// GIF: omggif, whose code of the compression is small and old enough to be right.

import { createRequire } from 'node:module'
import { OSError } from '../errors.js'
import {
  cannotWrite,
  type Decoded,
  type EncodeOptions,
  type Probe,
  Reader,
  startsWith,
  truncated,
} from './_codec.js'
import type { PaletteData, Pixels } from './_modes.js'

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly palette_offset: number
  readonly palette_size: number
  readonly transparent_index: number | null
  readonly delay: number
}

interface GifReader {
  readonly width: number
  readonly height: number
  numFrames(): number
  frameInfo(frame: number): Frame
  decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void
}

interface Omggif {
  readonly GifReader: new (bytes: Uint8Array) => GifReader
  readonly GifWriter: new (
    buffer: Uint8Array,
    width: number,
    height: number,
    options?: object,
  ) => {
    addFrame(
      x: number,
      y: number,
      width: number,
      height: number,
      pixels: Uint8Array,
      options: { palette: number[]; transparent?: number },
    ): number
    end(): number
  }
}

const load = (): Omggif => createRequire(import.meta.url)('omggif') as Omggif

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
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  readonly palette: Uint8Array
}

/** The pictures of a file as they are there, not laid upon each other. */
export function decodeFrames(bytes: Uint8Array): GifFrame[] {
  return guarded(bytes, (reader, frames) =>
    frames.map((frame, i) => frameOf(bytes, reader, frame, i)),
  )
}

export function decode(bytes: Uint8Array): Decoded {
  const { width, height } = probe(bytes)
  return guarded(bytes, (reader, [first]) => {
    const frame = first as Frame
    const { data, palette } = frameOf(bytes, reader, frame, 0)
    const whole = new Uint8Array(width * height).fill(
      frame.transparent_index ?? (bytes[11] as number),
    )
    for (let y = 0; y < frame.height; y++) {
      const row = data.subarray(y * frame.width, (y + 1) * frame.width)
      whole.set(row, (y + frame.y) * width + frame.x)
    }
    return { format: 'GIF', width, height, ...modeOf(whole, palette), info: infoOf(bytes, frame) }
  })
}

// omggif gives colours; with palettes that number their colours, it gives the numbers.
function guarded<R>(bytes: Uint8Array, use: (reader: GifReader, frames: Frame[]) => R): R {
  probe(bytes)
  const { GifReader } = load()
  try {
    const framesOf = (reader: GifReader): Frame[] =>
      Array.from({ length: reader.numFrames() }, (_, i) => reader.frameInfo(i))
    const frames = framesOf(new GifReader(bytes))
    if (frames.length === 0) throw truncated()
    const numbered = bytes.slice()
    for (const { palette_offset: at, palette_size: count } of frames) {
      for (let i = 0; i < count; i++) numbered[at + 3 * i] = i
    }
    const reader = new GifReader(numbered)
    for (const { x, y, width, height } of frames) {
      if (x + width > reader.width || y + height > reader.height) {
        throw new OSError('broken GIF file: a picture is larger than the screen')
      }
    }
    return use(reader, frames)
  } catch (error) {
    if (error instanceof OSError) throw error
    throw new OSError(`broken GIF file: ${(error as Error).message}`)
  }
}

function frameOf(bytes: Uint8Array, reader: GifReader, frame: Frame, index: number): GifFrame {
  const { x, y, width, height, palette_offset, palette_size, transparent_index } = frame
  // What is transparent is not written.
  const rgba = new Uint8Array(reader.width * reader.height * 4).fill(transparent_index ?? 0)
  reader.decodeAndBlitFrameRGBA(index, rgba)
  const data = new Uint8Array(width * height)
  for (let row = 0, to = 0; row < height; row++) {
    const from = ((y + row) * reader.width + x) * 4
    for (let column = 0; column < width; column++, to++)
      data[to] = rgba[from + 4 * column] as number
  }
  return {
    width,
    height,
    data,
    palette: bytes.slice(palette_offset, palette_offset + 3 * palette_size),
  }
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

function infoOf(
  bytes: Uint8Array,
  frame: Pick<Frame, 'delay' | 'transparent_index'>,
): Record<string, unknown> {
  const info: Record<string, unknown> = {
    version: Buffer.from(bytes.subarray(0, 6)),
    background: bytes[11],
  }
  if (frame.transparent_index !== null) info.transparency = frame.transparent_index
  if (frame.delay > 0) info.duration = frame.delay * 10
  return info
}

export function encode(image: Pixels, options: EncodeOptions): Uint8Array {
  const { mode, width, height, data, palette } = image
  if (mode !== 'L' && mode !== 'P' && mode !== '1') throw cannotWrite(mode, 'GIF')
  const colours = coloursOf(mode === 'P' ? (palette?.palette ?? null) : null)
  const { GifWriter } = load()
  // The compression makes a byte of pixel no more than 12 bits, and a block of 255 one byte longer.
  const buffer = new Uint8Array(1024 + Math.ceil(width * height * 1.6))
  const writer = new GifWriter(buffer, width, height)
  const { transparency } = options
  writer.addFrame(0, 0, width, height, data as Uint8Array, {
    palette: colours,
    ...(typeof transparency === 'number' ? { transparent: transparency } : {}),
  })
  return buffer.slice(0, writer.end())
}

// As numbers 0xRRGGBB, filled up to a power of two.
function coloursOf(palette: Uint8Array | null): number[] {
  if (palette === null) return Array.from({ length: 256 }, (_, i) => i * 0x010101)
  const count = Math.floor(palette.length / 3)
  const size = 2 ** Math.max(Math.ceil(Math.log2(Math.max(count, 2))), 1)
  return Array.from({ length: size }, (_, i) => {
    const [r = 0, g = 0, b = 0] = palette.subarray(3 * i, 3 * i + 3)
    return (r << 16) | (g << 8) | b
  })
}
