// Lines with markers. Mirrors matplotlib/lines.py.

import { RuntimeError } from '../errors.js'
import { toFlat } from './_array.js'
import { dashesOf, type LineStyle } from './_linestyle.js'
import { rcParams } from './_rc.js'
import { Artist, type ArtistOptions } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { type Color, checkColor, type Rgba, to_rgba } from './colors.js'
import { findMarker } from './markers.js'
import { Path } from './path.js'
import type { Point } from './transforms.js'

/** Where a stepped line goes up: before, after or between its points. */
export type DrawStyle = 'default' | 'steps' | 'steps-pre' | 'steps-mid' | 'steps-post'

/** Properties of lines by keyword. */
export interface LineOptions extends ArtistOptions {
  color?: Color
  c?: Color
  linewidth?: number
  lw?: number
  linestyle?: LineStyle
  ls?: LineStyle
  drawstyle?: DrawStyle
  ds?: DrawStyle
  marker?: string | null
  markersize?: number
  ms?: number
  markerfacecolor?: Color | 'auto'
  mfc?: Color | 'auto'
  markeredgecolor?: Color | 'auto'
  mec?: Color | 'auto'
  markeredgewidth?: number
  mew?: number
  markevery?: number | null
  fillstyle?: 'full' | 'none'
  dash_capstyle?: 'butt' | 'round' | 'projecting'
  solid_capstyle?: 'butt' | 'round' | 'projecting'
  antialiased?: boolean
  snap?: boolean | null
}

const caps = { butt: 'butt', round: 'round', projecting: 'square' } as const

export class Line2D extends Artist {
  private x: Float64Array = new Float64Array(0)
  private y: Float64Array = new Float64Array(0)
  private color: Color = rcParams['lines.color']
  private linewidth: number = rcParams['lines.linewidth']
  private linestyle: LineStyle = rcParams['lines.linestyle'] as LineStyle
  private drawstyle: DrawStyle = 'default'
  private marker: string | null = rcParams['lines.marker']
  private markersize: number = rcParams['lines.markersize']
  private markeredgewidth: number = rcParams['lines.markeredgewidth']
  private markerfacecolor: Color = rcParams['lines.markerfacecolor']
  private markeredgecolor: Color = rcParams['lines.markeredgecolor']
  private markevery: number | null = null
  private hollow = false
  private dashCap: keyof typeof caps = 'butt'
  private solidCap: keyof typeof caps = 'projecting'

  constructor(xdata: unknown, ydata: unknown, options: LineOptions = {}) {
    super()
    this.zorder = 2
    this.set_data(xdata, ydata)
    this.set(options)
  }

  /** Two lists of numbers, or one pair of lists. */
  set_data(x: unknown, y?: unknown): void {
    const [xs, ys] = y === undefined ? (x as [unknown, unknown]) : [x, y]
    this.x = toFlat(xs)
    this.y = toFlat(ys)
    if (this.x.length !== this.y.length) {
      throw new RuntimeError(`xdata and ydata must be sequences of the same length`)
    }
  }
  set_xdata(x: unknown): void {
    this.x = toFlat(x)
  }
  set_ydata(y: unknown): void {
    this.y = toFlat(y)
  }
  get_xdata(): Float64Array {
    return this.x
  }
  get_ydata(): Float64Array {
    return this.y
  }
  get_data(): [Float64Array, Float64Array] {
    return [this.x, this.y]
  }

