// Mirrors torch/utils/tensorboard/summary.py; its parts are in the folder _summary.

export { custom_scalars, type Layout } from './_summary/custom_scalars.js'
export { histogram, histogram_raw, make_histogram } from './_summary/histogram.js'
export { type HParam, hparams } from './_summary/hparams.js'
export { draw_boxes, image, image_boxes, make_image } from './_summary/image.js'
export { audio, make_video, video } from './_summary/media.js'
export { mesh } from './_summary/mesh.js'
export { compute_curve, pr_curve, pr_curve_raw } from './_summary/pr_curve.js'
export { half_to_int, int_to_half, scalar, tensor_proto, text } from './_summary/scalar.js'
