// WEBP: sharp has the same libwebp as Pillow.

import { ValueError } from '../errors.js'
import {
  cannotWrite,
  type Decoded,
  type EncodeOptions,
  type Probe,
  Reader,
  startsWith,
} from './_codec.js'
import type { Pixels } from './_modes.js'
import { sharpDecode, sharpEncode } from './_sharp.js'

export const accept = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)

const u24 = (reader: Reader, at: number): number => reader.u16(at, true) | (reader.u8(at + 2) << 16)

export function probe(bytes: Uint8Array): Probe {
  const reader = new Reader(bytes)
  const format = 'WEBP'
  if (startsWith(bytes, 'VP8X', 12)) {
    const mode = reader.u8(20) & 16 ? 'RGBA' : 'RGB'
    return { format, mode, width: u24(reader, 24) + 1, height: u24(reader, 27) + 1 }
  }
  if (startsWith(bytes, 'VP8L', 12)) {
    const bits = reader.u32(21, true)
    const mode = bits & (1 << 28) ? 'RGBA' : 'RGB'
    return { format, mode, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  return {
    format,
    mode: 'RGB',
    width: reader.u16(26, true) & 0x3fff,
    height: reader.u16(28, true) & 0x3fff,
  }
}

export function decode(bytes: Uint8Array): Decoded {
  const { data, width, height, channels } = sharpDecode(bytes)
  return { format: 'WEBP', mode: channels === 4 ? 'RGBA' : 'RGB', width, height, data, info: {} }
}

export function encode({ mode, width, height, data }: Pixels, options: EncodeOptions): Uint8Array {
  if (mode !== 'RGB' && mode !== 'RGBA') throw cannotWrite(mode, 'WEBP')
  const quality = options.quality ?? 80
  if (!(quality >= 0 && quality <= 100)) throw new ValueError('quality must be from 0 to 100')
  return sharpEncode(data as Uint8Array, { width, height, channels: mode.length }, 'webp', {
    quality: Math.max(Math.round(quality), 1),
    effort: options.method ?? 4,
    lossless: options.lossless ?? false,
  })
}

/** Whether a file holds several pictures. */
export const isAnimated = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 'VP8X', 12) && ((bytes[20] as number) & 2) !== 0
