// The line of text that shows progress. Mirrors format_meter and its helpers of tqdm/std.py.

import { format, str } from '../builtins.js'
import { Bar } from './_bar.js'
import { columnsOf, trim } from './_text.js'

/** What a line shows. */
export interface Meter {
  n: number
  total?: number | null
  /** Seconds. */
  elapsed: number
  /** Columns of the whole line; 0 for no bar. */
  ncols?: number | null
  prefix?: string
  ascii?: boolean | string
  unit?: string
  unit_scale?: boolean | number
  /** Items a second; of the whole time unless given. */
  rate?: number | null
  bar_format?: string | null
  postfix?: unknown
  unit_divisor?: number
  initial?: number
  colour?: string | null
}

/** A number of seconds as `[H:]MM:SS`. */
export function format_interval(t: number): string {
  const whole = Math.abs(Math.trunc(t))
  const [hours, minutes, seconds] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  const two = (part: number): string => String(part).padStart(2, '0')
  const sign = t < 0 ? '-' : ''
  return `${sign}${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds)}`
}

/** A number in three digits with the letter of its magnitude: `1.23k`. */
export function format_sizeof(num: number, suffix = '', divisor = 1000): string {
  let size = num
  for (const unit of ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z']) {
    const magnitude = Math.abs(size)
    if (magnitude < 999.5) {
      const digits = magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0
      return format(size, `${digits === 0 ? 3 : 1}.${digits}f`) + unit + suffix
    }
    size /= divisor
  }
  return `${format(size, '3.1f')}Y${suffix}`
}

/** A number in three significant digits, where that is shorter. */
export function format_num(n: number | bigint | boolean): string {
  const short = format(n, '.3g').replace('e+0', 'e+').replace('e-0', 'e-')
  const whole = str(n)
  return short.length < whole.length ? short : whole
}

const truthy = (value: number | null | undefined): value is number => Boolean(value)

function rateTexts(rate: number | null, unit: string, scale: boolean) {
  const inverse = truthy(rate) ? 1 / rate : null
  const text = (value: number | null): string =>
    truthy(value) ? (scale ? format_sizeof(value) : format(value, '5.2f')) : '?'
  const slow = inverse !== null && inverse > 1
  const rate_noinv_fmt = `${text(rate)}${unit}/s`
  const rate_inv_fmt = `${text(inverse)}s/${unit}`
  return {
    rate: slow ? inverse : rate,
    rate_fmt: slow ? rate_inv_fmt : rate_noinv_fmt,
    rate_noinv: rate,
    rate_noinv_fmt,
    rate_inv: inverse,
    rate_inv_fmt,
  }
}

// Imprecise floats may go a bit beyond the total; what is far beyond has none.
function knownTotal(n: number, total: number | null | undefined): number | null {
  if (truthy(total) && (n >= total + 0.5 || total === Number.POSITIVE_INFINITY)) return null
  return total ?? null
}

// The numbers of a line, as they are and as texts.
function fieldsOf(meter: Meter) {
  const { elapsed, unit = 'it', initial = 0, unit_divisor = 1000, prefix = '', postfix } = meter
  let { n, rate = null } = meter
  let total = knownTotal(n, meter.total)
  let scale = meter.unit_scale ?? false
  if (scale && scale !== true && scale !== 1) {
    if (truthy(total)) total *= scale
    n *= scale
    if (truthy(rate)) rate *= scale
    scale = false
  }
  if (rate === null && elapsed) rate = (n - initial) / elapsed
  const count = (value: number): string =>
    scale ? format_sizeof(value, '', unit_divisor) : str(value)
  const n_fmt = count(n)
  const total_fmt = total === null ? '?' : count(total)
  const rates = rateTexts(rate, unit, Boolean(scale))
  const remaining_s = truthy(rate) && truthy(total) ? (total - n) / rate : 0
  const remaining = truthy(rate) ? format_interval(remaining_s) : '?'
  const more = typeof postfix === 'string' ? (postfix ? `, ${postfix}` : '') : (postfix ?? '')
  const clock = format_interval(elapsed)
  return {
    ...meter,
    n,
    n_fmt,
    total,
    total_fmt,
    ...rates,
    elapsed: clock,
    elapsed_s: elapsed,
    ncols: meter.ncols ?? null,
    desc: prefix,
    unit,
    unit_divisor,
    postfix: more,
    colour: meter.colour ?? null,
    remaining,
    remaining_s,
    l_bar: prefix === '' || prefix.endsWith(': ') ? prefix : `${prefix}: `,
    r_bar: `| ${n_fmt}/${total_fmt} [${clock}<${remaining}, ${rates.rate_fmt}${str(more)}]`,
  }
}

// The bar takes the columns that the rest of the line leaves.
function fill(
  template: string,
  fields: object,
  ncols: number | null,
  makeBar: (length: number) => Bar,
): string {
  const probe = new Bar(0, 0, '  ', null)
  const rest = str.format(template, { ...fields, bar: probe })
  if (!probe.asked) return ncols ? trim(rest, ncols) : rest
  const taken = str.format(template, { ...fields, bar: { __format__: () => '' } })
  const bar = makeBar(ncols ? Math.max(1, ncols - columnsOf(taken)) : 10)
  const line = str.format(template, { ...fields, bar })
  return ncols ? trim(line, ncols) : line
}

/** The line of text for some progress. */
export function formatMeter(meter: Meter): string {
  const fields = fieldsOf(meter)
  const { n, total, ncols, colour, l_bar, r_bar, desc } = fields
  const ascii = meter.ascii ?? false
  if (truthy(total)) {
    const fraction = n / total
    const left = `${l_bar}${format(fraction * 100, '3.0f')}%|`
    if (ncols === 0) return left.slice(0, -1) + r_bar.slice(1)
    const given = meter.bar_format || '{l_bar}{bar}{r_bar}'
    // Without a description its colon goes as well.
    const template = desc === '' ? given.replaceAll('{desc}: ', '') : given
    const all = { ...fields, l_bar: left, percentage: fraction * 100 }
    return fill(template, all, ncols, (length) => new Bar(fraction, length, ascii, colour))
  }
  if (meter.bar_format) {
    const all = { ...fields, l_bar: `${l_bar}|`, percentage: 0 }
    return fill(meter.bar_format, all, ncols, (length) => Bar.blank(length, colour))
  }
  const start = desc === '' ? '' : `${desc}: `
  const line = `${start}${fields.n_fmt}${fields.unit} [${fields.elapsed}, ${fields.rate_fmt}${str(fields.postfix)}]`
  return ncols ? trim(line, ncols) : line
}
