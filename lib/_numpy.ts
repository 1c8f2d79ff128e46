// Tensors and strided arrays on the same memory. Mirrors torch/csrc/utils/tensor_numpy.cpp; what NumPy's arrays are to
// Python, the `ndarray` of npm is here.

import { markAsUntransferable } from 'node:worker_threads'
import ndarray from 'ndarray'
import { isTensor } from './_is_tensor.js'
import { python } from './_kwargs.js'
import { tensorText } from './_numpy_text.js'
import { typeName } from './_typename.js'
import { bool, complex64, complex128, type dtype, dtypes, float16 } from './dtype.js'
import { native } from './native.js'
import type { Tensor } from './types.js'

/** Memory that a tensor can share. */
export type NumpyData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array

/**
 * What {@link from_numpy} takes: the element at `[i, j]` is `data[offset + i * stride[0] + j * stride[1]]`. Without
 * strides the rows lie one after another.
 */
export interface NdArrayLike {
  readonly data: NumpyData
  readonly shape: readonly number[]
  readonly stride?: readonly number[]
  readonly offset?: number
  readonly dtype?: string
}

/** A strided array, an `ndarray` of the npm package of that name. */
export interface NdArray<T extends NumpyData = NumpyData> {
  data: T
  shape: number[]
  stride: number[]
  offset: number
  readonly size: number
  readonly dimension: number
  /**
   * The type of the elements, `'float32'`. Where JavaScript has no array of the type: `'bool'` in bytes; `'float16'` as
   * its bits; `'complex64'` and `'complex128'` as pairs, in a last dimension of two; int64 is `'bigint64'`.
   */
  readonly dtype: string
  get(...index: number[]): T[number]
  set(...indexAndValue: [...index: number[], value: T[number]]): T[number]
  index(...index: number[]): number
  lo(...start: number[]): NdArray<T>
  hi(...shape: number[]): NdArray<T>
  step(...step: number[]): NdArray<T>
  transpose(...axes: number[]): NdArray<T>
  pick(...index: (number | null)[]): NdArray<T>
  /** Of one dimension the numbers, of more the rows. */
  [Symbol.iterator](): IterableIterator<NdArray<T> | T[number] | boolean>
}

// What typed arrays cannot say: the ndarray's `dtype`, and which array it then has.
const marks = new Map<dtype, string>([
  [bool, 'bool'],
  [float16, 'float16'],
  [complex64, 'complex64'],
  [complex128, 'complex128'],
])
const unmarked = new Map([
  ['bool', { array: 'Uint8Array', dtype: bool }],
  ['float16', { array: 'Uint16Array', dtype: float16 }],
  ['complex64', { array: 'Float32Array', dtype: complex64 }],
  ['complex128', { array: 'Float64Array', dtype: complex128 }],
])

const bindNumpy = python('numpy(*, force=False)')

export interface NumpyMethods {
  /**
   * The tensor as a strided array on the same memory: a change on one side shows on the other. The tensor must be on the
   * CPU and need no gradient, unless `force` allows a copy. Types that NumPy lacks (bfloat16, float8, quantized) throw.
   *
   * The memory stays where it is as long as the array lives, so the tensor can no longer be resized.
   *
   * @example torch.ones(2, 3).numpy().get(1, 2) // 1
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.numpy.html
   */
  numpy<T extends NumpyData = NumpyData>(kw?: { force?: boolean }): NdArray<T>
}

type Self = Tensor & { readonly _h: number }

// What Python does with arrays beside indexing: print them, go through their rows, ask for their length.
const protocols: PropertyDescriptorMap & ThisType<NdArray> = {
  toString: {
    value(): string {
      return tensorText(from_numpy(this))
    },
  },
  [Symbol.for('nodejs.util.inspect.custom')]: {
    value(): string {
      return String(this)
    },
  },
  __len__: {
    value(): number {
      const [length] = this.shape
      if (length === undefined) throw new TypeError('len() of unsized object')
      return length
    },
  },
  [Symbol.iterator]: {
    *value(): IterableIterator<unknown> {
      const { shape, dtype } = this
      if (shape.length === 0) throw new TypeError('iteration over a 0-d array')
      const rest = shape.slice(1).map(() => null)
      for (let i = 0; i < (shape[0] as number); i++) {
        yield rest.length === 0 ? this.get(i) : equip(this.pick(i, ...rest), dtype)
      }
    },
  },
}

function equip(array: NdArray, dtype: string): NdArray {
  Object.defineProperties(array, protocols)
  return array.dtype === dtype ? array : Object.defineProperty(array, 'dtype', { value: dtype })
}

