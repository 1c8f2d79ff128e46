// The weights of torchvision/models/segmentation/fcn.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { voc } from './_voc.js'

/** The weights of {@link fcn_resnet50}. */
export const FCN_ResNet50_Weights = WeightsEnum('FCN_ResNet50_Weights', {
  COCO_WITH_VOC_LABELS_V1: voc(
    'fcn_resnet50_coco-1167a1af.pth',
    { resize_size: 520 },
    {
      num_params: 35322218,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/segmentation#fcn_resnet50',
      metrics: [60.5, 91.4],
      _ops: 152.717,
      _file_size: 135.009,
    },
  ),
  DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
})
export type FCN_ResNet50_Weights = MemberOf<typeof FCN_ResNet50_Weights>

/** The weights of {@link fcn_resnet101}. */
export const FCN_ResNet101_Weights = WeightsEnum('FCN_ResNet101_Weights', {
  COCO_WITH_VOC_LABELS_V1: voc(
    'fcn_resnet101_coco-7ecb50ca.pth',
    { resize_size: 520 },
    {
      num_params: 54314346,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/segmentation#deeplabv3_resnet101',
      metrics: [63.7, 91.9],
      _ops: 232.738,
      _file_size: 207.711,
    },
  ),
  DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
})
export type FCN_ResNet101_Weights = MemberOf<typeof FCN_ResNet101_Weights>
