// Mirrors linear_cross_entropy() of torch/nn/functional.py.

import { def } from '../../_def.js'
import { linear } from '../../_generated/nn.js'
import { floatRepr, pyRepr } from '../../_repr.js'
import { is_grad_enabled } from '../../autograd/grad_mode.js'
import { int64 } from '../../dtype.js'
import { RuntimeError } from '../../errors.js'
import type { dtype, Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import type { ChunkOptions } from './_chunk_layout.js'
import { chunkedLinearCrossEntropy } from './_chunked_linear_cross_entropy.js'
import type { Reduction } from './_loss.js'
import { equalSizes, tupleText } from './_shapes.js'
import { cross_entropy } from './loss_classification.js'

function checkShapes(input: Tensor, linear_weight: Tensor, linear_bias: Tensor | null): void {
  if (input.dim() < 1 || input.dim() > 2) {
    throw new RuntimeError(`expected input with dimensionality 1 or 2, got ${input.dim()}`)
  }
  if (linear_weight.dim() < 2) {
    throw new RuntimeError(
      `expected linear_weight with dimensionality at least 2, got ${linear_weight.dim()}`,
    )
  }
  const in_features = input.size(-1)
  if (in_features !== linear_weight.size(-1)) {
    throw new RuntimeError(
      'expected equal input and linear_weight last dimensions (in_features), ' +
        `got ${in_features} and ${linear_weight.size(-1)}, respectively`,
    )
  }
  const rows = linear_weight.size().slice(0, -1)
  if (linear_bias !== null && !equalSizes(linear_bias.size(), rows)) {
    throw new RuntimeError(
      `expected linear_bias shape ${tupleText(rows)}, got ${tupleText(linear_bias.size())}`,
    )
  }
  if (rows.length > 1 && input.dim() === 1) {
    throw new RuntimeError(
      `K-dimensional loss defined by linear_weight shape ${tupleText(linear_weight.size())} requires batched input, ` +
        `(N, ${in_features}), got unbatched input with shape ${tupleText(input.size())}`,
    )
  }
}

/** `nn.LinearCrossEntropyOptions`. */
interface Chunking {
  _adjust(problem: {
    num_batches: number
    in_features: number
    num_classes: number
    dtype: dtype
    device: Tensor['device']
  }): ChunkOptions
}

const reductions: readonly string[] = ['mean', 'sum', 'none']

function warnIgnored(
  reduction: string,
  label_smoothing: number,
  target: Tensor,
  out_features: readonly number[],
  linear_bias: Tensor | null,
): void {
  warn(
    'linear_cross_entropy: ``options`` ignored; chunked path needs ' +
      "reduction in {'mean','sum','none'}, label_smoothing == 0, target.dtype" +
      ' == int64, out_features == (). Got ' +
      `reduction=${pyRepr(reduction)}, label_smoothing=${floatRepr(label_smoothing)}, ` +
      `target.dtype=${target.dtype}, out_features=${tupleText(out_features)}` +
      ', tracing=False' +
      `, linear_bias.shape=${linear_bias === null ? 'None' : tupleText(linear_bias.size())}.`,
  )
}

function chunked(
  input: Tensor,
  target: Tensor,
  [linear_weight, linear_bias, weight]: readonly [Tensor, Tensor | null, Tensor | null],
  reduction: string,
  ignore_index: number,
  chunking: Chunking,
): Tensor {
  const isBatch = input.dim() === 2
  const [inputs, targets] = isBatch ? [input, target] : [input.unsqueeze(0), target.unsqueeze(0)]
  const { dtype, device } = input
  const [num_batches, in_features] = [inputs.size(0), inputs.size(1)]
  const num_classes = linear_weight.size(0)
  const options = chunking._adjust({ num_batches, in_features, num_classes, dtype, device })
  const asked = (tensor: Tensor | null) => tensor?.requires_grad === true && is_grad_enabled()
  const wanted = {
    input: asked(input),
    linear_weight: asked(linear_weight),
    linear_bias: asked(linear_bias),
  }
  const settings = { reduction, ignore_index, options, wanted }
  const args = [inputs, linear_weight, targets, linear_bias, weight, settings] as const
  const loss = chunkedLinearCrossEntropy(...args)
  return isBatch ? loss : loss.squeeze(0)
}

/**
 * {@link cross_entropy} of `linear(input, linear_weight, linear_bias)`: the head of a classifier and its loss.
 *
 * Shape: input `(N, D)` or `(D)`, linear_weight `(C, *, D)`, target `(N, *)` or probabilities `(N, C, *)`.
 *
 * With `options` (`nn.LinearCrossEntropyOptions`) the batch is computed in chunks, the logits of which are not kept:
 * much less memory where there are many classes. The gradients are computed along with the loss, which has none of
 * second order and no tangents; a second backward throws unless `allow_retain_graph`.
 *
 * @example
 * F.linear_cross_entropy(torch.zeros(2, 8), torch.randn(4, 8), torch.tensor([1, 3])) // tensor(1.3863)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.linear_cross_entropy.html
 */
export const linear_cross_entropy = def(
  "linear_cross_entropy(input, linear_weight, target, *, linear_bias=None, weight=None, reduction='mean', ignore_index=None, label_smoothing=0.0, options=None)",
  (
    input: Tensor,
    linear_weight: Tensor,
    target: Tensor,
    linear_bias: Tensor | null,
    weight: Tensor | null,
    reduction: Reduction,
    ignore_index: number | null,
    label_smoothing: number,
    options: Chunking | null,
  ): Tensor => {
    checkShapes(input, linear_weight, linear_bias)
    const rows = linear_weight.size().slice(0, -1)
    const logits_shape = [...input.size().slice(0, -1), ...rows]
    if (equalSizes(target.size(), logits_shape) && ignore_index !== null) {
      throw new RuntimeError('ignore_index cannot be specified when target contains probabilities')
    }
    if (options !== null) {
      const isPlain = label_smoothing === 0 && target.dtype === int64 && rows.length === 1
      if (isPlain && reductions.includes(reduction)) {
        const tensors = [linear_weight, linear_bias, weight] as const
        return chunked(input, target, tensors, reduction, ignore_index ?? -100, options)
      }
      warnIgnored(reduction, label_smoothing, target, rows.slice(1), linear_bias)
    }
    let [flat_weight, flat_bias] = [linear_weight, linear_bias]
    if (rows.length > 1) {
      const count = rows.reduce((product, one) => product * one, 1)
      flat_weight = linear_weight.reshape(count, input.size(-1))
      flat_bias = linear_bias?.reshape(count) ?? null
    }
    const logits = linear(input, flat_weight, flat_bias).reshape(logits_shape)
    return cross_entropy(logits, target, {
      weight,
      reduction,
      ignore_index: ignore_index ?? -100,
      label_smoothing,
    })
  },
)
