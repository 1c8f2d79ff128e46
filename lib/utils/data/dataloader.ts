// Mirrors the single-process part of torch/utils/data/dataloader.py.

import { iter, len } from '../../_builtins/iteration.js'
import { callable } from '../../_callable.js'
import { empty } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { record_function } from '../../autograd/profiler.js'
import { is_available } from '../../cuda/index.js'
import { int64 } from '../../dtype.js'
import { AssertionError, NotImplementedError, ValueError } from '../../errors.js'
import type { Generator } from '../../random.js'
import { warn } from '../../warnings.js'
import type { MapDataset } from './_utils/access.js'
import { type Collated, default_collate, default_convert } from './_utils/collate.js'
import { type Fetcher, iterableFetcher, mapFetcher } from './_utils/fetch.js'
import { pin_memory } from './_utils/pin_memory.js'
import { type Dataset, IterableDataset } from './dataset.js'
import { BatchSampler, RandomSampler, SequentialSampler } from './sampler.js'

type Source<T> = Dataset<T> | MapDataset<T>

/** The keywords of a loader. */
export interface DataLoaderOptions<T, Batch> {
  /** Items of a batch (1); null for single items. */
  batch_size?: number | null
  /** Whether the indices are shuffled anew for each pass. */
  shuffle?: boolean | null
  /** Which indices come, in the place of `shuffle`. */
  sampler?: Iterable<number> | null
  /** Which indices come together, in the place of `batch_size`, `shuffle`, `sampler` and `drop_last`. */
  batch_sampler?: Iterable<readonly number[]> | null
  /** Workers beside the script: 0 only, more are a NotImplementedError. */
  num_workers?: number
  /** Makes a batch of a list of items; `default_collate` unless given. */
  collate_fn?: ((items: T[]) => Batch) | null
  /** Whether batches are put into page-locked memory, for faster copies to a GPU. */
  pin_memory?: boolean
  /** Whether a last batch that is too small is left out. */
  drop_last?: boolean
  /** Seconds to wait for a worker; without workers only 0. */
  timeout?: number
  /** Called in each worker with its number; there are none yet. */
  worker_init_fn?: ((worker_id: number) => void) | null
  /** How workers are started; without workers only null. */
  multiprocessing_context?: null
  /** Draws the random numbers; the default one unless given. */
  generator?: Generator | null
  /** Batches that each worker fetches ahead; without workers only null. */
  prefetch_factor?: number | null
  /** Whether workers go on living after a pass; without workers only false. */
  persistent_workers?: boolean
  /** The device that page-locked memory is for. */
  pin_memory_device?: string
  /** Whether batches come in the order in which they were asked for. */
  in_order?: boolean
}

const bind = python(
  "DataLoader.__init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None, persistent_workers=False, pin_memory_device='', in_order=True)",
)

type Bound = Required<DataLoaderOptions<unknown, unknown>> & { dataset: unknown }

function checkOptions(options: Bound): void {
  const { num_workers, timeout, prefetch_factor, persistent_workers, multiprocessing_context } =
    options
  if (num_workers < 0) {
    throw new ValueError(
      'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
    )
  }
  if (timeout < 0) throw new ValueError('timeout option should be non-negative')
  if (num_workers > 0) {
    throw new NotImplementedError(
      `DataLoader(num_workers=${num_workers}) needs loading in worker threads, which torch-node does not have yet; ` +
        'use num_workers=0, which gives the same batches in the same order.',
    )
  }
  if (prefetch_factor !== null) {
    throw new ValueError(
      'prefetch_factor option could only be specified in multiprocessing.' +
        'let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.',
    )
  }
  if (persistent_workers) {
    throw new ValueError('persistent_workers option needs num_workers > 0')
  }
  if (multiprocessing_context !== null) {
    throw new ValueError(
      'multiprocessing_context can only be used with multi-process loading (num_workers > 0), but got num_workers=0',
    )
  }
}

function checkSampling(options: Bound): void {
  const { dataset, batch_size, shuffle, sampler, batch_sampler, drop_last } = options
  if (dataset instanceof IterableDataset) {
    const kind = 'DataLoader with IterableDataset: expected unspecified'
    if (shuffle) throw new ValueError(`${kind} shuffle option, but got shuffle=${pyRepr(shuffle)}`)
    if (sampler !== null) {
      throw new ValueError(`${kind} sampler option, but got sampler=${pyRepr(sampler)}`)
    }
    if (batch_sampler !== null) {
      throw new ValueError(
        `${kind} batch_sampler option, but got batch_sampler=${pyRepr(batch_sampler)}`,
      )
    }
  }
  if (sampler !== null && shuffle) {
    throw new ValueError('sampler option is mutually exclusive with shuffle')
  }
  if (batch_sampler !== null && (batch_size !== 1 || shuffle || sampler !== null || drop_last)) {
    throw new ValueError(
      'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
    )
  }
  if (batch_sampler === null && batch_size === null && drop_last) {
    throw new ValueError(
      'batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
    )
  }
}

