// Mirrors torch/autograd/functional.py, whose functions are in the folder of that name, by family.

export { hessian } from './functional/hessian.js'
export { jacobian } from './functional/jacobian.js'
export { hvp, jvp, vhp, vjp } from './functional/products.js'

export * as default from './functional.js'
