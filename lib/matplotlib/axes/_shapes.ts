// Bars, clouds of points, histograms and areas in axes. Mirrors parts of matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { checkIn } from '../_api.js'
import { type ArrayLike, isCategories, toFlat, toList, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import type { ScalarMappableOptions } from '../cm.js'
import { type CollectionOptions, PathCollection, PolyCollection } from '../collections.js'
import { type Color, is_color_like, to_rgba_array } from '../colors.js'
import { BarContainer } from '../container.js'
import { findMarker } from '../markers.js'
import { type PatchOptions, Polygon, Rectangle, Wedge } from '../patches.js'
import { Path } from '../path.js'
import { Text, type TextOptions } from '../text.js'
import { type Bins, binEdges, histogram } from './_histogram.js'
import { AxesLines, type Data } from './_lines.js'

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

/** Keywords of `hist`. */
export interface HistOptions extends Omit<PatchOptions, 'color' | 'label'> {
  bins?: Bins | null
  range?: readonly [number, number] | null
  density?: boolean
  weights?: ArrayLike | null
  cumulative?: boolean | number
  bottom?: ArrayLike | null
  histtype?: 'bar' | 'barstacked' | 'step' | 'stepfilled'
  align?: 'left' | 'mid' | 'right'
  orientation?: 'vertical' | 'horizontal'
  rwidth?: number | null
  log?: boolean
  color?: Color | readonly Color[] | null
  label?: string | readonly string[] | null
  stacked?: boolean
}

/** Keywords of `fill_between`. */
export interface FillBetweenOptions extends CollectionOptions {
  where?: readonly boolean[] | ArrayLike | null
  interpolate?: boolean
  step?: 'pre' | 'post' | 'mid' | null
}

/** Keywords of `pie`. */
export interface PieOptions {
  explode?: ArrayLike | null
  labels?: readonly string[] | null
  colors?: readonly Color[] | null
  /** `'%1.1f%%'`, or a function of the percentage. */
  autopct?: string | ((pct: number) => string) | null
  pctdistance?: number
  shadow?: boolean
  labeldistance?: number | null
  startangle?: number
  radius?: number
  counterclock?: boolean
  wedgeprops?: PatchOptions & { width?: number | null }
  textprops?: TextOptions
  center?: readonly [number, number]
  frame?: boolean
  normalize?: boolean
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
const bindHist = python(
  "Axes.hist(self, x, bins=None, range=None, density=False, weights=None, cumulative=False, bottom=None, histtype='bar', align='mid', orientation='vertical', rwidth=None, log=False, color=None, label=None, stacked=False, *, data=None, **kwargs)",
  { dicts: ['x'] },
)
const bindFill = {
  x: python(
    'Axes.fill_between(self, x, y1, y2=0, where=None, interpolate=False, step=None, *, data=None, **kwargs)',
  ),
  y: python(
    'Axes.fill_betweenx(self, y, x1, x2=0, where=None, step=None, interpolate=False, *, data=None, **kwargs)',
  ),
}

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

export abstract class AxesShapes extends AxesLines {
  /** A marker at each point, of its own size `s` (in points squared) and colour `c`. */
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
        linewidth: linewidths ?? linewidth ?? lw ?? rcParams['lines.linewidth'],
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

  /** Vertical bars: at places or names `x`, of a height, `bottom` up. */
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

  /** How often numbers fall into bins, as bars. Gives the counts, the edges and the bars; lists of them for several sets. */
  hist(
    x: ArrayLike | readonly ArrayLike[],
    options?: HistOptions,
  ): [n: number[], bins: number[], patches: BarContainer]
  hist(
    x: ArrayLike | readonly ArrayLike[],
    bins: Bins | null,
    options?: HistOptions,
  ): [n: number[], bins: number[], patches: BarContainer]
  hist(
    x: ArrayLike | readonly ArrayLike[],
    bins: Bins | null,
    range: readonly [number, number] | null,
    options?: HistOptions,
  ): [n: number[], bins: number[], patches: BarContainer]
  hist(...args: unknown[]): [n: never, bins: number[], patches: never] {
    const o = bindHist<Record<string, never>>(args) as unknown as Required<HistOptions> & {
      x: unknown
      kwargs: PatchOptions
    }
    const sets = datasets(o.x)
    const all = Float64Array.from(sets.flatMap((one) => [...one]).filter((v) => !Number.isNaN(v)))
    const edges = binEdges(all, o.bins ?? (rcParams['hist.bins'] as Bins), o.range)
    const weights = o.weights === null ? null : datasets(o.weights)
    const stacked = o.stacked || o.histtype === 'barstacked'
    let counts = sets.map((one, i) =>
      histogram(one, edges, weights?.[i] ?? null, o.density && !stacked),
    )
    if (stacked && o.density) {
      const total = counts.flat().reduce((a, b) => a + b, 0)
      counts = counts.map((one) =>
        one.map((c, i) => c / total / ((edges[i + 1] as number) - (edges[i] as number))),
      )
    }
    if (stacked)
      for (let i = 1; i < counts.length; i++)
        counts[i] = (counts[i] as number[]).map((c, k) => c + (counts[i - 1]?.[k] as number))
    if (o.cumulative) {
      const back = typeof o.cumulative === 'number' && o.cumulative < 0
      counts = counts.map((one) => cumulate(one, edges, o.density, back))
    }
    const colors =
      o.color === null ? sets.map(() => this.nextColor('line')) : to_rgba_array(o.color as Color)
    if (colors.length !== sets.length) {
      throw new ValueError(
        `The 'color' argument must have one color per dataset, but ${sets.length} datasets and ${colors.length} colors were provided`,
      )
    }
    const labels = toList(o.label)
    const patches =
      o.histtype === 'step' || o.histtype === 'stepfilled'
        ? this.histOutlines(counts, edges, colors as Color[], labels, o)
        : this.histBars(counts, edges, colors as Color[], labels, stacked, o)
    return (sets.length === 1 ? [counts[0], edges, patches[0]] : [counts, edges, patches]) as [
      never,
      number[],
      never,
    ]
  }

  private histBars(
    counts: readonly number[][],
    edges: readonly number[],
    colors: readonly Color[],
    labels: readonly unknown[],
    stacked: boolean,
    o: Required<HistOptions> & { kwargs: PatchOptions },
  ): BarContainer[] {
    const totals = edges.slice(1).map((edge, i) => edge - (edges[i] as number))
    const factor =
      o.rwidth === null
        ? counts.length > 1 && !stacked
          ? 0.8
          : 1
        : Math.min(Math.max(o.rwidth, 0), 1)
    const widths = totals.map((t) =>
      counts.length > 1 && !stacked ? (factor * t) / counts.length : factor * t,
    )
    const shift = { mid: 0.5, left: 0, right: 1 }[o.align]
    const vertical = o.orientation === 'vertical'
    const bottoms = o.bottom === null ? [0] : toFlat(o.bottom)
    return counts.map((m, s) => {
      const lower = stacked && s > 0 ? (counts[s - 1] as number[]) : null
      const starts = m.map(
        (_, i) => (bottoms[bottoms.length === 1 ? 0 : i] as number) + (lower?.[i] ?? 0),
      )
      const heights = m.map((c, i) => c - (lower?.[i] ?? 0))
      const at = m.map((_, i) => {
        const [e, t, w] = [edges[i] as number, totals[i] as number, widths[i] as number]
        const offset =
          counts.length > 1 && !stacked ? -0.5 * factor * t * (1 - 1 / counts.length) + s * w : 0
        return e + t * shift + offset
      })
      const options: BarOptions = {
        color: colors[s] as Color,
        log: o.log,
        align: 'center',
        ...(o.kwargs as BarOptions),
      }
      if (labels[s] !== null && labels[s] !== undefined) options.label = String(labels[s])
      const bars = vertical
        ? this.bar(at, heights, widths, starts, options)
        : this.barh(at, heights, widths, starts, options)
      return bars
    })
  }

  private histOutlines(
    counts: readonly number[][],
    edges: readonly number[],
    colors: readonly Color[],
    labels: readonly unknown[],
    o: Required<HistOptions> & { kwargs: PatchOptions },
  ): Polygon[][] {
    const filled = o.histtype === 'stepfilled'
    const vertical = o.orientation === 'vertical'
    if (o.log) this[vertical ? 'yaxis' : 'xaxis'].set_scale('log')
    const result = counts.map((m, s) => {
      const points: number[] = []
      const put = (x: number, y: number): void =>
        void (vertical ? points.push(x, y) : points.push(y, x))
      put(edges[0] as number, 0)
      m.forEach((c, i) => {
        put(edges[i] as number, c)
        put(edges[i + 1] as number, c)
      })
      put(edges.at(-1) as number, 0)
      const look: PatchOptions = filled
        ? { facecolor: colors[s] as Color }
        : { edgecolor: colors[s] as Color, fill: false }
      const outline = new Polygon(points, {
        closed: filled,
        ...look,
        ...o.kwargs,
        label: labels[s] === null || labels[s] === undefined ? '_nolegend_' : String(labels[s]),
      })
      outline.sticky_edges[vertical ? 'y' : 'x'].push(0)
      return [this.add_patch(outline)]
    })
    this.requestAutoscale()
    return result
  }

  /** Fills between two curves, where a condition holds. */
  fill_between(
    x: Data,
    y1: ArrayLike,
    options?: FillBetweenOptions & { y2?: ArrayLike },
  ): PolyCollection
  fill_between(x: Data, y1: ArrayLike, y2: ArrayLike, options?: FillBetweenOptions): PolyCollection
  fill_between(...args: unknown[]): PolyCollection {
    const { x, y1, y2, ...rest } = bindFill.x<Record<string, never>>(args)
    return this.fillBetween('x', this.convert('x', x), toFlat(y1), toFlat(y2), rest)
  }
  /** Fills between two curves that run upwards. */
  fill_betweenx(
    y: Data,
    x1: ArrayLike,
    options?: FillBetweenOptions & { x2?: ArrayLike },
  ): PolyCollection
  fill_betweenx(y: Data, x1: ArrayLike, x2: ArrayLike, options?: FillBetweenOptions): PolyCollection
  fill_betweenx(...args: unknown[]): PolyCollection {
    const { y, x1, x2, ...rest } = bindFill.y<Record<string, never>>(args)
    return this.fillBetween('y', this.convert('y', y), toFlat(x1), toFlat(x2), rest)
  }
  private fillBetween(
    name: 'x' | 'y',
    t: Float64Array,
    a: Float64Array,
    b: Float64Array,
    options: { where?: unknown; step?: string | null; kwargs?: CollectionOptions },
  ): PolyCollection {
    const n = t.length
    for (const one of [a, b]) {
      if (one.length !== 1 && one.length !== n) {
        throw new ValueError(
          `operands could not be broadcast together with shapes (${n},) (${one.length},) `,
        )
      }
    }
    const pick = (list: Float64Array, i: number): number =>
      list[list.length === 1 ? 0 : i] as number
    const where =
      options.where === null || options.where === undefined ? null : toFlat(options.where)
    if (where !== null && where.length !== n) {
      throw new ValueError(`where size (${where.length}) does not match '${name}' size (${n})`)
    }
    const paths: Path[] = []
    let run: number[] = []
    const close = (): void => {
      if (run.length > 1)
        paths.push(
          this.band(
            name,
            run,
            t,
            (i) => pick(a, i),
            (i) => pick(b, i),
            options.step ?? null,
          ),
        )
      run = []
    }
    for (let i = 0; i < n; i++) {
      const finite = Number.isFinite((t[i] as number) + pick(a, i) + pick(b, i))
      if ((where === null || where[i]) && finite) run.push(i)
      else close()
    }
    close()
    const { color, facecolor, facecolors, ...kwargs } = options.kwargs ?? {}
    const face = color ?? facecolor ?? facecolors ?? this.nextColor('patch')
    const area = new PolyCollection(paths, {
      ...(color === undefined ? { facecolor: face } : { color }),
      ...kwargs,
    })
    const other = name === 'x' ? 'y' : 'x'
    this.updateDataLimits(name, t)
    this.updateDataLimits(other, a)
    this.updateDataLimits(other, b)
    this.requestAutoscale()
    return this.add(area)
  }
  private band(
    name: 'x' | 'y',
    run: readonly number[],
    t: Float64Array,
    a: (i: number) => number,
    b: (i: number) => number,
    step: string | null,
  ): Path {
    const side = (at: (i: number) => number): [number, number][] =>
      run.flatMap((i, k): [number, number][] => {
        const here: [number, number] = [t[i] as number, at(i)]
        const before = run[k - 1]
        if (step === null || before === undefined) return [here]
        const [x0, y0] = [t[before] as number, at(before)]
        if (step === 'post') return [[here[0], y0], here]
        if (step === 'pre') return [[x0, here[1]], here]
        return [[(x0 + here[0]) / 2, y0], [(x0 + here[0]) / 2, here[1]], here]
      })
    const outline = [...side(a), ...side(b).reverse()]
    return Path.polygon(outline.flatMap(([x, y]) => (name === 'x' ? [x, y] : [y, x])))
  }

  /** Shares of a whole as sectors of a disc. Gives sectors, labels and, with `autopct`, the texts inside. */
  pie(x: ArrayLike, options: PieOptions = {}): [Wedge[], Text[], Text[]] {
    const values = toFlat(x)
    if (values.some((v) => v < 0))
      throw new ValueError("Wedge sizes 'x' must be non negative values")
    const sum = values.reduce((a, b) => a + b, 0)
    const {
      labels,
      colors,
      autopct,
      pctdistance = 0.6,
      labeldistance = 1.1,
      startangle = 0,
      radius = 1,
    } = options
    const {
      counterclock = true,
      wedgeprops = {},
      textprops = {},
      center = [0, 0],
      frame = false,
    } = options
    const explode = options.explode ? toFlat(options.explode) : values.map(() => 0)
    if (labels && labels.length !== values.length)
      throw new ValueError(`'labels' must be of length 'x', not ${labels.length}`)
    if (explode.length !== values.length)
      throw new ValueError(`'explode' must be of length 'x', not ${explode.length}`)
    const wedges: Wedge[] = []
    const texts: Text[] = []
    const inside: Text[] = []
    let theta = startangle / 360
    values.forEach((value, i) => {
      const share = value / sum
      const next = theta + (counterclock ? share : -share)
      const middle = Math.PI * (theta + next)
      const cx = (center[0] as number) + (explode[i] as number) * Math.cos(middle)
      const cy = (center[1] as number) + (explode[i] as number) * Math.sin(middle)
      const [t1, t2] = [360 * Math.min(theta, next), 360 * Math.max(theta, next)]
      const color = colors ? colors[i % colors.length] : this.nextColor('patch')
      wedges.push(
        this.add_patch(
          new Wedge([cx, cy], radius, t1, t2, {
            facecolor: color as Color,
            label: labels?.[i] ?? '',
            ...wedgeprops,
          }),
        ),
      )
      const put = (distance: number, text: string, ha: 'left' | 'right' | 'center'): Text =>
        this.add(
          new Text(
            cx + distance * radius * Math.cos(middle),
            cy + distance * radius * Math.sin(middle),
            text,
            { clip_on: false, ha, va: 'center', ...textprops },
          ),
        )
      if (labeldistance !== null) {
        const right = labeldistance * Math.cos(middle) > 0
        texts.push(put(labeldistance, labels?.[i] ?? '', right ? 'left' : 'right'))
      }
      if (autopct) {
        const text =
          typeof autopct === 'string' ? this.formatBar(autopct, 100 * share) : autopct(100 * share)
        inside.push(put(pctdistance, text, 'center'))
      }
      theta = next
    })
    if (!frame) {
      this.xaxis.set_ticks([])
      this.yaxis.set_ticks([])
      this.set_frame_on(false)
      this.set_xlim(-1.25 + (center[0] as number), 1.25 + (center[0] as number))
      this.set_ylim(-1.25 + (center[1] as number), 1.25 + (center[1] as number))
    }
    this.set_aspect('equal')
    return [wedges, texts, inside]
  }
}

/** One list of numbers, several lists, or the columns of a table. */
function datasets(x: unknown): Float64Array[] {
  if (isCategories(x)) return [toFlat(x)]
  if (
    Array.isArray(x) &&
    x.length > 0 &&
    x.every((one) => typeof one === 'object' && one !== null)
  ) {
    const parts = x.map(toValues)
    if (parts.every((one) => one.shape.length === 1)) return parts.map((one) => one.data)
  }
  const { data, shape } = toValues(x)
  if (shape.length < 2) return [data]
  if (shape.length > 2) throw new ValueError('x must have 2 or fewer dimensions')
  const [rows = 0, columns = 0] = shape
  return Array.from({ length: columns }, (_, c) =>
    Float64Array.from({ length: rows }, (_unused, r) => data[r * columns + c] as number),
  )
}

function cumulate(
  counts: readonly number[],
  edges: readonly number[],
  density: boolean,
  back: boolean,
): number[] {
  const parts = counts.map((c, i) =>
    density ? c * ((edges[i + 1] as number) - (edges[i] as number)) : c,
  )
  if (back) parts.reverse()
  let sum = 0
  const sums = parts.map((c) => (sum += c))
  return back ? sums.reverse() : sums
}
