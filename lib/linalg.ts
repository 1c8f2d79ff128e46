// Mirrors torch/linalg/__init__.py: natives under shorter names.

export * from './_generated/linalg_names.js'
export { LinAlgError } from './errors.js'
export * as default from './linalg.js'
