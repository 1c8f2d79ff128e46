// Mirrors torchvision/ops/feature_pyramid_network.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { typeName } from '../../_typename.js'
import { ValueError } from '../../errors.js'
import { nn, type Tensor } from '../../index.js'
import type { ModuleFactory } from './_factory.js'
import { Conv2dNormActivation } from './misc.js'

const { functional: F } = nn

/** Feature maps and their names. */
type Features = [results: Tensor[], names: string[]]

class ExtraFPNBlock extends nn.Module {
  override forward(_results: Tensor[], _x: Tensor[], _names: string[]): Features {
    return super.forward() as never
  }
}

const initFPN = initializer<
  [
    in_channels_list: readonly number[],
    out_channels: number,
    extra_blocks: ExtraFPNBlock | null,
    norm_layer: ModuleFactory | null,
  ]
>()(
  'FeaturePyramidNetwork.__init__(self, in_channels_list, out_channels, extra_blocks=None, norm_layer=None)',
)

class FeaturePyramidNetwork extends nn.Module {
  declare inner_blocks: nn.ModuleList
  declare layer_blocks: nn.ModuleList
  declare extra_blocks: ExtraFPNBlock | null

  constructor(...args: ArgumentsOf<typeof initFPN>) {
    const { in_channels_list, out_channels, extra_blocks, norm_layer } = initFPN(args)
    const common = { norm_layer, activation_layer: null }
    super()
    this.inner_blocks = nn.ModuleList()
    this.layer_blocks = nn.ModuleList()
    for (const in_channels of in_channels_list) {
      if (in_channels === 0) throw new ValueError('in_channels=0 is currently not supported')
      const inner = { kernel_size: 1, padding: 0, ...common }
      this.inner_blocks.append(Conv2dNormActivation(in_channels, out_channels, inner))
      const outer = { kernel_size: 3, ...common }
      this.layer_blocks.append(Conv2dNormActivation(out_channels, out_channels, outer))
    }
    // Before the extra blocks come, which have drawn theirs.
    for (const m of this.modules()) {
      if (!(m instanceof nn.Conv2d)) continue
      nn.init.kaiming_uniform_(m.weight, { a: 1 })
      if (m.bias !== null) nn.init.constant_(m.bias, 0)
    }
    if (extra_blocks !== null && !(extra_blocks instanceof ExtraFPNBlock)) {
      throw new TypeError(
        `extra_blocks should be of type ExtraFPNBlock not <class '${typeName(extra_blocks)}'>`,
      )
    }
    this.extra_blocks = extra_blocks
  }

  // State of before version 2, whose blocks were bare convolutions.
  override _load_from_state_dict(...args: Parameters<nn.Module['_load_from_state_dict']>): void {
    const [state_dict, prefix, local_metadata] = args
    const version = (local_metadata as { version?: number | null }).version ?? 1
    if (version < 2) {
      for (const block of ['inner_blocks', 'layer_blocks']) {
        for (let i = 0; i < this.inner_blocks.length; i++) {
          for (const type of ['weight', 'bias']) {
            const old_key = `${prefix}${block}.${i}.${type}`
            if (!Object.hasOwn(state_dict, old_key)) continue
            state_dict[`${prefix}${block}.${i}.0.${type}`] = state_dict[old_key]
            delete state_dict[old_key]
          }
        }
      }
    }
    super._load_from_state_dict(...args)
  }

  get_result_from_inner_blocks(x: Tensor, idx: number): Tensor {
    return this.inner_blocks.__getitem__(idx)(x)
  }

  get_result_from_layer_blocks(x: Tensor, idx: number): Tensor {
    return this.layer_blocks.__getitem__(idx)(x)
  }

