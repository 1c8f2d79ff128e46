// Tensor methods that python_variable_methods.cpp writes by hand: they read the tensor or name a conversion.

import { isKeywords, python } from './_kwargs.js'
import { operator } from './_ops.js'
import { nativeParser } from './_parser.js'
import { device as makeDevice } from './device.js'
import type { dtype } from './dtype.js'
import * as dtypesByName from './dtype.js'
import { IndexError, RuntimeError, ValueError } from './errors.js'
import type { memory_format } from './memory_format.js'
import { type Handle, type Nested, native, sizes, strides, tolist } from './native.js'
import { type Size, sizeOf } from './size.js'
import type { Complex, Device, Tensor, TensorOptions } from './types.js'

type Self = Tensor & { readonly _h: Handle }

/** The keywords of methods that convert, such as {@link ManualTensorMethods.float}. */
export interface Conversion {
  /** The order of the dimensions in memory; the tensor's own unless given. */
  memory_format?: memory_format | undefined
}
/** The keywords of {@link ManualTensorMethods.cuda}. */
export interface Move {
  /** The GPU; the current one unless given. */
  device?: Device | null | undefined
  /** Whether a copy from page-locked memory goes on while the script does. */
  non_blocking?: boolean | undefined
  /** The order of the dimensions in memory; the tensor's own unless given. */
  memory_format?: memory_format | undefined
}

/** The methods that Python writes by hand in C++, on every tensor. */
export interface ManualTensorMethods {
  /** The sizes, or the size of one dimension. */
  size(): Size
  size(dim: number | { dim: number }): number
  /** How many elements lie between neighbours, in each dimension or in one. */
  stride(): number[]
  stride(dim: number | { dim: number }): number
  /**
   * How many dimensions it has; 0 for a number.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.dim.html
   */
  dim(): number
  /**
   * The same as {@link dim}.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.ndimension.html
   */
  ndimension(): number
  /** The number of elements. */
  numel(): number
  /**
   * The same as {@link numel}.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.nelement.html
   */
  nelement(): number
  /**
   * Bytes of one element.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.element_size.html
   */
  element_size(): number
  /**
   * Where it starts in its storage, in elements.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.storage_offset.html
   */
  storage_offset(): number
  /** The address of the first element. */
  data_ptr(): number | bigint
  /** The address of the first element, to be read from. */
  const_data_ptr(): number | bigint
  /** The index of the GPU; -1 on the CPU. */
  get_device(): number
  /**
   * Whether its elements lie in memory in the order of `memory_format`, the usual one unless given.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.is_contiguous.html
   */
  is_contiguous(kw?: { memory_format?: memory_format | undefined }): boolean
  /**
   * Whether other processes see its memory: never.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.is_shared.html
   */
  is_shared(): boolean
  /**
   * Gives itself; nothing shares memory with other processes here.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.share_memory_.html
   */
  share_memory_(): this
  /** The only element as a number; int64 beyond 2^53 as a bigint, complex as `{ re, im }`. */
  item(): number
  item<T extends number | bigint | boolean | Complex>(): T
  /** The elements as nested lists; a number for a tensor of no dimension. */
  tolist<T = Nested<number>>(): T
  /**
   * Says whether autograd follows what is computed from it, and gives itself.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.requires_grad_.html
   */
  requires_grad_(requires_grad?: boolean | { requires_grad?: boolean }): this
  /**
   * Makes backward keep the gradient of a tensor that is no leaf.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.retain_grad.html
   */
  retain_grad(): void
  /** The indices of the elements that are not zero, one a row; a tensor for each dimension `as_tuple`. */
  nonzero(kw?: { as_tuple?: false }): Tensor
  nonzero(kw: { as_tuple: true }): Tensor[]
  /** The dtype as Python's old type name, or the tensor converted to such a type or dtype. */
  type(): string
  type(dtype: string | dtype, kw?: { non_blocking?: boolean }): Tensor
  type(dtype: string | dtype, non_blocking: boolean): Tensor
  /**
   * A tensor with a copy of the data, of the same dtype and device unless the keywords say otherwise.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.new_tensor.html
   */
  new_tensor(data: unknown, kw?: TensorOptions): Tensor
  /** Python's old factory: a tensor of the same type, from sizes or data. */
  new (...args: unknown[]): Tensor
  /** Replaces each element by what the function makes of it; slow. */
  apply_(callable: (value: number) => number): this
  /**
   * Replaces each element by what the function makes of it and of that of `other`; slow, and on the CPU.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.map_.html
   */
  map_(other: Tensor, callable: (a: number, b: number) => number): this
  /** {@link map_} with two other tensors. */
  map2_(x: Tensor, y: Tensor, callable: (self: number, x: number, y: number) => number): this
  /**
   * On the CPU: itself where it is there.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.cpu.html
   */
  cpu(kw?: Conversion): Tensor
  /**
   * On a GPU: itself where it is there.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.cuda.html
   */
  cuda(device?: Device | null | Move, kw?: Move): Tensor
  /**
   * As `torch.bfloat16`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.bfloat16.html
   */
  bfloat16(kw?: Conversion): Tensor
  /**
   * As `torch.bool`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.bool.html
   */
  bool(kw?: Conversion): Tensor
  /**
   * As `torch.uint8`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.byte.html
   */
  byte(kw?: Conversion): Tensor
  /**
   * As `torch.complex128`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.cdouble.html
   */
  cdouble(kw?: Conversion): Tensor
  /**
   * As `torch.complex64`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.cfloat.html
   */
  cfloat(kw?: Conversion): Tensor
  /**
   * As `torch.int8`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.char.html
   */
  char(kw?: Conversion): Tensor
  /**
   * As `torch.float64`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.double.html
   */
  double(kw?: Conversion): Tensor
  /**
   * As `torch.float32`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.float.html
   */
  float(kw?: Conversion): Tensor
  /**
   * As `torch.float16`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.half.html
   */
  half(kw?: Conversion): Tensor
  /**
   * As `torch.int32`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.int.html
   */
  int(kw?: Conversion): Tensor
  /**
   * As `torch.int64`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.long.html
   */
  long(kw?: Conversion): Tensor
  /**
   * As `torch.int16`: itself where it is of that dtype.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.short.html
   */
  short(kw?: Conversion): Tensor
}

