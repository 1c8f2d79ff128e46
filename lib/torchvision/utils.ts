// Mirrors torchvision/utils.py: `import utils from 'torch-node/torchvision/utils'`, or by name.

import { draw_bounding_boxes, draw_keypoints, draw_segmentation_masks } from './_drawing.js'
import { flow_to_image } from './_flow.js'
import { make_grid, save_image } from './_grid.js'

export default {
  draw_bounding_boxes,
  draw_keypoints,
  draw_segmentation_masks,
  flow_to_image,
  make_grid,
  save_image,
}
export type { Color, Colors } from './_colors.js'
export type { BoundingBoxOptions, KeypointOptions, MaskOptions } from './_drawing.js'
export type { GridOptions, ImageFile, SaveImageOptions } from './_grid.js'
export {
  draw_bounding_boxes,
  draw_keypoints,
  draw_segmentation_masks,
  flow_to_image,
  make_grid,
  save_image,
}
