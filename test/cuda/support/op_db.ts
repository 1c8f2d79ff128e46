const signs = 'the signs of vectors are free'
const pixels = 'near the border of two pixels, half precision takes the other one'

/** Entries of op_db with results that are not unique: compared by dtype and shape. */
export const FREE: Record<string, string> = {
  'linalg.eigh': signs,
  'linalg.svd': signs,
  svd: signs,
  pca_lowrank: signs,
  svd_lowrank: signs,
  grid_sampler_2d: pixels,
  'nn.functional.grid_sample': pixels,
  msort: 'which of equal elements gets the gradient',
  logcumsumexp: 'its backward subtracts large numbers',
  matrix_exp: 'large numbers of both signs cancel',
  'torch._scaled_mm': 'a CPU saturates, a GPU does not',
}

const statistics = 'keeps statistics of its own for backward: other shapes and dtypes'

/** Entries of op_db that a GPU answers otherwise than the CPU. */
export const OTHERWISE: Record<string, string> = {
  native_batch_norm: statistics,
  _native_batch_norm_legit: statistics,
  _batch_norm_with_update: statistics,
  native_layer_norm: statistics,
  'linalg.lstsq': 'has one driver there',
  'linalg.lstsq.grad_oriented': 'has one driver there',
  tensor_split: 'wants its indices on the CPU',
}
