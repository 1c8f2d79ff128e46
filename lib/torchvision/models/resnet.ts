// Mirrors torchvision/models/resnet.py. The blocks are in _resnet_blocks.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { BasicBlock, type BlockClass, Bottleneck, conv1x1 } from './_resnet_blocks.js'
import { _ovewrite_named_param, type Kwargs } from './_utils.js'
import * as W from './_weights/resnet.js'

export { BasicBlock, type BlockClass, Bottleneck, conv1x1, conv3x3 } from './_resnet_blocks.js'

const initResNet = initializer<
  [
    block: BlockClass,
    layers: readonly number[],
    num_classes: number,
    zero_init_residual: boolean,
    groups: number,
    width_per_group: number,
    replace_stride_with_dilation: readonly boolean[] | null,
    norm_layer: ModuleFactory | null,
  ]
>()(
  'ResNet.__init__(self, block, layers, num_classes=1000, zero_init_residual=False, groups=1, width_per_group=64, replace_stride_with_dilation=None, norm_layer=None)',
)

class ResNet extends nn.Module {
  declare _norm_layer: ModuleFactory
  declare inplanes: number
  declare dilation: number
  declare groups: number
  declare base_width: number
  declare conv1: nn.Conv2d
  declare bn1: Layer
  declare relu: nn.ReLU
  declare maxpool: nn.MaxPool2d
  declare layer1: nn.Sequential
  declare layer2: nn.Sequential
  declare layer3: nn.Sequential
  declare layer4: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare fc: nn.Linear

  constructor(...args: ArgumentsOf<typeof initResNet>) {
    const options = initResNet(args)
    const { block, layers, num_classes, zero_init_residual, groups, width_per_group } = options
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    super()
    this._norm_layer = norm_layer
    this.inplanes = 64
    this.dilation = 1
    const dilate = options.replace_stride_with_dilation ?? [false, false, false]
    if (dilate.length !== 3) {
      throw new ValueError(
        `replace_stride_with_dilation should be None or a 3-element tuple, got ${pyStr(dilate)}`,
      )
    }
    this.groups = groups
    this.base_width = width_per_group
    this.conv1 = nn.Conv2d(3, 64, { kernel_size: 7, stride: 2, padding: 3, bias: false })
    this.bn1 = make(norm_layer, 64)
    this.relu = nn.ReLU({ inplace: true })
    this.maxpool = nn.MaxPool2d({ kernel_size: 3, stride: 2, padding: 1 })
    const [one, two, three, four] = layers as readonly [number, number, number, number]
    this.layer1 = this._make_layer(block, 64, one)
    this.layer2 = this._make_layer(block, 128, two, 2, dilate[0])
    this.layer3 = this._make_layer(block, 256, three, 2, dilate[1])
    this.layer4 = this._make_layer(block, 512, four, 2, dilate[2])
    this.avgpool = nn.AdaptiveAvgPool2d([1, 1])
    this.fc = nn.Linear(512 * block.expansion, num_classes)
    this.#reset(zero_init_residual)
  }

  #reset(zero_init_residual: boolean): void {
    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) {
        nn.init.kaiming_normal_(m.weight, { mode: 'fan_out', nonlinearity: 'relu' })
      } else if (m instanceof nn.BatchNorm2d || m instanceof nn.GroupNorm) {
        nn.init.constant_(m.weight as Tensor, 1)
        nn.init.constant_(m.bias as Tensor, 0)
      }
    }
    if (!zero_init_residual) return
    // Every block begins as the identity: see https://arxiv.org/abs/1706.02677.
    for (const m of this.modules()) {
      const last = m instanceof Bottleneck ? m.bn3 : m instanceof BasicBlock ? m.bn2 : null
      const weight = (last as { weight?: Tensor | null } | null)?.weight
      if (weight) nn.init.constant_(weight, 0)
    }
  }

  _make_layer(
    block: BlockClass,
    planes: number,
    blocks: number,
    stride = 1,
    dilate = false,
  ): nn.Sequential {
    const { _norm_layer: norm_layer, groups, base_width, dilation: previous_dilation } = this
    if (dilate) {
      this.dilation *= stride
      stride = 1
    }
    const { dilation } = this
    const outplanes = planes * block.expansion
    const downsample =
      stride !== 1 || this.inplanes !== outplanes
        ? nn.Sequential(conv1x1(this.inplanes, outplanes, stride), make(norm_layer, outplanes))
        : null
    const rest = [groups, base_width, previous_dilation, norm_layer] as const
    const layers: nn.Module[] = [new block(this.inplanes, planes, stride, downsample, ...rest)]
    this.inplanes = outplanes
    for (let i = 1; i < blocks; i++) {
      layers.push(new block(outplanes, planes, { groups, base_width, dilation, norm_layer }))
    }
    return nn.Sequential(...layers)
  }

  _forward_impl(x: Tensor): Tensor {
    x = this.maxpool(this.relu(this.bn1(this.conv1(x))))
    x = this.layer4(this.layer3(this.layer2(this.layer1(x))))
    return this.fc(torch.flatten(this.avgpool(x), 1))
  }

  override forward(x: Tensor): Tensor {
    return this._forward_impl(x)
  }
}

