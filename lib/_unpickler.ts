// The opcodes of pickles of protocols 2 to 5 that weights_only does not read. They build data, too: what a file may
// name is the table's to say.

import { className, Dict } from './_pickled_dicts.js'
import { decodeUtf8 } from './_surrogates.js'
import { decodeLong, Unpickler } from './_weights_only_unpickler.js'
import { UnpicklingError } from './pickle.js'

/** Reads one pickle of any protocol from 2 on. */
export class FullUnpickler extends Unpickler {
  protected override protocol(version: number): void {
    if (version > 5) throw new UnpicklingError(`unsupported pickle protocol: ${version}`)
  }

  protected override other(code: number): unknown {
    switch (code) {
      case 0x95: // FRAME
        this.bytes(8)
        return undefined
      case 0x94: // MEMOIZE
        this.memo.set(this.memo.size, this.top())
        return undefined
      case 0x93: // STACK_GLOBAL
        return this.#stackGlobal()
      case 0x92: // NEWOBJ_EX
        this.#newObjectWithKeywords()
        return undefined
      case 0x91: // FROZENSET
        return new Set(this.popMark())
      case 0x90: // ADDITEMS
        this.#addItems(this.popMark())
        return undefined
      case 0x30: // POP
        this.pop()
        return undefined
      case 0x31: // POP_MARK
        this.popMark()
        return undefined
      case 0x32: // DUP
        return this.top()
      default:
        return this.#sized(code)
    }
  }

  // Values whose length stands before them, in 1, 4 or 8 bytes.
  #sized(code: number): unknown {
    switch (code) {
      case 0x8c: // SHORT_BINUNICODE
        return decodeUtf8(this.#counted(1))
      case 0x8d: // BINUNICODE8
        return decodeUtf8(this.#counted(8))
      case 0x43: // SHORT_BINBYTES
        return Uint8Array.from(this.#counted(1))
      case 0x42: // BINBYTES
        return Uint8Array.from(this.#counted(4))
      case 0x8e: // BINBYTES8, BYTEARRAY8
      case 0x96:
        return Uint8Array.from(this.#counted(8))
      case 0x54: // BINSTRING
        return this.byteString(this.#counted(4))
      case 0x8b: // LONG4
        return decodeLong(this.#counted(4))
      default:
        return super.other(code)
    }
  }

  #counted(width: 1 | 4 | 8): Buffer {
    const head = this.bytes(width)
    return this.bytes(width === 8 ? Number(head.readBigUInt64LE()) : head.readUIntLE(0, width))
  }

  #stackGlobal(): unknown {
    const name = this.pop()
    const module = this.pop()
    if (typeof name !== 'string' || typeof module !== 'string') {
      throw new UnpicklingError('STACK_GLOBAL requires str')
    }
    return this.find(module, name)
  }

  #newObjectWithKeywords(): void {
    const keywords = this.pop()
    if (!(keywords instanceof Dict) || keywords.items.size > 0) {
      throw new UnpicklingError('objects made with keyword arguments cannot be read')
    }
    this.newObject()
  }

  #addItems(items: readonly unknown[]): void {
    const set = this.top()
    if (!(set instanceof Set)) {
      throw new UnpicklingError(`Can only add items to sets, but got ${className(set)}`)
    }
    for (const item of items) set.add(item)
  }
}
