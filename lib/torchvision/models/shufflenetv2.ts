// Mirrors torchvision/models/shufflenetv2.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type ModuleFactory, make } from '../ops/_factory.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import * as W from './_weights/shufflenetv2.js'

/** The channels of groups, one of each group after the other. */
export function channel_shuffle(x: Tensor, groups: number): Tensor {
  const [n, channels, height, width] = x.shape as unknown as [number, number, number, number]
  const grouped = x.view(n, groups, Math.floor(channels / groups), height, width)
  return torch.transpose(grouped, 1, 2).contiguous().view(n, channels, height, width)
}

const initInvertedResidual = initializer<[inp: number, oup: number, stride: number]>()(
  'InvertedResidual.__init__(self, inp, oup, stride)',
)

class InvertedResidual extends nn.Module {
  declare stride: number
  declare branch1: nn.Sequential
  declare branch2: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initInvertedResidual>) {
    const { inp, oup, stride } = initInvertedResidual(args)
    super()
    if (!(stride >= 1 && stride <= 3)) throw new ValueError('illegal stride value')
    this.stride = stride
    const width = Math.floor(oup / 2)
    if (stride === 1 && inp !== width * 2) {
      throw new ValueError(
        `Invalid combination of stride ${stride}, inp ${inp} and oup ${oup} values. If stride == 1 then inp should be equal to oup // 2 << 1.`,
      )
    }
    const one = { kernel_size: 1, stride: 1, padding: 0, bias: false }
    const { depthwise_conv } = InvertedResidual
    this.branch1 =
      stride > 1
        ? nn.Sequential(
            depthwise_conv(inp, inp, 3, stride, 1),
            nn.BatchNorm2d(inp),
            nn.Conv2d(inp, width, one),
            nn.BatchNorm2d(width),
            nn.ReLU({ inplace: true }),
          )
        : nn.Sequential()
    this.branch2 = nn.Sequential(
      nn.Conv2d(stride > 1 ? inp : width, width, one),
      nn.BatchNorm2d(width),
      nn.ReLU({ inplace: true }),
      depthwise_conv(width, width, 3, stride, 1),
      nn.BatchNorm2d(width),
      nn.Conv2d(width, width, one),
      nn.BatchNorm2d(width),
      nn.ReLU({ inplace: true }),
    )
  }

  /** A convolution of each channel by itself. */
  static depthwise_conv(
    i: number,
    o: number,
    kernel_size: number,
    stride = 1,
    padding = 0,
    bias = false,
  ): nn.Conv2d {
    return nn.Conv2d(i, o, kernel_size, stride, padding, { bias, groups: i })
  }

  override forward(x: Tensor): Tensor {
    if (this.stride > 1) {
      return channel_shuffle(torch.cat([this.branch1(x), this.branch2(x)], { dim: 1 }), 2)
    }
    const [x1, x2] = x.chunk(2, { dim: 1 }) as [Tensor, Tensor]
    return channel_shuffle(torch.cat([x1, this.branch2(x2)], { dim: 1 }), 2)
  }
}

const initShuffleNetV2 = initializer<
  [
    stages_repeats: readonly number[],
    stages_out_channels: readonly number[],
    num_classes: number,
    inverted_residual: ModuleFactory,
  ]
>()(
  'ShuffleNetV2.__init__(self, stages_repeats, stages_out_channels, num_classes=1000, inverted_residual=undefined)',
)

class ShuffleNetV2 extends nn.Module {
  declare _stage_out_channels: readonly number[]
  declare conv1: nn.Sequential
  declare maxpool: nn.MaxPool2d
  declare stage2: nn.Sequential
  declare stage3: nn.Sequential
  declare stage4: nn.Sequential
  declare conv5: nn.Sequential
  declare fc: nn.Linear

