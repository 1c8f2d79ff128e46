// What a mode says about pixels, and the pixels themselves: bands interleaved, rows one after another.

import { ValueError } from '../errors.js'

/** The elements of an image. Pixels of mode `'1'` are bytes of 0 and 255. */
export type PixelData = Uint8Array | Uint16Array | Int32Array | Float32Array

/** The colours that the pixels of a palette image point to. */
export interface PaletteData {
  readonly mode: string
  /** One colour after another. */
  readonly palette: Uint8Array
}

/** An image without its class: what the algorithms take and give. */
export interface Pixels {
  readonly mode: string
  readonly width: number
  readonly height: number
  readonly data: PixelData
  readonly palette?: PaletteData | null
}

interface ModeInfo {
  readonly bands: readonly string[]
  readonly type: 'uint8' | 'uint16' | 'int32' | 'float32'
  /** What `numpy` calls the type of an element. */
  readonly typestr: string
}

function info(bands: string, type: ModeInfo['type'] = 'uint8', typestr = '|u1'): ModeInfo {
  return { bands: bands.split(' '), type, typestr }
}

export const modes: Readonly<Record<string, ModeInfo>> = {
  '1': info('1', 'uint8', '|b1'),
  L: info('L'),
  P: info('P'),
  LA: info('L A'),
  La: info('L a'),
  PA: info('P A'),
  RGB: info('R G B'),
  RGBA: info('R G B A'),
  RGBa: info('R G B a'),
  RGBX: info('R G B X'),
  CMYK: info('C M Y K'),
  YCbCr: info('Y Cb Cr'),
  HSV: info('H S V'),
  LAB: info('L A B'),
  I: info('I', 'int32', '<i4'),
  F: info('F', 'float32', '<f4'),
  'I;16': info('I', 'uint16', '<u2'),
}

/** What is known of a mode; a mode that does not exist is a ValueError. */
export function modeInfo(mode: string): ModeInfo {
  const found = Object.hasOwn(modes, mode) ? modes[mode] : undefined
  if (found === undefined) throw new ValueError('unrecognized image mode')
  return found
}

/** How many bands a mode has. */
export const bandsOf = (mode: string): number => modeInfo(mode).bands.length

/** Zeros for an image of a mode and a size. */
export function allocate(mode: string, width: number, height: number): PixelData {
  const { bands, type } = modeInfo(mode)
  const length = width * height * bands.length
  if (length > 0x7fffffff) throw new ValueError('bad image size')
  if (type === 'uint8') return new Uint8Array(length)
  if (type === 'uint16') return new Uint16Array(length)
  return type === 'int32' ? new Int32Array(length) : new Float32Array(length)
}

/** An image of zeros of the same mode and palette, and of another size. */
export function blank(like: Pixels, width: number, height: number, mode = like.mode): Pixels {
  const palette = mode === 'P' || mode === 'PA' ? (like.palette ?? null) : null
  return { mode, width, height, data: allocate(mode, width, height), palette }
}
