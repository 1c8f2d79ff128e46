// Ticks at round numbers. Mirrors matplotlib/ticker.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { ValueError } from '../../errors.js'
import { checkIn } from '../_api.js'
import { toFlat } from '../_array.js'
import { nonsingular } from '../transforms.js'
import { floordiv, Locator, pow10 } from './base.js'

const { abs, floor, ceil, max, min, log10, round } = Math

/** Multiples of a step, with a tolerance that grows where an offset takes digits away. */
export class Edge {
  constructor(
    readonly step: number,
    private readonly offset = 0,
  ) {
    if (!(step > 0)) throw new ValueError("'step' must be positive")
    this.offset = abs(offset)
  }

  private closeto(ms: number, edge: number): boolean {
    let tol = 1e-10
    if (this.offset > 0) {
      tol = min(0.4999, max(1e-10, 10 ** (log10(this.offset / this.step) - 12)))
    }
    return abs(ms - edge) < tol
  }

  /** The largest n with n * step <= x. */
  le(x: number): number {
    const d = floordiv(x, this.step)
    const m = x - d * this.step
    return this.closeto(m / this.step, 1) ? d + 1 : d
  }

  /** The smallest n with n * step >= x. */
  ge(x: number): number {
    const d = floordiv(x, this.step)
    const m = x - d * this.step
    return this.closeto(m / this.step, 0) ? d : d + 1
  }
}

/** A power of ten to count steps in, and an offset where the interval is narrow and far from zero. */
function scale_range(vmin: number, vmax: number, n: number, threshold = 100): [number, number] {
  const dv = abs(vmax - vmin)
  const meanv = (vmax + vmin) / 2
  const offset =
    abs(meanv) / dv < threshold ? 0 : (meanv < 0 ? -1 : 1) * pow10(floor(log10(abs(meanv))))
  return [pow10(floor(log10(dv / n))), offset]
}

/** What {@link MaxNLocator} takes by keyword. */
export interface MaxNLocatorOptions {
  nbins?: number | 'auto' | null
  steps?: readonly number[] | null
  integer?: boolean
  symmetric?: boolean
  prune?: 'lower' | 'upper' | 'both' | null
  min_n_ticks?: number
}

const initMaxN = initializer<
  [
    nbins: number | 'auto' | null,
    steps: readonly number[] | null,
    integer: boolean,
    symmetric: boolean,
    prune: 'lower' | 'upper' | 'both' | null,
    min_n_ticks: number,
  ]
>()(
  'MaxNLocator.__init__(self, nbins=None, *, steps=None, integer=False, symmetric=False, prune=None, min_n_ticks=2)',
)

const badSteps = (): ValueError =>
  new ValueError(
    'steps argument must be an increasing sequence of numbers between 1 and 10 inclusive',
  )

function validateSteps(given: readonly number[]): number[] {
  const steps = Array.from(toFlat(given))
  const [first = 0] = steps
  const last = steps.at(-1) ?? 11
  if (steps.some((one, i) => i > 0 && one <= (steps[i - 1] as number))) throw badSteps()
  if (last > 10 || first < 1) throw badSteps()
  if (first !== 1) steps.unshift(1)
  if (last !== 10) steps.push(10)
  return steps
}

class MaxNLocator extends Locator {
  private nbins: number | 'auto' = 10
  private steps: readonly number[] = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  private integer = false
  private symmetric = false
  private prune: 'lower' | 'upper' | 'both' | null = null
  private min_n_ticks = 2

  constructor(...args: ArgumentsOf<typeof initMaxN>) {
    super()
    const { nbins, ...rest } = initMaxN(args)
    this.set_params({ ...rest, nbins: nbins ?? 10 })
  }

  /** Changes what the constructor set. */
  set_params(options: MaxNLocatorOptions): void {
    const { nbins, steps, integer, symmetric, prune, min_n_ticks } = options
    if (nbins !== undefined && nbins !== null) this.nbins = nbins === 'auto' ? nbins : floor(nbins)
    if (symmetric !== undefined) this.symmetric = symmetric
    if (prune !== undefined) {
      checkIn('prune', prune, ['upper', 'lower', 'both', null])
      this.prune = prune
    }
    if (min_n_ticks !== undefined) this.min_n_ticks = max(1, min_n_ticks)
    if (steps !== undefined && steps !== null) this.steps = validateSteps(steps)
    if (integer !== undefined) this.integer = integer
  }

