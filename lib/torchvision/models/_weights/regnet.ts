// The weights of torchvision/models/regnet.py.

import { InterpolationMode } from '../../transforms/index.js'
import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link regnet_y_400mf}. */
export const RegNet_Y_400MF_Weights = WeightsEnum('RegNet_Y_400MF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_400mf-c65dace8.pth',
    { crop_size: 224 },
    {
      num_params: 4344144,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [74.046, 91.716],
      _ops: 0.402,
      _file_size: 16.806,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_400mf-e6988f5f.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 4344144,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [75.804, 92.742],
      _ops: 0.402,
      _file_size: 16.806,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_400MF_Weights = MemberOf<typeof RegNet_Y_400MF_Weights>

/** The weights of {@link regnet_y_800mf}. */
export const RegNet_Y_800MF_Weights = WeightsEnum('RegNet_Y_800MF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_800mf-1b27b58c.pth',
    { crop_size: 224 },
    {
      num_params: 6432512,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [76.42, 93.136],
      _ops: 0.834,
      _file_size: 24.774,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_800mf-58fc7688.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 6432512,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [78.828, 94.502],
      _ops: 0.834,
      _file_size: 24.774,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_800MF_Weights = MemberOf<typeof RegNet_Y_800MF_Weights>

/** The weights of {@link regnet_y_1_6gf}. */
export const RegNet_Y_1_6GF_Weights = WeightsEnum('RegNet_Y_1_6GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_1_6gf-b11a554e.pth',
    { crop_size: 224 },
    {
      num_params: 11202430,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [77.95, 93.966],
      _ops: 1.612,
      _file_size: 43.152,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_1_6gf-0d7bc02a.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 11202430,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [80.876, 95.444],
      _ops: 1.612,
      _file_size: 43.152,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_1_6GF_Weights = MemberOf<typeof RegNet_Y_1_6GF_Weights>

/** The weights of {@link regnet_y_3_2gf}. */
export const RegNet_Y_3_2GF_Weights = WeightsEnum('RegNet_Y_3_2GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_3_2gf-b5a9779c.pth',
    { crop_size: 224 },
    {
      num_params: 19436338,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#medium-models',
      metrics: [78.948, 94.576],
      _ops: 3.176,
      _file_size: 74.567,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_3_2gf-9180c971.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 19436338,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [81.982, 95.972],
      _ops: 3.176,
      _file_size: 74.567,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_3_2GF_Weights = MemberOf<typeof RegNet_Y_3_2GF_Weights>

/** The weights of {@link regnet_y_8gf}. */
export const RegNet_Y_8GF_Weights = WeightsEnum('RegNet_Y_8GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_8gf-d0d0e4a8.pth',
    { crop_size: 224 },
    {
      num_params: 39381472,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#medium-models',
      metrics: [80.032, 95.048],
      _ops: 8.473,
      _file_size: 150.701,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_8gf-dc2b1b54.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 39381472,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [82.828, 96.33],
      _ops: 8.473,
      _file_size: 150.701,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_8GF_Weights = MemberOf<typeof RegNet_Y_8GF_Weights>

/** The weights of {@link regnet_y_16gf}. */
export const RegNet_Y_16GF_Weights = WeightsEnum('RegNet_Y_16GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_16gf-9e6ed7dd.pth',
    { crop_size: 224 },
    {
      num_params: 83590140,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#large-models',
      metrics: [80.424, 95.24],
      _ops: 15.912,
      _file_size: 319.49,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_16gf-3e4a00f9.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 83590140,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [82.886, 96.328],
      _ops: 15.912,
      _file_size: 319.49,
    },
  ),
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'regnet_y_16gf_swag-43afe44d.pth',
    { crop_size: 384, resize_size: 384, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 83590140,
      min_size: [1, 1],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [86.012, 98.054],
      _ops: 46.735,
      _file_size: 319.49,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'regnet_y_16gf_lc_swag-f3ec0043.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 83590140,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [83.976, 97.244],
      _ops: 15.912,
      _file_size: 319.49,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_16GF_Weights = MemberOf<typeof RegNet_Y_16GF_Weights>

/** The weights of {@link regnet_y_32gf}. */
export const RegNet_Y_32GF_Weights = WeightsEnum('RegNet_Y_32GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_y_32gf-4dee3f7a.pth',
    { crop_size: 224 },
    {
      num_params: 145046770,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#large-models',
      metrics: [80.878, 95.34],
      _ops: 32.28,
      _file_size: 554.076,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_y_32gf-8db6d4b5.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 145046770,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [83.368, 96.498],
      _ops: 32.28,
      _file_size: 554.076,
    },
  ),
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'regnet_y_32gf_swag-04fdfa75.pth',
    { crop_size: 384, resize_size: 384, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 145046770,
      min_size: [1, 1],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [86.838, 98.362],
      _ops: 94.826,
      _file_size: 554.076,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'regnet_y_32gf_lc_swag-e1583746.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 145046770,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [84.622, 97.48],
      _ops: 32.28,
      _file_size: 554.076,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_Y_32GF_Weights = MemberOf<typeof RegNet_Y_32GF_Weights>

/** The weights of {@link regnet_y_128gf}. */
export const RegNet_Y_128GF_Weights = WeightsEnum('RegNet_Y_128GF_Weights', {
  IMAGENET1K_SWAG_E2E_V1: imagenet(
    'regnet_y_128gf_swag-c8ce3e52.pth',
    { crop_size: 384, resize_size: 384, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 644812894,
      min_size: [1, 1],
      recipe: 'https://github.com/facebookresearch/SWAG',
      metrics: [88.228, 98.682],
      _ops: 374.57,
      _file_size: 2461.564,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  IMAGENET1K_SWAG_LINEAR_V1: imagenet(
    'regnet_y_128gf_lc_swag-cbe8ce12.pth',
    { crop_size: 224, resize_size: 224, interpolation: InterpolationMode.BICUBIC },
    {
      num_params: 644812894,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5793',
      metrics: [86.068, 97.844],
      _ops: 127.518,
      _file_size: 2461.564,
      license: 'https://github.com/facebookresearch/SWAG/blob/main/LICENSE',
    },
  ),
  DEFAULT: 'IMAGENET1K_SWAG_E2E_V1',
})
export type RegNet_Y_128GF_Weights = MemberOf<typeof RegNet_Y_128GF_Weights>

/** The weights of {@link regnet_x_400mf}. */
export const RegNet_X_400MF_Weights = WeightsEnum('RegNet_X_400MF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_400mf-adf1edd5.pth',
    { crop_size: 224 },
    {
      num_params: 5495976,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [72.834, 90.95],
      _ops: 0.414,
      _file_size: 21.258,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_400mf-62229a5f.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 5495976,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-fixres',
      metrics: [74.864, 92.322],
      _ops: 0.414,
      _file_size: 21.257,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_400MF_Weights = MemberOf<typeof RegNet_X_400MF_Weights>

/** The weights of {@link regnet_x_800mf}. */
export const RegNet_X_800MF_Weights = WeightsEnum('RegNet_X_800MF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_800mf-ad17e45c.pth',
    { crop_size: 224 },
    {
      num_params: 7259656,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [75.212, 92.348],
      _ops: 0.8,
      _file_size: 27.945,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_800mf-94a99ebd.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 7259656,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-fixres',
      metrics: [77.522, 93.826],
      _ops: 0.8,
      _file_size: 27.945,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_800MF_Weights = MemberOf<typeof RegNet_X_800MF_Weights>

/** The weights of {@link regnet_x_1_6gf}. */
export const RegNet_X_1_6GF_Weights = WeightsEnum('RegNet_X_1_6GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_1_6gf-e3633e7f.pth',
    { crop_size: 224 },
    {
      num_params: 9190136,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#small-models',
      metrics: [77.04, 93.44],
      _ops: 1.603,
      _file_size: 35.339,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_1_6gf-a12f2b72.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 9190136,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-fixres',
      metrics: [79.668, 94.922],
      _ops: 1.603,
      _file_size: 35.339,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_1_6GF_Weights = MemberOf<typeof RegNet_X_1_6GF_Weights>

/** The weights of {@link regnet_x_3_2gf}. */
export const RegNet_X_3_2GF_Weights = WeightsEnum('RegNet_X_3_2GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_3_2gf-f342aeae.pth',
    { crop_size: 224 },
    {
      num_params: 15296552,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#medium-models',
      metrics: [78.364, 93.992],
      _ops: 3.177,
      _file_size: 58.756,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_3_2gf-7071aa85.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 15296552,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [81.196, 95.43],
      _ops: 3.177,
      _file_size: 58.756,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_3_2GF_Weights = MemberOf<typeof RegNet_X_3_2GF_Weights>

/** The weights of {@link regnet_x_8gf}. */
export const RegNet_X_8GF_Weights = WeightsEnum('RegNet_X_8GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_8gf-03ceed89.pth',
    { crop_size: 224 },
    {
      num_params: 39572648,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#medium-models',
      metrics: [79.344, 94.686],
      _ops: 7.995,
      _file_size: 151.456,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_8gf-2b70d774.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 39572648,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [81.682, 95.678],
      _ops: 7.995,
      _file_size: 151.456,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_8GF_Weights = MemberOf<typeof RegNet_X_8GF_Weights>

/** The weights of {@link regnet_x_16gf}. */
export const RegNet_X_16GF_Weights = WeightsEnum('RegNet_X_16GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_16gf-2007eb11.pth',
    { crop_size: 224 },
    {
      num_params: 54278536,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#medium-models',
      metrics: [80.058, 94.944],
      _ops: 15.941,
      _file_size: 207.627,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_16gf-ba3796d7.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 54278536,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [82.716, 96.196],
      _ops: 15.941,
      _file_size: 207.627,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_16GF_Weights = MemberOf<typeof RegNet_X_16GF_Weights>

/** The weights of {@link regnet_x_32gf}. */
export const RegNet_X_32GF_Weights = WeightsEnum('RegNet_X_32GF_Weights', {
  IMAGENET1K_V1: imagenet(
    'regnet_x_32gf-9d47f8d0.pth',
    { crop_size: 224 },
    {
      num_params: 107811560,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#large-models',
      metrics: [80.622, 95.248],
      _ops: 31.736,
      _file_size: 412.039,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'regnet_x_32gf-6eb8fdc6.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 107811560,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [83.014, 96.288],
      _ops: 31.736,
      _file_size: 412.039,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type RegNet_X_32GF_Weights = MemberOf<typeof RegNet_X_32GF_Weights>
