// The text of arrays as NumPy writes them: `[1. 2.5]`. Mirrors numpy/_core/arrayprint.py.

import { formatExponent, formatFixed } from './_format.js'
import type { Tensor } from './types.js'

/** The elements of an array in row-major order. */
export interface Elements {
  readonly values: ArrayLike<unknown>
  readonly shape: readonly number[]
  readonly dtype: string
}

const PRECISION = 8
const LINE_WIDTH = 75
const THRESHOLD = 1000
const EDGE_ITEMS = 3

type Writer = (value: never) => string

// The digits that tell a number from its neighbours of the same type.
function shortest(value: number, dtype: string): { digits: string; exponent: number } {
  let text = Math.abs(value).toExponential()
  const significant = { float32: 9, float16: 5 }[dtype]
  for (let precision = 1; significant !== undefined && precision <= significant; precision++) {
    const shorter = Math.abs(value).toExponential(precision - 1)
    if (roundTo(Number(shorter), dtype) !== Math.abs(value)) continue
    text = shorter
    break
  }
  const [mantissa = '', exponent = '0'] = text.split('e')
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}

function roundTo(value: number, dtype: string): number {
  if (dtype === 'float32') return Math.fround(value)
  // Eleven bits, of which subnormal numbers have fewer.
  const step = 2 ** Math.max(Math.floor(Math.log2(value)) - 10, -24)
  const steps = value / step
  const floor = Math.floor(steps)
  const up = steps - floor > 0.5 || (steps - floor === 0.5 && floor % 2 === 1)
  return (floor + Number(up)) * step
}

const minus = (value: number): string => (value < 0 || Object.is(value, -0) ? '-' : '')

interface Complex {
  readonly re: number
  readonly im: number
}

// Digits before and after the point, no more than fit the precision, without trailing zeros.
function positional(value: number, dtype: string): [whole: string, fraction: string] {
  const { digits, exponent } = shortest(value, dtype)
  const places = digits.length - 1 - exponent
  const short = digits
    .padEnd(exponent + 1, '0')
    .padStart(digits.length - Math.min(exponent, 0), '0')
  const point = Math.max(exponent, 0) + 1
  const text =
    places > PRECISION
      ? formatFixed(Math.abs(value), PRECISION)
      : `${short.slice(0, point)}.${short.slice(point)}`
  const [whole = '', fraction = ''] = text.split('.')
  return [minus(value) + whole, fraction.replace(/0+$/, '')]
}

// Without places as many digits as there are; else so many, exactly.
function scientific(value: number, dtype: string, places: number | null): [string, string, string] {
  const most = Math.min(shortest(value, dtype).digits.length - 1, PRECISION)
  const [mantissa = '', exponent = ''] = formatExponent(Math.abs(value), places ?? most).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return [minus(value) + whole, places === null ? fraction.replace(/0+$/, '') : fraction, exponent]
}

const longest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => text.length))

// A shorter type has no digits for what larger numbers would show.
const largest: Readonly<Record<string, number>> = { float16: 1e3, float32: 1e6 }

function wantsExponents(values: readonly number[], dtype: string): boolean {
  const magnitudes = values.filter((value) => value !== 0).map(Math.abs)
  if (magnitudes.length === 0) return false
  const [least, most] = [Math.min(...magnitudes), Math.max(...magnitudes)]
  return most >= (largest[dtype] ?? 1e8) || least < 0.0001 || most / least > 1000
}

// With `plus`, positive numbers have a sign too.
function floatWriter(values: readonly number[], dtype: string, plus = false): Writer {
  const finite = values.filter(Number.isFinite)
  const exponents = wantsExponents(finite, dtype)
  const signed = (value: number, text: string): string =>
    plus && minus(value) === '' ? `+${text}` : text
  const parts = finite.map((value) => {
    const [whole, ...rest] = exponents ? scientific(value, dtype, null) : positional(value, dtype)
    return [signed(value, whole), ...rest]
  })
  const places = longest(parts.map((part) => part[1] ?? ''))
  const power = exponents ? longest(parts.map((part) => part[2] ?? '')) : 0
  const right = exponents ? places + power + 1 : places
  const special = values.filter((value) => !Number.isFinite(value))
  const left = Math.max(
    longest(parts.map((part) => part[0] ?? '')),
    ...special.map((value) => (value < 0 || plus ? 4 : 3) - right - 1),
  )
  return (value: number): string => {
    if (!Number.isFinite(value)) {
      const text = Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf'
      return signed(value, text).padStart(left + right + 1)
    }
    if (!exponents) {
      const [whole, fraction] = positional(value, dtype)
      return `${signed(value, whole).padStart(left)}.${fraction.padEnd(places)}`
    }
    const [whole, fraction, exponent] = scientific(value, dtype, places)
    return `${signed(value, whole).padStart(left)}.${fraction}e${exponent}`
  }
}

