// Mirrors torchtext/data/iterator.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { tuple } from '../../_tuple.js'
import { len, type random, sorted } from '../../builtins.js'
import { NotImplementedError } from '../../errors.js'
import type { Device, device, Tensor } from '../../index.js'
import torch from '../../index.js'
import { warn } from '../../warnings.js'
import { type BatchSize, batch, pool } from './_batches.js'
import { Batch } from './batch.js'
import { type AnyDataset, Dataset, type SortKey } from './dataset.js'
import type { Example } from './example.js'
import type { Field } from './field.js'
import { RandomShuffler } from './utils.js'

type RandomState = ReturnType<typeof random.getstate>

/** What {@link Iterator.state_dict} gives. */
export interface IteratorState {
  iterations: number
  iterations_this_epoch: number
  random_state_this_epoch: RandomState | null
}

type Common = [
  sort_key: SortKey<Example>,
  device: Device | null,
  batch_size_fn: BatchSize<Example> | null,
  train: boolean,
  repeat: boolean,
  shuffle: boolean | null,
  sort: boolean | null,
  sort_within_batch: boolean | null,
]

const init = initializer<[dataset: AnyDataset, batch_size: number, ...Common]>()(
  'Iterator.__init__(self, dataset, batch_size, sort_key=None, device=None, batch_size_fn=None, train=True, repeat=False, shuffle=None, sort=None, sort_within_batch=None)',
)

function deviceOf(where: Device | null): device {
  if (typeof where !== 'number') return torch.device(where ?? 'cpu')
  warn(
    'The `device` argument should be set by using `torch.device` or passing a string as an argument. This behavior will be deprecated soon and currently defaults to cpu.',
  )
  return torch.device('cpu')
}

/** What `splits` takes by keyword: one size or one for each dataset, and what the iterators take. */
export interface IteratorSplits {
  batch_size?: number
  batch_sizes?: readonly number[] | null
  bptt_len?: number
  sort_key?: SortKey<Example>
  device?: Device | null
  batch_size_fn?: BatchSize<Example> | null
  repeat?: boolean
  shuffle?: boolean | null
  sort?: boolean | null
  sort_within_batch?: boolean | null
}

