// The format of before PyTorch 0.1.10: a tar archive of three files.

import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import type { Globals } from '../_weights_only_unpickler.js'
import { KeyError, RuntimeError, ValueError } from '../errors.js'
import { TypedStorage } from '../storage.js'
import type { Tensor } from '../types.js'
import { BytesInput, type Input } from './files.js'
import { bytesOfElements, dtypeOfStorage, type ReadOptions, unpickle } from './format.js'
import { restorer } from './location.js'
import { partOf, readCount, readPieces, roomFor, tooShort } from './memory.js'
import { UNSAFE_MESSAGE } from './messages.js'
import { setStorage } from './rebuild.js'

const blockSize = 512

// The numbers of a header are octal digits.
function octal(header: Buffer, at: number, length: number): number {
  const text = header
    .subarray(at, at + length)
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim()
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN
}

function isHeader(header: Buffer): boolean {
  if (header.length < blockSize) return false
  let sum = 0
  // The checksum itself counts as spaces.
  for (const [i, byte] of header.entries()) sum += i >= 148 && i < 156 ? 32 : byte
  return octal(header, 148, 8) === sum
}

/** Whether a file is a tar archive. */
export function isTar(input: Input): boolean {
  const start = input.position
  const header = input.read(blockSize)
  input.position = start
  return isHeader(header)
}

// Where each file of the archive begins and how long it is.
function entries(input: Input): Map<string, [start: number, size: number]> {
  const found = new Map<string, [number, number]>()
  input.position = 0
  for (;;) {
    const header = input.read(blockSize)
    if (!isHeader(header)) return found
    const size = octal(header, 124, 12)
    if (!(size >= 0)) throw new RuntimeError('bad tar archive: a file has no size')
    const [name = ''] = header.subarray(0, 100).toString('latin1').split('\0')
    found.set(name, [input.position, size])
    input.position += Math.ceil(size / blockSize) * blockSize
  }
}

// The storages and tensors of an archive by their keys.
type Objects = Map<unknown, TypedStorage | Tensor>

class TarReader {
  readonly #input: Input
  readonly #globals: Globals
  readonly #options: ReadOptions
  readonly #objects: Objects = new Map()

  constructor(input: Input, globals: Globals, options: ReadOptions) {
    this.#input = input
    this.#globals = globals
    this.#options = options
  }

  load(): unknown {
    const files = entries(this.#input)
    const open = (name: string): Input => {
      const entry = files.get(name)
      if (entry === undefined) throw new KeyError(`filename '${name}' not found`)
      const [start, size] = entry
      this.#input.position = start
      return size > this.#input.size ? this.#input : new BytesInput(this.#input.read(size))
    }
    this.#readStorages(open('storages'))
    this.#readTensors(open('tensors'))
    const persistentLoad = (id: unknown): unknown => this.#find(Number(id))
    return unpickle(open('pickle'), this.#globals, this.#options, persistentLoad)
  }

  #plain(input: Input): unknown {
    return unpickle(input, this.#globals, this.#options)
  }

  #tuple(input: Input, length: number): unknown[] {
    const value = this.#plain(input)
    if (Array.isArray(value) && value.length === length) return value
    throw new ValueError(`expected ${length} values, but got ${pyRepr(value)}`)
  }

  #find(key: unknown): TypedStorage | Tensor {
    const found = this.#objects.get(key)
    if (found === undefined) throw new KeyError(key)
    return found
  }

  #storage(key: unknown): TypedStorage {
    const found = this.#find(key)
    if (found instanceof TypedStorage) return found
    throw new TypeError(`expected a storage under ${pyRepr(key)}`)
  }

  #readStorages(input: Input): void {
    const restore = restorer(this.#options.map_location)
    const count = Number(this.#plain(input))
    for (let i = 0; i < count; i++) {
      const [key, location, type] = this.#tuple(input, 3)
      const dtype = dtypeOfStorage(type)
      const storage = roomFor(input, bytesOfElements(readCount(input), dtype))
      readPieces(input, storage)
      const wrap_storage = restore(storage, String(location))
      this.#objects.set(key, new TypedStorage({ wrap_storage, dtype }))
    }
    const views = this.#plain(input)
    if (!Array.isArray(views)) throw new ValueError('the views of storages must be a list')
    for (const view of views as unknown[]) {
      if (!Array.isArray(view) || view.length !== 4) {
        throw new ValueError('the view of a storage must have four parts')
      }
      const [target, rootKey, offset, numel] = view as unknown[]
      const root = this.#storage(rootKey)
      const start = bytesOfElements(offset, root.dtype)
      const stop = start + bytesOfElements(numel, root.dtype)
      const wrap_storage = partOf(root.untyped(), start, stop)
      this.#objects.set(target, new TypedStorage({ wrap_storage, dtype: root.dtype }))
    }
  }

  #readTensors(input: Input): void {
    const count = Number(this.#plain(input))
    for (let i = 0; i < count; i++) {
      const [key, storageKey] = this.#tuple(input, 3)
      const storage = this.#storage(storageKey)
      const head = input.read(8)
      if (head.length < 8) throw tooShort(8 - head.length)
      const ndim = head.readInt32LE()
      if (ndim < 0 || 16 * ndim > input.size) throw new ValueError(`invalid dimension ${ndim}`)
      const size = Array.from({ length: ndim }, () => readCount(input))
      const stride = Array.from({ length: ndim }, () => readCount(input))
      const tensor = C.empty([0], { dtype: storage.dtype, device: storage.device })
      setStorage(tensor, [storage, readCount(input), size, stride])
      this.#objects.set(key, tensor)
    }
  }
}

/** The value of a tar archive. */
export function loadTar(input: Input, globals: Globals, options: ReadOptions): unknown {
  if (options.weights_only) {
    throw new RuntimeError(
      `Cannot use \`\`weights_only=True\`\` with files saved in the legacy .tar format. ${UNSAFE_MESSAGE}`,
    )
  }
  return new TarReader(input, globals, options).load()
}
