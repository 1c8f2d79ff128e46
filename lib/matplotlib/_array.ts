// What scripts plot (tensors, strided arrays, typed arrays, nested lists, ranges) as flat float64 arrays with a shape.

import { ValueError } from '../errors.js'
import type { NdArray, NdArrayLike } from '../numpy.js'
import type { Tensor } from '../types.js'

/** Nested lists of numbers. */
export type Nested = number | bigint | boolean | readonly Nested[]

/** What can be plotted: a tensor on the CPU that needs no gradient, a strided array, numbers in lists or iterables. */
export type ArrayLike =
  | Tensor
  | NdArrayLike
  | Nested
  | ArrayBufferView
  | Iterable<number | bigint | boolean | Tensor>

/** Numbers in row-major order; `integral` where they came as bytes or integers, which images tell apart. */
export interface Values {
  readonly data: Float64Array
  readonly shape: readonly number[]
  readonly integral: boolean
}

interface HasNumpy {
  numpy(): NdArray
}

const hasNumpy = (value: object): value is HasNumpy =>
  typeof (value as Partial<HasNumpy>).numpy === 'function'

const isStrided = (value: object): value is NdArrayLike =>
  Array.isArray((value as Partial<NdArrayLike>).shape) &&
  ArrayBuffer.isView((value as Partial<NdArrayLike>).data)

/** A 16-bit float by its bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}

const isFloat = (array: object): boolean => tagOf(array).includes('Float')
const isBig = (array: object): boolean => tagOf(array).includes('Big')
const tagOf = (value: object): string => Object.prototype.toString.call(value)

function ofStrided(array: NdArrayLike): Values {
  const { data, shape, offset = 0, dtype = '' } = array
  const size = shape.reduce((a, b) => a * b, 1)
  const integral = dtype !== 'float16' && !isFloat(data)
  const plain = rowMajor(shape)
  const stride = array.stride ?? plain
  const inOrder = stride.every((step, d) => step === plain[d] || shape[d] === 1)
  if (inOrder && dtype !== 'float16' && !isBig(data)) {
    const part = data.subarray(offset, offset + size) as Float64Array
    return { data: new Float64Array(part), shape, integral }
  }
  const out = new Float64Array(size)
  const index = new Array<number>(shape.length).fill(0)
  let at = offset
  for (let i = 0; i < size; i++) {
    const value = Number(data[at])
    out[i] = dtype === 'float16' ? half(value) : value
    for (let d = shape.length - 1; d >= 0; d--) {
      const step = stride[d] as number
      at += step
      if (++(index[d] as number) < (shape[d] as number)) break
      at -= step * (shape[d] as number)
      index[d] = 0
    }
  }
  return { data: out, shape, integral }
}

function rowMajor(shape: readonly number[]): number[] {
  const stride: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    stride[i] = step
    step *= shape[i] as number
  }
  return stride
}

function ofTyped(view: ArrayBufferView): Values {
  const numbers = view as unknown as ArrayLike_
  const data = isBig(view)
    ? Float64Array.from(numbers, Number)
    : new Float64Array(numbers as ArrayLike_ & { readonly [n: number]: number })
  return { data, shape: [data.length], integral: !isFloat(view) }
}

type ArrayLike_ = { readonly length: number; readonly [n: number]: number | bigint }

/** Where a list's rows differ in length, as NumPy says it. */
const ragged = (): ValueError =>
  new ValueError(
    'setting an array element with a sequence. The requested array has an inhomogeneous shape',
  )

function ofList(list: readonly unknown[]): Values {
  if (list.every((one) => typeof one !== 'object' || one === null)) {
    const data = Float64Array.from(list, toNumber)
    const integral = list.every((one) => typeof one !== 'number' || Number.isInteger(one))
    return { data, shape: [list.length], integral }
  }
  const rows = list.map(toValues)
  const [first] = rows
  if (first === undefined) return { data: new Float64Array(0), shape: [0], integral: false }
  const { length } = first.data
  const data = new Float64Array(length * rows.length)
  rows.forEach((row, i) => {
    if (row.shape.join() !== first.shape.join()) throw ragged()
    data.set(row.data, i * length)
  })
  return {
    data,
    shape: [rows.length, ...first.shape],
    integral: rows.every((row) => row.integral),
  }
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (value === null || value === undefined) return Number.NaN
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (typeof value === 'string') {
    const number = Number(value)
    if (value.trim() === '' || Number.isNaN(number)) {
      throw new ValueError(`could not convert string to float: '${value}'`)
    }
    return number
  }
  throw new TypeError(`float() argument must be a string or a real number, not '${typeof value}'`)
}

/** The numbers of anything that can be plotted. */
export function toValues(value: unknown): Values {
  if (typeof value !== 'object' || value === null) {
    return {
      data: Float64Array.of(toNumber(value)),
      shape: [],
      integral: Number.isInteger(value),
    }
  }
  if (Array.isArray(value)) return ofList(value)
  if (hasNumpy(value)) return ofStrided(value.numpy())
  if (isStrided(value)) return ofStrided(value)
  if (ArrayBuffer.isView(value)) return ofTyped(value)
  if (Symbol.iterator in value) return ofList(Array.from(value as Iterable<unknown>))
  throw new TypeError(`float() argument must be a string or a real number, not 'dict'`)
}

/** The numbers in one dimension, whatever the shape. */
export function toFlat(value: unknown): Float64Array {
  return toValues(value).data
}

/** A shape as Python prints it. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/** Whether a value is a list of strings, which an axis takes as categories. */
export function isCategories(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
}

/** The items of a list, a tensor's included; a single value is a list of one. */
export function toList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return [value]
  return Array.from(toFlat(value))
}

/** The least and the greatest finite number; infinities the other way round where there is none. */
export function extent(data: Iterable<number>): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of data) {
    if (value < low && value !== -Infinity) low = value
    if (value > high && value !== Infinity) high = value
  }
  return [low, high]
}

/** `count` numbers from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / (count - 1)
  const values = Array.from({ length: count }, (_, i) => start + i * step)
  if (count > 1) values[count - 1] = stop
  return values
}
