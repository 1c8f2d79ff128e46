// Where axes are in their figure, and in which shape. Mirrors parts of matplotlib/axes/_base.py.

import { strRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { toFlat } from '../_array.js'
import type { Axis } from '../axis.js'
import type { Figure } from '../figure.js'
import type { SubplotSpec } from '../gridspec.js'
import { Bbox } from '../transforms.js'
import { AxesLimits, type Name } from './_limits.js'

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

export abstract class AxesPlace extends AxesLimits {
  /** Whether frame, ticks and labels are drawn. */
  axison = true
  subplotspec: SubplotSpec | null
  private original: Bbox
  private active: Bbox
  private aspect: number | 'auto' = 'auto'
  private boxAspect: number | null = null
  private adjustable: 'box' | 'datalim' = 'box'
  private anchor: readonly [number, number] = [0.5, 0.5]

  constructor(
    figure: Figure,
    place: Bbox | SubplotSpec,
    sharex: AxesLimits | null,
    sharey: AxesLimits | null,
  ) {
    super(figure, sharex, sharey)
    this.subplotspec = place instanceof Bbox ? null : place
    this.original = place instanceof Bbox ? place : place.get_position(figure)
    this.active = this.original
  }

  override get bbox(): Bbox {
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
}
