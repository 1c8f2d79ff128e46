// Mirrors torchtext/data/field.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { tuple } from '../../_tuple.js'
import { float, int, len, list } from '../../builtins.js'
import { AttributeError, KeyError, ValueError } from '../../errors.js'
import type { Device, dtype, Tensor } from '../../index.js'
import torch from '../../index.js'
import { stripNewlines } from '../_text.js'
import { counter, Vocab, type VocabOptions } from '../vocab/vocab.js'
import { get_tokenizer, type Tokenizer } from './utils.js'

type Process = (value: never, ...more: never[]) => unknown
type Call = (value: unknown, ...more: unknown[]) => unknown

const initRaw = initializer<
  [preprocessing: Process | null, postprocessing: Process | null, is_target: boolean]
>()('RawField.__init__(self, preprocessing=None, postprocessing=None, is_target=False)')

class RawField {
  preprocessing: Process | null
  postprocessing: Process | null
  is_target: boolean

  constructor(...args: ArgumentsOf<typeof initRaw>) {
    const { preprocessing, postprocessing, is_target } = initRaw(args)
    this.preprocessing = preprocessing
    this.postprocessing = postprocessing
    this.is_target = is_target
  }

  /** What an example keeps of a value that was read. */
  preprocess(x: unknown): unknown {
    return this.preprocessing === null ? x : (this.preprocessing as Call)(x)
  }

  /** What a batch has of the values of its examples. */
  process(batch: readonly unknown[], ..._more: unknown[]): unknown {
    return this.postprocessing === null ? batch : (this.postprocessing as Call)(batch)
  }
}

type Parameters = [
  sequential: boolean,
  use_vocab: boolean,
  init_token: string | null,
  eos_token: string | null,
  fix_length: number | null,
  dtype: dtype | null,
  preprocessing: Process | null,
  postprocessing: Process | null,
  lower: boolean,
  tokenize: Tokenizer | string | null,
  tokenizer_language: string,
  include_lengths: boolean,
  batch_first: boolean,
  pad_token: string | null,
  unk_token: string | null,
  pad_first: boolean,
  truncate_first: boolean,
  stop_words: Iterable<string> | null,
  is_target: boolean,
]

const init = initializer<Parameters>()(
  "Field.__init__(self, sequential=True, use_vocab=True, init_token=None, eos_token=None, fix_length=None, dtype=None, preprocessing=None, postprocessing=None, lower=False, tokenize=None, tokenizer_language='en', include_lengths=False, batch_first=False, pad_token='<pad>', unk_token='<unk>', pad_first=False, truncate_first=False, stop_words=None, is_target=False)",
)

const bindBuild = python(
  'build_vocab(self, *args, max_size=None, min_freq=1, specials=None, vectors=None, unk_init=None, vectors_cache=None, specials_first=True)',
  { dicts: ['args'] },
)
const bindNumericalize = python('numericalize(self, arr, device=None)')
const bindProcess = python('process(self, batch, device=None)')

const lower = (x: unknown): unknown =>
  Array.isArray(x) ? x.map((token: string) => token.toLowerCase()) : (x as string).toLowerCase()

function stopWords(words: Iterable<string> | null): Set<string> | null {
  if (words === null) return null
  if (typeof (words as Partial<Iterable<string>>)[Symbol.iterator] !== 'function') {
    throw new ValueError('Stop words must be convertible to a set')
  }
  return new Set(words)
}

// Texts that are to become numbers, by the field's dtype.
function parserOf(type: dtype): (text: string) => number | bigint {
  if (type.is_floating_point && type !== torch.bfloat16) return float
  if (type === torch.bool || type.is_complex || type === torch.bfloat16) {
    throw new ValueError(
      `Specified Field dtype ${type} can not be used with use_vocab=False because we do not know how to numericalize it. Please raise an issue at https://github.com/pytorch/text/issues`,
    )
  }
  return int
}

// Something made of a batch and the lengths of its rows, which a tuple is in Python.
function isWithLengths(value: unknown): value is [unknown[], number[]] {
  if (!Array.isArray(value) || value.length !== 2 || !Array.isArray(value[1])) return false
  return value[1].every((length) => typeof length === 'number')
}

interface Sources {
  readonly fields: Readonly<Record<string, unknown>>
  readonly examples: Iterable<Readonly<Record<string, unknown>>>
}

function isDataset(value: unknown): value is Sources {
  return typeof value === 'object' && value !== null && 'fields' in value && 'examples' in value
}

