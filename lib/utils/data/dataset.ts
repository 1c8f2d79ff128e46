// Mirrors torch/utils/data/dataset.py.

import { len } from '../../_builtins/iteration.js'
import { type Callable, callable } from '../../_callable.js'
import { randperm } from '../../_generated/torch_functions.js'
import { isKeywords, python } from '../../_kwargs.js'
import { subscripts } from '../../_subscript.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { AssertionError, IndexError, NotImplementedError, ValueError } from '../../errors.js'
import type { Generator } from '../../random.js'
import type { Tensor } from '../../tensor.js'
import { FutureWarning, warn } from '../../warnings.js'
import { itemOf, type MapDataset, noLength } from './_utils/access.js'

class Dataset<T> {
  /** `ds[0]`, `ds[-1]`. */
  readonly [index: number]: T
  /** `ds['0:64']`: what `__getitem__` makes of a slice. */
  readonly [slice: `${string}:${string}`]: T

  /** The item at an index. */
  __getitem__(_index: number | string): T {
    throw new NotImplementedError('Subclasses of Dataset should implement __getitem__.')
  }

  /** How many items there are; for a subclass to write. */
  __len__(): number {
    throw noLength(this)
  }

  /** Both datasets, one after the other: Python's `a + b`. */
  __add__<U>(other: Dataset<U>): Dataset<T | U> {
    return new ConcatDataset_<T | U>([this, other] as Dataset<T | U>[])
  }

  /** How many items: what `__len__` gives. */
  get length(): number {
    return len(this)
  }

  *[Symbol.iterator](): IterableIterator<T> {
    // Without a length, to the first IndexError, as Python goes through what has only `__getitem__`.
    const isSized = this.__len__ !== Dataset.prototype.__len__
    const count = isSized ? len(this) : Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) {
      let item: T
      try {
        item = this.__getitem__(i)
      } catch (error) {
        if (error instanceof IndexError && !isSized) return
        throw error
      }
      yield item
    }
  }
}
Object.setPrototypeOf(Dataset.prototype, subscripts)

class IterableDataset<T> extends Dataset<T> {
  /** The items, from the first one on. */
  __iter__(): Iterator<T> {
    throw new NotImplementedError()
  }

  override [Symbol.iterator](): IterableIterator<T> {
    const items = this.__iter__()
    const iterator: IterableIterator<T> = {
      next: () => items.next(),
      [Symbol.iterator]: () => iterator,
    }
    return iterator
  }

  override __add__<U>(other: Dataset<U>): Dataset<T | U> {
    return new ChainDataset_<T | U>([this, other] as IterableDataset<T | U>[])
  }
}

class TensorDataset<T extends readonly Tensor[] = Tensor[]> extends Dataset<T> {
  readonly tensors: Tuple<Tensor>

  constructor(...tensors: T) {
    super()
    const [first] = tensors
    if (tensors.some((tensor) => tensor.size(0) !== first?.size(0))) {
      throw new AssertionError('Size mismatch between tensors')
    }
    this.tensors = tuple(tensors)
  }

  /** Of each tensor what an index, a slice such as `'0:64'`, or a list of indices takes. */
  override __getitem__(index: number | string | readonly number[]): T {
    const items = this.tensors.map((tensor) => tensor.index([index as number]))
    return tuple(items) as unknown as T
  }

  override __len__(): number {
    return (this.tensors[0] as Tensor).size(0)
  }
}

type Items<D> = { [K in keyof D]: D[K] extends MapDataset<infer T> ? T : never }

class StackDataset<
  D extends readonly unknown[] | Readonly<Record<string, unknown>> = readonly Dataset<unknown>[],
