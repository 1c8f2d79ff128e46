// From a figure to pixels and files.

import { strRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { Rgba } from '../colors.js'
import { pixelsOf } from './_png.js'
import { type Canvas, reusedCanvas, type SvgCanvas, skia } from './_skia.js'
import { Renderer } from './renderer.js'

/** What a canvas draws. */
export interface Drawable {
  readonly dpi: number
  get_size_inches(): [number, number]
  /** The size of the picture in pixels, which a tight bounding box makes smaller. */
  pictureSize(): [number, number]
  background(): Rgba
  draw(renderer: Renderer): void
}

const types: Readonly<Record<string, 'png' | 'jpeg' | 'webp' | 'svg'>> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  svg: 'svg',
}

/** The pixels of a picture: rows from above, red, green, blue and opacity in bytes. */
export interface RgbaBuffer {
  readonly data: Uint8Array
  readonly shape: [height: number, width: number, channels: 4]
}

/** Draws into a new canvas of Skia. */
function paint<C extends Canvas | SvgCanvas>(
  figure: Drawable,
  make: (width: number, height: number) => C,
  pixels = true,
): C {
  const [width, height] = figure.pictureSize()
  const canvas = make(Math.max(Math.floor(width), 1), Math.max(Math.floor(height), 1))
  figure.draw(new Renderer(canvas.getContext('2d'), width, height, figure.dpi, pixels))
  return canvas
}

// Skia counts clip paths and images through the whole process; a document of its own counts from one.
function renumbered(svg: string): string {
  const numbers = new Map<string, number>()
  return svg.replace(/\b(cl|img)_\d+/g, (id, kind: string) => {
    const number = numbers.get(id) ?? numbers.size + 1
    numbers.set(id, number)
    return `${kind}_${number}`
  })
}

/** The bytes of a file with the picture. */
export function encode(figure: Drawable, format: string): Buffer {
  const type = Object.hasOwn(types, format) ? types[format] : undefined
  const { SvgExportFlag } = skia()
  const plain = (w: number, h: number): Canvas => reusedCanvas('figure', w, h)
  switch (type) {
    case 'svg': {
      const canvas = paint(
        figure,
        (w, h) => skia().createCanvas(w, h, SvgExportFlag.ConvertTextToPaths),
        false,
      )
      const [width, height] = figure.pictureSize().map((v) => Math.floor(v)) as [number, number]
      const points = (px: number): string => String(Number(((px * 72) / figure.dpi).toFixed(4)))
      const size = `width="${points(width)}pt" height="${points(height)}pt" viewBox="0 0 ${width} ${height}"`
      const text = canvas.getContent().toString('utf8')
      return Buffer.from(renumbered(text.replace(`width="${width}" height="${height}"`, size)))
    }
    case 'png':
      return paint(figure, plain).encodeSync('png')
    case 'jpeg':
    case 'webp':
      return paint(figure, plain).encodeSync(type)
    default:
      throw new ValueError(
        `Format ${strRepr(format)} is not supported (supported formats: ${Object.keys(types).sort().join(', ')})`,
      )
  }
}

/** What a figure is drawn on. */
export class FigureCanvas {
  private pixels: RgbaBuffer | null = null

  constructor(readonly figure: Drawable) {}

  /** Draws the figure; {@link buffer_rgba} gives what came out. */
  draw(): void {
    const { data, width, height } = pixelsOf(encode(this.figure, 'png'))
    this.pixels = { data, shape: [height, width, 4] }
  }
  draw_idle(): void {}
  flush_events(): void {}

  /** The pixels of the last {@link draw}. */
  buffer_rgba(): RgbaBuffer {
    if (this.pixels === null) this.draw()
    return this.pixels as RgbaBuffer
  }
  /** Width and height in pixels. */
  get_width_height(): [number, number] {
    const [width, height] = this.figure.get_size_inches()
    return [Math.floor(width * this.figure.dpi), Math.floor(height * this.figure.dpi)]
  }
}
