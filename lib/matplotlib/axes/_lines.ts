// Lines in axes: plot and its relatives, rulers, error bars, stems. Mirrors parts of matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { checkIn } from '../_api.js'
import { type ArrayLike, isCategories, shapeText, toFlat, toValues } from '../_array.js'
import type { LineStyle } from '../_linestyle.js'
import { rcParams } from '../_rc.js'
import type { ArtistOptions } from '../artist.js'
import type { LineCollection } from '../collections.js'
import type { Color } from '../colors.js'
import { ErrorbarContainer, StemContainer } from '../container.js'
import { Line2D, type LineOptions } from '../lines.js'
import { type PatchOptions, Polygon } from '../patches.js'
import { Path } from '../path.js'
import type { ScaleOptions } from '../scale.js'
import { processPlotFormat } from './_format.js'
import { AxesRules, type Data } from './_rules.js'

/** Keywords of `plot`. */
export interface PlotOptions extends Omit<LineOptions, 'label'> {
  /** One label, or one for each line. */
  label?: string | number | null | readonly string[]
  scalex?: boolean
  scaley?: boolean
}

/** Keywords of `errorbar`. */
export interface ErrorbarOptions extends LineOptions {
  yerr?: ArrayLike | null
  xerr?: ArrayLike | null
  fmt?: string
  ecolor?: Color | null
  elinewidth?: number | null
  capsize?: number | null
  capthick?: number | null
  barsabove?: boolean
  errorevery?: number
}

/** Keywords of `stem`. */
export interface StemOptions extends ArtistOptions {
  linefmt?: string | null
  markerfmt?: string | null
  basefmt?: string | null
  bottom?: number
  orientation?: 'vertical' | 'horizontal'
}

const bindErrorbar = python(
  "Axes.errorbar(self, x, y, yerr=None, xerr=None, fmt='', *, ecolor=None, elinewidth=None, capsize=None, barsabove=False, lolims=False, uplims=False, xlolims=False, xuplims=False, errorevery=1, capthick=None, data=None, **kwargs)",
  { dicts: ['x', 'y'] },
)

export abstract class AxesLines extends AxesRules {
  /**
   * Lines or markers through points: `plot(y)`, `plot(x, y)`, `plot(x, y, 'r--')`, `plot(x1, y1, 'b', x2, y2, 'go')`.
   * A list in two dimensions gives a line per column. Gives the lines.
   *
   * @example
   * const [line] = plt.gca().plot([0, 1, 2], [5, 6, 5], 'g^', { label: 'points' })
   * line?.get_marker() // '^'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.plot.html
   */
  plot(y: Data, options?: PlotOptions): Line2D[]
  plot(y: Data, fmt: string, options?: PlotOptions): Line2D[]
  plot(x: Data, y: Data, options?: PlotOptions): Line2D[]
  plot(x: Data, y: Data, fmt: string, options?: PlotOptions): Line2D[]
  plot(...args: (Data | string | PlotOptions)[]): Line2D[]
  plot(...args: unknown[]): Line2D[] {
    const last = args.at(-1)
    const options = (
      isPlainObject(last) && !('data' in last && 'shape' in last) ? last : {}
    ) as PlotOptions
    const rest = options === last ? args.slice(0, -1) : [...args]
    const { scalex = true, scaley = true, ...look } = options
    const lines: Line2D[] = []
    while (rest.length > 0) {
      const taken = rest.splice(0, typeof rest[1] === 'string' || rest.length < 2 ? 1 : 2)
      if (typeof rest[0] === 'string') taken.push(rest.shift())
      lines.push(...this.plotOne(taken, look))
    }
    for (const line of lines) this.add_line(line)
    this.requestAutoscale(scalex, scaley)
    return lines
  }

  private plotOne(
    args: readonly unknown[],
    options: Omit<PlotOptions, 'scalex' | 'scaley'>,
  ): Line2D[] {
    const fmt = args.length > 1 && typeof args.at(-1) === 'string' ? (args.at(-1) as string) : null
    const data = fmt === null ? args : args.slice(0, -1)
    const format = fmt === null ? null : processPlotFormat(fmt)
    const given = data.length > 1 ? this.columns('x', data[0]) : null
    const ys = this.columns('y', data.length > 1 ? data[1] : data[0])
    const [firstY] = ys.columns
    const count = firstY?.length ?? 0
    const xs = given ?? {
      columns: [Float64Array.from({ length: count }, (_, i) => i)],
      shape: [count],
    }
    if (xs.shape[0] !== ys.shape[0]) {
      throw new ValueError(
        `x and y must have same first dimension, but have shapes ${shapeText(xs.shape)} and ${shapeText(ys.shape)}`,
      )
    }
    if (xs.shape.length > 2 || ys.shape.length > 2) {
      throw new ValueError(
        `x and y can be no greater than 2D, but have shapes ${shapeText(xs.shape)} and ${shapeText(ys.shape)}`,
      )
    }
    const [nx, ny] = [xs.columns.length, ys.columns.length]
    if (nx > 1 && ny > 1 && nx !== ny)
      throw new ValueError(`x has ${nx} columns but y has ${ny} columns`)
    const n = Math.max(nx, ny)
    const { label, ...look } = options
    if (Array.isArray(label) && label.length !== n) {
      throw new ValueError(
        `label must be scalar or have the same length as the input data, but found ${label.length} for ${n} datasets.`,
      )
    }
    const fixed = look.color ?? look.c ?? format?.color ?? null
    return Array.from({ length: n }, (_, i) => {
      const own: LineOptions = {
        ...(format?.linestyle ? { linestyle: format.linestyle } : {}),
        ...(format?.marker ? { marker: format.marker } : {}),
        color: fixed ?? this.nextColor('line'),
        ...look,
        label: Array.isArray(label)
          ? ((label as string[])[i] ?? null)
          : ((label ?? `_child${this.children.length + i}`) as string),
      }
      return new Line2D(xs.columns[nx === 1 ? 0 : i], ys.columns[ny === 1 ? 0 : i], own)
    })
  }

