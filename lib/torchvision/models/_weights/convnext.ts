// The weights of torchvision/models/convnext.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link convnext_tiny}. */
export const ConvNeXt_Tiny_Weights = WeightsEnum('ConvNeXt_Tiny_Weights', {
  IMAGENET1K_V1: imagenet(
    'convnext_tiny-983f1562.pth',
    { crop_size: 224, resize_size: 236 },
    {
      num_params: 28589128,
      min_size: [32, 32],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#convnext',
      metrics: [82.52, 96.146],
      _ops: 4.456,
      _file_size: 109.119,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ConvNeXt_Tiny_Weights = MemberOf<typeof ConvNeXt_Tiny_Weights>

/** The weights of {@link convnext_small}. */
export const ConvNeXt_Small_Weights = WeightsEnum('ConvNeXt_Small_Weights', {
  IMAGENET1K_V1: imagenet(
    'convnext_small-0c510722.pth',
    { crop_size: 224, resize_size: 230 },
    {
      num_params: 50223688,
      min_size: [32, 32],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#convnext',
      metrics: [83.616, 96.65],
      _ops: 8.684,
      _file_size: 191.703,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ConvNeXt_Small_Weights = MemberOf<typeof ConvNeXt_Small_Weights>

/** The weights of {@link convnext_base}. */
export const ConvNeXt_Base_Weights = WeightsEnum('ConvNeXt_Base_Weights', {
  IMAGENET1K_V1: imagenet(
    'convnext_base-6075fbad.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 88591464,
      min_size: [32, 32],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#convnext',
      metrics: [84.062, 96.87],
      _ops: 15.355,
      _file_size: 338.064,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ConvNeXt_Base_Weights = MemberOf<typeof ConvNeXt_Base_Weights>

/** The weights of {@link convnext_large}. */
export const ConvNeXt_Large_Weights = WeightsEnum('ConvNeXt_Large_Weights', {
  IMAGENET1K_V1: imagenet(
    'convnext_large-ea097f82.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 197767336,
      min_size: [32, 32],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#convnext',
      metrics: [84.414, 96.976],
      _ops: 34.361,
      _file_size: 754.537,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ConvNeXt_Large_Weights = MemberOf<typeof ConvNeXt_Large_Weights>
