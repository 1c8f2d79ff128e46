// What ticks say. Mirrors the formatters of matplotlib/ticker.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { formatExponent, formatFixed, formatGeneral } from '../../_format.js'
import { ValueError } from '../../errors.js'
import { rcParams } from '../_rc.js'
import { Formatter, floordiv, pow10 } from './base.js'

const { abs, floor, ceil, max, min, log10 } = Math

/** Minus signs as wide as plus signs, where the settings ask for them. */
export function fixMinus(text: string): string {
  return rcParams['axes.unicode_minus'] ? text.replaceAll('-', '\u2212') : text
}

class NullFormatter extends Formatter {
  override format(_x?: number, _pos?: number | null): string {
    return ''
  }
}

const initFixed = initializer<[seq: readonly string[]]>()('FixedFormatter.__init__(self, seq)')

class FixedFormatter extends Formatter {
  readonly seq: readonly string[]
  private offset = ''

  constructor(...args: ArgumentsOf<typeof initFixed>) {
    super()
    this.seq = initFixed(args).seq
  }

  override format(_x: number, pos: number | null = null): string {
    return pos === null ? '' : (this.seq[pos] ?? '')
  }

  override get_offset(): string {
    return this.offset
  }

  set_offset_string(text: string): void {
    this.offset = text
  }
}

/** The text of a tick from its value and its number. */
export type TickFunction = (x: number, pos: number | null) => string

class FuncFormatter extends Formatter {
  private readonly func: TickFunction

  constructor(func: TickFunction) {
    super()
    this.func = func
  }

  override format(x: number, pos: number | null = null): string {
    return this.func(x, pos)
  }
}

function directive(type: string, precision: number | undefined, value: number): string {
  switch (type) {
    case 'f':
    case 'F':
      return formatFixed(value, precision ?? 6)
    case 'e':
      return formatExponent(value, precision ?? 6)
    case 'g':
      return formatGeneral(value, max(precision ?? 6, 1))
    case '%':
      return `${formatFixed(100 * value, precision ?? 6)}%`
    default:
      return String(Math.trunc(value))
  }
}

function pad(text: string, width: number, flags: string): string {
  const signed = flags.includes('+') && !text.startsWith('-') ? `+${text}` : text
  if (flags.includes('-') || flags.includes('<')) return signed.padEnd(width)
  if (!flags.includes('0')) return signed.padStart(width)
  const sign = /^[+-]/.exec(signed)?.[0] ?? ''
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0')
}

/** `fmt % value` for one number. */
export function percent(fmt: string, value: number): string {
  return fmt.replace(
    /%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, precision: string | undefined, type: string) => {
      if (type === '%') return '%'
      if (type === 's') return String(value)
      const digits = precision === undefined ? undefined : Number(precision)
      return pad(directive(type, digits, value), Number(width), flags)
    },
  )
}

const initPercentString = initializer<[fmt: string]>()('FormatStrFormatter.__init__(self, fmt)')

class FormatStrFormatter extends Formatter {
  readonly fmt: string

  constructor(...args: ArgumentsOf<typeof initPercentString>) {
    super()
    this.fmt = initPercentString(args).fmt
  }

  override format(x: number, _pos?: number | null): string {
    return percent(this.fmt, x)
  }
}

const initStrMethod = initializer<[fmt: string]>()('StrMethodFormatter.__init__(self, fmt)')

class StrMethodFormatter extends Formatter {
  readonly fmt: string

  constructor(...args: ArgumentsOf<typeof initStrMethod>) {
    super()
    this.fmt = initStrMethod(args).fmt
  }

  override format(x: number, pos: number | null = null): string {
    const text = this.fmt.replace(
      /\{(x|pos)(?::([<>+0]*)(\d*)(,?)(?:\.(\d+))?([a-z%]?))?\}/g,
      (_, name: string, flags = '', width = '', comma = '', precision = undefined, type = '') => {
        const value = name === 'x' ? x : (pos ?? 0)
        const digits = precision === undefined ? undefined : Number(precision)
        const plain =
          type === '' && digits === undefined
            ? String(value)
            : directive(type || 'g', digits, value)
        const grouped = comma === ',' ? plain.replace(/\B(?<!\..*)(?=(\d{3})+(?!\d))/g, ',') : plain
        return pad(grouped, Number(width), flags)
      },
    )
    return fixMinus(text)
  }
}

const initScalar = initializer<[useOffset: boolean | number | null, useMathText: boolean | null]>()(
  'ScalarFormatter.__init__(self, useOffset=None, useMathText=None)',
)

// The largest power of ten at which two numbers differ, counted down from above both.
function firstPower(from: number, differs: (power: number) => boolean): number {
  let power = from
  while (!differs(pow10(power))) power--
  return power + 1
}

