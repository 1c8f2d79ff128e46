// Mirrors torch/optim/__init__.py.

export { Adam } from './adam.js'
export * as lr_scheduler from './lr_scheduler/index.js'
export { Optimizer } from './optimizer.js'
export { SGD } from './sgd.js'
export * as swa_utils from './swa_utils/index.js'
