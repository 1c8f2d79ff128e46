// Mirrors torchvision/transforms/v2/_geometry.py; its parts are in the folder _geometry.

export { CenterCrop, FiveCrop, RandomCrop, RandomResizedCrop, TenCrop } from './_geometry/crop.js'
export { RandomHorizontalFlip, RandomVerticalFlip } from './_geometry/flip.js'
export { Pad, RandomZoomOut } from './_geometry/pad.js'
export { RandomResize, RandomShortestSize, Resize, ScaleJitter } from './_geometry/resize.js'
export {
  ElasticTransform,
  RandomAffine,
  RandomPerspective,
  RandomRotation,
} from './_geometry/warp.js'