  override forward(
    x: Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>,
  ): Record<string, Tensor> {
    const entries = x instanceof Map ? [...x] : Object.entries(x)
    const names = entries.map(([name]) => name as string)
    const maps = entries.map(([, map]) => map as Tensor)
    let last_inner = this.get_result_from_inner_blocks(maps.at(-1) as Tensor, -1)
    const results = [this.get_result_from_layer_blocks(last_inner, -1)]
    for (let idx = maps.length - 2; idx >= 0; idx--) {
      const lateral = this.get_result_from_inner_blocks(maps[idx] as Tensor, idx)
      const size = [lateral.size(-2), lateral.size(-1)]
      last_inner = lateral.add(F.interpolate(last_inner, { size, mode: 'nearest' }))
      results.unshift(this.get_result_from_layer_blocks(last_inner, idx))
    }
    const [all, allNames] = this.extra_blocks?.(results, maps, names) ?? [results, names]
    return Object.fromEntries(allNames.map((name, i) => [name, all[i] as Tensor]))
  }
}
Object.assign(FeaturePyramidNetwork.prototype, { _version: 2 })

class LastLevelMaxPool extends ExtraFPNBlock {
  override forward(x: Tensor[], _y: Tensor[], names: string[]): Features {
    names.push('pool')
    x.push(F.max_pool2d(x.at(-1) as Tensor, { kernel_size: 1, stride: 2, padding: 0 }))
    return [x, names]
  }
}

const initLastLevelP6P7 = initializer<[in_channels: number, out_channels: number]>()(
  'LastLevelP6P7.__init__(self, in_channels, out_channels)',
)

class LastLevelP6P7 extends ExtraFPNBlock {
  declare p6: nn.Conv2d
  declare p7: nn.Conv2d
  declare use_P5: boolean

  constructor(...args: ArgumentsOf<typeof initLastLevelP6P7>) {
    const { in_channels, out_channels } = initLastLevelP6P7(args)
    super()
    this.p6 = nn.Conv2d(in_channels, out_channels, 3, 2, 1)
    this.p7 = nn.Conv2d(out_channels, out_channels, 3, 2, 1)
    for (const module of [this.p6, this.p7]) {
      nn.init.kaiming_uniform_(module.weight, { a: 1 })
      nn.init.constant_(module.bias as Tensor, 0)
    }
    this.use_P5 = in_channels === out_channels
  }

  override forward(p: Tensor[], c: Tensor[], names: string[]): Features {
    const p6 = this.p6((this.use_P5 ? p : c).at(-1) as Tensor)
    p.push(p6, this.p7(F.relu(p6)))
    names.push('p6', 'p7')
    return [p, names]
  }
}

/**
 * Feature maps of several sizes, by name and the largest first, each with what the smaller ones know: maps of
 * `out_channels` channels under the same names, see https://arxiv.org/abs/1612.03144. `extra_blocks` adds more.
 *
 * @throws ValueError for maps without channels; TypeError where `extra_blocks` is no {@link ExtraFPNBlock}.
 *
 * @example
 * const fpn = torchvision.ops.FeaturePyramidNetwork([10, 20], 5)
 * const out = fpn({ feat0: torch.rand(1, 10, 64, 64), feat1: torch.rand(1, 20, 16, 16) })
 * out.feat0?.size() // torch.Size([1, 5, 64, 64])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.FeaturePyramidNetwork.html
 */
const FeaturePyramidNetwork_ = callable(FeaturePyramidNetwork)
/** The base of what a {@link FeaturePyramidNetwork} adds to its maps. */
const ExtraFPNBlock_ = callable(ExtraFPNBlock)
/** Adds a map `pool`, every other pixel of the last. */
const LastLevelMaxPool_ = callable(LastLevelMaxPool)
/** Adds maps `p6` and `p7` by convolutions, as RetinaNet does. */
const LastLevelP6P7_ = callable(LastLevelP6P7)
type FeaturePyramidNetwork_ = FeaturePyramidNetwork
type ExtraFPNBlock_ = ExtraFPNBlock
type LastLevelMaxPool_ = LastLevelMaxPool
type LastLevelP6P7_ = LastLevelP6P7

export {
  ExtraFPNBlock_ as ExtraFPNBlock,
  FeaturePyramidNetwork_ as FeaturePyramidNetwork,
  LastLevelMaxPool_ as LastLevelMaxPool,
  LastLevelP6P7_ as LastLevelP6P7,
}