  private columns(
    name: 'x' | 'y',
    values: unknown,
  ): { columns: Float64Array[]; shape: readonly number[] } {
    if (typeof values === 'string' || isCategories(values)) {
      const column = this.convert(name, values)
      return { columns: [column], shape: [column.length] }
    }
    const { data, shape } = toValues(values)
    if (shape.length < 2) return { columns: [data], shape: [data.length] }
    const [rows = 0, count = 0] = shape
    const columns = Array.from({ length: count }, (_, c) =>
      Float64Array.from({ length: rows }, (_unused, r) => data[r * count + c] as number),
    )
    return { columns, shape }
  }

  /** {@link plot} with a logarithmic y. */
  semilogy(...args: (Data | string | (PlotOptions & ScaleOptions))[]): Line2D[] {
    this.yaxis.set_scale('log')
    return this.plot(...args)
  }
  /** {@link plot} with a logarithmic x. */
  semilogx(...args: (Data | string | (PlotOptions & ScaleOptions))[]): Line2D[] {
    this.xaxis.set_scale('log')
    return this.plot(...args)
  }
  /** {@link plot} with both axes logarithmic. */
  loglog(...args: (Data | string | (PlotOptions & ScaleOptions))[]): Line2D[] {
    this.xaxis.set_scale('log')
    this.yaxis.set_scale('log')
    return this.plot(...args)
  }
  /** {@link plot} in steps: `where` is `'pre'`, `'post'` or `'mid'`. */
  step(
    x: Data,
    y: Data,
    ...more: (string | (PlotOptions & { where?: 'pre' | 'post' | 'mid' }))[]
  ): Line2D[] {
    const last = more.at(-1)
    const { where = 'pre', ...options } = typeof last === 'object' ? last : {}
    checkIn('where', where, ['pre', 'post', 'mid'])
    const fmt = typeof more[0] === 'string' ? [more[0]] : []
    return this.plot(x, y, ...fmt, { ...options, drawstyle: `steps-${where}` })
  }

  /**
   * A line through points with bars that show errors: one size, one per point, or a row below and a row above.
   *
   * @example
   * plt.gca().errorbar([1, 2, 3], [4, 5, 6], { yerr: 0.5, fmt: 'o', capsize: 3 }).has_yerr // True
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.errorbar.html
   */
  errorbar(x: Data, y: ArrayLike, options?: ErrorbarOptions): ErrorbarContainer
  errorbar(
    x: Data,
    y: ArrayLike,
    yerr: ArrayLike | null,
    options?: ErrorbarOptions,
  ): ErrorbarContainer
  errorbar(
    x: Data,
    y: ArrayLike,
    yerr: ArrayLike | null,
    xerr: ArrayLike | null,
    options?: ErrorbarOptions,
  ): ErrorbarContainer
  errorbar(...args: unknown[]): ErrorbarContainer {
    const bound = bindErrorbar<Record<string, never>>(args)
    const { yerr, xerr, fmt, ecolor, elinewidth, capsize, capthick, barsabove, errorevery } = bound
    const kwargs = bound.kwargs as LineOptions
    const x = this.convert('x', bound.x)
    const y = this.convert('y', bound.y)
    if (x.length !== y.length) throw new ValueError("'x' and 'y' must have the same size")
    const { label, ...look } = kwargs
    let line: Line2D | null = null
    let color = (look.color ?? look.c ?? null) as Color | null
    if (String(fmt).toLowerCase() !== 'none') {
      ;[line = null] = this.plot(x, y, ...(fmt ? [fmt as string] : []), {
        ...look,
        label: '_nolegend_',
      })
      color = line?.get_color() ?? color
      line?.set_zorder((kwargs.zorder ?? 2) + (barsabove ? -0.1 : 0.1))
    } else color ??= this.nextColor('line')
    const barColor = (ecolor ?? color) as Color
    const bars: LineCollection[] = []
    const caps: Line2D[] = []
    const cap = (capsize ?? rcParams['errorbar.capsize']) as number
    for (const [name, err] of [
      ['x', xerr],
      ['y', yerr],
    ] as const) {
      if (err === null) continue
      const [below, above] = errorsOf(err, x.length, name)
      const base = name === 'x' ? x : y
      const low = base.map((v, i) => v - (below[i] as number))
      const high = base.map((v, i) => v + (above[i] as number))
      const keep = (_: number, i: number): boolean => i % (errorevery as number) === 0
      const other = (name === 'x' ? y : x).filter(keep)
      const style = {
        colors: barColor,
        linewidth: (elinewidth ??
          look.linewidth ??
          look.lw ??
          rcParams['lines.linewidth']) as number,
        alpha: look.alpha ?? null,
      }
      const [l, h] = [low.filter(keep), high.filter(keep)]
      bars.push(name === 'x' ? this.hlines(other, l, h, style) : this.vlines(other, l, h, style))
      if (cap <= 0) continue
      const marker = name === 'x' ? '|' : '_'
      for (const end of [l, h]) {
        const [px, py] = name === 'x' ? [end, other] : [other, end]
        const mark = new Line2D(px, py, {
          linestyle: 'None',
          marker,
          markersize: 2 * cap,
          markeredgecolor: barColor,
          markeredgewidth: (capthick ?? rcParams['lines.markeredgewidth']) as number,
          alpha: look.alpha ?? null,
        })
        caps.push(this.add_line(mark))
      }
    }
    this.requestAutoscale()
    const container = new ErrorbarContainer()
    container.push(line, caps, bars)
    container.has_xerr = xerr !== null
    container.has_yerr = yerr !== null
    container.label = label === null || label === undefined ? null : String(label)
    this.containers.push(container)
    return container
  }

