// Python's module `math`, where JavaScript's Math rounds otherwise or says nothing of errors.

import * as libm from '../_libm.js'
import { ValueError } from '../errors.js'
import { float, int } from './conversion.js'

type Real = number | bigint | boolean | { item(): unknown }

function sqrt(x: Real): number {
  const value = float(x)
  if (value < 0) throw new ValueError('math domain error')
  return Math.sqrt(value)
}

/**
 * Python's module `math`: with the functions of the C library, so that results are Python's to the last bit (V8 has its
 * own, which differ now and then), with Python's errors, and for tensors of one element too.
 *
 * @example
 * math.sqrt(784) // 28
 * math.log(10000) // 9.210340371976184
 * math.floor(torch.tensor(2.5)) // 2
 *
 * @see https://docs.python.org/3/library/math.html
 */
export const math = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  /** A ValueError for what is negative. */
  sqrt,
  exp: (x: Real): number => libm.exp(float(x)),
  /** The natural logarithm, or that to a base; a ValueError for what is not positive. */
  log: (x: Real, base?: number): number => libm.log(float(x), base),
  pow: (x: Real, y: Real): number => libm.pow(float(x), float(y)),
  sin: (x: Real): number => libm.sin(float(x)),
  cos: (x: Real): number => libm.cos(float(x)),
  acos: (x: Real): number => libm.acos(float(x)),
  /** A ValueError for NaN, an OverflowError for infinities. */
  floor: (x: Real): number => int(Math.floor(float(x))) as number,
  ceil: (x: Real): number => int(Math.ceil(float(x))) as number,
  isnan: (x: Real): boolean => Number.isNaN(float(x)),
  isinf: (x: Real): boolean => Math.abs(float(x)) === Number.POSITIVE_INFINITY,
  isfinite: (x: Real): boolean => Number.isFinite(float(x)),
} as const
