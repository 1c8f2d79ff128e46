// Mirrors torch/utils/__init__.py.

export { swap_tensors } from '../_swap_tensors.js'
export * as checkpoint from './checkpoint.js'
export * as data from './data/index.js'
export * as hooks from './hooks.js'
export * as tensorboard from './tensorboard/index.js'
