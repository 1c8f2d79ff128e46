// Mirrors torchvision/ops/__init__.py.

export * as boxes from './boxes.js'
export {
  batched_nms,
  box_area,
  box_convert,
  box_iou,
  clip_boxes_to_image,
  complete_box_iou,
  distance_box_iou,
  generalized_box_iou,
  masks_to_boxes,
  nms,
  remove_small_boxes,
} from './boxes.js'
export { complete_box_iou_loss } from './ciou_loss.js'
export { DeformConv2d, deform_conv2d } from './deform_conv.js'
export { distance_box_iou_loss } from './diou_loss.js'
export { DropBlock2d, DropBlock3d, drop_block2d, drop_block3d } from './drop_block.js'
export * as feature_pyramid_network from './feature_pyramid_network.js'
export { FeaturePyramidNetwork } from './feature_pyramid_network.js'
export { sigmoid_focal_loss } from './focal_loss.js'
export { generalized_box_iou_loss } from './giou_loss.js'
export * as misc from './misc.js'
export {
  Conv2dNormActivation,
  Conv3dNormActivation,
  FrozenBatchNorm2d,
  MLP,
  Permute,
  SqueezeExcitation,
} from './misc.js'
export * as poolers from './poolers.js'
export { MultiScaleRoIAlign } from './poolers.js'
export { RoIAlign, roi_align } from './roi_align.js'
export { RoIPool, roi_pool } from './roi_pool.js'
export { StochasticDepth, stochastic_depth } from './stochastic_depth.js'
