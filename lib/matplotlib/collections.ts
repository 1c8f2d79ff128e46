// Many shapes of one kind. Mirrors matplotlib/collections.py.

import { toFlat } from './_array.js'
import { dashesOf, type LineStyle } from './_linestyle.js'
import { rcParams } from './_rc.js'
import { Artist, type ArtistOptions } from './artist.js'
import type { Renderer, Stroke } from './backends/renderer.js'
import { ScalarMappable, type ScalarMappableOptions } from './cm.js'
import { type Color, type Rgba, to_rgba_array } from './colors.js'
import type { Path } from './path.js'
import type { Point } from './transforms.js'

/** Properties of collections by keyword; lists are gone through again and again. */
export interface CollectionOptions extends ArtistOptions, ScalarMappableOptions {
  color?: Color | readonly Color[]
  facecolor?: Color | readonly Color[]
  facecolors?: Color | readonly Color[]
  edgecolor?: Color | readonly Color[] | 'face'
  edgecolors?: Color | readonly Color[] | 'face'
  linewidth?: number | readonly number[]
  linewidths?: number | readonly number[]
  lw?: number | readonly number[]
  linestyle?: LineStyle
  linestyles?: LineStyle
  ls?: LineStyle
}

export abstract class Collection extends Artist {
  readonly mappable: ScalarMappable
  private face: Color | readonly Color[] | null = rcParams['patch.facecolor']
  private edge: Color | readonly Color[] | 'face' | null = null
  private linewidths: number[] = [rcParams['patch.linewidth']]
  private linestyle: LineStyle = '-'
  private alphas: number[] | null = null
  protected filled = true

  constructor(options: CollectionOptions = {}) {
    super()
    this.zorder = 1
    const { cmap, norm, vmin, vmax, ...rest } = options
    this.mappable = new ScalarMappable({
      cmap: cmap ?? null,
      norm: norm ?? null,
      vmin: vmin ?? null,
      vmax: vmax ?? null,
    })
    const { color, ...others } = rest
    if (color !== undefined && color !== null) this.set_color(color)
    this.set(others)
  }

  get norm(): ScalarMappable['norm'] {
    return this.mappable.norm
  }
  get cmap(): ScalarMappable['cmap'] {
    return this.mappable.cmap
  }
  set_array(values: unknown): void {
    this.mappable.set_array(values)
  }
  get_array(): ReturnType<ScalarMappable['get_array']> {
    return this.mappable.get_array()
  }
  set_cmap(cmap: string): void {
    this.mappable.set_cmap(cmap)
  }
  set_clim(vmin: number | null | [number, number] = null, vmax: number | null = null): void {
    this.mappable.set_clim(vmin, vmax)
  }

  override set_alpha(alpha: number | readonly number[] | null): void {
    this.alphas = typeof alpha === 'object' && alpha !== null ? Array.from(toFlat(alpha)) : null
    this.alpha = typeof alpha === 'number' ? alpha : null
  }
  set_facecolor(color: Color | readonly Color[]): void {
    to_rgba_array(color)
    this.face = color
  }
  set_edgecolor(color: Color | readonly Color[] | 'face' | null): void {
    if (color !== null && color !== 'face') to_rgba_array(color)
    this.edge = color
  }
  set_color(color: Color | readonly Color[]): void {
    this.set_facecolor(color)
    this.set_edgecolor(color)
  }
  set_linewidth(width: number | readonly number[] | null): void {
    this.linewidths = width === null ? [rcParams['patch.linewidth']] : Array.from(toFlat(width))
  }
  get_linewidth(): number[] {
    return this.linewidths
  }
  set_linestyle(style: LineStyle): void {
    dashesOf(style)
    this.linestyle = style
  }
  set_hatch(_hatch: string | null): void {}
  set_capstyle(_style: string): void {}

  private colored(): Rgba[] | null {
    const values = this.mappable.get_array()
    if (values === null) return null
    const rgba = this.mappable.to_rgba(values.data, this.alpha)
    const { alphas } = this
    return alphas === null
      ? rgba
      : rgba.map(([r, g, b], i): Rgba => [r, g, b, alphas[i % alphas.length] as number])
  }

  get_facecolors(): Rgba[] {
    if (!this.filled) return []
    return (
      this.colored() ??
      (this.face === null ? [] : to_rgba_array(this.face, this.alphas ?? this.alpha))
    )
  }
  get_facecolor(): Rgba[] {
    return this.get_facecolors()
  }
  get_edgecolors(): Rgba[] {
    if (!this.filled) return this.colored() ?? this.plainEdges()
    if (this.edge === 'face') return this.get_facecolors()
    return this.plainEdges()
  }
  get_edgecolor(): Rgba[] {
    return this.get_edgecolors()
  }

