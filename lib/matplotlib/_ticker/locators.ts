// Where ticks are. Mirrors the locators of matplotlib/ticker.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { toFlat } from '../_array.js'
import { nonsingular } from '../transforms.js'
import { floordiv, Locator } from './base.js'
import { Edge } from './max_n.js'

const { abs, ceil, max, min } = Math

class NullLocator extends Locator {
  override tick_values(_vmin?: number, _vmax?: number): number[] {
    return []
  }
}

const initFixed = initializer<[locs: unknown, nbins: number | null]>()(
  'FixedLocator.__init__(self, locs, nbins=None)',
)

class FixedLocator extends Locator {
  readonly locs: number[]
  readonly nbins: number | null

  constructor(...args: ArgumentsOf<typeof initFixed>) {
    super()
    const { locs, nbins } = initFixed(args)
    this.locs = Array.from(toFlat(locs))
    this.nbins = nbins === null ? null : max(nbins, 2)
  }

  override tick_values(_vmin?: number, _vmax?: number): number[] {
    const { locs, nbins } = this
    if (nbins === null) return locs
    const step = max(ceil(locs.length / nbins), 1)
    const every = (from: number): number[] =>
      locs.filter((_, i) => i >= from && (i - from) % step === 0)
    let best = every(0)
    for (let i = 1; i < step; i++) {
      const other = every(i)
      if (min(...other.map(abs)) < min(...best.map(abs))) best = other
    }
    return this.raise_if_exceeds(best)
  }
}

const initIndex = initializer<[base: number, offset: number]>()(
  'IndexLocator.__init__(self, base, offset)',
)

class IndexLocator extends Locator {
  private readonly base: number
  private readonly offset: number

  constructor(...args: ArgumentsOf<typeof initIndex>) {
    super()
    const { base, offset } = initIndex(args)
    this.base = base
    this.offset = offset
  }

  override call(): number[] {
    const [low, high] = this.axis?.get_data_interval() ?? [0, 1]
    return this.tick_values(low, high)
  }

  override tick_values(vmin: number, vmax: number): number[] {
    const ticks: number[] = []
    for (let i = 0, x = vmin + this.offset; x < vmax + 1e-12; i++) {
      ticks.push(x)
      x = vmin + this.offset + (i + 1) * this.base
    }
    return this.raise_if_exceeds(ticks)
  }
}

const initLinear = initializer<[numticks: number | null]>()(
  'LinearLocator.__init__(self, numticks=None)',
)

class LinearLocator extends Locator {
  private readonly numticks: number

  constructor(...args: ArgumentsOf<typeof initLinear>) {
    super()
    this.numticks = initLinear(args).numticks ?? 11
  }

  override tick_values(vmin: number, vmax: number): number[] {
    const [low, high] = nonsingular(vmin, vmax, 0.05)
    if (this.numticks === 0) return []
    const step = (high - low) / (this.numticks - 1)
    return Array.from({ length: this.numticks }, (_, i) => low + i * step)
  }
}

const initMultiple = initializer<[base: number, offset: number]>()(
  'MultipleLocator.__init__(self, base=1.0, offset=0.0)',
)

class MultipleLocator extends Locator {
  private edge: Edge
  private offset: number

  constructor(...args: ArgumentsOf<typeof initMultiple>) {
    super()
    const { base, offset } = initMultiple(args)
    this.edge = new Edge(base)
    this.offset = offset
  }

  override tick_values(vmin: number, vmax: number): number[] {
    const { step } = this.edge
    const low = this.edge.ge(min(vmin, vmax) - this.offset) * step
    const high = max(vmin, vmax) - this.offset
    const count = floordiv(high - low + 0.001 * step, step) + 3
    const ticks = Array.from(
      { length: max(count, 0) },
      (_, i) => low - step + i * step + this.offset,
    )
    return this.raise_if_exceeds(ticks)
  }

  override view_limits(vmin: number, vmax: number): [number, number] {
    return nonsingular(vmin, vmax)
  }
}

/**
 * No ticks.
 *
 * @example ticker.NullLocator().tick_values(0, 1) // []
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.NullLocator
 */
const NullLocator_ = callable(NullLocator)

/**
 * Ticks at the places of a list; with `nbins` at most so many of them, zero or the place nearest to it among them.
 *
 * @example ticker.FixedLocator([1, 2, 5]).tick_values(0, 9) // [1, 2, 5]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.FixedLocator
 */
const FixedLocator_ = callable(FixedLocator)

/**
 * A tick at every `base`-th number, from `offset` beyond the first of the data.
 *
 * @example ticker.IndexLocator(2, 0).tick_values(0, 5) // [0, 2, 4]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.IndexLocator
 */
const IndexLocator_ = callable(IndexLocator)

/**
 * So many ticks at equal distances, the limits among them.
 *
 * @example ticker.LinearLocator(3).tick_values(0, 8) // [0, 4, 8]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.LinearLocator
 */
const LinearLocator_ = callable(LinearLocator)

/**
 * Ticks at the multiples of `base`, moved by `offset`; one beyond each limit.
 *
 * @example ticker.MultipleLocator(2).tick_values(0, 5) // [-2, 0, 2, 4, 6]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.MultipleLocator
 */
const MultipleLocator_ = callable(MultipleLocator)

type NullLocator_ = NullLocator

type FixedLocator_ = FixedLocator

type IndexLocator_ = IndexLocator

type LinearLocator_ = LinearLocator

type MultipleLocator_ = MultipleLocator

export {
  FixedLocator_ as FixedLocator,
  IndexLocator_ as IndexLocator,
  LinearLocator_ as LinearLocator,
  MultipleLocator_ as MultipleLocator,
  NullLocator_ as NullLocator,
}
