// PPM, PGM and PBM: a head in letters, then the pixels.

import { OSError } from '../errors.js'
import {
  cannotWrite,
  concat,
  type Decoded,
  type EncodeOptions,
  type Probe,
  packBits,
  truncated,
  unpackBits,
} from './_codec.js'
import type { PixelData, Pixels } from './_modes.js'

export const accept = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  (bytes[1] as number) >= 0x31 &&
  (bytes[1] as number) <= 0x36 &&
  isSpace(bytes[2])

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13)

interface Header extends Probe {
  readonly kind: number
  readonly most: number
  readonly start: number
}

export function probe(bytes: Uint8Array): Header {
  const kind = (bytes[1] as number) - 0x30
  const bitmap = kind === 1 || kind === 4
  const words = wordsOf(bytes, 2)
  const [width, height, most] = Array.from({ length: bitmap ? 2 : 3 }, () => natural(words.next()))
  if (!width || !height || most === 0 || (most ?? 1) > 0xffff) throw new OSError('broken PPM file')
  const wide = (most ?? 1) > 255
  const mode = bitmap ? '1' : kind % 3 === 0 ? 'RGB' : wide ? 'I' : 'L'
  return {
    format: 'PPM',
    mode,
    width,
    height,
    kind,
    most: most ?? 1,
    start: words.next(0).value ?? 0,
  }
}

// The numbers of the head, then, when asked once more, where the head ends.
function* wordsOf(bytes: Uint8Array, from: number): Generator<number, number> {
  let at = from
  for (;;) {
    while (isSpace(bytes[at]) || bytes[at] === 0x23) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 10) at++
      at++
    }
    let value = Number.NaN
    for (; (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39; at++) {
      value = (Number.isNaN(value) ? 0 : value) * 10 + (bytes[at] as number) - 0x30
    }
    const asked: unknown = yield value
    if (asked === 0) return at + 1
  }
}

function natural({ value }: IteratorResult<number, number>): number {
  if (!Number.isSafeInteger(value)) throw new OSError('broken PPM file')
  return value
}

export function decode(bytes: Uint8Array): Decoded {
  const { mode, width, height, kind, most, start } = probe(bytes)
  const data = kind < 4 ? plain(bytes, start) : binary(bytes.subarray(start))
  return { format: 'PPM', mode, width, height, data, info: {} }

  function empty(): PixelData {
    const count = width * height * (mode === 'RGB' ? 3 : 1)
    return mode === 'I' ? new Int32Array(count) : new Uint8Array(count)
  }

  function scaled(value: number): number {
    if (mode === 'I') return Math.round((value / most) * 0xffff)
    return most === 255 ? value : Math.round((Math.min(value, most) / most) * 255)
  }

  function plain(text: Uint8Array, from: number): PixelData {
    const out = empty()
    if (mode === '1') {
      const digits = text.subarray(from - 1).filter((byte) => byte === 0x30 || byte === 0x31)
      if (digits.length < out.length) throw truncated()
      return (out as Uint8Array).map((_, i) => (digits[i] === 0x31 ? 0 : 255))
    }
    const words = wordsOf(text, from - 1)
    for (let i = 0; i < out.length; i++) out[i] = scaled(natural(words.next()))
    return out
  }

  function binary(pixels: Uint8Array): PixelData {
    const out = empty()
    if (mode === '1') {
      if (pixels.length < Math.ceil(width / 8) * height) throw truncated()
      return unpackBits(pixels, width, height, 1, 255).map((value) => 255 - value)
    }
    const size = most > 255 ? 2 : 1
    if (pixels.length < out.length * size) throw truncated()
    for (let i = 0; i < out.length; i++) {
      const value =
        size === 1 ? pixels[i] : ((pixels[2 * i] as number) << 8) | (pixels[2 * i + 1] as number)
      out[i] = scaled(value as number)
    }
    return out
  }
}

export function encode({ mode, width, height, data }: Pixels, _options: EncodeOptions): Uint8Array {
  const kind = { '1': 4, L: 5, RGB: 6, RGBA: 6 }[mode]
  if (kind === undefined) throw cannotWrite(mode, 'PPM')
  const head = new TextEncoder().encode(
    `P${kind}\n${width} ${height}\n${kind === 4 ? '' : '255\n'}`,
  )
  const bytes = data as Uint8Array
  if (mode === '1')
    return concat([
      head,
      packBits(
        bytes.map((value) => 255 - value),
        width,
        height,
      ),
    ])
  return concat([head, mode === 'RGBA' ? bytes.filter((_, i) => i % 4 !== 3) : bytes])
}