  private plainEdges(): Rgba[] {
    const { edge } = this
    if (edge === null || edge === 'face') return []
    return to_rgba_array(edge, this.alphas ?? this.alpha)
  }

  /** The outline of one line width and colour, by number. */
  protected strokes(renderer: Renderer): (i: number) => Stroke | null {
    const colors = this.get_edgecolors()
    const dashes = dashesOf(this.linestyle)
    if (colors.length === 0 || dashes === null) return () => null
    return (i) => {
      const width = renderer.points_to_pixels(this.linewidths[i % this.linewidths.length] as number)
      return {
        color: colors[i % colors.length] as Rgba,
        width,
        dashes: dashes.lengths.map((one) => one * width),
        join: 'round',
      }
    }
  }

  protected faces(): (i: number) => Rgba | null {
    const colors = this.get_facecolors()
    return (i) => (colors.length === 0 ? null : (colors[i % colors.length] as Rgba))
  }

  /** The colour that stands for the collection in a legend. */
  legendStyle(): { face: Rgba | null; edge: Rgba | null; linewidth: number; linestyle: LineStyle } {
    return {
      face: this.get_facecolors()[0] ?? null,
      edge: this.get_edgecolors()[0] ?? null,
      linewidth: this.linewidths[0] ?? 1,
      linestyle: this.linestyle,
    }
  }
}

/** One shape at many places, sized in points: what `scatter` makes. */
export class PathCollection extends Collection {
  private offsets: Float64Array = new Float64Array(0)

  constructor(
    readonly marker: Path,
    private sizes: number[],
    offsets: ArrayLike<number>,
    options: CollectionOptions = {},
    filled = true,
  ) {
    super(options)
    this.filled = filled
    this.set_offsets(offsets)
  }

  /** The places, x and y of each after one another, or in rows of two. */
  set_offsets(offsets: unknown): void {
    this.offsets = toFlat(offsets)
  }
  get_offsets(): Float64Array {
    return this.offsets
  }
  set_sizes(sizes: unknown): void {
    this.sizes = Array.from(toFlat(sizes))
  }
  get_sizes(): number[] {
    return this.sizes
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const transform = this.get_transform().frozen()
    const clip = this.clipping()
    const face = this.faces()
    const stroke = this.strokes(renderer)
    const places: [place: Point, i: number][] = []
    for (let i = 0; 2 * i < this.offsets.length; i++) {
      const place = transform.point(
        this.offsets[2 * i] as number,
        this.offsets[2 * i + 1] as number,
      )
      if (Number.isFinite(place[0] + place[1])) places.push([place, i])
    }
    const sized = (i: number): Path => {
      const size = renderer.points_to_pixels(Math.sqrt(this.sizes[i % this.sizes.length] as number))
      return this.marker.mapped((a, b) => [size * a, size * b])
    }
    if (this.isUniform()) {
      const all = places.map(([place]) => place)
      renderer.draw_markers(sized(0), all, {
        ...clip,
        face: face(0),
        stroke: stroke(0),
        snap: false,
      })
      return
    }
    renderer.draw_paths(clip, () => {
      for (const [[x, y], i] of places) {
        const path = sized(i).mapped((a, b) => [x + a, y + b])
        renderer.draw_path(path, { face: face(i), stroke: stroke(i), snap: false })
      }
    })
  }

  // Markers that are all the same lie on whole pixels, as those of lines do.
  private isUniform(): boolean {
    return (
      this.sizes.length === 1 &&
      this.get_facecolors().length < 2 &&
      this.get_edgecolors().length < 2
    )
  }
}

/** Outlines in data coordinates: areas, bars of errors, arrows. */
export class PathsCollection extends Collection {
  constructor(
    readonly paths: readonly Path[],
    options: CollectionOptions = {},
    filled = true,
  ) {
    super(options)
    this.filled = filled
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const transform = this.get_transform().frozen()
    const clip = this.clipping()
    const face = this.faces()
    const stroke = this.strokes(renderer)
    this.paths.forEach((path, i) => {
      renderer.draw_path(
        path.mapped((x, y) => transform.point(x, y)),
        { ...clip, face: face(i), stroke: stroke(i) },
      )
    })
  }
}

/** Filled areas, as `fill_between` makes them. */
export class PolyCollection extends PathsCollection {}

/** Lines, as `vlines` makes them. */
export class LineCollection extends PathsCollection {
  constructor(paths: readonly Path[], options: CollectionOptions = {}) {
    super(paths, { linewidth: rcParams['lines.linewidth'], ...options }, false)
    this.zorder = options.zorder ?? 2
  }
}
