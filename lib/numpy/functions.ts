// The functions of `torch-node/numpy`, those that PyTorch's tutorials call.

import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import type { NdArray } from '../_numpy.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import { type ArrayLike_, asTensor, scalarOr, typeNamed } from './_convert.js'
import { ndarray, type Operation, operate, store, wrap } from './ndarray.js'

type Scalar = number | bigint | boolean
type Shape = number | readonly number[]
type Axis = number | readonly number[] | null
type Out = ndarray | NdArray | Tensor

/** Of numbers a number, of a tensor a tensor, of anything else an array. */
export type ResultOf<A, B = number> = A extends Tensor
  ? Tensor
  : B extends Tensor
    ? Tensor
    : A extends Scalar
      ? B extends Scalar
        ? number
        : ndarray
      : ndarray

// What came of operands: tensors give tensors, as with Python's `__array_wrap__`.
function resultOf(result: Tensor, operands: readonly unknown[]): unknown {
  if (operands.some(isTensor)) return result
  return scalarOr(result, wrap)
}

const bindArray = python('array(object, dtype=None, *, copy=True)')

/**
 * An array of the numbers of nested lists, of an array or of a tensor; always a copy. Whole numbers make int64, others
 * float64.
 *
 * @example
 * print(np.array([[1, 2.5]])) // [[1.  2.5]]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.array.html
 */
export function array(
  object: ArrayLike_,
  dtype?: string | null | { dtype?: string | null },
): ndarray
export function array(...args: unknown[]): ndarray {
  const { object, dtype } = bindArray<{ object: unknown; dtype: string | null }>(args)
  return wrap(asTensor(object, dtype).clone().contiguous())
}

const bindAsarray = python('asarray(a, dtype=None)')

/**
 * An array on the memory of an array or tensor, where its type is the wanted one; else as {@link array}.
 *
 * @example np.asarray(torch.ones(2)).dtype // 'float32'
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.asarray.html
 */
export function asarray(a: ArrayLike_, dtype?: string | null | { dtype?: string | null }): ndarray
export function asarray(...args: unknown[]): ndarray {
  const { a, dtype } = bindAsarray<{ a: unknown; dtype: string | null }>(args)
  return a instanceof ndarray && (dtype === null || dtype === a.dtype)
    ? a
    : wrap(asTensor(a, dtype))
}

function filled(name: string, make: typeof C.ones) {
  const bind = python(`${name}(shape, dtype=None)`)
  return (...args: unknown[]): ndarray => {
    const { shape, dtype } = bind<{ shape: Shape; dtype: string | null }>(args)
    const type = typeNamed(dtype ?? 'float64')
    const sizes = [shape].flat() as number[]
    return wrap(make(sizes, { dtype: type }))
  }
}

type Filled = (shape: Shape, dtype?: string | null | { dtype?: string | null }) => ndarray

/**
 * An array of ones, float64 unless said otherwise.
 *
 * @example
 * print(np.ones(3)) // [1. 1. 1.]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.ones.html
 */
export const ones: Filled = filled('ones', C.ones)
/**
 * An array of zeros, float64 unless said otherwise.
 *
 * @example
 * print(np.zeros([1, 2])) // [[0. 0.]]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.zeros.html
 */
export const zeros: Filled = filled('zeros', C.zeros)

interface Binary {
  <A extends ArrayLike_, B extends ArrayLike_>(x1: A, x2: B): ResultOf<A, B>
  <O extends Out>(x1: ArrayLike_, x2: ArrayLike_, kw: { out: O }): O
}

function binary(name: string, operation: Operation): Binary {
  const bind = python(`${name}(x1, x2, /, out=None)`)
  return ((...args: unknown[]): unknown => {
    const { x1, x2, out } = bind<{ x1: ArrayLike_; x2: ArrayLike_; out: Out | null }>(args)
    const result = operate(operation, x1, x2)
    return out === null ? resultOf(result, [x1, x2]) : store(operation, result, out)
  }) as Binary
}

/**
 * The sum of two arrays, into `out` if that is given.
 *
 * @example
 * const n = np.ones(5)
 * const t = torch.from_numpy(n)
 * np.add(n, 1, { out: n })
 * t // tensor([2., 2., 2., 2., 2.], dtype=torch.float64)
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.add.html
 */
export const add: Binary = binary('add', 'add')
/** The difference of two arrays. */
export const subtract: Binary = binary('subtract', 'sub')
/**
 * The product of two arrays, element by element.
 *
 * @example
 * np.sum(np.multiply([0.5, 0.25], [64, 32])) // 40
 */
export const multiply: Binary = binary('multiply', 'mul')
/** The quotient of two arrays, as floats. */
export const divide: Binary = binary('divide', 'div')
/** The greater of two arrays' elements. */
export const maximum: Binary = binary('maximum', 'maximum')
/** The lesser of two arrays' elements. */
export const minimum: Binary = binary('minimum', 'minimum')

interface Unary {
  <A extends ArrayLike_>(x: A): ResultOf<A>
  <O extends Out>(x: ArrayLike_, kw: { out: O }): O
}

function unary(name: string, body: (x: Tensor) => Tensor): Unary {
  const bind = python(`${name}(x, /, out=None)`)
  return ((...args: unknown[]): unknown => {
    const { x, out } = bind<{ x: ArrayLike_; out: Out | null }>(args)
    const result = body(asTensor(x))
    return out === null ? resultOf(result, [x]) : store(name, result, out)
  }) as Unary
}

const floating = (x: Tensor): Tensor => (x.is_floating_point() ? x : x.double())

