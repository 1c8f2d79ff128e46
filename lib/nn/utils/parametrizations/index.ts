// The names of torch/nn/utils/parametrizations.py.

export { orthogonal } from './orthogonal.js'
export { spectral_norm } from './spectral_norm.js'
export { weight_norm } from './weight_norm.js'