> extends Dataset<Items<D>> {
  readonly datasets: D
  readonly _length: number

  /** Datasets whose items come as a tuple, or, in one object, as an object with the same keys. */
  constructor(...datasets: D extends readonly unknown[] ? D : [datasets: D])
  constructor(...args: unknown[]) {
    super()
    const last = args.at(-1)
    const named = isKeywords(last) ? last : null
    if (named && args.length > 1) {
      throw new ValueError(
        'Supported either ``tuple``- (via ``args``) or``dict``- (via ``kwargs``) like input/output, ' +
          'but both types are given.',
      )
    }
    const all = named ? Object.values(named) : args
    if (all.length === 0) throw new ValueError('At least one dataset should be passed')
    this._length = len(all[0])
    if (all.some((dataset) => len(dataset) !== this._length)) {
      throw new ValueError('Size mismatch between datasets')
    }
    this.datasets = (named ?? tuple(args)) as D
  }

  override __getitem__(index: number | string): Items<D> {
    const { datasets } = this
    if (Array.isArray(datasets)) {
      return tuple(datasets.map((one) => itemOf(one, index))) as unknown as Items<D>
    }
    const entries = Object.entries(datasets).map(([key, one]) => [key, itemOf(one, index)])
    return Object.fromEntries(entries) as Items<D>
  }

  /** Several items at once, as the loader asks for them. */
  __getitems__(indices: readonly number[]): Items<D>[] {
    const { datasets } = this
    const columnOf = (dataset: unknown): unknown[] => {
      const { __getitems__ } = Object(dataset) as { __getitems__?: unknown }
      if (typeof __getitems__ !== 'function') return indices.map((i) => itemOf(dataset, i))
      const items = Reflect.apply(__getitems__, dataset, [indices]) as unknown[]
      if (items.length === indices.length) return items
      throw new ValueError(
        `Nested dataset's output size mismatch. Expected ${indices.length}, got ${items.length}`,
      )
    }
    const keys = Array.isArray(datasets) ? null : Object.keys(datasets)
    const columns = Object.values(datasets).map(columnOf)
    return indices.map((_, i) => {
      const items = columns.map((column) => column[i])
      const item = keys ? Object.fromEntries(keys.map((key, k) => [key, items[k]])) : tuple(items)
      return item as unknown as Items<D>
    })
  }

  override __len__(): number {
    return this._length
  }
}

class ConcatDataset<T> extends Dataset<T> {
  readonly datasets: MapDataset<T>[]
  readonly cumulative_sizes: number[]

  /** The sums of the lengths up to each dataset. */
  static cumsum(sequence: Iterable<unknown>): number[] {
    let sum = 0
    return Array.from(sequence, (one) => {
      sum += len(one)
      return sum
    })
  }

  constructor(datasets: Iterable<MapDataset<T>>) {
    super()
    this.datasets = [...datasets]
    if (this.datasets.length === 0) {
      throw new AssertionError('datasets should not be an empty iterable')
    }
    if (this.datasets.some((one) => one instanceof IterableDataset)) {
      throw new AssertionError('ConcatDataset does not support IterableDataset')
    }
    this.cumulative_sizes = ConcatDataset.cumsum(this.datasets)
  }

  override __getitem__(idx: number): T {
    const size = this.__len__()
    if (idx < -size) {
      throw new ValueError('absolute value of index should not exceed dataset length')
    }
    const at = idx < 0 ? idx + size : idx
    const which = this.cumulative_sizes.findIndex((end) => at < end)
    if (which < 0) throw new IndexError('list index out of range')
    const before = which > 0 ? (this.cumulative_sizes[which - 1] as number) : 0
    return itemOf(this.datasets[which], at - before) as T
  }

  override __len__(): number {
    return this.cumulative_sizes.at(-1) as number
  }

  /** The former name of `cumulative_sizes`; warns. */
  get cummulative_sizes(): number[] {
    warn('`cummulative_sizes` attribute is renamed to `cumulative_sizes`', FutureWarning)
    return this.cumulative_sizes
  }
}

class ChainDataset<T> extends IterableDataset<T> {
  readonly datasets: Iterable<IterableDataset<T>>

  constructor(datasets: Iterable<IterableDataset<T>>) {
    super()
    this.datasets = datasets
  }

  override *__iter__(): IterableIterator<T> {
    for (const dataset of this.datasets) yield* checkIterable(dataset)
  }

  override __len__(): number {
    let total = 0
    for (const dataset of this.datasets) total += len(checkIterable(dataset))
    return total
  }
}

function checkIterable<T>(dataset: IterableDataset<T>): IterableDataset<T> {
  if (dataset instanceof IterableDataset) return dataset
  throw new AssertionError('ChainDataset only supports IterableDataset')
}

class Subset<T> extends Dataset<T> {
  readonly dataset: MapDataset<T>
  readonly indices: readonly number[]

