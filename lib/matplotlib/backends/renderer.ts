// Draws paths, images and text on a canvas of Skia. Mirrors what matplotlib's Agg does: what is straight lies on whole
// pixels, markers too. Coordinates come in pixels with y upwards.

import type { Rgba } from '../colors.js'
import type { Path } from '../path.js'
import type { Bbox, Point } from '../transforms.js'
import { reusedCanvas, type SKRSContext2D, skia } from './_skia.js'
import type { Line } from './_text_layout.js'

/** How an outline is drawn. */
export interface Stroke {
  readonly color: Rgba
  /** In pixels. */
  readonly width: number
  /** In pixels; empty for a solid line. */
  readonly dashes?: readonly number[]
  readonly dashOffset?: number
  readonly cap?: CanvasLineCap
  readonly join?: CanvasLineJoin
}

/** How a path is drawn. */
export interface PathStyle {
  readonly face?: Rgba | null
  readonly stroke?: Stroke | null
  readonly clip?: Bbox | null
  /** Whether to move it to whole pixels; null where its sides decide. */
  readonly snap?: boolean | null
  /** An outline, in pixels, beyond which nothing is drawn. */
  readonly clipPath?: Path | null
}

type CanvasLineCap = 'butt' | 'round' | 'square'
type CanvasLineJoin = 'bevel' | 'miter' | 'round'

function css([r, g, b, a]: Rgba): string {
  const byte = (v: number): number => Math.round(v * 255)
  return `rgba(${byte(r)}, ${byte(g)}, ${byte(b)}, ${a})`
}

export class Renderer {
  constructor(
    readonly ctx: SKRSContext2D,
    readonly width: number,
    readonly height: number,
    readonly dpi: number,
    /** Whether letters are drawn a little heavier, as pixels need it and outlines do not. */
    private readonly bold = true,
  ) {}

  points_to_pixels(points: number): number {
    return (points * this.dpi) / 72
  }

  /** Draws a path whose points are pixels. */
  draw_path(path: Path, style: PathStyle): void {
    const { face, stroke } = style
    const width = stroke && stroke.color[3] > 0 ? stroke.width : 0
    const snap = style.snap ?? path.isRectilinear()
    const half = Math.round(width) % 2 === 1 ? 0.5 : 0
    this.clipped(style, () => {
      this.trace(path, snap ? (v) => Math.floor(v + 0.5) + half : null)
      this.paint(face, stroke)
    })
  }

  /** Draws paths one by one inside the same limits; clipping costs more than most of them. */
  draw_paths(clip: PathStyle, draw: () => void): void {
    this.clipped(clip, draw)
  }

  /** Draws the same path at many places, each moved to a whole pixel. */
  draw_markers(marker: Path, places: readonly Point[], style: PathStyle): void {
    const { face, stroke } = style
    const width = stroke && stroke.color[3] > 0 ? stroke.width : 0
    const snap = style.snap === true || (style.snap !== false && marker.isRectilinear())
    const half = Math.round(width) % 2 === 1 ? 0.5 : 0
    const shape = marker.mapped((x, y) =>
      snap ? [Math.floor(x + 0.5) + half, -(Math.floor(-y + 0.5) + half)] : [x, y],
    )
    this.clipped(style, () => {
      for (const [x, y] of places) {
        if (!Number.isFinite(x) || !Number.isFinite(y)) continue
        const left = Math.floor(x + 0.5)
        const top = Math.floor(this.height - y + 0.5)
        this.trace(
          shape.mapped((a, b) => [left + a, this.height - top + b]),
          null,
        )
        this.paint(face, stroke)
      }
    })
  }

  /** Puts pixels, four bytes each and not premultiplied, with the upper left corner at whole pixels from above. */
  draw_image(
    pixels: Uint8ClampedArray,
    width: number,
    height: number,
    left: number,
    top: number,
    clip: PathStyle = {},
  ): void {
    const { ImageData } = skia()
    const canvas = reusedCanvas('image', width, height)
    canvas.getContext('2d').putImageData(new ImageData(pixels as never, width, height), 0, 0)
    this.clipped(clip, () => {
      this.ctx.imageSmoothingEnabled = false
      this.ctx.drawImage(canvas, left, top)
    })
  }

