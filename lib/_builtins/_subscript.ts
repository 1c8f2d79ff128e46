// Python's `sequence[i]` and `operator.index`.

import { typeName } from '../_typename.js'
import { IndexError, KeyError } from '../errors.js'

/** A function that reads the items of a sequence; its error, where there is no such item, is Python's. */
export function reader(sequence: unknown): (i: number) => unknown {
  if (typeof sequence === 'string') {
    // Python counts characters, not UTF-16's halves of them.
    const characters = Array.from(sequence)
    return (i) => present(characters[i], 'string')
  }
  if (Array.isArray(sequence)) {
    return (i) => {
      const list = sequence as unknown[]
      return i < list.length ? list[i] : present(undefined, 'list')
    }
  }
  const tag = Object.prototype.toString.call(sequence)
  if (tag === '[object Map]') {
    const map = sequence as Map<unknown, unknown>
    return (key) => {
      if (!map.has(key)) throw new KeyError(key)
      return map.get(key)
    }
  }
  if (typeof sequence !== 'object' || sequence === null || tag === '[object Set]') {
    throw new TypeError(`'${typeName(sequence)}' object is not subscriptable`)
  }
  const items = sequence as { __getitem__?: (i: number) => unknown; [i: number]: unknown }
  return (i) => {
    if (typeof items.__getitem__ === 'function') return items.__getitem__(i)
    if (!(i in items)) throw new KeyError(i)
    return items[i]
  }
}

function present(item: unknown, kind: string): unknown {
  if (item === undefined) throw new IndexError(`${kind} index out of range`)
  return item
}

interface Integral {
  item?: () => unknown
  is_floating_point?: () => boolean
}

/** An integer from a number, boolean, bigint or tensor of one integer; null for anything else. */
export function integerOf(value: unknown): number | bigint | null {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return Number(value)
  const one = value as Integral | null | undefined
  if (typeof one?.item !== 'function' || one.is_floating_point?.() !== false) return null
  return integerOf(one.item())
}

/** `operator.index(value)`. */
export function toIndex(value: unknown): number | bigint {
  const integer = integerOf(value)
  if (integer !== null) return integer
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`)
}
