// JPEG: libjpeg-turbo reads what is common, sharp the rest and what is damaged; sharp writes.

import { OSError, ValueError } from '../errors.js'
import {
  cannotWrite,
  concat,
  type Decoded,
  type EncodeOptions,
  type Probe,
  Reader,
  startsWith,
  truncated,
} from './_codec.js'
import type { Pixels } from './_modes.js'
import { sharpDecode, sharpEncode } from './_sharp.js'
import { turboDecode } from './_turbo.js'

export const accept = (bytes: Uint8Array): boolean => startsWith(bytes, [0xff, 0xd8, 0xff])

interface Segment {
  readonly marker: number
  readonly start: number
  readonly end: number
}

interface Header extends Probe {
  readonly info: Record<string, unknown>
  readonly adobe: boolean
  readonly colours: 'YCbCr' | 'other'
  /** What comes before the frame's head. */
  readonly segments: readonly Segment[]
}

export function probe(bytes: Uint8Array): Header {
  const reader = new Reader(bytes)
  const info: Record<string, unknown> = {}
  const profile: Uint8Array[] = []
  const segments: Segment[] = []
  let transform: number | null = null
  for (let at = 2; ; ) {
    while (reader.u8(at) === 0xff && reader.u8(at + 1) === 0xff) at++
    if (reader.u8(at) !== 0xff) throw new OSError('no marker found')
    const marker = reader.u8(at + 1)
    // Restarts and the start of the file stand alone.
    if (marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2
      continue
    }
    if (marker === 0xda || marker === 0xd9) throw new OSError('no frame header before the pixels')
    const length = reader.u16(at + 2)
    const body = reader.slice(at + 4, Math.max(length - 2, 0))
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (profile.length > 0) info.icc_profile = concat(profile)
      if (marker === 0xc2) info.progressive = info.progression = 1
      const colours = colourSpace(body, 'jfif' in info, transform)
      return { ...frame(new Reader(body)), info, adobe: transform !== null, colours, segments }
    }
    if (marker === 0xe0 && startsWith(body, 'JFIF')) readJfif(new Reader(body), info)
    else if (marker === 0xe1 && startsWith(body, 'Exif\0')) info.exif ??= body.slice()
    else if (marker === 0xe2 && startsWith(body, 'ICC_PROFILE\0')) profile.push(body.slice(14))
    else if (marker === 0xee && startsWith(body, 'Adobe')) transform = body[11] ?? 0
    else if (marker === 0xfe) info.comment = body.slice()
    segments.push({ marker, start: at, end: at + 2 + length })
    at += 2 + length
  }
}

// libjpeg's guess: what JFIF or Adobe say, else the names of the components.
function colourSpace(
  frame: Uint8Array,
  jfif: boolean,
  transform: number | null,
): Header['colours'] {
  if (frame[5] !== 3) return 'other'
  if (jfif) return 'YCbCr'
  if (transform !== null) return transform === 0 ? 'other' : 'YCbCr'
  return frame[6] === 82 && frame[9] === 71 && frame[12] === 66 ? 'other' : 'YCbCr'
}

const modes: Readonly<Record<number, string>> = { 1: 'L', 3: 'RGB', 4: 'CMYK' }

function frame(reader: Reader): Probe {
  const [depth, height, width] = [reader.u8(0), reader.u16(1), reader.u16(3)]
  const mode = modes[reader.u8(5)]
  if (depth !== 8) throw new OSError(`cannot handle ${depth}-bit layers`)
  if (mode === undefined) throw new OSError(`cannot handle ${reader.u8(5)}-layer images`)
  if (width === 0 || height === 0) throw new OSError('broken JPEG file')
  return { format: 'JPEG', mode, width, height }
}

function readJfif(reader: Reader, info: Record<string, unknown>): void {
  if (reader.bytes.length < 12) return
  info.jfif = reader.u16(5)
  info.jfif_version = [reader.u8(5), reader.u8(6)]
  info.jfif_unit = reader.u8(7)
  info.jfif_density = [reader.u16(8), reader.u16(10)]
  if (reader.u8(7) === 1) info.dpi = [reader.u16(8), reader.u16(10)]
}

export function decode(bytes: Uint8Array, head: Header = probe(bytes)): Decoded {
  const { format, mode, width, height, info, adobe } = head
  // Pillow takes all CMYK for inverted, as Adobe's are, and turns it; sharp turns what is marked as Adobe's.
  const size = width * height * (mode === 'L' ? 1 : mode === 'RGB' ? 3 : 4)
  const data = (mode === 'CMYK' ? null : turboDecode(bytes)) ?? lenient(bytes)
  if (data.length !== size) throw truncated()
  if (mode === 'CMYK' && !adobe) for (let i = 0; i < size; i++) data[i] = 255 - (data[i] as number)
  return { format, mode, width, height, data, info }
}

/**
 * The luminance of a JPEG file in YCbCr, as it is stored: libjpeg leaves colours alone that are called RGB.
 *
 * @throws OSError as {@link decode}.
 */
export function decodeLuminance(bytes: Uint8Array): Decoded {
  const { segments, colours } = probe(bytes)
  if (colours !== 'YCbCr') return decode(bytes)
  const kept = segments.filter(({ marker }) => marker !== 0xe0 && marker !== 0xee)
  const end = segments.at(-1)?.end ?? 2
  const plain = concat([
    Uint8Array.of(0xff, 0xd8, ...adobeRgb),
    ...kept.map(({ start, end }) => bytes.subarray(start, end)),
    bytes.subarray(end),
  ])
  const { data, ...rest } = decode(plain)
  return { ...rest, mode: 'L', data: (data as Uint8Array).filter((_, i) => i % 3 === 0) }
}

// An Adobe segment that says: no transformation of colours.
const adobeRgb = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]

function lenient(bytes: Uint8Array): Uint8Array {
  try {
    return sharpDecode(bytes, 'truncated').data
  } catch (error) {
    if (/premature|truncated/i.test((error as Error).message)) throw truncated()
    throw new OSError(`broken data stream when reading image file: ${(error as Error).message}`)
  }
}

// Pixels of four bands are always colours with an opacity to sharp.
const channels: Readonly<Record<string, number>> = { '1': 1, L: 1, RGB: 3 }

// The head that Pillow's libjpeg writes and sharp leaves out.
const jfif = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)

export function encode(image: Pixels, options: EncodeOptions): Uint8Array {
  const { mode, width, height, data } = image
  const count = channels[mode]
  if (count === undefined) throw cannotWrite(mode, 'JPEG')
  if (width === 0 || height === 0) throw new ValueError('cannot write empty image as JPEG')
  const given = options.quality ?? -1
  const bytes = sharpEncode(data as Uint8Array, { width, height, channels: count }, 'jpeg', {
    quality: given === -1 ? 75 : Math.min(Math.max(given, 1), 100),
    chromaSubsampling: subsampling(options.subsampling),
    optimiseCoding: options.optimize ?? options.progressive ?? false,
    progressive: options.progressive ?? false,
  })
  return concat([bytes.subarray(0, 2), jfif, bytes.subarray(2)])
}

function subsampling(value: number | string | undefined): string {
  const name =
    value === 0 ? '4:4:4' : value === 2 || value === undefined || value === -1 ? '4:2:0' : value
  if (name === '4:4:4' || name === '4:2:0') return name
  throw new ValueError(`subsampling ${JSON.stringify(value)} is not supported here: 0 and 2 are`)
}
