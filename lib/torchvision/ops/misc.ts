// Mirrors torchvision/ops/misc.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { floatRepr } from '../../_repr.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { warn } from '../../warnings.js'
import { floatDropout, inplaceOptions, type Layer, type ModuleFactory, make } from './_factory.js'

export type { ModuleFactory } from './_factory.js'

/** {@link nn.functional.interpolate}. */
export const interpolate: typeof nn.functional.interpolate = nn.functional.interpolate

const initFrozenBatchNorm2d = initializer<[num_features: number, eps: number]>()(
  'FrozenBatchNorm2d.__init__(self, num_features, eps=1e-05)',
)

class FrozenBatchNorm2d extends nn.Module {
  declare eps: number
  declare weight: Tensor
  declare bias: Tensor
  declare running_mean: Tensor
  declare running_var: Tensor

  constructor(...args: ArgumentsOf<typeof initFrozenBatchNorm2d>) {
    const { num_features, eps } = initFrozenBatchNorm2d(args)
    super()
    this.eps = eps
    this.register_buffer('weight', torch.ones(num_features))
    this.register_buffer('bias', torch.zeros(num_features))
    this.register_buffer('running_mean', torch.zeros(num_features))
    this.register_buffer('running_var', torch.ones(num_features))
  }

  // State of a BatchNorm2d, which counts its batches, fits too.
  override _load_from_state_dict(...args: Parameters<nn.Module['_load_from_state_dict']>): void {
    const [state_dict, prefix] = args
    delete state_dict[`${prefix}num_batches_tracked`]
    super._load_from_state_dict(...args)
  }

  override forward(x: Tensor): Tensor {
    const [w, b, rv, rm] = [this.weight, this.bias, this.running_var, this.running_mean].map(
      (one) => one.reshape(1, -1, 1, 1),
    ) as [Tensor, Tensor, Tensor, Tensor]
    const scale = w.mul(rv.add(this.eps).rsqrt())
    return x.mul(scale).add(b.sub(rm.mul(scale)))
  }

  override __repr__(): string {
    return `${this._get_name()}(${this.weight.size(0)}, eps=${floatRepr(this.eps)})`
  }
}

/** One number for all dimensions, or one for each. */
type Sizes = number | readonly number[]

const initConvNormActivation = initializer<
  [
    in_channels: number,
    out_channels: number,
    kernel_size: Sizes,
    stride: Sizes,
    padding: Sizes | string | null,
    groups: number,
    norm_layer: ModuleFactory | null,
    activation_layer: ModuleFactory | null,
    dilation: Sizes,
    inplace: boolean | null,
    bias: boolean | null,
    conv_layer: ModuleFactory,
  ]
>()(
  'ConvNormActivation.__init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1, norm_layer=undefined, activation_layer=undefined, dilation=1, inplace=True, bias=None, conv_layer=undefined)',
)

function samePadding(kernel_size: Sizes, dilation: Sizes): Sizes {
  if (typeof kernel_size === 'number' && typeof dilation === 'number') {
    return Math.floor((kernel_size - 1) / 2) * dilation
  }
  const length = (Array.isArray(kernel_size) ? kernel_size : (dilation as readonly number[])).length
  const [kernels, dilations] = [kernel_size, dilation].map((one) =>
    typeof one === 'number' ? Array<number>(length).fill(one) : one,
  ) as [readonly number[], readonly number[]]
  return kernels.map((one, i) => Math.floor((one - 1) / 2) * (dilations[i] as number))
}

class ConvNormActivation extends nn.Sequential {
  declare out_channels: number

  constructor(...args: ArgumentsOf<typeof initConvNormActivation>) {
    const options = initConvNormActivation(args)
    const { in_channels, out_channels, kernel_size, stride, groups, dilation, inplace } = options
    const {
      norm_layer = nn.BatchNorm2d,
      activation_layer = nn.ReLU,
      conv_layer = nn.Conv2d,
    } = options
    const padding = options.padding ?? samePadding(kernel_size, dilation)
    const bias = options.bias ?? norm_layer === null
    const layers: Layer[] = [
      make(conv_layer, in_channels, out_channels, kernel_size, stride, padding, {
        dilation,
        groups,
        bias,
      }),
    ]
    if (norm_layer !== null) layers.push(make(norm_layer, out_channels))
    if (activation_layer !== null) layers.push(make(activation_layer, ...inplaceOptions(inplace)))
    super(...layers)
    this.out_channels = out_channels
    if (new.target === ConvNormActivation) {
      warn(
        "Don't use ConvNormActivation directly, please use Conv2dNormActivation and Conv3dNormActivation instead.",
      )
    }
  }
}

