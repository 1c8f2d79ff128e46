// How wide and deep a RegNet is: BlockParams of torchvision/models/regnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { ValueError } from '../../errors.js'
import torch from '../../index.js'
import { _make_divisible } from './_utils.js'

const initBlockParams = initializer<
  [
    depths: readonly number[],
    widths: readonly number[],
    group_widths: readonly number[],
    bottleneck_multipliers: readonly number[],
    strides: readonly number[],
    se_ratio: number | null,
  ]
>()(
  'BlockParams.__init__(self, depths, widths, group_widths, bottleneck_multipliers, strides, se_ratio=None)',
)

/** The numbers that {@link BlockParams.from_init_params} makes the settings of all stages of. */
export interface InitParams {
  /** Blocks of all stages. */
  depth: number
  /** Width of the first blocks, a multiple of 8. */
  w_0: number
  /** By how much each block is wider than the one before. */
  w_a: number
  /** The factor between the widths of stages. */
  w_m: number
  group_width: number
  bottleneck_multiplier?: number
  /** Squeeze and excitation, by that ratio. */
  se_ratio?: number | null
}

const bindParams = python(
  'BlockParams.from_init_params(self, depth, w_0, w_a, w_m, group_width, bottleneck_multiplier=1.0, se_ratio=None, **kwargs)',
)

class BlockParams {
  readonly depths: readonly number[]
  readonly widths: readonly number[]
  readonly group_widths: readonly number[]
  readonly bottleneck_multipliers: readonly number[]
  readonly strides: readonly number[]
  readonly se_ratio: number | null

  constructor(...args: ArgumentsOf<typeof initBlockParams>) {
    const options = initBlockParams(args)
    this.depths = options.depths
    this.widths = options.widths
    this.group_widths = options.group_widths
    this.bottleneck_multipliers = options.bottleneck_multipliers
    this.strides = options.strides
    this.se_ratio = options.se_ratio
  }

  /**
   * The settings of all stages from a few numbers: widths grow linearly, are rounded to powers of `w_m` and to multiples
   * of 8, and blocks of the same width are a stage.
   */
  static from_init_params(params: InitParams): BlockParams {
    const options = bindParams<Required<InitParams>>([params])
    const { depth, w_0, w_a, w_m, group_width, bottleneck_multiplier, se_ratio } = options
    if (w_a < 0 || w_0 <= 0 || w_m <= 1 || w_0 % 8 !== 0) {
      throw new ValueError('Invalid RegNet settings')
    }
    const blocks = blockWidths(depth, w_0, w_a, w_m)
    const starts = blocks.flatMap((width, i) => (width === blocks[i - 1] ? [] : [i]))
    const ends = [...starts.slice(1), blocks.length]
    const depths = starts.map((start, i) => (ends[i] as number) - start)
    const filled = (value: number): number[] => depths.map(() => value)
    const bottleneck_multipliers = filled(bottleneck_multiplier)
    const [widths, group_widths] = BlockParams._adjust_widths_groups_compatibilty(
      starts.map((start) => blocks[start] as number),
      bottleneck_multipliers,
      filled(group_width),
    )
    return new BlockParams(depths, widths, group_widths, bottleneck_multipliers, filled(2), {
      se_ratio,
    })
  }

  /** Width, stride, depth, group width and bottleneck multiplier of each stage. */
  _get_expanded_params(): [number, number, number, number, number][] {
    return this.widths.map((width, i) => [
      width,
      this.strides[i] as number,
      this.depths[i] as number,
      this.group_widths[i] as number,
      this.bottleneck_multipliers[i] as number,
    ])
  }

  /** Widths and group widths that fit each other. */
  static _adjust_widths_groups_compatibilty(
    stage_widths: readonly number[],
    bottleneck_ratios: readonly number[],
    group_widths: readonly number[],
  ): [stage_widths: number[], group_widths: number[]] {
    const ratio = (i: number): number => bottleneck_ratios[i] as number
    const widths = stage_widths.map((width, i) => Math.trunc(width * ratio(i)))
    const groups = group_widths.map((group, i) => Math.min(group, widths[i] as number))
    const fitting = widths.map((width, i) => _make_divisible(width, groups[i] as number))
    return [fitting.map((width, i) => Math.trunc(width / ratio(i))), groups]
  }
}

// With tensors, because float32 may round to another power than float64.
function blockWidths(depth: number, w_0: number, w_a: number, w_m: number): number[] {
  const continuous = torch.arange(depth, { device: 'cpu' }).mul(w_a).add(w_0)
  const capacity = torch.round(torch.log(continuous.div(w_0)).div(Math.log(w_m)))
  const widths = torch.mul(w_0, torch.pow(w_m, capacity))
  return torch.round(torch.div(widths, 8)).mul(8).int().tolist() as number[]
}

/** Depths, widths and the like of the stages of a {@link RegNet}. */
const BlockParams_ = callable(BlockParams)
type BlockParams_ = BlockParams

export { BlockParams_ as BlockParams }
