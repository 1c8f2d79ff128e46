// Mirrors torch/nn/utils/prune.py, whose parts are in the folder of that name.

export * from './prune/index.js'
export * as default from './prune/index.js'
