// Mirrors PIL/ImageDraw.py, as far as torchvision draws: lines, rectangles, polygons, ellipses and text.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import { ValueError } from '../errors.js'
import * as draw from './_draw.js'
import type { Image } from './_image.js'
import { type Ink, inkOf } from './_ink.js'
import { bandsOf } from './_modes.js'
import { toInt } from './_numbers.js'
import { type Font, measureText, renderText } from './_text.js'

/** Points: `[x0, y0, x1, y1, ...]` or `[[x0, y0], [x1, y1], ...]`. */
export type Coords = readonly number[] | readonly (readonly number[])[]

const flat = (xy: Coords): number[] => (xy as readonly (number | readonly number[])[]).flat()
const whole = (xy: Coords): number[] => flat(xy).map(toInt)

type Colour = Ink | null

const bindShape = initializer<[xy: Coords, fill: Colour, outline: Colour, width: number]>()(
  'ImageDraw.shape(self, xy, fill=None, outline=None, width=1)',
)
const bindLine = initializer<[xy: Coords, fill: Colour, width: number, joint: string | null]>()(
  'ImageDraw.line(self, xy, fill=None, width=1, joint=None)',
)
const bindPoint = initializer<[xy: Coords, fill: Colour]>()('ImageDraw.point(self, xy, fill=None)')
const bindText = initializer<
  [xy: readonly number[], text: string, fill: Colour, font: Font | null]
>()('ImageDraw.text(self, xy, text, fill=None, font=None)')
const bindTextbox = initializer<[xy: readonly number[], text: string, font: Font | null]>()(
  'ImageDraw.textbbox(self, xy, text, font=None)',
)

class ImageDraw {
  readonly mode: string
  private readonly image: Image
  private readonly blends: boolean

  /** Draws in an image; with mode `'RGBA'` in one of mode `'RGB'`, colours blend by their alpha. */
  constructor(im: Image, mode: string | null = null) {
    this.mode = mode ?? im.mode
    this.image = im
    this.blends = this.mode === 'RGBA' && im.mode === 'RGB'
    if (this.mode !== im.mode && !this.blends) throw new ValueError('mode mismatch')
  }

  // White is the ink of who names none.
  private brush(color: Colour): draw.Brush {
    const { width, height, data, mode, palette } = this.image
    const bands = bandsOf(mode)
    const named =
      mode === 'P' && Array.isArray(color) ? (palette?.getcolor(color as number[]) ?? 0) : color
    const white = mode === 'I' || mode === 'F' ? [1] : new Array<number>(bands).fill(255)
    const ink = named === null ? white : inkOf(named, this.mode)
    const alpha = this.blends ? (ink[3] ?? 255) : null
    return { data, width, height, bands, ink, alpha }
  }

  // What is filled, and what is drawn around it: nothing of the same colour, and white if no colour is named.
  private inks(
    fill: Colour,
    outline: Colour,
    width: number,
  ): [fill: draw.Brush | null, outline: draw.Brush | null] {
    const inside = fill === null ? null : this.brush(fill)
    if (width === 0 || (outline === null && fill !== null)) return [inside, null]
    const around = this.brush(outline)
    const same = inside?.ink.every((value, i) => value === around.ink[i]) ?? false
    return [inside, same ? null : around]
  }

