// The blocks of torchvision/models/regnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { roundHalfEven } from '../../_round.js'
import { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { Conv2dNormActivation, SqueezeExcitation } from '../ops/misc.js'

const initStem = initializer<
  [width_in: number, width_out: number, norm_layer: ModuleFactory, activation_layer: ModuleFactory]
>()('SimpleStemIN.__init__(self, width_in, width_out, norm_layer, activation_layer)')

class SimpleStemIN extends Conv2dNormActivation {
  constructor(...args: ArgumentsOf<typeof initStem>) {
    const { width_in, width_out, ...options } = initStem(args)
    super(width_in, width_out, { kernel_size: 3, stride: 2, ...options })
  }
}

type Widths = [width_in: number, width_out: number, stride: number]
type Layers = [norm_layer: ModuleFactory, activation_layer: ModuleFactory]
type Bottleneck = [group_width: number, bottleneck_multiplier: number, se_ratio: number | null]

const initTransform = initializer<[...Widths, ...Layers, ...Bottleneck]>()(
  'BottleneckTransform.__init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio)',
)

class BottleneckTransform extends nn.Sequential {
  constructor(...args: ArgumentsOf<typeof initTransform>) {
    const { width_in, width_out, stride, norm_layer, ...options } = initTransform(args)
    const { activation_layer, group_width, bottleneck_multiplier, se_ratio } = options
    const width = roundHalfEven(width_out * bottleneck_multiplier)
    const groups = Math.floor(width / group_width)
    const common = { norm_layer, activation_layer }
    const one = { kernel_size: 1, stride: 1, ...common }
    const layers = new Map<string, nn.Module>()
    layers.set('a', Conv2dNormActivation(width_in, width, one))
    layers.set(
      'b',
      Conv2dNormActivation(width, width, { kernel_size: 3, stride, groups, ...common }),
    )
    if (se_ratio) {
      const squeezed = roundHalfEven(se_ratio * width_in)
      layers.set('se', SqueezeExcitation(width, squeezed, { activation: activation_layer }))
    }
    layers.set('c', Conv2dNormActivation(width, width_out, { ...one, activation_layer: null }))
    super(layers)
  }
}

const initBlock = initializer<[...Widths, ...Layers, ...Bottleneck]>()(
  'ResBottleneckBlock.__init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width=1, bottleneck_multiplier=1.0, se_ratio=None)',
)

class ResBottleneckBlock extends nn.Module {
  declare proj: Layer | null
  declare f: BottleneckTransform
  declare activation: Layer

  constructor(...args: ArgumentsOf<typeof initBlock>) {
    const options = initBlock(args)
    const { width_in, width_out, stride, norm_layer, activation_layer } = options
    super()
    const project = { kernel_size: 1, stride, norm_layer, activation_layer: null }
    this.proj =
      width_in !== width_out || stride !== 1
        ? Conv2dNormActivation(width_in, width_out, project)
        : null
    this.f = new BottleneckTransform(options)
    this.activation = make(activation_layer, { inplace: true })
  }

  override forward(x: Tensor): Tensor {
    const shortcut = this.proj === null ? x : this.proj(x)
    return this.activation(shortcut.add(this.f(x)))
  }
}

const initAnyStage = initializer<
  [
    ...Widths,
    depth: number,
    block_constructor: ModuleFactory,
    ...Layers,
    ...Bottleneck,
    stage_index: number,
  ]
>()(
  'AnyStage.__init__(self, width_in, width_out, stride, depth, block_constructor, norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio=None, stage_index=0)',
)

class AnyStage extends nn.Sequential {
  constructor(...args: ArgumentsOf<typeof initAnyStage>) {
    const options = initAnyStage(args)
    const { width_in, width_out, stride, depth, block_constructor, stage_index } = options
    const { norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio } = options
    const rest = [norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio]
    super()
    for (let i = 0; i < depth; i++) {
      const [width, step] = i === 0 ? [width_in, stride] : [width_out, 1]
      const block = make(block_constructor, width, width_out, step, ...rest)
      this.add_module(`block${stage_index}-${i}`, block)
    }
  }
}

/** The first convolution of a {@link RegNet}. */
const SimpleStemIN_ = callable(SimpleStemIN)
/** Convolutions of 1 x 1, 3 x 3, weighed or not, and 1 x 1. */
const BottleneckTransform_ = callable(BottleneckTransform)
/** A {@link BottleneckTransform} beside a shortcut. */
const ResBottleneckBlock_ = layer(ResBottleneckBlock, 'x')
/** Blocks of one width. */
const AnyStage_ = callable(AnyStage)
type SimpleStemIN_ = SimpleStemIN
type BottleneckTransform_ = BottleneckTransform
type ResBottleneckBlock_ = ResBottleneckBlock
type AnyStage_ = AnyStage

export {
  AnyStage_ as AnyStage,
  BottleneckTransform_ as BottleneckTransform,
  ResBottleneckBlock_ as ResBottleneckBlock,
  SimpleStemIN_ as SimpleStemIN,
}
