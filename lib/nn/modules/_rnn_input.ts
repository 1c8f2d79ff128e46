// How the recurrent modules of torch/nn/modules/rnn.py read their input.

import { zeros } from '../../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { PackedSequence } from '../utils/_packed_sequence.js'
import { firstSize } from './_rnn_base.js'

/** The input of a recurrent module taken apart. */
export interface Sequence {
  readonly input: Tensor
  /** Null where the sequence is not packed. */
  readonly batch_sizes: Tensor | null
  readonly sorted_indices: Tensor | null
  readonly unsorted_indices: Tensor | null
  readonly batch: number
  /** False where the input came without a batch dimension, which has been added. */
  readonly batched: boolean
}

/** Takes an input apart; `wrongDims` is what to say to one that is neither a sequence nor a batch of them. */
export function sequenceOf(
  rnn: { batch_first: boolean },
  input: Tensor | PackedSequence,
  wrongDims: (dims: number) => string,
): Sequence {
  if (input instanceof PackedSequence) {
    const [data, batch_sizes, sorted_indices, unsorted_indices] = input
    const batch = firstSize(batch_sizes)
    return { input: data, batch_sizes, sorted_indices, unsorted_indices, batch, batched: true }
  }
  const dims = input.dim()
  if (dims !== 2 && dims !== 3) throw new ValueError(wrongDims(dims))
  const batchDim = rnn.batch_first ? 0 : 1
  const steps = dims === 3 ? input : input.unsqueeze(batchDim)
  return {
    input: steps,
    batch_sizes: null,
    sorted_indices: null,
    unsorted_indices: null,
    batch: steps.size(batchDim),
    batched: dims === 3,
  }
}

/** The state to start from where none was given. */
export function zeroState(
  rnn: { num_layers: number; bidirectional: boolean },
  features: number,
  { input, batch }: Sequence,
): Tensor {
  const { dtype, device } = input
  const layers = rnn.num_layers * (rnn.bidirectional ? 2 : 1)
  return zeros([layers, batch, features], { dtype, device })
}

/** The output in the form in which the input came. */
export function close(
  rnn: { batch_first: boolean },
  output: Tensor,
  { batch_sizes, sorted_indices, unsorted_indices, batched }: Sequence,
): Tensor | PackedSequence {
  if (batch_sizes !== null) {
    return new PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices)
  }
  return batched ? output : output.squeeze(rnn.batch_first ? 0 : 1)
}

/** Throws where a state has a batch dimension and the input has none, or the other way round. */
export function checkStateDims(hx: Tensor, batched: boolean): void {
  const dims = batched ? 3 : 2
  if (hx.dim() === dims) return
  const kind = batched ? 'batched 3-D' : 'unbatched 2-D'
  throw new RuntimeError(
    `For ${kind} input, hx should also be ${dims}-D but got ${hx.dim()}-D tensor`,
  )
}
