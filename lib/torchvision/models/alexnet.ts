// Mirrors torchvision/models/alexnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { builder, type OptionsOf } from './_builder.js'
import { AlexNet_Weights } from './_weights/alexnet.js'

const initAlexNet = initializer<[num_classes: number, dropout: number]>()(
  'AlexNet.__init__(self, num_classes=1000, dropout=0.5)',
)

class AlexNet extends nn.Module {
  declare features: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initAlexNet>) {
    const { num_classes, dropout } = initAlexNet(args)
    super()
    this.features = nn.Sequential(
      nn.Conv2d(3, 64, { kernel_size: 11, stride: 4, padding: 2 }),
      nn.ReLU({ inplace: true }),
      nn.MaxPool2d({ kernel_size: 3, stride: 2 }),
      nn.Conv2d(64, 192, { kernel_size: 5, padding: 2 }),
      nn.ReLU({ inplace: true }),
      nn.MaxPool2d({ kernel_size: 3, stride: 2 }),
      nn.Conv2d(192, 384, { kernel_size: 3, padding: 1 }),
      nn.ReLU({ inplace: true }),
      nn.Conv2d(384, 256, { kernel_size: 3, padding: 1 }),
      nn.ReLU({ inplace: true }),
      nn.Conv2d(256, 256, { kernel_size: 3, padding: 1 }),
      nn.ReLU({ inplace: true }),
      nn.MaxPool2d({ kernel_size: 3, stride: 2 }),
    )
    this.avgpool = nn.AdaptiveAvgPool2d([6, 6])
    this.classifier = nn.Sequential(
      nn.Dropout({ p: dropout }),
      nn.Linear(256 * 6 * 6, 4096),
      nn.ReLU({ inplace: true }),
      nn.Dropout({ p: dropout }),
      nn.Linear(4096, 4096),
      nn.ReLU({ inplace: true }),
      nn.Linear(4096, num_classes),
    )
  }

  override forward(x: Tensor): Tensor {
    return this.classifier(torch.flatten(this.avgpool(this.features(x)), 1))
  }
}

/**
 * AlexNet, for images of 63 x 63 and more; see https://arxiv.org/abs/1404.5997.
 *
 * @example
 * const net = torchvision.models.alexnet({ num_classes: 10 })
 * net(torch.randn(2, 3, 64, 64)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.alexnet.html
 */
export const alexnet = builder<typeof AlexNet_Weights, OptionsOf<typeof initAlexNet>>()(
  'alexnet',
  AlexNet_Weights,
  (kwargs) => new AlexNet(kwargs),
)

/** The class of {@link alexnet}. */
const AlexNet_ = layer(AlexNet, 'x')
type AlexNet_ = AlexNet

export { AlexNet_ as AlexNet, AlexNet_Weights }
