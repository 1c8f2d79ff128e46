// Mirrors torch/storage.py: the memory behind tensors, as bytes and as elements.

import { type Callable, callable } from './_callable.js'
import * as C from './_generated/torch_functions.js'
import { isTensor } from './_is_tensor.js'
import { isKeywords, python } from './_kwargs.js'
import { pyRepr } from './_repr.js'
import { sliceIndices } from './_sequence.js'
import { asSubscript, subscripts } from './_subscript.js'
import { typeName } from './_typename.js'
import { type device, device as makeDevice } from './device.js'
import { type dtype, dtypes, uint8 } from './dtype.js'
import { IndexError, RuntimeError } from './errors.js'
import { native } from './native.js'
import type { Device, Scalar, Tensor } from './types.js'
import { warn } from './warnings.js'

type Handled = Tensor & { readonly _h: number }

// The fallback of both classes: brackets for reading and writing.
const brackets: object = new Proxy(subscripts, {
  set(target, key, value: unknown, receiver: unknown): boolean {
    const index = asSubscript(key)
    if (index === null) return Reflect.set(target, key, value, receiver)
    ;(receiver as Storage).__setitem__(index, value as number)
    return true
  },
})

// Python's `storage[i]` and `storage[a:b]`: the first byte or element, and where the part ends.
function partOf(index: unknown, size: number, outside: () => Error): [number, number] {
  if (typeof index === 'string') {
    const indices = sliceIndices(index, size)
    if (indices !== null) {
      const step = Number(index.split(':')[2] || 1)
      if (step !== 1) {
        throw new RuntimeError(
          `Trying to slice with a step of ${step}, but only a step of 1 is supported`,
        )
      }
      const start = indices[0] ?? 0
      return [start, start + indices.length]
    }
  }
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    throw new TypeError(`can't index a torch.UntypedStorage with ${typeName(index)}`)
  }
  const at = index < 0 ? index + size : index
  if (at < 0 || at >= size) throw outside()
  return [at, at + 1]
}

/** What both kinds of storage can do. */
abstract class Storage {
  /** @internal A tensor on the memory, which a resize may have outgrown. */
  readonly _on: Handled

  constructor(on: Tensor) {
    this._on = on as Handled
  }

  /** How many items: bytes, or elements of a typed storage. */
  abstract size(): number
  abstract __getitem__(index: number | string): unknown
  abstract __setitem__(index: number | string, value: Scalar): void
  /** The items as numbers. */
  abstract tolist(): unknown[]

  /** Bytes. */
  nbytes(): number {
    return native.storageBytes(this._on._h)
  }

  /** The address of the memory. */
  data_ptr(): number | bigint {
    return native.storageDataPtr(this._on._h)
  }

  /** Equal for two storages that are the same memory. */
  get _cdata(): number | bigint {
    return native.storageKey(this._on._h)
  }

  /** Where the memory is. */
  get device(): device {
    return this._on.device
  }

  /** Whether it is on a GPU. */
  get is_cuda(): boolean {
    return this._on.is_cuda
  }

  /** Whether it can grow: not where JavaScript shares the memory. */
  resizable(): boolean {
    return native.storageResizable(this._on._h)
  }

  /** Whether other processes see it: never. */
  is_shared(): boolean {
    return false
  }

  /** Whether it is page-locked, for faster copies to a GPU. */
  is_pinned(): boolean {
    return this._on.is_pinned()
  }

  /** The index of its GPU; null on the CPU. */
  get_device(): number | null {
    return this.device.type === 'cpu' ? null : this._on.get_device()
  }

