// The weights of torchvision/models/segmentation/deeplabv3.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { voc } from './_voc.js'

/** The weights of {@link deeplabv3_resnet50}. */
export const DeepLabV3_ResNet50_Weights = WeightsEnum('DeepLabV3_ResNet50_Weights', {
  COCO_WITH_VOC_LABELS_V1: voc(
    'deeplabv3_resnet50_coco-cd0a2569.pth',
    { resize_size: 520 },
    {
      num_params: 42004074,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/segmentation#deeplabv3_resnet50',
      metrics: [66.4, 92.4],
      _ops: 178.722,
      _file_size: 160.515,
    },
  ),
  DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
})
export type DeepLabV3_ResNet50_Weights = MemberOf<typeof DeepLabV3_ResNet50_Weights>

/** The weights of {@link deeplabv3_resnet101}. */
export const DeepLabV3_ResNet101_Weights = WeightsEnum('DeepLabV3_ResNet101_Weights', {
  COCO_WITH_VOC_LABELS_V1: voc(
    'deeplabv3_resnet101_coco-586e9e4e.pth',
    { resize_size: 520 },
    {
      num_params: 60996202,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/segmentation#fcn_resnet101',
      metrics: [67.4, 92.4],
      _ops: 258.743,
      _file_size: 233.217,
    },
  ),
  DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
})
export type DeepLabV3_ResNet101_Weights = MemberOf<typeof DeepLabV3_ResNet101_Weights>

/** The weights of {@link deeplabv3_mobilenet_v3_large}. */
export const DeepLabV3_MobileNet_V3_Large_Weights = WeightsEnum(
  'DeepLabV3_MobileNet_V3_Large_Weights',
  {
    COCO_WITH_VOC_LABELS_V1: voc(
      'deeplabv3_mobilenet_v3_large-fc3c493d.pth',
      { resize_size: 520 },
      {
        num_params: 11029328,
        min_size: [1, 1],
        recipe:
          'https://github.com/pytorch/vision/tree/main/references/segmentation#deeplabv3_mobilenet_v3_large',
        metrics: [60.3, 91.2],
        _ops: 10.452,
        _file_size: 42.301,
      },
    ),
    DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
  },
)
export type DeepLabV3_MobileNet_V3_Large_Weights = MemberOf<
  typeof DeepLabV3_MobileNet_V3_Large_Weights
>
