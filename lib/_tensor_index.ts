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

/** Whether a property key is an integer: `x[0]`, `x[-1]`. */
function isInteger(key: string): boolean {
  const first = key.charCodeAt(0)
  // '-' or a digit; few names start so.
  return (first === 45 || (first >= 48 && first <= 57)) && Number.isInteger(Number(key))
}

/** Whether a property key is an index in Python's grammar rather than a name. */
function isIndexText(key: string): boolean {
  return key.includes(':') || key.includes(',') || key === '...' || key === 'None'
}

// The addon's numbers of texts that it has parsed; -1 where it keeps no more.
const texts = new Map<string, number>()

function getByText(self: Receiver, text: string): Tensor {
  let number = texts.get(text)
  if (number === undefined) {
    number = native.internIndex(text)
    if (number >= 0) texts.set(text, number)
  }
  const out = new Wrapper()
  return number < 0
    ? result(out, native.getItem(out, self._h, [text]))
    : result(out, native.getItemByText(out, self._h, number))
}

interface Receiver {
  _h: number
}

function isIndex(key: string): boolean {
  return isInteger(key) || isIndexText(key)
}

function isTensor(value: unknown): value is Receiver {
  return (value as Partial<Receiver>)._h !== undefined
}

/** Reached only by keys that neither the object nor its classes have, so nothing else gets slower. */
const brackets: object = new Proxy(Object.create(Object.prototype) as object, {
  get(target, key, receiver: unknown): unknown {
    if (typeof key === 'string' && isIndex(key) && isTensor(receiver)) {
      if (isInteger(key)) {
        const out = new Wrapper()
        return result<Tensor>(out, native.select(out, receiver._h, Number(key)))
      }
      return getByText(receiver, key)
    }
    return Reflect.get(target, key, receiver)
  },

  set(target, key, value: unknown, receiver: unknown): boolean {
    if (typeof key === 'string' && isIndex(key) && isTensor(receiver)) {
      native.setItem(receiver._h, [isInteger(key) ? Number(key) : key], value)
      return true
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

/**
 * The end of a tensor's prototype chain. `x[0]` to `x[15]` are accessors: V8 asks a proxy for integer keys in its slow
 * runtime, an accessor a little sooner.
 */
export const tensorBrackets: object = Object.create(brackets) as object
for (let i = 0; i < 16; i++) {
  Object.defineProperty(tensorBrackets, i, {
    get(this: Receiver): Tensor {
      const out = new Wrapper()
      return result<Tensor>(out, native.select(out, this._h, i))
    },
    set(this: Receiver, value: unknown) {
      native.setItem(this._h, [i], value)
    },
    configurable: true,
  })
}