  constructor(...args: ArgumentsOf<typeof initShuffleNetV2>) {
    const { stages_repeats, stages_out_channels, ...options } = initShuffleNetV2(args)
    const { num_classes, inverted_residual = InvertedResidual_ } = options
    super()
    if (stages_repeats.length !== 3) {
      throw new ValueError('expected stages_repeats as list of 3 positive ints')
    }
    if (stages_out_channels.length !== 5) {
      throw new ValueError('expected stages_out_channels as list of 5 positive ints')
    }
    this._stage_out_channels = stages_out_channels
    const [first, , , , last] = stages_out_channels as [number, number, number, number, number]
    this.conv1 = nn.Sequential(
      nn.Conv2d(3, first, 3, 2, 1, { bias: false }),
      nn.BatchNorm2d(first),
      nn.ReLU({ inplace: true }),
    )
    this.maxpool = nn.MaxPool2d({ kernel_size: 3, stride: 2, padding: 1 })
    let channels = first
    for (const [i, repeats] of stages_repeats.entries()) {
      const wide = stages_out_channels[i + 1] as number
      const stage = [make(inverted_residual, channels, wide, 2)]
      for (let j = 1; j < repeats; j++) stage.push(make(inverted_residual, wide, wide, 1))
      this[`stage${i + 2}` as 'stage2'] = nn.Sequential(...stage)
      channels = wide
    }
    this.conv5 = nn.Sequential(
      nn.Conv2d(channels, last, 1, 1, 0, { bias: false }),
      nn.BatchNorm2d(last),
      nn.ReLU({ inplace: true }),
    )
    this.fc = nn.Linear(last, num_classes)
  }

  _forward_impl(x: Tensor): Tensor {
    x = this.maxpool(this.conv1(x))
    x = this.conv5(this.stage4(this.stage3(this.stage2(x))))
    return this.fc(x.mean([2, 3]))
  }

  override forward(x: Tensor): Tensor {
    return this._forward_impl(x)
  }
}

type Options = OptionsOf<typeof initShuffleNetV2, 'stages_repeats' | 'stages_out_channels'>

function _shufflenetv2<E>(
  name: string,
  weights: E,
  stages_out_channels: readonly number[],
): Builder<ShuffleNetV2, E, Options> {
  return builder<E, Options>()(
    name,
    weights,
    (kwargs) => new ShuffleNetV2([4, 8, 4], stages_out_channels, kwargs as Options),
  )
}

/**
 * ShuffleNet V2 of half the width, from https://arxiv.org/abs/1807.11164.
 *
 * @example
 * const net = torchvision.models.shufflenet_v2_x0_5({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.shufflenet_v2_x0_5.html
 */
export const shufflenet_v2_x0_5 = _shufflenetv2(
  'shufflenet_v2_x0_5',
  W.ShuffleNet_V2_X0_5_Weights,
  [24, 48, 96, 192, 1024],
)
/** ShuffleNet V2; see {@link shufflenet_v2_x0_5}. */
export const shufflenet_v2_x1_0 = _shufflenetv2(
  'shufflenet_v2_x1_0',
  W.ShuffleNet_V2_X1_0_Weights,
  [24, 116, 232, 464, 1024],
)
/** ShuffleNet V2, half as wide again; see {@link shufflenet_v2_x0_5}. */
export const shufflenet_v2_x1_5 = _shufflenetv2(
  'shufflenet_v2_x1_5',
  W.ShuffleNet_V2_X1_5_Weights,
  [24, 176, 352, 704, 1024],
)
/** ShuffleNet V2, twice as wide; see {@link shufflenet_v2_x0_5}. */
export const shufflenet_v2_x2_0 = _shufflenetv2(
  'shufflenet_v2_x2_0',
  W.ShuffleNet_V2_X2_0_Weights,
  [24, 244, 488, 976, 2048],
)

/** The class of {@link shufflenet_v2_x0_5}: three stages of so many blocks, and five numbers of channels. */
const ShuffleNetV2_ = layer(ShuffleNetV2, 'x')
/** Half of the channels as they are, half through convolutions, mixed. */
const InvertedResidual_ = layer(InvertedResidual, 'x')
type ShuffleNetV2_ = ShuffleNetV2
type InvertedResidual_ = InvertedResidual

export * from './_weights/shufflenetv2.js'
export { InvertedResidual_ as InvertedResidual, ShuffleNetV2_ as ShuffleNetV2 }
