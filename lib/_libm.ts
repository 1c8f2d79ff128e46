// The C library's elementary functions, on which Python's numbers rest. V8 has its own, which differ in the last bit:
// of `**` one result in twelve.

import { OverflowError, ValueError, ZeroDivisionError } from './errors.js'
import { native } from './native.js'

/** Python's `math.acos(x)`. */
export function acos(x: number): number {
  return inDomain(native.libmAcos(x), x)
}

/** Python's `math.cos(x)`. */
export function cos(x: number): number {
  return inDomain(native.libmCos(x), x)
}

/** Python's `math.sin(x)`. */
export function sin(x: number): number {
  return inDomain(native.libmSin(x), x)
}

/** Python's `math.exp(x)`. */
export function exp(x: number): number {
  return finite(native.libmExp(x), x) ?? overflow('math range error')
}

/** Python's `math.log(x, base)`, the natural logarithm without a base. */
export function log(x: number, base?: number): number {
  if (x <= 0) throw new ValueError('math domain error')
  const natural = native.libmLog(x)
  if (base === undefined) return natural
  const divisor = log(base)
  if (divisor === 0) throw new ZeroDivisionError('float division by zero')
  return natural / divisor
}

/** Python's `base ** exponent`. */
export function pow(base: number, exponent: number): number {
  if (base === 0 && exponent < 0) {
    throw new ZeroDivisionError('0.0 cannot be raised to a negative power')
  }
  const result = native.libmPow(base, exponent)
  return finite(result, base, exponent) ?? overflow("(34, 'Numerical result out of range')")
}

function inDomain(result: number, x: number): number {
  if (Number.isNaN(result) && !Number.isNaN(x)) throw new ValueError('math domain error')
  return result
}

// A result that is infinite though nothing that it came from is.
function finite(result: number, ...from: readonly number[]): number | null {
  const overflowed = Math.abs(result) === Number.POSITIVE_INFINITY && from.every(Number.isFinite)
  return overflowed ? null : result
}

function overflow(text: string): never {
  throw new OverflowError(text)
}
