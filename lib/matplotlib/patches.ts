// Filled shapes. Mirrors matplotlib/patches.py.

import { callable } from '../_callable.js'
import { toFlat } from './_array.js'
import { dashesOf, type LineStyle } from './_linestyle.js'
import { rcParams } from './_rc.js'
import { Artist, type ArtistOptions } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { type Color, type Rgba, to_rgba } from './colors.js'
import { Path } from './path.js'
import { Bbox } from './transforms.js'

/** Properties of patches by keyword. */
export interface PatchOptions extends ArtistOptions {
  facecolor?: Color | null
  fc?: Color | null
  edgecolor?: Color | null
  ec?: Color | null
  color?: Color | null
  linewidth?: number | null
  lw?: number | null
  linestyle?: LineStyle
  ls?: LineStyle
  fill?: boolean
}

abstract class Patch extends Artist {
  private face: Color = rcParams['patch.facecolor']
  private edge: Color | null = null
  private linewidth: number = rcParams['patch.linewidth']
  private linestyle: LineStyle = '-'
  private filled = true
  protected readonly join: 'miter' | 'round' = 'miter'

  constructor(options: PatchOptions = {}) {
    super()
    this.zorder = 1
    const { color, ...rest } = options
    if (color !== undefined && color !== null) this.set_color(color)
    this.set(rest)
  }

  /** The outline in the patch's own coordinates. */
  abstract get_path(): Path

  set_facecolor(color: Color | null): void {
    this.face = color ?? rcParams['patch.facecolor']
    to_rgba(this.face)
  }
  set_edgecolor(color: Color | null): void {
    if (color !== null) to_rgba(color)
    this.edge = color
  }
  set_color(color: Color): void {
    this.set_facecolor(color)
    this.set_edgecolor(color)
  }
  set_linewidth(width: number | null): void {
    this.linewidth = width ?? rcParams['patch.linewidth']
  }
  get_linewidth(): number {
    return this.linewidth
  }
  set_linestyle(style: LineStyle): void {
    dashesOf(style)
    this.linestyle = style
  }
  set_fill(filled: boolean): void {
    this.filled = filled
  }
  set_hatch(_hatch: string | null): void {}

  get_facecolor(): Rgba {
    return this.filled ? to_rgba(this.face, this.alpha) : [0, 0, 0, 0]
  }
  get_edgecolor(): Rgba {
    if (this.edge !== null) return to_rgba(this.edge, this.alpha)
    if (this.filled && !rcParams['patch.force_edgecolor']) return [0, 0, 0, 0]
    return to_rgba(rcParams['patch.edgecolor'], this.alpha)
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const transform = this.get_transform().frozen()
    const dashes = dashesOf(this.linestyle)
    const width = renderer.points_to_pixels(this.linewidth)
    renderer.draw_path(
      this.get_path().mapped((x, y) => transform.point(x, y)),
      {
        ...this.clipping(),
        face: this.get_facecolor(),
        stroke:
          dashes === null
            ? null
            : {
                color: this.get_edgecolor(),
                width,
                dashes: dashes.lengths.map((one) => one * width),
                dashOffset: dashes.offset * width,
                join: this.join,
              },
      },
    )
  }
}

class Rectangle extends Patch {
  private xy: readonly [number, number]
  private width: number
  private height: number
  private angle: number

  constructor(
    xy: readonly [number, number],
    width: number,
    height: number,
    options: PatchOptions & { angle?: number } = {},
  ) {
    const { angle = 0, ...rest } = options
    super(rest)
    this.xy = xy
    this.width = width
    this.height = height
    this.angle = angle
  }

  get_x(): number {
    return this.xy[0]
  }
  get_y(): number {
    return this.xy[1]
  }
  get_xy(): readonly [number, number] {
    return this.xy
  }
  set_xy(xy: readonly [number, number]): void {
    this.xy = xy
  }
  get_width(): number {
    return this.width
  }
  set_width(width: number): void {
    this.width = width
  }
  get_height(): number {
    return this.height
  }
  set_height(height: number): void {
    this.height = height
  }
  set_bounds(x: number, y: number, width: number, height: number): void {
    this.xy = [x, y]
    this.width = width
    this.height = height
  }
  get_bbox(): Bbox {
    return Bbox.from_bounds(this.xy[0], this.xy[1], this.width, this.height)
  }

