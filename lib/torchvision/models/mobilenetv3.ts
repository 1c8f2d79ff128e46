// Mirrors torchvision/models/mobilenetv3.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation, SqueezeExcitation } from '../ops/misc.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { _make_divisible, type Kwargs } from './_utils.js'
import { MobileNet_V3_Large_Weights, MobileNet_V3_Small_Weights } from './_weights/mobilenetv3.js'
import { resetMobileNet } from './mobilenetv2.js'

const initConfig = initializer<
  [
    input_channels: number,
    kernel: number,
    expanded_channels: number,
    out_channels: number,
    use_se: boolean,
    activation: string,
    stride: number,
    dilation: number,
    width_mult: number,
  ]
>()(
  'InvertedResidualConfig.__init__(self, input_channels, kernel, expanded_channels, out_channels, use_se, activation, stride, dilation, width_mult)',
)

class InvertedResidualConfig {
  readonly input_channels: number
  readonly kernel: number
  readonly expanded_channels: number
  readonly out_channels: number
  readonly use_se: boolean
  readonly use_hs: boolean
  readonly stride: number
  readonly dilation: number

  constructor(...args: ArgumentsOf<typeof initConfig>) {
    const { width_mult, activation, ...options } = initConfig(args)
    const adjusted = (channels: number) =>
      InvertedResidualConfig.adjust_channels(channels, width_mult)
    this.input_channels = adjusted(options.input_channels)
    this.kernel = options.kernel
    this.expanded_channels = adjusted(options.expanded_channels)
    this.out_channels = adjusted(options.out_channels)
    this.use_se = options.use_se
    this.use_hs = activation === 'HS'
    this.stride = options.stride
    this.dilation = options.dilation
  }

  /** Channels at that width, a multiple of 8. */
  static adjust_channels(channels: number, width_mult: number): number {
    return _make_divisible(channels * width_mult, 8)
  }
}

const squeeze = (channels: number, squeezed: number): nn.Module =>
  SqueezeExcitation(channels, squeezed, { scale_activation: nn.Hardsigmoid })

const initInvertedResidual = initializer<
  [cnf: InvertedResidualConfig, norm_layer: ModuleFactory, se_layer: ModuleFactory]
>()('InvertedResidual.__init__(self, cnf, norm_layer, se_layer=undefined)')

class InvertedResidual extends nn.Module {
  declare use_res_connect: boolean
  declare block: nn.Sequential
  declare out_channels: number
  declare _is_cn: boolean

  constructor(...args: ArgumentsOf<typeof initInvertedResidual>) {
    const { cnf, norm_layer, se_layer = squeeze } = initInvertedResidual(args)
    const { input_channels, expanded_channels, out_channels, kernel, dilation } = cnf
    super()
    if (!(cnf.stride >= 1 && cnf.stride <= 2)) throw new ValueError('illegal stride value')
    this.use_res_connect = cnf.stride === 1 && input_channels === out_channels
    const common = { norm_layer, activation_layer: cnf.use_hs ? nn.Hardswish : nn.ReLU }
    const layers: nn.Module[] = []
    if (expanded_channels !== input_channels) {
      const options = { kernel_size: 1, ...common }
      layers.push(Conv2dNormActivation(input_channels, expanded_channels, options))
    }
    layers.push(
      Conv2dNormActivation(expanded_channels, expanded_channels, {
        kernel_size: kernel,
        stride: dilation > 1 ? 1 : cnf.stride,
        dilation,
        groups: expanded_channels,
        ...common,
      }),
    )
    if (cnf.use_se) {
      const squeezed = _make_divisible(Math.floor(expanded_channels / 4), 8)
      layers.push(make(se_layer, expanded_channels, squeezed))
    }
    const project = { kernel_size: 1, norm_layer, activation_layer: null }
    layers.push(Conv2dNormActivation(expanded_channels, out_channels, project))
    this.block = nn.Sequential(...layers)
    this.out_channels = out_channels
    this._is_cn = cnf.stride > 1
  }

