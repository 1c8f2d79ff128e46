// Mirrors histogram, histogram_raw and make_histogram of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { float } from '../../../_builtins/conversion.js'
import { float64 } from '../../../dtype.js'
import { ValueError, ZeroDivisionError } from '../../../errors.js'
import type { Tensor } from '../../../types.js'
import { type Arrayish, float64Array, make_np } from '../_convert_np.js'
import { type Bins, type Histogram, histogram as numpyHistogram } from '../_numpy_histogram.js'
import { pairwiseSum } from '../_numpy_sums.js'
import { type HistogramProto, Summary } from '../_proto.js'

/** Numbers in a list, a typed array or a tensor. */
export type Numbers = Tensor | readonly number[] | ArrayLike<number>

/** They as an array. */
export function numbers(values: Numbers): number[] {
  return 'tolist' in values
    ? ((values as Tensor).reshape(-1).tolist() as number[])
    : Array.from(values as ArrayLike<number>, float)
}

const bindRaw = initializer<
  [
    name: string,
    min: number,
    max: number,
    num: number,
    sum: number,
    sum_squares: number,
    bucket_limits: Numbers,
    bucket_counts: Numbers,
  ]
>()('histogram_raw(name, min, max, num, sum, sum_squares, bucket_limits, bucket_counts)')

/**
 * A histogram that is counted already: `bucket_limits` are the upper ends of the bins.
 *
 * @example
 * histogram_raw('h', 0, 2, 3, 3, 5, [1, 2], [1, 2]).value[0].histo?.num // 3
 */
export function histogram_raw(...args: ArgumentsOf<typeof bindRaw>): Summary {
  const { name: tag, bucket_limits, bucket_counts, ...given } = bindRaw(args)
  const { min, max, num, sum, sum_squares } = given
  const histo = {
    ...optional({ min, max, num, sum, sum_squares }),
    bucket_limit: numbers(bucket_limits),
    bucket: numbers(bucket_counts),
  }
  return new Summary({ value: [{ tag, histo }] })
}

// None leaves a field at its default.
function optional<K extends string>(fields: Record<K, unknown>): Record<K, number> {
  const values = Object.entries(fields).map(([key, value]) => [
    key,
    value === null ? 0 : float(value),
  ])
  return Object.fromEntries(values) as Record<K, number>
}

const bindHistogram = initializer<
  [name: string, values: Arrayish, bins: Bins, max_bins: number | null]
>()('histogram(name, values, bins, max_bins=None)', { dicts: ['values'] })

/**
 * A histogram of all values. `bins` are a count, edges, or the name of one of NumPy's estimators: `'auto'`, `'fd'`, ...
 *
 * @example
 * const [{ histo }] = histogram('h', torch.tensor([1, 2, 2, 4]), 3).value
 * histo?.bucket // [0, 1, 2, 1]
 */
export function histogram(...args: ArgumentsOf<typeof bindHistogram>): Summary {
  const { name: tag, values, bins, max_bins } = bindHistogram(args)
  const histo = make_histogram(make_np(values).to(float64), bins, max_bins)
  return new Summary({ value: [{ tag, histo }] })
}

// Joins neighbours until there are about so many bins.
function subsample({ counts, limits }: Histogram, max_bins: number): Histogram {
  if (max_bins === 0) throw new ZeroDivisionError('integer division or modulo by zero')
  const every = Math.floor(counts.length / max_bins)
  const joined = Math.ceil(counts.length / every)
  const fewer = { counts: new Float64Array(joined), limits: new Float64Array(joined + 1) }
  for (const [i, count] of counts.entries()) {
    ;(fewer.counts[Math.floor(i / every)] as number) += count
  }
  for (let i = 0; i < joined; i++) fewer.limits[i] = limits[i * every] as number
  fewer.limits[joined] = limits.at(-1) as number
  return fewer
}

const bindMake = initializer<[values: Arrayish, bins: Bins, max_bins: number | null]>()(
  'make_histogram(values, bins, max_bins=None)',
  { dicts: ['values'] },
)

/**
 * Counts values, and leaves out the empty bins at both ends but for one at the left, whose limit is the start of the
 * first one that is not empty.
 *
 * @example
 * make_histogram(new Float64Array([1, 2, 2, 4]), 3).bucket_limit // [1, 2, 3, 4]
 */
export function make_histogram(...args: ArgumentsOf<typeof bindMake>): HistogramProto {
  const { values: given, bins, max_bins } = bindMake(args)
  const values = make_np(given).to(float64).reshape(-1)
  if (values.numel() === 0) throw new ValueError('The input has no element.')
  const array = float64Array(values)
  let counted = numpyHistogram({ tensor: values, array }, bins)
  if (max_bins !== null && counted.counts.length > max_bins) counted = subsample(counted, max_bins)
  const all = Array.from(counted.counts)
  const first = all.findIndex((count) => count > 0)
  const last = all.findLastIndex((count) => count > 0)
  // Where all bins are empty, Python's search ends before it starts.
  const [start, end] = first < 0 ? [all.length, 1] : [first, last + 1]
  const bucket = start > 0 ? all.slice(start - 1, end) : [0, ...all.slice(0, end)]
  const bucket_limit = Array.from(counted.limits.subarray(start, end + 1))
  if (bucket.length === 0 || bucket_limit.length === 0) {
    throw new ValueError('The histogram is empty, please file a bug report.')
  }
  return {
    min: values.min().item() as number,
    max: values.max().item() as number,
    num: values.numel(),
    sum: pairwiseSum(array),
    sum_squares: values.dot(values).item() as number,
    bucket_limit,
    bucket,
  }
}
