// Conversions between modes. Mirrors src/libImaging/Convert.c.

import { ValueError } from '../errors.js'
import { cmykToRgb, hsvToRgb, luma, luma1000, rgbToHsv, rgbToYCbCr, yCbCrToRgb } from './_color.js'
import { greyPalette, toBilevel, toPalette, webPalette } from './_dither.js'
import { allocate, bandsOf, type PaletteData, type PixelData, type Pixels } from './_modes.js'
import { clip8, fround, mulDiv255, toInt } from './_numbers.js'

const grey = new Set(['1', 'L', 'LA', 'I', 'F', 'I;16'])
const rgb = new Set(['RGB', 'RGBA', 'RGBX'])

/** What a mode is converted to first where there is no direct way. */
const base: Readonly<Record<string, string>> = {
  '1': 'L',
  L: 'L',
  I: 'L',
  F: 'L',
  LA: 'L',
  La: 'L',
  'I;16': 'L',
}

/** `L` or `RGB`: what is nearest to a mode. */
export const baseOf = (mode: string): string => base[mode] ?? 'RGB'

/** The bytes of a grey image, its first band where it has an alpha. */
function greyBytes({ mode, data, width, height }: Pixels): Uint8Array {
  if (mode === 'L') return data as Uint8Array
  const count = width * height
  const out = new Uint8Array(count)
  if (mode === '1') for (let i = 0; i < count; i++) out[i] = data[i] === 0 ? 0 : 255
  else if (mode === 'LA') for (let i = 0; i < count; i++) out[i] = data[i * 2] as number
  else if (mode === 'I;16')
    for (let i = 0; i < count; i++) out[i] = Math.min(data[i] as number, 255)
  else for (let i = 0; i < count; i++) out[i] = clip8(toInt(data[i] as number))
  return out
}

// Each gives the pixels of one mode, from bytes of luma; null where there is no such conversion.
function fromGrey(from: Pixels, mode: string): PixelData | null {
  const { width, height, data } = from
  const count = width * height
  if (mode === 'L') return from.mode === 'L' ? data.slice() : greyBytes(from)
  if (mode === 'I' || mode === 'F' || mode === 'I;16') return wideFromGrey(from, mode)
  if (from.mode === 'F' || (from.mode === 'I' && !rgb.has(mode) && mode !== 'HSV')) return null
  if (from.mode === 'I;16' && mode !== 'RGB') return null
  const bytes = greyBytes(from)
  const out = allocate(mode, width, height) as Uint8Array
  const alpha = from.mode === 'LA' ? data : null
  switch (mode) {
    case '1':
      if (from.mode !== 'L') return null
      for (let i = 0; i < count; i++) out[i] = (bytes[i] as number) >= 128 ? 255 : 0
      return out
    case 'LA':
      for (let i = 0; i < count; i++) {
        out[i * 2] = bytes[i] as number
        out[i * 2 + 1] = 255
      }
      return out
    case 'La':
      if (alpha === null) return null
      for (let i = 0; i < count; i++) {
        out[i * 2] = mulDiv255(bytes[i] as number, alpha[i * 2 + 1] as number)
        out[i * 2 + 1] = alpha[i * 2 + 1] as number
      }
      return out
    case 'RGB':
      for (let i = 0; i < count; i++) {
        out[i * 3] = out[i * 3 + 1] = out[i * 3 + 2] = bytes[i] as number
      }
      return out
    case 'RGBA':
    case 'RGBX':
      for (let i = 0; i < count; i++) {
        out[i * 4] = out[i * 4 + 1] = out[i * 4 + 2] = bytes[i] as number
        out[i * 4 + 3] = alpha === null ? 255 : (alpha[i * 2 + 1] as number)
      }
      return out
    case 'CMYK':
      for (let i = 0; i < count; i++) out[i * 4 + 3] = 255 - (bytes[i] as number)
      return out
    case 'YCbCr':
      for (let i = 0; i < count; i++) {
        out[i * 3] = bytes[i] as number
        out[i * 3 + 1] = out[i * 3 + 2] = 128
      }
      return out
    case 'HSV':
      for (let i = 0; i < count; i++) out[i * 3 + 2] = bytes[i] as number
      return out
    default:
      return null
  }
}

function wideFromGrey(from: Pixels, mode: string): PixelData | null {
  const { data, width, height } = from
  const known: Readonly<Record<string, readonly string[]>> = {
    I: ['1', 'L', 'F', 'I;16'],
    F: ['1', 'L', 'I', 'I;16'],
    'I;16': ['L', 'I'],
  }
  if (!known[mode]?.includes(from.mode)) return null
  const source = from.mode === '1' ? greyBytes(from) : data
  const out = allocate(mode, width, height)
  if (mode === 'I;16') {
    for (let i = 0; i < out.length; i++) {
      out[i] = Math.min(Math.max(source[i] as number, 0), 65535)
    }
  } else out.set(mode === 'I' && from.mode === 'F' ? source.map(toInt) : source)
  return out
}

