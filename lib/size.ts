// Mirrors torch.Size: the list of a tensor's sizes.

import { callable } from './_callable.js'
import { isKeywords } from './_kwargs.js'
import { sliceIndices } from './_sequence.js'
import { arraysLike } from './_tuple.js'
import { typeName } from './_typename.js'
import { IndexError, ValueError } from './errors.js'

class Size extends Array<number> {
  /** A slice such as `size['1:']`. */
  readonly [slice: `${string}:${string}`]: Size

  /** @param items - an iterable of integers; one-element integer tensors count as such. */
  constructor(items?: Iterable<number> | null, ...rest: undefined[]) {
    const ints = toInts(items, rest)
    // One number alone would be a length. Items added later would be looked up in the prototypes first, slowly.
    if (ints.length === 1) {
      super(ints[0] as number, 0)
      this.length = 1
    } else super(...ints)
  }

  // What map() and filter() make is a list, as comprehensions over a Size are in Python.
  static override readonly [Symbol.species] = Array

  /** The product of the sizes. */
  numel(): number {
    let product = 1
    for (const size of this) product *= size
    return product
  }

  /** Part of the sizes, as a Size. */
  override slice(start?: number, end?: number): Size {
    return sizeOf(super.slice(start, end))
  }

  /** This followed by more sizes: `a + b` of Python. */
  override concat(...items: (number | readonly number[] | ConcatArray<number>)[]): Size {
    return sizeOf(super.concat(...items))
  }

  /** Where a value is first found. */
  index(value: number): number {
    const at = this.indexOf(value)
    if (at < 0) throw new ValueError('tuple.index(x): x not in tuple')
    return at
  }

  /** How often a value is found. */
  count(value: number): number {
    return this.filter((one) => one === value).length
  }

  override toString(): string {
    return `torch.Size([${this.join(', ')}])`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function toInts(items: Iterable<number> | null | undefined, rest: readonly unknown[]): number[] {
  if (isKeywords(items)) throw new TypeError('tuple() takes no keyword arguments')
  if (rest.length > 0) {
    throw new TypeError(`tuple expected at most 1 argument, got ${rest.length + 1}`)
  }
  if (items === undefined) return []
  if (typeof items?.[Symbol.iterator] !== 'function') {
    throw new TypeError(`'${typeName(items)}' object is not iterable`)
  }
  const ints: number[] = []
  for (const item of items) ints.push(toInt(item, ints.length))
  return ints
}

function toInt(item: unknown, at: number): number {
  if (typeof item === 'boolean') return Number(item)
  if (typeof item === 'bigint' || Number.isInteger(item)) return Number(item)
  const { item: read, is_floating_point } = Object(item) as Record<string, unknown>
  // A tensor of one integer: the exact sizes of a computed shape.
  if (typeof read === 'function' && typeof is_floating_point === 'function') {
    const one = item as { numel(): number; dim(): number; item(): unknown }
    if (one.numel() === 1) {
      const value = one.item()
      if (typeof value === 'bigint' || Number.isInteger(value)) return Number(value)
    }
  }
  throw new TypeError(`torch.Size() takes an iterable of 'int' (item ${at} is '${typeName(item)}')`)
}

// Negative indices and slices cannot be own properties: what an array does not have is asked for here.
// In-range reads and methods of Size never come by.
const fallback = new Proxy(Array.prototype, {
  get(target, key, receiver: unknown): unknown {
    if (typeof key === 'string' && /^-?\d+$/.test(key)) {
      const size = receiver as Size
      const at = Number(key)
      if (at < 0 && at >= -size.length) return size[size.length + at]
      throw new IndexError('tuple index out of range')
    }
    const indices = typeof key === 'string' ? sliceIndices(key, (receiver as Size).length) : null
    if (indices) return sizeOf(indices.map((i) => (receiver as Size)[i] as number))
    return Reflect.get(target, key, receiver)
  },
})
Object.setPrototypeOf(Size.prototype, fallback)

// Size's own constructor is for what users give it.
const Sizes = arraysLike(Size.prototype)

/** Makes a Size of a list of sizes. */
export function sizeOf(sizes: readonly number[]): Size {
  switch (sizes.length) {
    case 1: {
      const size = new Sizes(sizes[0] as number, 0)
      size.length = 1
      return size
    }
    case 2: // spares the most common one the spreading
      return new Sizes(sizes[0] as number, sizes[1] as number)
    default:
      return new Sizes(...sizes)
  }
}

/**
 * The sizes of a tensor, `torch.Size([2, 3])`: an array that prints, slices and joins as a Size. Negative indices count
 * from the end; one out of range is an IndexError.
 *
 * @example
 * const { shape } = torch.zeros(2, 3, 4)
 * shape // torch.Size([2, 3, 4])
 * shape[-1] // 4
 * shape['1:'] // torch.Size([3, 4])
 * shape.numel() // 24
 *
 * @see https://docs.pytorch.org/docs/2.13/size.html
 */
const Size_ = callable(Size)
type Size_ = Size

export { Size_ as Size }
