// Image files <-> pixels, by the formats' own signatures; which library does what is said in each format's file.

import { OSError, ValueError } from '../errors.js'
import * as bmp from './_bmp.js'
import { checkSize, type Decoded, type EncodeOptions, type Probe } from './_codec.js'
import * as gif from './_gif.js'
import * as jpeg from './_jpeg.js'
import type { Pixels } from './_modes.js'
import * as png from './_png.js'
import * as ppm from './_ppm.js'
import * as tiff from './_tiff.js'
import * as webp from './_webp.js'

/** What reads and writes one format. */
interface Codec {
  readonly accept: (bytes: Uint8Array) => boolean
  readonly probe: (bytes: Uint8Array) => Probe
  /** `head` is what `probe` has said already. */
  decode(bytes: Uint8Array, head?: Probe): Decoded
  readonly encode?: (image: Pixels, options: EncodeOptions) => Uint8Array
}

const codecs: Readonly<Record<string, Codec>> = {
  JPEG: jpeg,
  PNG: png,
  GIF: gif,
  WEBP: webp,
  BMP: bmp,
  TIFF: tiff,
  PPM: ppm,
}

function codecOf(bytes: Uint8Array): Codec | null {
  return Object.values(codecs).find((codec) => codec.accept(bytes)) ?? null
}

/**
 * Format, size and mode of an image file, of its first bytes; null for what is no image.
 *
 * @throws OSError where the file breaks off or contradicts itself.
 */
export function probe(bytes: Uint8Array): Probe | null {
  return codecOf(bytes)?.probe(bytes) ?? null
}

/**
 * The pixels of an image file, of its first frame. Neither orientation nor colour profile is applied, as in Pillow.
 *
 * @throws OSError for what is no image, is truncated or corrupt, or is larger than Pillow allows.
 */
export function decode(bytes: Uint8Array): Decoded {
  const codec = codecOf(bytes)
  if (codec === null) throw new OSError('cannot identify image file')
  const head = codec.probe(bytes)
  checkSize(head)
  return codec.decode(bytes, head)
}

/**
 * An image as a file of a format.
 *
 * @throws OSError for a mode that the format cannot hold, ValueError for an option that makes no sense.
 */
export function encode(image: Pixels, format: string, options: EncodeOptions = {}): Uint8Array {
  const write = codecs[format]?.encode
  if (write === undefined) throw new ValueError(`unknown format: ${format}`)
  return write(image, options)
}

export type { Decoded, EncodeOptions, Probe } from './_codec.js'
