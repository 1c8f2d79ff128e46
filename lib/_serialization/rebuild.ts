// Mirrors the _rebuild functions of torch/_utils.py: tensors from their storages. What they are given comes from files,
// so each argument is looked at before LibTorch sees it.

import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { operator } from '../_ops.js'
import { asDict, settle } from '../_pickled_dicts.js'
import { classText } from '../_typename.js'
import { device as makeDevice } from '../device.js'
import { type dtype, dtypes, float32, float64, int64 } from '../dtype.js'
import { NotImplementedError, RuntimeError, ValueError } from '../errors.js'
import * as layouts from '../layout.js'
import { native } from '../native.js'
import { Parameter } from '../nn/parameter.js'
import * as qschemes from '../qscheme.js'
import { TypedStorage, UntypedStorage } from '../storage.js'
import { Tensor } from '../tensor.js'
import type { Complex, layout } from '../types.js'

type Args = readonly unknown[]
type Handled = Tensor & { readonly _h: number }

const handle = (tensor: Tensor): number => (tensor as Handled)._h

function checkStorage(storage: unknown): TypedStorage | UntypedStorage {
  if (storage instanceof TypedStorage || storage instanceof UntypedStorage) return storage
  throw new TypeError(`expected a storage, but got ${classText(storage)}`)
}

function checkTensor(value: unknown): Tensor {
  if (isTensor(value)) return value
  throw new TypeError(`expected a Tensor, but got ${classText(value)}`)
}

function checkDtype(value: unknown): dtype {
  if (dtypes.includes(value as dtype)) return value as dtype
  throw new TypeError(`expected a torch.dtype, but got ${classText(value)}`)
}

function checkInt(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number
  throw new TypeError(`${classText(value)} object cannot be interpreted as an integer`)
}

function checkInts(value: unknown): number[] {
  if (!Array.isArray(value))
    throw new TypeError(`expected a tuple of ints, but got ${classText(value)}`)
  return value.map(checkInt)
}

function setRequiresGrad(tensor: Tensor, requires_grad: unknown): void {
  if (typeof requires_grad !== 'boolean') throw new RuntimeError('requires_grad must be a bool')
  if (requires_grad !== tensor.requires_grad) tensor.requires_grad = requires_grad
}

/** Makes a tensor a view of a storage. */
export function setStorage(tensor: Tensor, args: Args): void {
  const [storage, offset, size, stride] = args
  const { _on } = checkStorage(storage)
  native.setStorage(handle(tensor), _on._h, checkInt(offset), checkInts(size), checkInts(stride))
}

function viewOf(dtype: dtype, args: Args): Tensor {
  const { device } = checkStorage(args[0])
  const tensor = C.empty([0], { dtype, device })
  setStorage(tensor, args)
  return tensor
}

const dtypeOf = (storage: unknown): dtype =>
  storage instanceof TypedStorage ? storage.dtype : (dtypes[0] as dtype)

// Says of a conjugate or negative view that it is one.
function setMetadata(tensor: Tensor, metadata: unknown): void {
  if (metadata === undefined || metadata === null) return
  const { items } = asDict(metadata, 'the metadata of a tensor')
  native.setViewBits(handle(tensor), items.get('conj') === true, items.get('neg') === true)
}

export function _rebuild_tensor(args: Args): Tensor {
  return viewOf(dtypeOf(args[0]), args)
}

export function _rebuild_tensor_v2(args: Args): Tensor {
  const tensor = _rebuild_tensor(args)
  setRequiresGrad(tensor, args[4])
  setMetadata(tensor, args[6])
  return tensor
}

export function _rebuild_tensor_v3(args: Args): Tensor {
  const tensor = viewOf(checkDtype(args[6]), args)
  setRequiresGrad(tensor, args[4])
  setMetadata(tensor, args[7])
  return tensor
}

