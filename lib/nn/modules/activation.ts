// Mirrors torch/nn/modules/activation.py, whose classes are in the folder of that name.

export { MultiheadAttention } from './_multihead_attention.js'
export {
  Hardshrink,
  Hardsigmoid,
  LogSigmoid,
  Sigmoid,
  Softshrink,
  Softsign,
  Tanh,
  Tanhshrink,
} from './activation/bounded.js'
export {
  Hardtanh,
  LeakyReLU,
  PReLU,
  ReLU,
  ReLU6,
  RReLU,
  Threshold,
} from './activation/rectifiers.js'
export { CELU, ELU, GELU, GLU, Hardswish, Mish, SELU, SiLU, Softplus } from './activation/smooth.js'
export { LogSoftmax, Softmax, Softmax2d, Softmin } from './activation/softmax.js'
