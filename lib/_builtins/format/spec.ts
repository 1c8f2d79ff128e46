// Python's format(value, spec): the language of f-strings behind the colon.

import { complexRepr, isComplex, pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { OverflowError, ValueError } from '../../errors.js'
import { floatDigits, integerDigits } from './digits.js'

interface Spec {
  readonly fill: string
  /** `<`, `>`, `^`, `=`, or nothing where the value's kind decides. */
  readonly align: string
  readonly sign: string
  readonly noNegativeZero: boolean
  readonly alternate: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | null
  readonly code: string
}

const grammar = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_]*)(?:(\.)(\d*))?(.*)$/su

function parse(text: string, kind: string): Spec {
  // A first character is a fill only before an alignment.
  const match = grammar.exec(text) as RegExpExecArray
  const [
    ,
    fill,
    align = '',
    sign = '',
    z,
    alternate,
    zero,
    width,
    grouping = '',
    dot,
    precision,
    code = '',
  ] = match
  if ((width?.length ?? 0) > 18 || (precision?.length ?? 0) > 18) {
    throw new ValueError('Too many decimal digits in format string')
  }
  if (dot !== undefined && precision === '')
    throw new ValueError('Format specifier missing precision')
  if (grouping.length > 1) {
    const both = grouping.includes(',') && grouping.includes('_')
    throw new ValueError(
      both
        ? "Cannot specify both ',' and '_'."
        : `Cannot specify '${grouping[0]}' with '${grouping[0]}'.`,
    )
  }
  if (Array.from(code).length > 1) {
    throw new ValueError(`Invalid format specifier '${text}' for object of type '${kind}'`)
  }
  const shown = code === '' && kind === 'str' ? 's' : code
  if (grouping !== '' && !(grouping === '_' ? 'boxXdeEfFgG%' : 'deEfFgG%').includes(shown)) {
    throw new ValueError(`Cannot specify '${grouping}' with '${shown}'.`)
  }
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align || (zero && kind !== 'str' ? '=' : ''),
    sign,
    noNegativeZero: z !== undefined,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? null : Number(precision),
    code,
  }
}

const widthOf = (text: string): number => Array.from(text).length

