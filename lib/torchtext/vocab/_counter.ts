// Python's collections.Counter, as far as vocabularies need it.

import { iter } from '../../builtins.js'
import { type WordDict, wordDict } from '../_word_dict.js'

/** How often each word occurs: `freqs['word']`, 0 for a word that does not. */
export type Counter = WordDict & CounterMethods

interface CounterMethods {
  /** The n words that occur most often, or all of them, with their numbers. */
  most_common(n?: number | null): [word: string, count: number][]
  /** Counts more words, or those of lists of words. */
  update(words: unknown): void
}

/** A counter of words, from counts that are there already. */
export function counter(counts: Iterable<readonly [string, number]> = []): Counter {
  const map = new Map<string, number>(counts)
  const add = (token: unknown): void => {
    const word = String(token)
    map.set(word, (map.get(word) ?? 0) + 1)
  }
  return wordDict<CounterMethods>(map, () => 0, {
    most_common(n = null) {
      const sorted = [...map].sort(([, a], [, b]) => b - a)
      return n === null ? sorted : sorted.slice(0, n)
    },
    update(words) {
      for (const word of iter(words) as Iterable<unknown>) {
        if (Array.isArray(word)) word.forEach(add)
        else add(word)
      }
    },
  })
}
