// Mirrors torch/signal/__init__.py.

export * as default from './index.js'
export * as windows from './windows.js'
