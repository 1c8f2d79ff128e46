// Mirrors torchtext/data/utils.py.

import { callable, callableInstance } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { pyStr } from '../../_repr.js'
import { len, random } from '../../builtins.js'
import { ImportError, ValueError } from '../../errors.js'
import { spaces, splitWords } from '../_text.js'

/** What makes tokens of a text. */
export type Tokenizer = (text: string) => string[]

// In this order: a full stop becomes a token before spaces are joined.
const replacements: readonly [RegExp, string][] = [
  [/'/g, " '  "],
  [/"/g, ''],
  [/\./g, ' . '],
  [/<br \/>/g, ' '],
  [/,/g, ' , '],
  [/\(/g, ' ( '],
  [/\)/g, ' ) '],
  [/!/g, ' ! '],
  [/\?/g, ' ? '],
  [/;/g, ' '],
  [/:/g, ' '],
  [new RegExp(`[${spaces}]+`, 'g'), ' '],
]

function _basic_english_normalize(line: string): string[] {
  let text = line.toLowerCase()
  for (const [pattern, replacement] of replacements) text = text.replace(pattern, replacement)
  return splitWords(text)
}

const bindTokenizer = python("get_tokenizer(tokenizer, language='en')")

// Tokenizers that are programs of their own in Python.
const absent: ReadonlySet<unknown> = new Set(['spacy', 'moses', 'toktok', 'revtok', 'subword'])

/**
 * A function that makes tokens of a text: `'basic_english'` puts it in lower case and sets punctuation apart, null
 * splits at spaces, and a function is that function. `'spacy'`, `'moses'`, `'toktok'`, `'revtok'` and `'subword'`, which
 * are programs of their own in Python, throw an ImportError.
 *
 * @example
 * const tokenizer = get_tokenizer('basic_english')
 * tokenizer("You can't go (now).") // ['you', 'can', "'", 't', 'go', '(', 'now', ')', '.']
 *
 * @see https://docs.pytorch.org/text/0.8.1/data_utils.html#get-tokenizer
 */
export function get_tokenizer(
  tokenizer: 'basic_english' | Tokenizer | null | (string & {}),
  language?: string | { language: string },
): Tokenizer
export function get_tokenizer(...args: unknown[]): Tokenizer {
  const { tokenizer, language } = bindTokenizer<{ tokenizer: unknown; language: string }>(args)
  if (tokenizer === null) return splitWords
  if (tokenizer === 'basic_english') {
    if (language !== 'en') {
      throw new ValueError('Basic normalization is only available for Enlish(en)')
    }
    return _basic_english_normalize
  }
  if (typeof tokenizer === 'function') return tokenizer as Tokenizer
  if (absent.has(tokenizer)) {
    throw new ImportError(
      `the tokenizer ${pyStr(tokenizer)} is a Python package; give a function that makes tokens of a text instead`,
    )
  }
  throw new ValueError(
    `Requested tokenizer ${pyStr(tokenizer)}, valid choices are a callable that takes a single string as input, "revtok" for the revtok reversible tokenizer, "subword" for the revtok caps-aware tokenizer, "spacy" for the SpaCy English tokenizer, or "moses" for the NLTK port of the Moses tokenization script.`,
  )
}

/**
 * The tokens, then all pairs of neighbours joined by a space, and so on up to `ngrams` in a row.
 *
 * @example [...ngrams_iterator(['here', 'we', 'are'], 2)] // ['here', 'we', 'are', 'here we', 'we are']
 *
 * @see https://docs.pytorch.org/text/0.8.1/data_utils.html#ngrams-iterator
 */
export function* ngrams_iterator(
  token_list: readonly string[],
  ngrams: number,
): IterableIterator<string> {
  yield* token_list
  for (let n = 2; n <= ngrams; n++) {
    for (let i = 0; i + n <= token_list.length; i++) yield token_list.slice(i, i + n).join(' ')
  }
}

/**
 * One number of two keys, their bits in turns: what is alike in both keys has a similar number. For the `sort_key` of
 * iterators over pairs of texts.
 *
 * @example interleave_keys(3, 1) // 11
 */
export function interleave_keys(a: number, b: number): number {
  const [first, second] = [a, b].map((key) => key.toString(2).padStart(16, '0')) as [string, string]
  const length = Math.min(first.length, second.length)
  let bits = ''
  for (let i = 0; i < length; i++) bits += `${first[i]}${second[i]}`
  return Number.parseInt(bits, 2)
}

type Sequence = readonly unknown[]
type State = ReturnType<typeof random.getstate>

class RandomShuffler {
  random_state!: State

  constructor(random_state: State | null = null) {
    const generator = random.Random()
    generator.setstate(random_state ?? random.getstate())
    const self = callableInstance<RandomShuffler>(new.target.prototype, (data: Sequence) =>
      generator.sample(data, len(data)),
    )
    Object.defineProperty(self, 'random_state', {
      get: () => generator.getstate(),
      set: (state: State) => generator.setstate(state),
      enumerable: true,
    })
    // biome-ignore lint/correctness/noConstructorReturn: an instance is a function.
    return self
  }
}

/**
 * Puts the items of lists into another order, with a generator of its own, which starts where Python's `random` stands
 * now, or at a state that `random.getstate` gave.
 *
 * @example
 * random.seed(0)
 * const shuffle = RandomShuffler()
 * shuffle([1, 2, 3, 4]) // [4, 2, 1, 3]
 */
const RandomShuffler_ = callable(RandomShuffler) as unknown as {
  new (random_state?: State | null): RandomShuffler_
  (random_state?: State | null): RandomShuffler_
  readonly prototype: RandomShuffler
}
interface RandomShuffler_ extends RandomShuffler {
  <T>(data: readonly T[]): T[]
}

export { RandomShuffler_ as RandomShuffler }