type Options = OptionsOf<typeof initResNet, 'block' | 'layers'>

function _resnet<E>(
  name: string,
  block: BlockClass,
  layers: readonly number[],
  weights: E,
  width: Kwargs = {},
): Builder<ResNet, E, Options> {
  return builder<E, Options>()(name, weights, (kwargs) => {
    for (const [key, value] of Object.entries(width)) _ovewrite_named_param(kwargs, key, value)
    return new ResNet(block, layers, kwargs as Options)
  })
}

/**
 * ResNet-18, from https://arxiv.org/abs/1512.03385. The options are those of {@link ResNet}.
 *
 * @example
 * const net = torchvision.models.resnet18({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.resnet18.html
 */
export const resnet18 = _resnet('resnet18', BasicBlock, [2, 2, 2, 2], W.ResNet18_Weights)
/** ResNet-34; see {@link resnet18}. */
export const resnet34 = _resnet('resnet34', BasicBlock, [3, 4, 6, 3], W.ResNet34_Weights)
/**
 * ResNet-50; see {@link resnet18}. The stride of its bottlenecks is in the 3 x 3 convolution.
 *
 * @example
 * torchvision.models.ResNet50_Weights.DEFAULT // ResNet50_Weights.IMAGENET1K_V2
 * const net = torchvision.models.resnet50()
 * net.fc // Linear(in_features=2048, out_features=1000, bias=True)
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.resnet50.html
 */
export const resnet50 = _resnet('resnet50', Bottleneck, [3, 4, 6, 3], W.ResNet50_Weights)
/** ResNet-101; see {@link resnet50}. */
export const resnet101 = _resnet('resnet101', Bottleneck, [3, 4, 23, 3], W.ResNet101_Weights)
/** ResNet-152; see {@link resnet50}. */
export const resnet152 = _resnet('resnet152', Bottleneck, [3, 8, 36, 3], W.ResNet152_Weights)
/** ResNeXt-50 32x4d, from https://arxiv.org/abs/1611.05431; see {@link resnet50}. */
export const resnext50_32x4d = _resnet(
  'resnext50_32x4d',
  Bottleneck,
  [3, 4, 6, 3],
  W.ResNeXt50_32X4D_Weights,
  { groups: 32, width_per_group: 4 },
)
/** ResNeXt-101 32x8d; see {@link resnext50_32x4d}. */
export const resnext101_32x8d = _resnet(
  'resnext101_32x8d',
  Bottleneck,
  [3, 4, 23, 3],
  W.ResNeXt101_32X8D_Weights,
  { groups: 32, width_per_group: 8 },
)
/** ResNeXt-101 64x4d; see {@link resnext50_32x4d}. */
export const resnext101_64x4d = _resnet(
  'resnext101_64x4d',
  Bottleneck,
  [3, 4, 23, 3],
  W.ResNeXt101_64X4D_Weights,
  { groups: 64, width_per_group: 4 },
)
/** ResNet-50 with inner blocks twice as wide, from https://arxiv.org/abs/1605.07146; see {@link resnet50}. */
export const wide_resnet50_2 = _resnet(
  'wide_resnet50_2',
  Bottleneck,
  [3, 4, 6, 3],
  W.Wide_ResNet50_2_Weights,
  { width_per_group: 128 },
)
/** ResNet-101 with inner blocks twice as wide; see {@link wide_resnet50_2}. */
export const wide_resnet101_2 = _resnet(
  'wide_resnet101_2',
  Bottleneck,
  [3, 4, 23, 3],
  W.Wide_ResNet101_2_Weights,
  { width_per_group: 128 },
)

/**
 * The class of {@link resnet18} and the others: four layers of so many blocks. `replace_stride_with_dilation` says of the
 * last three whether they keep the size.
 *
 * @example
 * const { ResNet, BasicBlock } = torchvision.models.resnet
 * const net = ResNet(BasicBlock, [1, 1, 1, 1], { num_classes: 4 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 4])
 */
const ResNet_ = layer(ResNet, 'x')
type ResNet_ = ResNet

export * from './_weights/resnet.js'
export { ResNet_ as ResNet }
