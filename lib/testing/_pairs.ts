// What can be compared with what, of torch/testing/_comparison.py: none, booleans, numbers, tensors.

import { isTensor } from '../_is_tensor.js'
import { pyRepr, pyStr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { as_tensor, type TensorData } from '../creation.js'
import * as types from '../dtype.js'
import { AssertionError, ValueError } from '../errors.js'
import * as layouts from '../layout.js'
import { _format } from '../tensor_str.js'
import type { Tensor } from '../types.js'
import { compareTensors } from './_compare_tensors.js'
import { ErrorMeta, type Id } from './_error_meta.js'
import { make_scalar_mismatch_msg } from './_mismatch.js'
import { abs, absDifference, isEqual, isNaNumber, type Typed, typed } from './_scalar.js'
import { get_tolerances } from './_tolerances.js'

/** Options of a comparison, all of them given. */
export interface Options {
  readonly allow_subclasses: boolean
  readonly rtol: number | null
  readonly atol: number | null
  readonly equal_nan: boolean
  readonly check_device: boolean
  readonly check_dtype: boolean
  readonly check_layout: boolean
  readonly check_stride: boolean
}

/** Two values of a kind that can be compared. */
export interface Pair {
  readonly name: string
  /** What its text shows, in order. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Throws an {@link ErrorMeta} where they differ. */
  compare(): void
}

/** Makes a pair of two values; null where the values are of another kind. */
export type PairType = (actual: unknown, expected: unknown, id: Id, options: Options) => Pair | null

/** The text of Python's `type(value)`. */
export function classText(value: unknown): string {
  if (!isTensor(value)) return `<class '${typeName(value)}'>`
  const name = typeName(value)
  if (name === 'Parameter') return "<class 'torch.nn.parameter.Parameter'>"
  return name === 'Tensor' ? "<class 'torch.Tensor'>" : `<class '${name}'>`
}

/** The text of a pair, for what should not happen. */
export function pairText({ name, fields }: Pair): string {
  const lines = Object.entries(fields).map(([key, value]) => `    ${key}=${pyStr(value)},`)
  return [`${name}(`, ...lines, ')'].join('\n')
}

// As Python's f-strings show it.
const shown = (value: unknown): string => (isTensor(value) ? _format(value) : pyStr(value))

const NonePair: PairType = (actual, expected, id) => {
  if (actual !== null && expected !== null) return null
  return {
    name: 'NonePair',
    fields: { id: tuple(id), actual, expected },
    compare() {
      if (actual === null && expected === null) return
      throw new ErrorMeta(
        AssertionError,
        `None mismatch: ${shown(actual)} is not ${shown(expected)}`,
        id,
      )
    },
  }
}

const BooleanPair: PairType = (actual, expected, id) => {
  if (typeof actual !== 'boolean' || typeof expected !== 'boolean') return null
  return {
    name: 'BooleanPair',
    fields: { id: tuple(id), actual, expected },
    compare() {
      if (actual === expected) return
      throw new ErrorMeta(
        AssertionError,
        `Booleans mismatch: ${pyRepr(actual)} is not ${pyRepr(expected)}`,
        id,
      )
    },
  }
}

const numberTypes = { int: types.int64, float: types.float64, complex: types.complex128 } as const

function compareNumbers(
  actual: Typed,
  expected: Typed,
  [rtol, atol]: readonly [number, number],
  id: Id,
  { equal_nan, check_dtype }: Options,
): void {
  if (check_dtype && actual.type !== expected.type) {
    throw new ErrorMeta(
      AssertionError,
      `The (d)types do not match: <class '${actual.type}'> != <class '${expected.type}'>.`,
      id,
    )
  }
  if (isEqual(actual, expected)) return
  if (equal_nan && isNaNumber(actual) && isNaNumber(expected)) return
  const difference = Number(absDifference(actual, expected).value)
  if (Number.isFinite(difference) && difference <= atol + rtol * abs(expected)) return
  throw new ErrorMeta(AssertionError, make_scalar_mismatch_msg(actual, expected, rtol, atol), id)
}

const NumberPair: PairType = (given, wanted, id, options) => {
  const actual = typed(given)
  const expected = typed(wanted)
  if (actual === null || expected === null) return null
  const dtypes = [actual, expected].map(({ type }) => {
    // Python takes a bool for an int, and then finds no tolerance for it.
    if (type === 'bool') throw new TypeError("<class 'bool'>")
    return numberTypes[type]
  })
  const [rtol, atol] = get_tolerances(dtypes, options.rtol, options.atol, id)
  const { equal_nan, check_dtype } = options
  return {
    name: 'NumberPair',
    fields: { id: tuple(id), actual: given, expected: wanted, rtol, atol, equal_nan, check_dtype },
    compare: () => compareNumbers(actual, expected, [rtol, atol], id, options),
  }
}

const comparable: ReadonlySet<unknown> = new Set([
  layouts.strided,
  layouts.jagged,
  layouts.sparse_coo,
  layouts.sparse_csr,
  layouts.sparse_csc,
  layouts.sparse_bsr,
  layouts.sparse_bsc,
])

function toTensor(value: unknown): Tensor | null {
  if (isTensor(value)) return value
  try {
    return as_tensor(value as TensorData)
  } catch {
    return null
  }
}

// Whether both values are of one class or, unless that is refused, one's class is an ancestor of the other's.
function areRelated(a: unknown, b: unknown, allow_subclasses: boolean): boolean {
  const [p, q] = [a, b].map((one) => (one as { constructor?: unknown } | null)?.constructor)
  if (p === q) return true
  if (!allow_subclasses || typeof p !== 'function' || typeof q !== 'function') return false
  return a instanceof q || b instanceof p
}

const TensorLikePair: PairType = (given, wanted, id, options) => {
  if (!areRelated(given, wanted, options.allow_subclasses)) return null
  const actual = toTensor(given)
  const expected = toTensor(wanted)
  if (actual === null || expected === null) return null
  for (const { layout } of [actual, expected]) {
    if (!comparable.has(layout)) {
      throw new ErrorMeta(ValueError, `Unsupported tensor layout ${layout}`, id)
    }
  }
  const dtypes = [actual.dtype, expected.dtype]
  const [rtol, atol] = get_tolerances(dtypes, options.rtol, options.atol, id)
  const { equal_nan, check_device, check_dtype, check_layout, check_stride } = options
  const checks = { rtol, atol, equal_nan, check_device, check_dtype, check_layout, check_stride }
  return {
    name: 'TensorLikePair',
    fields: { id: tuple(id), actual, expected, ...checks },
    compare: () => compareTensors(actual, expected, checks, id),
  }
}

/** The kinds, in the order in which they are tried. */
export const pairTypes: Readonly<Record<string, PairType>> = {
  NonePair,
  BooleanPair,
  NumberPair,
  TensorLikePair,
}
