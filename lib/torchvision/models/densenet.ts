// Mirrors torchvision/models/densenet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, Tensor } from '../../index.js'
import { bindForward, layer } from '../../nn/modules/_layer.js'
import * as cp from '../../utils/checkpoint.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import * as W from './_weights/densenet.js'

const { functional: F } = nn

const initDenseLayer = initializer<
  [
    num_input_features: number,
    growth_rate: number,
    bn_size: number,
    drop_rate: number,
    memory_efficient: boolean,
  ]
>()(
  '_DenseLayer.__init__(self, num_input_features, growth_rate, bn_size, drop_rate, memory_efficient=False)',
)

class _DenseLayer extends nn.Module {
  declare norm1: nn.BatchNorm2d
  declare relu1: nn.ReLU
  declare conv1: nn.Conv2d
  declare norm2: nn.BatchNorm2d
  declare relu2: nn.ReLU
  declare conv2: nn.Conv2d
  declare drop_rate: number
  declare memory_efficient: boolean

  constructor(...args: ArgumentsOf<typeof initDenseLayer>) {
    const options = initDenseLayer(args)
    const { num_input_features, growth_rate, bn_size, drop_rate, memory_efficient } = options
    const width = bn_size * growth_rate
    super()
    this.norm1 = nn.BatchNorm2d(num_input_features)
    this.relu1 = nn.ReLU({ inplace: true })
    this.conv1 = nn.Conv2d(num_input_features, width, { kernel_size: 1, stride: 1, bias: false })
    this.norm2 = nn.BatchNorm2d(width)
    this.relu2 = nn.ReLU({ inplace: true })
    this.conv2 = nn.Conv2d(width, growth_rate, {
      kernel_size: 3,
      stride: 1,
      padding: 1,
      bias: false,
    })
    this.drop_rate = drop_rate
    this.memory_efficient = memory_efficient
  }

  bn_function(inputs: readonly Tensor[]): Tensor {
    return this.conv1(this.relu1(this.norm1(torch.cat(inputs, 1))))
  }

  any_requires_grad(input: readonly Tensor[]): boolean {
    return input.some((tensor) => tensor.requires_grad)
  }

  call_checkpoint_bottleneck(input: readonly Tensor[]): Tensor {
    const closure = (...inputs: Tensor[]): Tensor => this.bn_function(inputs)
    return cp.checkpoint(closure, ...input, { use_reentrant: false })
  }

  override forward(input: Tensor | readonly Tensor[]): Tensor {
    const features = input instanceof Tensor ? [input] : input
    const bottleneck =
      this.memory_efficient && this.any_requires_grad(features)
        ? this.call_checkpoint_bottleneck(features)
        : this.bn_function(features)
    const out = this.conv2(this.relu2(this.norm2(bottleneck)))
    const { drop_rate: p, training } = this
    return p > 0 ? F.dropout(out, { p, training }) : out
  }
}
bindForward(_DenseLayer, 'input')

interface BlockOptions {
  num_layers: number
  num_input_features: number
  bn_size: number
  growth_rate: number
  drop_rate: number
  memory_efficient: boolean
}

// Without the index signature of its children, which `forward` would not fit.
const ModuleDict = nn.ModuleDict as unknown as new () => typeof nn.ModuleDict.prototype

class _DenseBlock extends ModuleDict {
  constructor(options: BlockOptions) {
    super()
    const { num_layers, num_input_features, growth_rate, ...rest } = options
    for (let i = 0; i < num_layers; i++) {
      const features = num_input_features + i * growth_rate
      this.add_module(`denselayer${i + 1}`, new _DenseLayer(features, { growth_rate, ...rest }))
    }
  }

  override forward(init_features: Tensor): Tensor {
    const features = [init_features]
    for (const layer of this.values()) features.push(layer(features))
    return torch.cat(features, 1)
  }
}
Object.assign(_DenseBlock.prototype, { _version: 2 })

class _Transition extends nn.Sequential {
  constructor(num_input_features: number, num_output_features: number) {
    super({
      norm: nn.BatchNorm2d(num_input_features),
      relu: nn.ReLU({ inplace: true }),
      conv: nn.Conv2d(num_input_features, num_output_features, {
        kernel_size: 1,
        stride: 1,
        bias: false,
      }),
      pool: nn.AvgPool2d({ kernel_size: 2, stride: 2 }),
    })
  }
}

const initDenseNet = initializer<
  [
    growth_rate: number,
    block_config: readonly number[],
    num_init_features: number,
    bn_size: number,
    drop_rate: number,
    num_classes: number,
    memory_efficient: boolean,
  ]
