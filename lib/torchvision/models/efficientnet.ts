// Mirrors torchvision/models/efficientnet.py. Its blocks are in _efficientnet_blocks.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation } from '../ops/misc.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { _MBConvConfig, FusedMBConvConfig, MBConvConfig } from './_efficientnet_blocks.js'
import * as W from './_weights/efficientnet.js'

export { FusedMBConv, FusedMBConvConfig, MBConv, MBConvConfig } from './_efficientnet_blocks.js'

const initEfficientNet = initializer<
  [
    inverted_residual_setting: readonly _MBConvConfig[],
    dropout: number,
    stochastic_depth_prob: number,
    num_classes: number,
    norm_layer: ModuleFactory | null,
    last_channel: number | null,
  ]
>()(
  'EfficientNet.__init__(self, inverted_residual_setting, dropout, stochastic_depth_prob=0.2, num_classes=1000, norm_layer=None, last_channel=None)',
)

class EfficientNet extends nn.Module {
  declare features: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initEfficientNet>) {
    const options = initEfficientNet(args)
    const { inverted_residual_setting: setting, dropout, num_classes } = options
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    checkSetting(setting)
    const [first, last] = [setting[0], setting.at(-1)] as [_MBConvConfig, _MBConvConfig]
    const common = { norm_layer, activation_layer: nn.SiLU }
    const layers: nn.Module[] = [
      Conv2dNormActivation(3, first.input_channels, { kernel_size: 3, stride: 2, ...common }),
    ]
    const total = setting.reduce((sum, { num_layers }) => sum + num_layers, 0)
    let id = 0
    for (const cnf of setting) {
      const stage: nn.Module[] = []
      for (let i = 0; i < cnf.num_layers; i++, id++) {
        const one = i === 0 ? cnf : cnf.following()
        stage.push(make(cnf.block, one, (options.stochastic_depth_prob * id) / total, norm_layer))
      }
      layers.push(nn.Sequential(...stage))
    }
    const last_channel = options.last_channel ?? 4 * last.out_channels
    layers.push(
      Conv2dNormActivation(last.out_channels, last_channel, { kernel_size: 1, ...common }),
    )
    this.features = nn.Sequential(...layers)
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    this.classifier = nn.Sequential(
      nn.Dropout({ p: dropout, inplace: true }),
      nn.Linear(last_channel, num_classes),
    )
    resetParameters(this)
  }

  _forward_impl(x: Tensor): Tensor {
    return this.classifier(torch.flatten(this.avgpool(this.features(x)), 1))
  }

  override forward(x: Tensor): Tensor {
    return this._forward_impl(x)
  }
}

function checkSetting(setting: unknown): void {
  if (!setting || (Array.isArray(setting) && setting.length === 0)) {
    throw new ValueError('The inverted_residual_setting should not be empty')
  }
  if (!Array.isArray(setting) || !setting.every((one) => one instanceof _MBConvConfig)) {
    throw new TypeError('The inverted_residual_setting should be List[MBConvConfig]')
  }
}

function resetParameters(model: nn.Module): void {
  for (const m of model.modules()) {
    if (m instanceof nn.Conv2d) {
      nn.init.kaiming_normal_(m.weight, { mode: 'fan_out' })
      if (m.bias !== null) nn.init.zeros_(m.bias)
    } else if (m instanceof nn.BatchNorm2d || m instanceof nn.GroupNorm) {
      nn.init.ones_(m.weight as Tensor)
      nn.init.zeros_(m.bias as Tensor)
    } else if (m instanceof nn.Linear) {
      const range = 1 / Math.sqrt(m.out_features)
      nn.init.uniform_(m.weight, -range, range)
      nn.init.zeros_(m.bias as Tensor)
    }
  }
}

type Setting = [setting: _MBConvConfig[], last_channel: number | null]
type Row = [number, number, number, number, number, number]

function setting1(width_mult: number, depth_mult: number): Setting {
  const rows: Row[] = [
    [1, 3, 1, 32, 16, 1],
    [6, 3, 2, 16, 24, 2],
    [6, 5, 2, 24, 40, 2],
    [6, 3, 2, 40, 80, 3],
    [6, 5, 1, 80, 112, 3],
    [6, 5, 2, 112, 192, 4],
    [6, 3, 1, 192, 320, 1],
  ]
  return [rows.map((row) => MBConvConfig(...row, { width_mult, depth_mult })), null]
}

function setting2(fused: Row[], rest: Row[]): Setting {
  const first = fused.map((row) => FusedMBConvConfig(...row))
  return [[...first, ...rest.map((row) => MBConvConfig(...row))], 1280]
}

// Batch normalizations of the larger models.
const bn5 = (channels: number): nn.Module =>
  nn.BatchNorm2d(channels, { eps: 0.001, momentum: 0.01 })
const bn2 = (channels: number): nn.Module => nn.BatchNorm2d(channels, { eps: 1e-3 })

type Options = OptionsOf<typeof initEfficientNet, 'inverted_residual_setting' | 'last_channel'>

