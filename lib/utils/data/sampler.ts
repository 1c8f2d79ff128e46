// Mirrors torch/utils/data/sampler.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { iter, len } from '../../_builtins/iteration.js'
import { type Callable, callable } from '../../_callable.js'
import * as C from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { as_tensor } from '../../creation.js'
import { float64, int64 } from '../../dtype.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import { Generator } from '../../random.js'
import type { Tensor } from '../../tensor.js'
import { noLength } from './_utils/access.js'

class Sampler<T = number> {
  /** The indices of one pass. */
  __iter__(): Iterator<T> {
    throw new NotImplementedError()
  }

  /** How many indices a pass gives; for a subclass to write, where that is known. */
  __len__(): number {
    throw noLength(this)
  }

  [Symbol.iterator](): IterableIterator<T> {
    const indices = this.__iter__()
    const iterator: IterableIterator<T> = {
      next: () => indices.next(),
      [Symbol.iterator]: () => iterator,
    }
    return iterator
  }

  /** How many indices a pass gives: what `__len__` gives. */
  get length(): number {
    return len(this)
  }
}

class SequentialSampler extends Sampler<number> {
  readonly data_source: unknown

  constructor(data_source: unknown) {
    super()
    this.data_source = data_source
  }

  override *__iter__(): IterableIterator<number> {
    const count = this.__len__()
    for (let i = 0; i < count; i++) yield i
  }

  override __len__(): number {
    return len(this.data_source)
  }
}

const initRandom = initializer<
  [
    data_source: object,
    replacement: boolean,
    num_samples: number | null,
    generator: Generator | null,
  ]
>()(
  'RandomSampler.__init__(self, data_source, replacement=False, num_samples=None, generator=None)',
)

class RandomSampler extends Sampler<number> {
  readonly data_source: object
  readonly replacement: boolean
  readonly _num_samples: number | null
  readonly generator: Generator | null

  constructor(...args: ArgumentsOf<typeof initRandom>) {
    super()
    const { data_source, replacement, num_samples, generator } = initRandom(args)
    this.data_source = data_source
    this.replacement = replacement
    this._num_samples = num_samples
    this.generator = generator
    if (typeof replacement !== 'boolean') {
      throw new TypeError(
        `replacement should be a boolean value, but got replacement=${pyRepr(replacement)}`,
      )
    }
    checkCount('num_samples', this.num_samples)
  }

  /** How many indices a pass gives: as many as there are items, unless told otherwise. */
  get num_samples(): number {
    return this._num_samples ?? len(this.data_source)
  }

  override *__iter__(): IterableIterator<number> {
    const n = len(this.data_source)
    const { num_samples, replacement } = this
    const generator = this.generator ?? seeded()
    const draw = (count: number): number[] =>
      C.randint(n, [count], { dtype: int64, generator }).tolist() as number[]
    const permutation = (): number[] => C.randperm(n, { generator }).tolist() as number[]
    if (replacement) {
      for (let i = 0; i < Math.floor(num_samples / 32); i++) yield* draw(32)
      yield* draw(num_samples % 32)
    } else {
      for (let i = 0; i < Math.floor(num_samples / n); i++) yield* permutation()
      // Drawn even where nothing of it is used, as in Python: the generator moves on.
      yield* permutation().slice(0, num_samples % n)
    }
  }

  override __len__(): number {
    return this.num_samples
  }
}

// A generator of its own, so that the pass does not depend on what else is drawn meanwhile.
function seeded(): Generator {
  const seed = C.empty([], { dtype: int64 }).random_().item() as number
  return new Generator().manual_seed(seed)
}

function checkCount(name: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) > 0) return
  throw new ValueError(
    `${name} should be a positive integer value, but got ${name}=${pyRepr(value)}`,
  )
}

const initSubset = initializer<[indices: readonly number[], generator: Generator | null]>()(
  'SubsetRandomSampler.__init__(self, indices, generator=None)',
)

class SubsetRandomSampler extends Sampler<number> {
  readonly indices: readonly number[]
  readonly generator: Generator | null

  constructor(...args: ArgumentsOf<typeof initSubset>) {
    super()
    const { indices, generator } = initSubset(args)
    this.indices = indices
    this.generator = generator
  }

  override *__iter__(): IterableIterator<number> {
    const { indices, generator } = this
    for (const i of C.randperm(indices.length, { generator }).tolist() as number[]) {
      yield indices[i] as number
    }
  }

  override __len__(): number {
    return this.indices.length
  }
}

const initWeighted = initializer<
  [
    weights: readonly number[] | Tensor,
    num_samples: number,
    replacement: boolean,
    generator: Generator | null,
  ]
>()('WeightedRandomSampler.__init__(self, weights, num_samples, replacement=True, generator=None)')

class WeightedRandomSampler extends Sampler<number> {
  readonly weights: Tensor
  readonly num_samples: number
  readonly replacement: boolean
  readonly generator: Generator | null

