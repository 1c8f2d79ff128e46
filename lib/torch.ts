// Mirrors torch/__init__.py: everything that `torch.` reaches. What is written here by hand stands before what is
// generated: an explicit export hides the same name of `export *`.

export * as __future__ from './__future__.js'
export {
  autocast_decrement_nesting,
  autocast_increment_nesting,
  clear_autocast_cache,
  get_autocast_cpu_dtype,
  get_autocast_dtype,
  get_autocast_gpu_dtype,
  is_autocast_cache_enabled,
  is_autocast_cpu_enabled,
  is_autocast_enabled,
  set_autocast_cache_enabled,
  set_autocast_cpu_dtype,
  set_autocast_cpu_enabled,
  set_autocast_dtype,
  set_autocast_enabled,
  set_autocast_gpu_dtype,
} from './_autocast.js'
export { get_default_dtype, set_default_dtype } from './_default_dtype.js'
export { vmap } from './_functorch/apis.js'
export * from './_generated/torch_functions.js'
export * from './_legacy.js'
export { eig, lstsq, matrix_rank, solve, symeig } from './_linalg_utils.js'
export { from_numpy } from './_numpy.js'
export { ops } from './_ops.js'
export { range } from './_range.js'
export * from './_settings.js'
export { __config__, __version__ } from './_settings.js'
export * from './_sparse_creation.js'
export * from './_toplevel.js'
export { autocast, GradScaler } from './amp/_exports.js'
export * as amp from './amp/index.js'
export {
  is_anomaly_check_nan_enabled,
  is_anomaly_enabled,
  set_anomaly_enabled,
} from './autograd/anomaly_mode.js'
export {
  enable_grad,
  inference_mode,
  is_grad_enabled,
  is_inference_mode_enabled,
  no_grad,
  set_grad_enabled,
} from './autograd/grad_mode.js'
export * as autograd from './autograd/index.js'
export * as backends from './backends.js'
export * as cpu from './cpu/index.js'
export type { TensorData } from './creation.js'
export { as_tensor, asarray, frombuffer, tensor } from './creation.js'
export * as cuda from './cuda/index.js'
export { device, get_default_device, set_default_device } from './device.js'
export * from './dtype.js'
export {
  LinAlgError,
  NotImplementedError,
  OutOfMemoryError,
  RuntimeError,
} from './errors.js'
export * as fft from './fft.js'
export * as func from './func/index.js'
export * as functional from './functional.js'
// Named one by one: most hide a native function of the same name.
export {
  atleast_1d,
  atleast_2d,
  atleast_3d,
  block_diag,
  broadcast_shapes,
  broadcast_tensors,
  cartesian_prod,
  cdist,
  chain_matmul,
  einsum,
  istft,
  lu,
  meshgrid,
  norm,
  pca_lowrank,
  split,
  stft,
  svd_lowrank,
  tensordot,
  unique,
  unique_consecutive,
  unravel_index,
} from './functional.js'
export * as hub from './hub.js'
export * from './layout.js'
export * as linalg from './linalg.js'
export * as masked from './masked.js'
export * from './memory_format.js'
export * as nn from './nn/index.js'
export * as optim from './optim/index.js'
export * as profiler from './profiler/index.js'
export * from './qscheme.js'
export * as random from './random.js'
export {
  default_generator,
  Generator,
  get_rng_state,
  initial_seed,
  manual_seed,
  seed,
  set_rng_state,
} from './random.js'
export { return_types } from './return_types.js'
export * as serialization from './serialization.js'
export { load, save } from './serialization.js'
export * as signal from './signal/index.js'
export { Size } from './size.js'
export { Slice } from './slice.js'
export * as sparse from './sparse.js'
export * as special from './special.js'
export { is_storage, TypedStorage, UntypedStorage } from './storage.js'
export { type Index, Tensor } from './tensor.js'
export * as _tensor_str from './tensor_str.js'
export { get_printoptions, printoptions, set_printoptions } from './tensor_str.js'
export * as testing from './testing/index.js'
export { finfo, iinfo } from './type_info.js'
export type { Complex, Device, Scalar, TensorOptions } from './types.js'
export * as utils from './utils/index.js'
