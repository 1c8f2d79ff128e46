// The parts of torchvision/models/inception.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { BasicConv2d } from './_googlenet_blocks.js'

export { BasicConv2d } from './_googlenet_blocks.js'

const { functional: F } = nn

const one = { kernel_size: 1 }
const three = { kernel_size: 3, padding: 1 }
const five = { kernel_size: 5, padding: 2 }
const halving = { kernel_size: 3, stride: 2 }
// Rows and columns of 3 and of 7.
const row3 = { kernel_size: [1, 3], padding: [0, 1] }
const column3 = { kernel_size: [3, 1], padding: [1, 0] }
const row7 = { kernel_size: [1, 7], padding: [0, 3] }
const column7 = { kernel_size: [7, 1], padding: [3, 0] }

const meanPool = (x: Tensor): Tensor => F.avg_pool2d(x, { kernel_size: 3, stride: 1, padding: 1 })
const maxPool = (x: Tensor): Tensor => F.max_pool2d(x, halving)

// Several branches over the same input, whose channels are put together.
abstract class Branches extends nn.Module {
  abstract _forward(x: Tensor): Tensor[]

  override forward(x: Tensor): Tensor {
    return torch.cat(this._forward(x), 1)
  }
}

const initInceptionA = initializer<
  [in_channels: number, pool_features: number, conv_block: ModuleFactory | null]
>()('InceptionA.__init__(self, in_channels, pool_features, conv_block=None)')

class InceptionA extends Branches {
  declare branch1x1: Layer
  declare branch5x5_1: Layer
  declare branch5x5_2: Layer
  declare branch3x3dbl_1: Layer
  declare branch3x3dbl_2: Layer
  declare branch3x3dbl_3: Layer
  declare branch_pool: Layer

  constructor(...args: ArgumentsOf<typeof initInceptionA>) {
    const { in_channels, pool_features, conv_block } = initInceptionA(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.branch1x1 = make(block, in_channels, 64, one)
    this.branch5x5_1 = make(block, in_channels, 48, one)
    this.branch5x5_2 = make(block, 48, 64, five)
    this.branch3x3dbl_1 = make(block, in_channels, 64, one)
    this.branch3x3dbl_2 = make(block, 64, 96, three)
    this.branch3x3dbl_3 = make(block, 96, 96, three)
    this.branch_pool = make(block, in_channels, pool_features, one)
  }

  _forward(x: Tensor): Tensor[] {
    return [
      this.branch1x1(x),
      this.branch5x5_2(this.branch5x5_1(x)),
      this.branch3x3dbl_3(this.branch3x3dbl_2(this.branch3x3dbl_1(x))),
      this.branch_pool(meanPool(x)),
    ]
  }
}

const initHalving = (name: string) =>
  initializer<[in_channels: number, conv_block: ModuleFactory | null]>()(
    `${name}.__init__(self, in_channels, conv_block=None)` as 'I.__init__(self, in_channels, conv_block=None)',
  )

const initInceptionB = initHalving('InceptionB')

class InceptionB extends Branches {
  declare branch3x3: Layer
  declare branch3x3dbl_1: Layer
  declare branch3x3dbl_2: Layer
  declare branch3x3dbl_3: Layer

  constructor(...args: ArgumentsOf<typeof initInceptionB>) {
    const { in_channels, conv_block } = initInceptionB(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.branch3x3 = make(block, in_channels, 384, halving)
    this.branch3x3dbl_1 = make(block, in_channels, 64, one)
    this.branch3x3dbl_2 = make(block, 64, 96, three)
    this.branch3x3dbl_3 = make(block, 96, 96, halving)
  }

  _forward(x: Tensor): Tensor[] {
    return [
      this.branch3x3(x),
      this.branch3x3dbl_3(this.branch3x3dbl_2(this.branch3x3dbl_1(x))),
      maxPool(x),
    ]
  }
}

const initInceptionC = initializer<
  [in_channels: number, channels_7x7: number, conv_block: ModuleFactory | null]
>()('InceptionC.__init__(self, in_channels, channels_7x7, conv_block=None)')

class InceptionC extends Branches {
  declare branch1x1: Layer
  declare branch7x7_1: Layer
  declare branch7x7_2: Layer
  declare branch7x7_3: Layer
  declare branch7x7dbl_1: Layer
  declare branch7x7dbl_2: Layer
  declare branch7x7dbl_3: Layer
  declare branch7x7dbl_4: Layer
  declare branch7x7dbl_5: Layer
  declare branch_pool: Layer

  constructor(...args: ArgumentsOf<typeof initInceptionC>) {
    const { in_channels, channels_7x7: c7, conv_block } = initInceptionC(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.branch1x1 = make(block, in_channels, 192, one)
    this.branch7x7_1 = make(block, in_channels, c7, one)
    this.branch7x7_2 = make(block, c7, c7, row7)
    this.branch7x7_3 = make(block, c7, 192, column7)
    this.branch7x7dbl_1 = make(block, in_channels, c7, one)
    this.branch7x7dbl_2 = make(block, c7, c7, column7)
    this.branch7x7dbl_3 = make(block, c7, c7, row7)
    this.branch7x7dbl_4 = make(block, c7, c7, column7)
    this.branch7x7dbl_5 = make(block, c7, 192, row7)
    this.branch_pool = make(block, in_channels, 192, one)
  }

  _forward(x: Tensor): Tensor[] {
    const branch1x1 = this.branch1x1(x)
    const branch7x7 = this.branch7x7_3(this.branch7x7_2(this.branch7x7_1(x)))
    let double = this.branch7x7dbl_3(this.branch7x7dbl_2(this.branch7x7dbl_1(x)))
    double = this.branch7x7dbl_5(this.branch7x7dbl_4(double))
    return [branch1x1, branch7x7, double, this.branch_pool(meanPool(x))]
  }
}

const initInceptionD = initHalving('InceptionD')

class InceptionD extends Branches {
  declare branch3x3_1: Layer
  declare branch3x3_2: Layer
  declare branch7x7x3_1: Layer
  declare branch7x7x3_2: Layer
  declare branch7x7x3_3: Layer
  declare branch7x7x3_4: Layer

