// The weights of torchvision/models/alexnet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link alexnet}. */
export const AlexNet_Weights = WeightsEnum('AlexNet_Weights', {
  IMAGENET1K_V1: imagenet(
    'alexnet-owt-7be5be79.pth',
    { crop_size: 224 },
    {
      num_params: 61100840,
      min_size: [63, 63],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [56.522, 79.066],
      _ops: 0.714,
      _file_size: 233.087,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type AlexNet_Weights = MemberOf<typeof AlexNet_Weights>
