// Mirrors torch/utils/data/dataloader.py; the iterators with workers are in _multiprocessing_iter.ts.

import { availableParallelism } from 'node:os'
import { len } from '../../_builtins/iteration.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { Generator } from '../../random.js'
import { warn } from '../../warnings.js'
import { _BaseDataLoaderIter, type LoaderSettings } from './_base_iter.js'
import { _MultiProcessingDataLoaderIter } from './_multiprocessing_iter.js'
import type { MapDataset } from './_utils/access.js'
import { type Collated, default_collate, default_convert } from './_utils/collate.js'
import { type Fetcher, fetcherOf } from './_utils/fetch.js'
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
  /** Threads that make batches beside the script (0: none, the script makes them itself). */
  num_workers?: number
  /** Makes a batch of a list of items; `default_collate` unless given. */
  collate_fn?: ((items: T[]) => Batch) | null
  /** Whether batches are put into page-locked memory, for faster copies to a GPU. */
  pin_memory?: boolean
  /** Whether a last batch that is too small is left out. */
  drop_last?: boolean
  /** Seconds to wait for a batch of a worker; 0 for as long as it takes, and without workers. */
  timeout?: number
  /** Called in each worker with its number, after seeding; exported by a module, as `collate_fn` then is. */
  worker_init_fn?: ((worker_id: number) => unknown) | null
  /** How Python starts workers. Here they are threads whatever it says. Without workers only null. */
  multiprocessing_context?: 'fork' | 'spawn' | 'forkserver' | null
  /** Draws the random numbers; the default one unless given. */
  generator?: Generator | null
  /** Batches that each worker makes ahead (2); without workers only null. */
  prefetch_factor?: number | null
  /** Whether workers, and what they made of the dataset, are kept for the next pass; without workers only false. */
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

const startMethods = ['fork', 'spawn', 'forkserver']

function checkOptions(options: Bound): void {
  const { num_workers, timeout, prefetch_factor, persistent_workers } = options
  if (num_workers < 0) {
    throw new ValueError(
      'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
    )
  }
  if (timeout < 0) throw new ValueError('timeout option should be non-negative')
  if (num_workers === 0 && prefetch_factor !== null) {
    throw new ValueError(
      'prefetch_factor option could only be specified in multiprocessing.' +
        'let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.',
    )
  }
  if (prefetch_factor !== null && prefetch_factor < 0) {
    throw new ValueError('prefetch_factor option should be non-negative')
  }
  if (persistent_workers && num_workers === 0) {
    throw new ValueError('persistent_workers option needs num_workers > 0')
  }
}

