// Arrays, tensors, lists and numbers as tensors, with NumPy's types: int64 and float64, and what two of them make.

import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { from_numpy, type NdArrayLike } from '../_numpy.js'
import { isPlainObject } from '../_repr.js'
import { tensor } from '../creation.js'
import {
  bool,
  type dtype,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
} from '../dtype.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'

/** What NumPy's functions take: an array, a tensor, nested lists, or a number. */
export type ArrayLike_ =
  | NdArrayLike
  | Tensor
  | number
  | bigint
  | boolean
  | readonly unknown[]
  | ArrayBufferView

/** What stands in the brackets of an array: indices, slices' texts, masks, and lists of them. */
export type Index = unknown

const types: Readonly<Record<string, dtype>> = {
  bool,
  bool_: bool,
  float: float64,
  float16,
  float32,
  float64,
  int: int64,
  int8,
  int16,
  int32,
  int64,
  uint8,
}

/** The dtype of a name, such as `'float32'`. */
export function typeNamed(name: string): dtype {
  const found = Object.hasOwn(types, name) ? types[name] : undefined
  if (found === undefined) throw new TypeError(`data type '${name}' not understood`)
  return found
}

/** The name of a tensor's dtype: `'float32'`. */
export const dtypeOf = (value: Tensor): string => String(value.dtype).replace('torch.', '')

const isScalar = (value: unknown): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'

// What lists hold may be tensors and arrays of one element, which stand for their numbers.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (isTensor(value)) return (value as Tensor).tolist()
  if (isNdArrayLike(value)) return asTensor(value).tolist()
  if (
    typeof (value as Iterable<unknown>)?.[Symbol.iterator] === 'function' &&
    typeof value !== 'string'
  ) {
    return Array.from(value as Iterable<unknown>, plain)
  }
  return value
}

function isNdArrayLike(value: unknown): value is NdArrayLike {
  if (typeof value !== 'object' || value === null) return false
  return 'data' in value && 'shape' in value && ArrayBuffer.isView((value as NdArrayLike).data)
}

// The sizes of the lists as far as all agree.
function commonShape(value: unknown): { shape: number[]; ragged: boolean } {
  if (!Array.isArray(value)) return { shape: [], ragged: false }
  const parts = value.map(commonShape)
  const [first = { shape: [], ragged: false }] = parts
  const same = parts.every((part) => String(part.shape) === String(first.shape))
  if (same)
    return { shape: [value.length, ...first.shape], ragged: parts.some((part) => part.ragged) }
  return { shape: [value.length], ragged: true }
}

function fromLists(value: unknown, type: dtype | null): Tensor {
  const data = plain(value)
  const { shape, ragged } = commonShape(data)
  if (ragged) {
    throw new ValueError(
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${shape.length} dimensions. The detected shape was (${shape.join(', ')}${shape.length === 1 ? ',' : ''}) + inhomogeneous part.`,
    )
  }
  if (type !== null) return tensor(data as number[], { dtype: type })
  // Of no numbers NumPy makes floats, and of floats float64.
  const isFloat = (one: unknown): boolean =>
    Array.isArray(one) ? one.some(isFloat) : typeof one === 'number' && !Number.isInteger(one)
  if (shape.includes(0) || isFloat(data)) return tensor(data as number[], { dtype: float64 })
  return tensor(data as number[])
}

/** A tensor on the memory of an array or tensor, or of the numbers of lists. */
export function asTensor(value: unknown, type: string | null = null): Tensor {
  const wanted = type === null ? null : typeNamed(type)
  const shared = sharedTensor(value)
  if (shared === null) return fromLists(value, wanted)
  return wanted === null || shared.dtype === wanted ? shared : shared.to(wanted)
}

function sharedTensor(value: unknown): Tensor | null {
  if (isTensor(value)) {
    // Says what Python says of tensors that need gradients or are elsewhere.
    ;(value as Tensor).numpy()
    return value as Tensor
  }
  const own = (value as { _tensor?: Tensor } | null)?._tensor
  if (own !== undefined) return own
  if (isNdArrayLike(value) && !isPlainObject(value)) return from_numpy(value)
  if (isNdArrayLike(value) || (ArrayBuffer.isView(value) && !('getInt8' in value))) {
    return from_numpy(value as NdArrayLike)
  }
  return null
}

type Operand = Tensor | number | bigint | boolean

// Integers of 32 bits and more make float64 of shorter floats.
const outgrows = (a: Tensor, b: Operand): boolean =>
  !a.is_floating_point() &&
  isTensor(b) &&
  (b as Tensor).is_floating_point() &&
  a.dtype.itemsize >= 4

interface How {
  /** Whole numbers are divided as floats. */
  division?: boolean
  /** Numbers become tensors too, of the other's type. */
  tensors?: boolean
}

/** Both operands of arithmetic, in types that PyTorch combines as NumPy does. */
export function arithmetic(a: unknown, b: unknown, how: How = {}): [Operand, Operand] {
  if (isScalar(a) && isScalar(b)) return arithmetic(asTensor(a), b, how)
  const x: Operand = isScalar(a) ? a : asTensor(a)
  const y: Operand = isScalar(b) ? b : asTensor(b)
  const suited = (one: Operand, other: Operand): Operand => {
    if (!isTensor(one)) return one
    const array = one as Tensor
    if (array.is_floating_point()) {
      return isTensor(other) && outgrows(other as Tensor, array) ? array.double() : array
    }
    const byFloat = typeof other === 'number' && !Number.isInteger(other)
    return how.division || byFloat || outgrows(array, other) ? array.double() : array
  }
  const [left, right] = [suited(x, y), suited(y, x)]
  if (!how.tensors) return [left, right]
  return [asTensorLike(left, right), asTensorLike(right, left)]
}

function asTensorLike(one: Operand, other: Operand): Operand {
  return isTensor(one) ? one : C.full([], one as number, { dtype: (other as Tensor).dtype })
}

type Compare = (x: unknown, y: unknown) => Tensor
const { lt, le, gt, ge, eq, ne } = C as unknown as Record<string, Compare>
const comparisons = { lt, le, gt, ge, eq, ne } as Record<string, Compare>

/** A comparison of two arrays, as an array of booleans. */
export function compare(
  name: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne',
  a: unknown,
  b: unknown,
): Tensor {
  const [x, y] = arithmetic(a, b)
  return (comparisons[name] as Compare)(x, y)
}

/** A tensor of one number as that, any other wrapped. */
export function scalarOr<W>(
  result: Tensor,
  wrap: (tensor: Tensor) => W,
): W | number | bigint | boolean {
  return result.dim() === 0 ? (result.item() as number) : wrap(result)
}
