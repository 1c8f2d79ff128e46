// The blocks of torchvision/models/efficientnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { ValueError } from '../../errors.js'
import { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation, SqueezeExcitation } from '../ops/misc.js'
import { StochasticDepth } from '../ops/stochastic_depth.js'
import { _make_divisible } from './_utils.js'

interface Facts {
  expand_ratio: number
  kernel: number
  stride: number
  input_channels: number
  out_channels: number
  num_layers: number
  block: ModuleFactory
}

/** So many blocks of an EfficientNet. */
export class _MBConvConfig {
  declare readonly expand_ratio: number
  declare readonly kernel: number
  declare readonly stride: number
  declare readonly input_channels: number
  declare readonly out_channels: number
  declare readonly num_layers: number
  declare readonly block: ModuleFactory

  constructor(facts: Facts) {
    Object.assign(this, facts)
  }

  /** Channels at that width, a multiple of 8. */
  static adjust_channels(
    channels: number,
    width_mult: number,
    min_value: number | null = null,
  ): number {
    return _make_divisible(channels * width_mult, 8, min_value)
  }

  /** What blocks but the first are like: they keep the shape. */
  following(): _MBConvConfig {
    const { out_channels: input_channels } = this
    return Object.assign(Object.create(this) as _MBConvConfig, { input_channels, stride: 1 })
  }
}

const initMBConvConfig = initializer<
  [
    expand_ratio: number,
    kernel: number,
    stride: number,
    input_channels: number,
    out_channels: number,
    num_layers: number,
    width_mult: number,
    depth_mult: number,
    block: ModuleFactory | null,
  ]
>()(
  'MBConvConfig.__init__(self, expand_ratio, kernel, stride, input_channels, out_channels, num_layers, width_mult=1.0, depth_mult=1.0, block=None)',
)

class MBConvConfig extends _MBConvConfig {
  constructor(...args: ArgumentsOf<typeof initMBConvConfig>) {
    const { width_mult, depth_mult, block, ...facts } = initMBConvConfig(args)
    const { adjust_channels } = _MBConvConfig
    super({
      ...facts,
      input_channels: adjust_channels(facts.input_channels, width_mult),
      out_channels: adjust_channels(facts.out_channels, width_mult),
      num_layers: MBConvConfig.adjust_depth(facts.num_layers, depth_mult),
      block: block ?? MBConv_,
    })
  }

  /** So many layers at that depth. */
  static adjust_depth(num_layers: number, depth_mult: number): number {
    return Math.ceil(num_layers * depth_mult)
  }
}

const initFusedConfig = initializer<
  [
    expand_ratio: number,
    kernel: number,
    stride: number,
    input_channels: number,
    out_channels: number,
    num_layers: number,
    block: ModuleFactory | null,
  ]
>()(
  'FusedMBConvConfig.__init__(self, expand_ratio, kernel, stride, input_channels, out_channels, num_layers, block=None)',
)

class FusedMBConvConfig extends _MBConvConfig {
  constructor(...args: ArgumentsOf<typeof initFusedConfig>) {
    const { block, ...facts } = initFusedConfig(args)
    super({ ...facts, block: block ?? FusedMBConv_ })
  }
}

// A block beside a shortcut that is drawn to be taken alone.
abstract class Shortcut extends nn.Module {
  declare use_res_connect: boolean
  declare block: nn.Sequential
  declare stochastic_depth: StochasticDepth
  declare out_channels: number

  constructor(cnf: _MBConvConfig) {
    super()
    if (!(cnf.stride >= 1 && cnf.stride <= 2)) throw new ValueError('illegal stride value')
    this.use_res_connect = cnf.stride === 1 && cnf.input_channels === cnf.out_channels
  }

  override forward(input: Tensor): Tensor {
    const result = this.block(input)
    return this.use_res_connect ? this.stochastic_depth(result).add_(input) : result
  }
}

const initMBConv = initializer<
  [
    cnf: _MBConvConfig,
    stochastic_depth_prob: number,
    norm_layer: ModuleFactory,
    se_layer: ModuleFactory,
  ]
>()('MBConv.__init__(self, cnf, stochastic_depth_prob, norm_layer, se_layer=undefined)')

class MBConv extends Shortcut {
  constructor(...args: ArgumentsOf<typeof initMBConv>) {
    const { cnf, stochastic_depth_prob, norm_layer, ...options } = initMBConv(args)
    const { input_channels, out_channels, kernel, stride } = cnf
    const { se_layer = SqueezeExcitation } = options
    super(cnf)
    const expanded = _MBConvConfig.adjust_channels(input_channels, cnf.expand_ratio)
    const common = { norm_layer, activation_layer: nn.SiLU }
    const layers: nn.Module[] = []
    if (expanded !== input_channels) {
      layers.push(Conv2dNormActivation(input_channels, expanded, { kernel_size: 1, ...common }))
    }
    const depthwise = { kernel_size: kernel, stride, groups: expanded, ...common }
    layers.push(Conv2dNormActivation(expanded, expanded, depthwise))
    const squeezed = Math.max(1, Math.floor(input_channels / 4))
    const activation = (): nn.Module => nn.SiLU({ inplace: true })
    layers.push(make(se_layer, expanded, squeezed, { activation }))
    const project = { kernel_size: 1, norm_layer, activation_layer: null }
    layers.push(Conv2dNormActivation(expanded, out_channels, project))
    this.block = nn.Sequential(...layers)
    this.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
    this.out_channels = out_channels
  }
}

const initFusedMBConv = initializer<
  [cnf: _MBConvConfig, stochastic_depth_prob: number, norm_layer: ModuleFactory]
>()('FusedMBConv.__init__(self, cnf, stochastic_depth_prob, norm_layer)')

class FusedMBConv extends Shortcut {
  constructor(...args: ArgumentsOf<typeof initFusedMBConv>) {
    const { cnf, stochastic_depth_prob, norm_layer } = initFusedMBConv(args)
    const { input_channels, out_channels, kernel, stride } = cnf
    super(cnf)
    const expanded = _MBConvConfig.adjust_channels(input_channels, cnf.expand_ratio)
    const fused = { kernel_size: kernel, stride, norm_layer, activation_layer: nn.SiLU }
    const project = { kernel_size: 1, norm_layer, activation_layer: null }
    const layers =
      expanded === input_channels
        ? [Conv2dNormActivation(input_channels, out_channels, fused)]
        : [
            Conv2dNormActivation(input_channels, expanded, fused),
            Conv2dNormActivation(expanded, out_channels, project),
          ]
    this.block = nn.Sequential(...layers)
    this.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
    this.out_channels = out_channels
  }
}

/** So many blocks {@link MBConv} of an EfficientNet; the multipliers change channels and their number. */
const MBConvConfig_ = callable(MBConvConfig)
/** So many blocks {@link FusedMBConv} of an EfficientNet V2. */
const FusedMBConvConfig_ = callable(FusedMBConvConfig)
/** To many channels, over each of them, weighed, and back to few. */
const MBConv_ = layer(MBConv, 'input')
/** To many channels with one convolution, and back to few. */
const FusedMBConv_ = layer(FusedMBConv, 'input')
type MBConvConfig_ = MBConvConfig
type FusedMBConvConfig_ = FusedMBConvConfig
type MBConv_ = MBConv
type FusedMBConv_ = FusedMBConv

export {
  FusedMBConv_ as FusedMBConv,
  FusedMBConvConfig_ as FusedMBConvConfig,
  MBConv_ as MBConv,
  MBConvConfig_ as MBConvConfig,
}
