// The weights of torchvision/models/densenet.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link densenet121}. */
export const DenseNet121_Weights = WeightsEnum('DenseNet121_Weights', {
  IMAGENET1K_V1: imagenet(
    'densenet121-a639ec97.pth',
    { crop_size: 224 },
    {
      num_params: 7978856,
      min_size: [29, 29],
      recipe: 'https://github.com/pytorch/vision/pull/116',
      metrics: [74.434, 91.972],
      _ops: 2.834,
      _file_size: 30.845,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type DenseNet121_Weights = MemberOf<typeof DenseNet121_Weights>

/** The weights of {@link densenet161}. */
export const DenseNet161_Weights = WeightsEnum('DenseNet161_Weights', {
  IMAGENET1K_V1: imagenet(
    'densenet161-8d451a50.pth',
    { crop_size: 224 },
    {
      num_params: 28681000,
      min_size: [29, 29],
      recipe: 'https://github.com/pytorch/vision/pull/116',
      metrics: [77.138, 93.56],
      _ops: 7.728,
      _file_size: 110.369,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type DenseNet161_Weights = MemberOf<typeof DenseNet161_Weights>

/** The weights of {@link densenet169}. */
export const DenseNet169_Weights = WeightsEnum('DenseNet169_Weights', {
  IMAGENET1K_V1: imagenet(
    'densenet169-b2777c0a.pth',
    { crop_size: 224 },
    {
      num_params: 14149480,
      min_size: [29, 29],
      recipe: 'https://github.com/pytorch/vision/pull/116',
      metrics: [75.6, 92.806],
      _ops: 3.36,
      _file_size: 54.708,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type DenseNet169_Weights = MemberOf<typeof DenseNet169_Weights>

/** The weights of {@link densenet201}. */
export const DenseNet201_Weights = WeightsEnum('DenseNet201_Weights', {
  IMAGENET1K_V1: imagenet(
    'densenet201-c1103571.pth',
    { crop_size: 224 },
    {
      num_params: 20013928,
      min_size: [29, 29],
      recipe: 'https://github.com/pytorch/vision/pull/116',
      metrics: [76.896, 93.37],
      _ops: 4.291,
      _file_size: 77.373,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type DenseNet201_Weights = MemberOf<typeof DenseNet201_Weights>
