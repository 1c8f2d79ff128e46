// Mirrors torch/nn/modules/conv.py, whose classes are in the folder of that name.

export { _ConvNd } from './conv/base.js'
export {
  LazyConv1d,
  LazyConv2d,
  LazyConv3d,
  LazyConvTranspose1d,
  LazyConvTranspose2d,
  LazyConvTranspose3d,
} from './conv/lazy.js'
export { Conv1d, Conv2d, Conv3d } from './conv/plain.js'
export {
  _ConvTransposeNd,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
} from './conv/transposed.js'