function* forever(): IterableIterator<null> {
  for (;;) yield null
}
// For iterable datasets, whose end only they know.
const infinite: Iterable<number> = {
  [Symbol.iterator]: () => forever() as unknown as Iterator<number>,
}

/** A loader over `T`s that gives `Batch`es. */
class DataLoader<T, Batch = Collated<T>> {
  readonly dataset: Source<T>
  readonly batch_size: number | null
  readonly num_workers: number
  readonly pin_memory: boolean
  readonly pin_memory_device: string
  readonly prefetch_factor: number | null
  readonly drop_last: boolean
  readonly timeout: number
  readonly sampler: Iterable<number>
  readonly batch_sampler: Iterable<readonly number[]> | null
  readonly generator: Generator | null
  readonly persistent_workers: boolean
  readonly worker_init_fn: ((worker_id: number) => void) | null
  readonly in_order: boolean
  collate_fn: (data: never) => unknown

  constructor(
    dataset: Source<T>,
    batch_size?: number | null,
    shuffle?: boolean | null,
    options?: Omit<DataLoaderOptions<T, Batch>, 'batch_size' | 'shuffle'>,
  )
  constructor(
    dataset: Source<T>,
    batch_size: number | null,
    options: Omit<DataLoaderOptions<T, Batch>, 'batch_size'>,
  )
  constructor(dataset: Source<T>, options: DataLoaderOptions<T, Batch>)
  constructor(options: DataLoaderOptions<T, Batch> & { dataset: Source<T> })
  constructor(...args: unknown[]) {
    const options = bind<Bound>(args)
    checkOptions(options)
    checkSampling(options)
    const { dataset, shuffle, generator, drop_last } = options
    const isIterable = dataset instanceof IterableDataset
    this.dataset = dataset as Source<T>
    this.num_workers = options.num_workers
    this.pin_memory = options.pin_memory
    this.pin_memory_device = options.pin_memory_device
    this.prefetch_factor = options.prefetch_factor
    this.timeout = options.timeout
    this.worker_init_fn = options.worker_init_fn
    this.in_order = options.in_order
    this.persistent_workers = options.persistent_workers
    this.batch_size = options.batch_sampler === null ? options.batch_size : null
    this.drop_last = drop_last
    this.generator = generator
    const ordered = (): Iterable<number> =>
      shuffle ? new RandomSampler(dataset as object, { generator }) : new SequentialSampler(dataset)
    this.sampler = options.sampler ?? (isIterable ? infinite : ordered())
    this.batch_sampler =
      options.batch_sampler ??
      (this.batch_size === null ? null : new BatchSampler(this.sampler, this.batch_size, drop_last))
    this.collate_fn =
      options.collate_fn ?? (this.batch_sampler === null ? default_convert : default_collate)
    freeze(this)
  }

  /** Starts a pass: draws its seed and, when shuffling, an order. */
  [Symbol.iterator](): IterableIterator<Batch> {
    return new _SingleProcessDataLoaderIter<Batch>(this as unknown as DataLoader<unknown>)
  }

  /** How many batches a pass gives. */
  __len__(): number {
    if (!(this.dataset instanceof IterableDataset)) return len(this.batch_sampler ?? this.sampler)
    const items = len(this.dataset)
    reportedLengths.set(this, items)
    if (this.batch_size === null) return items
    const batches = items / this.batch_size
    return this.drop_last ? Math.floor(batches) : Math.ceil(batches)
  }

  /** How many batches a pass gives; unknown, and a TypeError, where the dataset is iterable and tells no length. */
  get length(): number {
    return this.__len__()
  }
}

// What an iterable dataset said of its length, to warn when it gives more.
const reportedLengths = new WeakMap<object, number>()

// These may not be set later: samplers were made from them.
function freeze(loader: object): void {
  const fixed = [
    'batch_size',
    'batch_sampler',
    'sampler',
    'drop_last',
    'dataset',
    'persistent_workers',
  ]
  for (const name of fixed) {
    const value: unknown = Reflect.get(loader, name)
    Object.defineProperty(loader, name, {
      get: () => value,
      set() {
        throw new ValueError(
          `${name} attribute should not be set after ${loader.constructor.name} is initialized`,
        )
      },
      enumerable: true,
      configurable: true,
    })
  }
}