  constructor(dataset: MapDataset<T>, indices: readonly number[]) {
    super()
    this.dataset = dataset
    this.indices = indices
    const { __getitem__, __getitems__ } = Subset.prototype
    if (this.__getitem__ !== __getitem__ && this.__getitems__ === __getitems__) {
      throw new NotImplementedError(
        `${this.constructor.name} overrides __getitem__ but not __getitems__. ` +
          'When subclassing Subset and overriding __getitem__, you must also override ' +
          '__getitems__ to ensure DataLoader works correctly with your custom logic. ' +
          'A simple implementation:\n\n' +
          'def __getitems__(self, indices):\n' +
          '    return [self.__getitem__(idx) for idx in indices]',
      )
    }
  }

  override __getitem__(idx: number | string | readonly number[]): T {
    const picked =
      typeof idx === 'object' ? idx.map((i) => itemOf(this.indices, i)) : itemOf(this.indices, idx)
    return itemOf(this.dataset, picked) as T
  }

  /** Several items at once, as the loader asks for them. */
  __getitems__(indices: readonly number[]): T[] {
    const picked = indices.map((i) => itemOf(this.indices, i))
    const { __getitems__ } = this.dataset as { __getitems__?: (indices: unknown[]) => T[] }
    if (typeof __getitems__ === 'function')
      return Reflect.apply(__getitems__, this.dataset, [picked])
    return picked.map((i) => itemOf(this.dataset, i) as T)
  }

  override __len__(): number {
    return this.indices.length
  }
}

const bindSplit = python('random_split(dataset, lengths, generator=None)')

interface SplitOptions {
  generator?: Generator | null
}

/**
 * Splits a dataset at random into parts of the given lengths, or fractions that sum to 1; anything else is a
 * ValueError.
 *
 * @example
 * const { random_split, TensorDataset } = torch.utils.data
 * const dataset = TensorDataset(torch.arange(10))
 * const [train, val] = random_split(dataset, [0.9, 0.1], { generator: torch.Generator().manual_seed(42) })
 * train.length // 9
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.random_split
 */
export function random_split<T>(
  dataset: MapDataset<T>,
  lengths: readonly number[],
  generator?: Generator | null | SplitOptions,
): Subset<T>[]
export function random_split<T>(...args: unknown[]): Subset<T>[] {
  const { dataset, lengths, generator } = bindSplit<{
    dataset: MapDataset<T>
    lengths: readonly number[]
    generator: Generator | null
  }>(args)
  const count = len(dataset)
  const total = lengths.reduce((sum, one) => sum + one, 0)
  const areFractions = Math.abs(total - 1) <= 1e-9 * Math.max(Math.abs(total), 1) && total <= 1
  const sizes = areFractions ? sizesOf(lengths, count) : [...lengths]
  if (sizes.reduce((sum, one) => sum + one, 0) !== count) {
    throw new ValueError('Sum of input lengths does not equal the length of the input dataset!')
  }
  const indices = randperm(count, { generator }).tolist() as number[]
  let end = 0
  return sizes.map((size) => {
    end += size
    return new Subset_<T>(dataset, indices.slice(end - size, end))
  })
}

function sizesOf(fractions: readonly number[], count: number): number[] {
  const sizes = fractions.map((fraction, i) => {
    if (fraction < 0 || fraction > 1) {
      throw new ValueError(`Fraction at index ${i} is not between 0 and 1`)
    }
    return Math.floor(count * fraction)
  })
  const rest = count - sizes.reduce((sum, one) => sum + one, 0)
  for (let i = 0; i < rest; i++) sizes[i % sizes.length] = (sizes[i % sizes.length] as number) + 1
  for (const [i, size] of sizes.entries()) {
    if (size > 0) continue
    warn(`Length of split at index ${i} is 0. This might result in an empty dataset.`)
  }
  return sizes
}

/**
 * The base of datasets: a subclass writes `__getitem__(index)` and, for loaders and samplers, `__len__()`.
 *
 * @example
 * const { Dataset } = torch.utils.data
 * class Squares extends Dataset<[number, number]> {
 *   override __getitem__(i: number): [number, number] { return [i, i * i] }
 *   override __len__() { return 100 }
 * }
 * new Squares()[3] // [3, 9]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Dataset
 */
