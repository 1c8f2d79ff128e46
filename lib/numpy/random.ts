// numpy.random, the generator of old: the Mersenne Twister and its draws, to the bit. Mirrors numpy/random/mtrand.pyx.

import { randomFillSync } from 'node:crypto'
import { bisect_right } from '../_bisect.js'
import { callable } from '../_callable.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { log } from '../_libm.js'
import { MT19937 } from '../_mt19937.js'
import { typeName } from '../_typename.js'
import { tensor } from '../creation.js'
import { float64, int64 } from '../dtype.js'
import { OverflowError, ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import { type ArrayLike_, asTensor, typeNamed } from './_convert.js'
import { ndarray, wrap } from './ndarray.js'

type Size = number | readonly number[] | null
type Sized<S> = S extends null | undefined ? number : ndarray

const seedRange = 'Seed must be between 0 and 2**32 - 1'

const sizesOf = (size: Exclude<Size, null>): number[] => [size].flat() as number[]
const countOf = (sizes: readonly number[]): number =>
  sizes.reduce((product, one) => product * one, 1)

const bind = {
  randint: python("randint(low, high=None, size=None, dtype='int64')"),
  normal: python('normal(loc=0.0, scale=1.0, size=None)'),
  uniform: python('uniform(low=0.0, high=1.0, size=None)'),
  choice: python('choice(a, size=None, replace=True, p=None)'),
  sample: python('random_sample(size=None)'),
  standard: python('standard_normal(size=None)'),
}

type Kw<K extends string, T> = { [P in K]?: T }

class RandomState {
  #twister: MT19937 | null = null
  #gauss: number | null = null

  constructor(seed: number | readonly number[] | null = null) {
    this.seed(seed)
  }

  get #source(): MT19937 {
    if (this.#twister === null) {
      this.#twister = new MT19937()
      this.#twister.seedWords(randomFillSync(new Uint32Array(624)))
    }
    return this.#twister
  }

  /**
   * Starts the stream that belongs to a seed, a number of 32 bits or a list of them; null takes the system's source of
   * randomness.
   *
   * @example
   * np.random.seed(0)
   * np.random.rand() // 0.5488135039273248
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.seed.html
   */
  seed(seed: number | readonly number[] | null = null): void {
    this.#gauss = null
    this.#twister = null
    if (seed === null) return
    const twister = new MT19937()
    const fits = (one: unknown): boolean =>
      Number.isInteger(one) && (one as number) >= 0 && (one as number) <= 0xffffffff
    if (Array.isArray(seed)) {
      if (seed.length === 0) throw new ValueError('Seed must be non-empty')
      if (!seed.every(fits)) throw new ValueError(seedRange)
      twister.seedWords(seed as number[])
    } else {
      if (!Number.isInteger(seed)) {
        const type = typeof seed === 'number' ? 'float64' : typeName(seed)
        throw new TypeError(
          `Cannot cast scalar from dtype('${type}') to dtype('int64') according to the rule 'safe'`,
        )
      }
      if (!fits(seed)) throw new ValueError(seedRange)
      twister.seedWord(seed as number)
    }
    this.#twister = twister
  }

  #fill(size: Size, draw: () => number, dtype = float64): number | ndarray {
    if (size === null) return draw()
    const sizes = sizesOf(size)
    const values = Float64Array.from({ length: countOf(sizes) }, draw)
    return wrap(tensor(values, { dtype }).view(sizes))
  }

  /**
   * Numbers in [0, 1), in an array of these sizes.
   *
   * @example np.random.rand(2, 3).shape // [2, 3]
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.rand.html
   */
  rand(): number
  rand(...sizes: [number, ...number[]]): ndarray
  rand(...sizes: number[]): number | ndarray {
    return this.#fill(sizes.length === 0 ? null : sizes, () => this.#source.double())
  }

  /** Numbers in [0, 1). */
  random_sample<S extends Size = null>(size?: S | Kw<'size', S>): Sized<S>
  random_sample(...args: unknown[]): unknown {
    const { size } = bind.sample<{ size: Size }>(args)
    return this.#fill(size, () => this.#source.double())
  }

  /** Numbers in [0, 1). */
  random<S extends Size = null>(size?: S | Kw<'size', S>): Sized<S>
  random(...args: unknown[]): unknown {
    return this.random_sample(...(args as []))
  }

  // Marsaglia's polar method, which makes two numbers at a time.
  #normal(): number {
    if (this.#gauss !== null) {
      const kept = this.#gauss
      this.#gauss = null
      return kept
    }
    for (;;) {
      const x = 2 * this.#source.double() - 1
      const y = 2 * this.#source.double() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * log(square)) / square)
      this.#gauss = factor * x
      return factor * y
    }
  }

  /**
   * Standard normal numbers, in an array of these sizes.
   *
   * @example
   * np.random.seed(0)
   * np.random.randn() // 1.764052345967664
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.randn.html
   */
  randn(): number
  randn(...sizes: [number, ...number[]]): ndarray
  randn(...sizes: number[]): number | ndarray {
    return this.#fill(sizes.length === 0 ? null : sizes, () => this.#normal())
  }

  /** Standard normal numbers. */
  standard_normal<S extends Size = null>(size?: S | Kw<'size', S>): Sized<S>
  standard_normal(...args: unknown[]): unknown {
    const { size } = bind.standard<{ size: Size }>(args)
    return this.#fill(size, () => this.#normal())
  }

  /** Normal numbers with a mean and a standard deviation. */
  normal<S extends Size = null>(
    loc?: number | (Kw<'loc' | 'scale', number> & Kw<'size', S>),
    scale?: number | (Kw<'scale', number> & Kw<'size', S>),
    size?: S | Kw<'size', S>,
  ): Sized<S>
  normal(...args: unknown[]): unknown {
    const { loc, scale, size } = bind.normal<{ loc: number; scale: number; size: Size }>(args)
    if (scale < 0) throw new ValueError('scale < 0')
    return this.#fill(size, () => loc + scale * this.#normal())
  }

  /** Numbers from `low` to `high`. */
  uniform<S extends Size = null>(
    low?: number | (Kw<'low' | 'high', number> & Kw<'size', S>),
    high?: number | (Kw<'high', number> & Kw<'size', S>),
    size?: S | Kw<'size', S>,
  ): Sized<S>
  uniform(...args: unknown[]): unknown {
    const { low, high, size } = bind.uniform<{ low: number; high: number; size: Size }>(args)
    const width = high - low
    if (!Number.isFinite(width)) throw new OverflowError('Range exceeds valid bounds')
    return this.#fill(size, () => low + width * this.#source.double())
  }

  // A whole number from 0 to `most`: bits under a mask, until they fit.
  #upTo(most: number): number {
    if (most === 0) return 0
    if (most <= 0xffffffff) {
      const shift = Math.clz32(most)
      let drawn = (this.#source.next() << shift) >>> shift
      while (drawn > most) drawn = (this.#source.next() << shift) >>> shift
      return drawn
    }
    const mask = (1n << BigInt(BigInt(most).toString(2).length)) - 1n
    for (;;) {
      const high = BigInt(this.#source.next())
      const drawn = ((high << 32n) | BigInt(this.#source.next())) & mask
      if (drawn <= BigInt(most)) return Number(drawn)
    }
  }

  /**
   * Whole numbers from `low` up to and without `high`, or from 0 up to `low`.
   *
   * @example
   * np.random.seed(0)
   * print(np.random.randint(0, 10, 5)) // [5 0 3 3 7]
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.randint.html
   */
  randint<S extends Size = null>(
    low: number,
    high?: number | null | ({ high?: number | null; dtype?: string } & Kw<'size', S>),
    size?: S | ({ dtype?: string } & Kw<'size', S>),
    dtype?: string,
  ): Sized<S>
  randint(...args: unknown[]): unknown {
    const given = bind.randint<{ low: number; high: number | null; size: Size; dtype: string }>(
      args,
    )
    const [low, high] = given.high === null ? [0, given.low] : [given.low, given.high]
    if (low >= high) throw new ValueError(given.high === null ? 'high <= 0' : 'low >= high')
    const most = high - low - 1
    return this.#fill(given.size, () => low + this.#upTo(most), typeNamed(given.dtype))
  }

  /**
   * Puts the items of a list, or the rows of an array, into another order, in place.
   *
   * @example
   * np.random.seed(0)
   * const items = [1, 2, 3, 4]
   * np.random.shuffle(items)
   * items // [3, 4, 2, 1]
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.shuffle.html
   */
  shuffle(x: unknown[] | ndarray | Tensor): void {
    if (Array.isArray(x)) {
      for (const [i, j] of this.#swaps(x.length)) [x[i], x[j]] = [x[j], x[i]]
      return
    }
    if (!(x instanceof ndarray) && !isTensor(x)) {
      throw new TypeError(`object of type '${typeName(x)}' has no len()`)
    }
    const rows = x instanceof ndarray ? x._tensor : (x as Tensor)
    rows.copy_(rows.index([this.#order(rows.size(0))]))
  }

  *#swaps(count: number): IterableIterator<[number, number]> {
    for (let i = count - 1; i > 0; i--) yield [i, this.#upTo(i)]
  }

  #order(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i)
    this.shuffle(order)
    return order
  }

  /**
   * The numbers below `x`, or the rows of an array, in another order.
   *
   * @example
   * np.random.seed(0)
   * print(np.random.permutation(4)) // [2 3 1 0]
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.permutation.html
   */
  permutation(x: ArrayLike_): ndarray {
    if (typeof x === 'number') return wrap(tensor(this.#order(x), { dtype: int64 }))
    const rows = asTensor(x)
    return wrap(rows.index([this.#order(rows.size(0))]))
  }

  /**
   * Items of a list, or of the numbers below `a`: each drawn from all of them or, with `replace` false, at most once, by
   * the probabilities `p`.
   *
   * @example
   * np.random.seed(0)
   * print(np.random.choice(5, 3)) // [4 0 3]
   *
   * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.choice.html
   */
  choice<S extends Size = null>(
    a: ArrayLike_,
    size?: S | (Kw<'size', S> & { replace?: boolean; p?: readonly number[] | null }),
    replace?: boolean | { replace?: boolean; p?: readonly number[] | null },
    p?: readonly number[] | null,
  ): Sized<S>
  choice(...args: unknown[]): unknown {
    const { a, size, replace, p } = bind.choice<{
      a: ArrayLike_
      size: Size
      replace: boolean
      p: ArrayLike_ | null
    }>(args)
    const items = typeof a === 'number' ? null : asTensor(a)
    if (items !== null && items.dim() !== 1) throw new ValueError('a must be 1-dimensional')
    const count = items === null ? (a as number) : items.size(0)
    const sizes = size === null ? [] : sizesOf(size)
    const wanted = countOf(sizes)
    if (count <= 0 && wanted > 0) {
      throw new ValueError(
        items === null
          ? 'a must be greater than 0 unless no samples are taken'
          : "'a' cannot be empty unless no samples are taken",
      )
    }
    const chances = p === null ? null : checkChances(p, count)
    const drawn = replace
      ? this.#withReplacement(count, wanted, chances)
      : this.#without(count, wanted, chances)
    const picked = items === null ? tensor(drawn, { dtype: int64 }) : items.index([drawn])
    return size === null ? picked.item() : wrap(picked.view(sizes))
  }

  #withReplacement(count: number, wanted: number, chances: readonly number[] | null): number[] {
    if (chances === null) return Array.from({ length: wanted }, () => this.#upTo(count - 1))
    const sums = cumulated(chances)
    return Array.from({ length: wanted }, () => bisect_right(sums, this.#source.double()))
  }

  #without(count: number, wanted: number, chances: readonly number[] | null): number[] {
    if (wanted > count) {
      throw new ValueError("Cannot take a larger sample than population when 'replace=False'")
    }
    if (chances === null) return this.#order(count).slice(0, wanted)
    if (chances.filter((chance) => chance > 0).length < wanted) {
      throw new ValueError('Fewer non-zero entries in p than size')
    }
    const left = [...chances]
    const found: number[] = []
    while (found.length < wanted) {
      const numbers = Array.from({ length: wanted - found.length }, () => this.#source.double())
      for (const one of found) left[one] = 0
      const sums = cumulated(left)
      found.push(...new Set(numbers.map((number) => bisect_right(sums, number))))
    }
    return found
  }
}

function checkChances(p: ArrayLike_, count: number): number[] {
  const chances = asTensor(p, 'float64').tolist() as number[]
  if (chances.length !== count) throw new ValueError("'a' and 'p' must have same size")
  if (chances.some((chance) => chance < 0))
    throw new ValueError('probabilities are not non-negative')
  const total = chances.reduce((sum, chance) => sum + chance, 0)
  if (!(Math.abs(total - 1) <= Math.sqrt(Number.EPSILON))) {
    throw new ValueError('probabilities do not sum to 1')
  }
  return chances
}

function cumulated(chances: readonly number[]): number[] {
  let sum = 0
  const sums = chances.map((chance) => {
    sum += chance
    return sum
  })
  return sums.map((one) => one / sum)
}

/**
 * A generator with a state of its own, which draws as NumPy's of that name does.
 *
 * @example np.random.RandomState(0).rand() // 0.5488135039273248
 *
 * @see https://numpy.org/doc/stable/reference/random/legacy.html
 */
const RandomState_ = callable(RandomState)
type RandomState_ = RandomState

export { RandomState_ as RandomState }

const shared = new RandomState()

// Each by name, so that editors know them; they work detached.
const bound = <K extends keyof RandomState>(name: K): RandomState[K] =>
  ((...args: unknown[]) =>
    (shared[name] as (...args: unknown[]) => unknown).apply(shared, args)) as RandomState[K]

export const choice = bound('choice')
export const normal = bound('normal')
export const permutation = bound('permutation')
export const rand = bound('rand')
export const randint = bound('randint')
export const randn = bound('randn')
export const random = bound('random')
export const random_sample = bound('random_sample')
export const seed = bound('seed')
export const shuffle = bound('shuffle')
export const standard_normal = bound('standard_normal')
export const uniform = bound('uniform')
