// Mirrors torchvision/transforms/functional.py, whose functions are in the folder _functional, by family.

export * from './_functional/index.js'
export * as default from './_functional/index.js'
