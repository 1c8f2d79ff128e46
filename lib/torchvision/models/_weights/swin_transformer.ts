// The weights of torchvision/models/swin_transformer.py.

import { InterpolationMode } from '../../transforms/index.js'
import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link swin_t}. */
export const Swin_T_Weights = WeightsEnum('Swin_T_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_t-704ceda3.pth',
    { crop_size: 224, resize_size: 232, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 28288354,
      min_size: [224, 224],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer',
      metrics: [81.474, 95.776],
      _ops: 4.491,
      _file_size: 108.19,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_T_Weights = MemberOf<typeof Swin_T_Weights>

/** The weights of {@link swin_s}. */
export const Swin_S_Weights = WeightsEnum('Swin_S_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_s-5e29d889.pth',
    { crop_size: 224, resize_size: 246, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 49606258,
      min_size: [224, 224],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer',
      metrics: [83.196, 96.36],
      _ops: 8.741,
      _file_size: 189.786,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_S_Weights = MemberOf<typeof Swin_S_Weights>

/** The weights of {@link swin_b}. */
export const Swin_B_Weights = WeightsEnum('Swin_B_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_b-68c6b09e.pth',
    { crop_size: 224, resize_size: 238, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 87768224,
      min_size: [224, 224],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer',
      metrics: [83.582, 96.64],
      _ops: 15.431,
      _file_size: 335.364,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_B_Weights = MemberOf<typeof Swin_B_Weights>

/** The weights of {@link swin_v2_t}. */
export const Swin_V2_T_Weights = WeightsEnum('Swin_V2_T_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_v2_t-b137f0e2.pth',
    { crop_size: 256, resize_size: 260, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 28351570,
      min_size: [256, 256],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer-v2',
      metrics: [82.072, 96.132],
      _ops: 5.94,
      _file_size: 108.626,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_V2_T_Weights = MemberOf<typeof Swin_V2_T_Weights>

/** The weights of {@link swin_v2_s}. */
export const Swin_V2_S_Weights = WeightsEnum('Swin_V2_S_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_v2_s-637d8ceb.pth',
    { crop_size: 256, resize_size: 260, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 49737442,
      min_size: [256, 256],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer-v2',
      metrics: [83.712, 96.816],
      _ops: 11.546,
      _file_size: 190.675,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_V2_S_Weights = MemberOf<typeof Swin_V2_S_Weights>

/** The weights of {@link swin_v2_b}. */
export const Swin_V2_B_Weights = WeightsEnum('Swin_V2_B_Weights', {
  IMAGENET1K_V1: imagenet(
    'swin_v2_b-781e5279.pth',
    { crop_size: 256, resize_size: 272, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 87930848,
      min_size: [256, 256],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#swintransformer-v2',
      metrics: [84.112, 96.864],
      _ops: 20.325,
      _file_size: 336.372,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type Swin_V2_B_Weights = MemberOf<typeof Swin_V2_B_Weights>
