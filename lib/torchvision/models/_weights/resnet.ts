// The weights of torchvision/models/resnet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link resnet18}. */
export const ResNet18_Weights = WeightsEnum('ResNet18_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnet18-f37072fd.pth',
    { crop_size: 224 },
    {
      num_params: 11689512,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnet',
      metrics: [69.758, 89.078],
      _ops: 1.814,
      _file_size: 44.661,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ResNet18_Weights = MemberOf<typeof ResNet18_Weights>

/** The weights of {@link resnet34}. */
export const ResNet34_Weights = WeightsEnum('ResNet34_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnet34-b627a593.pth',
    { crop_size: 224 },
    {
      num_params: 21797672,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnet',
      metrics: [73.314, 91.42],
      _ops: 3.664,
      _file_size: 83.275,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ResNet34_Weights = MemberOf<typeof ResNet34_Weights>

/** The weights of {@link resnet50}. */
export const ResNet50_Weights = WeightsEnum('ResNet50_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnet50-0676ba61.pth',
    { crop_size: 224 },
    {
      num_params: 25557032,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnet',
      metrics: [76.13, 92.862],
      _ops: 4.089,
      _file_size: 97.781,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'resnet50-11ad3fa6.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 25557032,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#issuecomment-1013906621',
      metrics: [80.858, 95.434],
      _ops: 4.089,
      _file_size: 97.79,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type ResNet50_Weights = MemberOf<typeof ResNet50_Weights>

/** The weights of {@link resnet101}. */
export const ResNet101_Weights = WeightsEnum('ResNet101_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnet101-63fe2227.pth',
    { crop_size: 224 },
    {
      num_params: 44549160,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnet',
      metrics: [77.374, 93.546],
      _ops: 7.801,
      _file_size: 170.511,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'resnet101-cd907fc2.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 44549160,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [81.886, 95.78],
      _ops: 7.801,
      _file_size: 170.53,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type ResNet101_Weights = MemberOf<typeof ResNet101_Weights>

/** The weights of {@link resnet152}. */
export const ResNet152_Weights = WeightsEnum('ResNet152_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnet152-394f9c45.pth',
    { crop_size: 224 },
    {
      num_params: 60192808,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnet',
      metrics: [78.312, 94.046],
      _ops: 11.514,
      _file_size: 230.434,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'resnet152-f82ba261.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 60192808,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [82.284, 96.002],
      _ops: 11.514,
      _file_size: 230.474,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type ResNet152_Weights = MemberOf<typeof ResNet152_Weights>

/** The weights of {@link resnext50_32x4d}. */
export const ResNeXt50_32X4D_Weights = WeightsEnum('ResNeXt50_32X4D_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnext50_32x4d-7cdf4587.pth',
    { crop_size: 224 },
    {
      num_params: 25028904,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnext',
      metrics: [77.618, 93.698],
      _ops: 4.23,
      _file_size: 95.789,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'resnext50_32x4d-1a0047aa.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 25028904,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [81.198, 95.34],
      _ops: 4.23,
      _file_size: 95.833,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type ResNeXt50_32X4D_Weights = MemberOf<typeof ResNeXt50_32X4D_Weights>

/** The weights of {@link resnext101_32x8d}. */
export const ResNeXt101_32X8D_Weights = WeightsEnum('ResNeXt101_32X8D_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnext101_32x8d-8ba56ff5.pth',
    { crop_size: 224 },
    {
      num_params: 88791336,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/tree/main/references/classification#resnext',
      metrics: [79.312, 94.526],
      _ops: 16.414,
      _file_size: 339.586,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'resnext101_32x8d-110c445d.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 88791336,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-fixres',
      metrics: [82.834, 96.228],
      _ops: 16.414,
      _file_size: 339.673,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type ResNeXt101_32X8D_Weights = MemberOf<typeof ResNeXt101_32X8D_Weights>

/** The weights of {@link resnext101_64x4d}. */
export const ResNeXt101_64X4D_Weights = WeightsEnum('ResNeXt101_64X4D_Weights', {
  IMAGENET1K_V1: imagenet(
    'resnext101_64x4d-173b62eb.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 83455272,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/5935',
      metrics: [83.246, 96.454],
      _ops: 15.46,
      _file_size: 319.318,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type ResNeXt101_64X4D_Weights = MemberOf<typeof ResNeXt101_64X4D_Weights>

/** The weights of {@link wide_resnet50_2}. */
export const Wide_ResNet50_2_Weights = WeightsEnum('Wide_ResNet50_2_Weights', {
  IMAGENET1K_V1: imagenet(
    'wide_resnet50_2-95faca4d.pth',
    { crop_size: 224 },
    {
      num_params: 68883240,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/912#issue-445437439',
      metrics: [78.468, 94.086],
      _ops: 11.398,
      _file_size: 131.82,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'wide_resnet50_2-9ba9bcbe.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 68883240,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe-with-fixres',
      metrics: [81.602, 95.758],
      _ops: 11.398,
      _file_size: 263.124,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type Wide_ResNet50_2_Weights = MemberOf<typeof Wide_ResNet50_2_Weights>

/** The weights of {@link wide_resnet101_2}. */
export const Wide_ResNet101_2_Weights = WeightsEnum('Wide_ResNet101_2_Weights', {
  IMAGENET1K_V1: imagenet(
    'wide_resnet101_2-32ee1156.pth',
    { crop_size: 224 },
    {
      num_params: 126886696,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/pull/912#issue-445437439',
      metrics: [78.848, 94.284],
      _ops: 22.753,
      _file_size: 242.896,
    },
  ),
  IMAGENET1K_V2: imagenet(
    'wide_resnet101_2-d733dc28.pth',
    { crop_size: 224, resize_size: 232 },
    {
      num_params: 126886696,
      min_size: [1, 1],
      recipe: 'https://github.com/pytorch/vision/issues/3995#new-recipe',
      metrics: [82.51, 96.02],
      _ops: 22.753,
      _file_size: 484.747,
    },
  ),
  DEFAULT: 'IMAGENET1K_V2',
})
export type Wide_ResNet101_2_Weights = MemberOf<typeof Wide_ResNet101_2_Weights>
