// Mirrors torchvision/models/segmentation/fcn.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { nn } from '../../../index.js'
import { IntermediateLayerGetter } from '../_utils.js'
import { FCN_ResNet50_Weights, FCN_ResNet101_Weights } from '../_weights/fcn.js'
import { type ResNet, ResNet50_Weights, ResNet101_Weights } from '../resnet.js'
import { backbones, segmentationBuilder } from './_builder.js'
import { _SimpleSegmentationModel } from './_utils.js'

class FCN extends _SimpleSegmentationModel {}

const initFCNHead = initializer<[in_channels: number, channels: number]>()(
  'FCNHead.__init__(self, in_channels, channels)',
)

class FCNHead extends nn.Sequential {
  constructor(...args: ArgumentsOf<typeof initFCNHead>) {
    const { in_channels, channels } = initFCNHead(args)
    const inter_channels = Math.floor(in_channels / 4)
    super(
      nn.Conv2d(in_channels, inter_channels, 3, { padding: 1, bias: false }),
      nn.BatchNorm2d(inter_channels),
      nn.ReLU(),
      nn.Dropout(0.1),
      nn.Conv2d(inter_channels, channels, 1),
    )
  }
}

/** A ResNet up to its last layer, and to the one before where there is an auxiliary classifier. */
export function resnetLayers(backbone: ResNet, aux: boolean): nn.Module {
  return IntermediateLayerGetter(backbone, { layer4: 'out', ...(aux && { layer3: 'aux' }) })
}

function _fcn_resnet(backbone: ResNet, num_classes: number, aux: boolean): FCN {
  const layers = resnetLayers(backbone, aux)
  const aux_classifier = aux ? new FCNHead(1024, num_classes) : null
  return new FCN(layers, new FCNHead(2048, num_classes), aux_classifier)
}

/**
 * The fully convolutional network of https://arxiv.org/abs/1411.4038 on a ResNet-50. It gives an object: `out`, and `aux`
 * with `aux_loss`, `(N, num_classes, H, W)`. The backbone is loaded unless `weights_backbone` is null.
 *
 * @example
 * const net = torchvision.models.segmentation.fcn_resnet50({ weights_backbone: null, num_classes: 3 })
 * net(torch.randn(2, 3, 32, 32)).out.size() // torch.Size([2, 3, 32, 32])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.segmentation.fcn_resnet50.html
 */
export const fcn_resnet50 = segmentationBuilder(
  'fcn_resnet50',
  FCN_ResNet50_Weights,
  ResNet50_Weights,
  (weights, num_classes, aux) => _fcn_resnet(backbones.resnet50(weights), num_classes, aux),
)
/** The same on a ResNet-101; see {@link fcn_resnet50}. */
export const fcn_resnet101 = segmentationBuilder(
  'fcn_resnet101',
  FCN_ResNet101_Weights,
  ResNet101_Weights,
  (weights, num_classes, aux) => _fcn_resnet(backbones.resnet101(weights), num_classes, aux),
)

/** The class of {@link fcn_resnet50}: a backbone that gives `out` and maybe `aux`, and their classifiers. */
const FCN_ = callable(FCN)
/** The classifier of {@link FCN}. */
const FCNHead_ = callable(FCNHead)
type FCN_ = FCN
type FCNHead_ = FCNHead

export { FCN_ as FCN, FCN_ResNet50_Weights, FCN_ResNet101_Weights, FCNHead_ as FCNHead }