class Iterator<E extends object = Example, F extends object = Record<string, Tensor>> {
  readonly dataset: Dataset<E>
  batch_size: number
  readonly batch_size_fn: BatchSize<E> | null
  device: device
  train: boolean
  repeat: boolean
  shuffle: boolean
  sort: boolean
  sort_within_batch: boolean
  sort_key: SortKey<E>
  /** How many batches were given, in this pass or, where it repeats, in all. */
  iterations = 0
  /** The batches of this pass that are still to come. */
  batches: IterableIterator<E[]> = [][Symbol.iterator]()
  readonly random_shuffler = RandomShuffler()
  _iterations_this_epoch = 0
  _random_state_this_epoch: RandomState | null = null
  _restored_from_state = false

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { train, shuffle, sort, sort_within_batch, sort_key } = given
    this.dataset = given.dataset as unknown as Dataset<E>
    this.batch_size = given.batch_size
    this.batch_size_fn = given.batch_size_fn as BatchSize<E> | null
    this.device = deviceOf(given.device)
    this.train = train
    this.repeat = given.repeat
    this.shuffle = shuffle ?? train
    this.sort = sort ?? !train
    this.sort_within_batch = sort_within_batch ?? this.sort
    this.sort_key = (sort_key as SortKey<E>) ?? this.dataset.sort_key
  }

  /**
   * An iterator for each dataset, the first of which is the one to train on. `batch_sizes` gives each a size of its
   * own, `batch_size` all the same.
   */
  static splits<D extends readonly AnyDataset[]>(
    datasets: readonly [...D],
    kw: IteratorSplits,
  ): { [K in keyof D]: Iterator }
  static splits<D extends readonly AnyDataset[]>(
    datasets: readonly [...D],
    batch_sizes: readonly number[] | null,
    kw?: IteratorSplits,
  ): { [K in keyof D]: Iterator }
  static splits(datasets: readonly object[], ...more: unknown[]): unknown {
    const { batch_sizes, batch_size, ...kw } = splitArguments(more)
    const made = datasets.map(
      (dataset, i) =>
        new this(
          dataset as never,
          {
            ...kw,
            batch_size: batch_sizes?.[i] ?? batch_size,
            train: i === 0,
          } as never,
        ),
    )
    return tuple(made)
  }

  /** The examples in the order of a pass: sorted, shuffled or as they are. */
  data(): Iterable<E> {
    const { dataset, sort_key } = this
    if (this.sort) return sorted(dataset, { key: sort_key as never }) as E[]
    if (!this.shuffle) return dataset
    const order = this.random_shuffler(Array.from({ length: len(dataset) }, (_, i) => i))
    return order.map((i) => dataset[i] as E)
  }

  /** Begins a pass, or goes on with one whose state was loaded. */
  init_epoch(): void {
    const { _random_state_this_epoch: state } = this
    if (this._restored_from_state && state !== null) this.random_shuffler.random_state = state
    else this._random_state_this_epoch = this.random_shuffler.random_state
    this.create_batches()
    if (!this._restored_from_state) this._iterations_this_epoch = 0
    this._restored_from_state = false
    if (!this.repeat) this.iterations = 0
  }

  create_batches(): void {
    this.batches = batch(this.data(), this.batch_size, this.batch_size_fn)
  }

  /** How many passes are over. */
  get epoch(): number {
    return Math.floor(this.iterations / len(this))
  }

  __len__(): number {
    if (this.batch_size_fn !== null) throw new NotImplementedError()
    return Math.ceil(len(this.dataset) / this.batch_size)
  }

  get length(): number {
    return this.__len__()
  }

  *[Symbol.iterator](): IterableIterator<Batch<F>> {
    do {
      this.init_epoch()
      let i = 0
      for (const minibatch of this.batches) {
        // What was given before the state was saved is passed over.
        if (this._iterations_this_epoch > i++) continue
        this.iterations++
        this._iterations_this_epoch++
        yield new Batch<F>(this.#inOrder(minibatch), this.dataset, this.device)
      }
    } while (this.repeat)
  }

  // pack_padded_sequence wants the longest first.
  #inOrder(minibatch: E[]): E[] {
    if (!this.sort_within_batch) return minibatch
    if (this.sort) return minibatch.reverse()
    return sorted(minibatch, { key: this.sort_key as never, reverse: true }) as E[]
  }

  state_dict(): IteratorState {
    return {
      iterations: this.iterations,
      iterations_this_epoch: this._iterations_this_epoch,
      random_state_this_epoch: this._random_state_this_epoch,
    }
  }

  /** Goes on where {@link state_dict} was taken, with the next pass over this iterator. */
  load_state_dict(state_dict: IteratorState): void {
    this.iterations = state_dict.iterations
    this._iterations_this_epoch = state_dict.iterations_this_epoch
    this._random_state_this_epoch = state_dict.random_state_this_epoch
    this._restored_from_state = true
  }
}

interface SplitArguments extends Record<string, unknown> {
  batch_sizes?: readonly number[] | null
  batch_size?: number
}

function splitArguments(args: readonly unknown[]): SplitArguments {
  const [first, second] = args
  if (Array.isArray(first) || first === null) {
    return { ...(second as object), batch_sizes: first as number[] | null }
  }
  return { ...(first as object) }
}

class BucketIterator<
  E extends object = Example,
  F extends object = Record<string, Tensor>,
> extends Iterator<E, F> {
  override create_batches(): void {
    if (this.sort) {
      super.create_batches()
      return
    }
    this.batches = pool(this.data(), this.batch_size, {
      key: this.sort_key,
      batch_size_fn: this.batch_size_fn,
      shuffle: this.shuffle ? this.random_shuffler : null,
      sort_within_batch: this.sort_within_batch,
    })
  }
}

const initBPTT = initializer<
  [dataset: AnyDataset, batch_size: number, bptt_len: number, ...Common]
>()(
  'BPTTIterator.__init__(self, dataset, batch_size, bptt_len, sort_key=None, device=None, batch_size_fn=None, train=True, repeat=False, shuffle=None, sort=None, sort_within_batch=None)',
)

interface Texts {
  readonly text: string[]
}

class BPTTIterator extends Iterator<Texts, { text: Tensor; target: Tensor }> {
  bptt_len: number

  constructor(...args: ArgumentsOf<typeof initBPTT>) {
    const { bptt_len, ...given } = initBPTT(args)
    super(given as never)
    this.bptt_len = bptt_len
  }

  override __len__(): number {
    const { text } = this.dataset[0] as Texts
    return Math.ceil((text.length / this.batch_size - 1) / this.bptt_len)
  }