function pad(text: string, { fill, width }: Spec, align: string): string {
  const missing = Math.max(width - widthOf(text), 0)
  const left = align === '>' ? missing : align === '^' ? Math.floor(missing / 2) : 0
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

function unknown(code: string, kind: string): ValueError {
  return new ValueError(`Unknown format code '${code}' for object of type '${kind}'`)
}

function formatText(value: string, spec: Spec, kind: string): string {
  const { code, sign, alternate, align, precision, noNegativeZero } = spec
  if (code !== '' && code !== 's') throw unknown(code, kind)
  if (sign !== '') throw new ValueError('Sign not allowed in string format specifier')
  if (noNegativeZero) {
    throw new ValueError('Negative zero coercion (z) not allowed in string format specifier')
  }
  if (alternate) {
    throw new ValueError('Alternate form (#) not allowed in string format specifier')
  }
  if (align === '=') {
    throw new ValueError("'=' alignment not allowed in string format specifier")
  }
  const text = precision === null ? value : Array.from(value).slice(0, precision).join('')
  return pad(text, spec, align || '<')
}

// Separators between groups of digits, of which zeros make as many as the width wants.
function grouped(digits: string, spec: Spec, taken: number, size: number): string {
  const { grouping, fill, align, width } = spec
  if (grouping === '') return digits
  const groups = (text: string): string =>
    text.replace(new RegExp(`(?<=.)(?=(?:.{${size}})+$)`, 'g'), grouping)
  let text = digits
  if (fill === '0' && align === '=') {
    while (groups(text).length + taken < width) text = `0${text}`
  }
  return groups(text)
}

function signOf(negative: boolean, { sign }: Spec): string {
  return negative ? '-' : sign === '-' ? '' : sign
}

function padNumber(sign: string, body: string, spec: Spec): string {
  if (spec.align === '=') {
    const missing = Math.max(spec.width - widthOf(sign + body), 0)
    return sign + spec.fill.repeat(missing) + body
  }
  return pad(sign + body, spec, spec.align || '>')
}

function formatFloat(value: number, spec: Spec): string {
  const { code, precision, alternate, noNegativeZero } = spec
  const body = floatDigits(Math.abs(value), code, precision, alternate)
  const isZero = noNegativeZero && /^[0.]*(e|%|$)/.test(body)
  const sign = signOf((value < 0 || Object.is(value, -0)) && !isZero, spec)
  const [, whole = '', rest = ''] = /^(\d*)(.*)$/.exec(body) as RegExpExecArray
  const text = whole === '' ? rest : grouped(whole, spec, sign.length + rest.length, 3) + rest
  return padNumber(sign, text, spec)
}

function formatCharacter(value: number | bigint, spec: Spec): string {
  if (spec.sign !== '') throw new ValueError("Sign not allowed with integer format specifier 'c'")
  if (value > 2n ** 63n || value < -(2n ** 63n)) {
    throw new OverflowError('Python int too large to convert to C long')
  }
  if (value < 0 || value > 0x10ffff) throw new OverflowError('%c arg not in range(0x110000)')
  return pad(String.fromCodePoint(Number(value)), spec, spec.align || '<')
}

function formatInteger(value: number | bigint, spec: Spec, kind: string): string {
  const { code, precision, alternate, noNegativeZero } = spec
  if (code !== '' && 'eEfFgG%'.includes(code)) {
    const float = Number(value)
    if (!Number.isFinite(float)) throw new OverflowError('int too large to convert to float')
    return formatFloat(float, spec)
  }
  if (code !== '' && !'bcdoxXn'.includes(code)) throw unknown(code, kind)
  if (precision !== null) throw new ValueError('Precision not allowed in integer format specifier')
  if (noNegativeZero) {
    throw new ValueError('Negative zero coercion (z) not allowed in integer format specifier')
  }
  const everyFour = code !== '' && 'boxX'.includes(code)
  if (code === 'c') return formatCharacter(value, spec)
  const { prefix, digits } = integerDigits(value, code === 'n' ? 'd' : code || 'd', alternate)
  const sign = signOf(value < 0, spec) + prefix
  return padNumber(sign, grouped(digits, spec, sign.length, everyFour ? 4 : 3), spec)
}

function formatComplex(value: { re: number; im: number }, spec: Spec): string {
  if (spec.code === '' && spec.precision === null) {
    return pad(complexRepr(value.re, value.im), spec, spec.align || '>')
  }
  const part = { ...spec, width: 0 }
  const im = formatFloat(value.im, { ...part, sign: '+' })
  return pad(`${formatFloat(value.re, part)}${im}j`, spec, spec.align || '>')
}

interface Formats {
  __format__?: (spec: string) => string
  dim?: () => number
  item?: () => unknown
}

/**
 * The text of a value by a format specification, the part of an f-string behind the colon: `f'{loss:.4f}'` of Python is
 * `` `${format(loss, '.4f')}` ``. A whole number is an int, and may be formatted as a float too; a tensor of no
 * dimension is its item.
 *
 * @param spec - `[[fill]align][sign][z][#][0][width][,_][.precision][type]`; a wrong one is a ValueError, one for a
 *     value that knows none a TypeError.
 *
 * @example
 * format(3.14159, '.2f') // '3.14'
 * format(42, '>6') // '    42'
 * format(1234567, ',') // '1,234,567'
 * format(0.256, '.1%') // '25.6%'
 *
 * @see https://docs.python.org/3/library/string.html#format-specification-mini-language
 */
export function format(value: unknown, spec = ''): string {
  // Beyond 2^53 ints are bigints, so that a number there was a float.
  const isFloat = typeof value === 'number' && !Number.isSafeInteger(value)
  const kind = isFloat ? 'float' : typeName(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    if (spec === '') return pyStr(value)
    const parsed = parse(spec, kind)
    if (!isFloat) {
      return formatInteger(typeof value === 'boolean' ? Number(value) : value, parsed, kind)
    }
    if (parsed.code !== '' && !'eEfFgGn%'.includes(parsed.code)) throw unknown(parsed.code, kind)
    return formatFloat(value, parsed)
  }
  if (typeof value === 'string') return formatText(value, parse(spec, kind), kind)
  const object = Object(value) as Formats
  if (typeof object.__format__ === 'function') return object.__format__(spec)
  if (typeof object.dim === 'function' && typeof object.item === 'function') {
    if (object.dim() === 0) return format(object.item(), spec)
  } else if (typeof value === 'object' && value !== null && isComplex(value)) {
    return formatComplex(value, parse(spec, kind))
  }
  if (spec === '') return pyStr(value)
  throw new TypeError(`unsupported format string passed to ${kind}.__format__`)
}