// From the first three bands of pixels of three or four.
function fromRgb(from: Pixels, mode: string): PixelData | null {
  const { width, height } = from
  const data = from.data as Uint8Array
  const step = bandsOf(from.mode)
  const count = width * height
  const alpha = from.mode === 'RGBA'
  if (from.mode === mode) return data.slice()
  if (mode === 'RGB') return firstThree(data, count)
  const out = allocate(mode, width, height)
  const luminance = (i: number): number =>
    luma(data[i * step] as number, data[i * step + 1] as number, data[i * step + 2] as number)
  const each = (one: Colour, bands: number): PixelData => {
    for (let i = 0, at = 0, to = 0; i < count; i++, at += step, to += bands) {
      one(out as Uint8Array, to, data[at] as number, data[at + 1] as number, data[at + 2] as number)
    }
    return out
  }
  switch (mode) {
    case 'L':
      for (let i = 0, at = 0; i < count; i++, at += step) {
        const g = (data[at + 1] as number) * 38470
        out[i] = ((data[at] as number) * 19595 + g + (data[at + 2] as number) * 7471 + 0x8000) >> 16
      }
      return out
    case 'I':
    case 'I;16':
      if (mode === 'I;16' && from.mode !== 'RGB') return null
      for (let i = 0; i < count; i++) out[i] = luminance(i)
      return out
    case 'LA':
    case 'La':
      if (mode === 'La' && from.mode !== 'RGB') return null
      for (let i = 0; i < count; i++) {
        out[i * 2] = luminance(i)
        out[i * 2 + 1] = alpha ? (data[i * 4 + 3] as number) : 255
      }
      return out
    case 'F':
      return each((to, i, r, g, b) => {
        to[i] = fround(luma1000(r, g, b) / 1000)
      }, 1)
    case '1':
      return each((to, i, r, g, b) => {
        to[i] = luma1000(r, g, b) >= 128000 ? 255 : 0
      }, 1)
    case 'RGBa':
      return alpha ? multiplied(data, count) : each(opaque, 4)
    case 'RGBA':
    case 'RGBX':
      return each(opaque, 4)
    case 'CMYK':
      return each((to, i, r, g, b) => {
        to[i] = 255 - r
        to[i + 1] = 255 - g
        to[i + 2] = 255 - b
      }, 4)
    case 'YCbCr':
      return each(rgbToYCbCr, 3)
    case 'HSV':
      return each(rgbToHsv, 3)
    default:
      return null
  }
}

type Colour = (out: Uint8Array, to: number, r: number, g: number, b: number) => void

const opaque: Colour = (out, to, r, g, b) => {
  out[to] = r
  out[to + 1] = g
  out[to + 2] = b
  out[to + 3] = 255
}

function firstThree(data: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(count * 3)
  for (let i = 0, to = 0; i < count; i++, to += 3) {
    out[to] = data[i * 4] as number
    out[to + 1] = data[i * 4 + 1] as number
    out[to + 2] = data[i * 4 + 2] as number
  }
  return out
}

function multiplied(data: Uint8Array, count: number): Uint8Array {
  const out = data.slice()
  for (let i = 0; i < count * 4; i++) {
    if (i % 4 !== 3) out[i] = mulDiv255(data[i] as number, data[i | 3] as number)
  }
  return out
}

// Colours that were multiplied by their alpha, divided by it again.
function divided(data: Uint8Array, bands: number): Uint8Array {
  const out = data.slice()
  for (let at = 0; at < data.length; at += bands) {
    const alpha = data[at + bands - 1] as number
    if (alpha === 255 || alpha === 0) continue
    for (let i = at; i < at + bands - 1; i++) {
      out[i] = Math.min(toInt((255 * (data[i] as number)) / alpha), 255)
    }
  }
  return out
}

/** The pixels of a palette image with their colours, RGBA. */
function unindexed({ mode, data, palette, width, height }: Pixels): Pixels {
  if (!palette) throw new ValueError('no palette')
  const colours = palette.palette
  const size = palette.mode.length
  const step = mode === 'PA' ? 2 : 1
  const out = new Uint8Array(width * height * 4)
  for (let at = 0, i = 0; i < data.length; i += step, at += 4) {
    const colour = (data[i] as number) * size
    out[at] = colours[colour] ?? 0
    out[at + 1] = colours[colour + 1] ?? 0
    out[at + 2] = colours[colour + 2] ?? 0
    out[at + 3] =
      step === 2 ? (data[i + 1] as number) : size === 4 ? (colours[colour + 3] ?? 255) : 255
  }
  return { mode: 'RGBA', width, height, data: out }
}