  constructor(...args: ArgumentsOf<typeof initWeighted>) {
    super()
    const { weights, num_samples, replacement, generator } = initWeighted(args)
    checkCount('num_samples', num_samples)
    if (typeof replacement !== 'boolean') {
      throw new ValueError(
        `replacement should be a boolean value, but got replacement=${pyRepr(replacement)}`,
      )
    }
    this.weights = as_tensor(weights, { dtype: float64 })
    if (this.weights.dim() !== 1) {
      throw new ValueError(
        `weights should be a 1d sequence but given weights have shape ${pyRepr(tuple(this.weights.shape))}`,
      )
    }
    this.num_samples = num_samples
    this.replacement = replacement
    this.generator = generator
  }

  override *__iter__(): IterableIterator<number> {
    const { weights, num_samples, replacement, generator } = this
    yield* C.multinomial(weights, num_samples, replacement, { generator }).tolist() as number[]
  }

  override __len__(): number {
    return this.num_samples
  }
}

class BatchSampler extends Sampler<number[]> {
  readonly sampler: Iterable<number>
  readonly batch_size: number
  readonly drop_last: boolean

  constructor(...args: ArgumentsOf<typeof initBatch>) {
    super()
    const { sampler, batch_size, drop_last } = initBatch(args)
    checkCount('batch_size', batch_size)
    if (typeof drop_last !== 'boolean') {
      throw new ValueError(
        `drop_last should be a boolean value, but got drop_last=${pyRepr(drop_last)}`,
      )
    }
    this.sampler = sampler
    this.batch_size = batch_size
    this.drop_last = drop_last
  }

  override *__iter__(): IterableIterator<number[]> {
    const indices = iter(this.sampler) as Iterator<number>
    for (;;) {
      const batch: number[] = []
      while (batch.length < this.batch_size) {
        const next = indices.next()
        if (next.done) break
        batch.push(next.value)
      }
      const isWhole = batch.length === this.batch_size
      if (isWhole || (batch.length > 0 && !this.drop_last)) yield batch
      if (batch.length === 0 || (!isWhole && this.drop_last)) return
    }
  }

  override __len__(): number {
    const batches = len(this.sampler) / this.batch_size
    return this.drop_last ? Math.floor(batches) : Math.ceil(batches)
  }
}

const initBatch = initializer<
  [sampler: Iterable<number>, batch_size: number, drop_last: boolean]
>()('BatchSampler.__init__(self, sampler, batch_size, drop_last)')

/**
 * The base of samplers: a subclass writes `*__iter__()` (or `*[Symbol.iterator]()`) and `__len__()`.
 *
 * @example
 * const { Sampler } = torch.utils.data
 * class Backwards extends Sampler {
 *   constructor(readonly items: readonly unknown[]) { super() }
 *   override *__iter__() { for (let i = this.items.length - 1; i >= 0; i--) yield i }
 *   override __len__() { return this.items.length }
 * }
 * const indices = [...new Backwards(['a', 'b', 'c'])]
 * indices // [2, 1, 0]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Sampler
 */
const Sampler_: Callable<typeof Sampler> = callable(Sampler)
/**
 * The indices of `data_source` from first to last.
 *
 * @example
 * const indices = [...torch.utils.data.SequentialSampler(['a', 'b', 'c'])]
 * indices // [0, 1, 2]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.SequentialSampler
 */
const SequentialSampler_ = callable(SequentialSampler)
/**
 * The indices of `data_source` shuffled, or drawn with `replacement`; `num_samples` of them (all).
 *
 * @example
 * const generator = torch.Generator().manual_seed(0)
 * const indices = [...torch.utils.data.RandomSampler(['a', 'b', 'c'], { generator })]
 * indices.sort() // [0, 1, 2]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.RandomSampler
 */
const RandomSampler_ = callable(RandomSampler)
/**
 * Given indices, shuffled.
 *
 * @example
 * const indices = [...torch.utils.data.SubsetRandomSampler([2, 5, 7])]
 * indices.sort() // [2, 5, 7]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.SubsetRandomSampler
 */
const SubsetRandomSampler_ = callable(SubsetRandomSampler)
/**
 * `num_samples` indices of `weights`, drawn with these weights, which need not sum to 1; with `replacement` (true) an
 * index may come twice. A ValueError for weights that are no vector.
 *
 * @example
 * const indices = [...torch.utils.data.WeightedRandomSampler([0, 1, 0], 4)]
 * indices // [1, 1, 1, 1]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.WeightedRandomSampler
 */
const WeightedRandomSampler_ = callable(WeightedRandomSampler)
/**
 * The indices of another sampler in lists of `batch_size`; `drop_last` leaves out a last one that is shorter.
 *
 * @example
 * const { BatchSampler, SequentialSampler } = torch.utils.data
 * const batches = [...BatchSampler(SequentialSampler([1, 2, 3]), 2, false)]
 * batches // [[0, 1], [2]]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.BatchSampler
 */
const BatchSampler_ = callable(BatchSampler)
type Sampler_<T> = Sampler<T>
type SequentialSampler_ = SequentialSampler
type RandomSampler_ = RandomSampler
type SubsetRandomSampler_ = SubsetRandomSampler
type WeightedRandomSampler_ = WeightedRandomSampler
type BatchSampler_ = BatchSampler

export {
  BatchSampler_ as BatchSampler,
  RandomSampler_ as RandomSampler,
  Sampler_ as Sampler,
  SequentialSampler_ as SequentialSampler,
  SubsetRandomSampler_ as SubsetRandomSampler,
  WeightedRandomSampler_ as WeightedRandomSampler,
}
