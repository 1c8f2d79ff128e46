// The weights of torchvision/models/mobilenetv3.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link mobilenet_v3_large}. */
export const MobileNet_V3_Large_Weights = WeightsEnum('MobileNet_V3_Large_Weights', {
  IMAGENET1K_V1: imagenet(
    'mobilenet_v3_large-8738ca79.pth',
    { crop_size: 224 },
    {
      num_params: 5483032,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#mobilenetv3-large--small',
      metrics: [74.042, 91.34],
      _ops: 0.217,
      _file_size: 21.114,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'mobilenet_v3_large-5c1a4163.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 5483032,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-reg-tuning',
      metrics: [75.274, 92.566],
      _ops: 0.217,
      _file_size: 21.107,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type MobileNet_V3_Large_Weights = MemberOf<typeof MobileNet_V3_Large_Weights>

/** The weights of {@link mobilenet_v3_small}. */
export const MobileNet_V3_Small_Weights = WeightsEnum('MobileNet_V3_Small_Weights', {
  IMAGENET1K_V1: imagenet(
    'mobilenet_v3_small-047dcff4.pth',
    { crop_size: 224 },
    {
      num_params: 2542856,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#mobilenetv3-large--small',
      metrics: [67.668, 87.402],
      _ops: 0.057,
      _file_size: 9.829,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type MobileNet_V3_Small_Weights = MemberOf<typeof MobileNet_V3_Small_Weights>