const initOfDimension = (name: string) =>
  initializer<
    [
      in_channels: number,
      out_channels: number,
      kernel_size: Sizes,
      stride: Sizes,
      padding: Sizes | string | null,
      groups: number,
      norm_layer: ModuleFactory | null,
      activation_layer: ModuleFactory | null,
      dilation: Sizes,
      inplace: boolean | null,
      bias: boolean | null,
    ]
  >()(
    `${name}.__init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1, norm_layer=undefined, activation_layer=undefined, dilation=1, inplace=True, bias=None)` as 'C.__init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1, norm_layer=undefined, activation_layer=undefined, dilation=1, inplace=True, bias=None)',
  )

const initConv2dNormActivation = initOfDimension('Conv2dNormActivation')
const initConv3dNormActivation = initOfDimension('Conv3dNormActivation')

class Conv2dNormActivation extends ConvNormActivation {
  constructor(...args: ArgumentsOf<typeof initConv2dNormActivation>) {
    super({ ...initConv2dNormActivation(args), conv_layer: nn.Conv2d })
  }
}

class Conv3dNormActivation extends ConvNormActivation {
  constructor(...args: ArgumentsOf<typeof initConv3dNormActivation>) {
    const options = initConv3dNormActivation(args)
    const { norm_layer = nn.BatchNorm3d } = options
    super({ ...options, norm_layer, conv_layer: nn.Conv3d })
  }
}

const initSqueezeExcitation = initializer<
  [
    input_channels: number,
    squeeze_channels: number,
    activation: ModuleFactory,
    scale_activation: ModuleFactory,
  ]
>()(
  'SqueezeExcitation.__init__(self, input_channels, squeeze_channels, activation=undefined, scale_activation=undefined)',
)

class SqueezeExcitation extends nn.Module {
  declare avgpool: nn.AdaptiveAvgPool2d
  declare fc1: nn.Conv2d
  declare fc2: nn.Conv2d
  declare activation: Layer
  declare scale_activation: Layer

  constructor(...args: ArgumentsOf<typeof initSqueezeExcitation>) {
    const { input_channels, squeeze_channels, ...given } = initSqueezeExcitation(args)
    const { activation = nn.ReLU, scale_activation = nn.Sigmoid } = given
    super()
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    this.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
    this.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)
    this.activation = make(activation)
    this.scale_activation = make(scale_activation)
  }

  _scale(input: Tensor): Tensor {
    const squeezed = this.activation(this.fc1(this.avgpool(input)))
    return this.scale_activation(this.fc2(squeezed))
  }

  override forward(input: Tensor): Tensor {
    return this._scale(input).mul(input)
  }
}

const initMLP = initializer<
  [
    in_channels: number,
    hidden_channels: readonly number[],
    norm_layer: ModuleFactory | null,
    activation_layer: ModuleFactory | null,
    inplace: boolean | null,
    bias: boolean,
    dropout: number,
  ]
>()(
  'MLP.__init__(self, in_channels, hidden_channels, norm_layer=None, activation_layer=undefined, inplace=None, bias=True, dropout=0.0)',
)

class MLP extends nn.Sequential {
  constructor(...args: ArgumentsOf<typeof initMLP>) {
    const options = initMLP(args)
    const { in_channels, hidden_channels, norm_layer, inplace, bias, dropout } = options
    const { activation_layer = nn.ReLU } = options
    const inplaceOption = inplaceOptions(inplace)
    const layers: Layer[] = []
    let in_dim = in_channels
    for (const hidden_dim of hidden_channels.slice(0, -1)) {
      layers.push(nn.Linear(in_dim, hidden_dim, { bias }))
      if (norm_layer !== null) layers.push(make(norm_layer, hidden_dim))
      layers.push(make(activation_layer as ModuleFactory, ...inplaceOption))
      layers.push(floatDropout(dropout, ...inplaceOption))
      in_dim = hidden_dim
    }
    layers.push(nn.Linear(in_dim, hidden_channels.at(-1) as number, { bias }))
    layers.push(floatDropout(dropout, ...inplaceOption))
    super(...layers)
  }
}

