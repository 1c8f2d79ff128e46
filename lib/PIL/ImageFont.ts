// Mirrors PIL/ImageFont.py: which letters ImageDraw takes.

import { existsSync } from 'node:fs'
import { OSError } from '../errors.js'
import { Font } from './_text.js'

export type { Font }

/**
 * The font that is drawn with where none is named, by default of 10 pixels: DejaVu Sans here.
 *
 * @example ImageFont.load_default().size // 10
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageFont.html#PIL.ImageFont.load_default
 */
export function load_default(size: number | null = null): Font {
  return new Font(null, size ?? 10)
}

/**
 * The font in a TrueType file.
 *
 * @throws OSError where there is no such file.
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageFont.html#PIL.ImageFont.truetype
 */
export function truetype(font: string, size = 10): Font {
  if (!existsSync(font)) throw new OSError('cannot open resource')
  return new Font(font, size)
}
