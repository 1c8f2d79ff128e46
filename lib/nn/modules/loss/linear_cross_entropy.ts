// LinearCrossEntropyLoss of torch/nn/modules/loss.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { RuntimeError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import type { Reduction } from '../../_reduction.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { float, sizes } from '../_text.js'
import { Linear } from '../linear.js'
import type { LinearCrossEntropyOptions } from '../linear_cross_entropy_options.js'
import { _WeightedLoss } from './base.js'

const initLinearCrossEntropyLoss = initializer<
  [
    in_features: number,
    num_classes: number,
    out_features: readonly number[],
    bias: boolean,
    device: Device | null,
    dtype: dtype | null,
    reduction: Reduction,
    weight: Tensor | null,
    ignore_index: number | null,
    label_smoothing: number,
    options: LinearCrossEntropyOptions | null,
  ]
>()(
  "LinearCrossEntropyLoss.__init__(self, in_features, num_classes, *, out_features=(), bias=False, device=None, dtype=None, reduction='mean', weight=None, ignore_index=None, label_smoothing=0.0, options=None)",
)

class LinearCrossEntropyLoss extends _WeightedLoss {
  declare num_classes: number
  declare out_features: readonly number[]
  declare ignore_index: number | null
  declare label_smoothing: number
  declare linear: Linear
  declare options: LinearCrossEntropyOptions | null

  constructor(...args: ArgumentsOf<typeof initLinearCrossEntropyLoss>) {
    const bound = initLinearCrossEntropyLoss(args)
    const { in_features, num_classes, bias, device, dtype, weight, label_smoothing } = bound
    if (weight !== null && String(weight.shape) !== `torch.Size([${num_classes}])`) {
      throw new RuntimeError(
        `expected weight shape to be (${num_classes},), got ${pyRepr(tuple(weight.shape))}`,
      )
    }
    if (label_smoothing < 0 || label_smoothing > 1) {
      throw new RuntimeError(
        `expected label_smoothing to be in range [0, 1], got ${pyRepr(label_smoothing)}`,
      )
    }
    super(weight, null, null, bound.reduction)
    this.num_classes = num_classes
    this.out_features = bound.out_features
    this.ignore_index = bound.ignore_index
    this.label_smoothing = label_smoothing
    const rows = this.out_features.reduce((product, size) => product * size, num_classes)
    this.linear = Linear(in_features, rows, { bias, device, dtype })
    this.options = bound.options
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, bias, in_features } = this.linear
    const rows = [this.num_classes, ...this.out_features]
    return F.linear_cross_entropy(input, weight.reshape([...rows, in_features]), target, {
      linear_bias: bias === null ? null : bias.reshape(rows),
      weight: this.weight,
      reduction: this.reduction,
      ignore_index: this.ignore_index,
      label_smoothing: this.label_smoothing,
      options: this.options,
    })
  }

  override extra_repr(): string {
    const { num_classes, out_features, reduction, ignore_index, label_smoothing, options } = this
    return (
      `in_features=${this.linear.in_features}, num_classes=${num_classes}, ` +
      `out_features=${sizes(out_features)}, bias=${pyRepr(this.linear.bias !== null)}, ` +
      `reduction=${reduction}, ignore_index=${pyRepr(ignore_index)}, ` +
      `label_smoothing=${float(label_smoothing, 0)}, options=${pyRepr(options)}`
    )
  }
}

/**
 * A linear layer and the cross entropy of what it gives, in one: the head of a classifier.
 *
 * Shape: input `(N, in_features)` or `(in_features)`; target `(N, *out_features)` with classes, or
 * `(N, num_classes, *out_features)` with probabilities; a number, or the shape of the classes without reduction.
 *
 * @example
 * const criterion = nn.LinearCrossEntropyLoss(64, 10, { label_smoothing: 0.1 })
 * const loss = criterion(torch.randn(32, 64), torch.randint(10, [32]))
 * loss.backward()
 * loss.size() // torch.Size([])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LinearCrossEntropyLoss.html
 */
const LinearCrossEntropyLoss_ = layer(LinearCrossEntropyLoss, 'input, target')
type LinearCrossEntropyLoss_ = LinearCrossEntropyLoss

export { LinearCrossEntropyLoss_ as LinearCrossEntropyLoss }
