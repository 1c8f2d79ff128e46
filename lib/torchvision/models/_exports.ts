// Mirrors torchvision/models/__init__.py.

export * as _api from './_api.js'
export {
  get_model,
  get_model_builder,
  get_model_weights,
  get_weight,
  list_models,
  Weights,
  WeightsEnum,
} from './_api.js'
export * as _meta from './_meta.js'
export * as _utils from './_utils.js'
export { AlexNet, AlexNet_Weights, alexnet } from './alexnet.js'
export * as densenet from './densenet.js'
export {
  DenseNet,
  DenseNet121_Weights,
  DenseNet161_Weights,
  DenseNet169_Weights,
  DenseNet201_Weights,
  densenet121,
  densenet161,
  densenet169,
  densenet201,
} from './densenet.js'
export {
  _GoogLeNetOutputs,
  GoogLeNet,
  GoogLeNet_Weights,
  GoogLeNetOutputs,
  googlenet,
} from './googlenet.js'
export * from './mobilenet.js'
export * as mobilenet from './mobilenet.js'
export * as mobilenetv2 from './mobilenetv2.js'
export * as mobilenetv3 from './mobilenetv3.js'
export * as resnet from './resnet.js'
export {
  ResNet,
  ResNet18_Weights,
  ResNet34_Weights,
  ResNet50_Weights,
  ResNet101_Weights,
  ResNet152_Weights,
  ResNeXt50_32X4D_Weights,
  ResNeXt101_32X8D_Weights,
  ResNeXt101_64X4D_Weights,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnext50_32x4d,
  resnext101_32x8d,
  resnext101_64x4d,
  Wide_ResNet50_2_Weights,
  Wide_ResNet101_2_Weights,
  wide_resnet50_2,
  wide_resnet101_2,
} from './resnet.js'
export * as squeezenet from './squeezenet.js'
export {
  SqueezeNet,
  SqueezeNet1_0_Weights,
  SqueezeNet1_1_Weights,
  squeezenet1_0,
  squeezenet1_1,
} from './squeezenet.js'
export * as vgg from './vgg.js'
export {
  VGG,
  VGG11_BN_Weights,
  VGG11_Weights,
  VGG13_BN_Weights,
  VGG13_Weights,
  VGG16_BN_Weights,
  VGG16_Weights,
  VGG19_BN_Weights,
  VGG19_Weights,
  vgg11,
  vgg11_bn,
  vgg13,
  vgg13_bn,
  vgg16,
  vgg16_bn,
  vgg19,
  vgg19_bn,
} from './vgg.js'
export * as vision_transformer from './vision_transformer.js'
export {
  VisionTransformer,
  ViT_B_16_Weights,
  ViT_B_32_Weights,
  ViT_H_14_Weights,
  ViT_L_16_Weights,
  ViT_L_32_Weights,
  vit_b_16,
  vit_b_32,
  vit_h_14,
  vit_l_16,
  vit_l_32,
} from './vision_transformer.js'
