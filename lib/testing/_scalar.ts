// Numbers as Python has them: an item of a tensor knows whether it is an int or a float.

import { complexRepr, floatRepr, pyRepr } from '../_repr.js'
import type { Complex, Scalar, Tensor } from '../types.js'

/** A number and its type in Python. */
export interface Typed {
  readonly type: 'bool' | 'int' | 'float' | 'complex'
  readonly value: Scalar
}

/** What Python would take a number of JavaScript for; null for anything else. */
export function typed(value: unknown): Typed | null {
  if (typeof value === 'boolean') return { type: 'bool', value }
  if (typeof value === 'bigint') return { type: 'int', value }
  if (typeof value === 'number') {
    return { type: Number.isInteger(value) ? 'int' : 'float', value }
  }
  return null
}

/** The item of a 0-d tensor. */
export function itemOf(tensor: Tensor): Typed {
  const { is_complex, is_floating_point } = tensor.dtype
  const value = tensor.item()
  if (is_complex) return { type: 'complex', value }
  if (is_floating_point) return { type: 'float', value }
  return { type: typeof value === 'boolean' ? 'bool' : 'int', value }
}

/** Python's `str` of it. */
export function text({ type, value }: Typed): string {
  if (type === 'float') return floatRepr(Number(value))
  if (type !== 'complex') return pyRepr(value)
  const { re, im } = value as Complex
  return complexRepr(re, im)
}

const isWhole = ({ type }: Typed): boolean => type === 'int' || type === 'bool'

function parts({ value }: Typed): Complex {
  return typeof value === 'object' ? value : { re: Number(value), im: 0 }
}

function absolute(re: number, im: number): number {
  return im === 0 ? Math.abs(re) : Math.hypot(re, im)
}

const magnitude = (bigint: bigint): bigint => (bigint < 0n ? -bigint : bigint)

// Whole numbers of any size.
const exact = ({ value }: Typed): bigint => BigInt(value as number | bigint | boolean)

/** `abs(a - b)`. */
export function absDifference(a: Typed, b: Typed): Typed {
  if (isWhole(a) && isWhole(b)) return { type: 'int', value: magnitude(exact(a) - exact(b)) }
  const [x, y] = [parts(a), parts(b)]
  return { type: 'float', value: absolute(x.re - y.re, x.im - y.im) }
}

/** `abs(a)`. */
export function abs(a: Typed): number {
  const { re, im } = parts(a)
  return absolute(re, im)
}

export function isEqual(a: Typed, b: Typed): boolean {
  const [x, y] = [a, b].map((one) => (isWhole(one) ? exact(one) : parts(one)))
  if (typeof x === 'bigint' && typeof y === 'bigint') return x === y
  const [p, q] = [parts(a), parts(b)]
  return p.re === q.re && p.im === q.im
}

export function isNaNumber(a: Typed): boolean {
  const { re, im } = parts(a)
  return Number.isNaN(re) || Number.isNaN(im)
}