export const numpyMethods = {
  numpy(this: Self, ...args: unknown[]): NdArray {
    const { force } = bindNumpy<{ force: unknown }>(args)
    if (typeof force !== 'boolean') {
      throw new TypeError(`numpy(): argument 'force' must be bool, not ${typeName(force)}`)
    }
    const { data, shape, stride, offset } = native.numpyData(this._h, force)
    const array = ndarray(data as never, shape, stride, offset) as unknown as NdArray
    const mark = marks.get(dtypes[native.dtypeCode(this._h)] as dtype)
    return equip(array, mark ?? array.dtype)
  },
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

// Kept out of transfers: the memory would go to another thread, and the tensor know nothing of it. Node copies such
// buffers instead, or refuses.
function pin(buffer: ArrayBufferLike): void {
  if (tagOf(buffer) !== 'ArrayBuffer') return
  markAsUntransferable(buffer)
  for (const name of ['transfer', 'transferToFixedLength']) {
    if (!(name in buffer) || Object.hasOwn(buffer, name)) continue
    Reflect.defineProperty(buffer, name, {
      value() {
        throw new TypeError(
          'this ArrayBuffer is shared with a torch.Tensor and cannot be transferred',
        )
      },
    })
  }
}

const supported =
  'float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool'

function isNdArray(value: unknown): value is NdArrayLike {
  if (typeof value !== 'object' || value === null || isTensor(value)) return false
  const { data, shape } = value as Partial<NdArrayLike>
  return typeof data === 'object' && data !== null && Array.isArray(shape)
}

function contiguous(shape: readonly number[]): number[] {
  const strides: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step
    step *= Math.max(shape[i] as number, 1)
  }
  return strides
}

// Float16Array (Node 24) as its bits, which every Node-API knows.
function bitsOf(array: NumpyData): { array: NumpyData; dtype: dtype | null } {
  if (tagOf(array) !== 'Float16Array') return { array, dtype: null }
  const { buffer, byteOffset, length } = array
  return { array: new Uint16Array(buffer, byteOffset, length), dtype: float16 }
}

function share(
  data: NumpyData,
  shape: readonly number[],
  stride: readonly number[],
  offset: number,
  dtype: dtype | null,
): Tensor {
  const bits = bitsOf(data)
  const tensor = native.fromTypedArray(bits.array, shape, stride, offset, dtype ?? bits.dtype)
  pin(data.buffer)
  return tensor
}

/** Complex elements are pairs in a last dimension of two; their memory is taken as it is. */
function shareComplex(a: NdArrayLike, stride: readonly number[], dtype: dtype): Tensor {
  const { data, shape, offset = 0 } = a
  const arePairs =
    shape.at(-1) === 2 && stride.at(-1) === 1 && [...stride.slice(0, -1), offset].every(isEven)
  if (!arePairs) throw new TypeError(`a ${a.dtype} array needs a last dimension of (re, im) pairs`)
  const half = (x: number): number => x / 2
  return share(data, shape.slice(0, -1), stride.slice(0, -1).map(half), offset / 2, dtype)
}

function isEven(x: number): boolean {
  return x % 2 === 0
}

/**
 * A tensor on the memory of a typed array or a strided array: a change on one side shows on the other.
 *
 * Memory that is shared cannot be transferred to another thread, nor can a resizable ArrayBuffer be shared.
 *
 * @example torch.from_numpy(new Float32Array([1, 2])) // tensor([1., 2.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.from_numpy.html
 */
export function from_numpy(ndarray: NdArrayLike | NumpyData): Tensor
export function from_numpy(...args: unknown[]): Tensor {
  const [array] = args
  if (args.length !== 1) {
    throw new TypeError(
      `torch._VariableFunctionsClass.from_numpy() takes exactly one argument (${args.length} given)`,
    )
  }
  if (ArrayBuffer.isView(array) && tagOf(array) !== 'DataView') {
    const flat = array as NumpyData
    return share(flat, [flat.length], [1], 0, null)
  }
  if (!isNdArray(array)) {
    throw new TypeError(`expected np.ndarray (got ${typeName(array)})`)
  }
  const { data, shape, stride = contiguous(shape), offset = 0, dtype = '' } = array
  if (!ArrayBuffer.isView(data) || tagOf(data) === 'DataView') {
    throw new TypeError(
      `can't convert np.ndarray of type numpy.object_. The only supported types are: ${supported}.`,
    )
  }
  const marked = unmarked.get(dtype)
  if (marked === undefined || tagOf(data) !== marked.array) {
    return share(data, shape, stride, offset, null)
  }
  return marked.dtype.is_complex
    ? shareComplex(array, stride, marked.dtype)
    : share(data, shape, stride, offset, marked.dtype)
}
