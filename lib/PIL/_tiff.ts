// TIFF: sharp's libtiff. Samples of other types than bytes are not read.

import { OSError } from '../errors.js'
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
  startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*')

const modes: Readonly<Record<number, string>> = { 1: 'L', 2: 'LA', 3: 'RGB', 4: 'RGBA' }

export function probe(bytes: Uint8Array): Probe {
  const little = bytes[0] === 0x49
  const reader = new Reader(bytes)
  const at = reader.u32(4, little)
  const tags = new Map<number, number>()
  for (let i = 0; i < reader.u16(at, little); i++) {
    const entry = at + 2 + 12 * i
    const isShort = reader.u16(entry + 2, little) === 3
    const value = isShort ? reader.u16(entry + 8, little) : reader.u32(entry + 8, little)
    tags.set(reader.u16(entry, little), value)
  }
  const [width, height] = [tags.get(256), tags.get(257)]
  const mode = tags.get(262) === 5 ? 'CMYK' : modes[tags.get(277) ?? 1]
  if (!width || !height || mode === undefined) throw new OSError('broken TIFF file')
  return { format: 'TIFF', mode, width, height }
}

export function decode(bytes: Uint8Array): Decoded {
  const { data, width, height, channels, space } = sharpDecode(bytes)
  const mode = space === 'cmyk' ? 'CMYK' : modes[channels]
  if (mode === undefined || data.length !== width * height * channels) {
    throw new OSError('unsupported kind of TIFF file')
  }
  return { format: 'TIFF', mode, width, height, data, info: {} }
}

export function encode({ mode, width, height, data }: Pixels, _options: EncodeOptions): Uint8Array {
  const channels = { L: 1, LA: 2, RGB: 3, RGBA: 4 }[mode]
  if (channels === undefined) throw cannotWrite(mode, 'TIFF')
  return sharpEncode(data as Uint8Array, { width, height, channels }, 'tiff', {
    compression: 'none',
  })
}
