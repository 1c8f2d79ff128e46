// Mirrors torchvision/models/convnext.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation, Permute } from '../ops/misc.js'
import { StochasticDepth } from '../ops/stochastic_depth.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import * as W from './_weights/convnext.js'

class LayerNorm2d extends nn.LayerNorm {
  override forward(x: Tensor): Tensor {
    const { normalized_shape, weight, bias, eps } = this
    const last = x.permute(0, 2, 3, 1)
    const normed = nn.functional.layer_norm(last, normalized_shape, weight, bias, eps)
    return normed.permute(0, 3, 1, 2)
  }
}

const initCNBlock = initializer<
  [
    dim: number,
    layer_scale: number,
    stochastic_depth_prob: number,
    norm_layer: ModuleFactory | null,
  ]
>()('CNBlock.__init__(self, dim, layer_scale, stochastic_depth_prob, norm_layer=None)')

const layerNorm = (dim: number): nn.Module => nn.LayerNorm(dim, { eps: 1e-6 })

class CNBlock extends nn.Module {
  declare block: nn.Sequential
  declare layer_scale: nn.Parameter
  declare stochastic_depth: StochasticDepth

  constructor(...args: ArgumentsOf<typeof initCNBlock>) {
    const { dim, layer_scale, stochastic_depth_prob, norm_layer } = initCNBlock(args)
    super()
    this.block = nn.Sequential(
      nn.Conv2d(dim, dim, { kernel_size: 7, padding: 3, groups: dim, bias: true }),
      Permute([0, 2, 3, 1]),
      make(norm_layer ?? layerNorm, dim),
      nn.Linear(dim, 4 * dim),
      nn.GELU(),
      nn.Linear(4 * dim, dim),
      Permute([0, 3, 1, 2]),
    )
    this.layer_scale = nn.Parameter(torch.ones(dim, 1, 1).mul(layer_scale))
    this.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
  }

  override forward(input: Tensor): Tensor {
    const result = this.stochastic_depth(this.layer_scale.mul(this.block(input)))
    return result.add_(input)
  }
}

const initConfig = initializer<
  [input_channels: number, out_channels: number | null, num_layers: number]
>()('CNBlockConfig.__init__(self, input_channels, out_channels, num_layers)')

class CNBlockConfig {
  readonly input_channels: number
  /** Null for the last blocks, after which nothing halves the size. */
  readonly out_channels: number | null
  readonly num_layers: number

  constructor(...args: ArgumentsOf<typeof initConfig>) {
    const { input_channels, out_channels, num_layers } = initConfig(args)
    this.input_channels = input_channels
    this.out_channels = out_channels
    this.num_layers = num_layers
  }

