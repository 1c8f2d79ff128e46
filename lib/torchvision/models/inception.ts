// Mirrors torchvision/models/inception.py. Its parts are in _inception_blocks.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { FutureWarning, warn } from '../../warnings.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { builder, type OptionsOf } from './_builder.js'
import * as blocks from './_inception_blocks.js'
import { transformInput } from './_inception_common.js'
import { namedtuple } from './_namedtuple.js'
import { _ovewrite_named_param } from './_utils.js'
import { Inception_V3_Weights } from './_weights/inception.js'

export * from './_inception_blocks.js'

/** The scores of {@link Inception3} in training, and those of its auxiliary classifier. */
export const InceptionOutputs = namedtuple<{ logits: Tensor; aux_logits: Tensor | null }>()(
  'InceptionOutputs',
  ['logits', 'aux_logits'],
)
export type InceptionOutputs = InstanceType<typeof InceptionOutputs>
/** Its former name. */
export const _InceptionOutputs: typeof InceptionOutputs = InceptionOutputs

const initInception3 = initializer<
  [
    num_classes: number,
    aux_logits: boolean,
    transform_input: boolean,
    inception_blocks: readonly ModuleFactory[] | null,
    init_weights: boolean | null,
    dropout: number,
  ]
>()(
  'Inception3.__init__(self, num_classes=1000, aux_logits=True, transform_input=False, inception_blocks=None, init_weights=None, dropout=0.5)',
)

class Inception3 extends nn.Module {
  declare aux_logits: boolean
  declare transform_input: boolean
  declare Conv2d_1a_3x3: Layer
  declare Conv2d_2a_3x3: Layer
  declare Conv2d_2b_3x3: Layer
  declare maxpool1: nn.MaxPool2d
  declare Conv2d_3b_1x1: Layer
  declare Conv2d_4a_3x3: Layer
  declare maxpool2: nn.MaxPool2d
  declare Mixed_5b: Layer
  declare Mixed_5c: Layer
  declare Mixed_5d: Layer
  declare Mixed_6a: Layer
  declare Mixed_6b: Layer
  declare Mixed_6c: Layer
  declare Mixed_6d: Layer
  declare Mixed_6e: Layer
  declare AuxLogits: Layer | null
  declare Mixed_7a: Layer
  declare Mixed_7b: Layer
  declare Mixed_7c: Layer
  declare avgpool: nn.AdaptiveAvgPool2d
  declare dropout: nn.Dropout
  declare fc: nn.Linear

  constructor(...args: ArgumentsOf<typeof initInception3>) {
    const options = initInception3(args)
    const { num_classes, aux_logits, transform_input, dropout } = options
    const { BasicConv2d, InceptionA, InceptionB, InceptionC, InceptionD, InceptionE } = blocks
    const own = [BasicConv2d, InceptionA, InceptionB, InceptionC, InceptionD, InceptionE]
    const given = options.inception_blocks ?? [...own, blocks.InceptionAux]
    super()
    const init_weights = options.init_weights ?? initByDefault()
    if (given.length !== 7) {
      throw new ValueError(`length of inception_blocks should be 7 instead of ${given.length}`)
    }
    const [conv, a, b, c, d, e, aux] = given as ModuleFactory[] & { length: 7 }
    this.aux_logits = aux_logits
    this.transform_input = transform_input
    this.#addStem(conv as ModuleFactory)
    this.Mixed_5b = make(a as ModuleFactory, 192, { pool_features: 32 })
    this.Mixed_5c = make(a as ModuleFactory, 256, { pool_features: 64 })
    this.Mixed_5d = make(a as ModuleFactory, 288, { pool_features: 64 })
    this.Mixed_6a = make(b as ModuleFactory, 288)
    this.Mixed_6b = make(c as ModuleFactory, 768, { channels_7x7: 128 })
    this.Mixed_6c = make(c as ModuleFactory, 768, { channels_7x7: 160 })
    this.Mixed_6d = make(c as ModuleFactory, 768, { channels_7x7: 160 })
    this.Mixed_6e = make(c as ModuleFactory, 768, { channels_7x7: 192 })
    this.AuxLogits = aux_logits ? make(aux as ModuleFactory, 768, num_classes) : null
    this.Mixed_7a = make(d as ModuleFactory, 768)
    this.Mixed_7b = make(e as ModuleFactory, 1280)
    this.Mixed_7c = make(e as ModuleFactory, 2048)
    this.avgpool = nn.AdaptiveAvgPool2d([1, 1])
    this.dropout = nn.Dropout({ p: dropout })
    this.fc = nn.Linear(2048, num_classes)
    if (init_weights) resetParameters(this)
  }

