// Mirrors PackedSequence of torch/nn/utils/rnn.py.

import { callable } from '../../_callable.js'
import { arange, empty_like } from '../../_generated/torch_functions.js'
import { isKeywords, python } from '../../_kwargs.js'
import { nativeParser } from '../../_parser.js'
import { pyRepr } from '../../_repr.js'
import { Tuple } from '../../_tuple.js'
import { tensor } from '../../creation.js'
import * as dtypes from '../../dtype.js'
import { AssertionError, RuntimeError, ValueError } from '../../errors.js'
import { contiguous_format } from '../../memory_format.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype, memory_format } from '../../types.js'

/** The keywords of the conversions of a packed sequence: those of `Tensor.to`, but for `copy`. */
export interface ConversionOptions {
  device?: Device | null
  dtype?: dtype | null
  non_blocking?: boolean
  memory_format?: memory_format | null
}

type PackedFields = [
  data: Tensor,
  batch_sizes: Tensor,
  sorted_indices: Tensor | null,
  unsorted_indices: Tensor | null,
]

/**
 * The inverse of a permutation `(N)`: `output[permutation[i]] = i`; null for null.
 *
 * @example
 * nn.utils.rnn.invert_permutation(torch.tensor([2, 0, 1])) // tensor([1, 2, 0])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.invert_permutation.html
 */
export function invert_permutation(permutation: Tensor): Tensor
export function invert_permutation(permutation: Tensor | null): Tensor | null
export function invert_permutation(permutation: Tensor | null): Tensor | null {
  if (permutation === null) return null
  const { device } = permutation
  const output = empty_like(permutation, { memory_format: contiguous_format })
  return output.scatter_(0, permutation, arange(0, permutation.numel(), { device }))
}

const bindNew = python(
  'PackedSequence.__new__(self, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None)',
)

// The fields in order: the order inverted where that was left out, the pair `(data, batch_sizes)` taken apart.
function fieldsOf(args: readonly unknown[]): PackedFields {
  const given = bindNew<{
    data: Tensor | readonly [Tensor, Tensor]
    batch_sizes: Tensor | null
    sorted_indices: Tensor | null
    unsorted_indices: Tensor | null
  }>(args)
  const { data, batch_sizes, sorted_indices } = given
  const unsorted_indices = given.unsorted_indices ?? invert_permutation(sorted_indices)
  if (batch_sizes === null) {
    if (!Array.isArray(data) || data.length !== 2) {
      throw new AssertionError('Expected data to be a list or tuple of length 2')
    }
    return [...(data as unknown as [Tensor, Tensor]), sorted_indices, unsorted_indices]
  }
  if (batch_sizes.device.type !== 'cpu') {
    throw new ValueError(
      'batch_sizes should always be on CPU. ' +
        'Instances of PackedSequence should never be created manually. ' +
        'They should be instantiated by functions like pack_sequence ' +
        'and pack_padded_sequences in nn.utils.rnn. ' +
        'https://pytorch.org/docs/stable/nn.html#torch.nn.utils.rnn.pack_sequence',
    )
  }
  return [data as Tensor, batch_sizes, sorted_indices, unsorted_indices]
}

// Only for what a conversion hands on to the indices; Tensor.to itself converts the data.
const parseTo = nativeParser<{
  non_blocking?: boolean
  copy?: boolean
  memory_format?: memory_format | null
}>('to', [
  'to(Device device=None, ScalarType dtype=None, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
  'to(ScalarType dtype, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
  'to(Tensor tensor, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
])

class PackedSequence extends Tuple<Tensor | null> {
  static readonly _fields: readonly string[] = Object.freeze([
    'data',
    'batch_sizes',
    'sorted_indices',
    'unsorted_indices',
  ])
  // Taken apart it gives these types: `const [data, batch_sizes] = packed`.
  declare 0: Tensor
  declare 1: Tensor
  declare 2: Tensor | null
  declare 3: Tensor | null

  constructor(
    data: Tensor | readonly [data: Tensor, batch_sizes: Tensor],
    batch_sizes?: Tensor | null,
    sorted_indices?: Tensor | null,
    unsorted_indices?: Tensor | null,
  )
  constructor(
    data: Tensor | readonly [data: Tensor, batch_sizes: Tensor],
    options: {
      batch_sizes?: Tensor | null
      sorted_indices?: Tensor | null
      unsorted_indices?: Tensor | null
    },
  )
  constructor(...args: unknown[]) {
    const fields = fieldsOf(args)
    super()
    this.push(...fields)
  }

  /** The elements of all sequences, step by step. */
  get data(): Tensor {
    return this[0]
  }

  /** How many sequences go on at each step; int64, always on the CPU. */
  get batch_sizes(): Tensor {
    return this[1]
  }

  /** Where each packed sequence was among those given. */
  get sorted_indices(): Tensor | null {
    return this[2]
  }