/** One pass over a loader. */
export class _SingleProcessDataLoaderIter<Batch> implements IterableIterator<Batch> {
  /** Drawn at the start of every pass; workers would be seeded with it. */
  readonly _base_seed: number | bigint
  readonly #loader: DataLoader<unknown>
  readonly #indices: Iterator<unknown>
  readonly #fetcher: Fetcher
  readonly #pins: boolean
  #yielded = 0

  constructor(loader: DataLoader<unknown>) {
    const { dataset, batch_sampler, sampler, generator, collate_fn, drop_last, timeout } = loader
    this.#pins = loader.pin_memory && is_available()
    if (loader.pin_memory && !this.#pins) {
      warn(
        "'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.",
      )
    }
    this.#loader = loader
    // In this order: a sampler that draws at once draws before the seed.
    this.#indices = iter(batch_sampler ?? sampler) as Iterator<unknown>
    this._base_seed = empty([], { dtype: int64 }).random_({ generator }).item() as number | bigint
    if (timeout !== 0) {
      throw new AssertionError('_SingleProcessDataLoaderIter requires timeout == 0')
    }
    const batched = batch_sampler !== null
    this.#fetcher =
      dataset instanceof IterableDataset
        ? iterableFetcher(dataset, batched, collate_fn, drop_last)
        : mapFetcher(dataset, batched, collate_fn)
  }

  next(): IteratorResult<Batch> {
    const name = 'enumerate(DataLoader)#_SingleProcessDataLoaderIter.__next__'
    return record_function(name, () => this.#next())
  }

  #next(): IteratorResult<Batch> {
    const index = this.#indices.next()
    if (index.done) return { done: true, value: undefined }
    const result = this.#fetcher.fetch(index.value) as IteratorResult<Batch>
    if (result.done) return result
    this.#count()
    return this.#pins ? { done: false, value: pin_memory(result.value) as Batch } : result
  }

  #count(): void {
    this.#yielded += 1
    const reported = reportedLengths.get(this.#loader)
    if (reported === undefined || this.#yielded <= reported) return
    warn(
      `Length of IterableDataset ${pyRepr(this.#loader.dataset)} was reported to be ${reported}` +
        `(when accessing len(dataloader)), but ${this.#yielded} samples have been fetched. `,
    )
  }

  [Symbol.iterator](): this {
    return this
  }

  __len__(): number {
    return len(this.#loader.batch_sampler ?? this.#loader.sampler)
  }
}

/**
 * Gives the items of a dataset in batches, shuffled on request: `for (const [x, y] of loader)`. Its length is the
 * number of batches.
 *
 * Items of a batch are put together by `collate_fn`, `default_collate` unless given: tensors of shape (...) become one
 * of shape (batch_size, ...). `drop_last` leaves out a last batch that is smaller; `sampler` or `batch_sampler` say
 * which indices come, in the place of `shuffle`. `batch_size: null` gives single items.
 *
 * @example
 * const { DataLoader, TensorDataset } = torch.utils.data
 * const dataset = TensorDataset(torch.zeros(10, 3), torch.arange(10))
 * const loader = DataLoader(dataset, { batch_size: 4, shuffle: true })
 * for (const [x, y] of loader) print(x.shape, y)
 * loader.length // 3
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.DataLoader
 */
const DataLoader_ = callable(DataLoader) as typeof DataLoader & {
  <T, Batch = Collated<T>>(
    dataset: Source<T>,
    batch_size?: number | null,
    shuffle?: boolean | null,
    options?: Omit<DataLoaderOptions<T, Batch>, 'batch_size' | 'shuffle'>,
  ): DataLoader<T, Batch>
  <T, Batch = Collated<T>>(
    dataset: Source<T>,
    batch_size: number | null,
    options: Omit<DataLoaderOptions<T, Batch>, 'batch_size'>,
  ): DataLoader<T, Batch>
  <T, Batch = Collated<T>>(
    dataset: Source<T>,
    options: DataLoaderOptions<T, Batch>,
  ): DataLoader<T, Batch>
  <T, Batch = Collated<T>>(
    options: DataLoaderOptions<T, Batch> & { dataset: Source<T> },
  ): DataLoader<T, Batch>
}
type DataLoader_<T, Batch = Collated<T>> = DataLoader<T, Batch>

export { DataLoader_ as DataLoader }
