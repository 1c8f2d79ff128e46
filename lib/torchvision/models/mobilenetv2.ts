// Mirrors torchvision/models/mobilenetv2.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyStr } from '../../_repr.js'
import { roundHalfEven } from '../../_round.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation } from '../ops/misc.js'
import { builder, type OptionsOf } from './_builder.js'
import { _make_divisible } from './_utils.js'
import { MobileNet_V2_Weights } from './_weights/mobilenetv2.js'

const initInvertedResidual = initializer<
  [inp: number, oup: number, stride: number, expand_ratio: number, norm_layer: ModuleFactory | null]
>()('InvertedResidual.__init__(self, inp, oup, stride, expand_ratio, norm_layer=None)')

class InvertedResidual extends nn.Module {
  declare stride: number
  declare use_res_connect: boolean
  declare conv: nn.Sequential
  declare out_channels: number
  declare _is_cn: boolean

  constructor(...args: ArgumentsOf<typeof initInvertedResidual>) {
    const { inp, oup, stride, expand_ratio, ...options } = initInvertedResidual(args)
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    this.stride = stride
    if (stride !== 1 && stride !== 2) {
      throw new ValueError(`stride should be 1 or 2 instead of ${pyStr(stride)}`)
    }
    const hidden_dim = roundHalfEven(inp * expand_ratio)
    const common = { norm_layer, activation_layer: nn.ReLU6 }
    this.use_res_connect = stride === 1 && inp === oup
    const expand =
      expand_ratio === 1
        ? []
        : [Conv2dNormActivation(inp, hidden_dim, { kernel_size: 1, ...common })]
    this.conv = nn.Sequential(
      ...expand,
      Conv2dNormActivation(hidden_dim, hidden_dim, { stride, groups: hidden_dim, ...common }),
      nn.Conv2d(hidden_dim, oup, 1, 1, 0, { bias: false }),
      make(norm_layer, oup),
    )
    this.out_channels = oup
    this._is_cn = stride > 1
  }

  override forward(x: Tensor): Tensor {
    return this.use_res_connect ? x.add(this.conv(x)) : this.conv(x)
  }
}

const initMobileNetV2 = initializer<
  [
    num_classes: number,
    width_mult: number,
    inverted_residual_setting: readonly (readonly number[])[] | null,
    round_nearest: number,
    block: ModuleFactory | null,
    norm_layer: ModuleFactory | null,
    dropout: number,
  ]
>()(
  'MobileNetV2.__init__(self, num_classes=1000, width_mult=1.0, inverted_residual_setting=None, round_nearest=8, block=None, norm_layer=None, dropout=0.2)',
)

// Expansion, channels, repetitions, stride of the first.
const setting = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
]

class MobileNetV2 extends nn.Module {
  declare last_channel: number
  declare features: nn.Sequential
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initMobileNetV2>) {
    const { num_classes, width_mult, round_nearest, dropout, ...options } = initMobileNetV2(args)
    const { inverted_residual_setting } = options
    const blocks = inverted_residual_setting ?? setting
    const block = options.block ?? InvertedResidual_
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    if (blocks.length === 0 || blocks[0]?.length !== 4) {
      throw new ValueError(
        `inverted_residual_setting should be non-empty or a 4-element list, got ${pyStr(blocks)}`,
      )
    }
    const common = { norm_layer, activation_layer: nn.ReLU6 }
    let input_channel = _make_divisible(32 * width_mult, round_nearest)
    this.last_channel = _make_divisible(1280 * Math.max(1, width_mult), round_nearest)
    const features: nn.Module[] = [Conv2dNormActivation(3, input_channel, { stride: 2, ...common })]
    for (const [t, c, n, s] of blocks as readonly [number, number, number, number][]) {
      const output_channel = _make_divisible(c * width_mult, round_nearest)
      for (let i = 0; i < n; i++) {
        const stride = i === 0 ? s : 1
        const rest = { expand_ratio: t, norm_layer }
        features.push(make(block, input_channel, output_channel, stride, rest))
        input_channel = output_channel
      }
    }
    features.push(
      Conv2dNormActivation(input_channel, this.last_channel, { kernel_size: 1, ...common }),
    )
    this.features = nn.Sequential(...features)
    this.classifier = nn.Sequential(
      nn.Dropout({ p: dropout }),
      nn.Linear(this.last_channel, num_classes),
    )
    resetMobileNet(this)
  }

  _forward_impl(x: Tensor): Tensor {
    const pooled = nn.functional.adaptive_avg_pool2d(this.features(x), [1, 1])
    return this.classifier(torch.flatten(pooled, 1))
  }

  override forward(x: Tensor): Tensor {
    return this._forward_impl(x)
  }
}

/** Draws the weights of a MobileNet of either version. */
export function resetMobileNet(model: nn.Module): void {
  for (const m of model.modules()) {
    if (m instanceof nn.Conv2d) {
      nn.init.kaiming_normal_(m.weight, { mode: 'fan_out' })
      if (m.bias !== null) nn.init.zeros_(m.bias)
    } else if (m instanceof nn.BatchNorm2d || m instanceof nn.GroupNorm) {
      nn.init.ones_(m.weight as Tensor)
      nn.init.zeros_(m.bias as Tensor)
    } else if (m instanceof nn.Linear) {
      nn.init.normal_(m.weight, 0, 0.01)
      nn.init.zeros_(m.bias as Tensor)
    }
  }
}

/**
 * MobileNet V2, from https://arxiv.org/abs/1801.04381. `width_mult` makes all layers wider or narrower.
 *
 * @example
 * const net = torchvision.models.mobilenet_v2({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.mobilenet_v2.html
 */
export const mobilenet_v2 = builder<
  typeof MobileNet_V2_Weights,
  OptionsOf<typeof initMobileNetV2>
>()('mobilenet_v2', MobileNet_V2_Weights, (kwargs) => new MobileNetV2(kwargs))

/** The class of {@link mobilenet_v2}. */
const MobileNetV2_ = layer(MobileNetV2, 'x')
/** To many channels, over each of them, and back to few; with a shortcut where the shape stays. */
const InvertedResidual_ = layer(InvertedResidual, 'x')
type MobileNetV2_ = MobileNetV2
type InvertedResidual_ = InvertedResidual

export { InvertedResidual_ as InvertedResidual, MobileNet_V2_Weights, MobileNetV2_ as MobileNetV2 }
