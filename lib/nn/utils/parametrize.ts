// Mirrors torch/nn/utils/parametrize.py, whose parts are in the folder of that name.

export * from './parametrize/index.js'
export * as default from './parametrize/index.js'
