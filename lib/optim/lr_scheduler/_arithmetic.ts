// Python's division and remainder of numbers, with its errors; _scalars.ts has what is also of tensors.

import { pow } from '../../_libm.js'
import { ZeroDivisionError } from '../../errors.js'
import type { MaybeTensor } from '../_common.js'
import { times } from '../_scalars.js'

/** `a / b` of two numbers. */
export function quotient(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError('float division by zero')
  return a / b
}

/** `a % b` of two numbers: with the sign of `b`. */
export function modulo(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError('integer modulo by zero')
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

/** `a // b` of two numbers. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError('integer division or modulo by zero')
  return Math.floor(a / b)
}

/** `a * base ** exponent` */
export function timesPower(a: MaybeTensor, base: number, exponent: number): MaybeTensor {
  return times(a, pow(base, exponent))
}
