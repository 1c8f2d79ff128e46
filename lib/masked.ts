// Mirrors torch/masked: operations that leave out the elements where a mask is false.

export * from './masked/_normalizations.js'
export * from './masked/_ops.js'
