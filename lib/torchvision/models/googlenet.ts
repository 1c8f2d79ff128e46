// Mirrors torchvision/models/googlenet.py. Its parts are in _googlenet_blocks.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { FutureWarning, warn } from '../../warnings.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { builder, type OptionsOf } from './_builder.js'
import { BasicConv2d, Inception, InceptionAux } from './_googlenet_blocks.js'
import { transformInput } from './_inception_common.js'
import { namedtuple } from './_namedtuple.js'
import { _ovewrite_named_param } from './_utils.js'
import { GoogLeNet_Weights } from './_weights/googlenet.js'

export { BasicConv2d, Inception, InceptionAux } from './_googlenet_blocks.js'

/** The scores of {@link GoogLeNet} in training, and those of its auxiliary classifiers. */
export const GoogLeNetOutputs = namedtuple<{
  logits: Tensor
  aux_logits2: Tensor | null
  aux_logits1: Tensor | null
}>()('GoogLeNetOutputs', ['logits', 'aux_logits2', 'aux_logits1'])
export type GoogLeNetOutputs = InstanceType<typeof GoogLeNetOutputs>
/** Its former name. */
export const _GoogLeNetOutputs: typeof GoogLeNetOutputs = GoogLeNetOutputs

const initGoogLeNet = initializer<
  [
    num_classes: number,
    aux_logits: boolean,
    transform_input: boolean,
    init_weights: boolean | null,
    blocks: readonly ModuleFactory[] | null,
    dropout: number,
    dropout_aux: number,
  ]
>()(
  'GoogLeNet.__init__(self, num_classes=1000, aux_logits=True, transform_input=False, init_weights=None, blocks=None, dropout=0.2, dropout_aux=0.7)',
)

class GoogLeNet extends nn.Module {
  declare aux_logits: boolean
  declare transform_input: boolean
  declare conv1: Layer
  declare maxpool1: nn.MaxPool2d
  declare conv2: Layer
  declare conv3: Layer
  declare maxpool2: nn.MaxPool2d
  declare inception3a: Layer
  declare inception3b: Layer
  declare maxpool3: nn.MaxPool2d
  declare inception4a: Layer
  declare inception4b: Layer
  declare inception4c: Layer
  declare inception4d: Layer
  declare inception4e: Layer
  declare maxpool4: nn.MaxPool2d
  declare inception5a: Layer
  declare inception5b: Layer
  declare aux1: Layer | null
  declare aux2: Layer | null
  declare avgpool: nn.AdaptiveAvgPool2d
  declare dropout: nn.Dropout
  declare fc: nn.Linear

  constructor(...args: ArgumentsOf<typeof initGoogLeNet>) {
    const options = initGoogLeNet(args)
    const { num_classes, aux_logits, transform_input, dropout, dropout_aux } = options
    const blocks = options.blocks ?? [BasicConv2d, Inception, InceptionAux]
    super()
    const init_weights = options.init_weights ?? initByDefault()
    if (blocks.length !== 3) {
      throw new ValueError(`blocks length should be 3 instead of ${blocks.length}`)
    }
    const [conv, inception, aux] = blocks as readonly [ModuleFactory, ModuleFactory, ModuleFactory]
    this.aux_logits = aux_logits
    this.transform_input = transform_input
    this.conv1 = make(conv, 3, 64, { kernel_size: 7, stride: 2, padding: 3 })
    this.maxpool1 = nn.MaxPool2d(3, { stride: 2, ceil_mode: true })
    this.conv2 = make(conv, 64, 64, { kernel_size: 1 })
    this.conv3 = make(conv, 64, 192, { kernel_size: 3, padding: 1 })
    this.maxpool2 = nn.MaxPool2d(3, { stride: 2, ceil_mode: true })
    this.inception3a = make(inception, 192, 64, 96, 128, 16, 32, 32)
    this.inception3b = make(inception, 256, 128, 128, 192, 32, 96, 64)
    this.maxpool3 = nn.MaxPool2d(3, { stride: 2, ceil_mode: true })
    this.inception4a = make(inception, 480, 192, 96, 208, 16, 48, 64)
    this.inception4b = make(inception, 512, 160, 112, 224, 24, 64, 64)
    this.inception4c = make(inception, 512, 128, 128, 256, 24, 64, 64)
    this.inception4d = make(inception, 512, 112, 144, 288, 32, 64, 64)
    this.inception4e = make(inception, 528, 256, 160, 320, 32, 128, 128)
    this.maxpool4 = nn.MaxPool2d(2, { stride: 2, ceil_mode: true })
    this.inception5a = make(inception, 832, 256, 160, 320, 32, 128, 128)
    this.inception5b = make(inception, 832, 384, 192, 384, 48, 128, 128)
    this.aux1 = aux_logits ? make(aux, 512, num_classes, { dropout: dropout_aux }) : null
    this.aux2 = aux_logits ? make(aux, 528, num_classes, { dropout: dropout_aux }) : null
    this.avgpool = nn.AdaptiveAvgPool2d([1, 1])
    this.dropout = nn.Dropout({ p: dropout })
    this.fc = nn.Linear(1024, num_classes)
    if (init_weights) resetParameters(this)
  }

