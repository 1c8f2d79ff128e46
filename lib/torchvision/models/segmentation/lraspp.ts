// Mirrors torchvision/models/segmentation/lraspp.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { NotImplementedError } from '../../../errors.js'
import { nn, type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { IntermediateLayerGetter } from '../_utils.js'
import { LRASPP_MobileNet_V3_Large_Weights } from '../_weights/lraspp.js'
import { MobileNet_V3_Large_Weights } from '../mobilenetv3.js'
import { backbones, segmentationBuilder, stagesOf } from './_builder.js'
import { type Backbone, resizeTo, type Segmentation } from './_utils.js'

const initHead = initializer<
  [low_channels: number, high_channels: number, num_classes: number, inter_channels: number]
>()('LRASPPHead.__init__(self, low_channels, high_channels, num_classes, inter_channels)')

class LRASPPHead extends nn.Module {
  declare cbr: nn.Sequential
  declare scale: nn.Sequential
  declare low_classifier: nn.Conv2d
  declare high_classifier: nn.Conv2d

  constructor(...args: ArgumentsOf<typeof initHead>) {
    const { low_channels, high_channels, num_classes, inter_channels } = initHead(args)
    super()
    this.cbr = nn.Sequential(
      nn.Conv2d(high_channels, inter_channels, 1, { bias: false }),
      nn.BatchNorm2d(inter_channels),
      nn.ReLU({ inplace: true }),
    )
    this.scale = nn.Sequential(
      nn.AdaptiveAvgPool2d(1),
      nn.Conv2d(high_channels, inter_channels, 1, { bias: false }),
      nn.Sigmoid(),
    )
    this.low_classifier = nn.Conv2d(low_channels, num_classes, 1)
    this.high_classifier = nn.Conv2d(inter_channels, num_classes, 1)
  }

  override forward(input: Readonly<Record<string, Tensor>>): Tensor {
    const { low, high } = input as { low: Tensor; high: Tensor }
    const scaled = this.cbr(high).mul(this.scale(high))
    return this.low_classifier(low).add(this.high_classifier(resizeTo(scaled, low)))
  }
}

const initLRASPP = initializer<
  [
    backbone: nn.Module,
    low_channels: number,
    high_channels: number,
    num_classes: number,
    inter_channels: number,
  ]
>()('LRASPP.__init__(self, backbone, low_channels, high_channels, num_classes, inter_channels=128)')

class LRASPP extends nn.Module {
  declare backbone: Backbone
  declare classifier: LRASPPHead

  constructor(...args: ArgumentsOf<typeof initLRASPP>) {
    const { backbone, low_channels, high_channels, ...options } = initLRASPP(args)
    const { num_classes, inter_channels } = options
    super()
    this.backbone = backbone as Backbone
    this.classifier = new LRASPPHead(low_channels, high_channels, num_classes, inter_channels)
  }

  override forward(input: Tensor): Segmentation {
    return { out: resizeTo(this.classifier(this.backbone(input)), input) }
  }
}

/**
 * A small network for segmentation, from https://arxiv.org/abs/1905.02244, on the large MobileNet V3. It gives an object
 * with `out`, `(N, num_classes, H, W)`. The backbone is loaded unless `weights_backbone` is null.
 *
 * @throws NotImplementedError for `aux_loss`.
 *
 * @example
 * const { lraspp_mobilenet_v3_large } = torchvision.models.segmentation
 * const net = lraspp_mobilenet_v3_large({ weights_backbone: null, num_classes: 3 })
 * net(torch.randn(2, 3, 32, 32)).out.size() // torch.Size([2, 3, 32, 32])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.segmentation.lraspp_mobilenet_v3_large.html
 */
export const lraspp_mobilenet_v3_large = segmentationBuilder(
  'lraspp_mobilenet_v3_large',
  LRASPP_MobileNet_V3_Large_Weights,
  MobileNet_V3_Large_Weights,
  (weights, num_classes, _aux, kwargs) => {
    if (kwargs.aux_loss) throw new NotImplementedError('This model does not use auxiliary loss')
    const features = backbones.mobilenet_v3_large(weights)
    const [[low, lowChannels], [high, highChannels]] = stagesOf(features)
    const layers = IntermediateLayerGetter(features, { [low]: 'low', [high]: 'high' })
    return new LRASPP(layers, lowChannels, highChannels, num_classes)
  },
  false,
)

/** The class of {@link lraspp_mobilenet_v3_large}: a backbone that gives `low` and `high`. */
const LRASPP_ = layer(LRASPP, 'input')
/** The classifier of {@link LRASPP}. */
const LRASPPHead_ = callable(LRASPPHead)
type LRASPP_ = LRASPP
type LRASPPHead_ = LRASPPHead

export { LRASPP_ as LRASPP, LRASPP_MobileNet_V3_Large_Weights, LRASPPHead_ as LRASPPHead }
