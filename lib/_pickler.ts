// Writes pickles of protocol 2, opcode for opcode as CPython's own pickler does.

import { isPlainObject } from './_repr.js'
import { encodeUtf8 } from './_surrogates.js'
import { Tuple } from './_tuple.js'
import { typeName } from './_typename.js'
import { PicklingError } from './pickle.js'

/** A class or function of Python, by name. */
export class Global {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
}

/** A number that is a float, whole or not. */
export class Float {
  constructor(readonly value: number) {}
}

/** A string that is an object of its own, not the same as others that are equal. */
export class OwnString {
  constructor(readonly value: string) {}
}

/** How to make an object again: what Python's `__reduce_ex__` gives. */
export interface Reduced {
  /** The function to call, or the class of a new object. */
  readonly func: Global
  readonly args: readonly unknown[]
  /** Whether an object is made by `__new__`, without its constructor. */
  readonly newobj?: boolean
  /** The entries that a dict gets afterwards. */
  readonly entries?: Iterable<readonly [unknown, unknown]>
  /** What its fields are set to at last. */
  readonly state?: unknown
}

/** What a pickler asks for. */
export interface Hooks {
  /** What stands for an object that is kept outside of the pickle; null for any other. */
  persistentId(value: object): readonly unknown[] | null
  /** Objects that pickles have no opcode for; null for what cannot be saved. */
  reduce(value: object): Reduced | Global | null
}

const op = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  BINFLOAT: 0x47,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  NONE: 0x4e,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  APPENDS: 0x65,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  TUPLE1: 0x85,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
} as const

// How many items one opcode takes.
const batchSize = 1000

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

/** One pickle. */
export class Pickler {
  readonly #hooks: Hooks
  readonly #memo = new Map<unknown, number>()
  #bytes = Buffer.allocUnsafe(1024)
  #length = 0

  constructor(hooks: Hooks) {
    this.#hooks = hooks
  }

  /** The pickle of a value. */
  dump(value: unknown): Buffer {
    this.#put(op.PROTO, 2)
    this.#save(value)
    this.#put(op.STOP)
    return this.#bytes.subarray(0, this.#length)
  }