  toString(): string {
    const { input_channels, out_channels, num_layers } = this
    return `${this.constructor.name}(input_channels=${input_channels}, out_channels=${pyRepr(out_channels)}, num_layers=${num_layers})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const initConvNeXt = initializer<
  [
    block_setting: readonly CNBlockConfig[],
    stochastic_depth_prob: number,
    layer_scale: number,
    num_classes: number,
    block: ModuleFactory | null,
    norm_layer: ModuleFactory | null,
  ]
>()(
  'ConvNeXt.__init__(self, block_setting, stochastic_depth_prob=0.0, layer_scale=1e-06, num_classes=1000, block=None, norm_layer=None, **kwargs)' as 'ConvNeXt.__init__(self, block_setting, stochastic_depth_prob=0.0, layer_scale=1e-06, num_classes=1000, block=None, norm_layer=None)',
)

const layerNorm2d = (channels: number): nn.Module => new LayerNorm2d(channels, { eps: 1e-6 })

class ConvNeXt extends nn.Module {
  declare features: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initConvNeXt>) {
    const { block_setting: setting, stochastic_depth_prob, ...options } = initConvNeXt(args)
    const { layer_scale, num_classes } = options
    const block = options.block ?? CNBlock_
    const norm_layer = options.norm_layer ?? layerNorm2d
    super()
    checkSetting(setting)
    const [first, last] = [setting[0], setting.at(-1)] as [CNBlockConfig, CNBlockConfig]
    const patches = { kernel_size: 4, stride: 4, padding: 0, bias: true }
    const layers: nn.Module[] = [
      Conv2dNormActivation(3, first.input_channels, {
        ...patches,
        norm_layer,
        activation_layer: null,
      }),
    ]
    const total = setting.reduce((sum, { num_layers }) => sum + num_layers, 0)
    let id = 0
    for (const { input_channels, out_channels, num_layers } of setting) {
      const stage: nn.Module[] = []
      for (let i = 0; i < num_layers; i++, id++) {
        const probability = (stochastic_depth_prob * id) / (total - 1)
        stage.push(make(block, input_channels, layer_scale, probability))
      }
      layers.push(nn.Sequential(...stage))
      if (out_channels === null) continue
      const halving = nn.Conv2d(input_channels, out_channels, { kernel_size: 2, stride: 2 })
      layers.push(nn.Sequential(make(norm_layer, input_channels), halving))
    }
    this.features = nn.Sequential(...layers)
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    const channels = last.out_channels ?? last.input_channels
    this.classifier = nn.Sequential(
      make(norm_layer, channels),
      nn.Flatten(1),
      nn.Linear(channels, num_classes),
    )
    for (const m of this.modules()) {
      if (!(m instanceof nn.Conv2d || m instanceof nn.Linear)) continue
      nn.init.trunc_normal_(m.weight, { std: 0.02 })
      if (m.bias !== null) nn.init.zeros_(m.bias)
    }
  }

  _forward_impl(x: Tensor): Tensor {
    return this.classifier(this.avgpool(this.features(x)))
  }

  override forward(x: Tensor): Tensor {
    return this._forward_impl(x)
  }
}

function checkSetting(setting: unknown): void {
  if (!setting || (Array.isArray(setting) && setting.length === 0)) {
    throw new ValueError('The block_setting should not be empty')
  }
  if (!Array.isArray(setting) || !setting.every((one) => one instanceof CNBlockConfig)) {
    throw new TypeError('The block_setting should be List[CNBlockConfig]')
  }
}

type Options = OptionsOf<typeof initConvNeXt, 'block_setting'>

function _convnext<E>(
  name: string,
  weights: E,
  widths: readonly [number, number, number, number],
  depth: number,
  stochastic_depth_prob: number,
): Builder<ConvNeXt, E, Options> {
  const [a, b, c, d] = widths
  return builder<E, Options>()(name, weights, (kwargs) => {
    const setting = [
      new CNBlockConfig(a, b, 3),
      new CNBlockConfig(b, c, 3),
      new CNBlockConfig(c, d, depth),
      new CNBlockConfig(d, null, 3),
    ]
    return new ConvNeXt(setting, { stochastic_depth_prob, ...kwargs })
  })
}

/**
 * The tiny ConvNeXt of https://arxiv.org/abs/2201.03545, for images of 32 x 32 and more.
 *
 * @example
 * const net = torchvision.models.convnext_tiny({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.convnext_tiny.html
 */
export const convnext_tiny = _convnext(
  'convnext_tiny',
  W.ConvNeXt_Tiny_Weights,
  [96, 192, 384, 768],
  9,
  0.1,
)
/** The small ConvNeXt; see {@link convnext_tiny}. */
export const convnext_small = _convnext(
  'convnext_small',
  W.ConvNeXt_Small_Weights,
  [96, 192, 384, 768],
  27,
  0.4,
)
/** The base ConvNeXt; see {@link convnext_tiny}. */
export const convnext_base = _convnext(
  'convnext_base',
  W.ConvNeXt_Base_Weights,
  [128, 256, 512, 1024],
  27,
  0.5,
)
/** The large ConvNeXt; see {@link convnext_tiny}. */
export const convnext_large = _convnext(
  'convnext_large',
  W.ConvNeXt_Large_Weights,
  [192, 384, 768, 1536],
  27,
  0.5,
)

/** The class of {@link convnext_tiny}. */
const ConvNeXt_ = layer(ConvNeXt, 'x')
/** A block of {@link ConvNeXt}, beside a shortcut that is drawn to be taken alone. */
const CNBlock_ = layer(CNBlock, 'input')
/** So many blocks of {@link ConvNeXt}. */
const CNBlockConfig_ = callable(CNBlockConfig)
/** {@link nn.LayerNorm} over the channels of images. */
const LayerNorm2d_ = layer(LayerNorm2d, 'x')
type ConvNeXt_ = ConvNeXt
type CNBlock_ = CNBlock
type CNBlockConfig_ = CNBlockConfig
type LayerNorm2d_ = LayerNorm2d

export * from './_weights/convnext.js'
export {
  CNBlock_ as CNBlock,
  CNBlockConfig_ as CNBlockConfig,
  ConvNeXt_ as ConvNeXt,
  LayerNorm2d_ as LayerNorm2d,
}
