// The factories that Python writes by hand (torch/csrc/utils/tensor_new.cpp).

import { isTensor } from './_is_tensor.js'
import { python } from './_kwargs.js'
import type { dtype } from './dtype.js'
import { ValueError } from './errors.js'
import { native } from './native.js'
import { from_numpy } from './numpy.js'
import type { Device, Scalar, Tensor, TensorOptions } from './types.js'
import { warn } from './warnings.js'

/** What becomes a tensor: numbers, nested lists of them, typed arrays, tensors, ndarrays. */
export type TensorData =
  | Scalar
  | Tensor
  | ArrayBufferView
  | { readonly data: ArrayLike<unknown>; readonly shape: readonly number[] }
  | Iterable<TensorData>

interface Options {
  dtype: dtype | null
  device: Device | null
  requires_grad: boolean
  pin_memory: boolean
}

const bindTensor = python(
  'tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False)',
)

/**
 * A tensor with a copy of the data. Whole numbers become int64, others the default float dtype, booleans bool,
 * `{ re, im }` complex; a typed array keeps its own type.
 *
 * @example torch.tensor([[1, 2], [3, 4]])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.tensor.html
 */
export function tensor(data: TensorData, kw?: Omit<TensorOptions, 'layout'>): Tensor
export function tensor(...args: unknown[]): Tensor {
  const a = bindTensor<Options & { data: unknown }>(args)
  if (isTensor(a.data)) {
    warn(
      'To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).',
    )
  }
  return native.tensorFromData(a.data, a.dtype, a.device, a.requires_grad, a.pin_memory)
}

const bindAsTensor = python('as_tensor(data, dtype=None, device=None)')

interface Conversion {
  dtype?: dtype | null | undefined
  device?: Device | null | undefined
}

function isNdarray(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value
}

/** The tensor itself, the memory of an array, or a copy of a list, whichever fits the data. */
function share(data: unknown, dtype: dtype | null, device: Device | null): Tensor {
  const shared = isTensor(data)
    ? data
    : ArrayBuffer.isView(data) || isNdarray(data)
      ? from_numpy(data as never)
      : null
  if (shared === null) return native.tensorFromData(data, dtype, device, false, false)
  return shared.to({ device: device ?? shared.device, dtype: dtype ?? shared.dtype })
}

/**
 * The data as a tensor, sharing its memory where that is possible: a tensor of the right dtype and device is returned
 * as it is.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.as_tensor.html
 */
export function as_tensor(data: TensorData, kw?: Conversion): Tensor
export function as_tensor(
  data: TensorData,
  dtype: dtype | null,
  device?: Device | null,
): Tensor
export function as_tensor(...args: unknown[]): Tensor {
  const a = bindAsTensor<Options & { data: unknown }>(args)
  return share(a.data, a.dtype, a.device)
}

const bindAsarray = python(
  'asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=False)',
)

/**
 * Like {@link as_tensor}; `copy` true always copies, false refuses to.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.asarray.html
 */
export function asarray(
  obj: TensorData,
  kw?: Conversion & { copy?: boolean | null | undefined; requires_grad?: boolean | undefined },
): Tensor
export function asarray(...args: unknown[]): Tensor {
  const a = bindAsarray<Options & { obj: unknown; copy: boolean | null }>(args)
  const shared = share(a.obj, a.dtype, a.device)
  const isCopy = isTensor(a.obj) ? shared !== a.obj : !ArrayBuffer.isView(a.obj)
  if (a.copy === false && isCopy) {
    throw new ValueError("can't alias arbitrary sequence into a tensor.")
  }
  const out = a.copy === true && !isCopy ? shared.clone() : shared
  const detached = isTensor(a.obj) && !a.requires_grad ? out.detach() : out
  return a.requires_grad ? detached.requires_grad_() : detached
}

const bindFrombuffer = python(
  'frombuffer(buffer, *, dtype, count=-1, offset=0, requires_grad=False)',
)

/**
 * A flat tensor over the memory of a buffer, from byte `offset` on.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.frombuffer.html
 */
export function frombuffer(
  buffer: ArrayBufferLike | ArrayBufferView,
  kw: { dtype: dtype; count?: number; offset?: number; requires_grad?: boolean },
): Tensor
export function frombuffer(...args: unknown[]): Tensor {
  const a = bindFrombuffer<{
    buffer: ArrayBuffer | ArrayBufferView
    dtype: dtype
    count: number
    offset: number
    requires_grad: boolean
  }>(args)
  const view = ArrayBuffer.isView(a.buffer)
    ? new Uint8Array(a.buffer.buffer, a.buffer.byteOffset, a.buffer.byteLength)
    : new Uint8Array(a.buffer)
  const size = a.dtype.itemsize
  const length = view.byteLength
  if (length === 0 || a.count === 0) {
    throw new ValueError(`both buffer length (${length}) and count (${a.count}) must not be 0`)
  }
  if (a.offset < 0 || a.offset >= length) {
    throw new ValueError(
      `offset (${a.offset} bytes) must be non-negative and no greater than buffer length (${length} bytes) minus 1`,
    )
  }
  if (a.count > 0 && a.offset + a.count * size > length) {
    throw new ValueError(
      `requested buffer length (${a.count} * ${size} bytes) after offset (${a.offset} bytes) must not be greater than actual buffer length (${length} bytes)`,
    )
  }
  if (a.count < 0 && (length - a.offset) % size !== 0) {
    throw new ValueError(
      `buffer length (${length - a.offset} bytes) after offset (${a.offset} bytes) must be a multiple of element size (${size})`,
    )
  }
  const end = a.count > 0 ? a.offset + a.count * size : length
  const flat = from_numpy(view.subarray(a.offset, end) as never).view(a.dtype)
  return a.requires_grad ? flat.requires_grad_() : flat
}
