// Texts that tell of a point, with arrows to it. Mirrors Annotation of matplotlib/text.py.

import { rcParams } from './_rc.js'
import type { Renderer } from './backends/renderer.js'
import { to_rgba } from './colors.js'
import type { PatchOptions } from './patches.js'
import { Path } from './path.js'
import { Text, type TextOptions } from './text.js'
import type { Point } from './transforms.js'

/** The arrow from an annotation to what it tells of. */
export interface ArrowOptions extends PatchOptions {
  arrowstyle?: string
  connectionstyle?: string
  shrinkA?: number
  shrinkB?: number
  mutation_scale?: number
  /** Without an `arrowstyle`: the widths of shaft and head and the length of the head, in points. */
  width?: number
  headwidth?: number
  headlength?: number
  shrink?: number
}

/** Coordinates of an annotation. */
export type Coords =
  | 'data'
  | 'axes fraction'
  | 'axes points'
  | 'axes pixels'
  | 'figure fraction'
  | 'figure points'
  | 'figure pixels'
  | 'offset points'
  | 'offset pixels'

/** Properties of annotations by keyword. */
export interface AnnotationOptions extends TextOptions {
  xytext?: readonly [number, number] | null
  xycoords?: Coords
  textcoords?: Coords | null
  arrowprops?: ArrowOptions | null
}

export class Annotation extends Text {
  readonly xy: readonly [number, number]
  private readonly xycoords: Coords
  private readonly textcoords: Coords
  private readonly arrow: ArrowOptions | null

  constructor(text: unknown, xy: readonly [number, number], options: AnnotationOptions = {}) {
    const {
      xytext = null,
      xycoords = 'data',
      textcoords = null,
      arrowprops = null,
      ...rest
    } = options
    const [x, y] = xytext ?? xy
    super(x, y, text, rest)
    this.xy = xy
    this.xycoords = xycoords
    this.textcoords = textcoords ?? xycoords
    this.arrow = arrowprops
  }

  private at(x: number, y: number, coords: Coords): Point {
    const { axes } = this
    const figure = this.figure ?? axes?.figure
    const scale = (figure?.dpi ?? 72) / 72
    switch (coords) {
      case 'axes fraction':
        return axes?.transAxes.point(x, y) ?? [x, y]
      case 'axes points':
        return [(axes?.bbox.x0 ?? 0) + x * scale, (axes?.bbox.y0 ?? 0) + y * scale]
      case 'axes pixels':
        return [(axes?.bbox.x0 ?? 0) + x, (axes?.bbox.y0 ?? 0) + y]
      case 'figure fraction':
        return figure?.transFigure.point(x, y) ?? [x, y]
      case 'figure points':
        return [x * scale, y * scale]
      case 'figure pixels':
        return [x, y]
      case 'offset points':
      case 'offset pixels': {
        const [px, py] = this.target()
        const k = coords === 'offset points' ? scale : 1
        return [px + x * k, py + y * k]
      }
      default:
        return axes?.transData.point(x, y) ?? [x, y]
    }
  }

  private target(): Point {
    return this.at(this.xy[0], this.xy[1], this.xycoords)
  }

  protected override anchor(): Point {
    return this.at(this.x, this.y, this.textcoords)
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    if (this.arrow !== null) this.drawArrow(renderer, this.arrow)
    super.draw(renderer)
  }

  private drawArrow(renderer: Renderer, arrow: ArrowOptions): void {
    const points = (v: number): number => renderer.points_to_pixels(v)
    const box = this.get_window_extent().padded(this.get_text() === '' ? 0 : points(2))
    const [tx, ty] = this.target()
    const cx = (box.x0 + box.x1) / 2
    const cy = (box.y0 + box.y1) / 2
    // The arrow starts where the line between both leaves the text.
    const far = Math.hypot(tx - cx, ty - cy) || 1
    const ux = (tx - cx) / far
    const uy = (ty - cy) / far
    const inside = Math.min(
      ux === 0 ? Infinity : box.width / 2 / Math.abs(ux),
      uy === 0 ? Infinity : box.height / 2 / Math.abs(uy),
    )
    const style = arrow.arrowstyle
    const from =
      inside + (style === undefined ? (arrow.shrink ?? 0) * far : points(arrow.shrinkA ?? 2))
    const to = far - (style === undefined ? (arrow.shrink ?? 0) * far : points(arrow.shrinkB ?? 2))
    if (to <= from) return
    const p = (along: number, aside = 0): Point => [
      cx + ux * along - uy * aside,
      cy + uy * along + ux * aside,
    ]
    const alpha = arrow.alpha ?? null
    const edge = to_rgba(
      arrow.edgecolor ?? arrow.ec ?? arrow.color ?? rcParams['patch.edgecolor'],
      alpha,
    )
    const face = to_rgba(
      arrow.facecolor ?? arrow.fc ?? arrow.color ?? rcParams['patch.facecolor'],
      alpha,
    )
    const stroke = {
      color: edge,
      width: points(arrow.linewidth ?? arrow.lw ?? 1),
      join: 'miter' as const,
    }
    if (style === undefined) {
      const half = points(arrow.width ?? 4) / 2
      const head = points(arrow.headwidth ?? 12) / 2
      const neck = to - points(arrow.headlength ?? 12)
      const outline = [
        p(from, half),
        p(neck, half),
        p(neck, head),
        p(to),
        p(neck, -head),
        p(neck, -half),
        p(from, -half),
      ]
      renderer.draw_path(Path.polygon(outline.flat()), { face, stroke })
      return
    }
    const scale = points(arrow.mutation_scale ?? this.get_fontsize())
    const long = 0.4 * scale
    const wide = 0.2 * scale
    renderer.draw_path(new Path([...p(from), ...p(to)]), { stroke, snap: false })
    for (const [shown, tip, back] of [
      [style.includes('>'), to, to - long],
      [style.includes('<'), from, from + long],
    ] as const) {
      if (!shown) continue
      const head = [...p(back, wide), ...p(tip), ...p(back, -wide)]
      if (style.includes('|')) renderer.draw_path(Path.polygon(head), { face, stroke, snap: false })
      else renderer.draw_path(new Path(head), { stroke, snap: false })
    }
  }
}
