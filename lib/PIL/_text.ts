// Text as coverage, drawn by @napi-rs/canvas: letters are none that Pillow's FreeType draws, but of the same size.

import { createRequire } from 'node:module'
import { OSError } from '../errors.js'

/** A font: a file, or null for DejaVu Sans, and its size in pixels. */
export class Font {
  constructor(
    readonly path: string | null,
    readonly size: number,
  ) {}
}

interface Metrics {
  readonly width: number
  readonly actualBoundingBoxLeft: number
  readonly actualBoundingBoxAscent: number
  readonly actualBoundingBoxRight: number
  readonly actualBoundingBoxDescent: number
  readonly fontBoundingBoxAscent: number
}

interface Context {
  font: string
  fillStyle: string
  measureText(text: string): Metrics
  fillText(text: string, x: number, y: number): void
  getImageData(x: number, y: number, w: number, h: number): { readonly data: ArrayLike<number> }
}

interface Canvas {
  createCanvas(width: number, height: number): { getContext(kind: '2d'): Context }
  readonly GlobalFonts: { registerFromPath(path: string, name: string): unknown }
}

/** The box that a text fills, from where it is drawn. */
export interface TextBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How much of each pixel in the box of a text is covered, 0 to 255. */
export interface RenderedText extends TextBox {
  readonly coverage: Uint8Array
}

const plain = new Font(null, 10)
const registered = new Map<string, string>()

function familyOf({ GlobalFonts }: Canvas, font: Font): string {
  const require = createRequire(import.meta.url)
  const path = font.path ?? require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
  let family = registered.get(path)
  if (family === undefined) {
    family = `torch-node-${registered.size}`
    if (!GlobalFonts.registerFromPath(path, family)) throw new OSError('cannot open resource')
    registered.set(path, family)
  }
  return family
}

function measured(
  text: string,
  font: Font | null,
): { box: TextBox; up: number; canvas: Canvas; css: string } {
  const chosen = font ?? plain
  const canvas = createRequire(import.meta.url)('@napi-rs/canvas') as Canvas
  const css = `${chosen.size}px ${familyOf(canvas, chosen)}`
  const context = canvas.createCanvas(1, 1).getContext('2d')
  context.font = css
  const metrics = context.measureText(text)
  const up = Math.round(metrics.fontBoundingBoxAscent)
  const left = Math.floor(-metrics.actualBoundingBoxLeft)
  const top = up - Math.ceil(metrics.actualBoundingBoxAscent)
  const width = Math.ceil(metrics.actualBoundingBoxRight) - left
  const height = up + Math.ceil(metrics.actualBoundingBoxDescent) - top
  return {
    box: { left, top, width: Math.max(width, 0), height: Math.max(height, 0) },
    up,
    canvas,
    css,
  }
}

/** The box that a text fills. */
export function measureText(text: string, font: Font | null): TextBox {
  return measured(text, font).box
}

/** The pixels of a text. */
export function renderText(text: string, font: Font | null): RenderedText {
  const { box, up, canvas, css } = measured(text, font)
  const { left, top, width, height } = box
  if (width === 0 || height === 0) return { ...box, coverage: new Uint8Array(0) }
  const context = canvas.createCanvas(width, height).getContext('2d')
  context.font = css
  context.fillStyle = 'white'
  context.fillText(text, -left, up - top)
  const { data } = context.getImageData(0, 0, width, height)
  const coverage = new Uint8Array(width * height)
  for (let i = 0; i < coverage.length; i++) coverage[i] = data[4 * i + 3] as number
  return { ...box, coverage }
}