  override forward(input: Tensor): Tensor {
    const result = this.block(input)
    return this.use_res_connect ? result.add_(input) : result
  }
}

const initMobileNetV3 = initializer<
  [
    inverted_residual_setting: readonly InvertedResidualConfig[],
    last_channel: number,
    num_classes: number,
    block: ModuleFactory | null,
    norm_layer: ModuleFactory | null,
    dropout: number,
  ]
>()(
  'MobileNetV3.__init__(self, inverted_residual_setting, last_channel, num_classes=1000, block=None, norm_layer=None, dropout=0.2, **kwargs)' as 'MobileNetV3.__init__(self, inverted_residual_setting, last_channel, num_classes=1000, block=None, norm_layer=None, dropout=0.2)',
)

const batchNorm = (channels: number): nn.Module =>
  nn.BatchNorm2d(channels, { eps: 0.001, momentum: 0.01 })

class MobileNetV3 extends nn.Module {
  declare features: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initMobileNetV3>) {
    const options = initMobileNetV3(args)
    const { inverted_residual_setting: setting, last_channel, num_classes, dropout } = options
    const block = options.block ?? InvertedResidual_
    const norm_layer = options.norm_layer ?? batchNorm
    super()
    checkSetting(setting)
    const common = { norm_layer, activation_layer: nn.Hardswish }
    const first = (setting[0] as InvertedResidualConfig).input_channels
    const last = (setting.at(-1) as InvertedResidualConfig).out_channels
    const layers: nn.Module[] = [
      Conv2dNormActivation(3, first, { kernel_size: 3, stride: 2, ...common }),
    ]
    for (const cnf of setting) layers.push(make(block, cnf, norm_layer))
    layers.push(Conv2dNormActivation(last, 6 * last, { kernel_size: 1, ...common }))
    this.features = nn.Sequential(...layers)
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    this.classifier = nn.Sequential(
      nn.Linear(6 * last, last_channel),
      nn.Hardswish({ inplace: true }),
      nn.Dropout({ p: dropout, inplace: true }),
      nn.Linear(last_channel, num_classes),
    )
    resetMobileNet(this)
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
  if (!Array.isArray(setting) || !setting.every((one) => one instanceof InvertedResidualConfig)) {
    throw new TypeError('The inverted_residual_setting should be List[InvertedResidualConfig]')
  }
}

interface ConfOptions {
  /** Makes all layers wider or narrower. */
  width_mult?: number | undefined
  /** Whether the last layers have half the channels. */
  reduced_tail?: boolean | undefined
  /** Whether the last layers are dilated instead of having a stride. */
  dilated?: boolean | undefined
}

const bindConf = python(
  '_mobilenet_v3_conf(arch, width_mult=1.0, reduced_tail=False, dilated=False, **kwargs)',
)

// Channels, kernel, expanded channels, channels after, squeeze-and-excitation, activation, stride, dilation.
type Row = [number, number, number, number, boolean, string, number, number]

/** The blocks and the last channels of `'mobilenet_v3_large'` or `'mobilenet_v3_small'`. */
export function _mobilenet_v3_conf(
  arch: string,
  options: ConfOptions = {},
): [setting: InvertedResidualConfig[], last_channel: number] {
  const { width_mult, reduced_tail, dilated } = bindConf<Required<ConfOptions>>([arch, options])
  const divider = reduced_tail ? 2 : 1
  const dilation = dilated ? 2 : 1
  const rows = rowsOf(arch, divider, dilation)
  const last = arch === 'mobilenet_v3_large' ? 1280 : 1024
  return [
    rows.map((row) => new InvertedResidualConfig(...row, width_mult as number)),
    InvertedResidualConfig.adjust_channels(last / divider, width_mult as number),
  ]
}

