// What the codecs of all formats share.

import { OSError } from '../errors.js'
import type { Pixels } from './_modes.js'

/** What the head of an image file says. */
export interface Probe {
  readonly format: string
  readonly mode: string
  readonly width: number
  readonly height: number
}

/** The pixels of an image file, and what it says beside them under Pillow's names (`exif`, `transparency`, ...). */
export interface Decoded extends Pixels {
  readonly format: string
  readonly info: Record<string, unknown>
}

/** Options of Pillow's `save`, by their names there. */
export interface EncodeOptions {
  /** JPEG and WEBP: 0 to 100. */
  readonly quality?: number | undefined
  /** JPEG: 0 for 4:4:4, 1 for 4:2:2, 2 for 4:2:0. */
  readonly subsampling?: number | string | undefined
  readonly progressive?: boolean | undefined
  readonly optimize?: boolean | undefined
  /** WEBP: without loss. */
  readonly lossless?: boolean | undefined
  /** WEBP: 0 (fast) to 6 (small). */
  readonly method?: number | undefined
  /** PNG: zlib's 0 to 9. */
  readonly compress_level?: number | undefined
  /** PNG and GIF: the colour that is transparent. */
  readonly transparency?: number | readonly number[] | Uint8Array | undefined
}

export const truncated = (): OSError => new OSError('image file is truncated')

export const cannotWrite = (mode: string, format: string): OSError =>
  new OSError(`cannot write mode ${mode} as ${format}`)

// Pillow's limit, beyond which an image counts as an attack.
const mostPixels = 2 * Math.floor((1024 * 1024 * 1024) / 4 / 3)

/** Refuses an image that would fill the memory. */
export function checkSize({ width, height }: { width: number; height: number }): void {
  if (width * height <= mostPixels) return
  throw new OSError(
    `Image size (${width * height} pixels) exceeds limit of ${mostPixels} pixels, ` +
      'could be decompression bomb DOS attack.',
  )
}

/** Whether bytes start with these, from a place on. */
export function startsWith(bytes: Uint8Array, start: readonly number[] | string, at = 0): boolean {
  for (let i = 0; i < start.length; i++) {
    const wanted = typeof start === 'string' ? start.charCodeAt(i) : start[i]
    if (bytes[at + i] !== wanted) return false
  }
  return true
}

/** Bytes read as numbers; reading beyond the end is a truncated file. */
export class Reader {
  private readonly view: DataView
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  private check(at: number, count: number): void {
    if (!(at >= 0 && at + count <= this.bytes.length)) throw truncated()
  }

  u8(at: number): number {
    this.check(at, 1)
    return this.bytes[at] as number
  }

  u16(at: number, little = false): number {
    this.check(at, 2)
    return this.view.getUint16(at, little)
  }

  u32(at: number, little = false): number {
    this.check(at, 4)
    return this.view.getUint32(at, little)
  }

  i32(at: number, little = false): number {
    this.check(at, 4)
    return this.view.getInt32(at, little)
  }

  slice(at: number, count: number): Uint8Array {
    this.check(at, count)
    return this.bytes.subarray(at, at + count)
  }
}

/**
 * Spreads rows of packed pixels of 1, 2 or 4 bits, most significant first, to a byte each, multiplied by `scale`.
 */
export function unpackBits(
  packed: Uint8Array,
  width: number,
  height: number,
  bits: number,
  scale = 1,
  stride = Math.ceil((width * bits) / 8),
): Uint8Array {
  const out = new Uint8Array(width * height)
  const mask = (1 << bits) - 1
  const perByte = 8 / bits
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const byte = packed[y * stride + Math.floor(x / perByte)] as number
      out[to] = ((byte >> (8 - bits - (x % perByte) * bits)) & mask) * scale
    }
  }
  return out
}

/** Packs pixels of mode `'1'` eight to a byte, each row on its own; `stride` may leave room behind a row. */
export function packBits(
  data: ArrayLike<number>,
  width: number,
  height: number,
  stride = Math.ceil(width / 8),
): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const at = y * stride + (x >> 3)
      if (data[from]) out[at] = (out[at] as number) | (128 >> (x & 7))
    }
  }
  return out
}

/** Bytes joined to one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
