// Mirrors torch/special/__init__.py: natives under shorter names.

export * from './_generated/special_names.js'
export * as default from './_generated/special_names.js'
