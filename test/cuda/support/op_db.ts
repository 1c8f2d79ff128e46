// Where a GPU answers otherwise than the CPU, by entry of op_db and dtype: all that differed in a run of every case on
// an H100 and on an H200. What is not named here, other dtypes of the same entries too, has to be equal.

/** `{ entry: 'dtype dtype' }` as the set of `entry dtype`. */
const cases = (rows: Record<string, string>): ReadonlySet<string> =>
  new Set(
    Object.entries(rows).flatMap(([entry, dtypes]) =>
      dtypes.split(' ').map((dtype) => `${entry} ${dtype}`),
    ),
  )

/** Results that are not unique: compared by dtype and shape. */
export const FREE = cases({
  // The signs of vectors.
  'linalg.eigh': 'float32 float64',
  'linalg.svd': 'float32 float64',
  svd: 'float32 float64',
  pca_lowrank: 'float32 float64',
  svd_lowrank: 'float32 float64',
  // Which of two pixels, near the border between them.
  grid_sampler_2d: 'float16 bfloat16',
  'nn.functional.grid_sample': 'float16 bfloat16',
  // Which of equal elements gets the gradient.
  msort: 'bfloat16',
  // Large numbers of both signs cancel, in logcumsumexp's backward.
  matrix_exp: 'float32',
  logcumsumexp: 'float32',
  // A CPU saturates, a GPU does not.
  'torch._scaled_mm': 'float8_e4m3fn',
})

/** Entries whose results hold whatever their memory held: compared by dtype and shape. */
export const UNINITIALISED = /^(new_)?empty/

/** Statistics that are kept for backward alone, in other shapes and dtypes: not compared. */
export const OTHERWISE = cases({
  native_batch_norm: 'float32 float16 bfloat16',
  _native_batch_norm_legit: 'float32 float16 bfloat16',
  _batch_norm_with_update: 'float16 bfloat16',
  native_layer_norm: 'float16 bfloat16',
})

/** What LibTorch says of a kernel, a driver or a place of indices that it has on the CPU alone. */
export const REFUSED =
  /not implemented for|Could not run|not supported for Long|HalfTensor is not supported|`driver` other than `gels`|expected tensor_indices_or_sections to be on cpu/
