// Axes: scales, twins and legends. Mirrors matplotlib/axes/_axes.py; what is drawn into them lies beside.

import { python } from '../../_kwargs.js'
import { AttributeError, ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import type { Axis } from '../axis.js'
import { Collection, PathCollection, PolyCollection } from '../collections.js'
import type { Figure } from '../figure.js'
import type { SubplotSpec } from '../gridspec.js'
import { type Handle, Legend, type LegendOptions, labelled, type Obstacles } from '../legend.js'
import { Line2D } from '../lines.js'
import { Patch, Rectangle } from '../patches.js'
import type { Path } from '../path.js'
import type { ScaleName, ScaleOptions } from '../scale.js'
import { Text } from '../text.js'
import { AutoMinorLocator, LogLocator, MaxNLocator } from '../ticker.js'
import { Bbox, type Point } from '../transforms.js'
import type { AxesOptions } from './_base.js'
import { AxesWords } from './_words.js'

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
export class Axes extends AxesWords {
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

export type { ImshowOptions } from './_images.js'
export type { LabelOptions, TitleOptions } from './_words.js'
