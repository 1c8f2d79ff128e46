// The tolerances of torch/testing/_comparison.py.

import * as types from '../dtype.js'
import { ValueError } from '../errors.js'
import { ErrorMeta, type Id } from './_error_meta.js'

/** Relative, absolute. */
export type Tolerances = readonly [rtol: number, atol: number]

const float32: Tolerances = [1.3e-6, 1e-5]
const _DTYPE_PRECISIONS: ReadonlyMap<types.dtype, Tolerances> = new Map([
  [types.float16, [0.001, 1e-5]],
  [types.bfloat16, [0.016, 1e-5]],
  [types.float32, float32],
  [types.float64, [1e-7, 1e-7]],
  [types.complex32, [0.001, 1e-5]],
  [types.complex64, [1.3e-6, 1e-5]],
  [types.complex128, [1e-7, 1e-7]],
  // Compared dequantized, in floating point.
  [types.quint8, float32],
  [types.quint2x4, float32],
  [types.quint4x2, float32],
  [types.qint8, float32],
  [types.qint32, float32],
])

/** The loosest tolerances of some dtypes; zero for those that must be equal. */
export function default_tolerances(
  dtypes: readonly types.dtype[],
  dtype_precisions = _DTYPE_PRECISIONS,
): Tolerances {
  const found = dtypes.map((dtype) => dtype_precisions.get(dtype) ?? [0, 0])
  return [Math.max(...found.map(([rtol]) => rtol)), Math.max(...found.map(([, atol]) => atol))]
}

/** The given tolerances, both or none, or the default ones. */
export function get_tolerances(
  dtypes: readonly types.dtype[],
  rtol: number | null,
  atol: number | null,
  id: Id,
): Tolerances {
  if (rtol !== null && atol !== null) return [rtol, atol]
  if (rtol === null && atol === null) return default_tolerances(dtypes)
  throw new ErrorMeta(
    ValueError,
    `Both 'rtol' and 'atol' must be either specified or omitted, but got no ${rtol === null ? 'rtol' : 'atol'}.`,
    id,
  )
}
