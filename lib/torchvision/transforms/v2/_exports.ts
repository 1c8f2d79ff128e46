// Mirrors torchvision/transforms/v2/__init__.py.

export { InterpolationMode } from '../_interpolation.js'
export { AutoAugmentPolicy } from '../autoaugment.js'
export { CutMix, MixUp, RandomErasing } from './_augment.js'
export {
  ColorJitter,
  Grayscale,
  RandomAdjustSharpness,
  RandomAutocontrast,
  RandomChannelPermutation,
  RandomEqualize,
  RandomGrayscale,
  RandomInvert,
  RandomPhotometricDistort,
  RandomPosterize,
  RandomSolarize,
  RGB,
} from './_color.js'
export { Compose, RandomApply, RandomChoice, RandomOrder } from './_container.js'
export {
  CenterCrop,
  ElasticTransform,
  FiveCrop,
  Pad,
  RandomAffine,
  RandomCrop,
  RandomHorizontalFlip,
  RandomPerspective,
  RandomResize,
  RandomResizedCrop,
  RandomRotation,
  RandomShortestSize,
  RandomVerticalFlip,
  RandomZoomOut,
  Resize,
  ScaleJitter,
  TenCrop,
} from './_geometry.js'
export {
  ConvertImageDtype,
  GaussianBlur,
  GaussianNoise,
  Identity,
  Lambda,
  LinearTransformation,
  Normalize,
  SanitizeBoundingBoxes,
  ToDtype,
  ToTensor,
} from './_misc.js'
export { Transform } from './_transform.js'
export {
  ClampBoundingBoxes,
  ConvertBoundingBoxFormat,
  PILToTensor,
  SetClampingMode,
  ToImage,
  ToPILImage,
  ToPureTensor,
} from './_type_conversion.js'
export { get_bounding_boxes, query_chw, query_size } from './_utils.js'
export * as functional from './functional/index.js'
