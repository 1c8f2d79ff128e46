// Reads the pickles that CIFAR comes in: dicts, lists, strings, ints and NumPy's arrays of bytes. Any other class is
// refused by name, and nothing of the file ever runs.

import { Exception } from '../../errors.js'

/** A pickle that is broken, or holds what it must not. */
export class UnpicklingError extends Exception {}

/** An array of bytes. */
export interface Bytes {
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

type Make = (args: unknown[]) => unknown

/** An array while it is made: NumPy makes an empty one and sets its state. */
class PickledArray implements Bytes {
  shape: readonly number[] = []
  data: Uint8Array = new Uint8Array(0)

  setState(state: unknown[]): void {
    const [, shape, , fortran, data] = state
    const sizes = shape as number[]
    if (!Array.isArray(shape) || typeof data !== 'string' || fortran !== false) {
      throw new UnpicklingError('only arrays of bytes in rows are read')
    }
    this.shape = sizes
    this.data = Uint8Array.from(Buffer.from(data, 'latin1'))
    if (sizes.reduce((product, one) => product * one, 1) !== this.data.length) {
      throw new UnpicklingError('an array and its shape differ')
    }
  }
}

class PickledType {
  constructor(readonly name: unknown) {
    if (name !== 'u1')
      throw new UnpicklingError(`only arrays of bytes are read, not of ${String(name)}`)
  }
  setState(): void {}
}

const isMark = Symbol('mark')
const globals: Readonly<Record<string, Make>> = Object.assign(Object.create(null), {
  'numpy.core.multiarray _reconstruct': () => new PickledArray(),
  'numpy._core.multiarray _reconstruct': () => new PickledArray(),
  'numpy ndarray': () => new PickledArray(),
  // How Python 3 writes bytes in old protocols: as a text of their numbers.
  '_codecs encode': ([text]: unknown[]) => text,
  'numpy dtype': ([name]: unknown[]) => new PickledType(name),
})

class Unpickler {
  #at = 0
  #stack: unknown[] = []
  readonly #memo = new Map<number, unknown>()
  readonly #bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #take(count: number): Buffer {
    const end = this.#at + count
    if (!(count >= 0 && end <= this.#bytes.length))
      throw new UnpicklingError('pickle data was truncated')
    const part = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at)
    const text = this.#take((end < 0 ? this.#bytes.length : end) - this.#at).toString('latin1')
    this.#take(1)
    return text
  }

  #pop(): unknown {
    const value = this.#stack.pop()
    if (value === undefined || value === isMark)
      throw new UnpicklingError('unpickling stack underflow')
    return value
  }

  #popMark(): unknown[] {
    const from = this.#stack.lastIndexOf(isMark)
    if (from < 0) throw new UnpicklingError('could not find MARK')
    return this.#stack.splice(from).slice(1)
  }

  #top(): unknown {
    return this.#stack.at(-1)
  }

  load(): unknown {
    for (;;) {
      const op = String.fromCharCode(this.#take(1)[0] as number)
      if (op === '.') return this.#pop()
      this.#step(op)
    }
  }

  #step(op: string): void {
    const stack = this.#stack
    switch (op) {
      case '\x80':
        this.#take(1)
        break
      case '\x95':
        this.#take(8)
        break
      case '(':
        stack.push(isMark)
        break
      case 'N':
        stack.push(null)
        break
      case '\x88':
        stack.push(true)
        break
      case '\x89':
        stack.push(false)
        break
      case 'K':
        stack.push(this.#take(1)[0])
        break
      case 'M':
        stack.push(this.#take(2).readUInt16LE())
        break
      case 'J':
        stack.push(this.#take(4).readInt32LE())
        break
      case 'I':
        stack.push(Number.parseInt(this.#line(), 10))
        break
      case 'G':
        stack.push(this.#take(8).readDoubleBE())
        break
      case 'U':
      case 'C':
        stack.push(this.#take(this.#take(1)[0] as number).toString('latin1'))
        break
      case 'T':
      case 'B':
        stack.push(this.#take(this.#take(4).readInt32LE()).toString('latin1'))
        break
      case '\x8c':
        stack.push(this.#take(this.#take(1)[0] as number).toString('utf8'))
        break
      case 'X':
        stack.push(this.#take(this.#take(4).readUInt32LE()).toString('utf8'))
        break
      case '}':
        stack.push(new Map())
        break
      case ']':
        stack.push([])
        break
      case ')':
        stack.push([])
        break
      case 't':
        stack.push(this.#popMark())
        break
      case '\x85':
        stack.push([this.#pop()])
        break
      case '\x86':
        stack.push([this.#pop(), this.#pop()].reverse())
        break
      case '\x87':
        stack.push([this.#pop(), this.#pop(), this.#pop()].reverse())
        break
      case 'a':
        this.#append([this.#pop()])
        break
      case 'e':
        this.#append(this.#popMark())
        break
      case 's':
        this.#setItems([this.#pop(), this.#pop()].reverse())
        break
      case 'u':
        this.#setItems(this.#popMark())
        break
      case 'q':
        this.#memo.set(this.#take(1)[0] as number, this.#top())
        break
      case 'r':
        this.#memo.set(this.#take(4).readUInt32LE(), this.#top())
        break
      case '\x94':
        this.#memo.set(this.#memo.size, this.#top())
        break
      case 'h':
        stack.push(this.#recall(this.#take(1)[0] as number))
        break
      case 'j':
        stack.push(this.#recall(this.#take(4).readUInt32LE()))
        break
      case 'c':
        stack.push(this.#global(this.#line(), this.#line()))
        break
      case '\x93': {
        const [module, name] = [this.#pop(), this.#pop()].reverse()
        stack.push(this.#global(String(module), String(name)))
        break
      }
      case 'R': {
        const [make, args] = [this.#pop(), this.#pop()].reverse()
        if (!Object.values(globals).includes(make as Make))
          throw new UnpicklingError('a call of what is no class')
        stack.push((make as Make)(args as unknown[]))
        break
      }
      case 'b': {
        const state = this.#pop()
        const object = this.#top()
        if (object instanceof PickledArray) object.setState(state as unknown[])
        else if (!(object instanceof PickledType))
          throw new UnpicklingError('a state of what is no array')
        break
      }
      default:
        throw new UnpicklingError(`invalid load key, '${op}'.`)
    }
  }

  #recall(key: number): unknown {
    if (!this.#memo.has(key)) throw new UnpicklingError(`Memo value not found at index ${key}`)
    return this.#memo.get(key)
  }

  #global(module: string, name: string): Make {
    const make = globals[`${module} ${name}`]
    if (make === undefined) throw new UnpicklingError(`global '${module}.${name}' is forbidden`)
    return make
  }

  #append(items: unknown[]): void {
    const list = this.#top()
    if (!Array.isArray(list)) throw new UnpicklingError('items for what is no list')
    for (const item of items) list.push(item)
  }

  #setItems(items: unknown[]): void {
    const dict = this.#top()
    if (!(dict instanceof Map)) throw new UnpicklingError('items for what is no dict')
    for (let i = 0; i + 1 < items.length; i += 2) dict.set(items[i], items[i + 1])
  }
}

/**
 * The dict in a pickle, Python 2's strings read as Latin-1.
 *
 * @throws UnpicklingError for a pickle that is broken or names a class other than NumPy's arrays.
 */
export function loadDict(bytes: Uint8Array): Map<unknown, unknown> {
  const value = new Unpickler(bytes).load()
  if (value instanceof Map) return value
  throw new UnpicklingError('a dict was expected')
}