function _efficientnet<E>(
  name: string,
  weights: E,
  setting: () => Setting,
  dropout: number,
  norm_layer: ModuleFactory | null = null,
): Builder<EfficientNet, E, Options> {
  return builder<E, Options>()(name, weights, (kwargs) => {
    const [inverted_residual_setting, last_channel] = setting()
    const own = { dropout, norm_layer, last_channel }
    return new EfficientNet(inverted_residual_setting, { ...own, ...kwargs })
  })
}

/**
 * EfficientNet B0, from https://arxiv.org/abs/1905.11946.
 *
 * @example
 * const net = torchvision.models.efficientnet_b0({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.efficientnet_b0.html
 */
export const efficientnet_b0 = _efficientnet(
  'efficientnet_b0',
  W.EfficientNet_B0_Weights,
  () => setting1(1, 1),
  0.2,
)
/** EfficientNet B1; see {@link efficientnet_b0}. */
export const efficientnet_b1 = _efficientnet(
  'efficientnet_b1',
  W.EfficientNet_B1_Weights,
  () => setting1(1, 1.1),
  0.2,
)
/** EfficientNet B2; see {@link efficientnet_b0}. */
export const efficientnet_b2 = _efficientnet(
  'efficientnet_b2',
  W.EfficientNet_B2_Weights,
  () => setting1(1.1, 1.2),
  0.3,
)
/** EfficientNet B3; see {@link efficientnet_b0}. */
export const efficientnet_b3 = _efficientnet(
  'efficientnet_b3',
  W.EfficientNet_B3_Weights,
  () => setting1(1.2, 1.4),
  0.3,
)
/** EfficientNet B4; see {@link efficientnet_b0}. */
export const efficientnet_b4 = _efficientnet(
  'efficientnet_b4',
  W.EfficientNet_B4_Weights,
  () => setting1(1.4, 1.8),
  0.4,
)
/** EfficientNet B5; see {@link efficientnet_b0}. */
export const efficientnet_b5 = _efficientnet(
  'efficientnet_b5',
  W.EfficientNet_B5_Weights,
  () => setting1(1.6, 2.2),
  0.4,
  bn5,
)
/** EfficientNet B6; see {@link efficientnet_b0}. */
export const efficientnet_b6 = _efficientnet(
  'efficientnet_b6',
  W.EfficientNet_B6_Weights,
  () => setting1(1.8, 2.6),
  0.5,
  bn5,
)
/** EfficientNet B7; see {@link efficientnet_b0}. */
export const efficientnet_b7 = _efficientnet(
  'efficientnet_b7',
  W.EfficientNet_B7_Weights,
  () => setting1(2, 3.1),
  0.5,
  bn5,
)
/** The small EfficientNet V2, from https://arxiv.org/abs/2104.00298; see {@link efficientnet_b0}. */
export const efficientnet_v2_s = _efficientnet(
  'efficientnet_v2_s',
  W.EfficientNet_V2_S_Weights,
  () =>
    setting2(
      [
        [1, 3, 1, 24, 24, 2],
        [4, 3, 2, 24, 48, 4],
        [4, 3, 2, 48, 64, 4],
      ],
      [
        [4, 3, 2, 64, 128, 6],
        [6, 3, 1, 128, 160, 9],
        [6, 3, 2, 160, 256, 15],
      ],
    ),
  0.2,
  bn2,
)
/** The medium EfficientNet V2; see {@link efficientnet_v2_s}. */
export const efficientnet_v2_m = _efficientnet(
  'efficientnet_v2_m',
  W.EfficientNet_V2_M_Weights,
  () =>
    setting2(
      [
        [1, 3, 1, 24, 24, 3],
        [4, 3, 2, 24, 48, 5],
        [4, 3, 2, 48, 80, 5],
      ],
      [
        [4, 3, 2, 80, 160, 7],
        [6, 3, 1, 160, 176, 14],
        [6, 3, 2, 176, 304, 18],
        [6, 3, 1, 304, 512, 5],
      ],
    ),
  0.3,
  bn2,
)
/** The large EfficientNet V2; see {@link efficientnet_v2_s}. */
export const efficientnet_v2_l = _efficientnet(
  'efficientnet_v2_l',
  W.EfficientNet_V2_L_Weights,
  () =>
    setting2(
      [
        [1, 3, 1, 32, 32, 4],
        [4, 3, 2, 32, 64, 7],
        [4, 3, 2, 64, 96, 7],
      ],
      [
        [4, 3, 2, 96, 192, 10],
        [6, 3, 1, 192, 224, 19],
        [6, 3, 2, 224, 384, 25],
        [6, 3, 1, 384, 640, 7],
      ],
    ),
  0.4,
  bn2,
)

/** The class of {@link efficientnet_b0}, from a list of {@link MBConvConfig} and {@link FusedMBConvConfig}. */
const EfficientNet_ = layer(EfficientNet, 'x')
type EfficientNet_ = EfficientNet

export * from './_weights/efficientnet.js'
export { EfficientNet_ as EfficientNet }
