// The weights of torchvision/models/vision_transformer.py.

import { InterpolationMode } from '../../transforms/index.js'
import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link vit_b_16}. */
export const ViT_B_16_Weights = WeightsEnum('ViT_B_16_Weights', {
  IMAGENET1K_V1: imagenet(
    'vit_b_16-c867db91.pth',
    { crop_size: 224 },
    {
      num_params: 86567656,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#vit_b_16',
      metrics: [81.072, 95.318],
      _ops: 17.564,
      _file_size: 330.285,
    },
  ),
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'vit_b_16_swag-9ac1b537.pth',
    { crop_size: 384, resize_size: 384, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 86859496,
      min_size: [384, 384],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [85.304, 97.65],
      _ops: 55.484,
      _file_size: 331.398,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'vit_b_16_lc_swag-4e70ced5.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 86567656,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [81.886, 96.18],
      _ops: 17.564,
      _file_size: 330.285,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ViT_B_16_Weights = MemberOf<typeof ViT_B_16_Weights>

/** The weights of {@link vit_b_32}. */
export const ViT_B_32_Weights = WeightsEnum('ViT_B_32_Weights', {
  IMAGENET1K_V1: imagenet(
    'vit_b_32-d86f8d99.pth',
    { crop_size: 224 },
    {
      num_params: 88224232,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#vit_b_32',
      metrics: [75.912, 92.466],
      _ops: 4.409,
      _file_size: 336.604,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ViT_B_32_Weights = MemberOf<typeof ViT_B_32_Weights>

/** The weights of {@link vit_l_16}. */
export const ViT_L_16_Weights = WeightsEnum('ViT_L_16_Weights', {
  IMAGENET1K_V1: imagenet(
    'vit_l_16-852ce7e3.pth',
    { crop_size: 224, resize_size: 242 },
    {
      num_params: 304326632,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#vit_l_16',
      metrics: [79.662, 94.638],
      _ops: 61.555,
      _file_size: 1161.023,
    },
  ),
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'vit_l_16_swag-4f3808c9.pth',
    { crop_size: 512, resize_size: 512, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 305174504,
      min_size: [512, 512],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [88.064, 98.512],
      _ops: 361.986,
      _file_size: 1164.258,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'vit_l_16_lc_swag-4d563306.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 304326632,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [85.146, 97.422],
      _ops: 61.555,
      _file_size: 1161.023,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ViT_L_16_Weights = MemberOf<typeof ViT_L_16_Weights>

/** The weights of {@link vit_l_32}. */
export const ViT_L_32_Weights = WeightsEnum('ViT_L_32_Weights', {
  IMAGENET1K_V1: imagenet(
    'vit_l_32-c7638314.pth',
    { crop_size: 224 },
    {
      num_params: 306535400,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#vit_l_32',
      metrics: [76.972, 93.07],
      _ops: 15.378,
      _file_size: 1169.449,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ViT_L_32_Weights = MemberOf<typeof ViT_L_32_Weights>

/** The weights of {@link vit_h_14}. */
export const ViT_H_14_Weights = WeightsEnum('ViT_H_14_Weights', {
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'vit_h_14_swag-80465313.pth',
    { crop_size: 518, resize_size: 518, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 633470440,
      min_size: [518, 518],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [88.552, 98.694],
      _ops: 1016.717,
      _file_size: 2416.643,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'vit_h_14_lc_swag-c1eb923e.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 632045800,
      min_size: [224, 224],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [85.708, 97.73],
      _ops: 167.295,
      _file_size: 2411.209,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_SWAG_E2E_V1',
})
export type ViT_H_14_Weights = MemberOf<typeof ViT_H_14_Weights>