  /** Vertical lines from a baseline up to markers. */
  stem(heads: ArrayLike, options?: StemOptions): StemContainer
  stem(locs: Data, heads: ArrayLike, options?: StemOptions): StemContainer
  stem(...args: unknown[]): StemContainer {
    const last = args.at(-1)
    const options = (isPlainObject(last) ? last : {}) as StemOptions
    const data = options === last ? args.slice(0, -1) : args
    const heads = toFlat(data.at(-1))
    const locs = data.length > 1 ? this.convert('x', data[0]) : heads.map((_, i) => i)
    const { linefmt, markerfmt, basefmt, bottom = 0, label } = options
    const line = linefmt ? processPlotFormat(linefmt) : null
    const color = line?.color ?? 'C0'
    const stems = this.vlines(locs, bottom, heads, {
      colors: color,
      linestyle: (line?.linestyle ?? '-') as LineStyle,
    })
    const mark = markerfmt ? processPlotFormat(markerfmt) : null
    const [markers] = this.plot(locs, heads, {
      color: mark?.color ?? color,
      marker: mark?.marker ?? 'o',
      linestyle: mark?.linestyle ?? 'None',
      label: '_nolegend_',
    })
    const base = basefmt ? processPlotFormat(basefmt) : null
    const ends = [Math.min(...locs), Math.max(...locs)]
    const [baseline] = this.plot(ends, [bottom, bottom], {
      color: base?.color ?? 'C3',
      linestyle: base?.linestyle ?? '-',
      marker: base?.marker ?? 'None',
      label: '_nolegend_',
    })
    const container = new StemContainer()
    container.push(markers as Line2D, stems, baseline as Line2D)
    container.label = label === undefined || label === null ? null : String(label)
    this.containers.push(container)
    return container
  }

  /** Closed outlines, filled: `fill(x, y, 'b')`. */
  fill(x: Data, y: ArrayLike, ...more: (string | PatchOptions)[]): Polygon[] {
    const last = more.at(-1)
    const options = typeof last === 'object' ? last : {}
    const color = typeof more[0] === 'string' ? more[0] : this.nextColor('patch')
    const points = Path.polyline(this.convert('x', x), this.convert('y', y)).vertices
    const polygon = new Polygon(
      points,
      options.color || options.facecolor || options.fc
        ? options
        : { facecolor: color, edgecolor: color, ...options },
    )
    this.add_patch(polygon)
    this.requestAutoscale()
    return [polygon]
  }

  /** What `bar`, `errorbar` and `stem` made, in order. */
  readonly containers: { get_label(): string | null }[] = []
}

/** How far errors reach below and above. */
function errorsOf(err: unknown, count: number, name: string): [number[], number[]] {
  const { data, shape } = toValues(err)
  if (data.some((one) => one < 0))
    throw new ValueError(`'${name}err' must not contain negative values`)
  if (shape.length === 2 && shape[0] === 2 && shape[1] === count) {
    return [Array.from(data.subarray(0, count)), Array.from(data.subarray(count))]
  }
  if (shape.length > 1 || (shape.length === 1 && shape[0] !== count && shape[0] !== 1)) {
    throw new ValueError(
      `'${name}err' (shape: ${shapeText(shape)}) must be a scalar or a 1D or (2, n) array-like whose shape matches '${name}' (shape: (${count},))`,
    )
  }
  const all = Array.from({ length: count }, (_, i) => data[data.length === 1 ? 0 : i] as number)
  return [all, all]
}
