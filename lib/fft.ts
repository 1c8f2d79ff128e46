// Mirrors torch/fft/__init__.py: natives under shorter names.

export * from './_generated/fft_names.js'
export * as default from './_generated/fft_names.js'
