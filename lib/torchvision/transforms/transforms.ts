// Mirrors torchvision/transforms/transforms.py; its parts are in the folder _transforms.

export { InterpolationMode } from './_interpolation.js'
export { RandomAffine, RandomRotation } from './_transforms/affine.js'
export { GaussianBlur } from './_transforms/blur.js'
export {
  Compose,
  Lambda,
  RandomApply,
  RandomChoice,
  RandomOrder,
  RandomTransforms,
  type Transform,
} from './_transforms/container.js'
export {
  ConvertImageDtype,
  LinearTransformation,
  Normalize,
  PILToTensor,
  ToPILImage,
  ToTensor,
} from './_transforms/conversion.js'
export { CenterCrop, FiveCrop, RandomCrop, RandomResizedCrop, TenCrop } from './_transforms/crop.js'
export { RandomErasing } from './_transforms/erase.js'
export { RandomHorizontalFlip, RandomVerticalFlip } from './_transforms/flip.js'
export { Grayscale, RandomGrayscale } from './_transforms/gray.js'
export { ColorJitter } from './_transforms/jitter.js'
export { Pad, Resize } from './_transforms/resize.js'
export {
  RandomAdjustSharpness,
  RandomAutocontrast,
  RandomEqualize,
  RandomInvert,
  RandomPosterize,
  RandomSolarize,
} from './_transforms/sometimes.js'
export { ElasticTransform, RandomPerspective } from './_transforms/warp.js'
