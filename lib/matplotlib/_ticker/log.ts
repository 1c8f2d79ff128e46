// Ticks of logarithmic axes. Mirrors LogLocator and the log formatters of matplotlib/ticker.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { formatFixed, formatGeneral } from '../../_format.js'
import { ValueError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { Formatter, Locator, pow10 } from './base.js'
import { AutoLocator } from './max_n.js'

const { abs, floor, ceil, max, min, log10, round } = Math

const closeToInt = (x: number): boolean => abs(x - round(x)) < 1e-10 * max(1, abs(round(x)))

const power = (base: number, e: number): number => (base === 10 ? pow10(e) : base ** e)

const logOf = (x: number, base: number): number =>
  base === 10 ? log10(x) : base === 2 ? Math.log2(x) : Math.log(x) / Math.log(base)

type Subs = readonly number[] | 'auto' | 'all'

const initLog = initializer<[base: number, subs: Subs | null, numticks: number | null]>()(
  'LogLocator.__init__(self, base=10.0, subs=1, *, numticks=None)',
)

class LogLocator extends Locator {
  private readonly base: number
  private readonly subs: Subs
  private readonly numticks: number | null

  constructor(...args: ArgumentsOf<typeof initLog>) {
    super()
    const { base, subs, numticks } = initLog(args)
    this.base = base
    this.subs = subs === null ? 'auto' : typeof subs === 'number' ? [subs] : subs
    this.numticks = numticks
  }

  override tick_values(vmin: number, vmax: number): number[] {
    const { base } = this
    let request = this.numticks ?? (this.axis ? min(max(this.axis.get_tick_space(), 2), 9) : 9)
    let [low, high] = [vmin, vmax]
    if (low <= 0) {
      low = this.axis?.get_minpos() ?? low
      if (!(low > 0) || !Number.isFinite(low)) {
        throw new ValueError('Data cannot be log-scaled because all values are <= 0.')
      }
    }
    if (high < low) [low, high] = [high, low]
    const efmin = logOf(low, base)
    const efmax = logOf(high, base)
    const emin = ceil(efmin)
    const emax = floor(efmax)
    const available = emax - emin + 1
    const subs = this.coefficients(available)
    if (subs === null) return []
    let stride = floor(available / (request + 1)) + 1
    const possible = ceil(available / stride)
    if (possible <= request) request = possible
    let decades: number[] = []
    if (request === 0) {
      decades = [emin - 1, emax + 1]
      stride = emax - emin + 2
    } else if (request === 1) {
      const mid = round((efmin + efmax) / 2)
      stride = max(mid - (emin - 1), emax + 1 - mid)
      decades = [mid - stride, mid, mid + stride]
    } else {
      stride = floor((available - 1) / (request - 1))
      if (stride < available / request) stride = floor(available / request)
      const from = max(available - stride * request, 0)
      const to = min(available - stride * (request - 1), stride)
      let offset = ((-emin % stride) + stride) % stride
      if (offset < from || offset >= to) offset = from
      for (let e = emin + offset - stride; e <= emax + stride; e += stride) decades.push(e)
    }
    return this.places(subs, decades, { emin, emax, available, stride, low, high })
  }

  private coefficients(available: number): readonly number[] | null {
    const { base, subs } = this
    if (typeof subs !== 'string') return subs
    if (available >= 10 || base < 3) return subs === 'auto' ? null : [1]
    const all: number[] = []
    for (let one = subs === 'auto' ? 2 : 1; one < base; one++) all.push(one)
    return all
  }

  private places(
    subs: readonly number[],
    decades: readonly number[],
    at: {
      emin: number
      emax: number
      available: number
      stride: number
      low: number
      high: number
    },
  ): number[] {
    const { base } = this
    const { emin, emax, available, stride, low, high } = at
    const minor = subs.length > 1 || (subs.length === 1 && subs[0] !== 1)
    let ticks: number[] = []
    if (!minor) ticks = decades.map((e) => power(base, e))
    else if (stride === 1 || available <= 1) {
      for (let e = emin - 1; e <= emax; e++) ticks.push(...subs.map((one) => one * power(base, e)))
    }
    const visible = ticks.filter((one) => low <= one && one <= high).length
    if (subs.length > 1 && stride === 1 && decades.length - 2 + visible <= 1) {
      return new AutoLocator().tick_values(low, high)
    }
    return this.raise_if_exceeds(ticks)
  }

  override nonsingular(vmin: number, vmax: number): [number, number] {
    let [low, high] = vmin > vmax ? [vmax, vmin] : [vmin, vmax]
    if (!Number.isFinite(low) || !Number.isFinite(high)) return [1, 10]
    if (high <= 0) {
      warn('Data has no positive values, and therefore cannot be log-scaled.')
      return [1, 10]
    }
    const least = this.axis?.get_minpos() ?? 1e-300
    if (low <= 0) low = Number.isFinite(least) ? least : 1e-300
    if (low === high) {
      const e = logOf(low, this.base)
      low = power(this.base, closeToInt(e) ? round(e) - 1 : floor(e))
      high = power(this.base, closeToInt(e) ? round(e) + 1 : ceil(e))
    }
    return [low, high]
  }
}

const initFormatter = initializer<
  [base: number, labelOnlyBase: boolean, minor_thresholds: [number, number] | null]
>()('LogFormatter.__init__(self, base=10.0, labelOnlyBase=False, minor_thresholds=None)')

class LogFormatter extends Formatter {
  protected readonly base: number
  protected readonly labelOnlyBase: boolean
  private readonly thresholds: readonly [number, number]
  private sublabels: ReadonlySet<number> | null = null

  constructor(...args: ArgumentsOf<typeof initFormatter>) {
    super()
    const { base, labelOnlyBase, minor_thresholds } = initFormatter(args)
    this.base = base
    this.labelOnlyBase = labelOnlyBase
    this.thresholds = minor_thresholds ?? [1, 0.4]
  }

  override set_locs(locs: readonly number[]): void {
    super.set_locs(locs)
    const [a, b] = this.axis?.get_view_interval() ?? [1, 10]
    const [vmin, vmax] = [min(a, b), max(a, b)]
    const { base } = this
    if (vmin <= 0) {
      this.sublabels = new Set([1])
      return
    }
    const lmin = Math.log(vmin) / Math.log(base)
    const lmax = Math.log(vmax) / Math.log(base)
    // A limit that is exactly on a decade counts as below it.
    const count = floor(lmax) - floor(lmin - abs(lmin) * 2 ** -53 - Number.MIN_VALUE)
    if (count > this.thresholds[0]) this.sublabels = new Set([1])
    else if (abs(lmax - lmin) > this.thresholds[1]) {
      const n = floor(base / 2) + 1
      this.sublabels = new Set(Array.from({ length: n }, (_, i) => round(base ** (i / (n - 1)))))
    } else this.sublabels = new Set(Array.from({ length: base }, (_, i) => i + 1))
  }

  /** The power of the base below a value, and whether the tick is to be labelled. */
  protected look(value: number): { fx: number; decade: boolean; shown: boolean } {
    const fx = Math.log(value) / Math.log(this.base)
    const decade = closeToInt(fx)
    const exponent = decade ? round(fx) : floor(fx)
    const coefficient = round(this.base ** (fx - exponent))
    const shown = !(this.labelOnlyBase && !decade) && (this.sublabels?.has(coefficient) ?? true)
    return { fx, decade, shown }
  }

  override format(x: number, _pos?: number | null): string {
    if (x === 0) return '0'
    const value = abs(x)
    if (!this.look(value).shown) return ''
    return value >= 1 && value <= 10000 && Number.isInteger(value)
      ? String(value)
      : formatGeneral(value, 3)
  }
}

class LogFormatterMathtext extends LogFormatter {
  override format(x: number, _pos?: number | null): string {
    if (x === 0) return '$\\mathdefault{0}$'
    const sign = x < 0 ? '-' : ''
    const { fx, decade, shown } = this.look(abs(x))
    if (!shown) return ''
    const base = String(this.base)
    return decade ? `$\\mathdefault{${sign}${base}^{${round(fx)}}}$` : this.between(sign, base, fx)
  }

  protected between(sign: string, base: string, fx: number): string {
    return `$\\mathdefault{${sign}${base}^{${formatFixed(fx, 2)}}}$`
  }
}

class LogFormatterSciNotation extends LogFormatterMathtext {
  protected override between(sign: string, base: string, fx: number): string {
    const exponent = floor(fx)
    let coefficient = this.base ** (fx - exponent)
    if (closeToInt(coefficient)) coefficient = round(coefficient)
    return `$\\mathdefault{${sign}${formatGeneral(coefficient)}\\times${base}^{${exponent}}}$`
  }
}

/**
 * Ticks at powers of `base` times each of `subs`.
 *
 * @example ticker.LogLocator().tick_values(1, 100) // [0.1, 1, 10, 100, 1000]
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.LogLocator
 */
const LogLocator_ = callable(LogLocator)
/**
 * Numbers on logarithmic axes, as they are.
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.LogFormatter
 */
const LogFormatter_ = callable(LogFormatter)
/**
 * Numbers on logarithmic axes as powers.
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.LogFormatterMathtext
 */
const LogFormatterMathtext_ = callable(LogFormatterMathtext)
/**
 * Numbers on logarithmic axes as powers, with a factor between powers.
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.LogFormatterSciNotation
 */
const LogFormatterSciNotation_ = callable(LogFormatterSciNotation)

type LogLocator_ = LogLocator
type LogFormatter_ = LogFormatter
type LogFormatterMathtext_ = LogFormatterMathtext
type LogFormatterSciNotation_ = LogFormatterSciNotation

export {
  LogFormatter_ as LogFormatter,
  LogFormatterMathtext_ as LogFormatterMathtext,
  LogFormatterSciNotation_ as LogFormatterSciNotation,
  LogLocator_ as LogLocator,
}
