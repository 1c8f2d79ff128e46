// What axes are before they are drawn into: place, limits, aspect, spines, titles. Mirrors matplotlib/axes/_base.py.

import { python } from '../../_kwargs.js'
import { strRepr } from '../../_repr.js'
import { AttributeError, ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { checkIn } from '../_api.js'
import { isCategories, toFlat } from '../_array.js'
import { rcParams } from '../_rc.js'
import { Artist, type AxesHost } from '../artist.js'
import { Axis, type AxisHost, type GridOptions, type TickParams } from '../axis.js'
import type { Renderer } from '../backends/renderer.js'
import type { Color, to_rgba } from '../colors.js'
import type { Figure } from '../figure.js'
import type { SubplotSpec } from '../gridspec.js'
import { AxesImage } from '../image.js'
import type { Legend } from '../legend.js'
import { Line2D } from '../lines.js'
import { Patch, Rectangle } from '../patches.js'
import { makeSpines, type Spines } from '../spines.js'
import { Text } from '../text.js'
import {
  Bbox,
  BboxTransformTo,
  BlendedTransform,
  FuncTransform,
  type Point,
  type Transform,
  Translation,
} from '../transforms.js'

type Name = 'x' | 'y'

/** Limits of one axis, of data or of the picture. */
interface Limits {
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

/** Places to which axes hold when their shape is forced: where in the free room they are. */
const anchors: Readonly<Record<string, readonly [number, number]>> = {
  C: [0.5, 0.5],
  SW: [0, 0],
  S: [0.5, 0],
  SE: [1, 0],
  E: [1, 0.5],
  NE: [1, 1],
  N: [0.5, 1],
  NW: [0, 1],
  W: [0, 0.5],
}

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

/** What axes take by keyword when they are made. */
export interface AxesOptions {
  sharex?: AxesBase | null
  sharey?: AxesBase | null
  frameon?: boolean
  facecolor?: Color
  title?: string
  xlabel?: string
  ylabel?: string
  xlim?: readonly [number | null, number | null]
  ylim?: readonly [number | null, number | null]
  xticks?: readonly number[]
  yticks?: readonly number[]
  xticklabels?: readonly unknown[]
  yticklabels?: readonly unknown[]
  xscale?: 'linear' | 'log'
  yscale?: 'linear' | 'log'
  aspect?: 'auto' | 'equal' | number
  label?: string
  visible?: boolean
  zorder?: number
  alpha?: number | null
  xmargin?: number
  ymargin?: number
  projection?: string | null
  polar?: boolean
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

export abstract class AxesBase extends Artist implements AxisHost {
  override readonly figure: Figure
  override axes: AxesHost = this
  readonly xaxis: Axis
  readonly yaxis: Axis
  readonly spines: Spines
  readonly patch: Rectangle
  readonly title: Text
  readonly transAxes: Transform
  readonly transData: Transform
  /** Everything drawn into the axes, in the order it came. */
  readonly children: Artist[] = []
  legend_: Legend | null = null
  /** Axes on the same place, with their own y. */
  readonly twins: AxesBase[] = []
  axison = true
  subplotspec: SubplotSpec | null
  protected readonly leftTitle: Text
  protected readonly rightTitle: Text
  private titleMoves = true
  private frame = true
  private original: Bbox
  private active: Bbox
  private aspect: number | 'auto' = 'auto'
  private boxAspect: number | null = null
  private adjustable: 'box' | 'datalim' = 'box'
  private anchor: readonly [number, number] = [0.5, 0.5]
  private axisbelow: boolean | 'line' = rcParams['axes.axisbelow']
  private readonly limits: { x: Limits; y: Limits }
  /** All axes with the same limits, these too. */
  readonly shared: { x: Set<AxesBase>; y: Set<AxesBase> }
  private lineCycle = 0
  private patchCycle = 0

  constructor(figure: Figure, place: Bbox | SubplotSpec, options: AxesOptions = {}) {
    super()
    const { sharex, sharey, frameon, facecolor, ...rest } = options
    this.figure = figure
    this.subplotspec = place instanceof Bbox ? null : place
    this.original = place instanceof Bbox ? place : place.get_position(figure)
    this.active = this.original
    this.frame = frameon ?? true
    this.limits = {
      x: sharex?.limits.x ?? freshLimits('x'),
      y: sharey?.limits.y ?? freshLimits('y'),
    }
    this.shared = { x: sharex?.shared.x ?? new Set(), y: sharey?.shared.y ?? new Set() }
    this.shared.x.add(this)
    this.shared.y.add(this)
    this.transAxes = new BboxTransformTo(() => this.bbox)
    this.transData = new DataTransform(() => this.dataTransform())
    this.spines = makeSpines()
    for (const spine of this.spines.values()) {
      spine.axes = this
      spine.figure = figure
    }
    this.patch = new Rectangle([0, 0], 1, 1, {
      facecolor: facecolor ?? rcParams['axes.facecolor'],
      edgecolor: 'none',
      linewidth: 0,
    })
    this.patch.set_transform(this.transAxes)
    this.patch.set_clip_on(false)
    this.xaxis = new Axis(this, 'x')
    this.yaxis = new Axis(this, 'y')
    if (sharex) this.shareAxis('x', sharex)
    if (sharey) this.shareAxis('y', sharey)
    const titles = (
      [
        ['center', 0.5],
        ['left', 0],
        ['right', 1],
      ] as const
    ).map(([ha, x]) => this.makeTitle(ha, x))
    ;[this.title, this.leftTitle, this.rightTitle] = titles as [Text, Text, Text]
    this.set(rest)
  }

  private shareAxis(name: Name, other: AxesBase): void {
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

  private makeTitle(ha: 'center' | 'left' | 'right', x: number): Text {
    const text = new Text(x, 1, '', {
      fontsize: rcParams['axes.titlesize'],
      fontweight: rcParams['axes.titleweight'],
      va: 'baseline',
      ha,
    })
    text.figure = this.figure
    this.moveTitle(text, rcParams['axes.titlepad'])
    return text
  }

  protected moveTitle(text: Text, pad: number): void {
    text.set_transform(
      this.transAxes.add(new Translation((): Point => [0, (pad * this.figure.dpi) / 72])),
    )
  }

  // Place

  /** The rectangle of the axes in pixels. */
  get bbox(): Bbox {
    const { x0, y0, width, height } = this.figure.bbox
    const { active } = this
    return new Bbox(
      x0 + active.x0 * width,
      y0 + active.y0 * height,
      x0 + active.x1 * width,
      y0 + active.y1 * height,
    )
  }
  get_window_extent(): Bbox {
    return this.bbox
  }
  get_position(original = false): Bbox {
    if (!original) this.apply_aspect()
    return original ? this.original : this.active
  }
  /** The rectangle in parts of the figure: `[left, bottom, width, height]`. */
  set_position(place: Bbox | readonly [number, number, number, number]): void {
    this.subplotspec = null
    this.place(place instanceof Bbox ? place : Bbox.from_bounds(...place))
  }
  /** Moves the axes without taking them out of their grid. */
  place(place: Bbox): void {
    this.original = place
    this.active = place
  }
  get_subplotspec(): SubplotSpec | null {
    return this.subplotspec
  }
  set_subplotspec(spec: SubplotSpec): void {
    this.subplotspec = spec
    this.place(spec.get_position(this.figure))
  }
  get_gridspec(): SubplotSpec['grid'] | null {
    return this.subplotspec?.grid ?? null
  }

  // Data to pixels

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

  // Limits

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
  spineShown(side: 'left' | 'right' | 'top' | 'bottom'): boolean {
    return this.spines[side].get_visible()
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
  private limitsOfPath(vertices: readonly number[]): void {
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

  // Aspect

  /** How long a unit of y is beside one of x: a number, `'equal'` or `'auto'`. */
  set_aspect(
    aspect: 'auto' | 'equal' | number,
    adjustable:
      | 'box'
      | 'datalim'
      | null
      | { adjustable?: 'box' | 'datalim'; anchor?: string } = null,
    anchor: string | null = null,
  ): void {
    if (typeof aspect === 'string' && aspect !== 'auto' && aspect !== 'equal') {
      throw new ValueError(`could not convert string to float: ${strRepr(aspect)}`)
    }
    if (typeof aspect === 'number' && !(aspect > 0 && Number.isFinite(aspect))) {
      throw new ValueError('aspect must be finite and positive ')
    }
    this.aspect = aspect === 'equal' ? 1 : aspect
    const options =
      typeof adjustable === 'object' && adjustable !== null ? adjustable : { adjustable, anchor }
    if (options.adjustable) this.adjustable = options.adjustable
    if (options.anchor) this.set_anchor(options.anchor)
  }
  get_aspect(): number | 'auto' {
    return this.aspect
  }
  set_box_aspect(aspect: number | null): void {
    this.boxAspect = aspect
    if (aspect !== null) this.adjustable = 'datalim'
  }
  set_adjustable(adjustable: 'box' | 'datalim'): void {
    this.adjustable = adjustable
  }
  set_anchor(anchor: string | readonly [number, number]): void {
    const place = typeof anchor === 'string' ? anchors[anchor] : anchor
    if (place === undefined)
      throw new ValueError(`argument must be among ${Object.keys(anchors).join(', ')}`)
    this.anchor = place
  }
  get_data_ratio(): number {
    const length = (axis: Axis, [a, b]: [number, number]): number =>
      Math.max(Math.abs(axis.scale.forward(b) - axis.scale.forward(a)), 1e-30)
    return length(this.yaxis, this.get_ylim()) / length(this.xaxis, this.get_xlim())
  }

  /** Brings place or limits into the shape that the aspect asks for. */
  apply_aspect(): void {
    const { original, aspect, boxAspect } = this
    this.active = original
    if (aspect === 'auto' && boxAspect === null) return
    const { width, height } = this.figure.bbox
    const shape = height / width
    const shrink = (wanted: number): Bbox => {
      let w = original.width
      let h = (wanted * original.width) / shape
      if (h > original.height) {
        h = original.height
        w = (shape * h) / wanted
      }
      const [ax, ay] = this.anchor
      return Bbox.from_bounds(
        original.x0 + ax * (original.width - w),
        original.y0 + ay * (original.height - h),
        w,
        h,
      )
    }
    if (boxAspect !== null) {
      this.active = shrink(boxAspect)
      if (aspect === 'auto') return
    }
    if (aspect === 'auto') return
    if (this.adjustable === 'box') {
      this.active = shrink(aspect * this.get_data_ratio())
      return
    }
    this.widen(aspect, shape)
  }

  // Limits grow on one axis until units are as long as the aspect says.
  private widen(aspect: number, shape: number): void {
    const [x0, x1] = this.get_xbound()
    const [y0, y1] = this.get_ybound()
    const ratio = (shape * (this.active.height / this.active.width)) / aspect
    const xsize = Math.max(x1 - x0, 1e-30)
    const ysize = Math.max(y1 - y0, 1e-30)
    const expander = (ratio * xsize) / ysize - 1
    if (Math.abs(expander) < 0.005) return
    const [dx0, dx1] = this.limits.x.data
    const [dy0, dy1] = this.limits.y.data
    const xr = 1.05 * (dx1 - dx0)
    const yr = 1.05 * (dy1 - dy0)
    const Ysize = ratio * xsize
    const Xsize = ysize / ratio
    const roomy = xsize - xr > 0 && ysize - yr > 0
    const growY = roomy
      ? (Ysize - yr > 0 && expander < 0) || (Xsize - xr < 0 && expander > 0)
      : expander > 0
    const set = (name: Name, center: number, size: number): void => {
      const [a, b] = this.limits[name].view
      const view: [number, number] = [center - size / 2, center + size / 2]
      this.limits[name].view = a > b ? [view[1], view[0]] : view
    }
    if (growY) set('y', (y0 + y1) / 2, Ysize)
    else set('x', (x0 + x1) / 2, Xsize)
  }

  /** `'off'`, `'on'`, `'equal'`, `'scaled'`, `'tight'`, `'image'`, `'square'`, or the four limits. */
  axis(arg?: string | boolean | readonly number[] | null): [number, number, number, number] {
    if (typeof arg === 'boolean') this.axison = arg
    else if (typeof arg === 'string') this.axisMode(arg)
    else if (arg !== undefined && arg !== null) {
      const [xmin, xmax, ymin, ymax, ...more] = toFlat(arg)
      if (ymax === undefined || more.length > 0) {
        throw new TypeError(
          'The first argument to axis() must be an iterable of the form [xmin, xmax, ymin, ymax]',
        )
      }
      this.set_xlim(xmin as number, xmax as number)
      this.set_ylim(ymin as number, ymax)
    }
    return [...this.get_xlim(), ...this.get_ylim()]
  }
  private axisMode(mode: string): void {
    switch (mode) {
      case 'on':
        this.axison = true
        return
      case 'off':
        this.axison = false
        return
      case 'auto':
      case 'equal':
      case 'scaled':
      case 'tight':
      case 'image':
      case 'square':
        break
      default:
        throw new ValueError(`Unrecognized string ${strRepr(mode)} to axis; try 'on' or 'off'`)
    }
    this.autoscale(true)
    this.set_aspect('auto')
    if (mode === 'equal') this.set_aspect('equal', 'datalim')
    if (mode === 'scaled' || mode === 'image' || mode === 'square') {
      this.set_aspect('equal', 'box', 'C')
    }
    if (mode === 'scaled' || mode === 'image' || mode === 'tight') this.autoscale(false)
    if (mode !== 'square') return
    const [x0, x1] = this.get_xlim()
    const [y0, y1] = this.get_ylim()
    const edge = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))
    this.set_xlim(x0, x0 + edge)
    this.set_ylim(y0, y0 + edge)
  }

  // Looks

  set_axis_off(): void {
    this.axison = false
  }
  set_axis_on(): void {
    this.axison = true
  }
  set_frame_on(on: boolean): void {
    this.frame = on
  }
  set_facecolor(color: Color): void {
    this.patch.set_facecolor(color)
  }
  get_facecolor(): ReturnType<typeof to_rgba> {
    return this.patch.get_facecolor()
  }
  set_axisbelow(below: boolean | 'line'): void {
    this.axisbelow = below
  }
  get_xaxis(): Axis {
    return this.xaxis
  }
  get_yaxis(): Axis {
    return this.yaxis
  }
  /** How ticks, tick labels and grid lines look: `tick_params({ axis: 'x', labelsize: 8 })`. */
  tick_params(axis: 'x' | 'y' | 'both' | TickParams = 'both', options: TickParams = {}): void {
    const params = typeof axis === 'string' ? { ...options, axis } : axis
    const { axis: which = 'both' } = params
    checkIn('axis', which, ['x', 'y', 'both'])
    const only = (names: readonly string[]): TickParams =>
      Object.fromEntries(Object.entries(params).filter(([key]) => !names.includes(key)))
    if (which !== 'y')
      this.xaxis.set_tick_params(only(['left', 'right', 'labelleft', 'labelright']))
    if (which !== 'x')
      this.yaxis.set_tick_params(only(['bottom', 'top', 'labelbottom', 'labeltop']))
  }
  /** Grid lines: shown, hidden, or the other way round without an argument. */
  grid(
    visible:
      | boolean
      | null
      | (GridOptions & {
          visible?: boolean | null
          which?: 'major' | 'minor' | 'both'
          axis?: 'x' | 'y' | 'both'
        }) = null,
    options: GridOptions & { which?: 'major' | 'minor' | 'both'; axis?: 'x' | 'y' | 'both' } = {},
  ): void {
    const given =
      typeof visible === 'object' && visible !== null ? visible : { ...options, visible }
    const { visible: shown = null, which = 'major', axis = 'both', ...look } = given
    if (axis !== 'y') this.xaxis.grid(shown, which, look)
    if (axis !== 'x') this.yaxis.grid(shown, which, look)
  }
  ticklabel_format(
    options: {
      axis?: 'x' | 'y' | 'both'
      style?: 'sci' | 'scientific' | 'plain' | '' | null
      scilimits?: readonly [number, number] | null
      useOffset?: boolean | number | null
      useMathText?: boolean | null
    } = {},
  ): void {
    const { axis = 'both', style, scilimits, useOffset, useMathText } = options
    for (const name of ['x', 'y'] as const) {
      if (axis !== 'both' && axis !== name) continue
      const formatter = this[`${name}axis`].get_major_formatter() as Partial<{
        set_scientific(on: boolean): void
        set_powerlimits(limits: readonly [number, number]): void
        set_useOffset(value: boolean | number): void
        set_useMathText(on: boolean): void
      }>
      if (formatter.set_scientific === undefined) {
        throw new AttributeError('This method only works with the ScalarFormatter')
      }
      if (style) formatter.set_scientific(style !== 'plain')
      if (scilimits) formatter.set_powerlimits?.(scilimits)
      if (useOffset !== null && useOffset !== undefined) formatter.set_useOffset?.(useOffset)
      if (useMathText !== null && useMathText !== undefined)
        formatter.set_useMathText?.(useMathText)
    }
  }
  minorticks_on(): void {
    for (const axis of [this.xaxis, this.yaxis]) axis.set_minor_locator(this.minorLocator(axis))
  }
  protected abstract minorLocator(axis: Axis): ReturnType<Axis['get_minor_locator']>

  /** Labels and ticks only at the outer side of a grid of axes. */
  label_outer(): void {
    this.labelOuterX()
    this.labelOuterY()
  }
  labelOuterX(): void {
    const { subplotspec: spec } = this
    if (spec === null || spec.is_last_row()) return
    this.xaxis.set_tick_params({ which: 'both', labelbottom: false })
    this.xaxis.offsetText.set_visible(false)
    this.set_xlabel('')
  }
  labelOuterY(): void {
    const { subplotspec: spec } = this
    if (spec === null || spec.is_first_col()) return
    this.yaxis.set_tick_params({ which: 'both', labelleft: false })
    this.yaxis.offsetText.set_visible(false)
    this.set_ylabel('')
  }
  abstract set_xlabel(label: string): Text
  abstract set_ylabel(label: string): Text

  /** The next colour of the cycle, of lines or of filled shapes. */
  protected nextColor(kind: 'line' | 'patch'): string {
    const colors = rcParams['axes.prop_cycle']
    const at = kind === 'line' ? this.lineCycle++ : this.patchCycle++
    return colors[at % colors.length] ?? 'k'
  }
  set_prop_cycle(_cycle: null): void {
    this.lineCycle = 0
    this.patchCycle = 0
  }

  // Children

  protected add<A extends Artist>(artist: A): A {
    artist.axes = this
    artist.figure = this.figure
    artist._remove = () => {
      const at = this.children.indexOf(artist)
      if (at >= 0) this.children.splice(at, 1)
    }
    this.children.push(artist)
    return artist
  }
  add_artist<A extends Artist>(artist: A): A {
    return this.add(artist)
  }
  add_line(line: Line2D): Line2D {
    this.updateDataLimits('x', line.get_xdata())
    this.updateDataLimits('y', line.get_ydata())
    return this.add(line)
  }
  add_patch<P extends Patch>(patch: P): P {
    if (!patch.is_transform_set()) this.limitsOfPath(Array.from(patch.get_path().vertices))
    return this.add(patch)
  }
  get_children(): Artist[] {
    return [...this.children]
  }
  get lines(): Line2D[] {
    return this.children.filter((one): one is Line2D => one instanceof Line2D)
  }
  get_lines(): Line2D[] {
    return this.lines
  }
  get images(): AxesImage[] {
    return this.children.filter((one): one is AxesImage => one instanceof AxesImage)
  }
  get_images(): AxesImage[] {
    return this.images
  }
  get patches(): Patch[] {
    return this.children.filter((one): one is Patch => one instanceof Patch)
  }
  get texts(): Text[] {
    return this.children.filter((one): one is Text => one instanceof Text)
  }
  has_data(): boolean {
    return this.children.some((one) => !(one instanceof Text))
  }
  override remove(): void {
    this.figure.delaxes(this)
  }

  /** Empties the axes. */
  clear(): void {
    this.children.length = 0
    this.legend_ = null
    this.lineCycle = 0
    this.patchCycle = 0
    this.axison = true
    this.aspect = 'auto'
    for (const name of ['x', 'y'] as const) {
      if (this.shared[name].size === 1) Object.assign(this.limits[name], freshLimits(name))
      const axis = this[`${name}axis`]
      axis.autoscale = true
      axis.categories = null
      axis.set_label_text('')
      axis.set_scale('linear')
      axis.grid(rcParams['axes.grid'], 'both', {})
    }
    for (const text of [this.title, this.leftTitle, this.rightTitle]) text.set_text('')
  }
  cla(): void {
    this.clear()
  }

  // Drawing

  // The frame with the ticks that stick out of it.
  private frameBox(): Bbox {
    const { bbox, xaxis, yaxis } = this
    if (!this.axison || !this.frame) return bbox
    const [left, right] = yaxis.get_visible()
      ? [yaxis.edge('left'), yaxis.edge('right')]
      : [bbox.x0, bbox.x1]
    const [bottom, top] = xaxis.get_visible()
      ? [xaxis.edge('bottom'), xaxis.edge('top')]
      : [bbox.y0, bbox.y1]
    return new Bbox(left, bottom, right, top)
  }

  private updateTitles(): void {
    if (!this.titleMoves) return
    const titles = [this.title, this.leftTitle, this.rightTitle]
    if (titles.every((one) => one.get_text() === '')) return
    let top = -Infinity
    for (const ax of [this as AxesBase, ...this.twins]) {
      const { xaxis } = ax
      const raised =
        ['second', 'unknown'].includes(xaxis.get_ticks_position()) ||
        xaxis.get_label_position() === 'top'
      const box = raised && ax.axison ? xaxis.get_tightbbox() : null
      top = Math.max(top, (box ?? ax.bbox).ymax)
    }
    for (const title of titles) {
      title.set_position([title.get_position()[0], 1])
      if (title.get_text() === '') continue
      const { offsetText } = this.yaxis
      this.yaxis.get_tightbbox()
      if (this.axison && offsetText.get_visible() && offsetText.get_text() !== '') {
        const box = offsetText.get_window_extent()
        if (box.overlaps(title.get_window_extent())) top = box.ymax
      }
      if (top < 0) return
      const extent = title.get_window_extent()
      if (extent.ymin < top) {
        const [, y] = this.transAxes.unpoint(0, top)
        title.set_position([title.get_position()[0], y])
        const { ymin } = title.get_window_extent()
        if (ymin < top) {
          title.set_position([
            title.get_position()[0],
            this.transAxes.unpoint(0, 2 * top - ymin)[1],
          ])
        }
      }
    }
    const highest = Math.max(...titles.map((one) => one.get_position()[1]))
    for (const title of titles) title.set_position([title.get_position()[0], highest])
  }
  protected keepTitle(): void {
    this.titleMoves = false
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    this.apply_aspect()
    this.updateTitles()
    const below = { true: 0.5, line: 1.5, false: 2.5 }[String(this.axisbelow)] ?? 1.5
    const items: { zorder: number; draw(renderer: Renderer): void }[] = [...this.children]
    if (this.axison && this.frame) items.push(...this.spines.values())
    if (this.axison) {
      for (const axis of [this.xaxis, this.yaxis]) {
        items.push({ zorder: below, draw: (r) => axis.draw(r) })
      }
    }
    items.push(this.title, this.leftTitle, this.rightTitle)
    if (this.legend_ !== null) items.push(this.legend_)
    if (this.axison && this.frame) this.patch.draw(renderer)
    items
      .map((item, i) => ({ item, i }))
      .sort((a, b) => a.item.zorder - b.item.zorder || a.i - b.i)
      .forEach(({ item }) => void item.draw(renderer))
  }

  /** The rectangle around all of it in pixels; null where nothing is seen. */
  get_tightbbox(): Bbox | null {
    if (!this.visible) return null
    this.apply_aspect()
    this.updateTitles()
    const boxes: Bbox[] = []
    if (this.axison) {
      for (const axis of [this.xaxis, this.yaxis]) {
        const box = axis.get_tightbbox()
        if (box !== null) boxes.push(box)
      }
    }
    boxes.push(this.frameBox())
    for (const title of [this.title, this.leftTitle, this.rightTitle]) {
      if (title.get_visible() && title.get_text() !== '') boxes.push(title.get_window_extent())
    }
    for (const child of this.children) {
      if (
        child instanceof Text &&
        child.get_visible() &&
        child.get_text() !== '' &&
        !child.get_clip_on()
      ) {
        boxes.push(child.get_tightbbox())
      }
    }
    if (this.legend_?.get_visible()) boxes.push(this.legend_.get_window_extent())
    return Bbox.union(boxes.filter((box) => Number.isFinite(box.width + box.height)))
  }

  override toString(): string {
    const { x0, y0, width, height } = this.original
    return `Axes(${[x0, y0, width, height].map((v) => String(Number(v.toPrecision(6)))).join(';')})`
  }
}
