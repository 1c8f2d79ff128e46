// The blocks of torchvision/models/resnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'

/** A 3 x 3 convolution that keeps the size, but for its stride. */
export function conv3x3(
  in_planes: number,
  out_planes: number,
  stride = 1,
  groups = 1,
  dilation = 1,
): nn.Conv2d {
  return nn.Conv2d(in_planes, out_planes, {
    kernel_size: 3,
    stride,
    padding: dilation,
    groups,
    bias: false,
    dilation,
  })
}

/** A 1 x 1 convolution. */
export function conv1x1(in_planes: number, out_planes: number, stride = 1): nn.Conv2d {
  return nn.Conv2d(in_planes, out_planes, { kernel_size: 1, stride, bias: false })
}

const initBlock = (name: string) =>
  initializer<
    [
      inplanes: number,
      planes: number,
      stride: number,
      downsample: nn.Module | null,
      groups: number,
      base_width: number,
      dilation: number,
      norm_layer: ModuleFactory | null,
    ]
  >()(
    `${name}.__init__(self, inplanes, planes, stride=1, downsample=None, groups=1, base_width=64, dilation=1, norm_layer=None)` as 'B.__init__(self, inplanes, planes, stride=1, downsample=None, groups=1, base_width=64, dilation=1, norm_layer=None)',
  )

const initBasicBlock = initBlock('BasicBlock')
const initBottleneck = initBlock('Bottleneck')

type BlockArguments = ArgumentsOf<typeof initBasicBlock>

/** A class of residual blocks, whose output has `planes * expansion` channels. */
export interface BlockClass {
  readonly expansion: number
  new (...args: BlockArguments): nn.Module
}

class BasicBlock extends nn.Module {
  static readonly expansion: number = 1
  declare conv1: nn.Conv2d
  declare bn1: Layer
  declare relu: nn.ReLU
  declare conv2: nn.Conv2d
  declare bn2: Layer
  declare downsample: Layer | null
  declare stride: number

  constructor(...args: BlockArguments) {
    const options = initBasicBlock(args)
    const { inplanes, planes, stride, downsample, groups, base_width, dilation } = options
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    if (groups !== 1 || base_width !== 64) {
      throw new ValueError('BasicBlock only supports groups=1 and base_width=64')
    }
    if (dilation > 1) throw new NotImplementedError('Dilation > 1 not supported in BasicBlock')
    this.conv1 = conv3x3(inplanes, planes, stride)
    this.bn1 = make(norm_layer, planes)
    this.relu = nn.ReLU({ inplace: true })
    this.conv2 = conv3x3(planes, planes)
    this.bn2 = make(norm_layer, planes)
    this.downsample = downsample as Layer | null
    this.stride = stride
  }

  override forward(x: Tensor): Tensor {
    const inner = this.relu(this.bn1(this.conv1(x)))
    const out = this.bn2(this.conv2(inner))
    out.add_(this.downsample === null ? x : this.downsample(x))
    return this.relu(out)
  }
}

class Bottleneck extends nn.Module {
  static readonly expansion: number = 4
  declare conv1: nn.Conv2d
  declare bn1: Layer
  declare conv2: nn.Conv2d
  declare bn2: Layer
  declare conv3: nn.Conv2d
  declare bn3: Layer
  declare relu: nn.ReLU
  declare downsample: Layer | null
  declare stride: number

  constructor(...args: BlockArguments) {
    const options = initBottleneck(args)
    const { inplanes, planes, stride, downsample, groups, base_width, dilation } = options
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    const width = Math.trunc(planes * (base_width / 64)) * groups
    const outplanes = planes * (this.constructor as BlockClass).expansion
    this.conv1 = conv1x1(inplanes, width)
    this.bn1 = make(norm_layer, width)
    this.conv2 = conv3x3(width, width, stride, groups, dilation)
    this.bn2 = make(norm_layer, width)
    this.conv3 = conv1x1(width, outplanes)
    this.bn3 = make(norm_layer, outplanes)
    this.relu = nn.ReLU({ inplace: true })
    this.downsample = downsample as Layer | null
    this.stride = stride
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu(this.bn1(this.conv1(x)))
    out = this.relu(this.bn2(this.conv2(out)))
    out = this.bn3(this.conv3(out))
    out.add_(this.downsample === null ? x : this.downsample(x))
    return this.relu(out)
  }
}

/** Two 3 x 3 convolutions beside a shortcut. */
const BasicBlock_ = layer(BasicBlock, 'x')
/** A 3 x 3 convolution between two of 1 x 1, beside a shortcut. */
const Bottleneck_ = layer(Bottleneck, 'x')
type BasicBlock_ = BasicBlock
type Bottleneck_ = Bottleneck

export { BasicBlock_ as BasicBlock, Bottleneck_ as Bottleneck }