function emptyPerChannel(storage: TypedStorage, size: number[], params: Args): Tensor {
  const [qscheme, scales, zero_points, axis] = params
  if (!(Number.isInteger(axis) && (axis as number) >= 0 && (axis as number) < size.length)) {
    throw new ValueError(
      `_rebuild_qtensor: per_channel axis ${String(axis)} out of range for size (${size.join(', ')})`,
    )
  }
  const isPlain = qscheme === qschemes.per_channel_affine
  const asTensor = (values: unknown, type: dtype): Tensor =>
    Array.isArray(values)
      ? native.tensorFromData(settle(values), type, null, false, false)
      : checkTensor(values)
  const scaleTensor = asTensor(scales, isPlain ? float64 : float32)
  const zeroTensor = asTensor(zero_points, isPlain ? int64 : float32)
  const expected = size[axis as number] as number
  if (scaleTensor.numel() !== expected || zeroTensor.numel() !== expected) {
    throw new ValueError(
      '_rebuild_qtensor: per_channel scales/zero_points length must equal ' +
        `size[axis]=${expected}, got scales=${scaleTensor.numel()}, zero_points=${zeroTensor.numel()}`,
    )
  }
  // Not larger than its storage: sizes in files may be anything.
  const elements = size.reduce((product, n) => product * n, 1)
  if (elements * storage.dtype.itemsize > storage.nbytes()) {
    throw new RuntimeError('Trying to resize storage that is not resizable')
  }
  return C._empty_per_channel_affine_quantized(size, {
    scales: scaleTensor,
    zero_points: zeroTensor,
    axis: axis as number,
    dtype: storage.dtype,
    device: storage.device,
  })
}

export function _rebuild_qtensor(args: Args): Tensor {
  const [storage, offset, size, stride, params, requires_grad] = args
  if (!(storage instanceof TypedStorage)) {
    throw new TypeError(`expected a storage, but got ${classText(storage)}`)
  }
  if (!Array.isArray(params)) throw new TypeError('quantizer parameters must be a tuple')
  const [qscheme, scale, zero_point] = params as unknown[]
  const sizes = checkInts(size)
  let tensor: Tensor
  if (qscheme === qschemes.per_tensor_affine) {
    tensor = C._empty_affine_quantized([0], {
      scale: Number(scale),
      zero_point: checkInt(zero_point),
      dtype: storage.dtype,
      device: storage.device,
    })
  } else if (
    qscheme === qschemes.per_channel_affine ||
    qscheme === qschemes.per_channel_affine_float_qparams
  ) {
    tensor = emptyPerChannel(storage, sizes, params)
  } else {
    throw new RuntimeError(`Can't deserialize quantized tensor with qscheme ${String(qscheme)}`)
  }
  setStorage(tensor, [storage, offset, sizes, stride])
  setRequiresGrad(tensor, requires_grad)
  return tensor
}

const validateCoo = operator<(...args: unknown[]) => void>('_validate_sparse_coo_tensor_args')
const validateCompressed = operator<(...args: unknown[]) => void>(
  '_validate_sparse_compressed_tensor_args',
)
const cooUnsafe = operator<(...args: unknown[]) => Tensor>('_sparse_coo_tensor_unsafe')
const compressedUnsafe = operator<(...args: unknown[]) => Tensor>(
  '_sparse_compressed_tensor_unsafe',
)

/** Sparse tensors of a file, to be looked at when all data is there. */
export class SparseTensors {
  readonly #checks: (() => void)[] = []

  add(check: () => void): void {
    this.#checks.push(check)
  }

