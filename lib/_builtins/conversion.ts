// Python's int(), float(), abs() and round().

import { formatFixed } from '../_format.js'
import { isComplex, strRepr } from '../_repr.js'
import { Tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { OverflowError, ValueError, ZeroDivisionError } from '../errors.js'

interface OneElement {
  item(): unknown
  numel(): number
}

// A tensor or anything else that holds one number.
function itemOf(value: unknown): unknown {
  const one = value as Partial<OneElement> | null | undefined
  if (typeof one?.item !== 'function') return value
  if (typeof one.numel === 'function' && one.numel() !== 1) {
    throw new ValueError('only one element tensors can be converted to Python scalars')
  }
  return one.item()
}

const exact = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value

function parseInteger(text: string, base: number): number | bigint {
  const [, sign = '', digits = ''] = /^\s*([+-]?)([\da-z]+(?:_[\da-z]+)*)\s*$/i.exec(text) ?? []
  const prefixed = /^0([box])(.+)$/i.exec(digits)
  const prefix = { b: 2, o: 8, x: 16 }[prefixed?.[1]?.toLowerCase() ?? ''] ?? 0
  const usePrefix = prefix !== 0 && (base === 0 || base === prefix)
  const radix = usePrefix ? prefix : base || 10
  let value = digits === '' ? null : 0n
  for (const char of (usePrefix ? (prefixed?.[2] ?? '') : digits).replaceAll('_', '')) {
    const digit = Number.parseInt(char, radix)
    value = value === null || Number.isNaN(digit) ? null : value * BigInt(radix) + BigInt(digit)
  }
  if (value === null) {
    throw new ValueError(`invalid literal for int() with base ${base}: ${strRepr(text)}`)
  }
  return exact(sign === '-' ? -value : value)
}

/**
 * An integer: of a number or a tensor of one element without its fraction, or of the digits of a text in `base` (10). A
 * bigint beyond 2^53. A text without digits is a ValueError.
 *
 * @example
 * int(2.9) // 2
 * int('ff', 16) // 255
 *
 * @see https://docs.python.org/3/library/functions.html#int
 */
export function int(value: unknown = 0, base = 10): number | bigint {
  if (typeof value === 'string') return parseInteger(value, base)
  const number = itemOf(value)
  if (typeof number === 'bigint') return exact(number)
  if (typeof number === 'boolean') return Number(number)
  if (typeof number !== 'number') {
    throw new TypeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(number)}'`,
    )
  }
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer')
  if (!Number.isFinite(number)) {
    throw new OverflowError('cannot convert float infinity to integer')
  }
  const whole = Math.trunc(number)
  return Number.isSafeInteger(whole) ? whole + 0 : exact(BigInt(whole))
}

const floatText =
  /^\s*([+-]?)(?:(inf|infinity)|nan|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?)\s*$/i

/**
 * A number: of a tensor of one element, a bigint, a boolean, or a text such as `1e-3` or `inf`. Any other text is a
 * ValueError.
 *
 * @example
 * float('1e-3') // 0.001
 * float(torch.tensor(2)) // 2
 *
 * @see https://docs.python.org/3/library/functions.html#float
 */
export function float(value: unknown = 0): number {
  if (typeof value === 'string') {
    const match = floatText.exec(value)
    if (match === null) {
      throw new ValueError(`could not convert string to float: ${strRepr(value)}`)
    }
    const [, sign, infinite, digits, exponent = ''] = match
    const size = infinite
      ? Number.POSITIVE_INFINITY
      : digits === undefined
        ? Number.NaN
        : Number(digits.replaceAll('_', '') + exponent)
    return sign === '-' ? -size : size
  }
  const number = itemOf(value)
  if (typeof number === 'number') return number
  if (typeof number === 'bigint' || typeof number === 'boolean') return Number(number)
  throw new TypeError(
    `float() argument must be a string or a real number, not '${typeName(number)}'`,
  )
}

/**
 * The absolute value of a number, a complex number or a tensor.
 *
 * @example
 * abs(-3) // 3
 * abs(torch.tensor([-1, 2])) // tensor([1, 2])
 *
 * @see https://docs.python.org/3/library/functions.html#abs
 */
export function abs<T>(
  value: T,
): T extends { abs(): infer R } ? R : T extends bigint ? bigint : number
export function abs(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value)
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') return value < 0n ? -value : value
  const one = value as { abs?: () => unknown } | null | undefined
  if (typeof one?.abs === 'function') return one.abs()
  if (typeof value === 'object' && value !== null && isComplex(value)) {
    return Math.hypot(value.re, value.im)
  }
  throw new TypeError(`bad operand type for abs(): '${typeName(value)}'`)
}

/**
 * The nearest number with so many digits after the point; what lies halfway goes to the even digit.
 *
 * @example
 * round(2.5) // 2
 * round(3.14159, 2) // 3.14
 *
 * @see https://docs.python.org/3/library/functions.html#round
 */
export function round(number: number, ndigits: number | null = null): number {
  if (!Number.isFinite(number)) {
    if (ndigits !== null) return number
    if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer')
    throw new OverflowError('cannot convert float infinity to integer')
  }
  const digits = ndigits ?? 0
  if (digits >= 0) return Number(formatFixed(number, digits)) + 0
  const unit = 10 ** -digits
  const below = Math.floor(number / unit)
  const rest = number / unit - below
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0)
  return (up ? below + 1 : below) * unit + 0
}

/**
 * The quotient, rounded down, and the rest, which has the sign of `b`: Python's `a // b` and `a % b`. A division by zero
 * is a ZeroDivisionError.
 *
 * @example
 * divmod(130, 60) // (2, 10)
 * divmod(-1, 5) // (-1, 4)
 *
 * @see https://docs.python.org/3/library/functions.html#divmod
 */
export function divmod(a: number, b: number): [quotient: number, rest: number] {
  if (b === 0) {
    const whole = Number.isInteger(a) && Number.isInteger(b)
    throw new ZeroDivisionError(whole ? 'integer division or modulo by zero' : 'float divmod()')
  }
  let rest = a % b
  if (rest !== 0 && rest < 0 !== b < 0) rest += b
  // What is left over divides exactly, up to rounding.
  const quotient = Math.round((a - rest) / b)
  return new Tuple<number>(quotient + 0, rest + 0) as unknown as [number, number]
}
