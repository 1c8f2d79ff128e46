// Mirrors torchvision/transforms/v2/functional/_geometry.py; its parts are in the folder _geometry, and in _resize.ts.

export { affine, rotate } from './_geometry/affine.js'
export { elastic, elastic_transform } from './_geometry/elastic.js'
export { hflip, horizontal_flip, vertical_flip, vflip } from './_geometry/flip.js'
export { perspective } from './_geometry/perspective.js'
