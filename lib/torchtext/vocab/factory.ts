// The vocabulary of torchtext from 0.9 on. Mirrors torchtext/vocab/vocab_factory.py and vocab.py.

import { callableInstance } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import { compareTexts } from '../_text.js'
import { counter } from './_counter.js'

const indicesOf = (tokens: readonly string[]): Map<string, number> =>
  new Map(tokens.map((token, i) => [token, i]))

class VocabBase {
  declare private _itos: string[]
  declare private _stoi: Map<string, number>
  declare private _default: number | null

  /** The indices of tokens; so does calling the vocabulary. */
  forward(tokens: Iterable<string>): number[] {
    return this.lookup_indices(tokens)
  }

  __len__(): number {
    return this._itos.length
  }

  /** Whether a token is there: Python's `token in vocab`. */
  __contains__(token: string): boolean {
    return this._stoi.has(token)
  }

  /** The index of a token. A RuntimeError where there is none and no default index. */
  __getitem__(token: string): number {
    const index = this._stoi.get(token) ?? this._default
    if (index !== null) return index
    throw new RuntimeError(`Token ${token} not found and default index is not set`)
  }

  /** Gives an index to all tokens that are not there; null gives them an error again. */
  set_default_index(index: number | null): void {
    this._default = index
  }

  get_default_index(): number | null {
    return this._default
  }

  /** Puts a token at an index; those from there on move up. */
  insert_token(token: string, index: number): void {
    if (!(index >= 0 && index <= this._itos.length)) throw this.outOfBounds(index)
    this.checkNew(token)
    this._itos.splice(index, 0, token)
    this._stoi = indicesOf(this._itos)
  }

  /** Puts a token at the end. */
  append_token(token: string): void {
    this.checkNew(token)
    this._stoi.set(token, this._itos.push(token) - 1)
  }

  private checkNew(token: string): void {
    const index = this._stoi.get(token)
    if (index === undefined) return
    throw new RuntimeError(`Token ${token} already exists in the Vocab with index: ${index}`)
  }

  private outOfBounds(index: number): RuntimeError {
    const size = this._itos.length
    return new RuntimeError(`Specified index ${index} is out of bounds for vocab of size ${size}`)
  }

  /** The token at an index. */
  lookup_token(index: number): string {
    const token = this._itos[index]
    if (token === undefined) throw this.outOfBounds(index)
    return token
  }

  lookup_tokens(indices: Iterable<number>): string[] {
    return Array.from(indices, (index) => this.lookup_token(index))
  }

  lookup_indices(tokens: Iterable<string>): number[] {
    return Array.from(tokens, (token) => this.__getitem__(token))
  }

  /** The index of every token. */
  get_stoi(): Map<string, number> {
    return new Map(this._stoi)
  }

  /** The tokens by index. */
  get_itos(): string[] {
    return [...this._itos]
  }

  toString(): string {
    return 'Vocab()'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * A vocabulary: called, it gives the indices of tokens. `vocab['<unk>']` is the index of a token, unless a method has
 * the token's name; `vocab.__getitem__(token)` always is.
 */
export interface Tokens extends VocabBase {
  (tokens: Iterable<string>): number[]
  readonly [special: `<${string}>`]: number
}

function makeTokens(tokens: readonly string[]): Tokens {
  const stoi = indicesOf(tokens)
  if (stoi.size < tokens.length) {
    const twice = tokens.find((token, i) => stoi.get(token) !== i)
    throw new RuntimeError(`Duplicate token found in tokens list: ${twice}`)
  }
  const self = callableInstance<VocabBase>(VocabBase.prototype, (given: Iterable<string>) =>
    self.forward(given),
  )
  Object.assign(self, { _itos: [...tokens], _stoi: stoi, _default: null })
  return new Proxy(self, {
    get(target, key, receiver): unknown {
      // Names that JavaScript itself asks for are no tokens, and must not be an error.
      if (typeof key !== 'string' || key in target) return Reflect.get(target, key, receiver)
      return target.__contains__(key) || /^<.*>$/s.test(key) ? target.__getitem__(key) : undefined
    },
  }) as unknown as Tokens
}

interface FactoryOptions {
  min_freq?: number
  specials?: readonly string[] | null
  special_first?: boolean
}

const bindVocab = python('vocab(ordered_dict, min_freq=1, specials=None, special_first=True)', {
  dicts: ['ordered_dict'],
})

/**
 * A vocabulary of the tokens of a dict, in its order, that occur at least `min_freq` times; `specials` come first or
 * last.
 *
 * @example
 * const v = vocab(new Map([['a', 4], ['b', 1]]), { min_freq: 2, specials: ['<unk>'] })
 * v.get_itos() // ['<unk>', 'a']
 * v.set_default_index(v['<unk>'])
 * v(['a', 'b']) // [1, 0]
 *
 * @see https://docs.pytorch.org/text/0.18.0/vocab.html#id1
 */
export function vocab(
  ordered_dict: ReadonlyMap<string, number> | Readonly<Record<string, number>>,
  min_freq?: number | FactoryOptions,
  specials?: readonly string[] | null,
  special_first?: boolean,
): Tokens
export function vocab(...args: unknown[]): Tokens {
  const given = bindVocab<{
    ordered_dict: ReadonlyMap<string, number> | Record<string, number>
    min_freq: number
    specials: readonly string[] | null
    special_first: boolean
  }>(args)
  const { ordered_dict, min_freq, special_first } = given
  const specials = given.specials ?? []
  const counts = isPlainObject(ordered_dict) ? Object.entries(ordered_dict) : [...ordered_dict]
  const tokens = counts
    .filter(([token, count]) => count >= min_freq && !specials.includes(token))
    .map(([token]) => token)
  return makeTokens(special_first ? [...specials, ...tokens] : [...tokens, ...specials])
}

const bindBuild = python(
  'build_vocab_from_iterator(iterator, min_freq=1, specials=None, special_first=True, max_tokens=None)',
)

/**
 * A vocabulary of lists of tokens: the most frequent first, those of one frequency in alphabetical order. `max_tokens`
 * limits it, `specials` included.
 *
 * @example
 * const v = build_vocab_from_iterator([['b', 'a'], ['a']], { specials: ['<unk>'] })
 * v.get_itos() // ['<unk>', 'a', 'b']
 *
 * @see https://docs.pytorch.org/text/0.18.0/vocab.html#build-vocab-from-iterator
 */
export function build_vocab_from_iterator(
  iterator: Iterable<Iterable<string>>,
  min_freq?: number | (FactoryOptions & { max_tokens?: number | null }),
  specials?: readonly string[] | null,
  special_first?: boolean,
  max_tokens?: number | null,
): Tokens
export function build_vocab_from_iterator(...args: unknown[]): Tokens {
  const given = bindBuild<{
    iterator: Iterable<Iterable<string>>
    min_freq: number
    specials: readonly string[] | null
    special_first: boolean
    max_tokens: number | null
  }>(args)
  const { iterator, min_freq, special_first, max_tokens } = given
  const specials = given.specials ?? []
  const counts = counter()
  for (const tokens of iterator) counts.update(tokens)
  if (max_tokens !== null && specials.length >= max_tokens) {
    throw new AssertionError(
      'len(specials) >= max_tokens, so the vocab will be entirely special tokens.',
    )
  }
  const room = max_tokens === null ? Number.POSITIVE_INFINITY : max_tokens - specials.length
  const sorted = Object.entries(counts).sort(([a, x], [b, y]) => y - x || compareTexts(a, b))
  return vocab(new Map(sorted.slice(0, room)), { min_freq, specials, special_first })
}
