// Python's arithmetic of settings and counts, each of which is a number or a tensor of one element.
//
// Python promotes as it goes: a float32 learning rate makes all that comes of it float32. So nothing is read out of a
// tensor before an operator wants a number.

import * as C from '../_generated/torch_functions.js'
import { pow } from '../_libm.js'
import { ZeroDivisionError } from '../errors.js'
import { Tensor } from '../tensor.js'
import type { MaybeTensor } from './_common.js'

// With a number in front of a tensor Python turns the two round, which matters to the rounding of bfloat16.

/** `a + b`. */
export function plus(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (a instanceof Tensor) return a.add(b)
  return b instanceof Tensor ? b.add(a) : a + b
}

/** `a - b`. */
export function minus(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (a instanceof Tensor) return a.sub(b)
  return b instanceof Tensor ? C.rsub(b, a) : a - b
}

/** `a * b`. */
export function times(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (a instanceof Tensor) return a.mul(b)
  return b instanceof Tensor ? b.mul(a) : a * b
}

/** `a / b`. */
export function over(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (a instanceof Tensor) return a.div(b)
  if (b instanceof Tensor) return b.reciprocal().mul(a)
  if (b === 0) throw new ZeroDivisionError('float division by zero')
  return a / b
}

/** `a ** b`. */
export function power(a: MaybeTensor, b: MaybeTensor): MaybeTensor {
  if (typeof a === 'number' && typeof b === 'number') return pow(a, b)
  return C.pow(a as Tensor, b as Tensor)
}

/** `-a`. */
export function negated(a: MaybeTensor): MaybeTensor {
  return a instanceof Tensor ? a.neg() : -a
}

/** `a < b` as a condition. */
export function less(a: MaybeTensor, b: MaybeTensor): boolean {
  if (a instanceof Tensor) return Boolean(a.lt(b as Tensor).item())
  return b instanceof Tensor ? Boolean(b.gt(a).item()) : a < b
}

/** `a <= b` as a condition. */
export function atMost(a: MaybeTensor, b: MaybeTensor): boolean {
  if (a instanceof Tensor) return Boolean(a.le(b as Tensor).item())
  return b instanceof Tensor ? Boolean(b.ge(a).item()) : a <= b
}

/** `min(a, b)`: the first unless the second is less. */
export const least = (a: MaybeTensor, b: MaybeTensor): MaybeTensor => (less(b, a) ? b : a)

/** `max(a, b)`: the first unless the second is greater. */
export const greatest = (a: MaybeTensor, b: MaybeTensor): MaybeTensor => (less(a, b) ? b : a)

/** `abs(a)`. */
export const absolute = (a: MaybeTensor): MaybeTensor =>
  a instanceof Tensor ? a.abs() : Math.abs(a)
