// Mirrors torch/functional.py, whose functions are in the folder of that name, by family.

export { pca_lowrank, svd_lowrank } from './_lowrank.js'
export * from './functional/broadcasting.js'
export * from './functional/einsum.js'
export * from './functional/lu.js'
export * from './functional/norm.js'
export * from './functional/spectral.js'
export * from './functional/unique.js'
