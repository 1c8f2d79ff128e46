// Mirrors torch/func/__init__.py.

export * from './_exports.js'
export * as default from './_exports.js'
