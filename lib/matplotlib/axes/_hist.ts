// Histograms in axes. Mirrors Axes.hist of matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { ValueError } from '../../errors.js'
import { type ArrayLike, isCategories, toFlat, toList, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import { type Color, to_rgba_array } from '../colors.js'
import type { BarContainer } from '../container.js'
import { type PatchOptions, Polygon } from '../patches.js'
import { AxesBars, type BarOptions } from './_bars.js'
import { type Bins, binEdges, histogram } from './_histogram.js'

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

const bindHist = python(
  "Axes.hist(self, x, bins=None, range=None, density=False, weights=None, cumulative=False, bottom=None, histtype='bar', align='mid', orientation='vertical', rwidth=None, log=False, color=None, label=None, stacked=False, *, data=None, **kwargs)",
  { dicts: ['x'] },
)
export abstract class AxesHist extends AxesBars {
  /**
   * How often numbers fall into bins, as bars. Gives the counts, the edges and the bars; lists of them for several sets.
   *
   * @example
   * const [n, bins] = plt.gca().hist(torch.tensor([1, 2, 2, 3]), { bins: 2 })
   * n // [1, 3]
   * bins // [1, 2, 3]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.hist.html
   */
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
