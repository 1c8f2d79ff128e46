// Mirrors torchvision/models/segmentation/__init__.py.

export * as deeplabv3 from './deeplabv3.js'
export {
  DeepLabV3,
  DeepLabV3_MobileNet_V3_Large_Weights,
  DeepLabV3_ResNet50_Weights,
  DeepLabV3_ResNet101_Weights,
  deeplabv3_mobilenet_v3_large,
  deeplabv3_resnet50,
  deeplabv3_resnet101,
} from './deeplabv3.js'
export * as fcn from './fcn.js'
export {
  FCN,
  FCN_ResNet50_Weights,
  FCN_ResNet101_Weights,
  fcn_resnet50,
  fcn_resnet101,
} from './fcn.js'
export * as lraspp from './lraspp.js'
export {
  LRASPP,
  LRASPP_MobileNet_V3_Large_Weights,
  lraspp_mobilenet_v3_large,
} from './lraspp.js'
