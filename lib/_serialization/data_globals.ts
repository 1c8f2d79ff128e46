// What files may name beside torch's own with weights_only=False: classes of Python and NumPy that hold data alone.

import { asDict, Dict, Pending } from '../_pickled_dicts.js'
import { classText } from '../_typename.js'
import type { SafeGlobal } from '../_weights_only_unpickler.js'
import * as d from '../dtype.js'
import { ValueError } from '../errors.js'
import { native } from '../native.js'
import { UnpicklingError } from '../pickle.js'
import type { Tensor } from '../types.js'
import { byteswap } from './memory.js'

type Args = readonly unknown[]

const numpyTypes: Readonly<Record<string, d.dtype>> = {
  ...{ b1: d.bool, i1: d.int8, i2: d.int16, i4: d.int32, i8: d.int64 },
  ...{ u1: d.uint8, u2: d.uint16, u4: d.uint32, u8: d.uint64 },
  ...{ f2: d.float16, f4: d.float32, f8: d.float64, c8: d.complex64, c16: d.complex128 },
}

/** numpy.dtype */
class NumpyDtype {
  bigEndian = false
  constructor(readonly dtype: d.dtype) {}
}

function numpyDtype([code]: Args): NumpyDtype {
  if (typeof code !== 'string' || !Object.hasOwn(numpyTypes, code)) {
    throw new UnpicklingError(`NumPy's data of dtype ${String(code)} cannot be read`)
  }
  return new NumpyDtype(numpyTypes[code] as d.dtype)
}

function setByteOrder(object: NumpyDtype, state: unknown): void {
  const order = Array.isArray(state) ? (state as unknown[])[1] : undefined
  if (typeof order !== 'string') throw new TypeError('the state of a dtype must be a tuple')
  object.bigEndian = order === '>'
}

function elements(bytes: unknown, type: unknown, size: readonly number[]): Tensor {
  if (!(type instanceof NumpyDtype) || !ArrayBuffer.isView(bytes)) {
    throw new TypeError(`an array cannot be made of ${classText(bytes)} and ${classText(type)}`)
  }
  const { dtype, bigEndian } = type
  const count = size.reduce((product, n) => product * n, 1)
  if (count * dtype.itemsize !== bytes.byteLength) {
    throw new ValueError('buffer size does not match array size')
  }
  const own = Uint8Array.from(bytes as Uint8Array)
  const flat = native.fromTypedArray(own, [own.length], [1], 0, null)
  if (bigEndian) byteswap(flat.untyped_storage(), dtype)
  return flat.view(dtype)
}

const scalar = ([type, bytes]: Args): unknown => elements(bytes, type, []).item()

function shaped(flat: Tensor, size: readonly number[], fortran: boolean): unknown {
  const tensor = fortran
    ? flat.view([...size].reverse()).permute(size.map((_, i) => size.length - 1 - i))
    : flat.view([...size])
  return tensor.numpy()
}

function sizeOf(value: unknown): number[] {
  if (Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return value as number[]
  }
  throw new TypeError('the shape of an array must be a tuple of ints')
}

function setArray(object: Pending, state: unknown): void {
  if (!Array.isArray(state) || state.length !== 5) {
    throw new TypeError('the state of an array must be a tuple of five')
  }
  const [, shape, type, fortran, bytes] = state as unknown[]
  const size = sizeOf(shape)
  object.value = shaped(elements(bytes, type, size), size, fortran === true)
}

function fromBuffer([bytes, type, shape, order]: Args): unknown {
  const size = sizeOf(shape)
  return shaped(elements(bytes, type, size), size, order === 'F')
}

const namespace: SafeGlobal = {
  path: 'argparse.Namespace',
  call: null,
  make: () => new Dict(),
}

function setNamespace(object: Dict, state: unknown): void {
  for (const [key, value] of asDict(state, 'a namespace').items) object.items.set(key, value)
}

function bytesOf([source]: Args): Uint8Array {
  if (source === undefined) return new Uint8Array(0)
  if (ArrayBuffer.isView(source)) return Uint8Array.from(source as Uint8Array)
  if (Array.isArray(source)) return Uint8Array.from(source as number[])
  throw new TypeError(`cannot convert '${classText(source).slice(8, -2)}' object to bytes`)
}

const setOf = ([items = []]: Args): Set<unknown> => {
  if (!Array.isArray(items)) throw new TypeError(`${classText(items)} object is not iterable`)
  return new Set(items)
}

const called: Readonly<Record<string, (args: Args) => unknown>> = {
  'builtins.bytes': bytesOf,
  'builtins.frozenset': setOf,
  'collections.defaultdict': () => new Dict(),
  'numpy.dtype': numpyDtype,
  ...Object.fromEntries(
    ['numpy.core', 'numpy._core'].flatMap((module) => [
      [`${module}.multiarray.scalar`, scalar],
      [`${module}.multiarray._reconstruct`, () => new Pending()],
      [`${module}.numeric._frombuffer`, fromBuffer],
    ]),
  ),
}

// Arguments of the others: `defaultdict(list)`.
const named = [
  'numpy.ndarray',
  ...['dict', 'list', 'int', 'float'].map((name) => `builtins.${name}`),
]

/** By their full names in Python. */
export const dataGlobals: ReadonlyMap<string, SafeGlobal> = new Map(
  [
    namespace,
    ...named.map((path): SafeGlobal => ({ path, call: null })),
    ...Object.entries(called).map(([path, call]): SafeGlobal => ({ path, call })),
  ].map((one) => [one.path, one]),
)

/** How the fields of such an object are set; null for any other. */
export function dataBuilder(object: unknown): ((object: never, state: unknown) => void) | null {
  if (object instanceof Pending) return setArray
  if (object instanceof NumpyDtype) return setByteOrder
  return object instanceof Dict ? setNamespace : null
}
