// TensorLikePair of torch/testing/_comparison.py: first what tensors are, then their values.

import * as C from '../_generated/torch_functions.js'
import { pyRepr, pyStr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import * as types from '../dtype.js'
import { AssertionError } from '../errors.js'
import * as layouts from '../layout.js'
import type { Tensor } from '../types.js'
import { ErrorMeta, type Id } from './_error_meta.js'
import { type Identifier, make_scalar_mismatch_msg, make_tensor_mismatch_msg } from './_mismatch.js'
import { itemOf } from './_scalar.js'

/** What to hold two tensors against. */
export interface Checks {
  readonly rtol: number
  readonly atol: number
  readonly equal_nan: boolean
  readonly check_device: boolean
  readonly check_dtype: boolean
  readonly check_layout: boolean
  readonly check_stride: boolean
}

type Fail = (text: string) => never

function _compare_attributes(actual: Tensor, expected: Tensor, checks: Checks, fail: Fail): void {
  const hold = (name: string, a: unknown, b: unknown): void => {
    const [x, y] = [a, b].map(pyStr)
    if (x !== y) fail(`The values for attribute '${name}' do not match: ${x} != ${y}.`)
  }
  hold('shape', actual.shape, expected.shape)
  hold('is_quantized', actual.is_quantized, expected.is_quantized)
  if (actual.is_quantized) hold('qscheme()', actual.qscheme(), expected.qscheme())
  if (actual.layout !== expected.layout) {
    if (checks.check_layout) hold('layout', actual.layout, expected.layout)
  } else if (actual.layout === layouts.strided && checks.check_stride) {
    hold('stride()', tuple(actual.stride()), tuple(expected.stride()))
  }
  if (checks.check_device) hold('device', actual.device, expected.device)
  if (checks.check_dtype) hold('dtype', actual.dtype, expected.dtype)
}

const wideUnsigned: ReadonlySet<unknown> = new Set([types.uint64, types.uint32, types.uint16])

// On one device, of one dtype and one layout.
function _equalize_attributes(a: Tensor, b: Tensor): [Tensor, Tensor] {
  let [actual, expected] = [a, b]
  if (String(actual.device) !== String(expected.device)) {
    actual = actual.cpu()
    expected = expected.cpu()
  }
  if (actual.dtype !== expected.dtype) {
    const [x, y] = [actual, expected].map(({ dtype }) =>
      wideUnsigned.has(dtype) ? types.int64 : dtype,
    ) as [types.dtype, types.dtype]
    const dtype = C.promote_types(x, y)
    actual = actual.to(dtype)
    expected = expected.to(dtype)
  }
  if (actual.layout !== expected.layout) {
    const dense = (tensor: Tensor): Tensor =>
      tensor.layout === layouts.strided ? tensor : tensor.to_dense()
    actual = dense(actual)
    expected = dense(expected)
  }
  return [actual, expected]
}

type Values = (actual: Tensor, expected: Tensor, identifier?: Identifier) => void

function _compare_sparse_coo_values(
  actual: Tensor,
  expected: Tensor,
  equal: Values,
  close: Values,
  fail: Fail,
): void {
  const hold = (what: string, a: number, b: number): void => {
    if (a !== b) fail(`The number of ${what} in sparse COO tensors does not match: ${a} != ${b}`)
  }
  hold('sparse dimensions', actual.sparse_dim(), expected.sparse_dim())
  hold('specified values', actual._nnz(), expected._nnz())
  equal(actual._indices(), expected._indices(), 'Sparse COO indices')
  close(actual._values(), expected._values(), 'Sparse COO values')
}

const compressed = new Map<unknown, [format: string, byRow: boolean]>([
  [layouts.sparse_csr, ['CSR', true]],
  [layouts.sparse_csc, ['CSC', false]],
  [layouts.sparse_bsr, ['BSR', true]],
  [layouts.sparse_bsc, ['BSC', false]],
])

function _compare_sparse_compressed_values(
  actual: Tensor,
  expected: Tensor,
  equal: Values,
  close: Values,
  fail: Fail,
): void {
  const [format, byRow] = compressed.get(actual.layout) as [string, boolean]
  const [a, b] = [actual._nnz(), expected._nnz()]
  if (a !== b) {
    fail(`The number of specified values in sparse ${format} tensors does not match: ${a} != ${b}`)
  }
  // The indices of a tensor are of one dtype, those of another may be of the other one.
  const rows = byRow ? 'crow_indices' : 'ccol_indices'
  const columns = byRow ? 'col_indices' : 'row_indices'
  const dtype = C.promote_types(actual[rows]().dtype, expected[rows]().dtype)
  for (const name of [rows, columns] as const) {
    equal(actual[name]().to(dtype), expected[name]().to(dtype), `Sparse ${format} ${name}`)
  }
  close(actual.values(), expected.values(), `Sparse ${format} values`)
}

function compareValues(
  actual: Tensor,
  expected: Tensor,
  { rtol, atol, equal_nan }: Checks,
  fail: Fail,
): void {
  const within =
    (rtol: number, atol: number, equal_nan: boolean): Values =>
    (a, b, identifier = null) => {
      const matches = C.isclose(a, b, { rtol, atol, equal_nan })
      if (C.all(matches).item()) return
      fail(
        a.dim() === 0
          ? make_scalar_mismatch_msg(itemOf(a), itemOf(b), rtol, atol, identifier)
          : make_tensor_mismatch_msg(a, b, matches, rtol, atol, identifier),
      )
    }
  const close = within(rtol, atol, equal_nan)
  const equal = within(0, 0, false)
  if (actual.is_quantized) {
    close(actual.dequantize(), expected.dequantize(), (name) => `Quantized ${name.toLowerCase()}`)
  } else if (actual.is_sparse) {
    _compare_sparse_coo_values(actual, expected, equal, close, fail)
  } else if (compressed.has(actual.layout)) {
    _compare_sparse_compressed_values(actual, expected, equal, close, fail)
  } else if (actual.layout === layouts.jagged) {
    close(actual.values(), expected.values())
  } else {
    const { is_floating_point, itemsize } = actual.dtype
    if (is_floating_point && itemsize === 1 && (rtol !== 0 || atol !== 0)) {
      fail(
        `Rtol=${pyRepr(rtol)} and atol=${pyRepr(atol)} are not supported for bitwise comparison of low dimensional ` +
          'floats. Please use rtol=0.0 and atol=0.0.',
      )
    }
    close(actual, expected)
  }
}

/** Throws an {@link ErrorMeta} where two tensors are not alike. */
export function compareTensors(actual: Tensor, expected: Tensor, checks: Checks, id: Id): void {
  const fail: Fail = (text) => {
    throw new ErrorMeta(AssertionError, text, id)
  }
  _compare_attributes(actual, expected, checks, fail)
  // These have no values.
  if (actual.is_meta || expected.is_meta) return
  const [a, b] = _equalize_attributes(actual, expected)
  compareValues(a, b, checks, fail)
}
