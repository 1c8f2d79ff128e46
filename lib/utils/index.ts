// Mirrors torch/utils/__init__.py.

export * as data from './data/index.js'
export * as hooks from './hooks.js'
