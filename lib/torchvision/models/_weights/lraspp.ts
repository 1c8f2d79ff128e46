// The weights of torchvision/models/segmentation/lraspp.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { voc } from './_voc.js'

/** The weights of {@link lraspp_mobilenet_v3_large}. */
export const LRASPP_MobileNet_V3_Large_Weights = WeightsEnum('LRASPP_MobileNet_V3_Large_Weights', {
  COCO_WITH_VOC_LABELS_V1: voc(
    'lraspp_mobilenet_v3_large-d234d4ea.pth',
    { resize_size: 520 },
    {
      num_params: 3221538,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/segmentation#lraspp_mobilenet_v3_large',
      metrics: [57.9, 91.2],
      _ops: 2.086,
      _file_size: 12.49,
    },
  ),
  DEFAULT: 'COCO_WITH_VOC_LABELS_V1',
})
export type LRASPP_MobileNet_V3_Large_Weights = MemberOf<typeof LRASPP_MobileNet_V3_Large_Weights>
