// The weights of torchvision/models/shufflenetv2.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link shufflenet_v2_x0_5}. */
export const ShuffleNet_V2_X0_5_Weights = WeightsEnum('ShuffleNet_V2_X0_5_Weights', {
  IMAGENET1K_V1: imagenet(
    'shufflenetv2_x0.5-f707e7126e.pth',
    { crop_size: 224 },
    {
      num_params: 1366792,
      min_size: [1, 1],
      recipe: 'https://github.com/ericsun99/Shufflenet-v2-Pytorch',
      metrics: [60.552, 81.746],
      _ops: 0.04,
      _file_size: 5.282,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ShuffleNet_V2_X0_5_Weights = MemberOf<typeof ShuffleNet_V2_X0_5_Weights>

/** The weights of {@link shufflenet_v2_x1_0}. */
export const ShuffleNet_V2_X1_0_Weights = WeightsEnum('ShuffleNet_V2_X1_0_Weights', {
  IMAGENET1K_V1: imagenet(
    'shufflenetv2_x1-5666bf0f80.pth',
    { crop_size: 224 },
    {
      num_params: 2278604,
      min_size: [1, 1],
      recipe: 'https://github.com/ericsun99/Shufflenet-v2-Pytorch',
      metrics: [69.362, 88.316],
      _ops: 0.145,
      _file_size: 8.791,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ShuffleNet_V2_X1_0_Weights = MemberOf<typeof ShuffleNet_V2_X1_0_Weights>

/** The weights of {@link shufflenet_v2_x1_5}. */
export const ShuffleNet_V2_X1_5_Weights = WeightsEnum('ShuffleNet_V2_X1_5_Weights', {
  IMAGENET1K_V1: imagenet(
    'shufflenetv2_x1_5-3c479a10.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 3503624,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5906',
      metrics: [72.996, 91.086],
      _ops: 0.296,
      _file_size: 13.557,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ShuffleNet_V2_X1_5_Weights = MemberOf<typeof ShuffleNet_V2_X1_5_Weights>

/** The weights of {@link shufflenet_v2_x2_0}. */
export const ShuffleNet_V2_X2_0_Weights = WeightsEnum('ShuffleNet_V2_X2_0_Weights', {
  IMAGENET1K_V1: imagenet(
    'shufflenetv2_x2_0-8be3c8ee.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 7393996,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5906',
      metrics: [76.23, 93.006],
      _ops: 0.583,
      _file_size: 28.433,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ShuffleNet_V2_X2_0_Weights = MemberOf<typeof ShuffleNet_V2_X2_0_Weights>
