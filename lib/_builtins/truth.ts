import { isComplex, isPlainObject } from '../_repr.js'

/**
 * Whether Python counts a value as true: not empty, not zero, not None. A tensor of one element is its item; of more, a
 * RuntimeError.
 *
 * @example
 * bool([]) // False
 * bool(torch.tensor([0.5])) // True
 *
 * @see https://docs.python.org/3/library/stdtypes.html#truth-value-testing
 */
export function bool(value?: unknown): boolean {
  if (typeof value === 'number') return value !== 0
  if (typeof value !== 'object' && typeof value !== 'function') return Boolean(value)
  if (value === null) return false
  const object = value as {
    __bool__?: unknown
    __len__?: unknown
    is_nonzero?: unknown
    length?: unknown
    size?: unknown
  }
  // A tensor is asked first: its length says nothing about its truth.
  if (typeof object.is_nonzero === 'function') return object.is_nonzero() as boolean
  if (typeof object.__bool__ === 'function') return object.__bool__() as boolean
  if (typeof object.__len__ === 'function') return object.__len__() !== 0
  if (typeof value === 'function') return true
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return object.length !== 0
  const tag = Object.prototype.toString.call(value)
  if (tag === '[object Map]' || tag === '[object Set]') return object.size !== 0
  if (!isPlainObject(value)) return true
  if (isComplex(value)) return value.re !== 0 || value.im !== 0
  return Object.keys(value).length > 0
}
