// Mirrors torch/nn/utils/parametrizations.py, whose parametrizations are in the folder of that name.

export * from './parametrizations/index.js'
export * as default from './parametrizations/index.js'