function complexWriter(values: readonly Complex[], dtype: string): Writer {
  const part = dtype === 'complex64' ? 'float32' : 'float64'
  const re = floatWriter(
    values.map((value) => value.re),
    part,
  ) as (value: number) => string
  const im = floatWriter(
    values.map((value) => value.im),
    part,
    true,
  ) as (value: number) => string
  // The `j` stands behind the digits, before what fills the column.
  return (value: Complex): string =>
    re(value.re) + im(value.im).replace(/\s*$/, (fill) => `j${fill}`)
}

function writer(values: readonly unknown[], dtype: string): Writer {
  if (dtype.startsWith('float')) return floatWriter(values as number[], dtype)
  if (dtype.startsWith('complex')) return complexWriter(values as Complex[], dtype)
  const text = (value: unknown): string =>
    typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
  const width = dtype === 'bool' ? 5 : longest(values.map(text))
  return (value: unknown) => text(value).padStart(width)
}

// A long word starts a new line, unless the line has nothing but its indent.
function extend(
  done: string,
  line: string,
  word: string,
  width: number,
  indent: string,
): [done: string, line: string] {
  if (line.length + word.length <= width || line.length <= indent.length) return [done, line + word]
  return [`${done}${line.trimEnd()}\n`, indent + word]
}

/** `str(array)` of NumPy. */
export function arrayText({ values, shape, dtype }: Elements): string {
  const size = shape.reduce((product, one) => product * one, 1)
  if (size === 0) return '[]'
  const summarize = size > THRESHOLD
  const shown = (length: number): number[] => {
    const all = Array.from({ length }, (_, i) => i)
    return summarize && length > 2 * EDGE_ITEMS
      ? [...all.slice(0, EDGE_ITEMS), ...all.slice(-EDGE_ITEMS)]
      : all
  }
  const collect = (axis: number, at: number): number[] => {
    if (axis === shape.length) return [at]
    const length = shape[axis] as number
    return shown(length).flatMap((i) => collect(axis + 1, at * length + i))
  }
  const write = writer(
    collect(0, 0).map((at) => values[at]),
    dtype,
  ) as (value: unknown) => string

  const recurse = (axis: number, at: number, indent: string, width: number): string => {
    if (axis === shape.length) return write(values[at])
    const length = shape[axis] as number
    const indices = shown(length)
    const cut = indices.length < length
    const below = (i: number): string => recurse(axis + 1, at * length + i, `${indent} `, width - 1)
    const words = indices.map(below)
    if (cut) words.splice(EDGE_ITEMS, 0, '...')
    if (axis < shape.length - 1) {
      const between = '\n'.repeat(shape.length - axis - 1)
      return `[${words
        .map((word) => indent + word)
        .join(between)
        .slice(indent.length)}]`
    }
    let done = ''
    let line = indent
    for (const [i, word] of words.entries()) {
      ;[done, line] = extend(done, line, word, width - 1, indent)
      if (i < words.length - 1) line += ' '
    }
    return `[${(done + line).slice(indent.length)}]`
  }
  const text = recurse(0, 0, ' ', LINE_WIDTH)
  // A number alone is a scalar, which has no columns to keep.
  return shape.length === 0 ? text.trim() : text
}

/** The text of the array that a tensor is: `[1. 2.]`. */
export function tensorText(tensor: Tensor): string {
  const values = tensor.contiguous().view(-1).tolist() as unknown[]
  const dtype = String(tensor.dtype).replace('torch.', '')
  return arrayText({ values, shape: tensor.shape, dtype })
}