function wrapped(dim: number, ndim: number): number {
  if (dim < -Math.max(ndim, 1) || dim >= Math.max(ndim, 1)) {
    const end = Math.max(ndim, 1)
    throw new IndexError(
      ndim === 0
        ? `Dimension specified as ${dim} but tensor has no dimensions`
        : `Dimension out of range (expected to be in range of [${-end}, ${end - 1}], but got ${dim})`,
    )
  }
  if (ndim === 0) throw new IndexError(`Dimension specified as ${dim} but tensor has no dimensions`)
  return dim < 0 ? dim + ndim : dim
}

const parseSize = nativeParser<{ dim?: number | null }>('size', ['size(int64_t? dim=None)'])
const parseStride = nativeParser<{ dim?: number | null }>('stride', ['stride(int64_t? dim=None)'])

function perDimension<T extends number[]>(list: T, dim: number | null | undefined): T | number {
  return dim === null || dim === undefined ? list : (list[wrapped(dim, list.length)] as number)
}

/** What Python says to the arguments of a method that takes none. */
function refuse(name: string, args: readonly unknown[]): void {
  if (args.length === 0) return
  throw new TypeError(
    isKeywords(args.at(-1))
      ? `TensorBase.${name}() takes no keyword arguments`
      : `TensorBase.${name}() takes no arguments (${args.length} given)`,
  )
}

function plain<R>(name: string, get: (handle: Handle) => R): (this: Self, ...args: unknown[]) => R {
  return function (this: Self, ...args) {
    refuse(name, args)
    return get(this._h)
  }
}

/** A method that converts, such as `x.float()`. */
function conversion(name: string, to: dtype | 'cpu'): (this: Self, ...args: unknown[]) => Tensor {
  const parse = nativeParser<{ memory_format?: memory_format | null }>(name, [
    `${name}(*, MemoryFormat? memory_format=None)`,
  ])
  return function (this: Self, ...args) {
    const memory_format = args.length === 0 ? null : (parse(args).memory_format ?? null)
    return memory_format === null ? this.to(to as dtype) : this.to(to as dtype, { memory_format })
  }
}