const initPermute = initializer<[dims: readonly number[]]>()('Permute.__init__(self, dims)')

class Permute extends nn.Module {
  declare dims: readonly number[]

  constructor(...args: ArgumentsOf<typeof initPermute>) {
    const { dims } = initPermute(args)
    super()
    this.dims = dims
  }

  override forward(x: Tensor): Tensor {
    return torch.permute(x, this.dims)
  }
}

/**
 * Batch normalization of images with statistics, weight and bias that do not change: they are buffers, `(C)` each.
 *
 * @example
 * torchvision.ops.FrozenBatchNorm2d(3) // FrozenBatchNorm2d(3, eps=1e-05)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.FrozenBatchNorm2d.html
 */
const FrozenBatchNorm2d_ = layer(FrozenBatchNorm2d, 'x')
/** A convolution, a normalization and an activation; its subclasses say of how many dimensions. */
const ConvNormActivation_ = callable(ConvNormActivation)
/**
 * Convolution of images, normalization and activation, each of which a class (or a function that makes the layer) says.
 * `norm_layer` and `activation_layer` may be null. Without a `padding`, stride 1 keeps the size. There is a bias where
 * there is no normalization.
 *
 * @example
 * const block = torchvision.ops.Conv2dNormActivation(3, 8, { stride: 2, activation_layer: nn.ReLU6 })
 * block(torch.randn(1, 3, 32, 32)).size() // torch.Size([1, 8, 16, 16])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.Conv2dNormActivation.html
 */
const Conv2dNormActivation_ = callable(Conv2dNormActivation)
/**
 * {@link Conv2dNormActivation} of videos, `(N, C, T, H, W)`.
 *
 * @example
 * const block = torchvision.ops.Conv3dNormActivation(3, 8)
 * block(torch.randn(1, 3, 4, 16, 16)).size() // torch.Size([1, 8, 4, 16, 16])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.Conv3dNormActivation.html
 */
const Conv3dNormActivation_ = callable(Conv3dNormActivation)
/**
 * Weighs the channels of images by what their means say.
 *
 * @example
 * torchvision.ops.SqueezeExcitation(8, 2)(torch.randn(1, 8, 4, 4)).size() // torch.Size([1, 8, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.SqueezeExcitation.html
 */
const SqueezeExcitation_ = layer(SqueezeExcitation, 'input')
/**
 * Linear layers of the sizes `hidden_channels`, with activation and dropout after each; the last has no activation.
 *
 * @example
 * torchvision.ops.MLP(4, [8, 2])(torch.randn(3, 4)).size() // torch.Size([3, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.MLP.html
 */
const MLP_ = callable(MLP)
/**
 * The dimensions in another order, as a view.
 *
 * @example
 * torchvision.ops.Permute([0, 2, 3, 1])(torch.randn(1, 3, 4, 5)).size() // torch.Size([1, 4, 5, 3])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.Permute.html
 */
const Permute_ = layer(Permute, 'x')

type FrozenBatchNorm2d_ = FrozenBatchNorm2d
type ConvNormActivation_ = ConvNormActivation
type Conv2dNormActivation_ = Conv2dNormActivation
type Conv3dNormActivation_ = Conv3dNormActivation
type SqueezeExcitation_ = SqueezeExcitation
type MLP_ = MLP
type Permute_ = Permute

export {
  Conv2dNormActivation_ as Conv2dNormActivation,
  Conv3dNormActivation_ as Conv3dNormActivation,
  ConvNormActivation_ as ConvNormActivation,
  FrozenBatchNorm2d_ as FrozenBatchNorm2d,
  MLP_ as MLP,
  Permute_ as Permute,
  SqueezeExcitation_ as SqueezeExcitation,
}
