// Python's sum(), min(), max() and sorted().

import { isKeywords, python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { ValueError } from '../errors.js'
import { type ItemOf, list } from './iteration.js'
import { bool } from './truth.js'

type Key<T> = ((item: T) => unknown) | null

interface Adds {
  add(other: unknown): unknown
}
const adds = (value: unknown): value is Adds =>
  typeof (value as Partial<Adds> | null | undefined)?.add === 'function'

type Real = number | bigint | boolean
const isReal = (value: unknown): value is Real =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'

/** Python's `a + b`. */
export function plus(a: unknown, b: unknown): unknown {
  if (isReal(a) && isReal(b)) {
    if (typeof a !== 'bigint' && typeof b !== 'bigint') return Number(a) + Number(b)
    const whole = [a, b].every((one) => typeof one !== 'number' || Number.isInteger(one))
    return whole ? BigInt(a) + BigInt(b) : Number(a) + Number(b)
  }
  if (adds(a)) return a.add(b)
  // `0 + x` of Python is x's own addition.
  if (adds(b)) return b.add(a)
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])]
  throw new TypeError(`unsupported operand type(s) for +: '${typeName(a)}' and '${typeName(b)}'`)
}

const bindSum = python('sum(iterable, start=0)', { dicts: ['iterable'] })

/**
 * The sum of numbers, or of tensors, from `start` on.
 *
 * @example
 * sum([1, 2, 3]) // 6
 * sum([torch.ones(2), torch.ones(2)]) // tensor([2., 2.])
 *
 * @see https://docs.python.org/3/library/functions.html#sum
 */
export function sum<T>(iterable: Iterable<T>, start?: unknown): T extends Real ? number : T
export function sum(...args: unknown[]): unknown {
  const { iterable, start } = bindSum<{ iterable: unknown; start: unknown }>(args)
  if (typeof start === 'string') {
    throw new TypeError("sum() can't sum strings [use ''.join(seq) instead]")
  }
  return list(iterable).reduce<unknown>(plus, start)
}

// Python's `a < b`.
function less(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a < b
  if (isReal(a) && isReal(b)) return a < b
  if (Array.isArray(a) && Array.isArray(b)) return lessInOrder(a, b)
  const compares = a as { lt?: (other: unknown) => unknown } | null | undefined
  if (typeof compares?.lt === 'function') return bool(compares.lt(b))
  const mirrored = b as { gt?: (other: unknown) => unknown } | null | undefined
  if (typeof mirrored?.gt === 'function') return bool(mirrored.gt(a))
  throw new TypeError(
    `'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  )
}

function lessInOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (less(a[i], b[i])) return true
    if (less(b[i], a[i])) return false
  }
  return a.length < b.length
}

interface Choice<T, D> {
  key?: Key<T>
  default?: D
}

function extreme(name: string, args: readonly unknown[], better: typeof less): unknown {
  const last = args.at(-1)
  // A single plain object is a dict to choose a key from.
  const options = args.length > 1 && isKeywords(last) ? (last as Choice<unknown, unknown>) : {}
  const given = options === last ? args.slice(0, -1) : args
  if (given.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`)
  const items = given.length === 1 ? list(given[0]) : given
  const { key = null } = options
  if (items.length === 0) {
    if (options.default !== undefined) return options.default
    throw new ValueError(`${name}() arg is an empty sequence`)
  }
  const rank = (item: unknown): unknown => (key === null ? item : key(item))
  let best = items[0]
  let bestRank = rank(best)
  for (const item of items.slice(1)) {
    const itemRank = rank(item)
    if (better(itemRank, bestRank)) {
      best = item
      bestRank = itemRank
    }
  }
  return best
}

/**
 * The least of an iterable's items, or of several values; the first of equals. `key` says what to compare, `default`
 * what an empty iterable gives, which else is a ValueError.
 *
 * @example
 * min([3, 1, 2]) // 1
 * min(['aa', 'b'], { key: (text) => text.length }) // 'b'
 *
 * @see https://docs.python.org/3/library/functions.html#min
 */
export function min<I, D = never>(iterable: I, options?: Choice<ItemOf<I>, D>): ItemOf<I> | D
export function min<T>(first: T, second: T, ...more: (T | { key: Key<T> })[]): T
export function min(...args: unknown[]): unknown {
  return extreme('min', args, less)
}

/**
 * The greatest of an iterable's items, or of several values; the first of equals. `key` says what to compare, `default`
 * what an empty iterable gives, which else is a ValueError.
 *
 * @example
 * max(3, 1, 2) // 3
 * max([], { default: 0 }) // 0
 *
 * @see https://docs.python.org/3/library/functions.html#max
 */
export function max<I, D = never>(iterable: I, options?: Choice<ItemOf<I>, D>): ItemOf<I> | D
export function max<T>(first: T, second: T, ...more: (T | { key: Key<T> })[]): T
export function max(...args: unknown[]): unknown {
  return extreme('max', args, (a, b) => less(b, a))
}

const bindSorted = python('sorted(iterable, /, *, key=None, reverse=False)', {
  dicts: ['iterable'],
})

/**
 * A new sorted array; equal items keep their order, `reverse` included. `key` says what to compare.
 *
 * @example
 * sorted([3, 1, 2], { reverse: true }) // [3, 2, 1]
 *
 * @see https://docs.python.org/3/library/functions.html#sorted
 */
export function sorted<I>(
  iterable: I,
  options?: { key?: Key<ItemOf<I>>; reverse?: boolean },
): ItemOf<I>[]
export function sorted(...args: unknown[]): unknown[] {
  const { iterable, key, reverse } = bindSorted<{
    iterable: unknown
    key: Key<unknown>
    reverse: boolean
  }>(args)
  const ranked = list(iterable).map((item) => ({ item, rank: key === null ? item : key(item) }))
  const [first, second] = bool(reverse) ? [1, -1] : [-1, 1]
  ranked.sort((a, b) => (less(a.rank, b.rank) ? first : less(b.rank, a.rank) ? second : 0))
  return ranked.map(({ item }) => item)
}

/**
 * Whether every item is true, as {@link bool} says; of no items too.
 *
 * @example
 * all([1, 'a', []]) // False
 *
 * @see https://docs.python.org/3/library/functions.html#all
 */
export function all(iterable: unknown): boolean {
  return list(iterable).every(bool)
}

/**
 * Whether some item is true, as {@link bool} says.
 *
 * @example
 * any([0, '', 2]) // True
 *
 * @see https://docs.python.org/3/library/functions.html#any
 */
export function any(iterable: unknown): boolean {
  return list(iterable).some(bool)
}
