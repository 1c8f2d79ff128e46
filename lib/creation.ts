// The factories that Python writes by hand (torch/csrc/utils/tensor_new.cpp).

import { fromData } from './_from_data.js'
import { isTensor } from './_is_tensor.js'
import { isKeywords } from './_kwargs.js'
import { from_numpy } from './_numpy.js'
import { nativeParser } from './_parser.js'
import type { dtype } from './dtype.js'
import { ValueError } from './errors.js'
import type { Device, Scalar, Tensor, TensorOptions } from './types.js'
import { warn } from './warnings.js'

/** What becomes a tensor: numbers, nested lists of them, typed arrays, tensors, ndarrays. */
export type TensorData =
  | Scalar
  | Tensor
  | ArrayBufferView
  | { readonly data: ArrayLike<unknown>; readonly shape: readonly number[] }
  | Iterable<TensorData>

function isNdarray(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value
}

// A strided array may be a plain object, and is no keywords then.
function positional(args: readonly unknown[]): readonly unknown[] {
  const [first, ...rest] = args
  return isNdarray(first) && isKeywords(first) ? [Object.create(first), ...rest] : args
}

/** What the parser found; undefined where nothing was given. */
interface Given {
  dtype?: dtype | null
  device?: Device | null
  requires_grad?: boolean
}

const parseTensor = nativeParser<Given & { data: unknown; pin_memory?: boolean }>('tensor', [
  'tensor(PyObject* data, *, ScalarType dtype=None, Device? device=None, bool pin_memory=False, bool requires_grad=False)',
])

/**
 * A tensor with a copy of the data. Whole numbers become int64, others the default float dtype, booleans bool,
 * `{ re, im }` complex; a typed array keeps its own type.
 *
 * @example
 * torch.tensor([[1, 2], [3, 4]]) // (2, 2)
 * torch.tensor([1, 2.5]) // tensor([1.0000, 2.5000])
 * torch.tensor([1, 2], { dtype: torch.float }) // tensor([1., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.tensor.html
 */
export function tensor(data: TensorData, kw?: Omit<TensorOptions, 'layout'>): Tensor
export function tensor(...args: unknown[]): Tensor {
  const a = parseTensor(positional(args))
  if (isTensor(a.data)) {
    warn(
      'To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor).',
    )
  }
  return fromData(
    a.data,
    a.dtype ?? null,
    a.device ?? null,
    a.requires_grad ?? false,
    a.pin_memory ?? false,
  )
}

const parseAsTensor = nativeParser<Given & { data: unknown }>('as_tensor', [
  'as_tensor(PyObject* data, ScalarType dtype=None, Device? device=None)',
])

interface Conversion {
  dtype?: dtype | null | undefined
  device?: Device | null | undefined
}

/** The tensor itself, the memory of an array, or a copy of a list, whichever fits the data. */
function share(data: unknown, dtype: dtype | null, device: Device | null): Tensor {
  const shared = isTensor(data)
    ? data
    : ArrayBuffer.isView(data) || isNdarray(data)
      ? from_numpy(data as never)
      : null
  if (shared === null) return fromData(data, dtype, device)
  return shared.to({ device: device ?? shared.device, dtype: dtype ?? shared.dtype })
}

/**
 * The data as a tensor, sharing its memory where that is possible: a tensor of the right dtype and device is returned
 * as it is.
 *
 * @example
 * const x = torch.ones(2)
 * torch.as_tensor(x) === x // True
 * torch.as_tensor(new Float32Array([1, 2])) // tensor([1., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.as_tensor.html
 */
export function as_tensor(data: TensorData, kw?: Conversion): Tensor
export function as_tensor(data: TensorData, dtype: dtype | null, device?: Device | null): Tensor
export function as_tensor(...args: unknown[]): Tensor {
  const a = parseAsTensor(positional(args))
  return share(a.data, a.dtype ?? null, a.device ?? null)
}

const parseAsarray = nativeParser<Given & { obj: unknown; copy?: boolean | null }>('asarray', [
  'asarray(PyObject* obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, bool requires_grad=False)',
])

/**
 * Like {@link as_tensor}; `copy` true always copies, false refuses to and throws a ValueError where it has to.
 *
 * @example
 * const x = torch.ones(2)
 * torch.asarray(x, { copy: true }).add_(1)
 * x // tensor([1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.asarray.html
 */
export function asarray(
  obj: TensorData,
  kw?: Conversion & { copy?: boolean | null | undefined; requires_grad?: boolean | undefined },
): Tensor
export function asarray(...args: unknown[]): Tensor {
  const a = parseAsarray(positional(args))
  const shared = share(a.obj, a.dtype ?? null, a.device ?? null)
  const isCopy = isTensor(a.obj) ? shared !== a.obj : !ArrayBuffer.isView(a.obj)
  if (a.copy === false && isCopy) {
    throw new ValueError("can't alias arbitrary sequence into a tensor.")
  }
  const out = a.copy === true && !isCopy ? shared.clone() : shared
  const detached = isTensor(a.obj) && !a.requires_grad ? out.detach() : out
  return a.requires_grad ? detached.requires_grad_() : detached
}

const parseFrombuffer = nativeParser<{
  buffer: ArrayBuffer | ArrayBufferView
  dtype: dtype
  count?: number
  offset?: number
  requires_grad?: boolean
}>('frombuffer', [
  'frombuffer(PyObject* buffer, *, ScalarType dtype, int64_t count=-1, int64_t offset=0, bool requires_grad=False)',
])

/**
 * A flat tensor over the memory of a buffer, from byte `offset` (0) on, of `count` elements or as many as fit. A change
 * on one side shows on the other. A ValueError for an empty buffer and for one that is too short.
 *
 * @example
 * const bytes = new Uint8Array([1, 0, 2, 0])
 * torch.frombuffer(bytes, { dtype: torch.int16 }) // tensor([1, 2], dtype=torch.int16)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.frombuffer.html
 */
export function frombuffer(
  buffer: ArrayBufferLike | ArrayBufferView,
  kw: { dtype: dtype; count?: number; offset?: number; requires_grad?: boolean },
): Tensor
export function frombuffer(...args: unknown[]): Tensor {
  const { buffer, dtype, count = -1, offset = 0, requires_grad = false } = parseFrombuffer(args)
  const view = ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer)
  const size = dtype.itemsize
  const length = view.byteLength
  if (length === 0 || count === 0) {
    throw new ValueError(`both buffer length (${length}) and count (${count}) must not be 0`)
  }
  if (offset < 0 || offset >= length) {
    throw new ValueError(
      `offset (${offset} bytes) must be non-negative and no greater than buffer length (${length} bytes) minus 1`,
    )
  }
  if (count > 0 && offset + count * size > length) {
    throw new ValueError(
      `requested buffer length (${count} * ${size} bytes) after offset (${offset} bytes) must not be greater than actual buffer length (${length} bytes)`,
    )
  }
  if (count < 0 && (length - offset) % size !== 0) {
    throw new ValueError(
      `buffer length (${length - offset} bytes) after offset (${offset} bytes) must be a multiple of element size (${size})`,
    )
  }
  const end = count > 0 ? offset + count * size : length
  const flat = from_numpy(view.subarray(offset, end) as never).view(dtype)
  return requires_grad ? flat.requires_grad_() : flat
}