class Field extends RawField {
  readonly sequential: boolean
  use_vocab: boolean
  init_token: string | null
  eos_token: string | null
  unk_token: string | null
  fix_length: number | null
  dtype: dtype
  lower: boolean
  tokenize: Tokenizer
  include_lengths: boolean
  batch_first: boolean
  pad_token: string | null
  pad_first: boolean
  truncate_first: boolean
  stop_words: Set<string> | null
  #vocab: Vocab | null = null

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    super(given.preprocessing, given.postprocessing, given.is_target)
    this.sequential = given.sequential
    this.use_vocab = given.use_vocab
    this.init_token = given.init_token
    this.eos_token = given.eos_token
    this.unk_token = given.unk_token
    this.fix_length = given.fix_length
    this.dtype = given.dtype ?? torch.long
    this.lower = given.lower
    this.tokenize = get_tokenizer(given.tokenize, given.tokenizer_language)
    this.include_lengths = given.include_lengths
    this.batch_first = given.batch_first
    this.pad_token = given.sequential ? given.pad_token : null
    this.pad_first = given.pad_first
    this.truncate_first = given.truncate_first
    this.stop_words = stopWords(given.stop_words)
  }

  /** The vocabulary that {@link build_vocab} made; an AttributeError before. */
  get vocab(): Vocab {
    if (this.#vocab === null) throw new AttributeError("'Field' object has no attribute 'vocab'")
    return this.#vocab
  }

  set vocab(vocab: Vocab) {
    this.#vocab = vocab
  }

  /** Makes tokens of a text, then lower case, without stop words, then what `preprocessing` makes of it. */
  override preprocess(x: unknown): unknown {
    let value = x
    if (this.sequential && typeof x === 'string') value = this.tokenize(stripNewlines(x))
    if (this.lower) value = lower(value)
    const { stop_words } = this
    if (this.sequential && this.use_vocab && stop_words !== null) {
      value = (value as string[]).filter((word) => !stop_words.has(word))
    }
    return super.preprocess(value)
  }

  /** A batch of examples, padded, as a tensor. */
  override process(batch: readonly unknown[], device?: Device | null): Tensor
  override process(batch: readonly unknown[], kw: { device: Device | null }): Tensor
  override process(...args: unknown[]): unknown {
    const { batch, device } = bindProcess<{ batch: readonly unknown[]; device: Device | null }>(
      args,
    )
    return this.numericalize(this.pad(batch), device)
  }

  /**
   * Fills up the examples of a batch to the longest of them, or to `fix_length`, and adds the tokens of start and end.
   * With `include_lengths`, also how long each one is.
   */
  pad(minibatch: Iterable<unknown>): readonly unknown[] {
    const batch = list(minibatch) as unknown[]
    if (!this.sequential) return batch
    const { init_token, eos_token, fix_length } = this
    const ends = Number(init_token !== null) + Number(eos_token !== null)
    const most = fix_length === null ? Math.max(...batch.map(len)) : fix_length - ends
    const rows = batch.map((x) => this.#padded(list(x) as unknown[], most))
    const padded = rows.map(({ row }) => row)
    return this.include_lengths
      ? tuple<unknown>([padded, rows.map(({ length }) => length)])
      : padded
  }

  #padded(x: readonly unknown[], most: number): { row: unknown[]; length: number } {
    const filling = Array<unknown>(Math.max(0, most - x.length)).fill(this.pad_token)
    const start = this.init_token === null ? [] : [this.init_token]
    const end = this.eos_token === null ? [] : [this.eos_token]
    const kept = this.truncate_first ? x.slice(-most) : x.slice(0, most)
    const row = this.pad_first
      ? [...filling, ...start, ...kept, ...end]
      : [...start, ...kept, ...end, ...filling]
    return { row, length: row.length - filling.length }
  }

  /**
   * Makes the vocabulary of datasets, of which it takes the columns of this field, and of iterables of examples.
   * Keywords go to {@link Vocab}; `specials` are tokens beside those of this field.
   */
  build_vocab(...args: [...sources: object[], kw: VocabOptions] | object[]): void
  build_vocab(...given: unknown[]): void {
    const { args, specials, ...options } = bindBuild<{
      args: unknown[]
      specials: readonly string[] | null
      vectors: null
    }>(given)
    const counts = counter()
    for (const source of args) {
      for (const column of this.#columns(source)) {
        for (const x of column) counts.update(this.sequential ? x : [x])
      }
    }
    const tokens = [
      this.unk_token,
      this.pad_token,
      this.init_token,
      this.eos_token,
      ...(specials ?? []),
    ]
    const own = [...new Set(tokens.filter((token) => token !== null))]
    this.vocab = new Vocab(counts, { ...options, specials: own })
  }

  #columns(source: unknown): Iterable<unknown>[] {
    if (!isDataset(source)) return [source as Iterable<unknown>]
    const names = Object.entries(source.fields).filter(([, field]) => field === this)
    return names.map(([name]) => Array.from(source.examples, (example) => example[name]))
  }

  /**
   * The indices of tokens as a tensor, of shape (length, batch), or (batch, length) with `batch_first`. With
   * `include_lengths` it takes and gives the lengths too. A word that the vocabulary lacks and has no `<unk>` for is a
   * KeyError.
   */
  numericalize(arr: readonly unknown[], device?: Device | null | { device: Device | null }): Tensor
  numericalize(...args: unknown[]): unknown {
    const { arr, device } = bindNumericalize<{ arr: unknown; device: Device | null }>(args)
    if (!this.include_lengths) return this.#tensorOf(arr as unknown[], device)
    if (!isWithLengths(arr)) {
      throw new ValueError(
        'Field has include_lengths set to True, but input data is not a tuple of (data batch, batch lengths).',
      )
    }
    const [data, lengths] = arr
    return tuple<Tensor>([
      this.#tensorOf(data, device),
      torch.tensor(lengths, { dtype: this.dtype, device }),
    ])
  }

  #tensorOf(arr: readonly unknown[], device: Device | null): Tensor {
    const numbers = this.use_vocab ? this.#indices(arr) : this.#parsed(arr)
    const post = this.postprocessing as Call | null
    const data = post === null ? numbers : post(numbers, this.use_vocab ? this.vocab : null)
    const tensor = torch.tensor(data as number[], { dtype: this.dtype, device })
    if (!this.sequential) return tensor
    if (!this.batch_first) tensor.t_()
    return tensor.contiguous()
  }

  #indices(arr: readonly unknown[]): unknown[] {
    const { vocab } = this
    const index = (token: unknown): number => {
      const found = vocab.stoi[token as string]
      if (found === undefined) throw new KeyError(token)
      return found
    }
    return this.sequential ? arr.map((row) => Array.from(row as string[], index)) : arr.map(index)
  }

  #parsed(arr: readonly unknown[]): unknown[] {
    const parse = parserOf(this.dtype)
    // What padding is as a number nobody can say.
    if (this.sequential) return [...arr]
    return arr.map((x) => (typeof x === 'string' ? parse(x) : x))
  }
}

