// The weights of torchvision/models/mobilenetv2.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link mobilenet_v2}. */
export const MobileNet_V2_Weights = WeightsEnum('MobileNet_V2_Weights', {
  IMAGENET1K_V1: imagenet(
    'mobilenet_v2-b0353104.pth',
    { crop_size: 224 },
    {
      num_params: 3504872,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#mobilenetv2',
      metrics: [71.878, 90.286],
      _ops: 0.301,
      _file_size: 13.555,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'mobilenet_v2-7ebf99e0.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 3504872,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-reg-tuning',
      metrics: [72.154, 90.822],
      _ops: 0.301,
      _file_size: 13.598,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type MobileNet_V2_Weights = MemberOf<typeof MobileNet_V2_Weights>
