// The weights of torchvision/models/vgg.py.

import { type MemberOf, WeightsEnum } from '../_api.js'
import { imagenet } from './_imagenet.js'

/** The weights of {@link vgg11}. */
export const VGG11_Weights = WeightsEnum('VGG11_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg11-8a719046.pth',
    { crop_size: 224 },
    {
      num_params: 132863336,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [69.02, 88.628],
      _ops: 7.609,
      _file_size: 506.84,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG11_Weights = MemberOf<typeof VGG11_Weights>

/** The weights of {@link vgg11_bn}. */
export const VGG11_BN_Weights = WeightsEnum('VGG11_BN_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg11_bn-6002323d.pth',
    { crop_size: 224 },
    {
      num_params: 132868840,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [70.37, 89.81],
      _ops: 7.609,
      _file_size: 506.881,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG11_BN_Weights = MemberOf<typeof VGG11_BN_Weights>

/** The weights of {@link vgg13}. */
export const VGG13_Weights = WeightsEnum('VGG13_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg13-19584684.pth',
    { crop_size: 224 },
    {
      num_params: 133047848,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [69.928, 89.246],
      _ops: 11.308,
      _file_size: 507.545,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG13_Weights = MemberOf<typeof VGG13_Weights>

/** The weights of {@link vgg13_bn}. */
export const VGG13_BN_Weights = WeightsEnum('VGG13_BN_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg13_bn-abd245e5.pth',
    { crop_size: 224 },
    {
      num_params: 133053736,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [71.586, 90.374],
      _ops: 11.308,
      _file_size: 507.59,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG13_BN_Weights = MemberOf<typeof VGG13_BN_Weights>

/** The weights of {@link vgg16}. */
export const VGG16_Weights = WeightsEnum('VGG16_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg16-397923af.pth',
    { crop_size: 224 },
    {
      num_params: 138357544,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [71.592, 90.382],
      _ops: 15.47,
      _file_size: 527.796,
    },
  ),
  IMAGENET1K_FEATURES: imagenet(
    'vgg16_features-amdegroot-88682ab5.pth',
    { crop_size: 224, mean: [0.48235, 0.45882, 0.40784], std: [1 / 255, 1 / 255, 1 / 255] },
    {
      categories: null,
      num_params: 138357544,
      min_size: [32, 32],
      recipe: 'https://github.com/amdegroot/ssd.pytorch#training-ssd',
      metrics: [Number.NaN, Number.NaN],
      _ops: 15.47,
      _file_size: 527.802,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG16_Weights = MemberOf<typeof VGG16_Weights>

/** The weights of {@link vgg16_bn}. */
export const VGG16_BN_Weights = WeightsEnum('VGG16_BN_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg16_bn-6c64b313.pth',
    { crop_size: 224 },
    {
      num_params: 138365992,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [73.36, 91.516],
      _ops: 15.47,
      _file_size: 527.866,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG16_BN_Weights = MemberOf<typeof VGG16_BN_Weights>

/** The weights of {@link vgg19}. */
export const VGG19_Weights = WeightsEnum('VGG19_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg19-dcbb9e9d.pth',
    { crop_size: 224 },
    {
      num_params: 143667240,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [72.376, 90.876],
      _ops: 19.632,
      _file_size: 548.051,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG19_Weights = MemberOf<typeof VGG19_Weights>

/** The weights of {@link vgg19_bn}. */
export const VGG19_BN_Weights = WeightsEnum('VGG19_BN_Weights', {
  IMAGENET1K_V1: imagenet(
    'vgg19_bn-c79401a0.pth',
    { crop_size: 224 },
    {
      num_params: 143678248,
      min_size: [32, 32],
      recipe:
        'https://github.com/pytorch/vision/tree/main/references/classification#alexnet-and-vgg',
      metrics: [74.218, 91.842],
      _ops: 19.632,
      _file_size: 548.143,
    },
  ),
  DEFAULT: 'IMAGENET1K_V1',
})
export type VGG19_BN_Weights = MemberOf<typeof VGG19_BN_Weights>
