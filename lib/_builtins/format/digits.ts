// The digits of numbers, without sign and padding, as Python's format codes write them.

import { formatExponent, formatFixed } from '../../_format.js'
import { floatRepr } from '../../_repr.js'

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 }

/** The digits of an integer, with `0x` and the like where `alternate` asks for it. */
export function integerDigits(
  value: number | bigint,
  code: string,
  alternate: boolean,
): { prefix: string; digits: string } {
  const magnitude = value < 0 ? -BigInt(value) : BigInt(value)
  const digits = magnitude.toString(bases[code] ?? 10)
  const prefix = alternate && code !== 'd' && code in bases ? `0${code}` : ''
  return { prefix, digits: code === 'X' ? digits.toUpperCase() : digits }
}

// Without trailing zeros. `dotZero` is the rule of floats that have no code: a digit after the point, and an exponent
// where that would be one digit too many.
function general(value: number, precision: number, alternate: boolean, dotZero: boolean): string {
  const digits = Math.max(precision, 1)
  const scientific = formatExponent(value, digits - 1)
  const [mantissa = '', power = ''] = scientific.split('e')
  const exponent = Number(power)
  const trim = (text: string): string =>
    alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, '')
  if (exponent < -4 || exponent >= digits - Number(dotZero)) {
    return `${pointed(trim(mantissa), alternate)}e${power}`
  }
  const fixed = trim(formatFixed(value, Math.max(digits - 1 - exponent, 0)))
  return dotZero && !fixed.includes('.') ? `${fixed}.0` : pointed(fixed, alternate)
}

const pointed = (text: string, alternate: boolean): string =>
  alternate && !text.includes('.') ? `${text}.` : text

/** The text of a float that is not negative by a code of `e f g % n`, in either case, or none. */
export function floatDigits(
  value: number,
  code: string,
  precision: number | null,
  alternate: boolean,
): string {
  if (code === '%') return `${floatDigits(value * 100, 'f', precision, alternate)}%`
  if (code >= 'A' && code <= 'Z') {
    return floatDigits(value, code.toLowerCase(), precision, alternate).toUpperCase()
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf'
  const places = precision ?? 6
  if (code === 'f') return pointed(formatFixed(value, places), alternate)
  if (code === 'e') {
    const [mantissa = '', power = ''] = formatExponent(value, places).split('e')
    return `${pointed(mantissa, alternate)}e${power}`
  }
  if (code === '') {
    return precision === null ? floatRepr(value) : general(value, precision, alternate, true)
  }
  return general(value, places, alternate, false)
}
