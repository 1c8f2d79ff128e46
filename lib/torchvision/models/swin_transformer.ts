// Mirrors torchvision/models/swin_transformer.py. Its attention is in _swin_attention.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { Permute } from '../ops/misc.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import {
  PatchMerging,
  PatchMergingV2,
  SwinTransformerBlock,
  SwinTransformerBlockV2,
} from './_swin_blocks.js'
import * as W from './_weights/swin_transformer.js'

export { ShiftedWindowAttention, ShiftedWindowAttentionV2 } from './_swin_attention.js'
export {
  PatchMerging,
  PatchMergingV2,
  SwinTransformerBlock,
  SwinTransformerBlockV2,
} from './_swin_blocks.js'

const initSwinTransformer = initializer<
  [
    patch_size: readonly number[],
    embed_dim: number,
    depths: readonly number[],
    num_heads: readonly number[],
    window_size: readonly number[],
    mlp_ratio: number,
    dropout: number,
    attention_dropout: number,
    stochastic_depth_prob: number,
    num_classes: number,
    norm_layer: ModuleFactory | null,
    block: ModuleFactory | null,
    downsample_layer: ModuleFactory,
  ]
>()(
  'SwinTransformer.__init__(self, patch_size, embed_dim, depths, num_heads, window_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0, stochastic_depth_prob=0.1, num_classes=1000, norm_layer=None, block=None, downsample_layer=undefined)',
)

const layerNorm = (dim: number): nn.Module => nn.LayerNorm(dim, { eps: 1e-5 })

class SwinTransformer extends nn.Module {
  declare num_classes: number
  declare features: nn.Sequential
  declare norm: Layer
  declare permute: Layer
  declare avgpool: nn.AdaptiveAvgPool2d
  declare flatten: nn.Flatten
  declare head: nn.Linear

  constructor(...args: ArgumentsOf<typeof initSwinTransformer>) {
    const options = initSwinTransformer(args)
    const { patch_size, embed_dim, depths, num_heads, num_classes, ...settings } = options
    const { window_size, mlp_ratio, dropout, attention_dropout } = settings
    const { stochastic_depth_prob, downsample_layer = PatchMerging } = settings
    const block = settings.block ?? SwinTransformerBlock
    const norm_layer = settings.norm_layer ?? layerNorm
    super()
    this.num_classes = num_classes
    const patches = { kernel_size: [...patch_size], stride: [...patch_size] }
    const layers: nn.Module[] = [
      nn.Sequential(
        make(nn.Conv2d, 3, embed_dim, patches),
        Permute([0, 2, 3, 1]),
        make(norm_layer, embed_dim),
      ),
    ]
    const total = depths.reduce((sum, depth) => sum + depth, 0)
    const common = { window_size, mlp_ratio, dropout, attention_dropout, norm_layer }
    let id = 0
    let dim = embed_dim
    for (const [i, depth] of depths.entries()) {
      dim = embed_dim * 2 ** i
      const stage: nn.Module[] = []
      for (let j = 0; j < depth; j++, id++) {
        // Every other block is shifted by half a window.
        const shift_size = window_size.map((size) => (j % 2 === 0 ? 0 : Math.floor(size / 2)))
        const probability = (stochastic_depth_prob * id) / (total - 1)
        const rest = { ...common, shift_size, stochastic_depth_prob: probability }
        stage.push(make(block, dim, num_heads[i], rest))
      }
      layers.push(nn.Sequential(...stage))
      if (i < depths.length - 1) layers.push(make(downsample_layer, dim, norm_layer))
    }
    this.features = nn.Sequential(...layers)
    this.norm = make(norm_layer, dim)
    this.permute = Permute([0, 3, 1, 2])
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    this.flatten = nn.Flatten(1)
    this.head = nn.Linear(dim, num_classes)
    for (const m of this.modules()) {
      if (!(m instanceof nn.Linear)) continue
      nn.init.trunc_normal_(m.weight, { std: 0.02 })
      if (m.bias !== null) nn.init.zeros_(m.bias)
    }
  }

  override forward(x: Tensor): Tensor {
    x = this.permute(this.norm(this.features(x)))
    return this.head(this.flatten(this.avgpool(x)))
  }
}

type Given = 'patch_size' | 'embed_dim' | 'depths' | 'num_heads' | 'window_size'
type Options = OptionsOf<typeof initSwinTransformer, Given>

interface Sizes {
  embed_dim: number
  depths: readonly number[]
  num_heads: readonly number[]
  stochastic_depth_prob: number
}

function _swin_transformer<E>(
  name: string,
  weights: E,
  sizes: Sizes,
  window: number,
  options: { block?: ModuleFactory; downsample_layer?: ModuleFactory } = {},
): Builder<SwinTransformer, E, Options> {
  const fixed = { patch_size: [4, 4], window_size: [window, window], ...sizes, ...options }
  return builder<E, Options>()(
    name,
    weights,
    (kwargs) => new SwinTransformer({ ...fixed, ...kwargs }),
  )
}

const version2 = { block: SwinTransformerBlockV2, downsample_layer: PatchMergingV2 }
const tiny = { embed_dim: 96, depths: [2, 2, 6, 2], num_heads: [3, 6, 12, 24] }
const small = { ...tiny, depths: [2, 2, 18, 2] }
const base = { ...small, embed_dim: 128, num_heads: [4, 8, 16, 32] }

/**
 * The tiny Swin transformer, from https://arxiv.org/abs/2103.14030.
 *
 * @example
 * const net = torchvision.models.swin_t({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.swin_t.html
 */
export const swin_t = _swin_transformer(
  'swin_t',
  W.Swin_T_Weights,
  { ...tiny, stochastic_depth_prob: 0.2 },
  7,
)
/** The small Swin transformer; see {@link swin_t}. */
export const swin_s = _swin_transformer(
  'swin_s',
  W.Swin_S_Weights,
  { ...small, stochastic_depth_prob: 0.3 },
  7,
)
/** The base Swin transformer; see {@link swin_t}. */
export const swin_b = _swin_transformer(
  'swin_b',
  W.Swin_B_Weights,
  { ...base, stochastic_depth_prob: 0.5 },
  7,
)
/** The tiny Swin transformer V2, from https://arxiv.org/abs/2111.09883; see {@link swin_t}. */
export const swin_v2_t = _swin_transformer(
  'swin_v2_t',
  W.Swin_V2_T_Weights,
  { ...tiny, stochastic_depth_prob: 0.2 },
  8,
  version2,
)
/** The small Swin transformer V2; see {@link swin_v2_t}. */
export const swin_v2_s = _swin_transformer(
  'swin_v2_s',
  W.Swin_V2_S_Weights,
  { ...small, stochastic_depth_prob: 0.3 },
  8,
  version2,
)
/** The base Swin transformer V2; see {@link swin_v2_t}. */
export const swin_v2_b = _swin_transformer(
  'swin_v2_b',
  W.Swin_V2_B_Weights,
  { ...base, stochastic_depth_prob: 0.5 },
  8,
  version2,
)

/** The class of {@link swin_t}. */
const SwinTransformer_ = layer(SwinTransformer, 'x')
type SwinTransformer_ = SwinTransformer

export * from './_weights/swin_transformer.js'
export { SwinTransformer_ as SwinTransformer }