  /** Throws for one whose indices lead out of it: LibTorch would follow them. Python asks only if told to. */
  validate(): void {
    for (const check of this.#checks) check()
  }
}

export function _rebuild_sparse_tensor(args: Args, sparse: SparseTensors): Tensor {
  const [layout, data] = args
  if (!Array.isArray(data)) throw new TypeError('the parts of a sparse tensor must be a tuple')
  if (layout === layouts.sparse_coo) {
    const [indices, values, size, is_coalesced = null] = data as unknown[]
    const [i, v, s] = [checkTensor(indices), checkTensor(values), checkInts(size)]
    const kw = { dtype: v.dtype, layout, device: v.device, is_coalesced }
    const tensor = cooUnsafe(i, v, s, kw)
    sparse.add(() => validateCoo(i, v, s, is_coalesced, false))
    return tensor
  }
  const compressed = [
    layouts.sparse_csr,
    layouts.sparse_csc,
    layouts.sparse_bsr,
    layouts.sparse_bsc,
  ] as unknown[]
  if (compressed.includes(layout)) {
    const [outer, inner, values, size] = data as unknown[]
    const [o, i, v] = [checkTensor(outer), checkTensor(inner), checkTensor(values)]
    const s = checkInts(size)
    const kw = { dtype: v.dtype, layout: layout as layout, device: v.device }
    const tensor = compressedUnsafe(o, i, v, s, kw)
    sparse.add(() => validateCompressed(o, i, v, s, layout, false))
    return tensor
  }
  throw new NotImplementedError(`rebuilding sparse tensor for layout ${String(layout)}`)
}

// Each part must lie in the buffer: LibTorch does not look. Copies, which nothing changes after the look: in files of
// before 1.6 the data comes later.
export function _rebuild_nested_tensor(args: Args): Tensor {
  const [buffer, ...rest] = args.map(checkTensor) as [Tensor, Tensor, Tensor, Tensor]
  const [sizes, strides, offsets] = rest.map((one) => one.clone()) as [Tensor, Tensor, Tensor]
  const rows = (of: Tensor): number[][] => (of.dim() === 2 ? of.tolist() : []) as number[][]
  const [sizeRows, strideRows] = [rows(sizes), rows(strides)]
  const starts = (offsets.dim() === 1 ? offsets.tolist() : []) as number[]
  const last = (i: number): number => {
    const size = sizeRows[i] as number[]
    if (size.some((n) => !(n >= 0))) return Number.POSITIVE_INFINITY
    if (size.includes(0)) return -1
    return size.reduce((at, n, d) => at + (n - 1) * Number(strideRows[i]?.[d]), Number(starts[i]))
  }
  const fits =
    sizes.dtype === int64 &&
    strides.dtype === int64 &&
    offsets.dtype === int64 &&
    buffer.dim() === 1 &&
    sizes.dim() === 2 &&
    strides.dim() === 2 &&
    offsets.dim() === 1 &&
    buffer.is_contiguous() &&
    sizeRows.length === starts.length &&
    strideRows.length === starts.length &&
    starts.every((n) => n >= 0) &&
    strideRows.flat().every((n) => n >= 0) &&
    starts.every((_, i) => last(i) < buffer.numel())
  if (!fits) throw new RuntimeError('_rebuild_nested_tensor: the parts do not fit into the buffer')
  return C._nested_view_from_buffer(buffer, sizes, strides, offsets)
}

export function _rebuild_meta_tensor_no_storage(args: Args): Tensor {
  const [dtype, size, stride, requires_grad] = args
  const tensor = C.empty_strided(checkInts(size), checkInts(stride), {
    dtype: checkDtype(dtype),
    device: 'meta',
  })
  setRequiresGrad(tensor, requires_grad)
  return tensor
}

export function _rebuild_device_tensor_from_cpu_tensor(args: Args): Tensor {
  const [data, dtype, device, requires_grad] = args
  const tensor = checkTensor(data).to(makeDevice(String(device)), checkDtype(dtype))
  setRequiresGrad(tensor, requires_grad)
  return tensor
}

export function _rebuild_parameter(args: Args): Tensor {
  const [data, requires_grad] = args
  return new Parameter(checkTensor(data), requires_grad as boolean)
}

export function _rebuild_parameter_with_state(args: Args): Tensor {
  return setState(_rebuild_parameter(args), args[3])
}

/** Sets the fields that users hung on an object; never what makes it a tensor. */
export function setState<T extends object>(object: T, state: unknown): T {
  const parts = Array.isArray(state) ? state : [state]
  for (const part of parts) {
    if (part === null) continue
    const { items } = asDict(part, 'the state of an object')
    for (const [key, value] of items) {
      if (key === '_h') throw new RuntimeError('Invalid serialized state')
      Object.defineProperty(object, String(key), {
        value: settle(value),
        writable: true,
        enumerable: true,
        configurable: true,
      })
    }
  }
  return object
}

/** What `torch.Tensor` and `Parameter` do with a state of early files. */
export function setTensorState(tensor: Tensor, state: unknown): void {
  if (!Array.isArray(state)) throw new TypeError('the state of a tensor must be a tuple')
  if (state.length === 4) {
    setStorage(tensor, state)
  } else if (state.length === 5) {
    tensor.data = checkTensor(state[0])
    setRequiresGrad(tensor, state[2])
  } else {
    setRequiresGrad(tensor, state[0])
  }
}

/** Whether an object was made by `torch.Tensor` alone, not by a subclass. */
export const isPlainTensor = (value: unknown): value is Tensor =>
  isTensor(value) && value.constructor === Tensor

/** The complex number of two floats. */
export function complexOf(args: Args): Complex {
  const [re = 0, im = 0] = args
  if (typeof re !== 'number' || typeof im !== 'number') {
    throw new TypeError(`complex() argument must be a number, not ${classText(re)}`)
  }
  return { re, im }
}