  _transform_input(x: Tensor): Tensor {
    return this.transform_input ? transformInput(x) : x
  }

  _forward(x: Tensor): [logits: Tensor, aux2: Tensor | null, aux1: Tensor | null] {
    x = this.maxpool1(this.conv1(x)) // (N, 64, 56, 56), of images of 224 x 224
    x = this.maxpool2(this.conv3(this.conv2(x))) // (N, 192, 28, 28)
    x = this.maxpool3(this.inception3b(this.inception3a(x))) // (N, 480, 14, 14)
    x = this.inception4a(x)
    const aux1 = this.training && this.aux1 !== null ? this.aux1(x) : null
    x = this.inception4d(this.inception4c(this.inception4b(x)))
    const aux2 = this.training && this.aux2 !== null ? this.aux2(x) : null
    x = this.maxpool4(this.inception4e(x)) // (N, 832, 7, 7)
    x = this.avgpool(this.inception5b(this.inception5a(x)))
    return [this.fc(this.dropout(torch.flatten(x, 1))), aux2, aux1]
  }

  eager_outputs(x: Tensor, aux2: Tensor | null, aux1: Tensor | null): Tensor | GoogLeNetOutputs {
    return this.training && this.aux_logits ? new GoogLeNetOutputs(x, aux2, aux1) : x
  }

  override forward(x: Tensor): Tensor | GoogLeNetOutputs {
    return this.eager_outputs(...this._forward(this._transform_input(x)))
  }
}

function initByDefault(): true {
  warn(
    'The default weight initialization of GoogleNet will be changed in future releases of torchvision. ' +
      'If you wish to keep the old behavior (which leads to long initialization times due to scipy/scipy#11299), ' +
      'please set init_weights=True.',
    FutureWarning,
  )
  return true
}

function resetParameters(model: nn.Module): void {
  for (const m of model.modules()) {
    if (m instanceof nn.Conv2d || m instanceof nn.Linear) {
      nn.init.trunc_normal_(m.weight, { mean: 0, std: 0.01, a: -2, b: 2 })
    } else if (m instanceof nn.BatchNorm2d) {
      nn.init.constant_(m.weight as Tensor, 1)
      nn.init.constant_(m.bias as Tensor, 0)
    }
  }
}

/**
 * GoogLeNet (Inception v1), from https://arxiv.org/abs/1409.4842, for images of 15 x 15 and more. In training it gives
 * {@link GoogLeNetOutputs}, else a tensor. With trained weights it has auxiliary classifiers, untrained ones, only where
 * `aux_logits` is true.
 *
 * @example
 * const net = torchvision.models.googlenet({ num_classes: 10, init_weights: true })
 * const out = net(torch.randn(2, 3, 32, 32)) as torchvision.models.GoogLeNetOutputs
 * out.aux_logits1?.size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.googlenet.html
 */
export const googlenet = builder<typeof GoogLeNet_Weights, OptionsOf<typeof initGoogLeNet>>()(
  'googlenet',
  GoogLeNet_Weights,
  (kwargs, weights) => {
    const { aux_logits } = kwargs
    if (weights === null) return new GoogLeNet(kwargs)
    kwargs.transform_input ??= true
    // The files have auxiliary classifiers.
    _ovewrite_named_param(kwargs, 'aux_logits', true)
    _ovewrite_named_param(kwargs, 'init_weights', false)
    const model = new GoogLeNet(kwargs)
    model.aux_logits = Boolean(aux_logits)
    return model
  },
  (model, state_dict) => {
    model.load_state_dict(state_dict)
    if (model.aux_logits) {
      warn(
        'auxiliary heads in the pretrained googlenet model are NOT pretrained, so make sure to train them',
      )
    } else {
      model.aux1 = null
      model.aux2 = null
    }
  },
)

/** The class of {@link googlenet}; `blocks` are the classes of its convolutions, its inceptions and its auxiliaries. */
const GoogLeNet_ = layer(GoogLeNet, 'x')
type GoogLeNet_ = GoogLeNet

export { GoogLeNet_ as GoogLeNet, GoogLeNet_Weights }
