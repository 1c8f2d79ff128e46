// The drawing library, loaded when the first picture is made: @napi-rs/canvas (Skia) with the DejaVu fonts.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Canvas, SKRSContext2D, SvgCanvas } from '@napi-rs/canvas'

type Skia = typeof import('@napi-rs/canvas')

export type { Canvas, SKRSContext2D, SvgCanvas }

let loaded: Skia | null = null

const kept = new Map<string, Canvas>()

/**
 * An empty canvas, the same one again for each purpose: a canvas gives its pixels back only when the event loop turns, and
 * a loop that draws many figures would pile them up.
 */
export function reusedCanvas(purpose: string, width: number, height: number): Canvas {
  let canvas = kept.get(purpose)
  if (canvas === undefined) {
    canvas = skia().createCanvas(width, height)
    kept.set(purpose, canvas)
  }
  // Setting a size empties the canvas, even if it is the old one.
  canvas.width = width
  canvas.height = height
  return canvas
}

/** The library, with the fonts registered. */
export function skia(): Skia {
  if (loaded !== null) return loaded
  const require = createRequire(import.meta.url)
  const library = require('@napi-rs/canvas') as Skia
  const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf')
  const files = ['Sans', 'Sans-Bold', 'Sans-Oblique', 'Sans-BoldOblique', 'Serif', 'Serif-Bold']
  files.push('Serif-Italic', 'Serif-BoldItalic', 'SansMono', 'SansMono-Bold')
  files.push('SansMono-Oblique', 'SansMono-BoldOblique')
  for (const file of files) library.GlobalFonts.registerFromPath(join(fonts, `DejaVu${file}.ttf`))
  loaded = library
  return library
}
