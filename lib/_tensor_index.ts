// Python's brackets on tensors: what stands in them, and `x[0]`, `x[':, 1']` by a proxy.

import { result } from './_call.js'
import { native, Wrapper } from './native.js'
import type { Tensor } from './types.js'

function isOneIndex(value: object): boolean {
  return Array.isArray(value) || '_h' in value || '_k' in value
}

/** Ranges and other iterables as lists, which is what the addon knows. */
function listed(index: unknown): unknown {
  if (typeof index !== 'object' || index === null || isOneIndex(index)) return index
  return Symbol.iterator in index ? Array.from(index as Iterable<unknown>) : index
}

/** What stands in the brackets, as the addon takes it: a list is several indices, anything else is one. */
export function tensorIndices(indices: unknown): unknown {
  return Array.isArray(indices) ? indices.map(listed) : [listed(indices)]
}

const integer = /^-?\d+$/

/** Whether a property key is an index in Python's grammar rather than a name. */
function isIndexText(key: string): boolean {
  return key.includes(':') || key.includes(',') || key === '...' || key === 'None'
}

interface Receiver {
  _h: number
}

function isTensor(value: unknown): value is Receiver {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '_h')
}

/**
 * The end of a tensor's prototype chain: reached only by keys that neither the object nor its classes have, so nothing
 * else gets slower.
 */
export const tensorBrackets: object = new Proxy(Object.prototype, {
  get(target, key, receiver: unknown): unknown {
    if (typeof key === 'string' && isTensor(receiver)) {
      const out = new Wrapper()
      if (integer.test(key)) {
        return result<Tensor>(out, native.select(out, receiver._h, Number(key)))
      }
      if (isIndexText(key)) {
        return result<Tensor>(out, native.getItem(out, receiver._h, [key]))
      }
    }
    return Reflect.get(target, key, receiver)
  },

  set(target, key, value: unknown, receiver: unknown): boolean {
    if (typeof key === 'string' && isTensor(receiver)) {
      if (integer.test(key)) {
        native.setItem(receiver._h, [Number(key)], value)
        return true
      }
      if (isIndexText(key)) {
        native.setItem(receiver._h, [key], value)
        return true
      }
    }
    // An ordinary property of the object's own.
    if (typeof receiver !== 'object' || receiver === null) return false
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)
    if (descriptor?.set !== undefined) return Reflect.set(target, key, value, receiver)
    return Reflect.defineProperty(receiver, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  },
})
