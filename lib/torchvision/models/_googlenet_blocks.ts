// The parts of torchvision/models/googlenet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'

const { functional: F } = nn

/** The keywords of the convolution in a {@link BasicConv2d}. */
type ConvOptions = Omit<
  Extract<ConstructorParameters<typeof nn.Conv2d>[0], object>,
  'in_channels' | 'out_channels' | 'bias'
>

class BasicConv2d extends nn.Module {
  declare conv: nn.Conv2d
  declare bn: nn.BatchNorm2d

  constructor(in_channels: number, out_channels: number, options: ConvOptions) {
    super()
    this.conv = nn.Conv2d({ in_channels, out_channels, bias: false, ...options })
    this.bn = nn.BatchNorm2d(out_channels, { eps: 0.001 })
  }

  override forward(x: Tensor): Tensor {
    return F.relu(this.bn(this.conv(x)), { inplace: true })
  }
}

const initInception = initializer<
  [
    in_channels: number,
    ch1x1: number,
    ch3x3red: number,
    ch3x3: number,
    ch5x5red: number,
    ch5x5: number,
    pool_proj: number,
    conv_block: ModuleFactory | null,
  ]
>()(
  'Inception.__init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj, conv_block=None)',
)

class Inception extends nn.Module {
  declare branch1: Layer
  declare branch2: nn.Sequential
  declare branch3: nn.Sequential
  declare branch4: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initInception>) {
    const { in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj, ...options } =
      initInception(args)
    const block = options.conv_block ?? BasicConv2d_
    const one = { kernel_size: 1 }
    // Of 3 x 3 where the paper has 5 x 5: https://github.com/pytorch/vision/issues/906.
    const three = { kernel_size: 3, padding: 1 }
    super()
    this.branch1 = make(block, in_channels, ch1x1, one)
    this.branch2 = nn.Sequential(
      make(block, in_channels, ch3x3red, one),
      make(block, ch3x3red, ch3x3, three),
    )
    this.branch3 = nn.Sequential(
      make(block, in_channels, ch5x5red, one),
      make(block, ch5x5red, ch5x5, three),
    )
    this.branch4 = nn.Sequential(
      nn.MaxPool2d({ kernel_size: 3, stride: 1, padding: 1, ceil_mode: true }),
      make(block, in_channels, pool_proj, one),
    )
  }

  _forward(x: Tensor): Tensor[] {
    return [this.branch1(x), this.branch2(x), this.branch3(x), this.branch4(x)]
  }

  override forward(x: Tensor): Tensor {
    return torch.cat(this._forward(x), 1)
  }
}

const initInceptionAux = initializer<
  [in_channels: number, num_classes: number, conv_block: ModuleFactory | null, dropout: number]
>()('InceptionAux.__init__(self, in_channels, num_classes, conv_block=None, dropout=0.7)')

class InceptionAux extends nn.Module {
  declare conv: Layer
  declare fc1: nn.Linear
  declare fc2: nn.Linear
  declare dropout: nn.Dropout

  constructor(...args: ArgumentsOf<typeof initInceptionAux>) {
    const { in_channels, num_classes, conv_block, dropout } = initInceptionAux(args)
    super()
    this.conv = make(conv_block ?? BasicConv2d_, in_channels, 128, { kernel_size: 1 })
    this.fc1 = nn.Linear(2048, 1024)
    this.fc2 = nn.Linear(1024, num_classes)
    this.dropout = nn.Dropout({ p: dropout })
  }

  override forward(x: Tensor): Tensor {
    const pooled = this.conv(F.adaptive_avg_pool2d(x, [4, 4])) // (N, 128, 4, 4)
    const hidden = F.relu(this.fc1(torch.flatten(pooled, 1)), { inplace: true })
    return this.fc2(this.dropout(hidden))
  }
}

/** A convolution without bias, batch normalization and ReLU. */
const BasicConv2d_ = layer(BasicConv2d, 'x')
/** Four branches over the same input, whose channels are put together. */
const Inception_ = layer(Inception, 'x')
/** A classifier of what a layer inside the network gives, for training. */
const InceptionAux_ = layer(InceptionAux, 'x')
type BasicConv2d_ = BasicConv2d
type Inception_ = Inception
type InceptionAux_ = InceptionAux

export { BasicConv2d_ as BasicConv2d, Inception_ as Inception, InceptionAux_ as InceptionAux }
