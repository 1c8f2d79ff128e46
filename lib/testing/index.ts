// Mirrors torch/testing/__init__.py.

export { assert_allclose, assert_close } from './_comparison.js'
export { make_tensor } from './_creation.js'
export * as default from './index.js'
