// The part of torch/_tensor_str.py that lays out elements, on plain nested lists.

import { formatExponent, formatFixed } from './_format.js'
import { PRINT_OPTS } from './_printoptions.js'

type Element = number | bigint | boolean | { readonly re: number; readonly im: number }
/** What `tolist()` gives. */
export type Nested = Element | readonly Nested[]

/** Makes the text of one element, all of the same width. */
interface Formatter {
  readonly width: number
  format(value: Element): string
}

// Ints and bools: as they are.
function plainFormatter(values: readonly Element[]): Formatter {
  const text = (value: Element): string =>
    typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
  return aligned(values, text)
}

function aligned(values: readonly Element[], text: (value: Element) => string): Formatter {
  let width = 1
  for (const value of values) width = Math.max(width, text(value).length)
  return { width, format: (value) => text(value).padStart(width) }
}

// Floats: fixed, scientific, or `1.` where all are whole. Zeros, infinities and nans have no say in it, unless
// `nanCounts`.
function floatFormatter(all: readonly number[], nanCounts = false): Formatter {
  const { precision } = PRINT_OPTS
  const counts = (value: number): boolean =>
    Number.isNaN(value) ? nanCounts : Number.isFinite(value) && value !== 0
  const values = all.filter(counts)
  const whole = values.every(Number.isInteger)
  const scientific = values.length > 0 && isScientific(values)
  if (scientific) return aligned(values, (value) => formatExponent(Number(value), precision))
  if (!whole) return aligned(values, (value) => formatFixed(Number(value), precision))
  const text = (value: Element): string => {
    const digits = formatFixed(Number(value), 0)
    return Number.isFinite(value) ? `${digits}.` : digits
  }
  return aligned(values, text)
}

function isScientific(values: readonly number[]): boolean {
  if (PRINT_OPTS.sci_mode !== null) return PRINT_OPTS.sci_mode
  let min = Number.POSITIVE_INFINITY
  let max = 0
  for (const value of values) {
    // A nan that counts makes both nan, and the notation fixed.
    min = Math.min(min, Math.abs(value))
    max = Math.max(max, Math.abs(value))
  }
  return max / min > 1000 || max > 1e8 || min < 1e-4
}

function complexFormatter(values: readonly Element[]): Formatter {
  const complex = values as readonly { re: number; im: number }[]
  const real = floatFormatter(complex.map(({ re }) => re))
  const imag = floatFormatter(complex.map(({ im }) => im))
  return {
    width: real.width + imag.width + 1,
    format(value) {
      const { re, im } = value as { re: number; im: number }
      const imaginary = `${imag.format(im)}j`.trimStart()
      return real.format(re) + (/^[+-]/.test(imaginary) ? '' : '+') + imaginary
    },
  }
}

const formatters = {
  plain: plainFormatter,
  float: (values: readonly number[]) => floatFormatter(values),
  // LibTorch's isfinite holds for the nan of float8_e8m0fnu.
  e8m0: (values: readonly number[]) => floatFormatter(values, true),
  complex: complexFormatter,
}
/** How elements are to be formatted. */
export type ElementKind = keyof typeof formatters

function flatten(data: Nested, into: Element[] = []): Element[] {
  if (Array.isArray(data)) for (const item of data) flatten(item as Nested, into)
  else into.push(data as Element)
  return into
}

/**
 * The elements in brackets, `[[1, 2],\n [3, 4]]`.
 *
 * @param data - the elements to show: where `summarize`, a dimension with more than two edges has its edges only
 * @param sizes - the sizes of the whole tensor
 * @param indent - the column of the opening bracket
 */
export function tensorBody(
  data: Nested,
  sizes: readonly number[],
  kind: ElementKind,
  summarize: boolean,
  indent: number,
): string {
  const { edgeitems, linewidth } = PRINT_OPTS
  const formatter = formatters[kind](flatten(data) as readonly number[])

  const vector = (items: readonly Element[], long: boolean, column: number): string => {
    const texts = items.map((item) => formatter.format(item))
    if (long) texts.splice(edgeitems, 0, edgeitems === 0 ? '...' : ' ...')
    const perLine = Math.max(1, Math.floor((linewidth - column) / (formatter.width + 2)))
    const lines: string[] = []
    for (let i = 0; i < texts.length; i += perLine) {
      lines.push(texts.slice(i, i + perLine).join(', '))
    }
    return `[${lines.join(`,\n${' '.repeat(column + 1)}`)}]`
  }
  const render = (part: Nested, dim: number, column: number): string => {
    if (dim === sizes.length) return formatter.format(part as Element)
    const long = summarize && (sizes[dim] as number) > 2 * edgeitems
    if (dim === sizes.length - 1) return vector(part as readonly Element[], long, column)
    const slices = (part as readonly Nested[]).map((one) => render(one, dim + 1, column + 1))
    if (long) slices.splice(edgeitems, 0, '...')
    const gap = `,${'\n'.repeat(sizes.length - dim - 1)}${' '.repeat(column + 1)}`
    return `[${slices.join(gap)}]`
  }
  return render(data, 0, indent)
}
