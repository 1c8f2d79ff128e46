// Mirrors torch/nn/functional.py, whose functions are in the folder of that name, by family.

export * from './functional/index.js'
export * as default from './functional/index.js'
