// Mirrors torchvision/models/segmentation/deeplabv3.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { IntermediateLayerGetter } from '../_utils.js'
import * as W from '../_weights/deeplabv3.js'
import { MobileNet_V3_Large_Weights } from '../mobilenetv3.js'
import { type ResNet, ResNet50_Weights, ResNet101_Weights } from '../resnet.js'
import { backbones, segmentationBuilder, stagesOf } from './_builder.js'
import { _SimpleSegmentationModel, resizeTo } from './_utils.js'
import { FCNHead, resnetLayers } from './fcn.js'

class DeepLabV3 extends _SimpleSegmentationModel {}

const initHead = initializer<
  [in_channels: number, num_classes: number, atrous_rates: readonly number[]]
>()('DeepLabHead.__init__(self, in_channels, num_classes, atrous_rates=undefined)')

class DeepLabHead extends nn.Sequential {
  constructor(...args: ArgumentsOf<typeof initHead>) {
    const { in_channels, num_classes, atrous_rates = [12, 24, 36] } = initHead(args)
    super(
      new ASPP(in_channels, atrous_rates),
      nn.Conv2d(256, 256, 3, { padding: 1, bias: false }),
      nn.BatchNorm2d(256),
      nn.ReLU(),
      nn.Conv2d(256, num_classes, 1),
    )
  }
}

class ASPPConv extends nn.Sequential {
  constructor(in_channels: number, out_channels: number, dilation: number) {
    super(
      nn.Conv2d(in_channels, out_channels, 3, { padding: dilation, dilation, bias: false }),
      nn.BatchNorm2d(out_channels),
      nn.ReLU(),
    )
  }
}

class ASPPPooling extends nn.Sequential {
  constructor(in_channels: number, out_channels: number) {
    super(
      nn.AdaptiveAvgPool2d(1),
      nn.Conv2d(in_channels, out_channels, 1, { bias: false }),
      nn.BatchNorm2d(out_channels),
      nn.ReLU(),
    )
  }

  override forward(x: Tensor): Tensor {
    return resizeTo(super.forward(x), x)
  }
}

const initASPP = initializer<
  [in_channels: number, atrous_rates: readonly number[], out_channels: number]
>()('ASPP.__init__(self, in_channels, atrous_rates, out_channels=256)')

class ASPP extends nn.Module {
  declare convs: nn.ModuleList
  declare project: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initASPP>) {
    const { in_channels, atrous_rates, out_channels } = initASPP(args)
    super()
    const modules = [
      nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 1, { bias: false }),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
      ),
      ...atrous_rates.map((rate) => new ASPPConv(in_channels, out_channels, rate)),
      new ASPPPooling(in_channels, out_channels),
    ]
    this.convs = nn.ModuleList(modules)
    this.project = nn.Sequential(
      nn.Conv2d(modules.length * out_channels, out_channels, 1, { bias: false }),
      nn.BatchNorm2d(out_channels),
      nn.ReLU(),
      nn.Dropout(0.5),
    )
  }

  override forward(x: Tensor): Tensor {
    const maps = Array.from(this.convs, (conv) => conv(x))
    return this.project(torch.cat(maps, { dim: 1 }))
  }
}

function _deeplabv3_resnet(backbone: ResNet, num_classes: number, aux: boolean): DeepLabV3 {
  const layers = resnetLayers(backbone, aux)
  const aux_classifier = aux ? FCNHead(1024, num_classes) : null
  return new DeepLabV3(layers, new DeepLabHead(2048, num_classes), aux_classifier)
}

function _deeplabv3_mobilenetv3(
  features: nn.Sequential,
  num_classes: number,
  aux: boolean,
): DeepLabV3 {
  const [[low, lowChannels], [high, highChannels]] = stagesOf(features)
  const layers = IntermediateLayerGetter(features, { [high]: 'out', ...(aux && { [low]: 'aux' }) })
  const aux_classifier = aux ? FCNHead(lowChannels, num_classes) : null
  return new DeepLabV3(layers, new DeepLabHead(highChannels, num_classes), aux_classifier)
}

/**
 * DeepLab V3, from https://arxiv.org/abs/1706.05587, on a ResNet-50. It gives an object: `out`, and `aux` with `aux_loss`,
 * `(N, num_classes, H, W)`. The backbone is loaded unless `weights_backbone` is null.
 *
 * @example
 * const net = torchvision.models.segmentation.deeplabv3_resnet50({ weights_backbone: null }).eval()
 * net(torch.randn(1, 3, 32, 32)).out.size() // torch.Size([1, 21, 32, 32])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.segmentation.deeplabv3_resnet50.html
 */
export const deeplabv3_resnet50 = segmentationBuilder(
  'deeplabv3_resnet50',
  W.DeepLabV3_ResNet50_Weights,
  ResNet50_Weights,
  (weights, num_classes, aux) => _deeplabv3_resnet(backbones.resnet50(weights), num_classes, aux),
)
/** The same on a ResNet-101; see {@link deeplabv3_resnet50}. */
export const deeplabv3_resnet101 = segmentationBuilder(
  'deeplabv3_resnet101',
  W.DeepLabV3_ResNet101_Weights,
  ResNet101_Weights,
  (weights, num_classes, aux) => _deeplabv3_resnet(backbones.resnet101(weights), num_classes, aux),
)
/** The same on the large MobileNet V3; see {@link deeplabv3_resnet50}. */
export const deeplabv3_mobilenet_v3_large = segmentationBuilder(
  'deeplabv3_mobilenet_v3_large',
  W.DeepLabV3_MobileNet_V3_Large_Weights,
  MobileNet_V3_Large_Weights,
  (weights, num_classes, aux) =>
    _deeplabv3_mobilenetv3(backbones.mobilenet_v3_large(weights), num_classes, aux),
)

/** The class of {@link deeplabv3_resnet50}: a backbone that gives `out` and maybe `aux`, and their classifiers. */
const DeepLabV3_ = callable(DeepLabV3)
/** The classifier of {@link DeepLabV3}. */
const DeepLabHead_ = callable(DeepLabHead)
/** Convolutions of several dilations, and the mean, side by side. */
const ASPP_ = layer(ASPP, 'x')
type DeepLabV3_ = DeepLabV3
type DeepLabHead_ = DeepLabHead
type ASPP_ = ASPP

export * from '../_weights/deeplabv3.js'
export { ASPP_ as ASPP, DeepLabHead_ as DeepLabHead, DeepLabV3_ as DeepLabV3 }
