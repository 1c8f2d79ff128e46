// Numbers through Python's and C's format directives, exactly: `{:.4f}`, `{:.4e}`, `%g`.

/** The text of a number that is not finite, as every directive writes it. */
function special(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  return value > 0 ? 'inf' : '-inf'
}

const sign = (value: number): string => (value < 0 || Object.is(value, -0) ? '-' : '')

// The exact decimal digits of a finite number times 10^scale, as an integer and what is left of it:
// half-even rounding needs to know exactly where the value lies.
function scaled(value: number, scale: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(value))
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const fraction = bits & 0xfffffffffffffn
  let numerator = biased === 0 ? fraction : fraction | 0x10000000000000n
  const exponent = Math.max(biased, 1) - 1075
  let denominator = 1n
  if (exponent >= 0) numerator <<= BigInt(exponent)
  else denominator <<= BigInt(-exponent)
  if (scale >= 0) numerator *= 10n ** BigInt(scale)
  else denominator *= 10n ** BigInt(-scale)
  const quotient = numerator / denominator
  const twice = 2n * (numerator % denominator)
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

// JavaScript's own directives are exact and fast too, but round a value halfway between two texts up. Such a value
// is a whole number of units of 2^-(digits + 1).
const mayBeHalfway = (value: number, digits: number): boolean =>
  Number.isInteger(value * 2 ** (digits + 1))

/** `'{:.<digits>f}'.format(value)`. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value)
  if (Math.abs(value) < 1e21 && digits <= 100) {
    if (Number.isInteger(value) || !mayBeHalfway(value, digits)) {
      // JavaScript drops the sign of -0 and keeps that of -0.00001.
      return value === 0 ? sign(value) + (0).toFixed(digits) : value.toFixed(digits)
    }
  }
  const text = scaled(value, digits)
    .toString()
    .padStart(digits + 1, '0')
  if (digits === 0) return sign(value) + text
  return `${sign(value)}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** `'{:.<digits>e}'.format(value)`. */
export function formatExponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value)
  let exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1])
  if (digits <= 100 && !mayBeHalfway(value, Math.max(digits - exponent, 0))) {
    return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2')
  }
  let text = scaled(value, digits - exponent)
    .toString()
    .padStart(digits + 1, '0')
  // 9.99996 becomes 10.0000: one more digit than asked for.
  if (text.length > digits + 1) {
    text = text.slice(0, -1)
    exponent++
  }
  const mantissa = digits === 0 ? text : `${text[0]}.${text.slice(1)}`
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${sign(value)}${mantissa}e${exponent < 0 ? '-' : '+'}${power}`
}

/** `'%.<digits>g' % value`: what C++ streams write with six digits. */
export function formatGeneral(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return special(value)
  const scientific = formatExponent(value, digits - 1)
  const exponent = Number(scientific.split('e')[1])
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
  if (exponent >= -4 && exponent < digits) {
    return trim(formatFixed(value, digits - 1 - exponent))
  }
  const [mantissa = '', power = ''] = scientific.split('e')
  return `${trim(mantissa)}e${power}`
}
