// Mirrors torch/optim/swa_utils.py, whose parts are in the folder of that name.

export * from './swa_utils/index.js'
export * as default from './swa_utils/index.js'
