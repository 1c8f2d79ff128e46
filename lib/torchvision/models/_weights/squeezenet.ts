// The weights of torchvision/models/squeezenet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link squeezenet1_0}. */
export const SqueezeNet1_0_Weights = WeightsEnum('SqueezeNet1_0_Weights', {
  IMAGENET1K_V1: imagenet(
    'squeezenet1_0-b66bff10.pth',
    { crop_size: 224 },
    {
      num_params: 1248424,
      min_size: [21, 21],
      recipe: 'https://github.com/pytorch/vision/pull/49#issuecomment-277560717',
      metrics: [58.092, 80.42],
      _ops: 0.819,
      _file_size: 4.778,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type SqueezeNet1_0_Weights = MemberOf<typeof SqueezeNet1_0_Weights>

/** The weights of {@link squeezenet1_1}. */
export const SqueezeNet1_1_Weights = WeightsEnum('SqueezeNet1_1_Weights', {
  IMAGENET1K_V1: imagenet(
    'squeezenet1_1-b8a52dc0.pth',
    { crop_size: 224 },
    {
      num_params: 1235496,
      min_size: [17, 17],
      recipe: 'https://github.com/pytorch/vision/pull/49#issuecomment-277560717',
      metrics: [58.178, 80.624],
      _ops: 0.349,
      _file_size: 4.729,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type SqueezeNet1_1_Weights = MemberOf<typeof SqueezeNet1_1_Weights>
