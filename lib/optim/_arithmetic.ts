// Python's arithmetic where a setting may be a number or a tensor.

import * as C from '../_generated/torch_functions.js'
import { pow as powOfNumbers } from '../_libm.js'
import { ZeroDivisionError } from '../errors.js'
import { Tensor } from '../tensor.js'
import type { MaybeTensor } from './_common.js'

type Operator = (a: MaybeTensor, b: MaybeTensor) => Tensor

// The operators take a number on either side; their declarations do not say so for all.
const [add, sub, mul, div] = [C.add, C.sub, C.mul, C.div] as unknown as Operator[] as [
  Operator,
  Operator,
  Operator,
  Operator,
]

/** `a + b` */
export function plus(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  return typeof a === 'number' && typeof b === 'number' ? a + b : add(a, b)
}

/** `a - b` */
export function minus(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  return typeof a === 'number' && typeof b === 'number' ? a - b : sub(a, b)
}

/** `a * b` */
export function times(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  return typeof a === 'number' && typeof b === 'number' ? a * b : mul(a, b)
}

/** `a / b` */
export function over(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (typeof a === 'number' && typeof b === 'number') return quotient(a, b)
  // As Tensor.__rtruediv__ does it.
  if (b instanceof Tensor && typeof a === 'number') return mul(b.reciprocal(), a)
  return div(a, b)
}

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
  return times(a, powOfNumbers(base, exponent))
}