const labelDefaults = { sequential: false, unk_token: null, is_target: true }

class LabelField extends Field {
  constructor(kw: FieldOptions = {}) {
    super({ ...kw, ...labelDefaults })
  }
}

/** What {@link Field} takes by keyword. */
export type FieldOptions = Exclude<ArgumentsOf<typeof init>[0], boolean | undefined>

/**
 * A column that stays as it was read, with a function before and after at most.
 *
 * @example RawField({ preprocessing: (x: string) => x.length }).preprocess('four') // 4
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#rawfield
 */
const RawField_ = callable(RawField)
/**
 * How a column of texts becomes a tensor: tokens, vocabulary, padding. As in torchtext up to 0.8.
 *
 * @param sequential - whether an example is a list of tokens; else it is one token.
 * @param use_vocab - whether the values become indices of a vocabulary; else they are numbers already.
 * @param init_token - put before each example; `eos_token` behind.
 * @param fix_length - the length that all examples are padded or cut to; that of a batch's longest unless given.
 * @param preprocessing - applied to the tokens of an example; `postprocessing` to the numbers of a batch and the vocabulary.
 * @param tokenize - a function, or a name for `get_tokenizer`; null splits at spaces.
 * @param include_lengths - whether batches come with the lengths of their examples.
 * @param pad_first - whether padding comes first; `truncate_first` whether what is too long loses its beginning.
 *
 * @example
 * const TEXT = Field({ init_token: '<sos>', eos_token: '<eos>', lower: true })
 * TEXT.build_vocab([['the', 'cat'], ['the', 'dog']])
 * TEXT.vocab.itos // ['<unk>', '<pad>', '<sos>', '<eos>', 'the', 'cat', 'dog']
 * TEXT.process([['the', 'dog'], ['cat']]) // tensor([[2, 2], [4, 5], [6, 3], [3, 1]])
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#field
 */
const Field_ = callable(Field)
/**
 * A field of labels: one token each, without `<unk>`.
 *
 * @example
 * const LABEL = LabelField()
 * LABEL.build_vocab([['neg', 'pos', 'pos']].flat())
 * LABEL.numericalize(['neg', 'pos']) // tensor([1, 0])
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#torchtext.data.LabelField
 */
const LabelField_ = callable(LabelField)
// Interfaces, not aliases: declarations of datasets can name them.
interface RawField_ extends RawField {}
interface Field_ extends Field {}
interface LabelField_ extends LabelField {}

export { Field_ as Field, LabelField_ as LabelField, RawField_ as RawField }
