// The weights of torchvision/models/googlenet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link googlenet}. */
export const GoogLeNet_Weights = WeightsEnum('GoogLeNet_Weights', {
  IMAGENET1K_V1: imagenet(
    'googlenet-1378be20.pth',
    { crop_size: 224 },
    {
      num_params: 6624904,
      min_size: [15, 15],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#googlenet',
      metrics: [69.778, 89.53],
      _ops: 1.498,
      _file_size: 49.731,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type GoogLeNet_Weights = MemberOf<typeof GoogLeNet_Weights>
