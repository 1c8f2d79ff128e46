// Mirrors the embeddings of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import { int64 } from '../../dtype.js'
import { AssertionError, NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import { sameShape } from './_shapes.js'

export { one_hot } from '../../_generated/nn.js'

// Detached, so that autograd does not see the change of the weights.
function _no_grad_embedding_renorm_(
  weight: Tensor,
  input: Tensor,
  max_norm: number,
  norm_type: number,
): void {
  C.embedding_renorm_(weight.detach(), input, max_norm, norm_type)
}

/**
 * The rows of `weight` that the integers of `input` name.
 *
 * Shape: input `(*)`, weight `(V, D)`, result `(*, D)`. With `max_norm` the rows in use that are longer
 * (in the `norm_type`-norm) are scaled down in `weight` itself. The row `padding_idx` gets no gradient.
 *
 * @example
 * F.embedding(torch.tensor([[1, 2], [4, 3]]), torch.rand(10, 3)) // (2, 2, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.embedding.html
 */
export const embedding = def(
  'embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)',
  (
    input: Tensor,
    weight: Tensor,
    padding_idx: number | null,
    max_norm: number | null,
    norm_type: number,
    scale_grad_by_freq: boolean,
    sparse: boolean,
  ): Tensor => {
    let row = -1
    if (padding_idx !== null) {
      const rows = weight.size(0)
      if (padding_idx >= rows || padding_idx < -rows) {
        throw new AssertionError('Padding_idx must be within num_embeddings')
      }
      row = padding_idx < 0 ? rows + padding_idx : padding_idx
    }
    let indices = input
    if (max_norm !== null) {
      indices = input.contiguous()
      _no_grad_embedding_renorm_(weight, indices, max_norm, norm_type)
    }
    return C.embedding(weight, indices, row, scale_grad_by_freq, sparse)
  },
)

const modes: Readonly<Record<string, number>> = { sum: 0, mean: 1, max: 2 }

/** How {@link embedding_bag} reduces a bag. */
export type BagMode = 'sum' | 'mean' | 'max'

interface Bags {
  readonly input: Tensor
  readonly offsets: Tensor
  readonly per_sample_weights: Tensor | null
  readonly include_last_offset: boolean
}

// A matrix of indices is a bag per row, all of one length.
function rowsAsBags(input: Tensor, weights: Tensor | null): Bags {
  const { dtype, device } = input
  return {
    input: input.reshape(-1),
    offsets: C.arange(0, input.numel(), input.size(1), { dtype, device }),
    per_sample_weights: weights?.reshape(-1) ?? null,
    include_last_offset: false,
  }
}

function checkOffsets(offsets: Tensor | null): Tensor {
  if (offsets === null) throw new ValueError('offsets has to be a 1D Tensor but got None')
  if (offsets.dim() !== 1) throw new ValueError('offsets has to be a 1D Tensor')
  return offsets
}

function checkMode(mode: string, scale_grad_by_freq: boolean, sparse: boolean): number {
  const mode_enum = Object.hasOwn(modes, mode) ? modes[mode] : undefined
  if (mode_enum === undefined) throw new ValueError('mode has to be one of sum, mean or max')
  if (mode === 'max' && scale_grad_by_freq) {
    throw new ValueError('max mode does not support scaling the gradient by the frequency')
  }
  if (mode === 'max' && sparse) {
    throw new ValueError('max mode does not support sparse weights')
  }
  return mode_enum
}

/**
 * Sums, means (the default) or maxima of bags of embeddings, without making the embeddings.
 *
 * Shape: input `(B, n)`, a bag per row, or `(*)` all in one, cut at `offsets` `(B)`, where each bag begins; weight
 * `(V, D)`; result `(B, D)`. The last offset is the end of the last bag if `include_last_offset`. `per_sample_weights`,
 * shaped as the input, scales each row, for `mode` sum only. An empty bag gives zeros.
 *
 * @example
 * const weight = torch.tensor([[1, 2], [3, 4], [5, 6]], { dtype: torch.float })
 * const [input, offsets] = [torch.tensor([0, 1, 2]), torch.tensor([0, 2])]
 * F.embedding_bag(input, weight, offsets, { mode: 'sum' }) // tensor([[4., 6.], [5., 6.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.embedding_bag.html
 */
export const embedding_bag = def(
  "embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None)",
  (
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | null,
    max_norm: number | null,
    norm_type: number,
    scale_grad_by_freq: boolean,
    mode: BagMode,
    sparse: boolean,
    per_sample_weights: Tensor | null,
    include_last_offset: boolean,
    padding_idx: number | null,
  ): Tensor => {
    if (weight.dtype === int64 && input.is_floating_point()) {
      warn(
        'Argument order of nn.functional.embedding_bag was changed. ' +
          'Usage `embedding_bag(weight, input, ...)` is deprecated, ' +
          'and should now be `embedding_bag(input, weight, ...)`.',
      )
      ;[weight, input] = [input, weight]
    }
    if (per_sample_weights !== null && !sameShape(input, per_sample_weights)) {
      throw new ValueError(
        `embedding_bag: If per_sample_weights (${per_sample_weights.shape}) is not None, ` +
          `then it must have the same shape as the input (${input.shape})`,
      )
    }
    if (weight.dim() !== 2) {
      throw new ValueError(
        `weight has to be a 2D Tensor, but got Tensor of dimension ${weight.dim()}`,
      )
    }
    let bags: Bags
    if (input.dim() === 2) {
      if (offsets !== null) {
        throw new ValueError(
          'if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed ' +
            "length sequences. However, found offsets of type <class 'torch.Tensor'>",
        )
      }
      bags = rowsAsBags(input, per_sample_weights)
    } else if (input.dim() === 1) {
      bags = { input, offsets: checkOffsets(offsets), per_sample_weights, include_last_offset }
    } else {
      throw new ValueError(
        `input has to be 1D or 2D Tensor, but got Tensor of dimension ${input.dim()}`,
      )
    }
    const mode_enum = checkMode(mode, scale_grad_by_freq, sparse)
    if (max_norm !== null) _no_grad_embedding_renorm_(weight, bags.input, max_norm, norm_type)
    if (per_sample_weights !== null && mode !== 'sum') {
      throw new NotImplementedError(
        'embedding_bag: per_sample_weights was not None. per_sample_weights is only supported ' +
          `for mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
      )
    }
    return C.embedding_bag(
      weight,
      bags.input,
      bags.offsets,
      scale_grad_by_freq,
      mode_enum,
      sparse,
      bags.per_sample_weights,
      bags.include_last_offset,
      padding_idx,
    )[0]
  },
)
