// Mirrors torch/nn/utils/__init__.py.

export * as rnn from './rnn.js'
