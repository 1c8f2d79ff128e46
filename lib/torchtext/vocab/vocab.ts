// The vocabulary of torchtext up to 0.8. Mirrors torchtext/vocab.py of that time.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { isMap } from '../../_is_map.js'
import { classText } from '../../_typename.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { Tensor } from '../../index.js'
import torch from '../../index.js'
import { compareTexts } from '../_text.js'
import { type WordDict, wordDict } from '../_word_dict.js'
import { type Counter, counter } from './_counter.js'

export { counter }

/** Vectors of words: `vectors[word]`, of length `dim`. */
export interface WordVectors {
  readonly dim: number
  __getitem__(token: string): Tensor
}

type Counts = ReadonlyMap<string, number> | Readonly<Record<string, number>>

/** What {@link Vocab} takes by keyword. */
export interface VocabOptions {
  max_size?: number | null
  min_freq?: number
  specials?: readonly string[]
  vectors?: WordVectors | readonly WordVectors[] | null
  unk_init?: ((vector: Tensor) => Tensor) | null
  vectors_cache?: string | null
  specials_first?: boolean
}

const init = initializer<
  [
    counter: Counts,
    max_size: number | null,
    min_freq: number,
    specials: readonly string[] | null,
    vectors: VocabOptions['vectors'],
    unk_init: VocabOptions['unk_init'],
    vectors_cache: string | null,
    specials_first: boolean,
  ]
>()(
  'Vocab.__init__(self, counter, max_size=None, min_freq=1, specials=None, vectors=None, unk_init=None, vectors_cache=None, specials_first=True)',
  { dicts: ['counter'] },
)

const entriesOf = (counts: Counts): [string, number][] =>
  isMap(counts) ? [...(counts as ReadonlyMap<string, number>)] : Object.entries(counts)

const same = (vector: Tensor): Tensor => vector

class Vocab {
  static readonly UNK = '<unk>'

  /** How often each word of the data occurs. */
  readonly freqs: Counter
  /** The words by index. */
  itos: string[]
  /** The index of each word; of one that is not there the index of `<unk>`, where there is that. */
  stoi: WordDict
  readonly unk_index: number | null
  /** A row for each word, once they are set. */
  vectors: Tensor | null = null
  readonly #indices: Map<string, number>

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { specials_first } = given
    const specials = given.specials ?? [Vocab.UNK, '<pad>']
    this.freqs = counter(entriesOf(given.counter))
    const chosen = chooseWords(this.freqs, specials, given)
    this.itos = specials_first ? [...specials, ...chosen] : [...chosen, ...specials]
    const at = specials.indexOf(Vocab.UNK)
    this.unk_index = at < 0 ? null : at + (specials_first ? 0 : chosen.length)
    this.#indices = new Map(this.itos.map((word, i) => [word, i]))
    this.stoi = wordDict(this.#indices, () => this.unk_index ?? undefined)
    const { vectors, unk_init, vectors_cache } = given
    if (vectors) this.load_vectors(vectors)
    else if (unk_init || vectors_cache) throw new AssertionError()
  }

  /** The index of a word, or of `<unk>`. */
  __getitem__(token: string): number | null {
    return this.#indices.get(token) ?? this.#indices.get(Vocab.UNK) ?? null
  }

  __len__(): number {
    return this.itos.length
  }

  get length(): number {
    return this.itos.length
  }

  /** The indices of words, {@link __getitem__} of each. */
  lookup_indices(tokens: Iterable<string>): (number | null)[] {
    return Array.from(tokens, (token) => this.__getitem__(token))
  }

  /** Adds the words of another vocabulary that this one lacks, in their order or sorted. */
  extend(v: Vocab, sort: boolean | { sort: boolean } = false): void {
    const sorted = typeof sort === 'boolean' ? sort : sort.sort
    const words = sorted ? [...v.itos].sort(compareTexts) : v.itos
    for (const word of words) {
      if (this.#indices.has(word)) continue
      this.itos.push(word)
      this.#indices.set(word, this.itos.length - 1)
    }
  }

  /** Takes the vectors of all words from one source, or side by side from several. */
  load_vectors(vectors: WordVectors | readonly WordVectors[]): void {
    const sources = Array.isArray(vectors) ? (vectors as WordVectors[]) : [vectors as WordVectors]
    const wrong = sources.find((one) => typeof one.__getitem__ !== 'function')
    if (wrong !== undefined) {
      throw new ValueError(
        `Got input vectors of type ${classText(wrong)}, expected str or Vectors object`,
      )
    }
    const rows = this.itos.map((word) =>
      torch.cat(sources.map((source) => source.__getitem__(word).view(-1))),
    )
    this.vectors = torch.stack(rows)
  }

  /** Takes the vectors of the words that `stoi` has from the rows of a tensor; the others are `unk_init` of zeros. */
  set_vectors(
    stoi: Readonly<Record<string, number>> | ReadonlyMap<string, number>,
    vectors: Tensor,
    dim: number,
    unk_init: (vector: Tensor) => Tensor = same,
  ): void {
    const indices = new Map(entriesOf(stoi))
    const rows = this.itos.map((word) => {
      const at = indices.get(word)
      return at === undefined ? unk_init(torch.zeros(dim)) : vectors.select(0, at)
    })
    this.vectors = torch.stack(rows)
  }
}

// The most frequent words first, those of one frequency in alphabetical order.
function chooseWords(
  freqs: Counter,
  specials: readonly string[],
  options: { max_size: number | null; min_freq: number },
): string[] {
  const least = Math.max(options.min_freq, 1)
  const most = options.max_size ?? Number.POSITIVE_INFINITY
  const words = Object.entries(freqs).filter(
    ([word, count]) => count >= least && !specials.includes(word),
  )
  words.sort(([a, x], [b, y]) => y - x || compareTexts(a, b))
  return words.slice(0, most).map(([word]) => word)
}

/**
 * The words of a text by number: the specials, then the others by frequency, those of one frequency in alphabetical
 * order.
 *
 * @param counter - how often each word occurs: a `Map`, a plain object or the `freqs` of another vocabulary.
 * @param max_size - the most words, specials not counted.
 * @param min_freq - how often a word must occur.
 * @param vectors - sources of word vectors, whose rows `vectors` then has.
 *
 * @example
 * const vocab = Vocab(new Map([['b', 2], ['c', 1], ['a', 2]]), { min_freq: 2 })
 * vocab.itos // ['<unk>', '<pad>', 'a', 'b']
 * vocab.stoi['c'] // 0
 *
 * @see https://docs.pytorch.org/text/0.8.1/vocab.html#vocab
 */
const Vocab_ = callable(Vocab)
type Vocab_ = Vocab

export { Vocab_ as Vocab }