>()(
  'DenseNet.__init__(self, growth_rate=32, block_config=undefined, num_init_features=64, bn_size=4, drop_rate=0, num_classes=1000, memory_efficient=False)',
)

class DenseNet extends nn.Module {
  declare features: nn.Sequential
  declare classifier: nn.Linear

  constructor(...args: ArgumentsOf<typeof initDenseNet>) {
    const { num_init_features, num_classes, ...options } = initDenseNet(args)
    const { block_config = [6, 12, 24, 16], ...rest } = options
    super()
    this.features = nn.Sequential({
      conv0: nn.Conv2d(3, num_init_features, {
        kernel_size: 7,
        stride: 2,
        padding: 3,
        bias: false,
      }),
      norm0: nn.BatchNorm2d(num_init_features),
      relu0: nn.ReLU({ inplace: true }),
      pool0: nn.MaxPool2d({ kernel_size: 3, stride: 2, padding: 1 }),
    })
    let num_features = num_init_features
    for (const [i, num_layers] of block_config.entries()) {
      const block = new _DenseBlock({ num_layers, num_input_features: num_features, ...rest })
      this.features.add_module(`denseblock${i + 1}`, block)
      num_features += num_layers * options.growth_rate
      if (i === block_config.length - 1) continue
      const half = Math.floor(num_features / 2)
      this.features.add_module(`transition${i + 1}`, new _Transition(num_features, half))
      num_features = half
    }
    this.features.add_module('norm5', nn.BatchNorm2d(num_features))
    this.classifier = nn.Linear(num_features, num_classes)
    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) nn.init.kaiming_normal_(m.weight)
      else if (m instanceof nn.BatchNorm2d) {
        nn.init.constant_(m.weight as Tensor, 1)
        nn.init.constant_(m.bias as Tensor, 0)
      } else if (m instanceof nn.Linear) nn.init.constant_(m.bias as Tensor, 0)
    }
  }

  override forward(x: Tensor): Tensor {
    const features = F.relu(this.features(x), { inplace: true })
    return this.classifier(torch.flatten(F.adaptive_avg_pool2d(features, [1, 1]), 1))
  }
}

// Names with dots in them, as the files have them that were written before names of modules lost theirs.
const formerKey =
  /^(.*denselayer\d+\.(?:norm|relu|conv))\.((?:[12])\.(?:weight|bias|running_mean|running_var))$/

function _load_state_dict(model: nn.Module, state_dict: Record<string, Tensor>): void {
  for (const key of Object.keys(state_dict)) {
    const [, layer, rest] = formerKey.exec(key) ?? []
    if (layer === undefined) continue
    state_dict[layer + rest] = state_dict[key] as Tensor
    delete state_dict[key]
  }
  model.load_state_dict(state_dict)
}

type Options = OptionsOf<typeof initDenseNet, 'growth_rate' | 'block_config' | 'num_init_features'>

function _densenet<E>(
  name: string,
  growth_rate: number,
  block_config: readonly number[],
  num_init_features: number,
  weights: E,
): Builder<DenseNet, E, Options> {
  return builder<E, Options>()(
    name,
    weights,
    (kwargs) => new DenseNet(growth_rate, block_config, num_init_features, kwargs as Options),
    _load_state_dict,
  )
}

/**
 * DenseNet-121, from https://arxiv.org/abs/1608.06993, for images of 29 x 29 and more. `memory_efficient` computes
 * activations again in backward instead of keeping them.
 *
 * @example
 * const net = torchvision.models.densenet121({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.densenet121.html
 */
export const densenet121 = _densenet('densenet121', 32, [6, 12, 24, 16], 64, W.DenseNet121_Weights)
/** DenseNet-161; see {@link densenet121}. */
export const densenet161 = _densenet('densenet161', 48, [6, 12, 36, 24], 96, W.DenseNet161_Weights)
/** DenseNet-169; see {@link densenet121}. */
export const densenet169 = _densenet('densenet169', 32, [6, 12, 32, 32], 64, W.DenseNet169_Weights)
/** DenseNet-201; see {@link densenet121}. */
export const densenet201 = _densenet('densenet201', 32, [6, 12, 48, 32], 64, W.DenseNet201_Weights)

/** The class of {@link densenet121}: every layer adds `growth_rate` channels to those of all layers before it. */
const DenseNet_ = layer(DenseNet, 'x')
type DenseNet_ = DenseNet

export * from './_weights/densenet.js'
export { DenseNet_ as DenseNet }
