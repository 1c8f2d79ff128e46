// What safetensors.safe_open gives: a file of which tensors are taken one by one.

import { closeSync, openSync, readSync, statSync } from 'node:fs'
import * as C from '../_generated/torch_functions.js'
import { pathOf } from '../_serialization/files.js'
import { emptyStorage, mapFile, partOf } from '../_serialization/memory.js'
import { setStorage } from '../_serialization/rebuild.js'
import { subscripts } from '../_subscript.js'
import { classText } from '../_typename.js'
import { device as makeDevice } from '../device.js'
import type { dtype } from '../dtype.js'
import { FileNotFoundError } from '../errors.js'
import type { UntypedStorage } from '../storage.js'
import type { Device, Tensor } from '../types.js'
import {
  type Header,
  headerLength,
  readHeader,
  SafetensorError,
  type TensorInfo,
} from './_format.js'

/** A tensor on the bytes of a file. */
export function tensorOf({ dtype, shape, type }: TensorInfo, storage: UntypedStorage): Tensor {
  if (dtype === null) throw new SafetensorError(`Invalid dtype ${type}: torch has none of its kind`)
  const tensor = C.empty([0], { dtype: dtype as dtype, device: storage.device })
  const size = [...shape]
  // Two elements of four bits are one of torch's.
  if (type === 'F4' && size.length > 0) size[size.length - 1] = (size.at(-1) as number) / 2
  const stride: number[] = []
  let step = 1
  for (const n of size.toReversed()) {
    stride.unshift(step)
    step *= Math.max(n, 1)
  }
  setStorage(tensor, [storage, 0, size, stride])
  return tensor
}

function headerOf(path: string): Header {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new FileNotFoundError(`No such file or directory: ${path}`)
  }
  try {
    const size = statSync(path).size
    const read = (count: number, at: number): Buffer => {
      const bytes = Buffer.alloc(count)
      for (let done = 0; done < count; ) {
        const got = readSync(fd, bytes, done, count - done, at + done)
        if (got === 0) throw new SafetensorError('invalid header length')
        done += got
      }
      return bytes
    }
    const length = headerLength(size < 8 ? Buffer.alloc(8) : read(8, 0), size)
    return readHeader(read(length, 8), size)
  } catch (error) {
    if (!(error instanceof SafetensorError)) throw error
    throw new SafetensorError(`Error while deserializing header: ${error.message}`)
  } finally {
    closeSync(fd)
  }
}

/** A tensor that is not taken yet: its brackets take part of it. */
export class SafeSlice {
  readonly #info: TensorInfo
  readonly #get: () => Tensor
  /** Part of the tensor. */
  readonly [index: number]: Tensor
  /** Part of the tensor, `slice['0:2, 1:']`. */
  readonly [slice: `${string}:${string}`]: Tensor

  constructor(info: TensorInfo, get: () => Tensor) {
    this.#info = info
    this.#get = get
  }

  get_shape(): number[] {
    return [...this.#info.shape]
  }

  /** The name of its type in the file, such as `F32`. */
  get_dtype(): string {
    return this.#info.type
  }

  __getitem__(index: number | string): Tensor {
    return this.index([index])
  }

  /** Part of the tensor, by the indices of `Tensor.index`. */
  index(indices: readonly unknown[]): Tensor {
    return this.#get()
      .index(indices as never)
      .clone()
  }
}
Object.setPrototypeOf(SafeSlice.prototype, subscripts)

const frameworks = ['pt', 'torch', 'pytorch']

/** A safetensors file; see `safe_open`. */
export class SafeFile {
  readonly #header: Header
  readonly #device: Device
  #bytes: UntypedStorage | null

  constructor(filename: unknown, framework: unknown, device: Device) {
    const path = pathOf(filename)
    if (path === null)
      throw new TypeError(
        `expected str, bytes or os.PathLike object, not ${classText(filename).slice(8, -2)}`,
      )
    if (!frameworks.includes(String(framework))) {
      throw new SafetensorError(`framework ${String(framework)} is invalid`)
    }
    try {
      this.#device = makeDevice(device)
    } catch {
      throw new SafetensorError(`device ${String(device)} is invalid`)
    }
    this.#header = headerOf(path)
    // An empty file cannot be mapped.
    const isEmpty = this.#header.tensors.every(({ start, stop }) => start === stop)
    this.#bytes = isEmpty ? emptyStorage(0) : mapFile(path, false)
  }

  #open(): UntypedStorage {
    if (this.#bytes === null) throw new SafetensorError('File is closed')
    return this.#bytes
  }

  #find(name: string): TensorInfo {
    this.#open()
    const info = this.#header.tensors.find((one) => one.name === name)
    if (info === undefined) throw new SafetensorError(`File does not contain tensor ${name}`)
    return info
  }

  #tensor(info: TensorInfo): Tensor {
    const bytes = this.#open()
    const { dataStart } = this.#header
    const isEmpty = info.start === info.stop
    const part = isEmpty
      ? emptyStorage(0)
      : partOf(bytes, dataStart + info.start, dataStart + info.stop)
    const tensor = tensorOf(info, part)
    const { type } = makeDevice(this.#device)
    return type === 'cpu' ? tensor : tensor.to(this.#device)
  }

  /** The names of the tensors, sorted. */
  keys(): string[] {
    return this.offset_keys().sort()
  }

  /** The names of the tensors in the order of the file. */
  offset_keys(): string[] {
    this.#open()
    return this.#header.tensors.map(({ name }) => name)
  }

  /** What the file says about itself. */
  metadata(): Record<string, string> | null {
    this.#open()
    return this.#header.metadata
  }

  /** A tensor by its name, on the memory of the mapped file: what is written to it does not reach the file. */
  get_tensor(name: string): Tensor {
    return this.#tensor(this.#find(name))
  }

  /** All tensors. */
  get_tensors(): Record<string, Tensor> {
    return tensorsByName(this.#header.tensors, (info) => this.#tensor(info))
  }

  /** A tensor of which parts can be taken. */
  get_slice(name: string): SafeSlice {
    const info = this.#find(name)
    return new SafeSlice(info, () => this.#tensor(info))
  }

  /** Lets go of the file; tensors that were taken stay. */
  close(): void {
    this.#bytes = null
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** An object of tensors under their names, which may be anything. */
export function tensorsByName(
  infos: readonly TensorInfo[],
  make: (info: TensorInfo) => Tensor,
): Record<string, Tensor> {
  const found: Record<string, Tensor> = {}
  for (const info of infos) {
    Object.defineProperty(found, info.name, {
      value: make(info),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return found
}
