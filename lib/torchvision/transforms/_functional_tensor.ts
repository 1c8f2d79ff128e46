// Mirrors torchvision/transforms/_functional_tensor.py; its parts are in the folder _tensor.

export * from './_tensor/base.js'
export * from './_tensor/color.js'
export * from './_tensor/filter.js'
export * from './_tensor/geometry.js'