const parseIsContiguous = nativeParser<{ memory_format?: memory_format }>('is_contiguous', [
  'is_contiguous(*, MemoryFormat memory_format=contiguous_format)',
])

const parseCuda = nativeParser<{
  device?: Device | null
  non_blocking?: boolean
  memory_format?: memory_format | null
}>('cuda', [
  'cuda(Device? device=None, bool non_blocking=False, *, MemoryFormat? memory_format=None)',
])

// torch.FloatTensor and its like.
const typeNames: readonly (readonly [string, dtype])[] = [
  ['FloatTensor', dtypesByName.float32],
  ['DoubleTensor', dtypesByName.float64],
  ['HalfTensor', dtypesByName.float16],
  ['BFloat16Tensor', dtypesByName.bfloat16],
  ['ByteTensor', dtypesByName.uint8],
  ['CharTensor', dtypesByName.int8],
  ['ShortTensor', dtypesByName.int16],
  ['IntTensor', dtypesByName.int32],
  ['LongTensor', dtypesByName.int64],
  ['BoolTensor', dtypesByName.bool],
  ['ComplexFloatTensor', dtypesByName.complex64],
  ['ComplexDoubleTensor', dtypesByName.complex128],
]

function typeText(self: Self): string {
  const name = typeNames.find(([, type]) => type === self.dtype)?.[0] ?? `${self.dtype}`
  const module = self.is_cuda ? 'torch.cuda.' : 'torch.'
  return `${module}${self.is_sparse ? 'sparse.' : ''}${name}`
}

function convertType(self: Self, to: unknown): Tensor {
  if (typeof to !== 'string') return self.to(to as dtype)
  const match = /^torch\.(cuda\.)?(\w+)$/.exec(to)
  const found = typeNames.find(([name]) => name === match?.[2])?.[1]
  if (match === null || found === undefined) throw new ValueError(`invalid type: '${to}'`)
  return self.to(match[1] === undefined ? 'cpu' : 'cuda', found)
}

const bindType = python('type(dtype=None, non_blocking=False)')
const parseRequiresGrad = nativeParser<{ requires_grad?: boolean }>('requires_grad_', [
  'requires_grad_(bool requires_grad=True)',
])
const bindNonzero = python('nonzero(*, as_tuple=False)')
const parseNewTensor = nativeParser<{
  data: unknown
  dtype?: dtype | null
  device?: Device | null
  requires_grad?: boolean
}>('new_tensor', [
  'new_tensor(PyObject* data, *, ScalarType dtype=None, Device? device=None, bool requires_grad=False)',
])

/** Writes the elements of a CPU tensor one by one. */
function fillEach(self: Self, name: string, values: () => number[]): Self {
  if (self.requires_grad) {
    throw new RuntimeError(
      `Can't call ${name}() on Variable that requires grad. Use var.detach().${name}() instead.`,
    )
  }
  if (self.device.type !== 'cpu') {
    throw new TypeError(`${name} is only implemented on CPU tensors`)
  }
  const filled = native.tensorFromData(values(), self.dtype, null, false, false)
  self.copy_(filled.view(self.shape))
  return self
}

const nonzero = operator<(self: Tensor) => Tensor>('nonzero')
const nonzero_numpy = operator<(self: Tensor) => Tensor[]>('nonzero_numpy')

const flat = (tensor: Tensor): number[] => tensor.reshape(-1).tolist()

export const manualTensorMethods: Readonly<
  Record<string, (this: Self, ...args: never[]) => unknown>
