// Arguments that must be among given values, with matplotlib's texts. Mirrors matplotlib/_api.

import { pyRepr } from '../_repr.js'
import { ValueError } from '../errors.js'

/** How many letters two texts share in blocks, the longest first, as Python's difflib counts them. */
function matching(a: string, b: string): number {
  let [size, i0, j0] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let k = 0
      while (i + k < a.length && a[i + k] === b[j + k]) k++
      if (k > size) [size, i0, j0] = [k, i, j]
    }
  }
  if (size === 0) return 0
  const before = matching(a.slice(0, i0), b.slice(0, j0))
  return size + before + matching(a.slice(i0 + size), b.slice(j0 + size))
}

/** The most similar of some words, at most three, the best first. */
function closeMatches(word: string, words: readonly string[]): string[] {
  return words
    .map((one) => ({ one, ratio: (2 * matching(one, word)) / (one.length + word.length || 1) }))
    .filter(({ ratio }) => ratio >= 0.5)
    .sort((a, b) => b.ratio - a.ratio || (a.one < b.one ? 1 : -1))
    .slice(0, 3)
    .map(({ one }) => one)
}

/** What is said of a value that is not among those supported. */
export function suggestion(name: string, value: unknown, values: readonly unknown[]): string {
  const start = `${pyRepr(value)} is not a valid value for ${name}.`
  const words = values.every((one) => typeof one === 'string')
  if (values.length <= 5 || !words || typeof value !== 'string') {
    return `${start} Supported values are ${values.map(pyRepr).join(', ')}`
  }
  const best = closeMatches(value, values as readonly string[]).map(pyRepr)
  if (best.length === 0) return start
  return `${start} Did you mean${best.length === 1 ? '' : ' one of'}: ${best.join(', ')}?`
}

/** Throws a ValueError where a value is not among those supported. */
export function checkIn<T>(name: string, value: unknown, values: readonly T[]): asserts value is T {
  if (!values.includes(value as T)) throw new ValueError(suggestion(name, value, values))
}
