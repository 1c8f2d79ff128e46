// The generator itself of Python's module `random`: seeds, states, bits.

import { randomFillSync } from 'node:crypto'
import { python } from '../../_kwargs.js'
import { MT19937 } from '../../_mt19937.js'
import { tuple } from '../../_tuple.js'
import { typeName } from '../../_typename.js'
import { ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { toIndex } from '../_subscript.js'
import { type Seed, seedWords } from './seed.js'

/** What `getstate` gives: the version, the words of the generator, and what `gauss` holds back. */
export type RandomState = readonly [
  version: number,
  words: readonly number[],
  gauss_next: number | null,
]

const binders = {
  seed: python('Random.seed(self, a=None, version=2)'),
  setstate: python('Random.setstate(self, state)'),
  randbytes: python('Random.randbytes(self, n)'),
}

const initialize = python('Random.__init__(self, x=None)')

const fewBits =
  'Underlying random() generator does not supply \nenough bits to choose from a population range this large.\nTo remove the range limitation, add a getrandbits() method.'

export class Core {
  #twister: MT19937 | null = null
  /** The second number of a pair that {@link gauss} has drawn. */
  gauss_next: number | null = null

  constructor(x?: Seed)
  constructor(kw: { x?: Seed })
  constructor(...args: unknown[]) {
    const { x } = initialize<{ x: Seed }>(args)
    this.seed(x)
  }

  // Seeded by the system on first use, where nobody has seeded it.
  get #source(): MT19937 {
    if (this.#twister === null) {
      this.#twister = new MT19937()
      this.#twister.seedWords(randomFillSync(new Uint32Array(624)))
    }
    return this.#twister
  }

  /**
   * Starts the stream that belongs to a seed: an integer of any size (its sign does not count), a text, bytes or a
   * float; null takes the system's source of randomness. `version` 1 is Python 2's rule for texts.
   *
   * @example
   * random.seed(0)
   * random.random() // 0.8444218515250481
   *
   * @see https://docs.python.org/3/library/random.html#random.seed
   */
  seed(a?: Seed, version?: number | { version: number }): void
  seed(kw: { a?: Seed; version?: number }): void
  seed(...args: unknown[]): void {
    const { a, version } = binders.seed<{ a: Seed; version: number }>(args)
    this.gauss_next = null
    this.#twister = null
    if (a === null) return
    const words = seedWords(a, version)
    this.#twister = new MT19937()
    this.#twister.seedWords(words)
  }

  /**
   * The state of the generator, for {@link setstate}.
   *
   * @example
   * const state = random.getstate()
   * const first = random.random()
   * random.setstate(state)
   * random.random() === first // True
   *
   * @see https://docs.python.org/3/library/random.html#random.getstate
   */
  getstate(): RandomState {
    const { words, position } = this.#source
    const state: unknown = tuple<unknown>([3, tuple([...words, position]), this.gauss_next])
    return state as RandomState
  }

  /**
   * Goes back to a state that {@link getstate} gave; anything else is a TypeError or a ValueError.
   *
   * @example random.setstate(random.getstate())
   *
   * @see https://docs.python.org/3/library/random.html#random.setstate
   */
  setstate(state: RandomState): void
  setstate(...args: unknown[]): void {
    const { state } = binders.setstate<{ state: RandomState }>(args)
    if (!Array.isArray(state)) {
      throw new TypeError(`'${typeName(state)}' object is not subscriptable`)
    }
    const [version, vector, gauss_next] = state as RandomState
    if (version !== 3) {
      throw new ValueError(
        `state with version ${String(version)} passed to Random.setstate() of version 3`,
      )
    }
    if (state.length !== 3) {
      throw new ValueError(
        state.length < 3
          ? `not enough values to unpack (expected 3, got ${state.length})`
          : 'too many values to unpack (expected 3)',
      )
    }
    if (!Array.isArray(vector)) throw new TypeError('state vector must be a tuple')
    if (vector.length !== 625) throw new ValueError('state vector is the wrong size')
    if (!vector.every(Number.isInteger)) throw new TypeError('an integer is required')
    const position = vector[624] as number
    if (position < 0 || position > 624) throw new ValueError('invalid state')
    const twister = new MT19937()
    twister.words.set(vector.slice(0, 624) as number[])
    twister.position = position
    this.#twister = twister
    this.gauss_next = gauss_next as number | null
  }

  /**
   * A number in [0, 1).
   *
   * @example
   * random.seed(1)
   * random.random() // 0.13436424411240122
   *
   * @see https://docs.python.org/3/library/random.html#random.random
   */
  random(): number
  random(...args: unknown[]): number {
    if (args.length > 0) {
      throw new TypeError(`Random.random() takes no arguments (${args.length} given)`)
    }
    return this.#source.double()
  }

  /**
   * A whole number of `k` random bits; a bigint where `k` is more than 53.
   *
   * @example
   * random.seed(0)
   * random.getrandbits(8) // 216
   * random.getrandbits(100) // 545901364925619753122680238014
   *
   * @see https://docs.python.org/3/library/random.html#random.getrandbits
   */
  getrandbits(k: number): number | bigint
  getrandbits(...args: unknown[]): number | bigint {
    if (args.length !== 1) {
      throw new TypeError(`Random.getrandbits() takes exactly one argument (${args.length} given)`)
    }
    const k = Number(toIndex(args[0]))
    if (k < 0) throw new ValueError('number of bits must be non-negative')
    if (k === 0) return 0
    if (k <= 32) return this.#source.next() >>> (32 - k)
    if (k <= 53) {
      const low = this.#source.next()
      return (this.#source.next() >>> (64 - k)) * 2 ** 32 + low
    }
    return BigInt(`0x${Buffer.from(this.#bytes(k)).reverse().toString('hex')}`)
  }

  // The lowest byte first; what is above `k` bits is zero.
  #bytes(k: number): Uint8Array {
    const words = new DataView(new ArrayBuffer(4 * Math.ceil(k / 32)))
    for (let at = 0, left = k; left > 0; at += 4, left -= 32) {
      const word = this.#source.next()
      words.setUint32(at, left < 32 ? word >>> (32 - left) : word, true)
    }
    return new Uint8Array(words.buffer, 0, Math.ceil(k / 8))
  }

  /** A whole number in [0, n). A subclass may override it, `getrandbits` or `random`. */
  _randbelow(n: number): number
  _randbelow(n: bigint): bigint
  _randbelow(n: number | bigint): number | bigint {
    const { getrandbits, random } = Core.prototype
    const ownBits = this.getrandbits !== getrandbits
    if (this.random !== random && !ownBits) {
      return typeof n === 'bigint' ? BigInt(this.#belowByFloat(Number(n))) : this.#belowByFloat(n)
    }
    if (typeof n === 'bigint') return this.#below(n)
    if (ownBits || n > 0xffffffff) return Number(this.#below(BigInt(n)))
    const shift = Math.clz32(n)
    let drawn = this.#source.next() >>> shift
    while (drawn >= n) drawn = this.#source.next() >>> shift
    return drawn
  }

  #below(n: bigint): bigint {
    const bits = n.toString(2).length
    let drawn = BigInt(this.getrandbits(bits))
    while (drawn >= n) drawn = BigInt(this.getrandbits(bits))
    return drawn
  }

  #belowByFloat(n: number): number {
    const most = 2 ** 53
    if (n >= most) {
      warn(fewBits)
      return Math.floor(this.random() * n)
    }
    const limit = (most - (most % n)) / most
    let drawn = this.random()
    while (drawn >= limit) drawn = this.random()
    return Math.floor(drawn * most) % n
  }

  /**
   * `n` random bytes.
   *
   * @example random.randbytes(4).length // 4
   *
   * @see https://docs.python.org/3/library/random.html#random.randbytes
   */
  randbytes(n: number): Uint8Array
  randbytes(...args: unknown[]): Uint8Array {
    const { n } = binders.randbytes<{ n: unknown }>(args)
    const count = Number(toIndex(n))
    if (count < 0) throw new ValueError('number of bits must be non-negative')
    return this.#bytes(8 * count)
  }
}