  override get_path(): Path {
    const { x0, y0, x1, y1 } = this.get_bbox()
    const path = Path.rectangle(x0, y0, x1, y1)
    if (this.angle === 0) return path
    const c = Math.cos((this.angle * Math.PI) / 180)
    const s = Math.sin((this.angle * Math.PI) / 180)
    return path.mapped((x, y) => [
      x0 + c * (x - x0) - s * (y - y0),
      y0 + s * (x - x0) + c * (y - y0),
    ])
  }
}

class Polygon extends Patch {
  private readonly path: Path

  constructor(xy: unknown, options: PatchOptions & { closed?: boolean } = {}) {
    const { closed = true, ...rest } = options
    super(rest)
    const points = toFlat(xy)
    this.path = closed ? Path.polygon(points) : new Path(points)
  }

  override get_path(): Path {
    return this.path
  }
}

class Ellipse extends Patch {
  protected override readonly join = 'miter'

  constructor(
    readonly center: readonly [number, number],
    readonly width: number,
    readonly height: number,
    options: PatchOptions & { angle?: number } = {},
  ) {
    const { angle = 0, ...rest } = options
    super(rest)
    this.angle = angle
  }

  private readonly angle: number

  override get_path(): Path {
    const [cx, cy] = this.center
    const c = Math.cos((this.angle * Math.PI) / 180)
    const s = Math.sin((this.angle * Math.PI) / 180)
    return Path.unit_circle().mapped((x, y) => {
      const [a, b] = [(x * this.width) / 2, (y * this.height) / 2]
      return [cx + c * a - s * b, cy + s * a + c * b]
    })
  }
}

class Circle extends Ellipse {
  constructor(xy: readonly [number, number], radius = 5, options: PatchOptions = {}) {
    super(xy, 2 * radius, 2 * radius, options)
  }
}

class Wedge extends Patch {
  constructor(
    readonly center: readonly [number, number],
    readonly r: number,
    readonly theta1: number,
    readonly theta2: number,
    options: PatchOptions & { width?: number | null } = {},
  ) {
    const { width = null, ...rest } = options
    super(rest)
    this.width = width
  }

  private readonly width: number | null

  override get_path(): Path {
    const { r, width, theta1, theta2 } = this
    const [cx, cy] = this.center
    const outer = Path.arc(theta1, theta2, width === null).mapped((x, y) => [
      cx + r * x,
      cy + r * y,
    ])
    if (width === null) return outer
    const inner = Path.arc(theta2, theta1).mapped((x, y) => [
      cx + (r - width) * x,
      cy + (r - width) * y,
    ])
    const codes = [
      ...(outer.codes ?? []),
      ...(inner.codes ?? []).map((one) => (one === 'M' ? 'L' : one)),
      'Z',
    ] as const
    return new Path([...Array.from(outer.vertices), ...Array.from(inner.vertices)], codes)
  }
}

/** Any outline. */
class PathPatch extends Patch {
  constructor(
    private readonly outline: Path,
    options: PatchOptions = {},
  ) {
    super(options)
  }

  override get_path(): Path {
    return this.outline
  }
}

/**
 * A rectangle from its lower left corner; `angle` turns it.
 *
 * @example plt.gca().add_patch(Rectangle([0, 0], 2, 1)).get_width() // 2
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.Rectangle.html
 */
const Rectangle_ = callable(Rectangle)
/**
 * An outline through points, closed unless `closed` is false.
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.Polygon.html
 */
const Polygon_ = callable(Polygon)
/**
 * An ellipse by centre and diameters.
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.Ellipse.html
 */
const Ellipse_ = callable(Ellipse)
/**
 * A circle by centre and radius.
 *
 * @example plt.gca().add_patch(Circle([0.5, 0.5], 0.2)).width // 0.4
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.Circle.html
 */
const Circle_ = callable(Circle)
/**
 * A sector from one angle to another, in degrees; with `width` a sector of a ring.
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.Wedge.html
 */
const Wedge_ = callable(Wedge)
/**
 * Any outline.
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.patches.PathPatch.html
 */
const PathPatch_ = callable(PathPatch)

type Rectangle_ = Rectangle
type Polygon_ = Polygon
type Ellipse_ = Ellipse
type Circle_ = Circle
type Wedge_ = Wedge
type PathPatch_ = PathPatch

export * as default from './patches.js'
export {
  Circle_ as Circle,
  Ellipse_ as Ellipse,
  Patch,
  PathPatch_ as PathPatch,
  Polygon_ as Polygon,
  Rectangle_ as Rectangle,
  Wedge_ as Wedge,
}