  #addStem(conv: ModuleFactory): void {
    this.Conv2d_1a_3x3 = make(conv, 3, 32, { kernel_size: 3, stride: 2 })
    this.Conv2d_2a_3x3 = make(conv, 32, 32, { kernel_size: 3 })
    this.Conv2d_2b_3x3 = make(conv, 32, 64, { kernel_size: 3, padding: 1 })
    this.maxpool1 = nn.MaxPool2d({ kernel_size: 3, stride: 2 })
    this.Conv2d_3b_1x1 = make(conv, 64, 80, { kernel_size: 1 })
    this.Conv2d_4a_3x3 = make(conv, 80, 192, { kernel_size: 3 })
    this.maxpool2 = nn.MaxPool2d({ kernel_size: 3, stride: 2 })
  }

  _transform_input(x: Tensor): Tensor {
    return this.transform_input ? transformInput(x) : x
  }

  _forward(x: Tensor): [logits: Tensor, aux: Tensor | null] {
    x = this.Conv2d_2b_3x3(this.Conv2d_2a_3x3(this.Conv2d_1a_3x3(x))) // (N, 64, 147, 147), of 299 x 299
    x = this.maxpool2(this.Conv2d_4a_3x3(this.Conv2d_3b_1x1(this.maxpool1(x)))) // (N, 192, 35, 35)
    x = this.Mixed_5d(this.Mixed_5c(this.Mixed_5b(x))) // (N, 288, 35, 35)
    x = this.Mixed_6b(this.Mixed_6a(x)) // (N, 768, 17, 17)
    x = this.Mixed_6e(this.Mixed_6d(this.Mixed_6c(x)))
    const aux = this.training && this.AuxLogits !== null ? this.AuxLogits(x) : null
    x = this.Mixed_7c(this.Mixed_7b(this.Mixed_7a(x))) // (N, 2048, 8, 8)
    return [this.fc(torch.flatten(this.dropout(this.avgpool(x)), 1)), aux]
  }

  eager_outputs(x: Tensor, aux: Tensor | null): Tensor | InceptionOutputs {
    return this.training && this.aux_logits ? new InceptionOutputs(x, aux) : x
  }

  override forward(x: Tensor): Tensor | InceptionOutputs {
    return this.eager_outputs(...this._forward(this._transform_input(x)))
  }
}

function initByDefault(): true {
  warn(
    'The default weight initialization of inception_v3 will be changed in future releases of torchvision. ' +
      'If you wish to keep the old behavior (which leads to long initialization times due to scipy/scipy#11299), ' +
      'please set init_weights=True.',
    FutureWarning,
  )
  return true
}

function resetParameters(model: nn.Module): void {
  for (const m of model.modules()) {
    if (m instanceof nn.Conv2d || m instanceof nn.Linear) {
      const { stddev: std = 0.1 } = m as { stddev?: number }
      nn.init.trunc_normal_(m.weight, { mean: 0, std, a: -2, b: 2 })
    } else if (m instanceof nn.BatchNorm2d) {
      nn.init.constant_(m.weight as Tensor, 1)
      nn.init.constant_(m.bias as Tensor, 0)
    }
  }
}

/**
 * Inception v3, from https://arxiv.org/abs/1512.00567, for images of 75 x 75 and more; 299 x 299 is usual. In training
 * it gives {@link InceptionOutputs}, else a tensor.
 *
 * @example
 * const net = torchvision.models.inception_v3({ num_classes: 10, init_weights: false }).eval()
 * const scores = net(torch.randn(1, 3, 80, 80)) as Tensor
 * scores.size() // torch.Size([1, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.inception_v3.html
 */
export const inception_v3 = builder<
  typeof Inception_V3_Weights,
  OptionsOf<typeof initInception3>
>()(
  'inception_v3',
  Inception_V3_Weights,
  (kwargs, weights) => {
    const { aux_logits = true } = kwargs
    if (weights === null) return new Inception3(kwargs)
    kwargs.transform_input ??= true
    // The file has the auxiliary classifier.
    _ovewrite_named_param(kwargs, 'aux_logits', true)
    _ovewrite_named_param(kwargs, 'init_weights', false)
    const model = new Inception3(kwargs)
    model.aux_logits = Boolean(aux_logits)
    return model
  },
  (model, state_dict) => {
    model.load_state_dict(state_dict)
    if (!model.aux_logits) model.AuxLogits = null
  },
)

/** The class of {@link inception_v3}; `inception_blocks` are the classes of its seven kinds of parts. */
const Inception3_ = layer(Inception3, 'x')
type Inception3_ = Inception3

export { Inception_V3_Weights, Inception3_ as Inception3 }
