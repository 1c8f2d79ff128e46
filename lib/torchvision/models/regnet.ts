// Mirrors torchvision/models/regnet.py. Its blocks are in _regnet_blocks.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { AnyStage, ResBottleneckBlock, SimpleStemIN } from './_regnet_blocks.js'
import { BlockParams, type InitParams } from './_regnet_params.js'
import * as W from './_weights/regnet.js'

export {
  AnyStage,
  BottleneckTransform,
  ResBottleneckBlock,
  SimpleStemIN,
} from './_regnet_blocks.js'
export { BlockParams } from './_regnet_params.js'

const initRegNet = initializer<
  [
    block_params: BlockParams,
    num_classes: number,
    stem_width: number,
    stem_type: ModuleFactory | null,
    block_type: ModuleFactory | null,
    norm_layer: ModuleFactory | null,
    activation: ModuleFactory | null,
  ]
>()(
  'RegNet.__init__(self, block_params, num_classes=1000, stem_width=32, stem_type=None, block_type=None, norm_layer=None, activation=None)',
)

class RegNet extends nn.Module {
  declare stem: Layer
  declare trunk_output: nn.Sequential
  declare avgpool: nn.AdaptiveAvgPool2d
  declare fc: nn.Linear

  constructor(...args: ArgumentsOf<typeof initRegNet>) {
    const { block_params, num_classes, stem_width, ...options } = initRegNet(args)
    const block = options.block_type ?? ResBottleneckBlock
    const norm_layer = options.norm_layer ?? nn.BatchNorm2d
    const activation = options.activation ?? nn.ReLU
    super()
    this.stem = make(options.stem_type ?? SimpleStemIN, 3, stem_width, norm_layer, activation)
    const stages = new Map<string, nn.Module>()
    let width = stem_width
    for (const [i, stage] of block_params._get_expanded_params().entries()) {
      const [width_out, stride, depth, group_width, multiplier] = stage
      const stageOptions = { se_ratio: block_params.se_ratio, stage_index: i + 1 }
      stages.set(
        `block${i + 1}`,
        new AnyStage(
          ...([width, width_out, stride, depth, block, norm_layer, activation] as const),
          group_width,
          multiplier,
          stageOptions,
        ),
      )
      width = width_out
    }
    this.trunk_output = nn.Sequential(stages)
    this.avgpool = nn.AdaptiveAvgPool2d([1, 1])
    this.fc = nn.Linear(width, num_classes)
    resetParameters(this)
  }

  override forward(x: Tensor): Tensor {
    x = this.avgpool(this.trunk_output(this.stem(x)))
    return this.fc(x.flatten({ start_dim: 1 }))
  }
}

function resetParameters(model: nn.Module): void {
  for (const m of model.modules()) {
    if (m instanceof nn.Conv2d) {
      const [height, width] = m.kernel_size as [number, number]
      const std = Math.sqrt(2 / (height * width * m.out_channels))
      nn.init.normal_(m.weight, { mean: 0, std })
    } else if (m instanceof nn.BatchNorm2d) {
      nn.init.ones_(m.weight as Tensor)
      nn.init.zeros_(m.bias as Tensor)
    } else if (m instanceof nn.Linear) {
      nn.init.normal_(m.weight, { mean: 0, std: 0.01 })
      nn.init.zeros_(m.bias as Tensor)
    }
  }
}

type Options = OptionsOf<typeof initRegNet, 'block_params'>

function _regnet<E>(name: string, weights: E, params: InitParams): Builder<RegNet, E, Options> {
  return builder<E, Options>()(
    name,
    weights,
    (kwargs) => new RegNet(BlockParams.from_init_params(params), kwargs as Options),
  )
}

/** Those of the models Y weigh channels. */
const y = (depth: number, w_0: number, w_a: number, w_m: number, group_width: number) => ({
  ...x(depth, w_0, w_a, w_m, group_width),
  se_ratio: 0.25,
})