  /** Where each sequence given is among the packed ones. */
  get unsorted_indices(): Tensor | null {
    return this[3]
  }

  /** The same in page-locked memory; the batch sizes stay as they are. */
  pin_memory(): this {
    return withData(this, this.data.pin_memory(), (indices) => indices.pin_memory())
  }

  /**
   * Converts the data as `Tensor.to` does, and takes the indices along to its device. Gives the sequence itself where
   * there is nothing to do.
   */
  to(device: Device | null, options?: ConversionOptions): this
  to(device: Device | null, dtype: dtype | null, options?: ConversionOptions): this
  to(device: Device | null, dtype: dtype | null, non_blocking: boolean): this
  to(dtype: dtype, options?: ConversionOptions): this
  to(dtype: dtype, non_blocking: boolean): this
  to(tensor: Tensor, options?: ConversionOptions): this
  to(tensor: Tensor, non_blocking: boolean): this
  to(options?: ConversionOptions): this
  to(...args: unknown[]): this {
    const data = Reflect.apply(this.data.to, this.data, args) as Tensor
    if (data === this.data) return this
    const { non_blocking = false, memory_format = null, copy } = parseTo(args)
    if (copy) throw new RuntimeError('.to() does not accept copy argument')
    const { device } = data
    return withData(this, data, (one) => one.to(device, { non_blocking, memory_format }))
  }

  /** Moves the data to a GPU. */
  cuda(device?: Device | null | ConversionOptions, options?: ConversionOptions): this
  cuda(...args: unknown[]): this {
    return toKind(this, 'cuda', args)
  }

  /** Moves the data to the CPU. */
  cpu(options?: ConversionOptions): this
  cpu(...args: unknown[]): this {
    return toKind(this, 'cpu', args)
  }

  /** The data as float64. */
  double(): this {
    return this.to(dtypes.float64)
  }

  /** The data as float32. */
  float(): this {
    return this.to(dtypes.float32)
  }

  /** The data as float16. */
  half(): this {
    return this.to(dtypes.float16)
  }

  /** The data as int64. */
  long(): this {
    return this.to(dtypes.int64)
  }

  /** The data as int32. */
  int(): this {
    return this.to(dtypes.int32)
  }

  /** The data as int16. */
  short(): this {
    return this.to(dtypes.int16)
  }

  /** The data as int8. */
  char(): this {
    return this.to(dtypes.int8)
  }

  /** The data as uint8. */
  byte(): this {
    return this.to(dtypes.uint8)
  }

  /** Whether the data are on a GPU. */
  get is_cuda(): boolean {
    return this.data.is_cuda
  }

  /** Whether the data are in page-locked memory. */
  is_pinned(): boolean {
    return this.data.is_pinned()
  }

  override toString(): string {
    const fields = PackedSequence._fields.map((field, i) => `${field}=${pyRepr(this[i])}`)
    return `${this.constructor.name}(${fields.join(', ')})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// A sequence of other data, whose order goes along with them. The batch sizes stay on the CPU.
function withData<S extends PackedSequence>(
  sequence: S,
  data: Tensor,
  convert: (indices: Tensor) => Tensor,
): S {
  const [, batch_sizes, sorted, unsorted] = sequence
  const Class = sequence.constructor as new (...fields: unknown[]) => S
  return new Class(data, batch_sizes, sorted && convert(sorted), unsorted && convert(unsorted))
}

// Moves to a kind of device, unless the arguments name one of that kind already.
function toKind<S extends PackedSequence>(
  sequence: S,
  kind: 'cpu' | 'cuda',
  args: readonly unknown[],
): S {
  const { dtype, device } = sequence.data
  const probe = tensor([], { dtype, device })
  const move = (given: readonly unknown[]): S => Reflect.apply(sequence.to, sequence, given) as S
  const { device: found } = Reflect.apply(probe.to, probe, args) as Tensor
  if (found.type === kind) return move(args)
  const last = args.at(-1)
  if (isKeywords(last)) return move([...args.slice(0, -1), { ...last, device: kind }])
  return move([...args, { device: kind }])
}

/**
 * Sequences of different lengths, packed step by step: of `abc` and `x` the data are `axbc` and the batch sizes
 * `[2, 1, 1]`. All recurrent modules take it. Made by {@link pack_sequence} and {@link pack_padded_sequence}; a tuple
 * of its four fields, which have names too: `data` `(sum of the lengths, *)`, `batch_sizes` `(T)`, and the two orders
 * `(B)`, null where the sequences were sorted.
 *
 * @example
 * const packed = nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
 * const [data, batch_sizes] = packed
 * packed.data // tensor([1, 4, 2, 3])
 * batch_sizes // tensor([2, 1, 1])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.rnn.PackedSequence.html
 */
const PackedSequence_ = callable(PackedSequence)
type PackedSequence_ = PackedSequence

export { PackedSequence_ as PackedSequence }
