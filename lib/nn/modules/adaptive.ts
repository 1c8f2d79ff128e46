// Mirrors torch/nn/modules/adaptive.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { argmax } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { Tuple } from '../../_tuple.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { ModuleList, Sequential } from './container.js'
import { Linear } from './linear.js'
import { Module } from './module.js'

/** What {@link AdaptiveLogSoftmaxWithLoss} gives: a log-probability for each sample, and the mean loss. */
class _ASMoutput extends Tuple<Tensor> {
  get output(): Tensor {
    return this[0] as Tensor
  }

  get loss(): Tensor {
    return this[1] as Tensor
  }

  override toString(): string {
    return `_ASMoutput(output=${pyRepr(this.output)}, loss=${pyRepr(this.loss)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function asmOutput(output: Tensor, loss: Tensor): _ASMoutput & [output: Tensor, loss: Tensor] {
  const pair = new _ASMoutput()
  pair.push(output, loss)
  return pair as _ASMoutput & [output: Tensor, loss: Tensor]
}

function checkCutoffs(cutoffs: readonly number[], n_classes: number): void {
  if (cutoffs.length === 0) {
    throw new ValueError('cutoffs should be a sequence of length larger than 0')
  }
  const fits = cutoffs.every((cutoff, i) => {
    const last = i === 0 ? 0 : (cutoffs[i - 1] as number)
    return Number.isInteger(cutoff) && cutoff > last && cutoff <= n_classes - 1
  })
  if (!fits) {
    throw new ValueError(
      'cutoffs should be a sequence of unique, positive integers sorted in an increasing order, ' +
        'where each value is between 1 and n_classes-1',
    )
  }
}

function checkShapes(input: Tensor, target: Tensor): void {
  const dim = target.dim()
  if (dim > 1) throw new RuntimeError('0D or 1D target tensor expected, multi-target not supported')
  if (dim === 1 && input.size(0) !== target.size(0)) {
    throw new RuntimeError('Input and target should have the same size in the batch dimension.')
  }
  if (input.dim() !== dim + 1) {
    throw new RuntimeError(
      `${dim}D target tensor expects ${dim + 1}D input tensors, but found inputs with size ${input.size()}`,
    )
  }
}

const initAdaptiveLogSoftmaxWithLoss = initializer<
  [
    in_features: number,
    n_classes: number,
    cutoffs: Iterable<number>,
    div_value: number,
    head_bias: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'AdaptiveLogSoftmaxWithLoss.__init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None)',
)

class AdaptiveLogSoftmaxWithLoss extends Module {
  declare in_features: number
  declare n_classes: number
  declare cutoffs: number[]
  declare div_value: number
  declare head_bias: boolean
  declare shortlist_size: number
  declare n_clusters: number
  declare head_size: number
  declare head: Linear
  declare tail: ModuleList<Sequential>

  constructor(...args: ArgumentsOf<typeof initAdaptiveLogSoftmaxWithLoss>) {
    super()
    const options = initAdaptiveLogSoftmaxWithLoss(args)
    const { in_features, n_classes, div_value, head_bias, device, dtype } = options
    const cutoffs = [...options.cutoffs]
    checkCutoffs(cutoffs, n_classes)
    this.in_features = in_features
    this.n_classes = n_classes
    this.cutoffs = [...cutoffs, n_classes]
    this.div_value = div_value
    this.head_bias = head_bias
    this.shortlist_size = this.cutoffs[0] as number
    this.n_clusters = cutoffs.length
    this.head_size = this.shortlist_size + this.n_clusters
    this.head = Linear(in_features, this.head_size, { bias: head_bias, device, dtype })
    this.tail = ModuleList<Sequential>()
    const linear = (from: number, to: number): Linear =>
      Linear(from, to, { bias: false, device, dtype })
    for (const [i, low, high] of this._clusters()) {
      const hidden = Math.floor(in_features / div_value ** (i + 1))
      this.tail.append(Sequential(linear(in_features, hidden), linear(hidden, high - low)))
    }
  }

  // Number, first class and end of each cluster behind the shortlist.
  *_clusters(): Iterable<[i: number, low: number, high: number]> {
    for (let i = 0; i < this.n_clusters; i++) {
      yield [i, this.cutoffs[i] as number, this.cutoffs[i + 1] as number]
    }
  }

  /** Draws all weights anew. */
  reset_parameters(): void {
    this.head.reset_parameters()
    for (const cluster of this.tail)
      for (const linear of cluster) (linear as Linear).reset_parameters()
  }

  override forward(input_: Tensor, target_: Tensor): _ASMoutput & [output: Tensor, loss: Tensor] {
    checkShapes(input_, target_)
    const isBatched = target_.dim() > 0
    const input = isBatched ? input_ : input_.unsqueeze(0)
    const target = isBatched ? target_ : target_.unsqueeze(0)
    const batch_size = target.size(0)
    let output = input.new_zeros(batch_size)
    const gather_inds = target.new_empty(batch_size)
    let used = 0
    // The rows whose target is from low on and below high.
    const rowsOf = (low: number, high: number): [mask: Tensor, rows: Tensor] => {
      const mask = target.ge(low).bitwise_and(target.lt(high))
      const rows = mask.nonzero().squeeze()
      used += rows.numel()
      return [mask, rows]
    }
    const [listed, listedRows] = rowsOf(0, this.shortlist_size)
    if (listedRows.numel() > 0) gather_inds.index_copy_(0, listedRows, target.index([listed]))
    for (const [i, low, high] of this._clusters()) {
      const [mask, rows] = rowsOf(low, high)
      if (rows.numel() === 0) continue
      const relative = target.index([mask]).sub(low)
      const scores = (this.tail[i] as Sequential)(input.index_select(0, rows))
      gather_inds.index_fill_(0, rows, this.shortlist_size + i)
      const logprob = F.log_softmax(scores, { dim: 1 }).gather(1, relative.unsqueeze(1))
      output.index_copy_(0, rows, logprob.squeeze(1))
    }
    if (used !== batch_size) {
      throw new RuntimeError(
        `Target values should be in [0, ${this.n_classes - 1}], but values in range ` +
          `[${String(target.min().item())}, ${String(target.max().item())}] were found. `,
      )
    }
    const head = F.log_softmax(this.head(input), { dim: 1 })
    output.add_(head.gather(1, gather_inds.unsqueeze(1)).squeeze())
    const loss = output.neg().mean()
    if (!isBatched) output = output.squeeze(0)
    return asmOutput(output, loss)
  }

  _get_full_log_prob(input: Tensor, head_output: Tensor): Tensor {
    const { shortlist_size } = this
    const out = input.new_empty([head_output.size(0), this.n_classes])
    const head = F.log_softmax(head_output, { dim: 1 })
    const shortlist = [':', `:${shortlist_size}`]
    out.index_put_(shortlist, head.index(shortlist))
    for (const [i, low, high] of this._clusters()) {
      const cluster = F.log_softmax((this.tail[i] as Sequential)(input), { dim: 1 })
      const logprob = cluster.add(head.index([':', shortlist_size + i]).unsqueeze(1))
      out.index_put_([':', `${low}:${high}`], logprob)
    }
    return out
  }

  /** The log-probabilities of all classes: `(N, in_features)` to `(N, n_classes)`. */
  log_prob(input: Tensor): Tensor {
    return this._get_full_log_prob(input, this.head(input))
  }

  /** The most likely class of each sample: `log_prob(input).argmax(1)`, often with less work. */
  predict(input: Tensor): Tensor {
    const head = this.head(input)
    const output = argmax(head, { dim: 1 })
    const rare = output.ge(this.shortlist_size)
    if (!rare.any().item()) return output
    if (rare.all().item()) return argmax(this._get_full_log_prob(input, head), { dim: 1 })
    const log_prob = this._get_full_log_prob(input.index([rare]), head.index([rare]))
    output.index_put_([rare], argmax(log_prob, { dim: 1 }))
    return output
  }
}

/**
 * An approximation of softmax over very many classes whose labels are sorted by falling frequency: a head knows the
 * frequent ones, `cutoffs` split the others into clusters, each of which is projected to `in_features / div_value^i`.
 *
 * Shape: input `(N, in_features)` and target `(N)`, or `(in_features)` and `()`; the result is a pair, also by the
 * names `output` `(N)`, the log-probability of each target, and `loss`, a number.
 *
 * @example
 * const criterion = nn.AdaptiveLogSoftmaxWithLoss(64, 1000, [20, 200])
 * const { output, loss } = criterion(torch.randn(32, 64), torch.randint(1000, [32]))
 * output.size() // torch.Size([32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
 */
const AdaptiveLogSoftmaxWithLoss_ = layer(AdaptiveLogSoftmaxWithLoss, 'input_, target_')
type AdaptiveLogSoftmaxWithLoss_ = AdaptiveLogSoftmaxWithLoss

export { AdaptiveLogSoftmaxWithLoss_ as AdaptiveLogSoftmaxWithLoss }