function checkContext(context: unknown, num_workers: number): void {
  if (context === null) return
  if (num_workers === 0) {
    throw new ValueError(
      'multiprocessing_context can only be used with multi-process loading (num_workers > 0), but got num_workers=0',
    )
  }
  if (typeof context !== 'string') {
    throw new TypeError(
      'multiprocessing_context option should be a valid context object or a string specifying the start method, ' +
        `but got multiprocessing_context=${pyRepr(context)}`,
    )
  }
  if (startMethods.includes(context)) return
  throw new ValueError(
    `multiprocessing_context option should specify a valid start method in ${pyRepr(startMethods)}, ` +
      `but got multiprocessing_context=${pyRepr(context)}`,
  )
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
  readonly worker_init_fn: ((worker_id: number) => unknown) | null
  readonly in_order: boolean
  _IterableDataset_len_called: number | null = null
  _iterator: _MultiProcessingDataLoaderIter<Batch> | null = null
  collate_fn: (data: never) => unknown
  #multiprocessing_context: string | null = null

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
    this.prefetch_factor = options.prefetch_factor ?? (options.num_workers > 0 ? 2 : null)
    this.multiprocessing_context = options.multiprocessing_context
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
    this.check_worker_number_rationality()
  }

  /**
   * Starts a pass: draws its seed and, when shuffling, an order. While workers work the thread is blocked; `for await`
   * leaves it to others.
   */
  [Symbol.iterator](): IterableIterator<Batch> {
    return this._get_iterator(true)
  }

  /** The same for `for await`: the thread does other things until the workers have a batch. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Batch> {
    const pass = this._get_iterator(false)
    const step = async () =>
      pass instanceof _MultiProcessingDataLoaderIter ? pass.nextAsync() : pass.next()
    let before: Promise<unknown> = Promise.resolve()
    const iterator: AsyncIterableIterator<Batch> = {
      // Asked for before the last one is there, a batch comes after that, as from an async generator.
      next() {
        const result = before.then(step)
        before = result.catch(() => {})
        return result
      },
      return: async (value?: unknown) => pass.return?.(value) ?? { done: true, value },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  private _get_iterator(patient: boolean): IterableIterator<Batch> {
    if (this.num_workers === 0) return new _SingleProcessDataLoaderIter<Batch>(this)
    const start = () => new _MultiProcessingDataLoaderIter<Batch>(this, patient)
    if (!this.persistent_workers) return start()
    if (this._iterator?.isAlive) this._iterator._reset(this)
    else this._iterator = start()
    return this._iterator
  }

  /** How Python would start workers; here it makes no difference. */
  get multiprocessing_context(): string | null {
    return this.#multiprocessing_context
  }

  set multiprocessing_context(context: string | null) {
    checkContext(context, this.num_workers)
    this.#multiprocessing_context = context
  }

  /** Warns of more workers than there are processors for. */
  check_worker_number_rationality(): void {
    const most = availableParallelism()
    if (this.num_workers <= most) return
    const isSet = process.platform === 'linux' ? '' : ' (`cpuset` is not taken into account)'
    warn(
      `This DataLoader will create ${this.num_workers} worker processes in total. Our suggested max number of worker ` +
        `in current system is ${most}${isSet}, which is smaller than what this DataLoader is going to create. ` +
        'Please be aware that excessive worker creation might get DataLoader running slow or even freeze, ' +
        'lower the worker number to avoid potential slowness/freeze if necessary.',
    )
  }

  /** How many batches a pass gives. */
  __len__(): number {
    if (!(this.dataset instanceof IterableDataset)) return len(this.batch_sampler ?? this.sampler)
    const items = len(this.dataset)
    this._IterableDataset_len_called = items
    if (this.batch_size === null) return items
    const batches = items / this.batch_size
    return this.drop_last ? Math.floor(batches) : Math.ceil(batches)
  }

  /** How many batches a pass gives; unknown, and a TypeError, where the dataset is iterable and tells no length. */
  get length(): number {
    return this.__len__()
  }
}

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

/** One pass over a loader without workers. */
export class _SingleProcessDataLoaderIter<Batch> extends _BaseDataLoaderIter<Batch> {
  readonly #fetcher: Fetcher

  constructor(loader: LoaderSettings) {
    super(loader)
    const { dataset, collate_fn, drop_last, timeout } = loader
    if (timeout !== 0) {
      throw new AssertionError('_SingleProcessDataLoaderIter requires timeout == 0')
    }
    const isIterable = dataset instanceof IterableDataset
    this.#fetcher = fetcherOf(dataset, isIterable, this._auto_collation, collate_fn, drop_last)
  }

  protected override _next_data(): IteratorResult<Batch> {
    const index = this._sampler_iter.next()
    if (index.done) return { done: true, value: undefined }
    return this.#fetcher.fetch(index.value) as IteratorResult<Batch>
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
 * With `num_workers` above 0 threads make the batches ahead, in the same order and with the random numbers of Python's
 * workers; tensors come from them without being copied. `for` blocks the script while it waits, `for await` does not.
 * A worker imports what it runs, as with Python's `spawn`: the dataset's class, `collate_fn` and `worker_init_fn` have to
 * be exported by a module, best one of their own, since all that the module does is done in each worker too. Classes of
 * this package need nothing. An instance crosses as its fields; a class with fields that are private by `#` gives itself
 * a `__reduce__()`, which returns the class and what to construct it with. Where modules are bundled, a static
 * `__module__ = import.meta.url` says where a class is. What a module keeps in its own variables lives as long as the
 * thread, which later passes use again.
 *
 * An error of a worker is thrown by the loop, of the same class and with the worker's stack; so is a RuntimeError where
 * one ends or takes longer than `timeout` seconds, and an AttributeError where one finds no such export.
 *
 * @example
 * const { DataLoader, TensorDataset } = torch.utils.data
 * const dataset = TensorDataset(torch.zeros(10, 3), torch.arange(10))
 * const loader = DataLoader(dataset, { batch_size: 4, shuffle: true })
 * for (const [x, y] of loader) print(x.shape, y)
 * loader.length // 3
 * const ahead = DataLoader(dataset, { batch_size: 4, num_workers: 2 })
 * const sizes = Array.from(ahead, ([x]) => x.size(0))
 * sizes // [4, 4, 2]
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

export { _BaseDataLoaderIter, _MultiProcessingDataLoaderIter, DataLoader_ as DataLoader }