  #room(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length))
      this.#bytes.copy(larger, 0, 0, at)
      this.#bytes = larger
    }
    return at
  }

  #put(...bytes: number[]): void {
    let at = this.#room(bytes.length)
    for (const byte of bytes) this.#bytes[at++] = byte
  }

  #raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length)
    this.#bytes.set(bytes, at)
  }

  #uint32(opcode: number, value: number): void {
    const at = this.#room(5)
    this.#bytes[at] = opcode
    this.#bytes.writeUInt32LE(value, at + 1)
  }

  #memoize(value: unknown): void {
    const id = this.#memo.size
    this.#memo.set(value, id)
    if (id < 256) this.#put(op.BINPUT, id)
    else this.#uint32(op.LONG_BINPUT, id)
  }

  #known(value: unknown): boolean {
    const id = this.#memo.get(value)
    if (id === undefined) return false
    if (id < 256) this.#put(op.BINGET, id)
    else this.#uint32(op.LONG_BINGET, id)
    return true
  }

  #save(value: unknown): void {
    switch (typeof value) {
      case 'undefined':
        this.#put(op.NONE)
        return
      case 'boolean':
        this.#put(value ? op.NEWTRUE : op.NEWFALSE)
        return
      case 'number':
        // Whole numbers are ints, up to where ints are bigints; -0 is no int.
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
          this.#int(value)
          return
        }
        this.#float(value)
        return
      case 'bigint':
        this.#int(value)
        return
      case 'string':
        this.#string(value)
        return
      case 'object':
        if (value === null) this.#put(op.NONE)
        else this.#object(value)
        return
      default:
        throw cannot(value)
    }
  }

  #int(value: number | bigint): void {
    if (value >= -0x80000000 && value <= 0x7fffffff) {
      const int = Number(value)
      if (int >= 0 && int < 0x100) {
        this.#put(op.BININT1, int)
        return
      }
      if (int >= 0 && int < 0x10000) {
        this.#put(op.BININT2, int & 255, int >> 8)
        return
      }
      const at = this.#room(5)
      this.#bytes[at] = op.BININT
      this.#bytes.writeInt32LE(int, at + 1)
      return
    }
    const bytes = twosComplement(BigInt(value))
    if (bytes.length < 256) this.#put(op.LONG1, bytes.length)
    else this.#uint32(op.LONG4, bytes.length)
    this.#raw(bytes)
  }

  #float(value: number): void {
    const at = this.#room(9)
    this.#bytes[at] = op.BINFLOAT
    this.#bytes.writeDoubleBE(value, at + 1)
  }

  // Equal strings are one object here, as interned ones are in Python.
  #string(value: string, object: unknown = value): void {
    if (this.#known(object)) return
    const bytes = encodeUtf8(value)
    this.#uint32(op.BINUNICODE, bytes.length)
    this.#raw(bytes)
    this.#memoize(object)
  }

  #object(value: object): void {
    if (value instanceof OwnString) {
      this.#string(value.value, value)
      return
    }
    if (value instanceof Float) {
      this.#float(value.value)
      return
    }
    const id = this.#hooks.persistentId(value)
    if (id !== null) {
      this.#tuple(id)
      this.#put(op.BINPERSID)
      return
    }
    if (this.#known(value)) return
    if (value instanceof Global) {
      this.#global(value)
      return
    }
    const reduced = this.#hooks.reduce(value)
    if (reduced instanceof Global) {
      if (this.#known(reduced)) return
      this.#global(reduced)
      return
    }
    if (reduced !== null) {
      this.#reduced(reduced, value)
      return
    }
    if (value instanceof Tuple) {
      this.#tuple(value)
      return
    }
    if (Array.isArray(value)) {
      this.#list(value)
      return
    }
    const isMap = tagOf(value) === 'Map'
    if (!isMap && !isPlainObject(value)) throw cannot(value)
    this.#put(op.EMPTY_DICT)
    this.#memoize(value)
    const entries = isMap ? [...(value as Map<unknown, unknown>)] : Object.entries(value)
    this.#dictItems(entries)
  }

  #global(value: Global): void {
    this.#put(op.GLOBAL)
    this.#raw(Buffer.from(`${value.module}\n${value.name}\n`))
    this.#memoize(value)
  }

  #reduced({ func, args, newobj, entries, state }: Reduced, value: object): void {
    this.#save(func)
    this.#tuple(args)
    this.#put(newobj ? op.NEWOBJ : op.REDUCE)
    this.#memoize(value)
    if (entries !== undefined) this.#orderedItems([...entries])
    if (state === undefined) return
    this.#save(state)
    this.#put(op.BUILD)
  }

  #tuple(items: readonly unknown[]): void {
    const { length } = items
    if (length === 0) {
      this.#put(op.EMPTY_TUPLE)
      return
    }
    if (length > 3) this.#put(op.MARK)
    for (const item of items) this.#save(item)
    this.#put(length > 3 ? op.TUPLE : op.TUPLE1 + length - 1)
    this.#memoize(items)
  }

  #list(items: readonly unknown[]): void {
    this.#put(op.EMPTY_LIST)
    this.#memoize(items)
    if (items.length === 1) {
      this.#save(items[0])
      this.#put(op.APPEND)
      return
    }
    for (let start = 0; start < items.length; start += batchSize) {
      this.#put(op.MARK)
      for (const item of items.slice(start, start + batchSize)) this.#save(item)
      this.#put(op.APPENDS)
    }
  }

  #items(entries: readonly (readonly [unknown, unknown])[]): void {
    this.#put(op.MARK)
    for (const [key, value] of entries) {
      this.#save(key)
      this.#save(value)
    }
    this.#put(op.SETITEMS)
  }

  #item([key, value]: readonly [unknown, unknown]): void {
    this.#save(key)
    this.#save(value)
    this.#put(op.SETITEM)
  }

  // After a full batch CPython writes one more, an empty one if nothing is left.
  #dictItems(entries: readonly (readonly [unknown, unknown])[]): void {
    if (entries.length === 1) {
      this.#item(entries[0] as [unknown, unknown])
      return
    }
    if (entries.length === 0) return
    let start = 0
    do {
      this.#items(entries.slice(start, start + batchSize))
      start += batchSize
    } while (start <= entries.length)
  }

  // The same of a subclass of dict: batches by an iterator, one item left over alone.
  #orderedItems(entries: readonly (readonly [unknown, unknown])[]): void {
    for (let start = 0; start < entries.length; start += batchSize) {
      const batch = entries.slice(start, start + batchSize)
      if (batch.length === 1) this.#item(batch[0] as [unknown, unknown])
      else this.#items(batch)
    }
  }
}

function cannot(value: unknown): PicklingError {
  return new PicklingError(
    `cannot pickle '${typeName(value)}' object: torch.save takes tensors, numbers, strings, lists, tuples, dicts, sets ` +
      'and bytes, and classes that torch.serialization.add_safe_globals named; of a module save its state_dict()',
  )
}

// Little-endian, and no byte more than it takes.
function twosComplement(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const byte = Number(BigInt.asUintN(8, rest))
    bytes.push(byte)
    rest >>= 8n
    if ((rest === 0n && byte < 128) || (rest === -1n && byte >= 128)) return Uint8Array.from(bytes)
  }
}
