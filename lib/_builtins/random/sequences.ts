// Whole numbers and items of sequences, as Python's module `random` draws them.

import { bisect_right } from '../../_bisect.js'
import { python } from '../../_kwargs.js'
import { typeName } from '../../_typename.js'
import { IndexError, ValueError } from '../../errors.js'
import { DeprecationWarning, warn } from '../../warnings.js'
import { integerOf, reader, toIndex } from '../_subscript.js'
import { float, int } from '../conversion.js'
import { type ItemOf, len, list } from '../iteration.js'
import { plus } from '../ordering.js'
import { Core } from './core.js'

type Integer = number | bigint
type Weights = Iterable<number | bigint | boolean>

const binders = {
  randrange: python('Random.randrange(self, start, stop=None, step=1)'),
  randint: python('Random.randint(self, a, b)'),
  choice: python('Random.choice(self, seq)', { dicts: ['seq'] }),
  shuffle: python('Random.shuffle(self, x)'),
  sample: python('Random.sample(self, population, k, *, counts=None)', { dicts: ['population'] }),
  choices: python('Random.choices(self, population, weights=None, *, cum_weights=None, k=1)', {
    dicts: ['population'],
  }),
}

const isSequence = (value: unknown): boolean =>
  typeof value === 'string' || Array.isArray(value) || ArrayBuffer.isView(value)

// The least power of four that is not less than `count`, as `4 ** ceil(log(count, 4))`.
function powerOfFour(count: number): number {
  let power = 1
  while (power < count) power *= 4
  return power
}

// An argument of randrange(): floats that are whole are integers here, and the others an error.
function wholeNumber(value: unknown, place: string): Integer {
  const integer = integerOf(value)
  if (integer !== null) return integer
  if (int(value) !== value) {
    warn('randrange() will raise TypeError in the future', DeprecationWarning)
    throw new ValueError(`non-integer ${place} for randrange()`)
  }
  return value as Integer
}

function emptyRange(start: Integer, stop: Integer, step: Integer): ValueError {
  const how = Number(step) === 1 ? ` (${start}, ${stop}, ${plus(stop, -start)})` : ''
  return new ValueError(`empty range for randrange()${how}`)
}

function accumulate(items: Weights): number[] {
  const sums: number[] = []
  for (const item of list(items)) {
    sums.push(sums.length === 0 ? (item as number) : (plus(sums.at(-1), item) as number))
  }
  return sums.map(float)
}

function drawTimes(times: number, draw: () => unknown): unknown[] {
  return Array.from({ length: Math.max(times, 0) }, draw)
}

export class Sequences extends Core {
  /**
   * A whole number of `range(start)` or `range(start, stop, step)`; an empty range is a ValueError. With a bigint
   * among the arguments it is a bigint.
   *
   * @example
   * random.seed(0)
   * random.randrange(0, 100, 10) // 60
   *
   * @see https://docs.python.org/3/library/random.html#random.randrange
   */
  randrange(start: number, stop?: number | null, step?: number): number
  randrange(start: Integer, stop?: Integer | null, step?: Integer): Integer
  randrange(start: Integer, kw: { stop?: Integer | null; step?: Integer }): Integer
  randrange(...args: unknown[]): Integer {
    const given = binders.randrange<Record<'start' | 'stop' | 'step', unknown>>(args)
    const start = wholeNumber(given.start, 'arg 1')
    if (given.stop === null) {
      if (given.step !== 1) throw new TypeError('Missing a non-None stop argument')
      if (start > 0) return this.#inRange(0, start, 1)
      throw new ValueError('empty range for randrange()')
    }
    const stop = wholeNumber(given.stop, 'stop')
    return this.#inRange(start, stop, wholeNumber(given.step, 'step'))
  }