/**
 * The square of each element.
 *
 * @example np.square(np.array([1, 2])).sum() // 5
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.square.html
 */
export const square: Unary = unary('square', (x) => x.mul(x))
/** The exponential of each element. */
export const exp: Unary = unary('exp', (x) => floating(x).exp())
/** The natural logarithm of each element. */
export const log: Unary = unary('log', (x) => floating(x).log())
/** The square root of each element. */
export const sqrt: Unary = unary('sqrt', (x) => floating(x).sqrt())

type Bound = ArrayLike_ | null

interface Bounds {
  a_min: Bound | undefined
  a_max: Bound | undefined
  min: Bound | undefined
  max: Bound | undefined
}

const bindClip = python(
  'clip(a, a_min=undefined, a_max=undefined, out=None, *, min=undefined, max=undefined)',
)

/**
 * The elements within bounds: what is less is `a_min`, what is more `a_max`. By position both are given, with `null` for
 * no bound; by keyword `{ min }` or `{ max }` alone will do. A tensor gives a tensor.
 *
 * @example
 * print(np.clip(np.array([-1, 0.5, 2]), 0, 1)) // [0.  0.5 1. ]
 * print(np.clip(np.array([-1, 0.5, 2]), { min: 0 })) // [0.  0.5 2. ]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.clip.html
 */
export function clip<O extends Out>(a: ArrayLike_, a_min: Bound, a_max: Bound, kw: { out: O }): O
export function clip<O extends Out>(a: ArrayLike_, kw: { min?: Bound; max?: Bound; out: O }): O
export function clip<A extends ArrayLike_>(a: A, a_min: Bound, a_max: Bound): ResultOf<A>
export function clip<A extends ArrayLike_>(
  a: A,
  kw: { a_min: Bound; a_max: Bound } | { min?: Bound; max?: Bound },
): ResultOf<A>
export function clip(...args: unknown[]): unknown {
  const bound = bindClip<Bounds & { a: ArrayLike_; out: Out | null }>(args)
  const { a, out } = bound
  const [low, high] = boundsOf(bound)
  let result = asTensor(a)
  if (low !== null) result = operate('maximum', result, low)
  if (high !== null) result = operate('minimum', result, high)
  return out === null ? resultOf(result, [a]) : store('clip', result, out)
}

// Under the old names both, under the new ones any, of the two not both.
function boundsOf({ a_min, a_max, min, max }: Bounds): [Bound, Bound] {
  if (a_min === undefined && a_max === undefined) return [min ?? null, max ?? null]
  const missing = a_min === undefined ? 'a_min' : 'a_max'
  if (a_min === undefined || a_max === undefined) {
    throw new TypeError(`clip() missing 1 required positional argument: '${missing}'`)
  }
  if (min === undefined && max === undefined) return [a_min, a_max]
  throw new ValueError(
    'Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.',
  )
}

const bindTranspose = python('transpose(a, axes=None)')

/**
 * An array with its axes in another order, or the other way round; on the same memory.
 *
 * @example
 * np.transpose(np.ones([3, 4, 5]), [1, 2, 0]).shape // [4, 5, 3]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.transpose.html
 */
export function transpose<A extends ArrayLike_>(
  a: A,
  axes?: readonly number[] | null | { axes?: readonly number[] | null },
): ResultOf<A, readonly []>
export function transpose(...args: unknown[]): unknown {
  const { a, axes } = bindTranspose<{ a: ArrayLike_; axes: readonly number[] | null }>(args)
  const result = asarray(a).transpose(...(axes ?? []))
  return isTensor(a) ? result._tensor : result
}

const bindSqueeze = python('squeeze(a, axis=None)')

/**
 * An array without its axes of length one, on the same memory.
 *
 * @example np.squeeze(np.ones([1, 3, 1])).shape // [3]
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.squeeze.html
 */
export function squeeze<A extends ArrayLike_>(
  a: A,
  axis?: Axis | { axis?: Axis },
): ResultOf<A, readonly []>
export function squeeze(...args: unknown[]): unknown {
  const { a, axis } = bindSqueeze<{ a: ArrayLike_; axis: Axis }>(args)
  // Python asks the tensor itself, which squeezes with its gradient.
  if (isTensor(a))
    return axis === null ? (a as Tensor).squeeze() : (a as Tensor).squeeze(axis as number)
  return asarray(a).squeeze(axis)
}

function reduction(name: 'sum' | 'mean') {
  const bind = python(`${name}(a, axis=None)`)
  return (...args: unknown[]): unknown => {
    const { a, axis } = bind<{ a: ArrayLike_; axis: Axis }>(args)
    return axis === null ? asarray(a)[name]() : asarray(a)[name](axis)
  }
}

interface Reduction {
  (a: ArrayLike_): number
  (a: ArrayLike_, axis: number | readonly number[] | { axis: number | readonly number[] }): ndarray
}

/**
 * The sum of all elements, or along some axes.
 *
 * @example np.sum([1, 2, 3]) // 6
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.sum.html
 */
export const sum = reduction('sum') as Reduction
/**
 * The mean of all elements, or along some axes.
 *
 * @example np.mean([1, 2]) // 1.5
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.mean.html
 */
export const mean = reduction('mean') as Reduction

/**
 * The product of matrices, or of two vectors as a number.
 *
 * @example np.dot([1, 2], [3, 4]) // 11
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.dot.html
 */
export function dot<R extends ndarray | number = ndarray>(a: ArrayLike_, b: ArrayLike_): R {
  return asarray(a).dot<R>(b)
}
