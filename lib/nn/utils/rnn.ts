// Mirrors torch/nn/utils/rnn.py.

import { def } from '../../_def.js'
import * as nn from '../../_generated/nn.js'
import {
  _pack_padded_sequence,
  _pad_packed_sequence,
  arange,
  sort,
} from '../../_generated/torch_functions.js'
import { typeName } from '../../_typename.js'
import { as_tensor } from '../../creation.js'
import { int64 } from '../../dtype.js'
import { AttributeError, RuntimeError, ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { PackedSequence } from './_packed_sequence.js'

export { invert_permutation, PackedSequence } from './_packed_sequence.js'

/**
 * Packs padded sequences, where `lengths`, on the CPU, says how much of each counts. Unless `enforce_sorted` is false
 * the lengths have to decrease; otherwise they are sorted here, and {@link pad_packed_sequence} restores the order.
 *
 * Shape: input `(T, B, *)`, or `(B, T, *)` if `batch_first`; lengths `(B)`; the packed data `(sum of the lengths, *)`.
 *
 * @example
 * const padded = torch.tensor([[1, 2, 3], [4, 0, 0]])
 * const packed = nn.utils.rnn.pack_padded_sequence(padded, [3, 1], { batch_first: true })
 * packed.data // tensor([1, 4, 2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export const pack_padded_sequence = def(
  'pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True)',
  (
    input: Tensor,
    lengths: Tensor | Iterable<number>,
    batch_first: boolean,
    enforce_sorted: boolean,
  ): PackedSequence => {
    let sizes =
      lengths instanceof Tensor
        ? lengths.to(int64)
        : as_tensor(lengths, { dtype: int64, device: 'cpu' })
    let sorted_indices: Tensor | null = null
    if (!enforce_sorted) {
      const [sorted, indices] = sort(sizes, { descending: true })
      sizes = sorted
      sorted_indices = indices.to(input.device)
      input = input.index_select(batch_first ? 0 : 1, sorted_indices)
    }
    const [data, batch_sizes] = _pack_padded_sequence(input, sizes, batch_first)
    return new PackedSequence(data, batch_sizes, sorted_indices, null)
  },
)

/**
 * The inverse of {@link pack_padded_sequence}: a padded tensor, as long as the longest sequence or `total_length`, and
 * the lengths, in the order in which the sequences were packed. A `total_length` below the longest throws a ValueError.
 *
 * Shape: the tensor is `(T, B, *)`, or `(B, T, *)` if `batch_first`; the lengths `(B)`, int64, on the CPU.
 *
 * @example
 * const packed = nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
 * const [padded, lengths] = nn.utils.rnn.pad_packed_sequence(packed, { batch_first: true })
 * padded // tensor([[1, 2, 3], [4, 0, 0]])
 * lengths // tensor([3, 1])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.pad_packed_sequence.html
 */
export const pad_packed_sequence = def(
  'pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None)',
  (
    sequence: PackedSequence,
    batch_first: boolean,
    padding_value: number,
    total_length: number | null,
  ): [Tensor, Tensor] => {
    const { data, batch_sizes, unsorted_indices } = sequence
    const longest = batch_sizes.size(0)
    if (total_length !== null && total_length < longest) {
      throw new ValueError(
        'Expected total_length to be at least the length of the longest sequence in input, but got ' +
          `total_length=${total_length} and max sequence length being ${longest}`,
      )
    }
    const [padded, lengths] = _pad_packed_sequence(
      data,
      batch_sizes,
      batch_first,
      padding_value,
      total_length ?? longest,
    )
    if (unsorted_indices === null) return [padded, lengths]
    return [
      padded.index_select(batch_first ? 0 : 1, unsorted_indices),
      lengths.index([unsorted_indices.cpu()]),
    ]
  },
)

/**
 * Stacks sequences `(L, *)` of different lengths, padded to the longest: `(T, B, *)`, or `(B, T, *)` if `batch_first`.
 * The padding is `padding_value`, on the side that `padding_side` names.
 *
 * @example
 * const sequences = [torch.tensor([1, 2, 3]), torch.tensor([4])]
 * nn.utils.rnn.pad_sequence(sequences, { batch_first: true }) // tensor([[1, 2, 3], [4, 0, 0]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.pad_sequence.html
 */
export const pad_sequence = def(
  "pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right')",
  (
    sequences: Iterable<Tensor>,
    batch_first: boolean,
    padding_value: number,
    padding_side: 'left' | 'right',
  ): Tensor => {
    if (typeof Object(sequences)[Symbol.iterator] !== 'function') {
      throw new RuntimeError(
        'pad_sequence: Expected iterable for input sequences, but got arg of type: ' +
          `<class '${typeName(sequences)}'>`,
      )
    }
    return nn.pad_sequence([...sequences], batch_first, padding_value, padding_side)
  },
)

/**
 * The inverse of {@link pad_sequence}: the sequences `(L, *)` without their padding, from `(T, B, *)`, or `(B, T, *)`
 * if `batch_first`. As in Python, a tensor that is not `batch_first` is transposed in place.
 *
 * @example
 * const padded = torch.tensor([[1, 2, 3], [4, 0, 0]])
 * nn.utils.rnn.unpad_sequence(padded, torch.tensor([3, 1]), { batch_first: true })[1] // tensor([4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.unpad_sequence.html
 */
export const unpad_sequence = def(
  'unpad_sequence(padded_sequences, lengths, batch_first=False)',
  (padded_sequences: Tensor, lengths: Tensor, batch_first: boolean): Tensor[] => {
    if (!batch_first) padded_sequences.transpose_(0, 1)
    const steps = arange(padded_sequences.size(1), { device: lengths.device })
    const rows = [...padded_sequences]
    const ends = [...lengths]
    if (rows.length !== ends.length) {
      const word = ends.length < rows.length ? 'shorter' : 'longer'
      throw new ValueError(`zip() argument 2 is ${word} than argument 1`)
    }
    return rows.map((row, i) => row.index([steps.lt(ends[i] as Tensor)]))
  },
)

function lengthOf(sequence: Tensor): number {
  if (sequence instanceof Tensor) return sequence.size(0)
  throw new AttributeError(`'${typeName(sequence)}' object has no attribute 'size'`)
}

/**
 * Packs sequences `(L, *)` of different lengths, which have to decrease unless `enforce_sorted` is false.
 *
 * @example
 * const packed = nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4, 5]), torch.tensor([6])])
 * packed.data // tensor([1, 4, 6, 2, 5, 3])
 * packed.batch_sizes // tensor([3, 2, 1])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.pack_sequence.html
 */
export const pack_sequence = def(
  'pack_sequence(sequences, enforce_sorted=True)',
  (sequences: readonly Tensor[], enforce_sorted: boolean): PackedSequence => {
    const lengths = as_tensor(Array.from(sequences, lengthOf))
    return pack_padded_sequence(pad_sequence(sequences), lengths, { enforce_sorted })
  },
)

/**
 * The inverse of {@link pack_sequence}: the sequences `(L, *)` in the order in which they were packed.
 *
 * @example
 * const packed = nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
 * nn.utils.rnn.unpack_sequence(packed)[0] // tensor([1, 2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.unpack_sequence.html
 */
export const unpack_sequence = def(
  'unpack_sequence(packed_sequences)',
  (packed_sequences: PackedSequence): Tensor[] => {
    const [padded, lengths] = pad_packed_sequence(packed_sequences, { batch_first: true })
    return unpad_sequence(padded, lengths, { batch_first: true })
  },
)

export * as default from './rnn.js'
