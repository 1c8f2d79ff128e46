// Python's `template % values`.

import { isMap } from '../../_is_map.js'
import { isPlainObject, pyRepr, pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { KeyError, OverflowError, ValueError } from '../../errors.js'
import { integerOf } from '../_subscript.js'
import { float, int } from '../conversion.js'
import { floatDigits, integerDigits } from './digits.js'

interface Directive {
  readonly flags: string
  readonly width: number
  readonly precision: number | null
  readonly code: string
  readonly at: number
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  typeof (value as { item?: unknown } | null | undefined)?.item === 'function'

/** As Python's `ascii`: what is not ASCII is escaped. */
function ascii(value: unknown): string {
  return pyRepr(value).replace(/[^\0-\x7f]/gu, (char) => {
    const code = char.codePointAt(0) as number
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
    if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
    return `\\U${code.toString(16).padStart(8, '0')}`
  })
}

function character(value: unknown): string {
  if (typeof value === 'string' && Array.from(value).length === 1) return value
  const code = integerOf(value)
  if (code === null) throw new TypeError('%c requires int or char')
  if (code < 0 || code > 0x10ffff) throw new OverflowError('%c arg not in range(0x110000)')
  return String.fromCodePoint(Number(code))
}

function integer(value: unknown, code: string): number | bigint {
  const whole = integerOf(value)
  if (whole !== null) return whole
  if ('diu'.includes(code)) {
    if (isNumeric(value)) return int(value)
    throw new TypeError(`%${code} format: a real number is required, not ${typeName(value)}`)
  }
  throw new TypeError(`%${code} format: an integer is required, not ${typeName(value)}`)
}

// Text without its sign, and whether it is negative.
function numeric(value: unknown, { flags, precision, code }: Directive): [boolean, string, string] {
  const alternate = flags.includes('#')
  if ('diuoxX'.includes(code)) {
    const whole = integer(value, code)
    const base = 'diu'.includes(code) ? 'd' : code
    const { prefix, digits } = integerDigits(whole, base, alternate)
    return [whole < 0, prefix, digits.padStart(precision ?? 0, '0')]
  }
  if (!isNumeric(value)) throw new TypeError(`must be real number, not ${typeName(value)}`)
  const number = float(value)
  const body = floatDigits(Math.abs(number), code, precision, alternate)
  return [number < 0 || Object.is(number, -0), '', body]
}

function convert(value: unknown, directive: Directive): string {
  const { flags, width, precision, code, at } = directive
  const left = flags.includes('-')
  const padded = (text: string): string => {
    const missing = ' '.repeat(Math.max(width - Array.from(text).length, 0))
    return left ? text + missing : missing + text
  }
  if ('sra'.includes(code)) {
    const text = code === 's' ? pyStr(value) : code === 'r' ? pyRepr(value) : ascii(value)
    return padded(precision === null ? text : Array.from(text).slice(0, precision).join(''))
  }
  if (code === 'c') return padded(character(value))
  if (!'diuoxXeEfFgG'.includes(code)) {
    const number = (code.codePointAt(0) as number).toString(16)
    const shown = /^[ -\x7f]$/.test(code) ? code : '?'
    throw new ValueError(`unsupported format character '${shown}' (0x${number}) at index ${at}`)
  }
  const [negative, prefix, body] = numeric(value, directive)
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  if (!flags.includes('0') || left) return padded(sign + prefix + body)
  return sign + prefix + body.padStart(width - sign.length - prefix.length, '0')
}

/**
 * What Python writes `template % values`: `'[%d, %5d] loss: %.3f' % (epoch, i, loss)` is
 * `sprintf('[%d, %5d] loss: %.3f', epoch, i, loss)`. `%(name)s` takes from a dict, which is then the only value.
 *
 * Too few, too many and wrong values are TypeErrors, a wrong directive is a ValueError, as in Python.
 *
 * @example
 * sprintf('%d %d%% (%s) %.4f', 5000, 5, '0m 10s', 2.7) // '5000 5% (0m 10s) 2.7000'
 * sprintf('%5s|%-5s|', 'cat', 'dog') // '  cat|dog  |'
 * sprintf('%(a)s is %(b)05.1f', { a: 'x', b: 2.25 }) // 'x is 002.2'
 *
 * @see https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
 */
export function sprintf(template: string, ...values: unknown[]): string {
  let used = 0
  let byName = false
  const next = (): unknown => {
    if (used >= values.length) throw new TypeError('not enough arguments for format string')
    return values[used++]
  }
  const star = (): number => {
    const value = next()
    if (!Number.isInteger(value)) throw new TypeError('* wants int')
    return value as number
  }
  const named = (key: string): unknown => {
    const [dict] = values
    byName = true
    if (isMap(dict) && dict.has(key)) return dict.get(key)
    if (isPlainObject(dict) && Object.hasOwn(dict, key)) return dict[key]
    if (isMap(dict) || isPlainObject(dict)) throw new KeyError(key)
    throw new TypeError('format requires a mapping')
  }
  const directive = /%(?:\(([^)]*)(\)?))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([\s\S])?/gu
  const text = template.replace(
    directive,
    (whole, key, closed, flags: string, width, precision, code: string | undefined, at: number) => {
      if (key !== undefined && closed === '') throw new ValueError('incomplete format key')
      if (code === undefined) throw new ValueError('incomplete format')
      if (whole === '%%') return '%'
      const given = key === undefined ? null : { value: named(key as string) }
      const size = width === '*' ? star() : Number(width ?? 0)
      const places = precision === '*' ? star() : precision === undefined ? null : Number(precision)
      return convert(given === null ? next() : given.value, {
        flags: size < 0 ? `${flags}-` : flags,
        width: Math.abs(size),
        precision: places,
        code,
        at: at + (whole as string).length - code.length,
      })
    },
  )
  // A dict or a list is no tuple of values, and may be left over.
  const [only] = values
  const mayStay = values.length === 1 && (isPlainObject(only) || isMap(only) || Array.isArray(only))
  if (used < values.length && !byName && !mayStay) {
    throw new TypeError('not all arguments converted during string formatting')
  }
  return text
}
