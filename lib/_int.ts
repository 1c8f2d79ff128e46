// Python's int(value), as far as seeds need it.

import { pyRepr } from './_repr.js'
import { typeName } from './_typename.js'
import { ValueError } from './errors.js'

/** Python's `int(value)` of a number, boolean, bigint or text. */
export function pythonInt(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string') {
    if (/^\s*[+-]?\d+\s*$/.test(value)) return BigInt(value.trim().replace('+', ''))
    throw new ValueError(`invalid literal for int() with base 10: ${pyRepr(value)}`)
  }
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  )
}