function rowsOf(arch: string, divider: number, dilation: number): Row[] {
  if (arch === 'mobilenet_v3_large') {
    const tail: Row = [160 / divider, 5, 960 / divider, 160 / divider, true, 'HS', 1, dilation]
    return [
      [16, 3, 16, 16, false, 'RE', 1, 1],
      [16, 3, 64, 24, false, 'RE', 2, 1],
      [24, 3, 72, 24, false, 'RE', 1, 1],
      [24, 5, 72, 40, true, 'RE', 2, 1],
      [40, 5, 120, 40, true, 'RE', 1, 1],
      [40, 5, 120, 40, true, 'RE', 1, 1],
      [40, 3, 240, 80, false, 'HS', 2, 1],
      [80, 3, 200, 80, false, 'HS', 1, 1],
      [80, 3, 184, 80, false, 'HS', 1, 1],
      [80, 3, 184, 80, false, 'HS', 1, 1],
      [80, 3, 480, 112, true, 'HS', 1, 1],
      [112, 3, 672, 112, true, 'HS', 1, 1],
      [112, 5, 672, 160 / divider, true, 'HS', 2, dilation],
      tail,
      tail,
    ]
  }
  if (arch === 'mobilenet_v3_small') {
    const tail: Row = [96 / divider, 5, 576 / divider, 96 / divider, true, 'HS', 1, dilation]
    return [
      [16, 3, 16, 16, true, 'RE', 2, 1],
      [16, 3, 72, 24, false, 'RE', 2, 1],
      [24, 3, 88, 24, false, 'RE', 1, 1],
      [24, 5, 96, 40, true, 'HS', 2, 1],
      [40, 5, 240, 40, true, 'HS', 1, 1],
      [40, 5, 240, 40, true, 'HS', 1, 1],
      [40, 5, 120, 48, true, 'HS', 1, 1],
      [48, 5, 144, 48, true, 'HS', 1, 1],
      [48, 5, 288, 96 / divider, true, 'HS', 2, dilation],
      tail,
      tail,
    ]
  }
  throw new ValueError(`Unsupported model type ${arch}`)
}

type Options = OptionsOf<typeof initMobileNetV3, 'inverted_residual_setting' | 'last_channel'> &
  ConfOptions

function _mobilenet_v3<E>(arch: string, weights: E): Builder<MobileNetV3, E, Options> {
  return builder<E, Options>()(arch, weights, (kwargs: Kwargs) => {
    const [setting, last_channel] = _mobilenet_v3_conf(arch, kwargs)
    return new MobileNetV3(setting, last_channel, kwargs)
  })
}

/**
 * The large MobileNet V3, from https://arxiv.org/abs/1905.02244.
 *
 * @example
 * const net = torchvision.models.mobilenet_v3_large({ num_classes: 10, width_mult: 0.5 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.mobilenet_v3_large.html
 */
export const mobilenet_v3_large = _mobilenet_v3('mobilenet_v3_large', MobileNet_V3_Large_Weights)
/** The small one; see {@link mobilenet_v3_large}. */
export const mobilenet_v3_small = _mobilenet_v3('mobilenet_v3_small', MobileNet_V3_Small_Weights)

/** The class of {@link mobilenet_v3_large}. */
const MobileNetV3_ = layer(MobileNetV3, 'x')
/** A block of {@link MobileNetV3}, as its {@link InvertedResidualConfig} says. */
const InvertedResidual_ = layer(InvertedResidual, 'input')
/** What a block of {@link MobileNetV3} is like; its channels are multiplied by `width_mult`. */
const InvertedResidualConfig_ = callable(InvertedResidualConfig)
type MobileNetV3_ = MobileNetV3
type InvertedResidual_ = InvertedResidual
type InvertedResidualConfig_ = InvertedResidualConfig

export {
  InvertedResidual_ as InvertedResidual,
  InvertedResidualConfig_ as InvertedResidualConfig,
  MobileNet_V3_Large_Weights,
  MobileNet_V3_Small_Weights,
  MobileNetV3_ as MobileNetV3,
}