> = {
  size(...args: unknown[]) {
    const [dim] = args
    // The commonest call of all by far.
    if (args.length === 1 && typeof dim === 'number' && Number.isInteger(dim)) {
      const count = native.sizes(this._h)
      const at = wrapped(dim, count < 0 ? ~count : count)
      return count < 0 ? native.numbers[at] : native.scratch[at + 1]
    }
    const list = sizeOf(sizes(this._h))
    return args.length === 0 ? list : perDimension(list, parseSize(args).dim)
  },
  stride(...args: unknown[]) {
    return perDimension(strides(this._h), parseStride(args).dim)
  },
  dim: plain('dim', native.dim),
  ndimension: plain('ndimension', native.dim),
  numel: plain('numel', native.numel),
  nelement: plain('nelement', native.numel),
  element_size(...args: unknown[]) {
    refuse('element_size', args)
    return this.dtype.itemsize
  },
  storage_offset: plain('storage_offset', native.storageOffset),
  data_ptr: plain('data_ptr', native.dataPtr),
  const_data_ptr: plain('const_data_ptr', native.dataPtr),
  get_device(...args: unknown[]) {
    refuse('get_device', args)
    return this.device.index ?? -1
  },
  is_contiguous(...args: unknown[]) {
    return native.isContiguous(this._h, parseIsContiguous(args).memory_format)
  },
  is_shared() {
    return false
  },
  share_memory_() {
    return this
  },
  item: plain('item', native.item),
  tolist: plain('tolist', tolist),
  requires_grad_(...args: unknown[]) {
    const { requires_grad = true } = parseRequiresGrad(args)
    native.checkInplaceRequiresGrad()
    const { is_floating_point, is_complex } = this.dtype
    if (requires_grad && !is_floating_point && !is_complex) {
      throw new RuntimeError('only Tensors of floating point dtype can require gradients')
    }
    // What has a history requires a gradient already; only the setter of the attribute complains.
    if (!requires_grad || native.isLeaf(this._h)) native.setRequiresGrad(this._h, requires_grad)
    return this
  },
  retain_grad: plain('retain_grad', native.retainGrad),
  nonzero(...args: unknown[]) {
    const { as_tuple } = bindNonzero<{ as_tuple: boolean }>(args)
    return as_tuple ? nonzero_numpy(this) : nonzero(this)
  },
  type(...args: unknown[]) {
    const { dtype } = bindType<{ dtype: unknown }>(args)
    return dtype === null ? typeText(this) : convertType(this, dtype)
  },
  new_tensor(...args: unknown[]) {
    const a = parseNewTensor(args)
    return native.tensorFromData(
      a.data,
      a.dtype ?? this.dtype,
      a.device ?? this.device,
      a.requires_grad ?? false,
      false,
    )
  },
  new(...args: unknown[]) {
    if (args.length === 1 && typeof args[0] !== 'number') {
      return native.tensorFromData(args[0], this.dtype, this.device, false, false)
    }
    return this.new_empty(args as number[])
  },
  apply_(callable: (value: number) => number) {
    return fillEach(this, 'apply_', () => flat(this).map((value) => callable(value)))
  },
  map_(other: Tensor, callable: (a: number, b: number) => number) {
    const b = flat(other.expand_as(this))
    return fillEach(this, 'map_', () => flat(this).map((a, i) => callable(a, b[i] as number)))
  },
  map2_(x: Tensor, y: Tensor, callable: (self: number, x: number, y: number) => number) {
    const xs = flat(x.expand_as(this))
    const ys = flat(y.expand_as(this))
    return fillEach(this, 'map2_', () =>
      flat(this).map((a, i) => callable(a, xs[i] as number, ys[i] as number)),
    )
  },
  cpu: conversion('cpu', 'cpu'),
  cuda(...args: unknown[]) {
    const { device, non_blocking, memory_format } = parseCuda(args)
    const place = makeDevice(device ?? 'cuda')
    if (place.type !== 'cuda') throw new RuntimeError('Invalid device, must be cuda device')
    return this.to(place, { non_blocking, memory_format })
  },
  bfloat16: conversion('bfloat16', dtypesByName.bfloat16),
  bool: conversion('bool', dtypesByName.bool),
  byte: conversion('byte', dtypesByName.uint8),
  cdouble: conversion('cdouble', dtypesByName.complex128),
  cfloat: conversion('cfloat', dtypesByName.complex64),
  char: conversion('char', dtypesByName.int8),
  double: conversion('double', dtypesByName.float64),
  float: conversion('float', dtypesByName.float32),
  half: conversion('half', dtypesByName.float16),
  int: conversion('int', dtypesByName.int32),
  long: conversion('long', dtypesByName.int64),
  short: conversion('short', dtypesByName.int16),
}
