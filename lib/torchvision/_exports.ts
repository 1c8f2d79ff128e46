// Mirrors torchvision/__init__.py.

export { get_image_backend, set_image_backend } from './_backend.js'
export * as datasets from './datasets/index.js'
export * as io from './io/index.js'
export * as models from './models/index.js'
export * as ops from './ops/index.js'
export * as transforms from './transforms/index.js'
export * as tv_tensors from './tv_tensors/index.js'
export * as utils from './utils.js'

/** The version of torchvision that this mirrors. */
export const __version__ = '0.28.0'
