// The weights of torchvision/models/inception.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link inception_v3}. */
export const Inception_V3_Weights = WeightsEnum('Inception_V3_Weights', {
  IMAGENET1K_V1: imagenet(
    'inception_v3_google-0cc3c7bd.pth',
    { crop_size: 299, resize_size: 342 },
    {
      num_params: 27161264,
      min_size: [75, 75],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#inception-v3',
      metrics: [77.294, 93.45],
      _ops: 5.713,
      _file_size: 103.903,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Inception_V3_Weights = MemberOf<typeof Inception_V3_Weights>
