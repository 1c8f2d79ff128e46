// The functions of torchvision.transforms.functional, by family.

export { _interpolation_modes_from_int, InterpolationMode } from '../_interpolation.js'
export { _get_inverse_affine_matrix, _get_perspective_coeffs } from './_matrix.js'
export {
  adjust_brightness,
  adjust_contrast,
  adjust_gamma,
  adjust_hue,
  adjust_saturation,
  adjust_sharpness,
  autocontrast,
  equalize,
  erase,
  gaussian_blur,
  invert,
  normalize,
  posterize,
  rgb_to_grayscale,
  solarize,
  to_grayscale,
} from './color.js'
export {
  convert_image_dtype,
  get_dimensions,
  get_image_num_channels,
  get_image_size,
  pil_to_tensor,
  to_pil_image,
  to_tensor,
} from './conversion.js'
export { center_crop, crop, five_crop, resized_crop, ten_crop } from './crop.js'
export { _compute_resized_output_size, pad, resize } from './resize.js'
export { affine, elastic_transform, hflip, perspective, rotate, vflip } from './warp.js'
