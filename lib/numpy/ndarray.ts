// The array of `torch-node/numpy`: a tensor's memory under NumPy's names and rules.

import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import type { NdArray, NumpyData } from '../_numpy.js'
import { tensorText } from '../_numpy_text.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import {
  type ArrayLike_,
  arithmetic,
  asTensor,
  compare,
  dtypeOf,
  type Index,
  scalarOr,
} from './_convert.js'

const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(',')})`

/**
 * An array of numbers. What Python writes with operators are methods, as on tensors: `a.sub(b)`, `a.mul_(2)`. Its memory
 * is that of the tensor that `torch.from_numpy(a)` gives, and it has the fields of the arrays that `x.numpy()` gives.
 *
 * @example
 * const a = np.array([[1, 2], [3, 4]])
 * print(a.T.dot(a).sum()) // 58
 * torch.from_numpy(a) // tensor([[1, 2], [3, 4]])
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html
 */
export class ndarray implements NdArray {
  readonly #tensor: Tensor
  readonly #view: NdArray

  /** @internal */
  constructor(tensor: Tensor) {
    this.#tensor = tensor
    this.#view = tensor.numpy()
  }

  /** @internal */
  get _tensor(): Tensor {
    return this.#tensor
  }

  get data(): NumpyData {
    return this.#view.data
  }

  get shape(): number[] {
    return this.#view.shape
  }

  /** In elements, not in bytes. */
  get stride(): number[] {
    return this.#view.stride
  }

  get offset(): number {
    return this.#view.offset
  }

  get ndim(): number {
    return this.shape.length
  }

  /** @internal */
  get dimension(): number {
    return this.ndim
  }

  get size(): number {
    return this.#tensor.numel()
  }

  /** `'float64'`, `'int64'`, `'bool'`, ... */
  get dtype(): string {
    return dtypeOf(this.#tensor)
  }

  __len__(): number {
    if (this.ndim === 0) throw new TypeError('len() of unsized object')
    return this.shape[0] as number
  }

  get length(): number {
    return this.__len__()
  }

  get(...index: number[]): NumpyData[number] {
    return this.#view.get(...index)
  }

  set(...indexAndValue: [...index: number[], value: NumpyData[number]]): NumpyData[number] {
    return this.#view.set(...indexAndValue)
  }

  lo(...start: number[]): NdArray {
    return this.#view.lo(...start)
  }

  hi(...shape: number[]): NdArray {
    return this.#view.hi(...shape)
  }

  step(...step: number[]): NdArray {
    return this.#view.step(...step)
  }

  pick(...index: (number | null)[]): NdArray {
    return this.#view.pick(...index)
  }

  /** Where an element lies in `data`. */
  index(...index: number[]): number {
    return this.#view.index(...index)
  }

  /** Python's `a[i]`: a number, or an array on the same memory; of a list of indices or a mask a copy. */
  __getitem__(index: Index): ndarray | number | bigint | boolean {
    return scalarOr(this.#tensor.index(indices(index)), wrap)
  }

  /** Python's `a[index] = value`. */
  __setitem__(index: Index, value: ArrayLike_): void {
    this.#tensor.index_put_(indices(index), asTensor(value, this.dtype))
  }

  /** {@link __setitem__} under the name that it has on tensors: `a.index_put_([a.lt(0)], 0)`. */
  index_put_(index: readonly Index[], value: ArrayLike_): this {
    this.__setitem__(index, value)
    return this
  }

  *[Symbol.iterator](): IterableIterator<ndarray | number | bigint | boolean> {
    for (let i = 0; i < this.__len__(); i++) yield this.__getitem__(i)
  }

  get T(): ndarray {
    return wrap(this.#tensor.permute(this.shape.map((_, i) => this.ndim - 1 - i)))
  }

  /** The axes in another order, or the other way round. */
  transpose(...axes: number[] | [readonly number[]]): ndarray {
    const order = axes.flat() as number[]
    if (order.length === 0) return this.T
    if (order.length !== this.ndim) throw new ValueError("axes don't match array")
    const whole = order.map((axis) => (axis < 0 ? axis + this.ndim : axis))
    if (new Set(whole).size < whole.length) throw new ValueError('repeated axis in transpose')
    return wrap(this.#tensor.permute(whole))
  }

  reshape(...shape: number[] | [readonly number[]]): ndarray {
    return wrap(this.#tensor.reshape(shape.flat() as number[]))
  }

  /** Without the axes of length one, or without some of them. */
  squeeze(axis: number | readonly number[] | null = null): ndarray {
    if (axis === null) return wrap(this.#tensor.squeeze())
    const axes = [axis].flat() as number[]
    if (axes.some((one) => this.shape.at(one) !== 1)) {
      throw new ValueError('cannot select an axis to squeeze out which has size not equal to one')
    }
    return wrap(this.#tensor.squeeze(axes))
  }

  copy(): ndarray {
    return wrap(this.#tensor.contiguous().clone())
  }

  astype(dtype: string): ndarray {
    return wrap(asTensor(this, dtype).clone())
  }

  item(): number | bigint | boolean {
    return this.#tensor.item() as number
  }

  tolist(): unknown {
    return this.#tensor.tolist()
  }

  /** The product of matrices, or of two vectors as a number. */
  dot(b: ArrayLike_): ndarray
  dot<R extends ndarray | number>(b: ArrayLike_): R
  dot(b: ArrayLike_): unknown {
    const [x, y] = arithmetic(this, b) as [Tensor, Tensor]
    if (x.dim() === 0 || y.dim() === 0) return scalarOr(x.mul(y), wrap)
    const at = Math.max(y.dim() - 2, 0)
    if (x.size(-1) !== y.size(at)) {
      throw new ValueError(
        `shapes ${shapeText(x.shape)} and ${shapeText(y.shape)} not aligned: ${x.size(-1)} (dim ${x.dim() - 1}) != ${y.size(at)} (dim ${at})`,
      )
    }
    return scalarOr(C.tensordot(x, y, [x.dim() - 1] as never, [at] as never), wrap)
  }

  sum(): number
  sum(axis: number | readonly number[] | { axis: number | readonly number[] }): ndarray
  sum(axis?: unknown): unknown {
    return this.#reduce('sum', axis)
  }

  mean(): number
  mean(axis: number | readonly number[] | { axis: number | readonly number[] }): ndarray
  mean(axis?: unknown): unknown {
    return this.#reduce('mean', axis)
  }

  #reduce(name: 'sum' | 'mean', given: unknown): unknown {
    const axis = (given as { axis?: unknown } | undefined)?.axis ?? given
    const tensor =
      this.#tensor.is_floating_point() || name === 'sum' ? this.#tensor : this.#tensor.double()
    const result =
      axis === undefined || axis === null ? tensor[name]() : tensor[name](axis as number)
    return scalarOr(result, wrap)
  }

  max(): number {
    return this.#tensor.max().item() as number
  }

  min(): number {
    return this.#tensor.min().item() as number
  }

  add(b: ArrayLike_): ndarray {
    return calculate('add', this, b)
  }

  sub(b: ArrayLike_): ndarray {
    return calculate('sub', this, b)
  }

  mul(b: ArrayLike_): ndarray {
    return calculate('mul', this, b)
  }

  div(b: ArrayLike_): ndarray {
    return calculate('div', this, b)
  }

  pow(b: ArrayLike_): ndarray {
    return calculate('pow', this, b)
  }

  neg(): ndarray {
    return wrap(this.#tensor.neg())
  }

  abs(): ndarray {
    return wrap(this.#tensor.abs())
  }

  add_(b: ArrayLike_): this {
    return this.#inPlace('add', b)
  }

  sub_(b: ArrayLike_): this {
    return this.#inPlace('sub', b)
  }

  mul_(b: ArrayLike_): this {
    return this.#inPlace('mul', b)
  }

  div_(b: ArrayLike_): this {
    return this.#inPlace('div', b)
  }

  #inPlace(name: Operation, b: ArrayLike_): this {
    store(name, operate(name, this, b), this)
    return this
  }

  lt(b: ArrayLike_): ndarray {
    return wrap(compare('lt', this, b))
  }

  le(b: ArrayLike_): ndarray {
    return wrap(compare('le', this, b))
  }

  gt(b: ArrayLike_): ndarray {
    return wrap(compare('gt', this, b))
  }

  ge(b: ArrayLike_): ndarray {
    return wrap(compare('ge', this, b))
  }

  eq(b: ArrayLike_): ndarray {
    return wrap(compare('eq', this, b))
  }

  ne(b: ArrayLike_): ndarray {
    return wrap(compare('ne', this, b))
  }

  toString(): string {
    return tensorText(this.#tensor)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** @internal */
export function wrap(tensor: Tensor): ndarray {
  return new ndarray(tensor)
}

function indices(index: Index): never[] {
  const unwrapped = (one: unknown): unknown => (one instanceof ndarray ? one._tensor : one)
  if (typeof index === 'number' && index < 0) return [index] as never[]
  return (Array.isArray(index) ? index.map(unwrapped) : [unwrapped(index)]) as never[]
}

type Combine = (x: unknown, y: unknown) => Tensor
const { add, sub, mul, div, pow, maximum, minimum } = C as unknown as Record<string, Combine>
const operations = { add, sub, mul, div, pow, maximum, minimum } as Record<Operation, Combine>

/** Arithmetic of two arrays. */
export type Operation = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'maximum' | 'minimum'

/** The result of an operation, by NumPy's rules for types and shapes. */
export function operate(name: Operation, a: ArrayLike_, b: ArrayLike_): Tensor {
  const [x, y] = arithmetic(a, b, { division: name === 'div', tensors: name.endsWith('imum') })
  try {
    return operations[name](x, y)
  } catch (error) {
    if (!isTensor(x) || !isTensor(y) || !/must match the size/.test(String(error))) throw error
    throw new ValueError(
      `operands could not be broadcast together with shapes ${shapeText(x.shape)} ${shapeText(y.shape)} `,
    )
  }
}

function calculate(name: Operation, a: ArrayLike_, b: ArrayLike_): ndarray {
  return wrap(operate(name, a, b))
}

/** Writes a result into an array that is there. */
export function store<O extends ndarray | NdArray | Tensor>(
  name: string,
  result: Tensor,
  out: O,
): O {
  const target = asTensor(out)
  const [from, to] = [dtypeOf(result), dtypeOf(target)]
  const shrinks = result.is_floating_point() && !target.is_floating_point()
  if (shrinks) {
    throw new TypeError(
      `Cannot cast ufunc '${ufuncs[name] ?? name}' output from dtype('${from}') to dtype('${to}') with casting rule 'same_kind'`,
    )
  }
  if (String(result.shape) !== String(target.shape)) {
    throw new ValueError(
      `non-broadcastable output operand with shape ${shapeText(target.shape)} doesn't match the broadcast shape ${shapeText(result.shape)}`,
    )
  }
  target.copy_(result)
  return out
}

const ufuncs: Readonly<Record<string, string>> = {
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  pow: 'power',
}