  #inRange(start: Integer, stop: Integer, step: Integer): Integer {
    if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
      const width = stop - start
      if (step === 0) throw new ValueError('zero step for randrange()')
      const count = step === 1 ? width : Math.floor((width + step - Math.sign(step)) / step)
      if (count <= 0) throw emptyRange(start, stop, step)
      if (count <= Number.MAX_SAFE_INTEGER) return start + step * this._randbelow(count)
    }
    const [from, to, by] = [BigInt(start), BigInt(stop), BigInt(step)]
    if (by === 0n) throw new ValueError('zero step for randrange()')
    const width = to - from
    const count = (width + by - (by > 0n ? 1n : -1n)) / by
    if (count <= 0n) throw emptyRange(from, to, by)
    return from + by * this._randbelow(count)
  }

  /**
   * A whole number from `a` to `b`, both among them.
   *
   * @example
   * random.seed(0)
   * random.randint(1, 6) // 4
   *
   * @see https://docs.python.org/3/library/random.html#random.randint
   */
  randint(a: number, b: number | { b: number }): number
  randint(a: Integer, b: Integer | { b: Integer }): Integer
  randint(kw: { a: number; b: number }): number
  randint(...args: unknown[]): Integer {
    const { a, b } = binders.randint<{ a: Integer; b: Integer }>(args)
    return this.randrange(a, plus(b, 1) as Integer)
  }

  /**
   * An item of a sequence; of an empty one an IndexError.
   *
   * @example
   * random.seed(0)
   * random.choice(['a', 'b', 'c']) // 'b'
   *
   * @see https://docs.python.org/3/library/random.html#random.choice
   */
  choice<S>(seq: S): ItemOf<S>
  choice(...args: unknown[]): unknown {
    const { seq } = binders.choice<{ seq: unknown }>(args)
    const count = len(seq)
    if (count === 0) throw new IndexError('Cannot choose from an empty sequence')
    return reader(seq)(this._randbelow(count))
  }

  /**
   * Puts the items of a list into another order, in place.
   *
   * @example
   * const items = [1, 2, 3, 4, 5]
   * random.seed(0)
   * random.shuffle(items)
   * items // [3, 2, 1, 5, 4]
   *
   * @see https://docs.python.org/3/library/random.html#random.shuffle
   */
  shuffle(x: { [i: number]: unknown }): void
  shuffle(...args: unknown[]): void {
    const { x } = binders.shuffle<{ x: unknown[] }>(args)
    const count = len(x)
    if (count > 1 && (typeof x === 'string' || typeName(x) === 'tuple')) {
      throw new TypeError(`'${typeName(x)}' object does not support item assignment`)
    }
    for (let i = count - 1; i > 0; i--) {
      const j = this._randbelow(i + 1)
      const item = x[i]
      x[i] = x[j]
      x[j] = item
    }
  }

  /**
   * `k` items of a sequence, each at most once, in the order in which they were drawn. `counts` says how often each
   * item is there. Sets and dicts are a TypeError, a `k` that is too large a ValueError.
   *
   * @example
   * random.seed(0)
   * random.sample([10, 20, 30, 40, 50], 3) // [40, 50, 10]
   * random.sample(['a', 'b'], { k: 3, counts: [1, 3] }).length // 3
   *
   * @see https://docs.python.org/3/library/random.html#random.sample
   */
  sample<S>(population: S, k: number, kw?: { counts?: Iterable<number> | null }): ItemOf<S>[]
  sample<S>(population: S, kw: { k: number; counts?: Iterable<number> | null }): ItemOf<S>[]
  sample(...args: unknown[]): unknown[] {
    const { population, k, counts } = binders.sample<{
      population: unknown
      k: unknown
      counts: Iterable<number> | null
    }>(args)
    if (!isSequence(population)) {
      throw new TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
    }
    const count = len(population)
    const read = reader(population)
    if (counts !== null) return this.#sampleCounted(read, count, k, counts)
    return this.#draw(count, Number(toIndex(k))).map(read)
  }

  #sampleCounted(
    read: (i: number) => unknown,
    count: number,
    k: unknown,
    counts: Iterable<number>,
  ): unknown[] {
    const cumulated = accumulate(counts)
    if (cumulated.length !== count) {
      throw new ValueError('The number of counts does not match the population')
    }
    const total = cumulated.pop() ?? 0
    if (!Number.isInteger(total)) throw new TypeError('Counts must be integers')
    if (total <= 0) throw new ValueError('Total of counts must be greater than zero')
    return this.#draw(total, Number(toIndex(k))).map((at) => read(bisect_right(cumulated, at)))
  }

  // k different numbers below n. Python chooses between two ways by what they take of its memory.
  #draw(n: number, k: number): number[] {
    if (!(k >= 0 && k <= n)) {
      throw new ValueError('Sample larger than population or is negative')
    }
    const drawn: number[] = []
    if (n <= 21 + (k > 5 ? powerOfFour(3 * k) : 0)) {
      const pool = Array.from({ length: n }, (_, i) => i)
      for (let i = 0; i < k; i++) {
        const at = this._randbelow(n - i)
        drawn.push(pool[at] as number)
        pool[at] = pool[n - i - 1] as number
      }
      return drawn
    }
    const seen = new Set<number>()
    while (seen.size < k) {
      const at = this._randbelow(n)
      if (seen.has(at)) continue
      seen.add(at)
      drawn.push(at)
    }
    return drawn
  }

  /**
   * `k` items of a sequence, each drawn from all of them, with `weights` or `cum_weights` or with equal chances.
   *
   * @example
   * random.seed(0)
   * random.choices(['a', 'b', 'c'], [1, 1, 10], { k: 4 }) // ['c', 'c', 'c', 'c']
   *
   * @see https://docs.python.org/3/library/random.html#random.choices
   */
  choices<S>(
    population: S,
    kw?: { weights?: Weights | null; cum_weights?: Weights | null; k?: number },
  ): ItemOf<S>[]
  choices<S>(
    population: S,
    weights: Weights | null,
    kw?: { cum_weights?: Weights | null; k?: number },
  ): ItemOf<S>[]
  choices(...args: unknown[]): unknown[] {
    const { population, weights, cum_weights, k } = binders.choices<{
      population: unknown
      weights: Weights | null
      cum_weights: Weights | null
      k: unknown
    }>(args)
    const count = len(population)
    const read = reader(population)
    if (typeof weights === 'number' && cum_weights === null) {
      throw new TypeError(`The number of choices must be a keyword argument: k=${weights}`)
    }
    if (weights !== null && cum_weights !== null) {
      throw new TypeError('Cannot specify both weights and cumulative weights')
    }
    const cumulated =
      weights === null ? cum_weights && list(cum_weights).map(float) : accumulate(weights)
    const times = (): number => Number(toIndex(k))
    if (cumulated === null) {
      return drawTimes(times(), () => read(Math.floor(this.random() * count)))
    }
    if (cumulated.length !== count) {
      throw new ValueError('The number of weights does not match the population')
    }
    const total = cumulated.at(-1)
    if (total === undefined) throw new IndexError('list index out of range')
    if (total <= 0) throw new ValueError('Total of weights must be greater than zero')
    if (!Number.isFinite(total)) throw new ValueError('Total of weights must be finite')
    return drawTimes(times(), () =>
      read(bisect_right(cumulated, this.random() * total, 0, count - 1)),
    )
  }
}
