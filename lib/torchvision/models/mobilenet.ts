// Mirrors torchvision/models/mobilenet.py.

export { MobileNet_V2_Weights, MobileNetV2, mobilenet_v2 } from './mobilenetv2.js'
export {
  MobileNet_V3_Large_Weights,
  MobileNet_V3_Small_Weights,
  MobileNetV3,
  mobilenet_v3_large,
  mobilenet_v3_small,
} from './mobilenetv3.js'
