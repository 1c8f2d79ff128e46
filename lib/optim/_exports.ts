// Mirrors torch/optim/__init__.py.

export { Adam } from './adam.js'
export { Optimizer } from './optimizer.js'
export { SGD } from './sgd.js'