const Dataset_: Callable<typeof Dataset> = callable(Dataset)
/**
 * The base of datasets that are read from start to end: a subclass writes `*__iter__()` or `*[Symbol.iterator]()`.
 *
 * @example
 * const { DataLoader, IterableDataset } = torch.utils.data
 * class Countdown extends IterableDataset<number> {
 *   override *__iter__() { for (let i = 3; i > 0; i--) yield i }
 * }
 * const batches = [...DataLoader(new Countdown(), { batch_size: 2 })]
 * batches // [tensor([3, 2]), tensor([1])]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.IterableDataset
 */
const IterableDataset_: Callable<typeof IterableDataset> = callable(IterableDataset)
/**
 * Tensors of the same length: an item is a tuple of their rows. Other lengths are an AssertionError.
 *
 * @example
 * const dataset = torch.utils.data.TensorDataset(torch.zeros(10, 3), torch.arange(10))
 * const [image, label] = dataset[2]
 * image // (3)
 * label // tensor(2)
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.TensorDataset
 */
const TensorDataset_ = callable(TensorDataset) as typeof TensorDataset &
  (<T extends readonly Tensor[]>(...tensors: T) => TensorDataset<T>)
/**
 * Several datasets side by side: an item is a tuple of theirs, or an object of theirs by name.
 *
 * @example
 * const { StackDataset, TensorDataset } = torch.utils.data
 * const both = StackDataset({ x: TensorDataset(torch.arange(3)), y: TensorDataset(torch.ones(3)) })
 * both[2].x[0] // tensor(2)
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.StackDataset
 */
const StackDataset_ = callable(StackDataset) as typeof StackDataset & {
  <D extends Readonly<Record<string, unknown>>>(datasets: D): StackDataset<D>
  <D extends readonly unknown[]>(...datasets: D): StackDataset<D>
}
/**
 * Several datasets one after the other: index `i` goes to the one that it falls into.
 *
 * @example
 * const { ConcatDataset, TensorDataset } = torch.utils.data
 * const all = ConcatDataset([TensorDataset(torch.arange(3)), TensorDataset(torch.ones(2))])
 * all.length // 5
 * all[3][0] // tensor(1.)
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.ConcatDataset
 */
const ConcatDataset_ = callable(ConcatDataset) as typeof ConcatDataset &
  (<T>(datasets: Iterable<MapDataset<T>>) => ConcatDataset<T>)
/**
 * Several iterable datasets one after the other.
 *
 * @example
 * const { ChainDataset, IterableDataset } = torch.utils.data
 * class Two extends IterableDataset<number> {
 *   override *__iter__() { yield* [1, 2] }
 * }
 * const items = [...ChainDataset([new Two(), new Two()])]
 * items // [1, 2, 1, 2]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.ChainDataset
 */
const ChainDataset_ = callable(ChainDataset) as typeof ChainDataset &
  (<T>(datasets: Iterable<IterableDataset<T>>) => ChainDataset<T>)
/**
 * The items of a dataset at given indices.
 *
 * @example
 * const { Subset, TensorDataset } = torch.utils.data
 * const part = Subset(TensorDataset(torch.arange(10)), [7, 3])
 * part[0][0] // tensor(7)
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.Subset
 */
const Subset_ = callable(Subset) as typeof Subset &
  (<T>(dataset: MapDataset<T>, indices: readonly number[]) => Subset<T>)
type Dataset_<T> = Dataset<T>
type IterableDataset_<T> = IterableDataset<T>
type TensorDataset_<T extends readonly Tensor[] = Tensor[]> = TensorDataset<T>
type StackDataset_<D extends readonly unknown[] | Readonly<Record<string, unknown>>> =
  StackDataset<D>
type ConcatDataset_<T> = ConcatDataset<T>
type ChainDataset_<T> = ChainDataset<T>
type Subset_<T> = Subset<T>

export {
  ChainDataset_ as ChainDataset,
  ConcatDataset_ as ConcatDataset,
  Dataset_ as Dataset,
  IterableDataset_ as IterableDataset,
  StackDataset_ as StackDataset,
  Subset_ as Subset,
  TensorDataset_ as TensorDataset,
}
