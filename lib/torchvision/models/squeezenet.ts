// Mirrors torchvision/models/squeezenet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { SqueezeNet1_0_Weights, SqueezeNet1_1_Weights } from './_weights/squeezenet.js'

const initFire = initializer<
  [inplanes: number, squeeze_planes: number, expand1x1_planes: number, expand3x3_planes: number]
>()('Fire.__init__(self, inplanes, squeeze_planes, expand1x1_planes, expand3x3_planes)')

class Fire extends nn.Module {
  declare inplanes: number
  declare squeeze: nn.Conv2d
  declare squeeze_activation: nn.ReLU
  declare expand1x1: nn.Conv2d
  declare expand1x1_activation: nn.ReLU
  declare expand3x3: nn.Conv2d
  declare expand3x3_activation: nn.ReLU

  constructor(...args: ArgumentsOf<typeof initFire>) {
    const { inplanes, squeeze_planes, expand1x1_planes, expand3x3_planes } = initFire(args)
    super()
    this.inplanes = inplanes
    this.squeeze = nn.Conv2d(inplanes, squeeze_planes, { kernel_size: 1 })
    this.squeeze_activation = nn.ReLU({ inplace: true })
    this.expand1x1 = nn.Conv2d(squeeze_planes, expand1x1_planes, { kernel_size: 1 })
    this.expand1x1_activation = nn.ReLU({ inplace: true })
    this.expand3x3 = nn.Conv2d(squeeze_planes, expand3x3_planes, { kernel_size: 3, padding: 1 })
    this.expand3x3_activation = nn.ReLU({ inplace: true })
  }

  override forward(x: Tensor): Tensor {
    const squeezed = this.squeeze_activation(this.squeeze(x))
    const small = this.expand1x1_activation(this.expand1x1(squeezed))
    const large = this.expand3x3_activation(this.expand3x3(squeezed))
    return torch.cat([small, large], 1)
  }
}

const pool = (): nn.MaxPool2d => nn.MaxPool2d({ kernel_size: 3, stride: 2, ceil_mode: true })

// The layers of each version, made when they are wanted: making draws random numbers.
const versions: Readonly<Record<string, () => nn.Module[]>> = {
  '1_0': () => [
    nn.Conv2d(3, 96, { kernel_size: 7, stride: 2 }),
    nn.ReLU({ inplace: true }),
    pool(),
    new Fire(96, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    new Fire(128, 32, 128, 128),
    pool(),
    new Fire(256, 32, 128, 128),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    pool(),
    new Fire(512, 64, 256, 256),
  ],
  '1_1': () => [
    nn.Conv2d(3, 64, { kernel_size: 3, stride: 2 }),
    nn.ReLU({ inplace: true }),
    pool(),
    new Fire(64, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    pool(),
    new Fire(128, 32, 128, 128),
    new Fire(256, 32, 128, 128),
    pool(),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    new Fire(512, 64, 256, 256),
  ],
}

const initSqueezeNet = initializer<[version: string, num_classes: number, dropout: number]>()(
  "SqueezeNet.__init__(self, version='1_0', num_classes=1000, dropout=0.5)",
)

class SqueezeNet extends nn.Module {
  declare num_classes: number
  declare features: nn.Sequential
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initSqueezeNet>) {
    const { version, num_classes, dropout } = initSqueezeNet(args)
    super()
    this.num_classes = num_classes
    const layers = Object.hasOwn(versions, version) ? versions[version] : undefined
    if (!layers) {
      throw new ValueError(`Unsupported SqueezeNet version ${pyStr(version)}: 1_0 or 1_1 expected`)
    }
    this.features = nn.Sequential(...layers())
    const final_conv = nn.Conv2d(512, num_classes, { kernel_size: 1 })
    this.classifier = nn.Sequential(
      nn.Dropout({ p: dropout }),
      final_conv,
      nn.ReLU({ inplace: true }),
      nn.AdaptiveAvgPool2d([1, 1]),
    )
    for (const m of this.modules()) {
      if (!(m instanceof nn.Conv2d)) continue
      if (m === final_conv) nn.init.normal_(m.weight, { mean: 0, std: 0.01 })
      else nn.init.kaiming_uniform_(m.weight)
      if (m.bias !== null) nn.init.constant_(m.bias, 0)
    }
  }

  override forward(x: Tensor): Tensor {
    return torch.flatten(this.classifier(this.features(x)), 1)
  }
}

type Options = OptionsOf<typeof initSqueezeNet, 'version'>

function _squeezenet<E>(version: string, weights: E): Builder<SqueezeNet, E, Options> {
  return builder<E, Options>()(
    `squeezenet${version}`,
    weights,
    (kwargs) => new SqueezeNet(version, kwargs),
  )
}

/**
 * SqueezeNet 1.0, from https://arxiv.org/abs/1602.07360, for images of 21 x 21 and more.
 *
 * @example
 * const net = torchvision.models.squeezenet1_0({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.squeezenet1_0.html
 */
export const squeezenet1_0 = _squeezenet('1_0', SqueezeNet1_0_Weights)
/** SqueezeNet 1.1, which computes 2.4 times less, for images of 17 x 17 and more; see {@link squeezenet1_0}. */
export const squeezenet1_1 = _squeezenet('1_1', SqueezeNet1_1_Weights)

/** The class of {@link squeezenet1_0}: `version` is `'1_0'` or `'1_1'`. */
const SqueezeNet_ = layer(SqueezeNet, 'x')
/** A convolution to few channels, then two of 1 x 1 and of 3 x 3 side by side. */
const Fire_ = layer(Fire, 'x')
type SqueezeNet_ = SqueezeNet
type Fire_ = Fire

export { Fire_ as Fire, SqueezeNet_ as SqueezeNet, SqueezeNet1_0_Weights, SqueezeNet1_1_Weights }
