// Mirrors torchvision/transforms/transforms.py; its parts are in the folder _transforms.

export { InterpolationMode } from './_interpolation.js'
export {
  ColorJitter,
  GaussianBlur,
  Grayscale,
  RandomAdjustSharpness,
  RandomAutocontrast,
  RandomEqualize,
  RandomGrayscale,
  RandomInvert,
  RandomPosterize,
  RandomSolarize,
} from './_transforms/color.js'
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
export {
  ElasticTransform,
  RandomAffine,
  RandomHorizontalFlip,
  RandomPerspective,
  RandomRotation,
  RandomVerticalFlip,
} from './_transforms/geometry.js'
export {
  CenterCrop,
  FiveCrop,
  Pad,
  RandomCrop,
  RandomErasing,
  RandomResizedCrop,
  Resize,
  TenCrop,
} from './_transforms/size.js'