  private rawTicks(vmin: number, vmax: number): number[] {
    const { steps, integer, min_n_ticks } = this
    let { nbins } = this
    if (nbins === 'auto') {
      nbins =
        this.axis === null ? 9 : min(max(this.axis.get_tick_space(), max(1, min_n_ticks - 1)), 9)
    }
    const [scale, offset] = scale_range(vmin, vmax, nbins)
    const low = vmin - offset
    const high = vmax - offset
    let candidates = [
      ...steps.slice(0, -1).map((one) => 0.1 * one),
      ...steps,
      10 * (steps[1] as number),
    ].map((one) => one * scale)
    if (integer) candidates = candidates.filter((one) => one < 1 || abs(one - round(one)) < 0.001)
    const least = (high - low) / nbins
    const found = candidates.findIndex((one) => one >= least)
    let ticks: number[] = []
    for (let i = found < 0 ? candidates.length - 1 : found; i >= 0; i--) {
      let step = candidates[i] as number
      if (integer && floor(high) - ceil(low) >= min_n_ticks - 1) step = max(1, step)
      const start = floordiv(low, step) * step
      const edge = new Edge(step, offset)
      const first = edge.le(low - start)
      const last = edge.ge(high - start)
      ticks = []
      for (let k = first; k <= last; k++) ticks.push(k * step + start)
      if (ticks.filter((one) => one <= high && one >= low).length >= min_n_ticks) break
    }
    return ticks.map((one) => one + offset)
  }

  override tick_values(vmin: number, vmax: number): number[] {
    let [low, high] = [vmin, vmax]
    if (this.symmetric) {
      high = max(abs(vmin), abs(vmax))
      low = -high
    }
    ;[low, high] = nonsingular(low, high, 1e-13, 1e-14)
    const ticks = this.rawTicks(low, high)
    const { prune } = this
    const from = prune === 'lower' || prune === 'both' ? 1 : 0
    const to = prune === 'upper' || prune === 'both' ? -1 : undefined
    return this.raise_if_exceeds(ticks.slice(from, to))
  }

  override view_limits(vmin: number, vmax: number): [number, number] {
    let [low, high] = [vmin, vmax]
    if (this.symmetric) {
      high = max(abs(vmin), abs(vmax))
      low = -high
    }
    return nonsingular(low, high, 1e-12, 1e-13)
  }
}

class AutoLocator extends MaxNLocator {
  constructor() {
    super({ nbins: 'auto', steps: [1, 2, 2.5, 5, 10] })
  }
}

const initMinor = initializer<[n: number | 'auto' | null]>()(
  'AutoMinorLocator.__init__(self, n=None)',
)

/** What an {@link AutoMinorLocator} asks further: the major ticks. */
interface WithMajor {
  get_majorticklocs(): number[]
}

class AutoMinorLocator extends Locator {
  private readonly ndivs: number | 'auto' | null

  constructor(...args: ArgumentsOf<typeof initMinor>) {
    super()
    this.ndivs = initMinor(args).n
  }

  override call(): number[] {
    const axis = this.axis as unknown as Partial<WithMajor> | null
    const major = [...new Set(axis?.get_majorticklocs?.() ?? [])].sort((a, b) => a - b)
    const [first, second] = major
    if (first === undefined || second === undefined || this.axis === null) return []
    const step = second - first
    const mantissa = 10 ** (log10(step) - floor(log10(step)))
    const five = [1, 2.5, 5, 10].some((one) => abs(mantissa - one) < 1e-5 * one)
    const parts = typeof this.ndivs === 'number' ? this.ndivs : five ? 5 : 4
    const minor = step / parts
    const [a, b] = this.axis.get_view_interval()
    const from = floordiv(min(a, b) - first, minor)
    const to = floordiv(max(a, b) - first, minor) + 1
    const ticks: number[] = []
    for (let k = from; k <= to; k++) {
      const at = k * minor + first
      if (abs(k / parts - round(k / parts)) > 1e-9) ticks.push(at)
    }
    return this.raise_if_exceeds(ticks)
  }

  override tick_values(): never {
    throw new ValueError('Cannot get tick locations for a AutoMinorLocator')
  }
}

/**
 * At most `nbins` intervals between ticks at nice numbers: multiples of one of `steps` times a power of ten, integers with
 * `integer`. `prune` leaves out the `'lower'`, the `'upper'` or `'both'` outer ticks.
 *
 * @example ticker.MaxNLocator(4).tick_values(0, 10) // [0, 2.5, 5, 7.5, 10]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.MaxNLocator
 */
const MaxNLocator_ = callable(MaxNLocator)

/**
 * What linear axes have: as many nice ticks as there is room for.
 *
 * @example ticker.AutoLocator().tick_values(0, 1)
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.AutoLocator
 */
const AutoLocator_ = callable(AutoLocator)

/**
 * Four or five parts between major ticks, or `n`.
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.AutoMinorLocator
 */
const AutoMinorLocator_ = callable(AutoMinorLocator)

type MaxNLocator_ = MaxNLocator

type AutoLocator_ = AutoLocator

type AutoMinorLocator_ = AutoMinorLocator

export {
  AutoLocator_ as AutoLocator,
  AutoMinorLocator_ as AutoMinorLocator,
  MaxNLocator_ as MaxNLocator,
}