class ScalarFormatter extends Formatter {
  /** What is subtracted from all ticks and shown at the end of the axis. */
  offset = 0
  orderOfMagnitude = 0
  private useOffset: boolean
  private useMathText: boolean
  private scientific = true
  private powerlimits: readonly [number, number] = rcParams['axes.formatter.limits']
  private digits = 0

  constructor(...args: ArgumentsOf<typeof initScalar>) {
    super()
    const { useOffset, useMathText } = initScalar(args)
    this.useOffset = true
    this.useMathText = useMathText ?? rcParams['axes.formatter.use_mathtext']
    this.set_useOffset(useOffset ?? rcParams['axes.formatter.useoffset'])
  }

  /** Whether an offset may be used, or the offset itself. */
  set_useOffset(value: boolean | number): void {
    this.useOffset = value === true
    this.offset = typeof value === 'number' ? value : 0
  }

  set_scientific(on: boolean): void {
    this.scientific = on
  }

  set_useMathText(on: boolean): void {
    this.useMathText = on
  }

  /** The powers of ten from which on, downwards and upwards, numbers are written scientifically. */
  set_powerlimits(limits: readonly [number, number]): void {
    if (limits.length !== 2) throw new ValueError("'lims' must be a sequence of length 2")
    this.powerlimits = limits
  }

  override format(x: number, _pos?: number | null): string {
    if (this.locs.length === 0) return ''
    const value = (x - this.offset) / pow10(this.orderOfMagnitude)
    const text = formatFixed(abs(value) < 1e-8 ? 0 : value, this.digits)
    return this.useMathText ? `$\\mathdefault{${fixMinus(text)}}$` : fixMinus(text)
  }

  override set_locs(locs: readonly number[]): void {
    super.set_locs(locs)
    if (locs.length === 0) return
    if (this.useOffset) this.computeOffset()
    this.computeOrder()
    this.computeDigits()
  }

  private visible(): { locs: number[]; vmin: number; vmax: number } {
    const [a, b] = this.axis?.get_view_interval() ?? [-Infinity, Infinity]
    const [vmin, vmax] = [min(a, b), max(a, b)]
    return { locs: this.locs.filter((one) => vmin <= one && one <= vmax), vmin, vmax }
  }

  private computeOffset(): void {
    const { locs } = this.visible()
    this.offset = 0
    const low = min(...locs)
    const high = max(...locs)
    if (locs.length === 0 || low === high || (low <= 0 && high >= 0)) return
    const small = min(abs(low), abs(high))
    const large = max(abs(low), abs(high))
    const top = ceil(log10(large))
    let oom = firstPower(top, (unit) => floordiv(small, unit) !== floordiv(large, unit))
    if ((large - small) / pow10(oom) <= 1e-2) {
      oom = firstPower(top, (unit) => floordiv(large, unit) - floordiv(small, unit) > 1)
    }
    const saved = 10 ** (rcParams['axes.formatter.offset_threshold'] - 1)
    const units = floordiv(large, pow10(oom))
    if (units >= saved) this.offset = (low < 0 ? -1 : 1) * units * pow10(oom)
  }

  private computeOrder(): void {
    const [least, most] = this.powerlimits
    this.orderOfMagnitude = 0
    if (!this.scientific) return
    if (least === most && least !== 0) {
      this.orderOfMagnitude = least
      return
    }
    const { locs, vmin, vmax } = this.visible()
    if (locs.length === 0) return
    const largest = max(...locs.map(abs))
    const order =
      this.offset !== 0 ? floor(log10(vmax - vmin)) : largest === 0 ? 0 : floor(log10(largest))
    if (order <= least || order >= most) this.orderOfMagnitude = order
  }

  private computeDigits(): void {
    // One tick alone has no range: the limits lend theirs.
    const ends = this.axis?.get_view_interval() ?? []
    const all = this.locs.length < 2 ? [...this.locs, ...ends] : this.locs
    const locs = all.map((one) => (one - this.offset) / pow10(this.orderOfMagnitude))
    let range = max(...locs) - min(...locs)
    if (range === 0) range = max(...locs.map(abs))
    if (range === 0) range = 1
    const ticks = this.locs.length < 2 ? locs.slice(0, -2) : locs
    const order = floor(log10(range))
    let digits = max(0, 3 - order)
    const threshold = 1e-3 * pow10(order)
    while (digits >= 0) {
      const unit = pow10(digits)
      const worst = max(...ticks.map((one) => abs(one - roundTo(one, unit))))
      if (worst < threshold) digits--
      else break
    }
    this.digits = max(digits + 1, 0)
  }

  /** A number for the end of the axis. */
  format_data(value: number): string {
    const e = floor(log10(abs(value)))
    const s = Number((value / pow10(e)).toFixed(10))
    const significand = fixMinus(Number.isInteger(s) ? String(s) : formatGeneral(s, 10))
    if (e === 0) return significand
    const exponent = fixMinus(String(e))
    if (!this.useMathText) return `${significand}e${exponent}`
    return s === 1 ? `10^{${exponent}}` : `${significand} \\times 10^{${exponent}}`
  }

