// The weights of torchvision/models/efficientnet.py.

import { InterpolationMode } from '../../transforms/index.js'
import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link efficientnet_b0}. */
export const EfficientNet_B0_Weights = WeightsEnum('EfficientNet_B0_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b0_rwightman-7f5810bc.pth',
    { crop_size: 224, resize_size: 256, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 5288548,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [77.692, 93.532],
      _ops: 0.386,
      _file_size: 20.451,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B0_Weights = MemberOf<typeof EfficientNet_B0_Weights>

/** The weights of {@link efficientnet_b1}. */
export const EfficientNet_B1_Weights = WeightsEnum('EfficientNet_B1_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b1_rwightman-bac287d4.pth',
    { crop_size: 240, resize_size: 256, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 7794184,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [78.642, 94.186],
      _ops: 0.687,
      _file_size: 30.134,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'efficientnet_b1-c27df63c.pth',
    { crop_size: 240, resize_size: 255, interpolation: InterpolationMode.BILINEAR },
    {
      num_params: 7794184,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-lr-wd-crop-tuning',
      metrics: [79.838, 94.934],
      _ops: 0.687,
      _file_size: 30.136,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type EfficientNet_B1_Weights = MemberOf<typeof EfficientNet_B1_Weights>

/** The weights of {@link efficientnet_b2}. */
export const EfficientNet_B2_Weights = WeightsEnum('EfficientNet_B2_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b2_rwightman-c35c1473.pth',
    { crop_size: 288, resize_size: 288, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 9109994,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [80.608, 95.31],
      _ops: 1.088,
      _file_size: 35.174,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B2_Weights = MemberOf<typeof EfficientNet_B2_Weights>

/** The weights of {@link efficientnet_b3}. */
export const EfficientNet_B3_Weights = WeightsEnum('EfficientNet_B3_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b3_rwightman-b3899882.pth',
    { crop_size: 300, resize_size: 320, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 12233232,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [82.008, 96.054],
      _ops: 1.827,
      _file_size: 47.184,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B3_Weights = MemberOf<typeof EfficientNet_B3_Weights>

/** The weights of {@link efficientnet_b4}. */
export const EfficientNet_B4_Weights = WeightsEnum('EfficientNet_B4_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b4_rwightman-23ab8bcd.pth',
    { crop_size: 380, resize_size: 384, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 19341616,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [83.384, 96.594],
      _ops: 4.394,
      _file_size: 74.489,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B4_Weights = MemberOf<typeof EfficientNet_B4_Weights>

/** The weights of {@link efficientnet_b5}. */
export const EfficientNet_B5_Weights = WeightsEnum('EfficientNet_B5_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b5_lukemelas-1a07897c.pth',
    { crop_size: 456, resize_size: 456, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 30389784,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [83.444, 96.628],
      _ops: 10.266,
      _file_size: 116.864,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B5_Weights = MemberOf<typeof EfficientNet_B5_Weights>

/** The weights of {@link efficientnet_b6}. */
export const EfficientNet_B6_Weights = WeightsEnum('EfficientNet_B6_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b6_lukemelas-24a108a5.pth',
    { crop_size: 528, resize_size: 528, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 43040704,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [84.008, 96.916],
      _ops: 19.068,
      _file_size: 165.362,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B6_Weights = MemberOf<typeof EfficientNet_B6_Weights>

/** The weights of {@link efficientnet_b7}. */
export const EfficientNet_B7_Weights = WeightsEnum('EfficientNet_B7_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_b7_lukemelas-c5b4e57e.pth',
    { crop_size: 600, resize_size: 600, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 66347960,
      min_size: [1, 1],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v1',
      metrics: [84.122, 96.908],
      _ops: 37.746,
      _file_size: 254.675,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_B7_Weights = MemberOf<typeof EfficientNet_B7_Weights>

/** The weights of {@link efficientnet_v2_s}. */
export const EfficientNet_V2_S_Weights = WeightsEnum('EfficientNet_V2_S_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_v2_s-dd5fe13b.pth',
    { crop_size: 384, resize_size: 384, interpolation: InterpolationMode.BILINEAR },
    {
      num_params: 21458488,
      min_size: [33, 33],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v2',
      metrics: [84.228, 96.878],
      _ops: 8.366,
      _file_size: 82.704,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_V2_S_Weights = MemberOf<typeof EfficientNet_V2_S_Weights>

/** The weights of {@link efficientnet_v2_m}. */
export const EfficientNet_V2_M_Weights = WeightsEnum('EfficientNet_V2_M_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_v2_m-dc08266a.pth',
    { crop_size: 480, resize_size: 480, interpolation: InterpolationMode.BILINEAR },
    {
      num_params: 54139356,
      min_size: [33, 33],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v2',
      metrics: [85.112, 97.156],
      _ops: 24.582,
      _file_size: 208.01,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_V2_M_Weights = MemberOf<typeof EfficientNet_V2_M_Weights>

/** The weights of {@link efficientnet_v2_l}. */
export const EfficientNet_V2_L_Weights = WeightsEnum('EfficientNet_V2_L_Weights', {
  IMAGENET1K_V1: imagenet(
    'efficientnet_v2_l-59c71312.pth',
    {
      crop_size: 480,
      resize_size: 480,
      interpolation: InterpolationMode.BICUBIC,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
    {
      num_params: 118515272,
      min_size: [33, 33],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#efficientnet-v2',
      metrics: [85.808, 97.788],
      _ops: 56.08,
      _file_size: 454.573,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type EfficientNet_V2_L_Weights = MemberOf<typeof EfficientNet_V2_L_Weights>
