// Counting numbers into bins. Mirrors numpy.histogram and its rules for how many bins there are.

import { strRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { extent, linspace } from '../_array.js'

/** A number of bins, their edges, or the name of a rule. */
export type Bins = number | ArrayLike<number> | Iterable<number> | string

function percentile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1)
  const low = Math.floor(at)
  const a = sorted[low] as number
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return a + (at - low) * (b - a)
}

function std(x: Float64Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length
  return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length)
}

const iqr = (x: Float64Array): number => {
  const sorted = Float64Array.from(x).sort()
  return percentile(sorted, 0.75) - percentile(sorted, 0.25)
}

const ptp = (x: Float64Array): number => {
  const [low, high] = extent(x)
  return high - low
}

const widths: Readonly<Record<string, (x: Float64Array) => number>> = {
  sqrt: (x) => ptp(x) / Math.sqrt(x.length),
  sturges: (x) => ptp(x) / (Math.log2(x.length) + 1),
  rice: (x) => ptp(x) / (2 * x.length ** (1 / 3)),
  scott: (x) => ((24 * Math.sqrt(Math.PI)) / x.length) ** (1 / 3) * std(x),
  fd: (x) => (2 * iqr(x)) / x.length ** (1 / 3),
  auto(x) {
    const fd = (2 * iqr(x)) / x.length ** (1 / 3)
    const sturges = ptp(x) / (Math.log2(x.length) + 1)
    return fd === 0 ? sturges : Math.min(fd, sturges)
  },
}

/** The edges of bins. */
export function binEdges(
  x: Float64Array,
  bins: Bins,
  range: readonly [number, number] | null,
): number[] {
  if (typeof bins === 'object') {
    const edges = Array.from(bins as Iterable<number>)
    if (edges.some((edge, i) => i > 0 && edge < (edges[i - 1] as number))) {
      throw new ValueError('`bins` must increase monotonically, when an array')
    }
    return edges
  }
  let [low, high] = range ?? (x.length === 0 ? [0, 1] : extent(x))
  if (low > high) throw new ValueError('max must be larger than min in range parameter.')
  if (!Number.isFinite(low + high)) {
    throw new ValueError(
      `${range ? 'supplied' : 'autodetected'} range of [${low}, ${high}] is not finite`,
    )
  }
  let count = Number(bins)
  if (typeof bins === 'string') {
    const rule = Object.hasOwn(widths, bins) ? widths[bins] : undefined
    if (rule === undefined)
      throw new ValueError(`${strRepr(bins)} is not a valid estimator for \`bins\``)
    const inside = x.filter((v) => v >= low && v <= high)
    const width = inside.length === 0 ? 0 : rule(inside)
    count = width > 0 ? Math.max(Math.ceil((high - low) / width), 1) : 1
  }
  if (!Number.isInteger(count))
    throw new TypeError('`bins` must be an integer, a string, or an array')
  if (count < 1) throw new ValueError('`bins` must be positive, when an integer')
  if (low === high) [low, high] = [low - 0.5, high + 0.5]
  return linspace(low, high, count + 1)
}

/** How much falls into each bin, the last one closed on both sides. */
export function histogram(
  x: Float64Array,
  edges: readonly number[],
  weights: Float64Array | null,
  density: boolean,
): number[] {
  const n = edges.length - 1
  const counts = new Array<number>(n).fill(0)
  const first = edges[0] as number
  const last = edges[n] as number
  x.forEach((value, k) => {
    if (!(value >= first && value <= last)) return
    let low = 0
    let high = n
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (value >= (edges[middle] as number)) low = middle
      else high = middle
    }
    counts[low] = (counts[low] as number) + (weights?.[k] ?? 1)
  })
  if (!density) return counts
  const total = counts.reduce((a, b) => a + b, 0)
  return counts.map((c, i) => c / ((edges[i + 1] as number) - (edges[i] as number)) / total)
}
