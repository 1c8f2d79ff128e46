// Python's iterators and what works on them.

import { isMap } from '../_is_map.js'
import { python } from '../_kwargs.js'
import { isPlainObject } from '../_repr.js'
import { Tuple, tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { IndexError, StopIteration, ValueError } from '../errors.js'
import { bool } from './truth.js'

/** What Python iterates: iterables, sequences with `__getitem__`, and dicts, over their keys. */
export type Iterates<T> =
  | Iterable<T>
  | { __iter__(): Iterator<T> }
  | { __getitem__(index: number): T; __len__(): number }

/** The item type of something that iterates. */
export type ItemOf<I> =
  I extends ReadonlyMap<infer K, unknown>
    ? K
    : I extends Iterable<infer T>
      ? T
      : I extends { __iter__(): Iterator<infer T> }
        ? T
        : I extends { __getitem__(index: number): infer T }
          ? T
          : string

type ItemsOf<Its extends readonly unknown[]> = { [K in keyof Its]: ItemOf<Its[K]> }

/**
 * An iterator as Python has them: leaving a loop early does not finish it, so that the next loop goes on where
 * the last one stopped.
 *
 * @example
 * const items = iter([1, 2, 3])
 * for (const item of items) if (item === 2) break
 * next(items) // 3
 *
 * @see https://docs.python.org/3/library/stdtypes.html#iterator-types
 */
export class PythonIterator<T> implements IterableIterator<T> {
  readonly #step: () => IteratorResult<T>
  readonly #kind: string

  constructor(kind: string, step: () => IteratorResult<T>) {
    this.#kind = kind
    this.#step = step
  }

  /** The next item, by JavaScript's rules for iterators. */
  next(): IteratorResult<T> {
    return this.#step()
  }

  [Symbol.iterator](): this {
    return this
  }

  toString(): string {
    return `<${this.#kind} object>`
  }
}

const done = { done: true, value: undefined } as const

function bySequence(sequence: { __getitem__(index: number): unknown }): Iterator<unknown> {
  let i = 0
  return {
    next() {
      try {
        return { done: false, value: sequence.__getitem__(i++) }
      } catch (error) {
        if (error instanceof IndexError || error instanceof StopIteration) return done
        throw error
      }
    },
  }
}

function source(value: unknown): Iterator<unknown> {
  const object = Object(value) as {
    [Symbol.iterator]?: unknown
    __iter__?: unknown
    __getitem__?: unknown
    keys?: unknown
  }
  // A dict gives its keys, not JavaScript's pairs.
  if (isMap(value)) {
    return (value as Map<unknown, unknown>).keys()
  }
  if (typeof object[Symbol.iterator] === 'function') {
    return (value as Iterable<unknown>)[Symbol.iterator]()
  }
  if (typeof object.__iter__ === 'function') return object.__iter__() as Iterator<unknown>
  if (typeof object.__getitem__ === 'function') {
    return bySequence(value as { __getitem__(index: number): unknown })
  }
  if (isPlainObject(value)) return Object.keys(value)[Symbol.iterator]()
  throw new TypeError(`'${typeName(value)}' object is not iterable`)
}

const isIterator = (value: unknown): value is Iterator<unknown> =>
  typeof (value as Partial<Iterator<unknown>> | null | undefined)?.next === 'function'

/**
 * An iterator over a list, a tensor, a loader, a dataset or the keys of a dict; see {@link next}.
 *
 * @example
 * const items = iter(torch.tensor([1, 2]))
 * next(items) // tensor(1)
 *
 * @see https://docs.python.org/3/library/functions.html#iter
 */
export function iter<I>(value: I): PythonIterator<ItemOf<I>> {
  if (value instanceof PythonIterator) return value as PythonIterator<ItemOf<I>>
  const inner = source(value) as Iterator<ItemOf<I>>
  return new PythonIterator('iterator', () => inner.next())
}

/**
 * The next item of an iterator; at its end `otherwise`, or a StopIteration where that is not given.
 *
 * @example
 * const items = iter([7])
 * next(items) // 7
 * next(items, null) // None
 *
 * @see https://docs.python.org/3/library/functions.html#next
 */
export function next<T>(iterator: Iterator<T>): T
export function next<T, D>(iterator: Iterator<T>, otherwise: D): T | D
export function next(iterator: unknown, otherwise?: unknown): unknown {
  if (!isIterator(iterator)) {
    throw new TypeError(`'${typeName(iterator)}' object is not an iterator`)
  }
  const result = iterator.next()
  if (!result.done) return result.value
  if (otherwise === undefined) throw new StopIteration()
  return otherwise
}

const bindEnumerate = python('enumerate(iterable, start=0)', { dicts: ['iterable'] })

/**
 * Tuples of a running number, from `start` (0) on, and an item.
 *
 * @example
 * const pairs = list(enumerate(['a', 'b'], 1))
 * for (const [i, item] of enumerate(['a', 'b'])) print(i, item)
 * pairs.length // 2
 *
 * @see https://docs.python.org/3/library/functions.html#enumerate
 */
export function enumerate<I>(
  iterable: I,
  start?: number | { start: number },
): PythonIterator<[number, ItemOf<I>]>
export function enumerate(...args: unknown[]): PythonIterator<[number, unknown]> {
  const { iterable, start } = bindEnumerate<{ iterable: unknown; start: number }>(args)
  const inner = source(iterable)
  let i = start
  return new PythonIterator<[number, unknown]>('enumerate', () => {
    const result = inner.next()
    return result.done
      ? done
      : { done: false, value: new Tuple<unknown>(i++, result.value) as [number, unknown] }
  })
}

const bindZip = python('zip(*iterables, strict=False)', { dicts: ['iterables'] })

/**
 * Tuples of one item of each iterable, as long as the shortest; `strict` demands equal lengths, else a ValueError.
 *
 * @example
 * const pairs = list(zip([1, 2], [3, 4, 5]))
 * pairs.length // 2
 *
 * @see https://docs.python.org/3/library/functions.html#zip
 */
export function zip<Its extends readonly unknown[]>(
  ...iterables: [...Its, { strict: boolean }]
): PythonIterator<ItemsOf<Its>>
export function zip<Its extends readonly unknown[]>(...iterables: Its): PythonIterator<ItemsOf<Its>>
export function zip(...args: unknown[]): PythonIterator<unknown> {
  const { iterables, strict } = bindZip<{ iterables: unknown[]; strict: boolean }>(args)
  const inner = iterables.map(source)
  return new PythonIterator<unknown>('zip', () => {
    const items = new Tuple<unknown>()
    for (const [i, one] of inner.entries()) {
      const result = one.next()
      if (!result.done) items.push(result.value)
      else if (strict && i > 0) throw uneven(i, 'shorter')
      else if (strict) return checkAllDone(inner)
      else return done
    }
    return inner.length === 0 ? done : { done: false, value: items }
  })
}

function uneven(at: number, how: string): ValueError {
  const others = at === 1 ? 'argument 1' : `arguments 1-${at}`
  return new ValueError(`zip() argument ${at + 1} is ${how} than ${others}`)
}

function checkAllDone(iterators: readonly Iterator<unknown>[]): IteratorResult<never> {
  for (let i = 1; i < iterators.length; i++) {
    if (!iterators[i]?.next().done) throw uneven(i, 'longer')
  }
  return done
}

/**
 * `fn` of the items of one or several iterables, as they are asked for.
 *
 * @example
 * list(map((a, b) => a + b, [1, 2], [10, 20])) // [11, 22]
 *
 * @see https://docs.python.org/3/library/functions.html#map
 */
export function map<Its extends readonly unknown[], R>(
  fn: (...items: ItemsOf<Its>) => R,
  ...iterables: Its
): PythonIterator<R>
export function map(fn: (...items: unknown[]) => unknown, ...iterables: unknown[]) {
  const zipped = zip(...iterables) as PythonIterator<unknown[]>
  return new PythonIterator('map', () => {
    const result = zipped.next()
    return result.done ? done : { done: false, value: fn(...result.value) }
  })
}

/**
 * The items that `fn` is true for; with null, those that are true themselves.
 *
 * @example
 * list(filter((n) => n > 1, [1, 2, 3])) // [2, 3]
 *
 * @see https://docs.python.org/3/library/functions.html#filter
 */
export function filter<I>(
  fn: ((item: ItemOf<I>) => unknown) | null,
  iterable: I,
): PythonIterator<ItemOf<I>> {
  const inner = source(iterable) as Iterator<ItemOf<I>>
  return new PythonIterator('filter', () => {
    for (let result = inner.next(); !result.done; result = inner.next()) {
      if (bool(fn === null ? result.value : fn(result.value))) return result
    }
    return done
  })
}

/**
 * How many items: of lists, strings, dicts, sets, tensors (their first dimension), datasets, loaders. A TypeError for
 * what has no length.
 *
 * @example
 * len(torch.zeros(3, 2)) // 3
 *
 * @see https://docs.python.org/3/library/functions.html#len
 */
export function len(value: unknown): number {
  const object = Object(value) as { __len__?: unknown; length?: unknown; size?: unknown }
  if (typeof object.__len__ === 'function') return object.__len__() as number
  if (typeof value === 'string') return Array.from(value).length
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return object.length as number
  const tag = Object.prototype.toString.call(value)
  if (tag === '[object Map]' || tag === '[object Set]') return object.size as number
  if (isPlainObject(value)) return Object.keys(value).length
  throw new TypeError(`object of type '${typeName(value)}' has no len()`)
}

/**
 * An iterator from the last item to the first; a tensor is flipped along its first dimension.
 *
 * @example
 * list(reversed([1, 2, 3])) // [3, 2, 1]
 *
 * @see https://docs.python.org/3/library/functions.html#reversed
 */
export function reversed<I>(value: I): PythonIterator<ItemOf<I>> {
  const object = Object(value) as { __reversed__?: unknown; __getitem__?: unknown }
  if (typeof object.__reversed__ === 'function') return iter(object.__reversed__() as I)
  const at = typeof object.__getitem__ === 'function' ? object.__getitem__ : null
  if (at === null && !Array.isArray(value) && typeof value !== 'string' && !isPlainObject(value)) {
    throw new TypeError(`'${typeName(value)}' object is not reversible`)
  }
  const items = at === null ? list(value) : null
  let i = len(value)
  return new PythonIterator<ItemOf<I>>('reversed', () => {
    if (--i < 0) return done
    return { done: false, value: (items ? items[i] : at?.call(value, i)) as ItemOf<I> }
  })
}

/**
 * A new array of all items.
 *
 * @example
 * list(new Set([2, 2, 3])) // [2, 3]
 *
 * @see https://docs.python.org/3/library/stdtypes.html#list
 */
export function list<I = readonly never[]>(iterable?: I): ItemOf<I>[] {
  if (iterable === undefined) return []
  const items: ItemOf<I>[] = []
  const inner = source(iterable) as Iterator<ItemOf<I>>
  for (let result = inner.next(); !result.done; result = inner.next()) items.push(result.value)
  return items
}

/**
 * A tuple of all items: an array that prints in parentheses.
 *
 * @example
 * tuple([1, 2]) // (1, 2)
 *
 * @see https://docs.python.org/3/library/stdtypes.html#tuple
 */
function makeTuple<I = readonly never[]>(iterable?: I): Tuple<ItemOf<I>> {
  return tuple(list(iterable))
}

/**
 * A set of all items.
 *
 * @example
 * const letters = set('hello')
 * letters.size // 4
 *
 * @see https://docs.python.org/3/library/stdtypes.html#set
 */
function makeSet<I = readonly never[]>(iterable?: I): Set<ItemOf<I>> {
  return new Set(list(iterable))
}

export { makeSet as set, makeTuple as tuple }
