// Axes: images, texts, titles, ticks, legends. Mirrors matplotlib/axes/_axes.py; lines and shapes lie beside.

import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import { AttributeError, NotImplementedError, ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { Annotation, type AnnotationOptions } from '../_annotation.js'
import { checkIn } from '../_api.js'
import { type ArrayLike, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import { percent } from '../_ticker/formatters.js'
import type { Axis } from '../axis.js'
import { Collection, PathCollection, PolyCollection } from '../collections.js'
import type { Figure } from '../figure.js'
import type { SubplotSpec } from '../gridspec.js'
import { AxesImage, type Extent, type ImageOptions } from '../image.js'
import { type Handle, Legend, type LegendOptions, labelled, type Obstacles } from '../legend.js'
import { Line2D } from '../lines.js'
import { Patch, Rectangle } from '../patches.js'
import type { Path } from '../path.js'
import type { ScaleName, ScaleOptions } from '../scale.js'
import { Text, type TextOptions } from '../text.js'
import { AutoMinorLocator, LogLocator, MaxNLocator } from '../ticker.js'
import { Bbox, type Point } from '../transforms.js'
import type { AxesOptions } from './_base.js'
import { AxesContours } from './_contours.js'

/** Keywords of titles. */
export interface TitleOptions extends TextOptions {
  loc?: 'center' | 'left' | 'right' | null
  pad?: number | null
  y?: number | null
}

/** Keywords of axis labels. */
export interface LabelOptions extends TextOptions {
  labelpad?: number | null
  loc?: 'left' | 'center' | 'right' | 'bottom' | 'top' | null
}

/** Keywords of `imshow`. */
export interface ImshowOptions extends ImageOptions {
  aspect?: 'equal' | 'auto' | number | null
}

const bindTitle = python(
  'Axes.set_title(self, label, fontdict=None, loc=None, *, pad=None, y=None, **kwargs)',
)
const bindLabel = {
  x: python('Axes.set_xlabel(self, xlabel, fontdict=None, labelpad=None, *, loc=None, **kwargs)'),
  y: python('Axes.set_ylabel(self, ylabel, fontdict=None, labelpad=None, *, loc=None, **kwargs)'),
}
const bindTicks = python('Axis.set_ticks(self, ticks, labels=None, *, minor=False, **kwargs)')
const bindTickLabels = python(
  'Axis.set_ticklabels(self, labels, *, minor=False, fontdict=None, **kwargs)',
  { dicts: ['labels'] },
)
const bindText = python('Axes.text(self, x, y, s, fontdict=None, **kwargs)')
const bindAnnotate = python(
  "Axes.annotate(self, text, xy, xytext=None, xycoords='data', textcoords=None, arrowprops=None, annotation_clip=None, **kwargs)",
)
const bindImshow = python(
  'Axes.imshow(self, X, cmap=None, norm=None, *, aspect=None, interpolation=None, alpha=None, vmin=None, vmax=None, colorizer=None, origin=None, extent=None, interpolation_stage=None, filternorm=True, filterrad=4.0, resample=None, url=None, data=None, **kwargs)',
  { dicts: ['X'] },
)
const bindLegend = python('Axes.legend(self, *args, **kwargs)')

/**
 * A frame with two axes and what is drawn into it. `plt.subplots`, `plt.subplot` and `fig.add_subplot` make them; methods
 * have matplotlib's names and take keywords in one trailing object.
 *
 * @example
 * const [fig, ax] = plt.subplots()
 * ax.plot([1, 3, 2], 'r--', { label: 'loss' })
 * ax.set_xlabel('epoch')
 * ax.legend()
 * ax.get_xlim() // [-0.1, 2.1]
 *
 * @see https://matplotlib.org/stable/api/axes_api.html
 */
export class Axes extends AxesContours {
  // Words

  /**
   * The title above the axes; `loc` is `'left'`, `'center'` or `'right'`, `pad` its distance in points.
   *
   * @example
   * plt.gca().set_title('Loss', { fontsize: 14 }).get_text() // 'Loss'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.set_title.html
   */
  set_title(label: string, options?: TitleOptions): Text
  set_title(
    label: string,
    fontdict: TextOptions | null,
    loc?: TitleOptions['loc'],
    options?: TitleOptions,
  ): Text
  set_title(...args: unknown[]): Text {
    const { label, fontdict, loc, pad, y, kwargs } = bindTitle<Record<string, never>>(args)
    const texts = { center: this.title, left: this.leftTitle, right: this.rightTitle }
    const place = (loc ?? 'center') as keyof typeof texts
    checkIn('loc', place, ['left', 'center', 'right'])
    const title = texts[place]
    title.set_text(label)
    if (pad !== null) this.moveTitle(title, pad)
    if (y !== null) {
      this.keepTitle()
      title.set_y(y)
    }
    title.set({ ...(fontdict as TextOptions | null), ...(kwargs as TextOptions) })
    return title
  }
  get_title(loc: 'center' | 'left' | 'right' = 'center'): string {
    return { center: this.title, left: this.leftTitle, right: this.rightTitle }[loc].get_text()
  }
  /** The label under the x axis. */
  override set_xlabel(xlabel: string, options?: LabelOptions): Text
  override set_xlabel(
    xlabel: string,
    fontdict: TextOptions | null,
    labelpad?: number | null,
    options?: LabelOptions,
  ): Text
  override set_xlabel(...args: unknown[]): Text {
    return this.setLabel(this.xaxis, bindLabel.x<Record<string, never>>(args), 'xlabel')
  }
  /** The label beside the y axis. */
  override set_ylabel(ylabel: string, options?: LabelOptions): Text
  override set_ylabel(
    ylabel: string,
    fontdict: TextOptions | null,
    labelpad?: number | null,
    options?: LabelOptions,
  ): Text
  override set_ylabel(...args: unknown[]): Text {
    return this.setLabel(this.yaxis, bindLabel.y<Record<string, never>>(args), 'ylabel')
  }
  private setLabel(axis: Axis, bound: Record<string, never>, name: 'xlabel' | 'ylabel'): Text {
    const { fontdict, labelpad, loc, kwargs } = bound
    if (labelpad !== null) axis.labelpad = labelpad
    const label = axis.set_label_text(bound[name], {
      ...(fontdict as TextOptions | null),
      ...(kwargs as TextOptions),
    })
    if (loc !== null) {
      const at = { left: 0, bottom: 0, center: 0.5, right: 1, top: 1 }[loc as string] ?? 0.5
      const ha = at === 0 ? 'left' : at === 1 ? 'right' : 'center'
      label.set_horizontalalignment(ha)
      const [x, y] = label.get_position()
      label.set_position(axis.axis_name === 'x' ? [at, y] : [x, at])
    }
    return label
  }
  get_xlabel(): string {
    return this.xaxis.get_label_text()
  }
  get_ylabel(): string {
    return this.yaxis.get_label_text()
  }
  /** A text at a place in data coordinates. */
  text(x: number, y: number, s: unknown, options?: TextOptions): Text
  text(x: number, y: number, s: unknown, fontdict: TextOptions | null, options?: TextOptions): Text
  text(...args: unknown[]): Text {
    const { x, y, s, fontdict, kwargs } = bindText<Record<string, never>>(args)
    const [px = 0] = this.convert('x', x)
    const [py = 0] = this.convert('y', y)
    return this.add(
      new Text(px, py, s, { ...(fontdict as TextOptions | null), ...(kwargs as TextOptions) }),
    )
  }
  /** A text that tells of the point `xy`, with an arrow to it where `arrowprops` are given. */
  annotate(text: unknown, xy: readonly [number, number], options?: AnnotationOptions): Annotation
  annotate(
    text: unknown,
    xy: readonly [number, number],
    xytext: readonly [number, number] | null,
    options?: AnnotationOptions,
  ): Annotation
  annotate(
    text: unknown,
    options: AnnotationOptions & { xy: readonly [number, number] },
  ): Annotation
  annotate(...args: unknown[]): Annotation {
    const { text, xy, xytext, xycoords, textcoords, arrowprops, kwargs } =
      bindAnnotate<Record<string, never>>(args)
    return this.add(
      new Annotation(text, xy, {
        ...(kwargs as TextOptions),
        xytext,
        xycoords,
        textcoords,
        arrowprops,
      }),
    )
  }
  protected override formatBar(fmt: string, value: number): string {
    return percent(fmt, value)
  }
  protected override annotateBar(
    text: unknown,
    at: [number, number],
    by: [number, number],
    options: TextOptions,
  ): Text {
    return this.annotate(text, at, { xytext: by, textcoords: 'offset points', ...options })
  }

  // Ticks and scales

  /**
   * Ticks of x at given places; `labels` are their texts, other keywords how those look.
   *
   * @example
   * plt.gca().set_xticks([0, 1], { labels: ['no', 'yes'], rotation: 90 })
   * plt.gca().get_xticks() // [0, 1]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.set_xticks.html
   */
  set_xticks(
    ticks: ArrayLike | readonly string[],
    options?: TextOptions & { labels?: readonly unknown[]; minor?: boolean },
  ): void
  set_xticks(
    ticks: ArrayLike | readonly string[],
    labels: readonly unknown[] | null,
    options?: TextOptions & { minor?: boolean },
  ): void
  set_xticks(...args: unknown[]): void {
    this.setTicks(this.xaxis, args)
  }
  /** Ticks of y at given places; `labels` are their texts, other keywords how those look. */
  set_yticks(
    ticks: ArrayLike | readonly string[],
    options?: TextOptions & { labels?: readonly unknown[]; minor?: boolean },
  ): void
  set_yticks(
    ticks: ArrayLike | readonly string[],
    labels: readonly unknown[] | null,
    options?: TextOptions & { minor?: boolean },
  ): void
  set_yticks(...args: unknown[]): void {
    this.setTicks(this.yaxis, args)
  }
  private setTicks(axis: Axis, args: readonly unknown[]): void {
    const { ticks, labels, minor, kwargs } = bindTicks<Record<string, never>>(args)
    axis.set_ticks(ticks, labels === null ? null : Array.from(labels), {
      minor,
      ...(kwargs as TextOptions),
    })
  }
  /** Texts for the ticks of x, in their order. */
  set_xticklabels(
    labels: Iterable<unknown>,
    options: TextOptions & { minor?: boolean } = {},
  ): Text[] {
    return this.setTickLabels(this.xaxis, [labels, options])
  }
  /** Texts for the ticks of y, in their order. */
  set_yticklabels(
    labels: Iterable<unknown>,
    options: TextOptions & { minor?: boolean } = {},
  ): Text[] {
    return this.setTickLabels(this.yaxis, [labels, options])
  }
  private setTickLabels(axis: Axis, args: readonly unknown[]): Text[] {
    const { labels, minor, fontdict, kwargs } = bindTickLabels<Record<string, never>>(args)
    return axis.set_ticklabels(labels, { minor, fontdict, ...(kwargs as TextOptions) })
  }
  get_xticks(options: { minor?: boolean } = {}): number[] {
    return this.xaxis.get_ticklocs(options)
  }
  get_yticks(options: { minor?: boolean } = {}): number[] {
    return this.yaxis.get_ticklocs(options)
  }
  get_xticklabels(options: { minor?: boolean } = {}): Text[] {
    return this.xaxis.get_ticklabels(options)
  }
  get_yticklabels(options: { minor?: boolean } = {}): Text[] {
    return this.yaxis.get_ticklabels(options)
  }
  set_xscale(scale: ScaleName, options: ScaleOptions = {}): void {
    this.xaxis.set_scale(scale, options)
  }
  set_yscale(scale: ScaleName, options: ScaleOptions = {}): void {
    this.yaxis.set_scale(scale, options)
  }
  get_xscale(): ScaleName {
    return this.xaxis.get_scale()
  }
  get_yscale(): ScaleName {
    return this.yaxis.get_scale()
  }
  protected override minorLocator(axis: Axis): AutoMinorLocator | LogLocator {
    return axis.get_scale() === 'log' ? new LogLocator(10, 'auto') : new AutoMinorLocator()
  }
  locator_params(options: {
    axis?: 'x' | 'y' | 'both'
    nbins?: number
    integer?: boolean
    tight?: boolean
  }): void {
    const { axis = 'both', tight: _, ...rest } = options
    for (const one of [this.xaxis, this.yaxis]) {
      const locator = one.get_major_locator()
      if ((axis === 'both' || axis === one.axis_name) && locator instanceof MaxNLocator)
        locator.set_params(rest)
    }
    this.requestAutoscale()
  }
  /** Axes on the same place with a y axis of their own, at the right. */
  twinx(): Axes {
    const twin = this.figure.addTwin(this, { sharex: this })
    twin.yaxis.tick_right()
    twin.yaxis.set_label_position('right')
    twin.xaxis.set_visible(false)
    twin.patch.set_visible(false)
    return twin
  }
  /** Axes on the same place with an x axis of their own, at the top. */
  twiny(): Axes {
    const twin = this.figure.addTwin(this, { sharey: this })
    twin.xaxis.tick_top()
    twin.xaxis.set_label_position('top')
    twin.yaxis.set_visible(false)
    twin.patch.set_visible(false)
    return twin
  }

  // Images

  /**
   * Shows a matrix as an image: numbers through a colormap, or colours where the last of three dimensions is 3 or 4
   * (from 0 to 1, or bytes). Rows go downwards unless `origin` is `'lower'`.
   *
   * @example
   * const image = plt.gca().imshow(torch.arange(6).view(2, 3), { cmap: 'gray' })
   * image.get_size() // [2, 3]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.imshow.html
   */
  imshow(X: ArrayLike, options?: ImshowOptions): AxesImage
  imshow(X: ArrayLike, cmap: ImshowOptions['cmap'], options?: ImshowOptions): AxesImage
  imshow(
    X: ArrayLike,
    cmap: ImshowOptions['cmap'],
    norm: ImshowOptions['norm'],
    options?: ImshowOptions,
  ): AxesImage
  imshow(...args: unknown[]): AxesImage {
    const { X, cmap, norm, aspect, interpolation, alpha, vmin, vmax, origin, extent, kwargs } =
      bindImshow<Record<string, never>>(args)
    const image = new AxesImage(
      X,
      { cmap, norm, vmin, vmax, interpolation, alpha, origin, extent, ...(kwargs as ImageOptions) },
      { origin: rcParams['image.origin'], interpolation: rcParams['image.interpolation'] },
    )
    const shape = (aspect ?? rcParams['image.aspect']) as 'equal' | 'auto' | number
    if (aspect !== null || (kwargs as ImageOptions).transform === undefined) this.set_aspect(shape)
    image.mappable.autoscale_None()
    this.add(image)
    this.fit(image.get_extent(), image)
    return image
  }
  private fit(extent: Extent, image: AxesImage): void {
    const [left, right, bottom, top] = extent
    image.set_extent(extent)
    this.update_datalim([
      [left, bottom],
      [right, top],
    ])
    if (this.xaxis.autoscale) this.set_xlim(left, right, { auto: null })
    if (this.yaxis.autoscale) this.set_ylim(bottom, top, { auto: null })
  }

  /**
   * A matrix cell by cell, ticks above: `imshow` with matplotlib's settings for matrices.
   *
   * @example
   * const confusion = torch.eye(3)
   * plt.gca().matshow(confusion.numpy()).get_size() // [3, 3]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.matshow.html
   */
  matshow(Z: ArrayLike, options: ImshowOptions = {}): AxesImage {
    const image = this.imshow(Z, {
      origin: 'upper',
      interpolation: 'nearest',
      aspect: 'equal',
      ...options,
    })
    this.title.set_y(1.05)
    this.xaxis.tick_top()
    this.xaxis.set_ticks_position('both')
    for (const axis of [this.xaxis, this.yaxis]) {
      axis.set_major_locator(new MaxNLocator(9, { steps: [1, 2, 5, 10], integer: true }))
    }
    return image
  }

  /** A matrix as cells at given edges, or at 0, 1, 2, ...; rows go upwards. Edges must lie equally far apart. */
  pcolormesh(C: ArrayLike, options?: ImshowOptions): AxesImage
  pcolormesh(X: ArrayLike, Y: ArrayLike, C: ArrayLike, options?: ImshowOptions): AxesImage
  pcolormesh(...args: unknown[]): AxesImage {
    const last = args.at(-1)
    const options = (isPlainObject(last) && !('shape' in last) ? last : {}) as ImshowOptions & {
      shading?: string
    }
    const data = options === last ? args.slice(0, -1) : args
    const C = data.at(-1)
    const { shape } = toValues(C)
    const [rows = 0, columns = 0] = shape
    if (shape.length !== 2)
      throw new ValueError(
        `pcolormesh() takes 1 or 3 positional arguments but a matrix of ${shape.length} dimensions was given`,
      )
    const edges = (values: unknown, count: number, name: 'x' | 'y'): [number, number] => {
      const all = toValues(values)
      const [r = 0, c = 0] = all.shape
      const line =
        all.shape.length === 2
          ? Array.from(
              name === 'x' ? all.data.subarray(0, c) : { length: r },
              (_, i) => all.data[name === 'x' ? i : i * c] as number,
            )
          : Array.from(all.data)
      const [first = 0, end = 0] = [line[0], line.at(-1)]
      const step = (end - first) / (line.length - 1)
      if (line.some((v, i) => Math.abs(v - first - i * step) > 1e-6 * Math.abs(end - first))) {
        throw new NotImplementedError('pcolormesh(): cells of different sizes are not supported')
      }
      if (line.length === count + 1) return [first, end]
      const half = count > 1 ? (end - first) / (count - 1) / 2 : 0.5
      return [first - half, end + half]
    }
    const [x0, x1] = data.length > 1 ? edges(data[0], columns, 'x') : [0, columns]
    const [y0, y1] = data.length > 1 ? edges(data[1], rows, 'y') : [0, rows]
    const { shading: _, ...look } = options
    return this.imshow(C as ArrayLike, {
      aspect: 'auto',
      interpolation: 'nearest',
      ...look,
      origin: 'lower',
      extent: [x0, x1, y0, y1],
    })
  }
  pcolor(
    ...args: [ArrayLike, ImshowOptions?] | [ArrayLike, ArrayLike, ArrayLike, ImshowOptions?]
  ): AxesImage {
    return this.pcolormesh(...(args as [ArrayLike, ArrayLike, ArrayLike, ImshowOptions?]))
  }
  /** Where a matrix is not zero. */
  spy(Z: ArrayLike, options: ImshowOptions = {}): AxesImage {
    const { data, shape } = toValues(Z)
    const marks = { data: data.map((v) => (v === 0 ? 0 : 1)), shape }
    const image = this.imshow(marks, {
      cmap: 'Greys',
      vmin: 0,
      vmax: 1,
      interpolation: 'nearest',
      ...options,
    })
    this.xaxis.tick_top()
    this.xaxis.set_ticks_position('both')
    return image
  }

  // Legend

  /**
   * A legend of what has labels, of the labels given, or of handles and labels.
   *
   * @example
   * plt.plot([1, 2], { label: 'train' })
   * plt.gca().legend({ loc: 'upper left' }).get_texts().length // 1
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.legend.html
   */
  legend(options?: LegendOptions): Legend
  legend(labels: readonly string[], options?: LegendOptions): Legend
  legend(handles: readonly unknown[], labels: readonly string[], options?: LegendOptions): Legend
  legend(...given: unknown[]): Legend {
    const { args, kwargs } = bindLegend<{ args: unknown[]; kwargs: LegendOptions }>(given)
    const { handles, labels } = this.legendItems(args, kwargs)
    this.legend_ = new Legend(
      {
        axes: this,
        figure: this.figure,
        obstacles: () => this.obstacles(),
        background: () => this.get_facecolor(),
      },
      handles,
      labels,
      kwargs,
    )
    return this.legend_
  }
  private legendItems(
    args: readonly unknown[],
    kwargs: LegendOptions,
  ): { handles: Handle[]; labels: string[] } {
    const auto = labelled(this)
    const flat = (list: unknown): Handle[] =>
      (list as unknown[]).flatMap((one) =>
        Array.isArray(one) && one[0] instanceof Line2D && one.length === 1 ? one : [one],
      ) as Handle[]
    if (args.length > 2)
      throw new TypeError(`Call to legend() with ${args.length} positional arguments`)
    if (args.length === 2) return { handles: flat(args[0]), labels: [...(args[1] as string[])] }
    if (args.length === 1 || kwargs.labels !== undefined) {
      const labels = Array.from((kwargs.labels ?? args[0]) as Iterable<string>)
      const all =
        kwargs.handles ??
        this.children.filter(
          (one) => one instanceof Line2D || one instanceof Patch || one instanceof Collection,
        )
      return { handles: flat(all).slice(0, labels.length), labels }
    }
    if (kwargs.handles !== undefined) {
      const handles = flat(kwargs.handles)
      return { handles, labels: handles.map((one) => one.get_label() ?? '') }
    }
    if (auto.handles.length === 0) {
      warn(
        'No artists with labels found to put in legend.  Note that artists whose label start with an underscore are ignored when legend() is called with no argument.',
      )
    }
    return auto
  }
  get_legend(): Legend | null {
    return this.legend_
  }
  get_legend_handles_labels(): [Handle[], string[]] {
    const { handles, labels } = labelled(this)
    return [handles, labels]
  }
  private obstacles(): Obstacles {
    const lines: Point[][] = []
    const boxes: Bbox[] = []
    const points: Point[] = []
    const follow = (path: Path, map: (x: number, y: number) => Point): Point[] =>
      Array.from({ length: path.vertices.length / 2 }, (_, i) =>
        map(path.vertices[2 * i] as number, path.vertices[2 * i + 1] as number),
      )
    for (const child of this.children) {
      const transform = child.get_transform().frozen()
      const map = (x: number, y: number): Point => transform.point(x, y)
      if (child instanceof Line2D) {
        const y = child.get_ydata()
        lines.push(Array.from(child.get_xdata(), (x, i) => map(x, y[i] as number)))
      } else if (child instanceof Rectangle) {
        const { x0, y0, x1, y1 } = child.get_bbox()
        boxes.push(new Bbox(...map(x0, y0), ...map(x1, y1)))
      } else if (child instanceof Patch) lines.push(follow(child.get_path(), map))
      else if (child instanceof PolyCollection)
        lines.push(...child.paths.map((path) => follow(path, map)))
      else if (child instanceof PathCollection) {
        const at = child.get_offsets()
        for (let i = 0; i < at.length; i += 2)
          points.push(map(at[i] as number, at[i + 1] as number))
      } else if (child instanceof Text) boxes.push(child.get_window_extent())
    }
    return { lines, boxes, points }
  }

  /** Several properties at once: `ax.set({ xlabel: 'epoch', ylim: [0, 1] })`. */
  override set(options: AxesOptions & { legend?: boolean }): this {
    const setters = this as unknown as Record<string, (...args: unknown[]) => unknown>
    for (const [key, value] of Object.entries(options)) {
      if (value === undefined || key === 'projection' || key === 'polar') continue
      const setter = setters[`set_${key}`]
      if (typeof setter !== 'function') {
        throw new AttributeError(`Axes.set() got an unexpected keyword argument '${key}'`)
      }
      if (key === 'alpha' && value === null) continue
      setter.call(this, value)
    }
    return this
  }
}

/** Axes in a figure, at a rectangle or in a grid. */
export function makeAxes(figure: Figure, place: Bbox | SubplotSpec, options: AxesOptions): Axes {
  const { projection, polar } = options
  if (polar || (projection && projection !== 'rectilinear')) {
    throw new ValueError(`Unknown projection '${String(projection ?? 'polar')}'`)
  }
  return new Axes(figure, place, options)
}