  override *[Symbol.iterator](): IterableIterator<Batch<{ text: Tensor; target: Tensor }>> {
    const { text } = this.dataset[0] as Texts
    const TEXT = this.dataset.fields.text as Field
    TEXT.eos_token = null
    const rows = Math.ceil(text.length / this.batch_size)
    const filling = Array<string | null>(rows * this.batch_size - text.length).fill(TEXT.pad_token)
    const numbers = TEXT.numericalize([[...text, ...filling]], { device: this.device })
    const data = numbers.view(this.batch_size, -1).t().contiguous()
    const fields = [
      ['text', TEXT],
      ['target', TEXT],
    ] as const
    const dataset = new Dataset(this.dataset.examples, fields)
    do {
      const end = this.__len__() * this.bptt_len
      for (let i = 0; i < end; i += this.bptt_len) {
        this.iterations++
        const length = Math.min(this.bptt_len, data.size(0) - i - 1)
        const piece = (start: number): Tensor => {
          const rows = data.narrow(0, start, length)
          return TEXT.batch_first ? rows.t().contiguous() : rows
        }
        yield Batch.fromvars(dataset, this.batch_size, {
          text: piece(i),
          target: piece(i + 1),
        })
      }
    } while (this.repeat)
  }
}

type Made<C> = C extends new (...args: infer A) => unknown ? A : never

/**
 * Batches of the examples of a dataset: a `for` loop over it gives a {@link Batch} at a time, and starts the next pass
 * with each loop. Training data is shuffled unless said otherwise, other data sorted by `sort_key`.
 *
 * @param batch_size_fn - the size of a batch with another example, where that is not how many there are.
 * @param repeat - whether a loop goes on with the next pass for ever.
 * @param sort_within_batch - whether the examples of a batch come with the longest first; as `sort` unless given.
 *
 * @example
 * const { Dataset, Example, Field } = torchtext.data
 * const TEXT = Field()
 * const examples = ['a', 'a b', 'b'].map((line) => Example.fromlist([line], [['text', TEXT]]))
 * TEXT.build_vocab(examples.map((one) => one.text as string[]))
 * const batches = Iterator(Dataset(examples, [['text', TEXT]]), 2, { shuffle: false })
 * for (const batch of batches) print(batch.text.size())
 * batches.length // 2
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#iterator
 */
const Iterator_ = callable(Iterator) as typeof Iterator &
  (<E extends object = Example, F extends object = Record<string, Tensor>>(
    ...args: Made<typeof Iterator>
  ) => Iterator<E, F>)
/**
 * Batches of examples of similar length, by `sort_key`: a hundred batches' worth of examples is sorted at a time, with
 * `sort_within_batch`, and its batches shuffled. So there is little padding, and yet another order in every pass.
 *
 * @example
 * const { Dataset, Example, Field } = torchtext.data
 * const TEXT = Field()
 * const examples = ['a', 'a b', 'b'].map((line) => Example.fromlist([line], [['text', TEXT]]))
 * TEXT.build_vocab(examples.map((one) => one.text as string[]))
 * const batches = BucketIterator(Dataset(examples, [['text', TEXT]]), {
 *   batch_size: 2,
 *   sort_key: (example: { text: string[] }) => example.text.length,
 *   sort_within_batch: true,
 * })
 * batches.length // 2
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#bucketiterator
 */
const BucketIterator_ = callable(BucketIterator) as typeof BucketIterator &
  (<E extends object = Example, F extends object = Record<string, Tensor>>(
    ...args: Made<typeof BucketIterator>
  ) => BucketIterator<E, F>)
/**
 * Pieces of one long text for backpropagation through time: `batch.text` of shape (length, batch), and `batch.target`,
 * which is a word further on.
 *
 * @example
 * const { Dataset, Example, Field } = torchtext.data
 * const TEXT = Field()
 * const text = Example.fromlist(['a b c d e f g h'], [['text', TEXT]])
 * const dataset = Dataset<{ text: string[] }>([text], [['text', TEXT]])
 * TEXT.build_vocab(dataset)
 * const [first] = BPTTIterator(dataset, { batch_size: 2, bptt_len: 3 })
 * first.text // tensor([[2, 6], [3, 7], [4, 8]])
 * first.target // tensor([[3, 7], [4, 8], [5, 9]])
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#bpttiterator
 */
const BPTTIterator_ = callable(BPTTIterator)
type Iterator_<E extends object = Example, F extends object = Record<string, Tensor>> = Iterator<
  E,
  F
>
type BucketIterator_<
  E extends object = Example,
  F extends object = Record<string, Tensor>,
> = BucketIterator<E, F>
type BPTTIterator_ = BPTTIterator

export { batch, pool } from './_batches.js'
export { BPTTIterator_ as BPTTIterator, BucketIterator_ as BucketIterator, Iterator_ as Iterator }