function x(depth: number, w_0: number, w_a: number, w_m: number, group_width: number): InitParams {
  return { depth, w_0, w_a, w_m, group_width }
}

/**
 * RegNet Y of 400 mega-multiply-adds, from https://arxiv.org/abs/2003.13678.
 *
 * @example
 * const net = torchvision.models.regnet_y_400mf({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.regnet_y_400mf.html
 */
export const regnet_y_400mf = _regnet(
  'regnet_y_400mf',
  W.RegNet_Y_400MF_Weights,
  y(16, 48, 27.89, 2.09, 8),
)
/** RegNet Y of 800 mega-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_800mf = _regnet(
  'regnet_y_800mf',
  W.RegNet_Y_800MF_Weights,
  y(14, 56, 38.84, 2.4, 16),
)
/** RegNet Y of 1.6 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_1_6gf = _regnet(
  'regnet_y_1_6gf',
  W.RegNet_Y_1_6GF_Weights,
  y(27, 48, 20.71, 2.65, 24),
)
/** RegNet Y of 3.2 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_3_2gf = _regnet(
  'regnet_y_3_2gf',
  W.RegNet_Y_3_2GF_Weights,
  y(21, 80, 42.63, 2.66, 24),
)
/** RegNet Y of 8 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_8gf = _regnet(
  'regnet_y_8gf',
  W.RegNet_Y_8GF_Weights,
  y(17, 192, 76.82, 2.19, 56),
)
/** RegNet Y of 16 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_16gf = _regnet(
  'regnet_y_16gf',
  W.RegNet_Y_16GF_Weights,
  y(18, 200, 106.23, 2.48, 112),
)
/** RegNet Y of 32 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_32gf = _regnet(
  'regnet_y_32gf',
  W.RegNet_Y_32GF_Weights,
  y(20, 232, 115.89, 2.53, 232),
)
/** RegNet Y of 128 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_y_128gf = _regnet(
  'regnet_y_128gf',
  W.RegNet_Y_128GF_Weights,
  y(27, 456, 160.83, 2.52, 264),
)
/** RegNet X of 400 mega-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_400mf = _regnet(
  'regnet_x_400mf',
  W.RegNet_X_400MF_Weights,
  x(22, 24, 24.48, 2.54, 16),
)
/** RegNet X of 800 mega-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_800mf = _regnet(
  'regnet_x_800mf',
  W.RegNet_X_800MF_Weights,
  x(16, 56, 35.73, 2.28, 16),
)
/** RegNet X of 1.6 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_1_6gf = _regnet(
  'regnet_x_1_6gf',
  W.RegNet_X_1_6GF_Weights,
  x(18, 80, 34.01, 2.25, 24),
)
/** RegNet X of 3.2 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_3_2gf = _regnet(
  'regnet_x_3_2gf',
  W.RegNet_X_3_2GF_Weights,
  x(25, 88, 26.31, 2.25, 48),
)
/** RegNet X of 8 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_8gf = _regnet(
  'regnet_x_8gf',
  W.RegNet_X_8GF_Weights,
  x(23, 80, 49.56, 2.88, 120),
)
/** RegNet X of 16 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_16gf = _regnet(
  'regnet_x_16gf',
  W.RegNet_X_16GF_Weights,
  x(22, 216, 55.59, 2.1, 128),
)
/** RegNet X of 32 giga-multiply-adds; see {@link regnet_y_400mf}. */
export const regnet_x_32gf = _regnet(
  'regnet_x_32gf',
  W.RegNet_X_32GF_Weights,
  x(23, 320, 69.86, 2, 168),
)

/** The class of {@link regnet_y_400mf}, from {@link BlockParams}. */
const RegNet_ = layer(RegNet, 'x')
type RegNet_ = RegNet

export * from './_weights/regnet.js'
export { RegNet_ as RegNet }