  /** Draws a line of text from the start of its baseline, turned anticlockwise by an angle in degrees. */
  draw_text(
    line: Line,
    x: number,
    y: number,
    angle: number,
    color: Rgba,
    clip: PathStyle = {},
  ): void {
    if (line.glyphs.length + line.boxes.length === 0) return
    const { ctx } = this
    this.clipped(clip, () => {
      ctx.save()
      ctx.translate(x, this.height - y)
      if (angle !== 0) ctx.rotate((-angle * Math.PI) / 180)
      ctx.fillStyle = css(color)
      ctx.strokeStyle = ctx.fillStyle
      ctx.lineWidth = 0.2
      ctx.lineJoin = 'round'
      ctx.setLineDash([])
      for (const glyph of line.glyphs) {
        ctx.font = glyph.font
        ctx.fillText(glyph.text, glyph.x, -glyph.y)
        // Skia's letters are thinner than FreeType's hinted ones.
        if (this.bold) ctx.strokeText(glyph.text, glyph.x, -glyph.y)
      }
      for (const [left, bottom, w, h] of line.boxes) ctx.fillRect(left, -bottom - h, w, h)
      ctx.restore()
    })
  }

  private clipped({ clip, clipPath }: PathStyle, draw: () => void): void {
    const { ctx, height } = this
    if (!clip && !clipPath) {
      draw()
      return
    }
    ctx.save()
    if (clip) {
      const left = Math.floor(clip.xmin + 0.5)
      const top = Math.floor(height - clip.ymax + 0.5)
      ctx.beginPath()
      ctx.rect(
        left,
        top,
        Math.floor(clip.xmax + 0.5) - left,
        Math.floor(height - clip.ymin + 0.5) - top,
      )
      ctx.clip()
    }
    if (clipPath) {
      this.trace(clipPath, null)
      ctx.clip()
    }
    draw()
    ctx.restore()
  }

  // Points that are not finite break a line in two.
  private trace(path: Path, snap: ((v: number) => number) | null): void {
    const { ctx, height } = this
    const { vertices, codes } = path
    const x = (i: number): number => {
      const v = vertices[i] as number
      return snap ? snap(v) : v
    }
    const y = (i: number): number => {
      const v = height - (vertices[i + 1] as number)
      return snap ? snap(v) : v
    }
    ctx.beginPath()
    if (codes === null) {
      let pen = false
      for (let i = 0; i < vertices.length; i += 2) {
        const a = x(i)
        const b = y(i)
        if (!Number.isFinite(a) || !Number.isFinite(b)) pen = false
        else if (pen) ctx.lineTo(a, b)
        else {
          ctx.moveTo(a, b)
          pen = true
        }
      }
      return
    }
    let at = 0
    for (const code of codes) {
      if (code === 'Z') ctx.closePath()
      else if (code === 'C') {
        ctx.bezierCurveTo(x(at), y(at), x(at + 2), y(at + 2), x(at + 4), y(at + 4))
        at += 6
      } else {
        if (code === 'M') ctx.moveTo(x(at), y(at))
        else ctx.lineTo(x(at), y(at))
        at += 2
      }
    }
  }

  private paint(face: Rgba | null | undefined, stroke: Stroke | null | undefined): void {
    const { ctx } = this
    if (face && face[3] > 0) {
      ctx.fillStyle = css(face)
      ctx.fill()
    }
    if (!stroke || stroke.width <= 0 || stroke.color[3] === 0) return
    ctx.strokeStyle = css(stroke.color)
    ctx.lineWidth = stroke.width
    ctx.lineCap = stroke.cap ?? 'butt'
    ctx.lineJoin = stroke.join ?? 'round'
    ctx.setLineDash([...(stroke.dashes ?? [])])
    ctx.lineDashOffset = stroke.dashOffset ?? 0
    ctx.stroke()
  }
}
