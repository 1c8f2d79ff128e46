// Where the glyphs of a text stand. FreeType rounds a font to whole pixels and each glyph's advance too, first to 1/64;
// kerning it leaves as it is. Pictures of matplotlib's have these advances.

import { type SKRSContext2D, skia } from './_skia.js'

/** The font of a text. */
export interface Font {
  /** In points. */
  readonly size: number
  readonly family: string
  readonly weight: string | number
  readonly style: string
}

/** One piece of text with its place, in pixels from the start of the baseline; y grows upwards. */
export interface Glyph {
  readonly text: string
  readonly font: string
  readonly x: number
  readonly y: number
}

/** A line of text with its size in pixels. */
export interface Line {
  readonly glyphs: readonly Glyph[]
  /** Fraction bars and the like: x, y, width, height. */
  readonly boxes: readonly (readonly [number, number, number, number])[]
  readonly width: number
  readonly ascent: number
  readonly descent: number
}

interface Metrics {
  readonly advance: number
  readonly ascent: number
  readonly descent: number
}

// Units of the DejaVu fonts.
const em = 2048
/** The height above and below the baseline that every line has, and the space between two, in parts of the size. */
export const fontHeight = { ascent: 1556 / em, descent: 492 / em, gap: 410 / em }

let measuring: SKRSContext2D | null = null
const measured = new Map<string, Metrics>()

function measure(text: string, face: string): Metrics {
  const key = `${face}/${text}`
  let metrics = measured.get(key)
  if (metrics === undefined) {
    measuring ??= skia().createCanvas(1, 1).getContext('2d')
    measuring.font = face.replace('@', `${em}px`)
    const m = measuring.measureText(text)
    metrics = {
      advance: m.width / em,
      ascent: m.actualBoundingBoxAscent / em,
      descent: m.actualBoundingBoxDescent / em,
    }
    measured.set(key, metrics)
  }
  return metrics
}

/** CSS's font, with `@` for the size. */
export function faceOf({ family, weight, style }: Font): string {
  const slant = style === 'normal' ? '' : 'oblique '
  const heavy =
    typeof weight === 'number'
      ? weight >= 600
      : ['bold', 'heavy', 'semibold', 'demibold', 'demi', 'extra bold', 'black'].includes(weight)
  return `${slant}${heavy ? 'bold ' : ''}@ ${family}`
}

/** A string in one font; `exact` keeps the advances as they are, for formulas. */
export function layoutText(text: string, face: string, px: number, exact = false): Line {
  const ppem = exact ? px : Math.max(Math.round(px), 1)
  const font = face.replace('@', `${px}px`)
  const glyphs: Glyph[] = []
  let x = 0
  let ascent = 0
  let descent = 0
  let previous: string | null = null
  for (const char of text) {
    const m = measure(char, face)
    if (previous !== null) {
      const pair = measure(previous + char, face).advance
      x += (pair - measure(previous, face).advance - m.advance) * px
    }
    if (char.trim() !== '') glyphs.push({ text: char, font, x, y: 0 })
    x += exact ? m.advance * ppem : Math.round(Math.round(m.advance * ppem * 64) / 64)
    ascent = Math.max(ascent, exact ? m.ascent * ppem : Math.round(m.ascent * ppem))
    descent = Math.max(descent, exact ? m.descent * ppem : Math.round(m.descent * ppem))
    previous = char
  }
  return { glyphs, boxes: [], width: x, ascent, descent }
}
