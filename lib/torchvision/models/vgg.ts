// Mirrors torchvision/models/vgg.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import type { Layer } from '../ops/_factory.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import * as W from './_weights/vgg.js'

const initVGG = initializer<
  [features: nn.Module, num_classes: number, init_weights: boolean, dropout: number]
>()('VGG.__init__(self, features, num_classes=1000, init_weights=True, dropout=0.5)')

class VGG extends nn.Module {
  declare features: Layer
  declare avgpool: nn.AdaptiveAvgPool2d
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initVGG>) {
    const { features, num_classes, init_weights, dropout } = initVGG(args)
    super()
    this.features = features as Layer
    this.avgpool = nn.AdaptiveAvgPool2d([7, 7])
    this.classifier = nn.Sequential(
      nn.Linear(512 * 7 * 7, 4096),
      nn.ReLU(true),
      nn.Dropout({ p: dropout }),
      nn.Linear(4096, 4096),
      nn.ReLU(true),
      nn.Dropout({ p: dropout }),
      nn.Linear(4096, num_classes),
    )
    if (!init_weights) return
    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) {
        nn.init.kaiming_normal_(m.weight, { mode: 'fan_out', nonlinearity: 'relu' })
        if (m.bias !== null) nn.init.constant_(m.bias, 0)
      } else if (m instanceof nn.BatchNorm2d) {
        nn.init.constant_(m.weight as Tensor, 1)
        nn.init.constant_(m.bias as Tensor, 0)
      } else if (m instanceof nn.Linear) {
        nn.init.normal_(m.weight, 0, 0.01)
        nn.init.constant_(m.bias as Tensor, 0)
      }
    }
  }

  override forward(x: Tensor): Tensor {
    return this.classifier(torch.flatten(this.avgpool(this.features(x)), 1))
  }
}

/** The convolutions of a VGG: numbers are channels, `'M'` is a pooling that halves the size. */
export function make_layers(cfg: readonly (number | 'M')[], batch_norm = false): nn.Sequential {
  const layers: nn.Module[] = []
  let in_channels = 3
  for (const v of cfg) {
    if (v === 'M') {
      layers.push(nn.MaxPool2d({ kernel_size: 2, stride: 2 }))
      continue
    }
    layers.push(nn.Conv2d(in_channels, v, { kernel_size: 3, padding: 1 }))
    if (batch_norm) layers.push(nn.BatchNorm2d(v))
    layers.push(nn.ReLU({ inplace: true }))
    in_channels = v
  }
  return nn.Sequential(...layers)
}

/** The convolutions of VGG-11 (A), 13 (B), 16 (D) and 19 (E). */
export const cfgs = {
  A: [64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  B: [64, 64, 'M', 128, 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'],
  D: [
    [64, 64, 'M'],
    [128, 128, 'M'],
    [256, 256, 256, 'M'],
    [512, 512, 512, 'M'],
    [512, 512, 512, 'M'],
  ].flat(),
  E: [
    [64, 64, 'M'],
    [128, 128, 'M'],
    [256, 256, 256, 256, 'M'],
    [512, 512, 512, 512, 'M'],
    [512, 512, 512, 512, 'M'],
  ].flat(),
} as Readonly<Record<'A' | 'B' | 'D' | 'E', readonly (number | 'M')[]>>

type Options = OptionsOf<typeof initVGG, 'features'>

function _vgg<E>(
  name: string,
  cfg: keyof typeof cfgs,
  batch_norm: boolean,
  weights: E,
): Builder<VGG, E, Options> {
  return builder<E, Options>()(name, weights, (kwargs, given) => {
    if (given) kwargs.init_weights = false
    return new VGG(make_layers(cfgs[cfg], batch_norm), kwargs)
  })
}

/**
 * VGG-11, configuration A of https://arxiv.org/abs/1409.1556, for images of 32 x 32 and more.
 *
 * @example
 * const net = torch.device('meta', () => torchvision.models.vgg11({ num_classes: 10 }))
 * net.classifier[6] // Linear(in_features=4096, out_features=10, bias=True)
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.vgg11.html
 */
export const vgg11 = _vgg('vgg11', 'A', false, W.VGG11_Weights)
/** {@link vgg11} with batch normalization. */
export const vgg11_bn = _vgg('vgg11_bn', 'A', true, W.VGG11_BN_Weights)
/** VGG-13, configuration B; see {@link vgg11}. */
export const vgg13 = _vgg('vgg13', 'B', false, W.VGG13_Weights)
/** {@link vgg13} with batch normalization. */
export const vgg13_bn = _vgg('vgg13_bn', 'B', true, W.VGG13_BN_Weights)
/** VGG-16, configuration D; see {@link vgg11}. */
export const vgg16 = _vgg('vgg16', 'D', false, W.VGG16_Weights)
/** {@link vgg16} with batch normalization. */
export const vgg16_bn = _vgg('vgg16_bn', 'D', true, W.VGG16_BN_Weights)
/** VGG-19, configuration E; see {@link vgg11}. */
export const vgg19 = _vgg('vgg19', 'E', false, W.VGG19_Weights)
/** {@link vgg19} with batch normalization. */
export const vgg19_bn = _vgg('vgg19_bn', 'E', true, W.VGG19_BN_Weights)

/** The class of {@link vgg11} and the others: convolutions of any kind that end in 512 channels, and three linear layers. */
const VGG_ = layer(VGG, 'x')
type VGG_ = VGG

export * from './_weights/vgg.js'
export { VGG_ as VGG }
