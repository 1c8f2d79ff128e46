// What PyTorch's tutorials call of NumPy: `import np from 'torch-node/numpy'`. The bridge to tensors is in _numpy.ts.

// Arrays are tensors inside, whose methods are there even where nobody imports torch.
import './tensor.js'

export type { NdArray, NdArrayLike, NumpyData } from './_numpy.js'
export { from_numpy } from './_numpy.js'
export {
  add,
  array,
  asarray,
  clip,
  divide,
  dot,
  exp,
  log,
  maximum,
  mean,
  minimum,
  multiply,
  ones,
  sqrt,
  square,
  squeeze,
  subtract,
  sum,
  transpose,
  zeros,
} from './numpy/functions.js'
export { ndarray } from './numpy/ndarray.js'
export * as random from './numpy/random.js'
export * as default from './numpy.js'
