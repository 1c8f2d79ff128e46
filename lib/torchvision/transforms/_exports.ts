// Mirrors torchvision/transforms/__init__.py.

export * from './autoaugment.js'
export * as functional from './functional.js'
export * from './transforms.js'
export * as v2 from './v2/index.js'
