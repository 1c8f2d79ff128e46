// Bars and clouds of points in axes. Mirrors parts of matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { checkIn } from '../_api.js'
import { type ArrayLike, toFlat, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import type { ScalarMappableOptions } from '../cm.js'
import { type CollectionOptions, PathCollection } from '../collections.js'
import { type Color, is_color_like, to_rgba_array } from '../colors.js'
import { BarContainer } from '../container.js'
import { findMarker } from '../markers.js'
import { type PatchOptions, Rectangle } from '../patches.js'
import { Path } from '../path.js'
import type { Text, TextOptions } from '../text.js'
import { AxesLines } from './_lines.js'
import type { Data } from './_rules.js'

/** Keywords of `scatter`. */
export interface ScatterOptions extends CollectionOptions, ScalarMappableOptions {
  /** Areas in points squared. */
  s?: ArrayLike | null
  /** Colours, or numbers for the colormap. */
  c?: Color | readonly Color[] | ArrayLike | null
  marker?: string | null
  plotnonfinite?: boolean
}

/** Keywords of `bar`. */
export interface BarOptions
  extends Omit<PatchOptions, 'color' | 'facecolor' | 'edgecolor' | 'label' | 'linewidth'> {
  color?: Color | readonly Color[] | null
  facecolor?: Color | readonly Color[] | null
  edgecolor?: Color | readonly Color[] | null
  linewidth?: number | readonly number[] | null
  align?: 'center' | 'edge'
  bottom?: ArrayLike | null
  left?: ArrayLike | null
  width?: ArrayLike
  height?: ArrayLike
  tick_label?: string | readonly string[] | null
  label?: string | readonly string[] | null
  xerr?: ArrayLike | null
  yerr?: ArrayLike | null
  ecolor?: Color
  capsize?: number
  log?: boolean
}

const bindScatter = python(
  'Axes.scatter(self, x, y, s=None, c=None, *, marker=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None, linewidths=None, edgecolors=None, colorizer=None, plotnonfinite=False, data=None, **kwargs)',
  { dicts: ['x', 'y'] },
)
const bindBar = python(
  "Axes.bar(self, x, height, width=0.8, bottom=None, *, align='center', data=None, **kwargs)",
  { dicts: ['x', 'height'] },
)
const bindBarh = python(
  "Axes.barh(self, y, width, height=0.8, left=None, *, align='center', data=None, **kwargs)",
  { dicts: ['y', 'width'] },
)
interface Bars {
  readonly at: unknown
  readonly length: unknown
  readonly thickness: unknown
  readonly start: unknown
  readonly align: 'center' | 'edge'
  readonly kwargs: BarOptions
}

/** The lengths as NumPy would spread them over one another. */
function broadcast(parts: readonly Float64Array[], names: readonly string[]): number[][] {
  const count = Math.max(...parts.map((one) => one.length))
  const base = parts.findIndex((one) => one.length !== 1)
  parts.forEach((one, i) => {
    if (one.length === 1 || one.length === (parts[base] as Float64Array).length) return
    throw new ValueError(
      `shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between '${names[base]}' with shape (${parts[base]?.length},) and '${names[i]}' with shape (${one.length},).`,
    )
  })
  return parts.map((one) =>
    Array.from(
      { length: one.length === 0 ? 0 : count },
      (_, i) => one[one.length === 1 ? 0 : i] as number,
    ),
  )
}

export abstract class AxesBars extends AxesLines {
  /**
   * A marker at each point, of its own size `s` (in points squared) and colour `c`.
   *
   * @example
   * const points = plt.gca().scatter([1, 2], [3, 4], { s: 50, c: [0.1, 0.9], cmap: 'viridis' })
   * points.get_sizes() // [50]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.scatter.html
   */
  scatter(x: Data, y: Data, options?: ScatterOptions): PathCollection
  scatter(x: Data, y: Data, s: ScatterOptions['s'], options?: ScatterOptions): PathCollection
  scatter(
    x: Data,
    y: Data,
    s: ScatterOptions['s'],
    c: ScatterOptions['c'],
    options?: ScatterOptions,
  ): PathCollection
  scatter(...args: unknown[]): PathCollection {
    const {
      s,
      c,
      marker: name,
      cmap,
      norm,
      vmin,
      vmax,
      alpha,
      linewidths,
      edgecolors,
      kwargs,
      ...data
    } = bindScatter<Record<string, never>>(args)
    const x = this.convert('x', data.x)
    const y = this.convert('y', data.y)
    if (x.length !== y.length) throw new ValueError('x and y must be the same size')
    const sizes = s === null ? [rcParams['lines.markersize'] ** 2] : Array.from(toFlat(s))
    if (sizes.length !== 1 && sizes.length !== x.length) {
      throw new ValueError(
        `s (size ${sizes.length}) cannot be broadcast to match x and y (size ${x.length})`,
      )
    }
    const marker = findMarker(name ?? rcParams['scatter.marker'])
    const { color, facecolors, facecolor, edgecolor, linewidth, lw, ...rest } =
      kwargs as unknown as ScatterOptions
    const filled = marker?.filled ?? true
    const { face, values } = this.scatterColors(
      c,
      color ?? facecolors ?? facecolor ?? null,
      x.length,
    )
    const edge = (edgecolors ?? edgecolor ?? color ?? rcParams['scatter.edgecolors']) as
      | Color
      | 'face'
    const points = new PathCollection(
      marker?.path ?? new Path([]),
      sizes,
      Path.polyline(x, y).vertices,
      {
        ...(face === null ? {} : { facecolor: face as Color }),
        edgecolor: filled ? edge : edge === 'face' ? (face as Color) : edge,
        linewidth:
          linewidths ?? linewidth ?? lw ?? rcParams[filled ? 'patch.linewidth' : 'lines.linewidth'],
        cmap,
        norm,
        vmin,
        vmax,
        alpha,
        ...rest,
      },
      filled,
    )
    if (values !== null) {
      points.set_array(values)
      points.mappable.autoscale_None()
    } else if (cmap !== null || norm !== null) {
      warn("No data for colormapping provided via 'c'. Parameters 'cmap' will be ignored")
    }
    this.updateDataLimits('x', x)
    this.updateDataLimits('y', y)
    this.requestAutoscale()
    return this.add(points)
  }

  private scatterColors(
    c: unknown,
    color: unknown,
    count: number,
  ): { face: unknown; values: Float64Array | null } {
    if (c === null) return { face: color ?? this.nextColor('patch'), values: null }
    const strings = typeof c === 'string' || (Array.isArray(c) && typeof c[0] === 'string')
    if (!strings) {
      const { data, shape } = toValues(c)
      const rows = shape.length === 2 && (shape[1] === 3 || shape[1] === 4)
      const one =
        shape.length === 1 &&
        (shape[0] === 3 || shape[0] === 4) &&
        shape[0] !== count &&
        data.every((v) => v >= 0 && v <= 1)
      if (!rows && !one) {
        if (data.length === count) return { face: null, values: data }
        throw new ValueError(
          `'c' argument has ${data.length} elements, which is inconsistent with 'x' and 'y' with size ${count}.`,
        )
      }
      const wide = shape.at(-1) as number
      const list = Array.from({ length: data.length / wide }, (_, i) =>
        Array.from(data.subarray(i * wide, (i + 1) * wide)),
      )
      if (list.length === 1 || list.length === count) return { face: list, values: null }
      throw new ValueError(
        `'c' argument has ${list.length} elements, which is inconsistent with 'x' and 'y' with size ${count}.`,
      )
    }
    const list = Array.isArray(c) ? c : [c]
    if (!list.every(is_color_like)) {
      throw new ValueError(
        `'c' argument must be a color, a sequence of colors, or a sequence of numbers, not ${pyRepr(c)}`,
      )
    }
    if (list.length > 1 && list.length !== count) {
      throw new ValueError(
        `'c' argument has ${list.length} elements, which is inconsistent with 'x' and 'y' with size ${count}.`,
      )
    }
    return { face: c, values: null }
  }

  /**
   * Vertical bars: at places or names `x`, of a height, `bottom` up.
   *
   * @example
   * plt.gca().bar(['cat', 'dog'], [3, 5], { color: 'tab:orange' }).length // 2
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.bar.html
   */
  bar(x: Data, height: ArrayLike, options?: BarOptions): BarContainer
  bar(x: Data, height: ArrayLike, width: ArrayLike, options?: BarOptions): BarContainer
  bar(
    x: Data,
    height: ArrayLike,
    width: ArrayLike,
    bottom: ArrayLike | null,
    options?: BarOptions,
  ): BarContainer
  bar(...args: unknown[]): BarContainer {
    const { x, height, width, bottom, align, kwargs } = bindBar<Record<string, never>>(args)
    return this.bars('vertical', {
      at: x,
      length: height,
      thickness: width,
      start: bottom,
      align,
      kwargs,
    })
  }
  /** Horizontal bars: at places or names `y`, of a width, from `left` on. */
  barh(y: Data, width: ArrayLike, options?: BarOptions): BarContainer
  barh(y: Data, width: ArrayLike, height: ArrayLike, options?: BarOptions): BarContainer
  barh(
    y: Data,
    width: ArrayLike,
    height: ArrayLike,
    left: ArrayLike | null,
    options?: BarOptions,
  ): BarContainer
  barh(...args: unknown[]): BarContainer {
    const { y, width, height, left, align, kwargs } = bindBarh<Record<string, never>>(args)
    return this.bars('horizontal', {
      at: y,
      length: width,
      thickness: height,
      start: left,
      align,
      kwargs,
    })
  }

  private bars(
    orientation: 'vertical' | 'horizontal',
    { at, length, thickness, start, align, kwargs }: Bars,
  ): BarContainer {
    const vertical = orientation === 'vertical'
    const place = vertical ? 'x' : 'y'
    const along = vertical ? 'y' : 'x'
    checkIn('align', align, ['center', 'edge'])
    const {
      color,
      facecolor,
      edgecolor,
      linewidth,
      tick_label,
      label,
      xerr,
      yerr,
      ecolor,
      capsize,
      log,
      ...rest
    } = kwargs
    if (log) this[`${along}axis`].set_scale('log')
    const [places = [], lengths = [], widths = [], starts = []] = broadcast(
      [
        this.convert(place, at),
        toFlat(length),
        toFlat(thickness),
        start === null ? Float64Array.of(0) : toFlat(start),
      ],
      vertical ? ['x', 'height', 'width', 'bottom'] : ['y', 'width', 'height', 'left'],
    )
    const faces = to_rgba_array((color ?? facecolor ?? this.nextColor('patch')) as Color)
    const edges =
      edgecolor === undefined || edgecolor === null ? null : to_rgba_array(edgecolor as Color)
    const lines =
      linewidth === undefined || linewidth === null ? null : Array.from(toFlat(linewidth))
    const labels = Array.isArray(label) ? (label as string[]) : null
    if (labels !== null && labels.length !== places.length) {
      throw new ValueError(
        `number of labels (${labels.length}) does not match number of bars (${places.length}).`,
      )
    }
    const bars = new BarContainer()
    places.forEach((p, i) => {
      const [w, l, s] = [widths[i] as number, lengths[i] as number, starts[i] as number]
      const low = align === 'center' ? p - w / 2 : p
      const bar = new Rectangle(
        vertical ? [low, s] : [s, low],
        vertical ? w : l,
        vertical ? l : w,
        {
          facecolor: faces.length === 0 ? 'none' : (faces[i % faces.length] as Color),
          ...(edges === null
            ? {}
            : { edgecolor: edges.length === 0 ? 'none' : (edges[i % edges.length] as Color) }),
          ...(lines === null ? {} : { linewidth: lines[i % lines.length] as number }),
          ...(rest as PatchOptions),
          label: labels?.[i] ?? '_nolegend_',
        },
      )
      bar.sticky_edges[along].push(s)
      bars.push(this.add_patch(bar))
    })
    bars.orientation = orientation
    bars.datavalues = lengths
    bars.label = labels === null && typeof label === 'string' ? label : null
    this.containers.push(bars)
    const ends = lengths.map((l, i) => (starts[i] as number) + l)
    const err = { xerr: xerr ?? null, yerr: yerr ?? null }
    if (err.xerr !== null || err.yerr !== null) {
      const middles = places.map((p, i) => (align === 'center' ? p : p + (widths[i] as number) / 2))
      bars.errorbar = this.errorbar(vertical ? middles : ends, vertical ? ends : middles, {
        ...err,
        fmt: 'none',
        ecolor: ecolor ?? 'k',
        capsize: capsize ?? rcParams['errorbar.capsize'],
      })
    }
    if (tick_label !== undefined && tick_label !== null) {
      const names = typeof tick_label === 'string' ? places.map(() => tick_label) : tick_label
      this[`${place}axis`].set_ticks(places, names)
    }
    this.requestAutoscale()
    return bars
  }

  /** The length of each bar as a text at its end, or in its middle. */
  bar_label(
    container: BarContainer,
    labels:
      | readonly unknown[]
      | null
      | (TextOptions & {
          labels?: readonly unknown[]
          fmt?: string
          label_type?: 'edge' | 'center'
          padding?: number
        }) = null,
    options: TextOptions & { fmt?: string; label_type?: 'edge' | 'center'; padding?: number } = {},
  ): Text[] {
    const given =
      Array.isArray(labels) || labels === null
        ? { ...options, labels }
        : (labels as typeof options & { labels?: readonly unknown[] })
    const { labels: texts = null, fmt = '%g', label_type = 'edge', padding = 0, ...look } = given
    const vertical = container.orientation === 'vertical'
    return container.map((bar, i) => {
      const value = container.datavalues[i] as number
      const text = (texts as readonly unknown[] | null)?.[i] ?? this.formatBar(fmt, value)
      const { x0, y0, x1, y1 } = bar.get_bbox()
      const edge = label_type === 'edge'
      const sign = value < 0 ? -1 : 1
      const at: [number, number] = vertical
        ? [(x0 + x1) / 2, edge ? y1 : (y0 + y1) / 2]
        : [edge ? x1 : (x0 + x1) / 2, (y0 + y1) / 2]
      const shift = sign * padding
      return this.annotateBar(text, at, vertical ? [0, shift] : [shift, 0], {
        ha: vertical || !edge ? 'center' : sign > 0 ? 'left' : 'right',
        va: !vertical || !edge ? 'center' : sign > 0 ? 'bottom' : 'top',
        ...look,
      })
    })
  }
  protected abstract formatBar(fmt: string, value: number): string
  protected abstract annotateBar(
    text: unknown,
    at: [number, number],
    by: [number, number],
    options: TextOptions,
  ): Text
}
