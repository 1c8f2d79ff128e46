// Mirrors _BaseDataLoaderIter of torch/utils/data/dataloader.py.

import { iter, len } from '../../_builtins/iteration.js'
import { empty } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { record_function } from '../../autograd/profiler.js'
import { is_available } from '../../cuda/index.js'
import { int64 } from '../../dtype.js'
import type { Generator } from '../../random.js'
import { warn } from '../../warnings.js'
import { pin_memory } from './_utils/pin_memory.js'
import { IterableDataset } from './dataset.js'

/** What an iterator reads of its loader. */
export interface LoaderSettings {
  readonly dataset: unknown
  readonly num_workers: number
  readonly prefetch_factor: number | null
  readonly pin_memory: boolean
  readonly pin_memory_device: string
  readonly drop_last: boolean
  readonly timeout: number
  readonly sampler: Iterable<unknown>
  readonly batch_sampler: Iterable<unknown> | null
  readonly generator: Generator | null
  readonly persistent_workers: boolean
  readonly worker_init_fn: ((worker_id: number) => unknown) | null
  readonly in_order: boolean
  readonly collate_fn: (data: never) => unknown
  /** What an iterable dataset said of its length, to warn when it gives more. */
  readonly _IterableDataset_len_called: number | null
}

/** One pass over a loader. */
export abstract class _BaseDataLoaderIter<Batch> implements IterableIterator<Batch> {
  readonly _dataset: unknown
  readonly _index_sampler: Iterable<unknown>
  readonly _auto_collation: boolean
  readonly _pin_memory: boolean
  /** Drawn at the start; workers are seeded with it. */
  readonly _base_seed: number | bigint
  _IterableDataset_len_called: number | null
  _sampler_iter: Iterator<unknown>
  _num_yielded = 0

  constructor(loader: LoaderSettings) {
    const { dataset, batch_sampler, sampler, generator } = loader
    this._dataset = dataset
    this._IterableDataset_len_called = loader._IterableDataset_len_called
    this._auto_collation = batch_sampler !== null
    this._index_sampler = batch_sampler ?? sampler
    if (loader.pin_memory && loader.pin_memory_device) {
      warn(
        'pin_memory_device is deprecated, the current accelerator will be used as the device,' +
          `ignore pin_memory_device='${loader.pin_memory_device}'.`,
      )
    }
    this._pin_memory = loader.pin_memory && is_available()
    if (loader.pin_memory && !this._pin_memory) {
      warn(
        "'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.",
      )
    }
    // In this order: a sampler that draws at once draws before the seed.
    this._sampler_iter = iter(this._index_sampler) as Iterator<unknown>
    this._base_seed = empty([], { dtype: int64 }).random_({ generator }).item() as number | bigint
  }

  protected abstract _next_data(): IteratorResult<Batch>

  next(): IteratorResult<Batch> {
    const name = `enumerate(DataLoader)#${this.constructor.name}.__next__`
    return record_function(name, () => this._counted(this._next_data()))
  }

  /** Counts a batch, pins its memory where that was asked for, and warns of more than there should be. */
  protected _counted(result: IteratorResult<Batch>): IteratorResult<Batch> {
    if (result.done) return result
    this._num_yielded += 1
    const reported = this._IterableDataset_len_called
    if (reported !== null && this._num_yielded > reported) this.#warnOfLength(reported)
    return this._pin_memory ? { done: false, value: pin_memory(result.value) as Batch } : result
  }

  #warnOfLength(reported: number): void {
    if (!(this._dataset instanceof IterableDataset)) return
    const workers =
      'For multiprocessing data-loading, this could be caused by not properly configuring the ' +
      'IterableDataset replica at each worker. Please see ' +
      'https://pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset for examples.'
    warn(
      `Length of IterableDataset ${pyRepr(this._dataset)} was reported to be ${reported}` +
        `(when accessing len(dataloader)), but ${this._num_yielded} samples have been fetched. ${
          this._hasWorkers() ? workers : ''
        }`,
    )
  }

  protected _hasWorkers(): boolean {
    return false
  }

  [Symbol.iterator](): this {
    return this
  }

  __len__(): number {
    return len(this._index_sampler)
  }
}
