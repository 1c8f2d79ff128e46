// Mirrors pr_curve, pr_curve_raw and compute_curve of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import * as C from '../../../_generated/torch_functions.js'
import { tensor } from '../../../creation.js'
import { float64, int32 } from '../../../dtype.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../types.js'
import { type Arrayish, make_np } from '../_convert_np.js'
import { uniform } from '../_numpy_histogram.js'
import { Summary, serialize } from '../_proto.js'
import { type Numbers, numbers } from './histogram.js'
import { floatTensor, pluginMetadata } from './scalar.js'

/** One weight for all samples, or one for each. */
export type Weights = Arrayish | null

const most = 127

function summary(tag: string, data: Tensor, num_thresholds: number): Summary {
  const content = serialize('PrCurvePluginData', { version: 0, num_thresholds })
  const values = floatTensor(data.reshape(-1).tolist() as number[], data.shape)
  const metadata = pluginMetadata('pr_curves', content)
  return new Summary({ value: [{ tag, metadata, tensor: values }] })
}

const bindRaw = initializer<
  [
    tag: string,
    tp: Numbers,
    fp: Numbers,
    tn: Numbers,
    fn: Numbers,
    precision: Numbers,
    recall: Numbers,
    num_thresholds: number,
    weights: Weights,
  ]
>()('pr_curve_raw(tag, tp, fp, tn, fn, precision, recall, num_thresholds=127, weights=None)')

/** A precision-recall curve whose counts are there already, each for as many thresholds. */
export function pr_curve_raw(...args: ArgumentsOf<typeof bindRaw>): Summary {
  const { tag, tp, fp, tn, fn, precision, recall, num_thresholds } = bindRaw(args)
  const rows = [tp, fp, tn, fn, precision, recall].map(numbers)
  if (rows.some((row) => row.length !== rows[0]?.length)) {
    throw new ValueError('all input arrays must have the same shape')
  }
  return summary(tag, tensor(rows, { dtype: float64 }), Math.min(num_thresholds, most))
}

const bindCurve = initializer<
  [tag: string, labels: Arrayish, predictions: Arrayish, num_thresholds: number, weights: Weights]
>()('pr_curve(tag, labels, predictions, num_thresholds=127, weights=None)', {
  dicts: ['labels', 'predictions', 'weights'],
})

/**
 * A precision-recall curve of labels, 0 or 1, and the probabilities that were predicted for 1, at no more than 127
 * thresholds.
 *
 * @example
 * const labels = torch.tensor([0, 1, 1])
 * const [{ tag }] = pr_curve('pr', labels, torch.tensor([0.1, 0.7, 0.9])).value
 * tag // 'pr'
 */
export function pr_curve(...args: ArgumentsOf<typeof bindCurve>): Summary {
  const { tag, labels, predictions, num_thresholds, weights } = bindCurve(args)
  const count = Math.min(num_thresholds, most)
  const data = compute_curve(make_np(labels), make_np(predictions), count, weights)
  return summary(tag, data, count)
}

const bindCompute = initializer<
  [labels: Tensor, predictions: Tensor, num_thresholds: number, weights: Weights]
>()('compute_curve(labels, predictions, num_thresholds=None, weights=None)', {
  dicts: ['weights'],
})

const reverseCumsum = (x: Tensor): Tensor => x.flip(0).cumsum(0).flip(0)

/**
 * Rows of true and false positives, true and false negatives, precision and recall, in float64, by threshold.
 *
 * @example
 * compute_curve(torch.tensor([0, 1]), torch.tensor([0.2, 0.8]), 3).shape // torch.Size([6, 3])
 */
export function compute_curve(...args: ArgumentsOf<typeof bindCompute>): Tensor {
  const { labels, predictions, num_thresholds, weights } = bindCompute(args)
  const buckets = predictions
    .mul(num_thresholds - 1)
    .floor()
    .to(int32)
  const positive = labels.to(float64)
  const weight = make_np(weights ?? 1)
  const counts = (of: Tensor): Tensor => {
    const weighted = of.mul(weight)
    if (String(weighted.shape) !== String(buckets.shape)) {
      throw new ValueError('weights should have the same shape as a.')
    }
    const range = [0, num_thresholds - 1] as const
    const flat = weighted.reshape(-1).to(float64)
    return tensor(uniform(buckets.reshape(-1), num_thresholds, range, flat).counts)
  }
  const tp = reverseCumsum(counts(positive))
  const fp = reverseCumsum(counts(C.rsub(positive, 1)))
  const tn = fp.select(0, 0).sub(fp)
  const fn = tp.select(0, 0).sub(tp)
  const precision = tp.div(tp.add(fp).clamp_min(1e-7))
  const recall = tp.div(tp.add(fn).clamp_min(1e-7))
  return C.stack([tp, fp, tn, fn, precision, recall])
}