  set_color(color: Color): void {
    checkColor('color', color)
    this.color = color
  }
  set_c(color: Color): void {
    this.set_color(color)
  }
  get_color(): Color {
    return this.color
  }
  set_linewidth(width: number): void {
    this.linewidth = width
  }
  set_lw(width: number): void {
    this.set_linewidth(width)
  }
  get_linewidth(): number {
    return this.linewidth
  }
  set_linestyle(style: LineStyle): void {
    dashesOf(style)
    this.linestyle = style
  }
  set_ls(style: LineStyle): void {
    this.set_linestyle(style)
  }
  get_linestyle(): LineStyle {
    return this.linestyle
  }
  set_drawstyle(style: DrawStyle | null): void {
    this.drawstyle = style ?? 'default'
  }
  get_drawstyle(): DrawStyle {
    return this.drawstyle
  }
  set_marker(marker: string | null): void {
    findMarker(marker)
    this.marker = marker
  }
  get_marker(): string | null {
    return this.marker
  }
  set_markersize(size: number): void {
    this.markersize = size
  }
  get_markersize(): number {
    return this.markersize
  }
  set_markerfacecolor(color: Color): void {
    this.markerfacecolor = color
  }
  set_markeredgecolor(color: Color): void {
    this.markeredgecolor = color
  }
  set_markeredgewidth(width: number): void {
    this.markeredgewidth = width
  }
  set_markevery(every: number | null): void {
    this.markevery = every
  }
  set_fillstyle(style: string): void {
    this.hollow = style === 'none'
  }
  set_dash_capstyle(style: keyof typeof caps): void {
    this.dashCap = style
  }
  set_solid_capstyle(style: keyof typeof caps): void {
    this.solidCap = style
  }

  /** How the markers look, for legends. */
  markerOptions(): LineOptions {
    return {
      marker: this.marker,
      markerfacecolor: this.markerfacecolor,
      markeredgecolor: this.markeredgecolor,
      markeredgewidth: this.markeredgewidth,
      fillstyle: this.hollow ? 'none' : 'full',
    }
  }

  private faceColor(): Rgba {
    if (this.hollow) return [0, 0, 0, 0]
    const face = this.markerfacecolor
    return to_rgba(face === 'auto' ? this.color : face, this.alpha)
  }

  private edgeColor(): Rgba {
    const edge = this.markeredgecolor
    if (edge !== 'auto') return to_rgba(edge, this.alpha)
    return to_rgba(this.color, this.alpha)
  }

  private steps(): Path {
    const { x, y, drawstyle } = this
    if (drawstyle === 'default' || x.length < 2) return Path.polyline(x, y)
    const points: number[] = []
    for (let i = 0; i < x.length; i++) {
      const [a, b] = [x[i] as number, y[i] as number]
      if (i > 0) {
        const [a0, b0] = [x[i - 1] as number, y[i - 1] as number]
        if (drawstyle === 'steps-mid') points.push((a0 + a) / 2, b0, (a0 + a) / 2, b)
        else if (drawstyle === 'steps-post') points.push(a, b0)
        else points.push(a0, b)
      }
      points.push(a, b)
    }
    return new Path(points)
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const transform = this.get_transform().frozen()
    const clip = this.clipping()
    const dashes = dashesOf(this.linestyle)
    const width = renderer.points_to_pixels(this.linewidth)
    if (dashes !== null && width > 0 && this.x.length > 0) {
      renderer.draw_path(
        this.steps().mapped((x, y) => transform.point(x, y)),
        {
          ...clip,
          stroke: {
            color: to_rgba(this.color, this.alpha),
            width,
            dashes: dashes.lengths.map((one) => one * width),
            dashOffset: dashes.offset * width,
            cap: caps[dashes.lengths.length > 0 ? this.dashCap : this.solidCap],
            join: 'round',
          },
        },
      )
    }
    const marker = findMarker(this.marker)
    if (marker === null || this.markersize <= 0) return
    const every = this.markevery ?? 1
    const places: Point[] = []
    for (let i = 0; i < this.x.length; i += every) {
      places.push(transform.point(this.x[i] as number, this.y[i] as number))
    }
    const size = renderer.points_to_pixels(this.marker === ',' ? 1 : this.markersize)
    const edge = this.marker === ',' ? 0 : this.markeredgewidth
    renderer.draw_markers(
      marker.path.mapped((x, y) => [x * size, y * size]),
      places,
      {
        ...clip,
        face: marker.filled ? this.faceColor() : null,
        stroke: {
          color: this.edgeColor(),
          width: renderer.points_to_pixels(edge),
          join: marker.miter ? 'miter' : 'round',
        },
        snap: this.markersize >= marker.snap ? null : false,
      },
    )
  }
}

export * as default from './lines.js'
