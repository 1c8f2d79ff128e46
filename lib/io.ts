// Python's `io.BytesIO`: `import { BytesIO } from 'torch-node/io'`.

import { callable } from './_callable.js'
import { python } from './_kwargs.js'
import { classText } from './_typename.js'
import { ValueError } from './errors.js'

/** Where bytes come from: what `torch.load` takes for a file. */
export interface Readable {
  /** The next bytes; all that are left if `size` is not given or negative. */
  read(size?: number): Uint8Array
  /** Goes to a place: from the start (0), from here (1) or from the end (2). */
  seek(offset: number, whence?: number): number
  /** Where it is. */
  tell(): number
}

/** Where bytes go: what `torch.save` takes for a file. */
export interface Writable {
  write(bytes: Uint8Array): unknown
}

const bindInit = python('BytesIO(initial_bytes=None)')

const isBytes = (value: unknown): value is Uint8Array =>
  Object.prototype.toString.call(value) === '[object Uint8Array]'

class BytesIO implements Readable, Writable {
  #bytes: Uint8Array
  #length: number
  #at = 0
  #closed = false

  /** @param initial_bytes - copied. */
  constructor(initial_bytes?: Uint8Array | ArrayBuffer | null)
  constructor(...args: unknown[]) {
    const { initial_bytes } = bindInit<{ initial_bytes: unknown }>(args)
    this.#bytes = initial_bytes === null ? new Uint8Array(0) : bytesOf(initial_bytes).slice()
    this.#length = this.#bytes.length
  }

  #open(): void {
    if (this.#closed) throw new ValueError('I/O operation on closed file.')
  }

  /** The next bytes, copied: all that are left unless `size` says how many. */
  read(size: number | null = -1): Uint8Array<ArrayBuffer> {
    this.#open()
    const left = Math.max(this.#length - this.#at, 0)
    const count = size === null || size < 0 ? left : Math.min(size, left)
    const bytes = this.#bytes.slice(this.#at, this.#at + count) as Uint8Array<ArrayBuffer>
    this.#at += count
    return bytes
  }

  /** The next bytes up to the end of the line. */
  readline(size: number | null = -1): Uint8Array<ArrayBuffer> {
    this.#open()
    const end = this.#bytes.subarray(0, this.#length).indexOf(10, this.#at)
    const line = end < 0 ? -1 : end + 1 - this.#at
    const most = size === null || size < 0 ? -1 : size
    return this.read(line < 0 || most < 0 ? Math.max(line, most) : Math.min(line, most))
  }

  /** Writes here, over what is there, and gives how many bytes that were. */
  write(bytes: Uint8Array | ArrayBuffer): number {
    this.#open()
    const source = bytesOf(bytes)
    // The first large piece is often the only one: no second room for it.
    this.#reserve(this.#at + source.length)
    this.#bytes.set(source, this.#at)
    this.#at += source.length
    this.#length = Math.max(this.#length, this.#at)
    return source.length
  }

  #reserve(count: number): void {
    if (count <= this.#bytes.length) return
    const larger = new Uint8Array(this.#length === 0 ? count : Math.max(count, 2 * this.#length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }

  /** @internal Writes bytes that nobody else will change: an empty buffer takes them as they are. */
  _take(bytes: Uint8Array): void {
    this.#open()
    if (this.#length > 0 || this.#at > 0) {
      this.write(bytes)
      return
    }
    this.#bytes = bytes
    this.#length = bytes.length
    this.#at = bytes.length
  }

  /** Goes to a place, from the start (0), from here (1) or from the end (2), and gives it. */
  seek(offset: number, whence = 0): number {
    this.#open()
    if (whence !== 0 && whence !== 1 && whence !== 2) {
      throw new ValueError(`invalid whence (${String(whence)}, should be 0, 1 or 2)`)
    }
    if (whence === 0 && offset < 0) throw new ValueError(`negative seek value ${offset}`)
    const from = whence === 0 ? 0 : whence === 1 ? this.#at : this.#length
    this.#at = Math.max(from + offset, 0)
    return this.#at
  }

  /** Where it is. */
  tell(): number {
    this.#open()
    return this.#at
  }

  /** All bytes, copied. */
  getvalue(): Uint8Array<ArrayBuffer> {
    this.#open()
    return this.#bytes.slice(0, this.#length) as Uint8Array<ArrayBuffer>
  }

  /** All bytes, in the memory of the buffer: until the next write that makes it longer. */
  getbuffer(): Uint8Array {
    this.#open()
    return this.#bytes.subarray(0, this.#length)
  }

  /** Cuts off what is behind `size`, or behind here. */
  truncate(size: number | null = null): number {
    this.#open()
    const count = size ?? this.#at
    if (count < 0) throw new ValueError(`negative size value ${count}`)
    this.#bytes.fill(0, count, this.#length)
    this.#length = Math.min(this.#length, count)
    return count
  }

  /** Lets go of the bytes. */
  close(): void {
    this.#closed = true
    this.#bytes = new Uint8Array(0)
  }

  get closed(): boolean {
    return this.#closed
  }

  flush(): void {
    this.#open()
  }

  readable(): boolean {
    this.#open()
    return true
  }

  writable(): boolean {
    this.#open()
    return true
  }

  seekable(): boolean {
    this.#open()
    return true
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

function bytesOf(value: unknown): Uint8Array {
  if (isBytes(value)) return value
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') {
    return new Uint8Array(value as ArrayBuffer)
  }
  throw new TypeError(`a bytes-like object is required, not ${classText(value).slice(7, -1)}`)
}

/**
 * A file in memory, which `torch.save` writes to and `torch.load` reads from, at its current place.
 *
 * @example
 * const buffer = new BytesIO()
 * torch.save(torch.tensor([1, 2]), buffer)
 * buffer.seek(0) // 0
 * torch.load<Tensor>(buffer) // tensor([1, 2])
 *
 * @see https://docs.python.org/3/library/io.html#io.BytesIO
 */
const BytesIO_ = callable(BytesIO)
type BytesIO_ = BytesIO

export * as default from './io.js'
export { BytesIO_ as BytesIO }