  /** A line through points. */
  line(...args: ArgumentsOf<typeof bindLine>): void {
    const { xy, fill, width } = bindLine(args)
    if (width === 0) return
    const points = whole(xy)
    const brush = this.brush(fill)
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x0, y0, x1, y1] = points.slice(i, i + 4) as [number, number, number, number]
      if (width > 1) draw.wideLine(brush, x0, y0, x1, y1, width)
      else draw.line(brush, x0, y0, x1, y1)
    }
    if (width <= 1 && points.length >= 2) {
      draw.point(brush, points.at(-2) as number, points.at(-1) as number)
    }
  }

  /** Single pixels. */
  point(...args: ArgumentsOf<typeof bindPoint>): void {
    const { xy, fill } = bindPoint(args)
    const points = whole(xy)
    const brush = this.brush(fill)
    for (let i = 0; i + 1 < points.length; i += 2) {
      draw.point(brush, points[i] as number, points[i + 1] as number)
    }
  }

  /** A rectangle, corners included. */
  rectangle(...args: ArgumentsOf<typeof bindShape>): void {
    const { xy, fill, outline, width } = bindShape(args)
    const [x0, y0, x1, y1] = boxOf(xy)
    const [inside, around] = this.inks(fill, outline, width)
    if (inside !== null) draw.fillRectangle(inside, x0, y0, x1, y1)
    if (around !== null) draw.outlineRectangle(around, x0, y0, x1, y1, width)
  }

  /** An ellipse in a box. */
  ellipse(...args: ArgumentsOf<typeof bindShape>): void {
    const { xy, fill, outline, width } = bindShape(args)
    const [x0, y0, x1, y1] = boxOf(xy)
    const [inside, around] = this.inks(fill, outline, width)
    if (inside !== null) draw.ellipse(inside, x0, y0, x1, y1, null)
    if (around !== null) draw.ellipse(around, x0, y0, x1, y1, width)
  }

  /** A polygon; the last point is joined to the first. */
  polygon(...args: ArgumentsOf<typeof bindShape>): void {
    const { xy, fill, outline, width } = bindShape(args)
    const points = whole(xy)
    if (points.length < 4) {
      throw new TypeError('coordinate list must contain at least 2 coordinates')
    }
    const [inside, around] = this.inks(fill, outline, width)
    if (inside !== null) draw.polygon(inside, points)
    if (around === null) return
    const mask = new Uint8Array(this.image.width * this.image.height)
    if (width > 1) {
      draw.polygon({ ...around, data: mask, bands: 1, ink: [255], alpha: null }, points)
    }
    const closed = [...points, points[0] as number, points[1] as number]
    for (let i = 0; i + 3 < closed.length; i += 2) {
      const [x0, y0, x1, y1] = closed.slice(i, i + 4) as [number, number, number, number]
      // Twice as wide as asked for, of which the inner half is seen.
      if (width > 1) draw.wideLine({ ...around, mask }, x0, y0, x1, y1, width * 2 - 1)
      else draw.line(around, x0, y0, x1, y1)
    }
  }

  /** A text, its upper left corner at `xy`. Letters are another font's than Pillow's: alike, not the same pixels. */
  text(...args: ArgumentsOf<typeof bindText>): void {
    const { xy, text, fill, font } = bindText(args)
    const brush = this.brush(fill)
    const { left, top, width, height, coverage } = renderText(text, font)
    const [x0, y0] = whole(xy) as [number, number]
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const alpha = Math.round(((coverage[i] as number) * (brush.alpha ?? 255)) / 255)
        if (alpha > 0) draw.point({ ...brush, alpha }, x0 + left + x, y0 + top + y)
      }
    }
  }

  /** The box around a text drawn at `xy`. */
  textbbox(
    ...args: ArgumentsOf<typeof bindTextbox>
  ): [left: number, top: number, right: number, bottom: number] {
    const { xy, text, font } = bindTextbox(args)
    const [x = 0, y = 0] = xy
    const { left, top, width, height } = measureText(text, font)
    return [x + left, y + top, x + left + width, y + top + height]
  }
}

function boxOf(xy: Coords): [number, number, number, number] {
  const box = whole(xy)
  if (box.length !== 4) throw new TypeError('coordinate list must contain exactly 2 coordinates')
  const [x0, y0, x1, y1] = box as [number, number, number, number]
  if (x1 < x0) throw new ValueError('x1 must be greater than or equal to x0')
  if (y1 < y0) throw new ValueError('y1 must be greater than or equal to y0')
  return [x0, y0, x1, y1]
}

/**
 * Draws in an image, in place.
 *
 * @example
 * const im = Image.new('L', [4, 3])
 * ImageDraw.Draw(im).rectangle([1, 1, 2, 2], { outline: 9 })
 * Array.from(im.data) // [0, 0, 0, 0, 0, 9, 9, 0, 0, 9, 9, 0]
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageDraw.html#PIL.ImageDraw.Draw
 */
export function Draw(im: Image, mode: string | null = null): ImageDraw {
  return new ImageDraw(im, mode)
}

/** What {@link Draw} gives. */
const ImageDraw_ = callable(ImageDraw)
type ImageDraw_ = ImageDraw

export { ImageDraw_ as ImageDraw }