  __len__(): number {
    return this.size()
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    yield* this.tolist()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// ' 1\n 2\n[torch.storage.UntypedStorage(device=cpu) of size 2]'
function textOf(storage: Storage, name: string, text: (value: unknown) => string): string {
  const isMeta = storage.device.type === 'meta'
  const lines = isMeta ? '...' : ` ${storage.tolist().map(text).join('\n ')}`
  return `${lines}\n[torch.storage.${name} of size ${storage.size()}]`
}

const bindUntyped = python('torch.UntypedStorage(size=0, *, device=None)')

class UntypedStorageClass extends Storage {
  /** A byte. */
  readonly [index: number]: number
  /** Some of the bytes, on the same memory. */
  readonly [slice: `${string}:${string}`]: UntypedStorageClass

  /** @param size - how many bytes, left as they are, or the bytes themselves. */
  constructor(size?: number | Iterable<number>, kw?: { device?: Device | null })
  constructor(kw: { size?: number; device?: Device | null })
  constructor(...args: unknown[]) {
    super(isTensor(args[0]) && args[1] === over ? args[0] : allocate(args))
  }

  size(): number {
    return this.nbytes()
  }

  /** 1: a byte. */
  element_size(): number {
    return 1
  }

  /** Itself. */
  untyped(): this {
    return this
  }

  // As they are now: a resize makes the tensor of before too short or too long.
  get #bytes(): Tensor {
    return native.storageTensor(this._on._h)
  }

  __getitem__(index: number | string): unknown {
    const size = this.nbytes()
    const [start, stop] = partOf(
      index,
      size,
      () => new IndexError(`index ${index} out of range for storage of size ${size}`),
    )
    if (typeof index === 'number') return (this.#bytes.select(0, start) as Tensor).item()
    return untyped(native.storageSlice(this._on._h, start, stop))
  }

  __setitem__(index: number | string, value: unknown): void {
    if (typeof value !== 'number' && typeof value !== 'bigint') {
      throw new RuntimeError(
        `can only set storage content with a int types, but got ${typeName(value)} instead`,
      )
    }
    const [start, stop] = partOf(index, this.nbytes(), () => new RuntimeError('out of bounds'))
    this.#bytes.narrow(0, start, stop - start).fill_(lowByte(value))
  }

  /** Sets every byte. */
  fill_(value: number | bigint): this {
    if (typeof value !== 'number' && typeof value !== 'bigint') {
      throw new RuntimeError(`fill_ expects int, but got ${typeName(value)}`)
    }
    this.#bytes.fill_(lowByte(value))
    return this
  }

  /** Copies the bytes of another storage of the same size into this one. */
  copy_(source: UntypedStorageClass, non_blocking = false): this {
    if (!(source instanceof Storage)) {
      throw new TypeError(
        `copy_(): argument 'src' (position 1) must be torch.Storage, not ${typeName(source)}`,
      )
    }
    if (source.nbytes() !== this.nbytes()) {
      throw new RuntimeError(
        `size does not match, self was ${this.nbytes()} bytes but src was ${source.nbytes()} bytes`,
      )
    }
    this.#bytes.copy_(native.storageTensor(source._on._h), non_blocking)
    return this
  }

  /** Makes it larger or smaller; what is in it stays. */
  resize_(size: number): this {
    if (typeof size !== 'number' || !Number.isInteger(size)) {
      throw new RuntimeError(`resize_ expects an int, but got ${typeName(size)}`)
    }
    native.storageResize(this._on._h, size)
    return this
  }

  /** A copy, on the same device. */
  clone(): UntypedStorageClass {
    return untyped(this.#bytes.clone())
  }

  /** On the CPU: itself where it is there. */
  cpu(): UntypedStorageClass {
    return this.device.type === 'cpu' ? this : untyped(this.#bytes.cpu())
  }

  /** On a GPU, the current one unless given. */
  cuda(device?: Device | null): UntypedStorageClass {
    return untyped(this.#bytes.cuda(device ?? null))
  }

  /** On a device: the same memory where it is there already. */
  to(kw: { device: Device; non_blocking?: boolean }): UntypedStorageClass {
    const { device, non_blocking = false } = kw
    const moved = this.#bytes.to(makeDevice(device), { non_blocking })
    return untyped(moved)
  }

  /** Python's name of its class, such as `torch.storage.UntypedStorage`. */
  type(): string {
    return 'torch.storage.UntypedStorage'
  }

  tolist(): number[] {
    return this.#bytes.tolist() as number[]
  }

  override toString(): string {
    return textOf(this, `UntypedStorage(device=${this.device})`, String)
  }
}

// Shows a constructor that its tensor is to be looked at, not copied.
const over = Symbol('over')

function untyped(bytes: Tensor): UntypedStorageClass {
  return new (UntypedStorageClass as unknown as new (t: Tensor, o: symbol) => UntypedStorageClass)(
    bytes,
    over,
  )
}

function lowByte(value: number | bigint): number {
  return Number(BigInt.asUintN(8, BigInt(Math.trunc(Number(value)))))
}

function allocate(args: unknown[]): Tensor {
  const { size, device } = bindUntyped<{ size: unknown; device: Device | null }>(args)
  if (typeof size === 'number' && Number.isInteger(size)) {
    return C.empty([size], { dtype: uint8, device })
  }
  const isSequence =
    typeof size === 'object' && size !== null && Symbol.iterator in size && !isTensor(size)
  if (!isSequence) {
    throw new RuntimeError(
      `torch.UntypedStorage(): Expected a sequence type, but got ${typeName(size)}`,
    )
  }
  const bytes = Array.from(size as Iterable<unknown>, (item) => {
    if (typeof item === 'number' && Number.isInteger(item)) return lowByte(item)
    throw new RuntimeError(
      `torch.UntypedStorage(): tried to construct a storage from a sequence (${typeName(size)}), but one of the items was of type ${typeName(item)} instead of int`,
    )
  })
  return native.tensorFromData(bytes, uint8, device, false, false)
}

class TypedStorageClass extends Storage {
  /** An element. */
  readonly [index: number]: number
  readonly dtype: dtype

  /** Made by `x.storage()`; PyTorch is about to remove it: use {@link UntypedStorage}. */
  constructor(kw: { wrap_storage: UntypedStorageClass; dtype: dtype }) {
    if (!isKeywords(kw) || !(kw.wrap_storage instanceof UntypedStorageClass)) {
      throw new TypeError('TypedStorage takes the keywords wrap_storage and dtype')
    }
    super(kw.wrap_storage._on)
    this.dtype = kw.dtype
  }

  get #elements(): Tensor {
    const bytes = native.storageTensor(this._on._h)
    const whole = Math.floor(this.nbytes() / this.dtype.itemsize) * this.dtype.itemsize
    return bytes.narrow(0, 0, whole).view(this.dtype)
  }

  size(): number {
    return Math.floor(this.nbytes() / this.dtype.itemsize)
  }

  /** Bytes of an element. */
  element_size(): number {
    return this.dtype.itemsize
  }

  /** The same memory as bytes. */
  untyped(): UntypedStorageClass {
    return untyped(this._on)
  }

  __getitem__(index: number | string): unknown {
    if (typeof index === 'string') {
      throw new RuntimeError('slices are only supported in UntypedStorage.__getitem__')
    }
    const size = this.size()
    const [at] = partOf(
      index,
      size,
      () => new IndexError(`index ${index} out of range for storage of size ${size}`),
    )
    return (this.#elements.select(0, at) as Tensor).item()
  }

  __setitem__(index: number | string, value: Scalar): void {
    const size = this.size()
    const [start, stop] = partOf(
      index,
      size,
      () => new IndexError(`index ${index} out of range for storage of size ${size}`),
    )
    this.#elements.narrow(0, start, stop - start).fill_(value)
  }

  /** Sets every element. */
  fill_(value: Scalar): this {
    this.#elements.fill_(value)
    return this
  }

  /** A copy, on the same device. */
  clone(): TypedStorageClass {
    return typed(this.untyped().clone(), this.dtype)
  }

  /** Python's name of its old class, such as `torch.FloatStorage`. */
  type(): string {
    return `torch.${this.dtype.scalarType}Storage`
  }

  tolist(): unknown[] {
    return this.#elements.tolist() as unknown[]
  }

  override toString(): string {
    const { is_floating_point } = this.dtype
    const text = (value: unknown): string =>
      is_floating_point && Number.isInteger(value) ? `${value}.0` : pyRepr(value)
    return textOf(this, `TypedStorage(dtype=${this.dtype}, device=${this.device})`, text)
  }
}

function typed(storage: UntypedStorageClass, type: dtype): TypedStorageClass {
  return new TypedStorageClass({ wrap_storage: storage, dtype: type })
}

Object.setPrototypeOf(Storage.prototype, brackets)

/**
 * Memory as bytes, what tensors are views of: `x.untyped_storage()`. Tensors that share memory have the same storage.
 *
 * @example
 * const x = torch.zeros(2, { dtype: torch.int16 })
 * x.untyped_storage().nbytes() // 4
 * x.untyped_storage().data_ptr() === x.view(2, 1).untyped_storage().data_ptr() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/storage.html#torch.UntypedStorage
 */
export const UntypedStorage: Callable<typeof UntypedStorageClass> = callable(UntypedStorageClass)
export type UntypedStorage = UntypedStorageClass

/**
 * Memory as elements of one dtype.
 *
 * @deprecated PyTorch is about to remove it: use {@link UntypedStorage}.
 *
 * @example
 * torch.tensor([1, 2]).storage().tolist() // [1, 2]
 *
 * @see https://docs.pytorch.org/docs/2.13/storage.html#torch.TypedStorage
 */
export const TypedStorage: Callable<typeof TypedStorageClass> = callable(TypedStorageClass)
export type TypedStorage = TypedStorageClass

/**
 * Whether the value is a storage, typed or not.
 *
 * @example
 * torch.is_storage(torch.ones(2).untyped_storage()) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_storage.html
 */
export function is_storage(obj: unknown): obj is UntypedStorage | TypedStorage {
  return obj instanceof Storage
}

export interface StorageMethods {
  /** The memory that this tensor is a view of, as bytes. */
  untyped_storage(): UntypedStorage
  /** @deprecated use {@link untyped_storage}. */
  storage(): TypedStorage
}

let warned = false

export const storageMethods = {
  untyped_storage(this: Handled): UntypedStorage {
    return untyped(native.storageTensor(this._h))
  },
  storage(this: Handled): TypedStorage {
    if (!warned) {
      warned = true
      warn(
        'TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage class. This should only matter to you if you are using storages directly.  To access UntypedStorage directly, use tensor.untyped_storage() instead of tensor.storage()',
      )
    }
    const type = dtypes[native.dtypeCode(this._h)] as dtype
    return typed(untyped(native.storageTensor(this._h)), type)
  },
}
