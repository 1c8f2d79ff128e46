// Python's range: a list of ints that takes no memory.

import { callable } from '../_callable.js'
import { sliceIndices } from '../_sequence.js'
import { IndexError, OverflowError, ValueError } from '../errors.js'
import { toIndex } from './_subscript.js'

// From this length on the items are computed when asked for.
const lazyFrom = 1024

function parse(args: readonly unknown[]) {
  if (args.length < 1) throw new TypeError('range expected at least 1 argument, got 0')
  if (args.length > 3) {
    throw new TypeError(`range expected at most 3 arguments, got ${args.length}`)
  }
  const first = Number(toIndex(args[0]))
  const start = args.length === 1 ? 0 : first
  const stop = args.length === 1 ? first : Number(toIndex(args[1]))
  const step = args.length < 3 ? 1 : Number(toIndex(args[2]))
  if (step === 0) throw new ValueError('range() arg 3 must not be zero')
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (length > 2 ** 32 - 1) throw new OverflowError('a range holds at most 2**32 - 1 items')
  return { start, stop, step, length }
}

function itemsOf(start: number, step: number, length: number): number[] {
  const items: number[] = []
  for (let i = 0; i < length; i++) items.push(start + i * step)
  return items
}

// An array, so that it goes wherever a list of ints goes; a long one has holes for items, and what an
// array does not have of its own is asked of its prototypes, where `fallback` computes it.
class Range extends Array<number> {
  // Private, lest they be seen among the items by what lists keys.
  readonly #start: number
  readonly #stop: number
  readonly #step: number

  constructor(...args: [stop: number] | [start: number, stop: number, step?: number]) {
    const { start, stop, step, length } = parse(args)
    const eager = length > 1 && length < lazyFrom
    // Items that come later than this would ask the prototypes first, which is slow.
    super(...(eager ? itemsOf(start, step, length) : []))
    this.#start = start
    this.#stop = stop
    this.#step = step
    if (length === 1) this[0] = start
    else if (!eager && length > 0) {
      // By way of the greatest length V8 drops the store for items, which it would otherwise allocate.
      this.length = 2 ** 32 - 1
      this.length = length
    }
  }

  /** The first integer, where there is any. */
  get start(): number {
    return this.#start
  }

  /** The bound, which is left out. */
  get stop(): number {
    return this.#stop
  }

  /** From one integer to the next. */
  get step(): number {
    return this.#step
  }

  // What map() and filter() make are lists.
  static override readonly [Symbol.species] = Array

  override *[Symbol.iterator](): ArrayIterator<number> {
    const { start, step, length } = this
    for (let i = 0; i < length; i++) yield start + i * step
  }

  /** Where a value is. */
  index(value: number): number {
    const at = (value - this.start) / this.step
    if (Number.isInteger(at) && at >= 0 && at < this.length) return at
    throw new ValueError(`${value} is not in range`)
  }

  /** 1 where a value is in the range, else 0. */
  count(value: number): number {
    const at = (value - this.start) / this.step
    return Number.isInteger(at) && at >= 0 && at < this.length ? 1 : 0
  }

  /** How it is made again, in another thread too: Python's pickle protocol. */
  __reduce__(): [typeof Range_, [start: number, stop: number, step: number]] {
    return [Range_, [this.#start, this.#stop, this.#step]]
  }

  override toString(): string {
    const step = this.step === 1 ? '' : `, ${this.step}`
    return `range(${this.start}, ${this.stop}${step})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function sliceOf(range: Range, text: string): Range | null {
  const indices = sliceIndices(text, range.length)
  if (indices === null) return null
  const { start, step } = range
  const [first = 0, second = first + 1] = indices
  const by = step * (second - first)
  const from = start + first * step
  return new Range(from, from + by * indices.length, by)
}

const fallback = new Proxy(Array.prototype, {
  get(target, key, receiver: unknown): unknown {
    if (typeof key !== 'string') return Reflect.get(target, key, receiver)
    const range = receiver as Range
    if (/^-?\d+$/.test(key)) {
      const at = Number(key) < 0 ? range.length + Number(key) : Number(key)
      if (at >= 0 && at < range.length) return range.start + at * range.step
      throw new IndexError('range object index out of range')
    }
    const part = key.includes(':') ? sliceOf(range, key) : null
    return part ?? Reflect.get(target, key, receiver)
  },
  // forEach() and map() skip what is not there, and ask before they read.
  has(target, key) {
    return (typeof key === 'string' && /^\d+$/.test(key)) || Reflect.has(target, key)
  },
})
Object.setPrototypeOf(Range.prototype, fallback)

/**
 * The integers from `start` (0) up to and without `stop`, by `step` (1). Iterates, has a length, and goes wherever
 * a list of ints goes; a long range takes no more memory than a short one.
 *
 * @example
 * for (const epoch of range(3)) print(epoch)
 * const down = [...range(10, 0, -4)]
 * down // [10, 6, 2]
 *
 * @see https://docs.python.org/3/library/stdtypes.html#range
 */
const Range_ = callable(Range)
type Range_ = Range

export { Range_ as range }
