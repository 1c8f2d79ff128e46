// How axes lead numbers to pixels, and which numbers they show. Mirrors parts of matplotlib/axes/_base.py.

import { python } from '../../_kwargs.js'
import { ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { isCategories, toFlat } from '../_array.js'
import { rcParams } from '../_rc.js'
import { Artist, type AxesHost } from '../artist.js'
import { Axis, type AxisHost } from '../axis.js'
import type { Figure } from '../figure.js'
import { AxesImage } from '../image.js'
import { Line2D } from '../lines.js'
import { Patch } from '../patches.js'
import {
  type Bbox,
  BboxTransformTo,
  BlendedTransform,
  FuncTransform,
  type Transform,
} from '../transforms.js'

export type Name = 'x' | 'y'

/** Limits of one axis, of data or of the picture. */
export interface Limits {
  data: [number, number]
  minpos: number
  view: [number, number]
  stale: boolean
  margin: number
}

const freshLimits = (name: Name): Limits => ({
  data: [Infinity, -Infinity],
  minpos: Infinity,
  view: [0, 1],
  stale: false,
  margin: rcParams[`axes.${name}margin`],
})

class DataTransform extends FuncTransform {
  constructor(private readonly make: () => FuncTransform) {
    super(
      (x, y) => make().point(x, y),
      (x, y) => make().unpoint(x, y),
    )
  }

  override frozen(): Transform {
    return this.make()
  }
}

const bindLimits = {
  x: python('set_xlim(left=None, right=None, *, emit=True, auto=False, xmin=None, xmax=None)'),
  y: python('set_ylim(bottom=None, top=None, *, emit=True, auto=False, ymin=None, ymax=None)'),
}

/** Keywords of limits. */
export interface XLimOptions {
  left?: number | null
  right?: number | null
  xmin?: number | null
  xmax?: number | null
  emit?: boolean
  auto?: boolean | null
}
/** Keywords of limits. */
export interface YLimOptions {
  bottom?: number | null
  top?: number | null
  ymin?: number | null
  ymax?: number | null
  emit?: boolean
  auto?: boolean | null
}

type Limit = number | null

export abstract class AxesLimits extends Artist implements AxisHost {
  override readonly figure: Figure
  override axes: AxesHost = this
  readonly xaxis: Axis
  readonly yaxis: Axis
  readonly transAxes: Transform
  readonly transData: Transform
  /** Everything drawn into the axes, in the order it came. */
  readonly children: Artist[] = []
  /** All axes with the same limits, these too. */
  readonly shared: { x: Set<AxesLimits>; y: Set<AxesLimits> }
  protected readonly limits: { x: Limits; y: Limits }

  constructor(figure: Figure, sharex: AxesLimits | null, sharey: AxesLimits | null) {
    super()
    this.figure = figure
    this.limits = {
      x: sharex?.limits.x ?? freshLimits('x'),
      y: sharey?.limits.y ?? freshLimits('y'),
    }
    this.shared = { x: sharex?.shared.x ?? new Set(), y: sharey?.shared.y ?? new Set() }
    this.shared.x.add(this)
    this.shared.y.add(this)
    this.transAxes = new BboxTransformTo(() => this.bbox)
    this.transData = new DataTransform(() => this.dataTransform())
    this.xaxis = new Axis(this, 'x')
    this.yaxis = new Axis(this, 'y')
    if (sharex) this.shareAxis('x', sharex)
    if (sharey) this.shareAxis('y', sharey)
  }

  /** The rectangle of the axes in pixels. */
  abstract get bbox(): Bbox
  abstract spineShown(side: 'left' | 'right' | 'top' | 'bottom'): boolean

  private shareAxis(name: Name, other: AxesLimits): void {
    const mine = this[`${name}axis`]
    const theirs = other[`${name}axis`]
    mine.scale = theirs.scale
    mine.categories = theirs.categories
    mine.autoscale = theirs.autoscale
    mine.set_major_locator(theirs.get_major_locator())
    mine.set_minor_locator(theirs.get_minor_locator())
    mine.set_major_formatter(theirs.get_major_formatter())
    mine.set_minor_formatter(theirs.get_minor_formatter())
    theirs.get_major_locator().set_axis(theirs)
    theirs.get_major_formatter().set_axis(theirs)
    theirs.get_minor_locator().set_axis(theirs)
    theirs.get_minor_formatter().set_axis(theirs)
  }

  private dataTransform(): FuncTransform {
    const { bbox } = this
    const [x0, x1] = this.viewInterval('x')
    const [y0, y1] = this.viewInterval('y')
    const sx = this.xaxis.scale
    const sy = this.yaxis.scale
    const [fx0, fx1, fy0, fy1] = [sx.forward(x0), sx.forward(x1), sy.forward(y0), sy.forward(y1)]
    const kx = bbox.width / (fx1 - fx0)
    const ky = bbox.height / (fy1 - fy0)
    return new FuncTransform(
      (x, y) => [bbox.x0 + (sx.forward(x) - fx0) * kx, bbox.y0 + (sy.forward(y) - fy0) * ky],
      (x, y) => [sx.inverse((x - bbox.x0) / kx + fx0), sy.inverse((y - bbox.y0) / ky + fy0)],
    )
  }
  /** x in data, y in parts of the axes. */
  get_xaxis_transform(): Transform {
    return new BlendedTransform(this.transData, this.transAxes)
  }
  /** x in parts of the axes, y in data. */
  get_yaxis_transform(): Transform {
    return new BlendedTransform(this.transAxes, this.transData)
  }

  viewInterval(name: Name): [number, number] {
    const limits = this.limits[name]
    if (limits.stale) {
      limits.stale = false
      this.autoscaleAxis(name)
    }
    const [a, b] = limits.view
    return [a, b]
  }
  dataInterval(name: Name): [number, number] {
    return [...this.limits[name].data]
  }
  minPositive(name: Name): number {
    return this.limits[name].minpos
  }
  autoscaleLater(name: Name): void {
    if (this[`${name}axis`].autoscale) this.limits[name].stale = true
    for (const other of this.shared[name]) other[`${name}axis`].scale = this[`${name}axis`].scale
  }
  setTickLimits(name: Name, ticks: readonly number[]): void {
    const [a, b] = this.viewInterval(name)
    const low = Math.min(a, b, ...ticks)
    const high = Math.max(a, b, ...ticks)
    this.limits[name].view = a <= b ? [low, high] : [high, low]
  }

  /** Takes numbers into the limits of the data. */
  updateDataLimits(name: Name, values: ArrayLike<number>): void {
    const limits = this.limits[name]
    let [low, high] = limits.data
    let least = limits.minpos
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number
      if (!Number.isFinite(value)) continue
      if (value < low) low = value
      if (value > high) high = value
      if (value > 0 && value < least) least = value
    }
    limits.data = [low, high]
    limits.minpos = least
  }
  update_datalim(points: readonly (readonly [number, number])[]): void {
    this.updateDataLimits(
      'x',
      points.map(([x]) => x),
    )
    this.updateDataLimits(
      'y',
      points.map(([, y]) => y),
    )
  }

  /** The limits of the data anew, from lines, patches and images. */
  relim(): void {
    for (const name of ['x', 'y'] as const) {
      this.limits[name].data = [Infinity, -Infinity]
      this.limits[name].minpos = Infinity
    }
    for (const child of this.children) {
      if (child instanceof Line2D && !child.is_transform_set()) {
        this.updateDataLimits('x', child.get_xdata())
        this.updateDataLimits('y', child.get_ydata())
      } else if (child instanceof Patch && !child.is_transform_set()) {
        this.limitsOfPath(Array.from(child.get_path().vertices))
      } else if (child instanceof AxesImage) {
        const [left, right, bottom, top] = child.get_extent()
        this.limitsOfPath([left, bottom, right, top])
      }
    }
  }
  protected limitsOfPath(vertices: readonly number[]): void {
    this.updateDataLimits(
      'x',
      vertices.filter((_, i) => i % 2 === 0),
    )
    this.updateDataLimits(
      'y',
      vertices.filter((_, i) => i % 2 === 1),
    )
  }

  /** Has limits follow the data before the next picture, where they are not set by hand. */
  protected requestAutoscale(x = true, y = true): void {
    if (x && this.xaxis.autoscale) this.limits.x.stale = true
    if (y && this.yaxis.autoscale) this.limits.y.stale = true
  }
  autoscale_view(): void {
    this.requestAutoscale()
  }
  autoscale(
    enable: boolean | null = true,
    axis: 'both' | Name = 'both',
    tight: boolean | null = null,
  ): void {
    for (const name of ['x', 'y'] as const) {
      if (axis !== 'both' && axis !== name) continue
      // What was asked for before still holds.
      if (enable === false) this.viewInterval(name)
      if (enable !== null) this[`${name}axis`].autoscale = enable
      if (tight) this.limits[name].margin = 0
    }
    this.requestAutoscale()
  }

  private autoscaleAxis(name: Name): void {
    const axis = this[`${name}axis`]
    if (!axis.autoscale) return
    const { data, margin, minpos } = this.limits[name]
    const hasData = data[0] <= data[1]
    let [low, high] = axis
      .get_major_locator()
      .nonsingular(...(hasData ? data : ([-Infinity, Infinity] as const)))
    const stickies = [...this.shared[name]].flatMap((ax) =>
      ax.children.flatMap((one) => one.sticky_edges[name]),
    )
    const tolerance = 1e-5 * Math.abs(high - low)
    const under = stickies.filter((one) => one < low + tolerance)
    const over = stickies.filter((one) => one >= high - tolerance)
    ;[low, high] = axis.scale.limit(low, high, minpos)
    const a = axis.scale.forward(low)
    const b = axis.scale.forward(high)
    const delta = Number.isFinite(b - a) ? (b - a) * margin : 0
    low = axis.scale.inverse(a - delta)
    high = axis.scale.inverse(b + delta)
    if (under.length > 0) low = Math.max(low, Math.max(...under))
    if (over.length > 0) high = Math.min(high, Math.min(...over))
    ;[low, high] = axis.get_major_locator().view_limits(low, high)
    const [v0, v1] = this.limits[name].view
    this.limits[name].view = v0 > v1 || axis.inverted ? [high, low] : [low, high]
  }

  get_xlim(): [number, number] {
    return this.viewInterval('x')
  }
  get_ylim(): [number, number] {
    return this.viewInterval('y')
  }
  get_xbound(): [number, number] {
    const [a, b] = this.get_xlim()
    return [Math.min(a, b), Math.max(a, b)]
  }
  get_ybound(): [number, number] {
    const [a, b] = this.get_ylim()
    return [Math.min(a, b), Math.max(a, b)]
  }
  /** Sets where x begins and ends; null keeps a side, the greater first turns the axis round. */
  set_xlim(limits: readonly [Limit, Limit], options?: XLimOptions): [number, number]
  set_xlim(left?: Limit, right?: Limit, options?: XLimOptions): [number, number]
  set_xlim(options: XLimOptions): [number, number]
  set_xlim(...args: unknown[]): [number, number] {
    const { left, right, xmin, xmax, auto } = bindLimits.x<Record<string, never>>(args)
    return this.setLimits('x', left ?? xmin, right ?? xmax, auto)
  }
  /** Sets where y begins and ends; null keeps a side, the greater first turns the axis round. */
  set_ylim(limits: readonly [Limit, Limit], options?: YLimOptions): [number, number]
  set_ylim(bottom?: Limit, top?: Limit, options?: YLimOptions): [number, number]
  set_ylim(options: YLimOptions): [number, number]
  set_ylim(...args: unknown[]): [number, number] {
    const { bottom, top, ymin, ymax, auto } = bindLimits.y<Record<string, never>>(args)
    return this.setLimits('y', bottom ?? ymin, top ?? ymax, auto)
  }
  private setLimits(
    name: Name,
    first: unknown,
    second: unknown,
    auto: boolean | null,
  ): [number, number] {
    const pair =
      typeof first === 'object' && first !== null && second === null
        ? Array.from(first as Iterable<unknown>)
        : [first, second]
    const old = this.viewInterval(name)
    const axis = this[`${name}axis`]
    const [a, b] = pair.map((one, i) => {
      if (one === null || one === undefined) return old[i] as number
      const [value = Number.NaN] = toFlat(one)
      if (!Number.isFinite(value)) throw new ValueError('Axis limits cannot be NaN or Inf')
      if (axis.scale.name === 'log' && value <= 0) {
        warn(`Attempt to set non-positive ${name}lim on a log-scaled axis will be ignored.`)
        return old[i] as number
      }
      return value
    }) as [number, number]
    if (a === b) {
      warn(
        `Attempting to set identical low and high ${name}lims makes transformation singular; automatically expanding.`,
      )
    }
    const ends = axis.get_major_locator().nonsingular(Math.min(a, b), Math.max(a, b))
    const [low, high] = a > b ? [ends[1], ends[0]] : ends
    const limits = this.limits[name]
    limits.view = [low, high]
    limits.stale = false
    if (auto !== null) for (const other of this.shared[name]) other[`${name}axis`].autoscale = auto
    return [low, high]
  }
  invert_xaxis(): void {
    this.invert('x')
  }
  invert_yaxis(): void {
    this.invert('y')
  }
  private invert(name: Name): void {
    const [a, b] = this.viewInterval(name)
    this.limits[name].view = [b, a]
  }
  xaxis_inverted(): boolean {
    const [a, b] = this.get_xlim()
    return a > b
  }
  yaxis_inverted(): boolean {
    const [a, b] = this.get_ylim()
    return a > b
  }
  /** The room around data, in parts of its range: for both axes, or for x and y. */
  margins(x: number | { x?: number; y?: number; tight?: boolean }, y?: number): void {
    const { x: mx, y: my } = typeof x === 'number' ? { x, y: y ?? x } : x
    if (mx !== undefined) this.set_xmargin(mx)
    if (my !== undefined) this.set_ymargin(my)
  }
  set_xmargin(m: number): void {
    if (m <= -0.5) throw new ValueError('margin must be greater than -0.5')
    this.limits.x.margin = m
    this.requestAutoscale(true, false)
  }
  set_ymargin(m: number): void {
    if (m <= -0.5) throw new ValueError('margin must be greater than -0.5')
    this.limits.y.margin = m
    this.requestAutoscale(false, true)
  }

  /** Numbers of an axis from what is given: names become their numbers. */
  protected convert(name: Name, values: unknown): Float64Array {
    const axis = this[`${name}axis`]
    if (typeof values === 'string') return Float64Array.of(axis.categoryOf(values))
    if (isCategories(values)) return Float64Array.from(values, (one) => axis.categoryOf(one))
    return toFlat(values)
  }

  /** Limits as new axes have them. */
  protected resetLimits(): void {
    for (const name of ['x', 'y'] as const) {
      if (this.shared[name].size === 1) Object.assign(this.limits[name], freshLimits(name))
    }
  }
}
