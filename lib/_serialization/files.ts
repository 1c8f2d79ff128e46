// What may stand for a file: a path, bytes, or an object that reads or writes them.

import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pyRepr } from '../_repr.js'
import type { Source } from '../_weights_only_unpickler.js'
import { AttributeError, FileNotFoundError, OSError } from '../errors.js'
import { BytesIO, type Readable, type Writable } from '../io.js'
import { letGo } from './memory.js'

/** What `torch.load` reads. */
export type LoadFile = string | URL | Uint8Array | ArrayBuffer | Readable
/** What `torch.save` writes to. */
export type SaveFile = string | URL | Writable

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

/** The path that a value is; null if it is none. */
export function pathOf(f: unknown): string | null {
  if (typeof f === 'string') return f
  return tagOf(f) === 'URL' ? fileURLToPath(f as URL) : null
}

const texts: Readonly<Record<string, [errno: number, text: string]>> = {
  ENOENT: [2, 'No such file or directory'],
  EACCES: [13, 'Permission denied'],
  EISDIR: [21, 'Is a directory'],
  ENOTDIR: [20, 'Not a directory'],
  ENOSPC: [28, 'No space left on device'],
}

/** Python's error for one of Node's file system; others are left as they are. */
function fileError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  const known = code === undefined ? undefined : texts[code]
  if (known === undefined) return error
  const text = `[Errno ${known[0]}] ${known[1]}: ${pyRepr(path)}`
  return code === 'ENOENT' ? new FileNotFoundError(text) : new OSError(text)
}

function opened(path: string, flags: 'r' | 'w'): number {
  try {
    const fd = openSync(path, flags)
    if (fstatSync(fd).isDirectory()) {
      closeSync(fd)
      throw Object.assign(new Error(), { code: 'EISDIR' })
    }
    return fd
  } catch (error) {
    throw fileError(error, path)
  }
}

/** Bytes with a place in them, in memory or in a file. */
export interface Input extends Source {
  /** How many bytes there are. */
  readonly size: number
  /** Where the next byte is. */
  position: number
  /** The next bytes into memory of the caller; how many there were. */
  readInto(target: Uint8Array): number
}

abstract class Reader {
  position = 0
  abstract readonly size: number
  abstract readInto(target: Uint8Array): number

  read(count: number): Buffer {
    // Counts in files may be anything.
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(count, this.size - this.position)))
    return bytes.subarray(0, this.readInto(bytes))
  }

  readline(): Buffer {
    const parts: number[] = []
    for (;;) {
      const [byte] = this.read(1)
      if (byte !== undefined) parts.push(byte)
      if (byte === undefined || byte === 10) return Buffer.from(parts)
    }
  }
}

/** Bytes in memory, which are not copied. */
export class BytesInput extends Reader implements Input {
  readonly #bytes: Buffer

  constructor(bytes: Uint8Array) {
    super()
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get size(): number {
    return this.#bytes.length
  }

  override read(count: number): Buffer {
    const bytes = this.#bytes.subarray(this.position, this.position + count)
    this.position += bytes.length
    return bytes
  }

  readInto(target: Uint8Array): number {
    const count = Math.min(target.length, Math.max(this.size - this.position, 0))
    target.set(this.#bytes.subarray(this.position, this.position + count))
    this.position += count
    return count
  }
}

const bufferSize = 64 * 1024

/** A file, read a piece at a time. */
export class FileInput extends Reader implements Input {
  readonly size: number
  readonly #fd: number
  readonly #buffer = Buffer.allocUnsafe(bufferSize)
  #start = 0
  #end = 0

  constructor(fd: number) {
    super()
    this.#fd = fd
    this.size = fstatSync(fd).size
  }

  readInto(target: Uint8Array): number {
    let done = 0
    while (done < target.length) {
      const inBuffer = this.position >= this.#start && this.position < this.#end
      if (!inBuffer && target.length - done >= bufferSize) {
        const count = readSync(this.#fd, target, done, target.length - done, this.position)
        if (count === 0) break
        this.position += count
        done += count
        continue
      }
      if (!inBuffer) {
        this.#start = this.position
        this.#end = this.position + readSync(this.#fd, this.#buffer, 0, bufferSize, this.position)
        if (this.#end === this.#start) break
      }
      const from = this.position - this.#start
      const count = Math.min(target.length - done, this.#end - this.position)
      target.set(this.#buffer.subarray(from, from + count), done)
      this.position += count
      done += count
    }
    return done
  }
}

/** An opened file: its path or its bytes, and what reads them. */
export interface Opened {
  readonly path: string | null
  /** Null for a path. */
  readonly bytes: Uint8Array | null
  readonly input: Input
}

/** Opens what `torch.load` got, for the time of a function. */
export function withInput<R>(f: unknown, body: (file: Opened) => R): R {
  const path = pathOf(f)
  if (path !== null) {
    const fd = opened(path, 'r')
    try {
      return body({ path, bytes: null, input: new FileInput(fd) })
    } finally {
      closeSync(fd)
    }
  }
  const tag = tagOf(f)
  if (tag === 'ArrayBuffer' || tag === 'Uint8Array') {
    const bytes = tag === 'Uint8Array' ? (f as Uint8Array) : new Uint8Array(f as ArrayBuffer)
    return body({ path: null, bytes, input: new BytesInput(bytes) })
  }
  const file = asReadable(f)
  const start = file.tell()
  const bytes = file instanceof BytesIO ? file.getbuffer().subarray(start) : file.read()
  const input = new BytesInput(bytes)
  const result = body({ path: null, bytes, input })
  file.seek(start + input.position)
  return result
}

function asReadable(f: unknown): Readable {
  for (const name of ['seek', 'tell', 'read']) {
    if (typeof (f as Record<string, unknown> | null | undefined)?.[name] === 'function') continue
    throw new AttributeError(
      `${pyRepr(f)} has no attribute '${name}'. You can only torch.load from a file that is seekable.` +
        ' Please pre-load the data into a buffer like io.BytesIO and' +
        ' try to load from it instead.',
    )
  }
  return f as Readable
}

/** The object with `write` that `torch.save` got. */
export function asWritable(f: unknown): Writable {
  if (typeof (f as Partial<Writable> | null | undefined)?.write === 'function') return f as Writable
  throw new AttributeError(
    "expected 'f' to be string, path, or a file-like object with a 'write' attribute",
  )
}

/** Hands bytes over that nobody else uses. */
export function give(file: Writable, bytes: Uint8Array): void {
  if (file instanceof BytesIO) file._take(bytes)
  else file.write(bytes)
}

/** Calls `body` with what writes to a path or an object. */
export function withOutput(f: unknown, body: (write: (bytes: Uint8Array) => void) => void): void {
  const path = pathOf(f)
  if (path === null) {
    const file = asWritable(f)
    // Others may keep what they get, which can be the memory of a tensor.
    const isOurs = file instanceof BytesIO
    body((bytes) => {
      file.write(isOurs ? bytes : Uint8Array.from(bytes))
    })
    return
  }
  letGo(path)
  const fd = opened(path, 'w')
  try {
    body((bytes) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    })
  } catch (error) {
    throw fileError(error, path)
  } finally {
    closeSync(fd)
  }
}