function fromPalette(from: Pixels, mode: string): PixelData | null {
  if (mode === 'P') return everySecond(from.data as Uint8Array)
  if (mode === 'I;16' || mode === 'La' || mode === 'RGBa') return null
  const full = unindexed(from)
  return mode === 'RGBA' ? full.data : fromRgb(full, mode)
}

function everySecond(data: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: data.length / 2 }, (_, i) => data[i * 2] as number)
}

function fromOther(from: Pixels, mode: string): PixelData | null {
  const { width, height } = from
  const data = from.data as Uint8Array
  const count = width * height
  switch (from.mode) {
    case 'La':
      return mode === 'LA' ? divided(data, 2) : null
    case 'RGBa':
      if (mode === 'RGBA') return divided(data, 4)
      return mode === 'RGB' ? firstThree(divided(data, 4), count) : null
    case 'YCbCr':
      if (mode === 'L' || mode === 'LA') {
        const out = allocate(mode, width, height) as Uint8Array
        const bands = bandsOf(mode)
        if (bands === 2) out.fill(255)
        for (let i = 0; i < count; i++) out[i * bands] = data[i * 3] as number
        return out
      }
      return mode === 'RGB' ? three(data, count, yCbCrToRgb) : null
    case 'HSV':
      return mode === 'RGB' ? three(data, count, hsvToRgb) : null
    case 'CMYK': {
      if (mode !== 'RGB' && mode !== 'RGBA' && mode !== 'RGBX' && mode !== 'HSV') return null
      const out = new Uint8Array(count * 3)
      for (let i = 0; i < count; i++) cmykToRgb(out, i * 3, data, i * 4)
      return mode === 'RGB' ? out : fromRgb({ mode: 'RGB', width, height, data: out }, mode)
    }
    default:
      return null
  }
}

function three(data: Uint8Array, count: number, one: Colour): Uint8Array {
  const out = new Uint8Array(count * 3)
  for (let at = 0; at < count * 3; at += 3) {
    one(out, at, data[at] as number, data[at + 1] as number, data[at + 2] as number)
  }
  return out
}

function direct(from: Pixels, mode: string, dither: boolean): Pixels | null {
  const { width, height } = from
  const made = (data: PixelData | null, palette: PaletteData | null = null): Pixels | null =>
    data === null ? null : { mode, width, height, data, palette }
  if (from.mode === mode) return { ...from, data: from.data.slice() }
  if (from.mode === 'P' || from.mode === 'PA') return made(fromPalette(from, mode))
  const data = from.data as Uint8Array
  if (mode === 'P') {
    if (from.mode === 'L') return made(data.slice(), greyPalette())
    if (!rgb.has(from.mode)) return null
    const palette = webPalette()
    const bands = bandsOf(from.mode)
    return made(toPalette(data, bands, width, height, palette.palette, dither), palette)
  }
  if (dither && mode === '1') {
    if (from.mode !== 'L' && from.mode !== 'RGB') return null
    return made(toBilevel(data, bandsOf(from.mode), width, height))
  }
  if (grey.has(from.mode)) return made(fromGrey(from, mode))
  return made(rgb.has(from.mode) ? fromRgb(from, mode) : fromOther(from, mode))
}

/** An image in another mode; a ValueError where there is no way. */
export function convert(from: Pixels, mode: string, dither = true): Pixels {
  const found = direct(from, mode, dither)
  if (found !== null) return found
  if (from.mode === 'P') throw new ValueError('conversion not supported')
  const first = baseOf(from.mode)
  if (first !== from.mode) {
    const middle = direct(from, first, false)
    const second = middle && direct(middle, mode, dither)
    if (second) return second
    if (middle) throw unsupported(first, mode)
    throw unsupported(from.mode, first)
  }
  throw unsupported(from.mode, mode)
}

/** {@link convert} without a detour. */
export function convertOnce(from: Pixels, mode: string): Pixels {
  const found = direct(from, mode, false)
  if (found === null) throw unsupported(from.mode, mode)
  return found
}

function unsupported(from: string, to: string): ValueError {
  if (to === 'P' || to === 'PA' || to === '1') return new ValueError('conversion not supported')
  return new ValueError(`conversion from ${from} to ${to} not supported`)
}
