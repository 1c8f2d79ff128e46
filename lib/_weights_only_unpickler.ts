// Mirrors torch/_weights_only_unpickler.py: reads pickles with opcodes that build data, and with the classes and
// functions that a table names; nothing is looked up or run by the names in a file.

import {
  blocked,
  exactly,
  notImported,
  readGlobal,
  type Source,
  unsupportedGlobal,
} from './_pickle_names.js'
import { className, Dict, settle } from './_pickled_dicts.js'
import { decodeUtf8 } from './_surrogates.js'
import { Tuple, tuple } from './_tuple.js'
import { EOFError, IndexError, KeyError } from './errors.js'
import { UnpicklingError } from './pickle.js'
import { warn } from './warnings.js'

/** What may stand for a class or function of Python in a file. */
export interface SafeGlobal {
  /** Python's full name. */
  readonly path: string
  /** What a call gives; null if it is not called. */
  readonly call: ((args: readonly unknown[]) => unknown) | null
  /** A new object without its constructor. */
  readonly make?: (args: readonly unknown[]) => unknown
  /** Sets the fields of such an object. */
  readonly build?: (object: never, state: unknown) => void
}

/** What an unpickler asks for. */
export interface Globals {
  /** A class or function, or a constant, by its full name; undefined if it is not allowed. */
  find(path: string): unknown
  /** How the fields of an object that the file made are set; null if they may not be. */
  builder(object: unknown): ((object: never, state: unknown) => void) | null
}

export function isSafeGlobal(value: unknown): value is SafeGlobal {
  return typeof value === 'object' && value !== null && 'path' in value && 'call' in value
}

/** Reads one pickle. */
export class Unpickler {
  readonly #source: Source
  protected readonly globals: Globals
  readonly #persistentLoad: (id: unknown) => unknown
  readonly #encoding: string
  protected readonly memo = new Map<number, unknown>()
  protected stack: unknown[] = []
  readonly #metastack: unknown[][] = []

  constructor(
    source: Source,
    globals: Globals,
    persistentLoad: (id: unknown) => unknown = () => {
      throw new UnpicklingError('unsupported persistent id encountered')
    },
    encoding = 'bytes',
  ) {
    this.#source = source
    this.globals = globals
    this.#persistentLoad = persistentLoad
    this.#encoding = encoding
  }

  /** The value of the pickle. */
  load(): unknown {
    for (;;) {
      const [code] = this.#source.read(1)
      if (code === undefined) throw new EOFError()
      if (code === 0x2e) return settle(this.pop())
      this.#step(code)
    }
  }

  protected pop(): unknown {
    if (this.stack.length === 0) throw new IndexError('pop from empty list')
    return this.stack.pop()
  }

  protected top(): unknown {
    if (this.stack.length === 0) throw new IndexError('list index out of range')
    return this.stack.at(-1)
  }

  protected popMark(): unknown[] {
    const items = this.stack
    const before = this.#metastack.pop()
    if (before === undefined) throw new IndexError('pop from empty list')
    this.stack = before
    return items
  }

