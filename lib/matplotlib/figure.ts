// Figures: axes, titles and everything else in one picture. Mirrors matplotlib/figure.py.

import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { callable } from '../_callable.js'
import { python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { ValueError } from '../errors.js'
import { colorbarOf, type Mappable } from './_figure_colorbar.js'
import { rcParams } from './_rc.js'
import { type Subplots, type SubplotsOptions, specOf, subplotsOf } from './_subplots.js'
import { type TightLayoutOptions, tightPars } from './_tight_layout.js'
import type { Artist, FigureHost } from './artist.js'
import { type Axes, makeAxes } from './axes/_axes.js'
import type { AxesOptions } from './axes/_base.js'
import { type Drawable, encode, FigureCanvas } from './backends/figure_canvas.js'
import type { Renderer } from './backends/renderer.js'
import type { Colorbar, ColorbarOptions } from './colorbar.js'
import { type Color, type Rgba, to_rgba } from './colors.js'
import {
  defaultPars,
  GridSpec,
  type GridSpecOptions,
  type SubplotPars,
  SubplotSpec,
} from './gridspec.js'
import { type Handle, Legend, type LegendOptions, labelled } from './legend.js'
import { Path } from './path.js'
import { Text, type TextOptions } from './text.js'
import { Bbox, BboxTransformTo, type Transform } from './transforms.js'

/** Keywords of figures. */
export interface FigureOptions {
  /** Width and height in inches. */
  figsize?: readonly [number, number] | null
  dpi?: number | null
  facecolor?: Color | null
  edgecolor?: Color | null
  linewidth?: number
  frameon?: boolean | null
  layout?: 'tight' | 'constrained' | 'compressed' | 'none' | null
  tight_layout?: boolean | TightLayoutOptions | null
  constrained_layout?: boolean | null
}

/** Keywords of `savefig`. */
export interface SavefigOptions {
  dpi?: number | 'figure'
  format?: string | null
  bbox_inches?: 'tight' | 'standard' | null
  pad_inches?: number
  facecolor?: Color | 'auto'
  edgecolor?: Color | 'auto'
  transparent?: boolean
  metadata?: Readonly<Record<string, string>> | null
  bbox_extra_artists?: readonly Artist[] | null
}

/** What can be written to: a path, or an object that takes bytes. */
export type Target = string | URL | { write(bytes: Uint8Array): unknown }

const initFigure = python(
  'Figure.__init__(self, figsize=None, dpi=None, *, facecolor=None, edgecolor=None, linewidth=0.0, frameon=None, subplotpars=None, tight_layout=None, constrained_layout=None, layout=None, **kwargs)',
)

class Figure implements FigureHost, Drawable {
  readonly axes: Axes[] = []
  readonly canvas: FigureCanvas
  readonly transFigure: Transform
  readonly subplotpars: SubplotPars = defaultPars()
  readonly texts: Text[] = []
  readonly legends: Legend[] = []
  /** The number that pyplot knows it by. */
  number: number | string | null = null
  _suptitle: Text | null = null
  private _supxlabel: Text | null = null
  private _supylabel: Text | null = null
  private size: [number, number]
  private _dpi: number
  private face: Color
  private frame: boolean
  private layout: TightLayoutOptions | null
  private current: Axes[] = []
  // Where a picture of part of the figure begins, and how large it is, in pixels.
  private window: Bbox | null = null

  constructor(options?: FigureOptions)
  constructor(figsize: FigureOptions['figsize'], options?: FigureOptions)
  constructor(...args: unknown[]) {
    const { figsize, dpi, facecolor, frameon, layout, tight_layout, constrained_layout } =
      initFigure<Record<string, never>>(args)
    const [width, height] = (figsize ?? rcParams['figure.figsize']) as [number, number]
    if (!(width > 0 && height > 0 && Number.isFinite(width + height))) {
      throw new ValueError(
        `figure size must be positive finite not ${pyRepr(tuple(figsize as unknown as number[]))}`,
      )
    }
    this.size = [width, height]
    this._dpi = dpi ?? rcParams['figure.dpi']
    this.face = facecolor ?? rcParams['figure.facecolor']
    to_rgba(this.face)
    this.frame = frameon ?? true
    const given = tight_layout as boolean | TightLayoutOptions | null
    const tight =
      layout !== null
        ? layout !== 'none'
        : Boolean(given ?? constrained_layout ?? rcParams['figure.autolayout'])
    this.layout = tight ? (typeof given === 'object' && given !== null ? given : {}) : null
    this.canvas = new FigureCanvas(this)
    this.transFigure = new BboxTransformTo(() => this.bbox)
  }

  get dpi(): number {
    return this._dpi
  }
  set dpi(dpi: number) {
    this._dpi = dpi
  }
  get_dpi(): number {
    return this._dpi
  }
  set_dpi(dpi: number): void {
    this._dpi = dpi
  }
  /** The figure in pixels of the picture. */
  get bbox(): Bbox {
    const [width, height] = this.size
    const { x0, y0 } = this.window ?? { x0: 0, y0: 0 }
    return Bbox.from_bounds(-x0, -y0, width * this._dpi, height * this._dpi)
  }
  pictureSize(): [number, number] {
    const { width, height } = this.window ?? this.bbox
    return [width, height]
  }
  get_size_inches(): [number, number] {
    return [...this.size]
  }
  set_size_inches(w: number | readonly [number, number], h?: number): void {
    this.size = typeof w === 'number' ? [w, h ?? w] : [w[0], w[1]]
  }
  get_figwidth(): number {
    return this.size[0]
  }
  get_figheight(): number {
    return this.size[1]
  }
  set_figwidth(width: number): void {
    this.size = [width, this.size[1]]
  }
  set_figheight(height: number): void {
    this.size = [this.size[0], height]
  }
  set_facecolor(color: Color): void {
    to_rgba(color)
    this.face = color
  }
  get_facecolor(): Rgba {
    return to_rgba(this.face)
  }
  background(): Rgba {
    return to_rgba(this.face)
  }

  /**
   * Adds axes in a grid: `add_subplot(2, 1, 1)`, `add_subplot(211)`, or a part of a GridSpec.
   *
   * @example
   * plt.figure().add_subplot(1, 2, 1, { xticks: [], title: 'left' }).get_title() // 'left'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.figure.Figure.add_subplot.html
   */
  add_subplot(options?: AxesOptions): Axes
  add_subplot(pos: number | SubplotSpec, options?: AxesOptions): Axes
  add_subplot(
    nrows: number,
    ncols: number,
    index: number | readonly [number, number],
    options?: AxesOptions,
  ): Axes
  add_subplot(...args: unknown[]): Axes {
    const last = args.at(-1)
    const keyed =
      typeof last === 'object' &&
      last !== null &&
      !Array.isArray(last) &&
      !(last instanceof SubplotSpec)
    const options = (keyed ? last : {}) as AxesOptions
    return this.addAxes(makeAxes(this, specOf(this, keyed ? args.slice(0, -1) : args), options))
  }
  /** Adds axes at a rectangle in parts of the figure: `[left, bottom, width, height]`. */
  add_axes(rect: readonly [number, number, number, number], options: AxesOptions = {}): Axes {
    return this.addAxes(makeAxes(this, Bbox.from_bounds(...rect), options))
  }
  private addAxes(ax: Axes): Axes {
    this.axes.push(ax)
    this.sca(ax)
    return ax
  }
  /** Axes on the place of others. */
  addTwin(ax: Axes, options: AxesOptions): Axes {
    const twin = makeAxes(this, ax.get_subplotspec() ?? ax.get_position(true), options)
    twin.twins.push(ax)
    ax.twins.push(twin)
    return this.addAxes(twin)
  }
  /** Adds a grid of axes and gives them. */
  subplots<const R extends number = 1, const C extends number = 1, const S extends boolean = true>(
    nrows?: R | (SubplotsOptions & { nrows?: R; ncols?: C; squeeze?: S }),
    ncols?: C | (SubplotsOptions & { ncols?: C; squeeze?: S }),
    options?: SubplotsOptions & { squeeze?: S },
  ): Subplots<R, C, S>
  subplots(...args: unknown[]): unknown {
    return subplotsOf(this, args)
  }
  add_gridspec(nrows = 1, ncols = 1, options: GridSpecOptions = {}): GridSpec {
    return new GridSpec(nrows, ncols, { ...options, figure: this })
  }
  /** The axes drawn into last; new ones where there are none. */
  gca(): Axes {
    return this.current.at(-1) ?? this.add_subplot()
  }
  sca(ax: Axes): Axes {
    this.current = [...this.current.filter((one) => one !== ax), ax]
    return ax
  }
  get_axes(): Axes[] {
    return [...this.axes]
  }
  delaxes(ax: unknown): void {
    const at = this.axes.indexOf(ax as Axes)
    if (at >= 0) this.axes.splice(at, 1)
    this.current = this.current.filter((one) => one !== ax)
  }
  /** Empties the figure. */
  clear(): void {
    this.axes.length = 0
    this.current = []
    this.texts.length = 0
    this.legends.length = 0
    this._suptitle = null
    this._supxlabel = null
    this._supylabel = null
    Object.assign(this.subplotpars, defaultPars())
  }
  clf(): void {
    this.clear()
  }

  /** A text at parts of the figure. */
  text(x: number, y: number, s: unknown, options: TextOptions = {}): Text {
    const text = new Text(x, y, s, { transform: this.transFigure, ...options })
    text.figure = this
    text._remove = () => void this.texts.splice(this.texts.indexOf(text), 1)
    this.texts.push(text)
    return text
  }
  private heading(
    old: Text | null,
    s: string,
    at: TextOptions & { x: number; y: number },
    options: TextOptions,
  ): Text {
    const { x, y, ...look } = at
    const look2 = {
      fontsize: rcParams['figure.titlesize'],
      fontweight: rcParams['figure.titleweight'],
      ...look,
      ...options,
    }
    if (old !== null) {
      old.set_text(s)
      old.set(look2)
      return old
    }
    return this.text(x, y, s, look2)
  }
  /** A title over all axes. */
  suptitle(t: string, options: TextOptions & { x?: number; y?: number } = {}): Text {
    const { x = 0.5, y = 0.98, ...look } = options
    this._suptitle = this.heading(this._suptitle, t, { x, y, ha: 'center', va: 'top' }, look)
    return this._suptitle
  }
  /** A label under all axes. */
  supxlabel(t: string, options: TextOptions & { x?: number; y?: number } = {}): Text {
    const { x = 0.5, y = 0.01, ...look } = options
    this._supxlabel = this.heading(this._supxlabel, t, { x, y, ha: 'center', va: 'bottom' }, look)
    return this._supxlabel
  }
  /** A label left of all axes. */
  supylabel(t: string, options: TextOptions & { x?: number; y?: number } = {}): Text {
    const { x = 0.02, y = 0.5, ...look } = options
    this._supylabel = this.heading(
      this._supylabel,
      t,
      { x, y, ha: 'left', va: 'center', rotation: 'vertical', rotation_mode: 'anchor' },
      look,
    )
    return this._supylabel
  }
  get suptitleBox(): Bbox | null {
    return this._suptitle?.get_window_extent() ?? null
  }
  get supxlabelBox(): Bbox | null {
    return this._supxlabel?.get_window_extent() ?? null
  }
  get supylabelBox(): Bbox | null {
    return this._supylabel?.get_window_extent() ?? null
  }
  /** A legend of what all axes have labelled, at the edge of the figure. */
  legend(options?: LegendOptions): Legend
  legend(handles: readonly unknown[], labels: readonly string[], options?: LegendOptions): Legend
  legend(...args: unknown[]): Legend {
    const last = args.at(-1)
    const keyed = typeof last === 'object' && last !== null && !Array.isArray(last)
    const options = (keyed ? last : {}) as LegendOptions
    const given = keyed ? args.slice(0, -1) : args
    const all = this.axes.map((ax) => labelled(ax))
    const handles = (given[0] ?? options.handles ?? all.flatMap((one) => one.handles)) as Handle[]
    const labels = (given[1] ?? options.labels ?? all.flatMap((one) => one.labels)) as string[]
    const legend = new Legend(
      {
        axes: null,
        figure: this,
        obstacles: () => ({ lines: [], boxes: [], points: [] }),
        background: () => rcParams['axes.facecolor'],
      },
      handles,
      labels,
      options,
    )
    this.legends.push(legend)
    return legend
  }

  /**
   * A bar of the colours of an image or a scatter, beside the axes `ax` or in the axes `cax`.
   *
   * @example
   * const [fig, ax] = plt.subplots()
   * fig.colorbar(ax.imshow([[1, 2]]), { label: 'value' }).ax.get_ylabel() // 'value'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.figure.Figure.colorbar.html
   */
  colorbar(mappable: Mappable, options?: ColorbarOptions): Colorbar
  colorbar(mappable: Mappable, cax: Axes | null, options?: ColorbarOptions): Colorbar
  colorbar(
    mappable: Mappable,
    cax: Axes | null,
    ax: Axes | Iterable<Axes> | null,
    options?: ColorbarOptions,
  ): Colorbar
  colorbar(...args: unknown[]): Colorbar {
    return colorbarOf(this, this.current.at(-1), args)
  }

  /** Makes room for labels and titles of axes in grids. */
  tight_layout(options: TightLayoutOptions = {}): void {
    const pars = tightPars(this, options)
    if (pars !== null) this.subplots_adjust(pars)
  }
  /** Sets the room around and between axes. */
  subplots_adjust(options: Partial<SubplotPars> = {}): void {
    const next = { ...this.subplotpars, ...options }
    if (next.left >= next.right) throw new ValueError('left cannot be >= right')
    if (next.bottom >= next.top) throw new ValueError('bottom cannot be >= top')
    Object.assign(this.subplotpars, next)
    for (const ax of this.axes) {
      const spec = ax.get_subplotspec()
      if (spec !== null) ax.set_subplotspec(spec)
    }
  }
  set_tight_layout(tight: boolean | TightLayoutOptions): void {
    this.layout = tight === false ? null : tight === true ? {} : tight
  }
  set_layout_engine(layout: FigureOptions['layout']): void {
    this.layout = layout === null || layout === undefined || layout === 'none' ? null : {}
  }
  /** Labels of x turned, as dates need them. */
  autofmt_xdate(
    options: { bottom?: number; rotation?: number; ha?: 'left' | 'center' | 'right' } = {},
  ): void {
    const { bottom = 0.2, rotation = 30, ha = 'right' } = options
    for (const ax of this.axes)
      for (const label of ax.get_xticklabels()) label.set({ rotation, ha })
    this.subplots_adjust({ bottom })
  }

  draw(renderer: Renderer): void {
    if (this.layout !== null) this.tight_layout(this.layout)
    const { x0, y0, x1, y1 } = this.bbox
    if (this.frame) renderer.draw_path(Path.rectangle(x0, y0, x1, y1), { face: to_rgba(this.face) })
    const items = [...this.axes, ...this.texts, ...this.legends]
    items
      .map((item, i) => ({ item, i }))
      .sort((a, b) => a.item.zorder - b.item.zorder || a.i - b.i)
      .forEach(({ item }) => void item.draw(renderer))
  }
  draw_without_rendering(): void {
    if (this.layout !== null) this.tight_layout(this.layout)
    for (const ax of this.axes) ax.apply_aspect()
  }
  /** The rectangle around all that is drawn, in pixels. */
  get_tightbbox(): Bbox {
    const boxes = this.axes.map((ax) => ax.get_tightbbox()).filter((box) => box !== null)
    for (const text of this.texts) {
      if (text.get_visible() && text.get_text() !== '') boxes.push(text.get_tightbbox())
    }
    boxes.push(...this.legends.map((one) => one.get_window_extent()))
    return boxes.length === 0 ? this.bbox : Bbox.union(boxes)
  }

  /**
   * Writes the picture to a file; its ending, or `format`, says which kind: png, svg, jpg or webp.
   *
   * @example
   * const parts: Uint8Array[] = []
   * plt.figure().savefig({ write: (bytes) => parts.push(bytes) }, { format: 'svg' })
   * parts.length // 1
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.figure.Figure.savefig.html
   */
  savefig(fname: Target, options: SavefigOptions = {}): void {
    const isText = typeof fname === 'string' || fname instanceof URL
    const path = isText ? String(fname) : ''
    const ending = extname(path).slice(1).toLowerCase()
    const format = (
      options.format ?? (ending === '' ? rcParams['savefig.format'] : ending)
    ).toLowerCase()
    const bytes = this.toBytes(format, options)
    if (!isText) (fname as { write(bytes: Uint8Array): unknown }).write(bytes)
    else if (fname instanceof URL) writeFileSync(fname, bytes)
    else writeFileSync(ending === '' && !options.format ? `${path}.${format}` : path, bytes)
  }
  private toBytes(format: string, options: SavefigOptions): Buffer {
    const dpi = options.dpi ?? rcParams['savefig.dpi']
    const old = {
      dpi: this._dpi,
      face: this.face,
      patches: this.axes.map((ax) => ax.get_facecolor()),
    }
    const transparent = options.transparent ?? rcParams['savefig.transparent']
    const face = options.facecolor ?? rcParams['savefig.facecolor']
    try {
      if (dpi !== 'figure') this._dpi = dpi
      if (face !== 'auto') this.set_facecolor(face)
      else if (transparent) this.face = 'none'
      if (transparent) for (const ax of this.axes) ax.set_facecolor('none')
      if ((options.bbox_inches ?? rcParams['savefig.bbox']) === 'tight') {
        if (this.layout !== null) this.tight_layout(this.layout)
        const pad = (options.pad_inches ?? rcParams['savefig.pad_inches']) * this._dpi
        this.window = this.get_tightbbox().padded(pad)
      }
      return encode(this, format)
    } finally {
      this._dpi = old.dpi
      this.face = old.face
      this.window = null
      this.axes.forEach((ax, i) => void ax.set_facecolor(old.patches[i] as Rgba))
    }
  }

  toString(): string {
    const [w, h] = this.size.map((v) => v * this._dpi)
    return `Figure(${w}x${h})`
  }
}

/**
 * A picture with axes. `plt.figure()` makes one that pyplot knows; this class makes one that only the script holds.
 *
 * @example
 * const fig = Figure({ figsize: [4, 3] })
 * fig.add_subplot().plot([1, 3, 2])
 * fig.canvas.buffer_rgba().shape // [300, 400, 4]
 *
 * @see https://matplotlib.org/stable/api/figure_api.html
 */
const Figure_ = callable(Figure)
type Figure_ = Figure

export type { Mappable, Subplots, SubplotsOptions }
export { Figure_ as Figure }
