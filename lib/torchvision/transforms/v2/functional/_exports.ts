// Mirrors torchvision/transforms/v2/functional/__init__.py.

export { InterpolationMode } from '../../_interpolation.js'
export { pil_to_tensor, to_pil_image } from '../../functional.js'
export {
  adjust_brightness,
  adjust_contrast,
  adjust_gamma,
  adjust_hue,
  adjust_saturation,
  adjust_sharpness,
  autocontrast,
  equalize,
  grayscale_to_rgb,
  invert,
  permute_channels,
  posterize,
  rgb_to_grayscale,
  rgb_to_grayscale as to_grayscale,
  solarize,
} from './_color.js'
export { center_crop, crop, five_crop, resized_crop, ten_crop } from './_crop.js'
export {
  affine,
  elastic,
  elastic_transform,
  hflip,
  horizontal_flip,
  perspective,
  rotate,
  vertical_flip,
  vflip,
} from './_geometry.js'
export {
  clamp_bounding_boxes,
  convert_bounding_box_format,
  get_dimensions,
  get_num_channels,
  get_size,
} from './_meta.js'
export {
  convert_image_dtype,
  erase,
  gaussian_blur,
  gaussian_noise,
  normalize,
  sanitize_bounding_boxes,
  to_dtype,
  to_image,
} from './_misc.js'
export { pad } from './_pad.js'
export { resize } from './_resize.js'
export { is_pure_tensor } from './_utils.js'