  #packed(count: number): void {
    if (this.stack.length < count) throw new IndexError('list index out of range')
    this.stack.push(tuple(this.stack.splice(-count)))
  }

  protected bytes(count: number): Buffer {
    return exactly(this.#source, count)
  }

  #step(code: number): void {
    const stack = this.stack
    switch (code) {
      case 0x63: // GLOBAL
        stack.push(this.find(...readGlobal(this.#source)))
        return
      case 0x81: // NEWOBJ
        this.newObject()
        return
      case 0x52: // REDUCE
        this.#reduce()
        return
      case 0x62: // BUILD
        this.#build()
        return
      case 0x61: // APPEND
        this.#append([this.pop()], 'append to')
        return
      case 0x65: // APPENDS
        this.#append(this.popMark(), 'extend')
        return
      case 0x73: {
        // SETITEM
        const value = this.pop()
        this.#setItems([this.pop(), value], 'SETITEM')
        return
      }
      case 0x75: // SETITEMS
        this.#setItems(this.popMark(), 'SETITEMS')
        return
      case 0x28: // MARK
        this.#metastack.push(stack)
        this.stack = []
        return
      case 0x74: {
        // TUPLE
        const items = this.popMark()
        this.stack.push(tuple(items))
        return
      }
      case 0x85: // TUPLE1, TUPLE2, TUPLE3
      case 0x86:
      case 0x87:
        this.#packed(code - 0x84)
        return
      case 0x29: // EMPTY_TUPLE
        stack.push(tuple())
        return
      case 0x5d: // EMPTY_LIST
        stack.push([])
        return
      case 0x7d: // EMPTY_DICT
        stack.push(new Dict())
        return
      case 0x8f: // EMPTY_SET
        stack.push(new Set())
        return
      case 0x51: // BINPERSID
        stack.push(this.#persistent(this.pop()))
        return
      case 0x68: // BINGET
        this.#get(this.bytes(1).readUInt8())
        return
      case 0x6a: // LONG_BINGET
        this.#get(this.bytes(4).readUInt32LE())
        return
      case 0x71: // BINPUT
        this.memo.set(this.bytes(1).readUInt8(), this.top())
        return
      case 0x72: // LONG_BINPUT
        this.memo.set(this.bytes(4).readUInt32LE(), this.top())
        return
      case 0x80: // PROTO
        this.protocol(this.bytes(1).readUInt8())
        return
      default: {
        // Which may take values from the stack, or another one.
        const value = this.#scalar(code)
        if (value !== undefined) this.stack.push(value)
      }
    }
  }

  #scalar(code: number): unknown {
    switch (code) {
      case 0x4e: // NONE
        return null
      case 0x88: // NEWTRUE
        return true
      case 0x89: // NEWFALSE
        return false
      case 0x4a: // BININT
        return this.bytes(4).readInt32LE()
      case 0x4b: // BININT1
        return this.bytes(1).readUInt8()
      case 0x4d: // BININT2
        return this.bytes(2).readUInt16LE()
      case 0x47: // BINFLOAT
        return this.bytes(8).readDoubleBE()
      case 0x8a: // LONG1
        return decodeLong(this.bytes(this.bytes(1).readUInt8()))
      case 0x58: // BINUNICODE
        return decodeUtf8(this.bytes(this.bytes(4).readUInt32LE()))
      case 0x55: // SHORT_BINSTRING
        return this.byteString(this.bytes(this.bytes(1).readUInt8()))
      default:
        return this.other(code)
    }
  }

  /** What any other opcode pushes; undefined for nothing. */
  protected other(code: number): unknown {
    throw new UnpicklingError(`Unsupported operand ${code}`)
  }

  protected byteString(bytes: Buffer): string | Uint8Array {
    switch (this.#encoding.toLowerCase()) {
      case 'bytes':
        return Uint8Array.from(bytes)
      case 'latin1':
      case 'latin-1':
      case 'iso-8859-1':
        return bytes.toString('latin1')
      default:
        return decodeUtf8(bytes)
    }
  }

  #get(id: number): void {
    if (!this.memo.has(id)) throw new KeyError(id)
    this.stack.push(this.memo.get(id))
  }

  protected protocol(version: number): void {
    if (version === 2) return
    warn(
      `Detected pickle protocol ${version} in the checkpoint, which was ` +
        'not the default pickle protocol used by `torch.load` (2). The weights_only ' +
        'Unpickler might not support all instructions implemented by this protocol, ' +
        'please file an issue for adding support if you encounter this.',
    )
  }

  /** The class or function of this name. */
  protected find(module: string, name: string): unknown {
    const path = `${module}.${name}`
    if (blocked.has(module)) {
      throw new UnpicklingError(
        `Trying to load unsupported GLOBAL ${path} whose module ${module} is blocked.`,
      )
    }
    const found = this.globals.find(path)
    if (found !== undefined) return found
    if (Object.hasOwn(notImported, path)) throw new UnpicklingError(notImported[path] as string)
    throw unsupportedGlobal(path)
  }

  protected newObject(): void {
    const args = this.pop()
    const cls = this.pop()
    if (!isSafeGlobal(cls) || cls.make === undefined) {
      throw new UnpicklingError(
        'Can only create new object for nn.Parameter or classes allowlisted ' +
          `via \`add_safe_globals\` but got ${isSafeGlobal(cls) ? cls.path : className(cls)}`,
      )
    }
    this.stack.push(cls.make(argumentsOf(args)))
  }

  #reduce(): void {
    const args = this.pop()
    const func = this.top()
    if (!isSafeGlobal(func) || func.call === null) {
      throw new UnpicklingError(
        `Trying to call reduce for unrecognized function ${isSafeGlobal(func) ? func.path : className(func)}`,
      )
    }
    this.stack[this.stack.length - 1] = func.call(argumentsOf(args))
  }

  #build(): void {
    const state = this.pop()
    const object = this.top()
    if (object instanceof Dict && object.type === 'OrderedDict') {
      if (!(state instanceof Dict)) throw new TypeError(`${className(state)} is not a dict`)
      for (const [key, value] of state.items) object.attributes.set(String(key), value)
      return
    }
    const build = this.globals.builder(object)
    if (build === null) {
      throw new UnpicklingError(
        'Can only build Tensor, Parameter, OrderedDict or types allowlisted ' +
          `via \`add_safe_globals\`, but got ${className(object)}`,
      )
    }
    build(object as never, state)
  }

  #append(items: readonly unknown[], what: string): void {
    const list = this.top()
    if (!Array.isArray(list) || Object.getPrototypeOf(list) !== Array.prototype) {
      throw new UnpicklingError(`Can only ${what} lists, but got ${className(list)}`)
    }
    for (const item of items) list.push(item)
  }

  #setItems(items: readonly unknown[], opcode: string): void {
    const dict = this.top()
    if (!(dict instanceof Dict)) {
      throw new UnpicklingError(
        `Can only ${opcode} for dict, collections.OrderedDict, ` +
          `collections.Counter, but got ${className(dict)}`,
      )
    }
    if (items.length % 2 !== 0) throw new IndexError('list index out of range')
    for (let i = 0; i < items.length; i += 2) dict.items.set(items[i], items[i + 1])
  }

  #persistent(id: unknown): unknown {
    const isTuple = id instanceof Tuple
    if (!isTuple && !Number.isInteger(id)) {
      throw new UnpicklingError(`persistent_load id must be tuple or int, but got ${className(id)}`)
    }
    if (isTuple && id.length > 0 && asciiText(id[0]) !== 'storage') {
      throw new UnpicklingError(
        `Only persistent_load of storage is allowed, but got ${className(id[0])}`,
      )
    }
    return this.#persistentLoad(id)
  }
}

/** A string, or the string of bytes, as files of Python 2 have it. */
export function asciiText(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString('latin1') : value
}

function argumentsOf(args: unknown): readonly unknown[] {
  if (args instanceof Tuple) return args
  throw new UnpicklingError(`the arguments of a call must be a tuple, but got ${className(args)}`)
}

/** An integer in little-endian two's complement. */
export function decodeLong(bytes: Buffer): number | bigint {
  if (bytes.length === 0) return 0
  const hex = Buffer.from(bytes).reverse().toString('hex')
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

export { get_globals_in_pkl, type Source, unsupportedGlobal } from './_pickle_names.js'
