// Mirrors torchvision/transforms/v2/_misc.py and _deprecated.py; its parts are in the folder _misc.

export { Identity, Lambda, ToTensor } from './_misc/basic.js'
export { ConvertImageDtype, type DTypeArgument, ToDtype } from './_misc/dtype.js'
export { GaussianBlur, GaussianNoise } from './_misc/noise.js'
export { LinearTransformation, Normalize } from './_misc/normalize.js'
export { SanitizeBoundingBoxes } from './_misc/sanitize.js'