  override get_offset(): string {
    if (this.locs.length === 0) return ''
    if (this.orderOfMagnitude === 0 && this.offset === 0) return ''
    const offset =
      this.offset === 0 ? '' : `${this.offset > 0 ? '+' : ''}${this.format_data(this.offset)}`
    const order = this.orderOfMagnitude
    if (!this.useMathText) return fixMinus(`${order === 0 ? '' : `1e${order}`}${offset}`)
    const power = order === 0 ? '' : `\\times\\mathdefault{${this.format_data(pow10(order))}}`
    return fixMinus(`$${power}\\mathdefault{${offset}}$`)
  }
}

// NumPy's rounding to decimals: halves to even.
function roundTo(value: number, unit: number): number {
  const scaled = value * unit
  const whole = floor(scaled)
  const rest = scaled - whole
  const even = rest === 0.5 ? whole + (whole % 2 === 0 ? 0 : 1) : Math.round(scaled)
  return even / unit
}

const initPercent = initializer<
  [xmax: number, decimals: number | null, symbol: string | null, is_latex: boolean]
>()('PercentFormatter.__init__(self, xmax=100, decimals=None, symbol="%", is_latex=False)')

class PercentFormatter extends Formatter {
  xmax: number
  decimals: number | null
  symbol: string | null

  constructor(...args: ArgumentsOf<typeof initPercent>) {
    super()
    const { xmax, decimals, symbol } = initPercent(args)
    this.xmax = xmax
    this.decimals = decimals
    this.symbol = symbol
  }

  override format(x: number, _pos?: number | null): string {
    const [a, b] = this.axis?.get_view_interval() ?? [0, 1]
    return fixMinus(this.format_pct(x, abs(b - a)))
  }

  /** The text of a value on an axis that shows so much. */
  format_pct(x: number, display_range: number): string {
    const scaled = (100 * display_range) / this.xmax
    const wanted = scaled <= 0 ? 0 : ceil(2 - log10(2 * scaled))
    const decimals = this.decimals ?? min(max(wanted, 0), 5)
    return formatFixed((100 * x) / this.xmax, decimals) + (this.symbol ?? '')
  }
}

/**
 * Ticks say nothing.
 *
 * @example ticker.NullFormatter().format(1) // ''
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.NullFormatter
 */
const NullFormatter_ = callable(NullFormatter)
/**
 * Ticks say the strings of a list, in its order.
 *
 * @example ticker.FixedFormatter(['a', 'b']).format(5, 1) // 'b'
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.FixedFormatter
 */
const FixedFormatter_ = callable(FixedFormatter)
/**
 * Ticks say what a function of value and position gives.
 *
 * @example ticker.FuncFormatter((x) => `${x} s`).format(3) // '3 s'
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.FuncFormatter
 */
const FuncFormatter_ = callable(FuncFormatter)
/**
 * Values through a `%` format.
 *
 * @example ticker.FormatStrFormatter('%.1f m').format(2) // '2.0 m'
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.FormatStrFormatter
 */
const FormatStrFormatter_ = callable(FormatStrFormatter)
/**
 * Values `x` and positions `pos` through a format of braces.
 *
 * @example ticker.StrMethodFormatter('{x:.1f}').format(2) // '2.0'
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.StrMethodFormatter
 */
const StrMethodFormatter_ = callable(StrMethodFormatter)
/**
 * What linear axes have: as many digits as tell the ticks apart, with a common power of ten or offset at the end of the
 * axis where that is shorter.
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.ScalarFormatter
 */
const ScalarFormatter_ = callable(ScalarFormatter)
/**
 * Shares of `xmax` in percent.
 *
 * @example ticker.PercentFormatter(1, 0).format(0.25) // '25%'
 * @see https://matplotlib.org/stable/api/ticker_api.html#matplotlib.ticker.PercentFormatter
 */
const PercentFormatter_ = callable(PercentFormatter)

type NullFormatter_ = NullFormatter
type FixedFormatter_ = FixedFormatter
type FuncFormatter_ = FuncFormatter
type FormatStrFormatter_ = FormatStrFormatter
type StrMethodFormatter_ = StrMethodFormatter
type ScalarFormatter_ = ScalarFormatter
type PercentFormatter_ = PercentFormatter

export {
  FixedFormatter_ as FixedFormatter,
  FormatStrFormatter_ as FormatStrFormatter,
  FuncFormatter_ as FuncFormatter,
  NullFormatter_ as NullFormatter,
  PercentFormatter_ as PercentFormatter,
  ScalarFormatter_ as ScalarFormatter,
  StrMethodFormatter_ as StrMethodFormatter,
}