  constructor(...args: ArgumentsOf<typeof initInceptionD>) {
    const { in_channels, conv_block } = initInceptionD(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.branch3x3_1 = make(block, in_channels, 192, one)
    this.branch3x3_2 = make(block, 192, 320, halving)
    this.branch7x7x3_1 = make(block, in_channels, 192, one)
    this.branch7x7x3_2 = make(block, 192, 192, row7)
    this.branch7x7x3_3 = make(block, 192, 192, column7)
    this.branch7x7x3_4 = make(block, 192, 192, halving)
  }

  _forward(x: Tensor): Tensor[] {
    const branch3x3 = this.branch3x3_2(this.branch3x3_1(x))
    const branch7x7x3 = this.branch7x7x3_2(this.branch7x7x3_1(x))
    return [branch3x3, this.branch7x7x3_4(this.branch7x7x3_3(branch7x7x3)), maxPool(x)]
  }
}

const initInceptionE = initHalving('InceptionE')

class InceptionE extends Branches {
  declare branch1x1: Layer
  declare branch3x3_1: Layer
  declare branch3x3_2a: Layer
  declare branch3x3_2b: Layer
  declare branch3x3dbl_1: Layer
  declare branch3x3dbl_2: Layer
  declare branch3x3dbl_3a: Layer
  declare branch3x3dbl_3b: Layer
  declare branch_pool: Layer

  constructor(...args: ArgumentsOf<typeof initInceptionE>) {
    const { in_channels, conv_block } = initInceptionE(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.branch1x1 = make(block, in_channels, 320, one)
    this.branch3x3_1 = make(block, in_channels, 384, one)
    this.branch3x3_2a = make(block, 384, 384, row3)
    this.branch3x3_2b = make(block, 384, 384, column3)
    this.branch3x3dbl_1 = make(block, in_channels, 448, one)
    this.branch3x3dbl_2 = make(block, 448, 384, three)
    this.branch3x3dbl_3a = make(block, 384, 384, row3)
    this.branch3x3dbl_3b = make(block, 384, 384, column3)
    this.branch_pool = make(block, in_channels, 192, one)
  }

  _forward(x: Tensor): Tensor[] {
    const branch1x1 = this.branch1x1(x)
    const single = this.branch3x3_1(x)
    const branch3x3 = torch.cat([this.branch3x3_2a(single), this.branch3x3_2b(single)], 1)
    const twice = this.branch3x3dbl_2(this.branch3x3dbl_1(x))
    const double = torch.cat([this.branch3x3dbl_3a(twice), this.branch3x3dbl_3b(twice)], 1)
    return [branch1x1, branch3x3, double, this.branch_pool(meanPool(x))]
  }
}

const initInceptionAux = initializer<
  [in_channels: number, num_classes: number, conv_block: ModuleFactory | null]
>()('InceptionAux.__init__(self, in_channels, num_classes, conv_block=None)')

class InceptionAux extends nn.Module {
  declare conv0: Layer
  declare conv1: Layer & { stddev?: number }
  declare fc: nn.Linear & { stddev?: number }

  constructor(...args: ArgumentsOf<typeof initInceptionAux>) {
    const { in_channels, num_classes, conv_block } = initInceptionAux(args)
    const block = conv_block ?? BasicConv2d
    super()
    this.conv0 = make(block, in_channels, 128, one)
    this.conv1 = make(block, 128, 768, { kernel_size: 5 })
    this.conv1.stddev = 0.01
    this.fc = nn.Linear(768, num_classes)
    this.fc.stddev = 0.001
  }

  override forward(x: Tensor): Tensor {
    const pooled = F.avg_pool2d(x, { kernel_size: 5, stride: 3 }) // (N, 768, 5, 5)
    const mean = F.adaptive_avg_pool2d(this.conv1(this.conv0(pooled)), [1, 1])
    return this.fc(torch.flatten(mean, 1))
  }
}

/** Branches of 1 x 1, 5 x 5 and twice 3 x 3, and a pooling. */
const InceptionA_ = layer(InceptionA, 'x')
/** Branches of 3 x 3 and twice 3 x 3, and a pooling, which halve the size. */
const InceptionB_ = layer(InceptionB, 'x')
/** Branches with rows and columns of 7. */
const InceptionC_ = layer(InceptionC, 'x')
/** Branches with rows and columns of 7, which halve the size. */
const InceptionD_ = layer(InceptionD, 'x')
/** Branches with rows beside columns of 3. */
const InceptionE_ = layer(InceptionE, 'x')
/** A classifier of what a layer inside the network gives, for training. */
const InceptionAux_ = layer(InceptionAux, 'x')
type InceptionA_ = InceptionA
type InceptionB_ = InceptionB
type InceptionC_ = InceptionC
type InceptionD_ = InceptionD
type InceptionE_ = InceptionE
type InceptionAux_ = InceptionAux

export {
  InceptionA_ as InceptionA,
  InceptionAux_ as InceptionAux,
  InceptionB_ as InceptionB,
  InceptionC_ as InceptionC,
  InceptionD_ as InceptionD,
  InceptionE_ as InceptionE,
}
