// Mirrors numpy/lib/_histograms_impl.py, for data in float64.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { pow } from '../../_libm.js'
import { floatRepr, strRepr } from '../../_repr.js'
import { tensor } from '../../creation.js'
import { float64, int64 } from '../../dtype.js'
import { IndexError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { RuntimeWarning, warn } from '../../warnings.js'
import { countBetween } from './_bin_search.js'
import { float64Array } from './_convert_np.js'
import { mean, pairwiseSum, percentile, std } from './_numpy_sums.js'

/** How to make the bins: how many, by which estimator, or their edges. */
export type Bins = number | string | Tensor | readonly number[]

/** The counts of the bins and their edges, one more. */
export interface Histogram {
  counts: Float64Array
  limits: Float64Array
}

/** Data in float64, as a tensor of one dimension and as an array. */
export interface Data {
  tensor: Tensor
  array: Float64Array
}

type Range = readonly [first: number, last: number]

const extent = ({ tensor }: Data): number => {
  const [low, high] = C.aminmax(tensor)
  return (high.item() as number) - (low.item() as number)
}

const sturges = (x: Data): number => extent(x) / (Math.log2(x.array.length) + 1)
const sqrt = (x: Data): number => extent(x) / Math.sqrt(x.array.length)

function fd(x: Data): number {
  const sorted = x.array.slice().sort()
  const iqr = percentile(sorted, 0.75) - percentile(sorted, 0.25)
  return 2 * iqr * pow(x.array.length, -1 / 3)
}

function doane(x: Data): number {
  const n = x.array.length
  if (n <= 2) return 0
  const sigma = std(x.array)
  if (!(sigma > 0)) return 0
  const sg1 = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)))
  const center = mean(x.array)
  const g1 = mean(x.array.map((value) => pow((value - center) / sigma, 3)))
  return extent(x) / (1 + Math.log2(n) + Math.log2(1 + Math.abs(g1) / sg1))
}

function stone(x: Data, range: Range): number {
  const n = x.array.length
  const width = extent(x)
  if (n <= 1 || width === 0) return 0
  const most = Math.max(100, Math.trunc(Math.sqrt(n)))
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let bins = 1; bins <= most; bins++) {
    const p = uniform(x.tensor, bins, range, null).counts.map((count) => count / n)
    const loss = (2 - (n + 1) * pairwiseSum(p.map((value) => value * value))) / (width / bins)
    if (loss < least) [best, least] = [bins, loss]
  }
  if (best === most) warn('The number of bins estimated may be suboptimal.', RuntimeWarning)
  return width / best
}

/** The width of a bin, by the name of its estimator. */
const estimators: Readonly<Record<string, (x: Data, range: Range) => number>> = {
  stone,
  auto: (x) => Math.min(Math.max(fd(x), sqrt(x) / 2), sturges(x)),
  doane,
  fd,
  rice: (x) => extent(x) / (2 * pow(x.array.length, 1 / 3)),
  scott: (x) => pow((24 * pow(Math.PI, 0.5)) / x.array.length, 1 / 3) * std(x.array),
  sqrt,
  sturges,
}

function outerEdges(values: Tensor): Range {
  const [low, high] = C.aminmax(values)
  const first = low.item() as number
  const last = high.item() as number
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    throw new ValueError(
      `autodetected range of [${floatRepr(first)}, ${floatRepr(last)}] is not finite`,
    )
  }
  return first === last ? [first - 0.5, last + 0.5] : [first, last]
}

// More would be more than JavaScript's heap can hold; NumPy's memory ends a little later.
const mostBins = 2 ** 26

function linspace([first, last]: Range, bins: number): Float64Array {
  const tooMany = (): ValueError =>
    new ValueError(`Too many bins for data range. Cannot create ${bins} finite-sized bins.`)
  if (!(bins <= mostBins)) throw tooMany()
  const step = (last - first) / bins
  const at = step === 0 ? (i: number) => (i / bins) * (last - first) : (i: number) => i * step
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => at(i) + first)
  edges[bins] = last
  if (edges.some((edge, i) => i > 0 && (edges[i - 1] as number) >= edge)) throw tooMany()
  return edges
}

/** Counts, or sums of weights, in so many bins of one width. */
export function uniform(
  values: Tensor,
  bins: number,
  range: Range,
  weights: Tensor | null,
): Histogram {
  const limits = linspace(range, bins)
  const [first, last] = range
  const keep = values.ge(first).logical_and(values.le(last))
  const a = values.index([keep]).to(float64)
  const edges = tensor(limits)
  const indices = a
    .sub(first)
    .div(last - first)
    .mul(bins)
    .to(int64)
    // What lies on the last edge belongs to the last bin.
    .clamp_max(bins - 1)
  // The product may be off by a rounding at the edges.
  indices.sub_(a.lt(edges.index([indices])).to(int64))
  const increment = a.ge(edges.index([indices.add(1)])).logical_and(indices.ne(bins - 1))
  indices.add_(increment.to(int64))
  const counts =
    weights === null
      ? C.bincount(indices, { minlength: bins })
      : C.bincount(indices, weights.index([keep]), bins)
  return { counts: float64Array(counts), limits }
}

// The edges of a list, which is a writer's own for all its histograms; until it is changed.
const known = new WeakMap<readonly number[], Float64Array>()

function edgesOf(bins: readonly number[]): Float64Array {
  const before = known.get(bins)
  if (before?.length === bins.length && before.every((edge, i) => edge === bins[i])) return before
  const edges = tensor(bins, { dtype: float64 })
  const limits = checkedEdges(edges)
  known.set(bins, limits)
  return limits
}

function checkedEdges(edges: Tensor): Float64Array {
  if (edges.dim() !== 1) throw new ValueError('`bins` must be 1d, when an array')
  const limits = float64Array(edges)
  if (limits.some((edge, i) => i > 0 && (limits[i - 1] as number) > edge)) {
    throw new ValueError('`bins` must increase monotonically, when an array')
  }
  if (limits.length < 2) throw new IndexError('index -1 is out of bounds for axis 0 with size 0')
  return limits
}

const inEdges = ({ array }: Data, limits: Float64Array): Histogram => ({
  counts: countBetween(array, limits),
  limits,
})

function estimated(data: Data, name: string): Histogram {
  const estimate = Object.hasOwn(estimators, name) ? estimators[name] : undefined
  if (estimate === undefined) {
    throw new ValueError(`${strRepr(name)} is not a valid estimator for \`bins\``)
  }
  const range = outerEdges(data.tensor)
  const width = estimate(data, range)
  // Some widths are zero, such as that of `fd` where half of the values are the same.
  const bins = width ? Math.ceil((range[1] - range[0]) / width) : 1
  return uniform(data.tensor, bins, range, null)
}

/** `numpy.histogram` of data that is not empty. */
export function histogram(data: Data, bins: Bins): Histogram {
  if (typeof bins === 'string') return estimated(data, bins)
  if (isTensor(bins)) return inEdges(data, checkedEdges(bins))
  if (Array.isArray(bins)) return inEdges(data, edgesOf(bins as readonly number[]))
  if (typeof bins !== 'number' || !Number.isInteger(bins)) {
    throw new TypeError('`bins` must be an integer, a string, or an array')
  }
  if (bins < 1) throw new ValueError('`bins` must be positive, when an integer')
  return uniform(data.tensor, bins, outerEdges(data.tensor), null)
}
