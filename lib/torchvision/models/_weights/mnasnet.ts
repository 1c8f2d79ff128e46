// The weights of torchvision/models/mnasnet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link mnasnet0_5}. */
export const MNASNet0_5_Weights = WeightsEnum('MNASNet0_5_Weights', {
  IMAGENET1K_V1: imagenet(
    'mnasnet0.5_top1_67.823-3ffadce67e.pth',
    { crop_size: 224 },
    {
      num_params: 2218512,
      min_size: [1, 1],
      recipe: 'https://github.com/1e100/mnasnet_trainer',
      metrics: [67.734, 87.49],
      _ops: 0.104,
      _file_size: 8.591,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type MNASNet0_5_Weights = MemberOf<typeof MNASNet0_5_Weights>

/** The weights of {@link mnasnet0_75}. */
export const MNASNet0_75_Weights = WeightsEnum('MNASNet0_75_Weights', {
  IMAGENET1K_V1: imagenet(
    'mnasnet0_75-7090bc5f.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 3170208,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/6019',
      metrics: [71.18, 90.496],
      _ops: 0.215,
      _file_size: 12.303,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type MNASNet0_75_Weights = MemberOf<typeof MNASNet0_75_Weights>

/** The weights of {@link mnasnet1_0}. */
export const MNASNet1_0_Weights = WeightsEnum('MNASNet1_0_Weights', {
  IMAGENET1K_V1: imagenet(
    'mnasnet1.0_top1_73.512-f206786ef8.pth',
    { crop_size: 224 },
    {
      num_params: 4383312,
      min_size: [1, 1],
      recipe: 'https://github.com/1e100/mnasnet_trainer',
      metrics: [73.456, 91.51],
      _ops: 0.314,
      _file_size: 16.915,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type MNASNet1_0_Weights = MemberOf<typeof MNASNet1_0_Weights>

/** The weights of {@link mnasnet1_3}. */
export const MNASNet1_3_Weights = WeightsEnum('MNASNet1_3_Weights', {
  IMAGENET1K_V1: imagenet(
    'mnasnet1_3-a4c69d6f.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 6282256,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/6019',
      metrics: [76.506, 93.522],
      _ops: 0.526,
      _file_size: 24.246,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type MNASNet1_3_Weights = MemberOf<typeof MNASNet1_3_Weights>
