// The blocks of torchvision/models/swin_transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { MLP } from '../ops/misc.js'
import { StochasticDepth } from '../ops/stochastic_depth.js'
import { ShiftedWindowAttention, ShiftedWindowAttentionV2 } from './_swin_attention.js'

// Each square of four pixels `(..., H, W, C)` as one of four times the channels.
function _patch_merging_pad(x: Tensor): Tensor {
  const [h, w] = [x.size(-3), x.size(-2)]
  const padded = nn.functional.pad(x, [0, 0, 0, w % 2, 0, h % 2])
  const parts = [
    '..., 0::2, 0::2, :',
    '..., 1::2, 0::2, :',
    '..., 0::2, 1::2, :',
    '..., 1::2, 1::2, :',
  ]
  return torch.cat(
    parts.map((part) => padded[part as '...'] as Tensor),
    -1,
  )
}

const initMerging = (name: string) =>
  initializer<[dim: number, norm_layer: ModuleFactory]>()(
    `${name}.__init__(self, dim, norm_layer=undefined)` as 'P.__init__(self, dim, norm_layer=undefined)',
  )

const initPatchMerging = initMerging('PatchMerging')
const initPatchMergingV2 = initMerging('PatchMergingV2')

class PatchMerging extends nn.Module {
  declare dim: number
  declare reduction: nn.Linear
  declare norm: Layer

  constructor(...args: ArgumentsOf<typeof initPatchMerging>) {
    const { dim, norm_layer = nn.LayerNorm } = initPatchMerging(args)
    super()
    this.dim = dim
    this.reduction = nn.Linear(4 * dim, 2 * dim, { bias: false })
    this.norm = make(norm_layer, 4 * dim)
  }

  override forward(x: Tensor): Tensor {
    return this.reduction(this.norm(_patch_merging_pad(x)))
  }
}

class PatchMergingV2 extends nn.Module {
  declare dim: number
  declare reduction: nn.Linear
  declare norm: Layer

  constructor(...args: ArgumentsOf<typeof initPatchMergingV2>) {
    const { dim, norm_layer = nn.LayerNorm } = initPatchMergingV2(args)
    super()
    this.dim = dim
    this.reduction = nn.Linear(4 * dim, 2 * dim, { bias: false })
    this.norm = make(norm_layer, 2 * dim)
  }

  override forward(x: Tensor): Tensor {
    return this.norm(this.reduction(_patch_merging_pad(x)))
  }
}

const initBlock = (name: string) =>
  initializer<
    [
      dim: number,
      num_heads: number,
      window_size: readonly number[],
      shift_size: readonly number[],
      mlp_ratio: number,
      dropout: number,
      attention_dropout: number,
      stochastic_depth_prob: number,
      norm_layer: ModuleFactory,
      attn_layer: ModuleFactory,
    ]
  >()(
    `${name}.__init__(self, dim, num_heads, window_size, shift_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0, stochastic_depth_prob=0.0, norm_layer=undefined, attn_layer=undefined)` as 'B.__init__(self, dim, num_heads, window_size, shift_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0, stochastic_depth_prob=0.0, norm_layer=undefined, attn_layer=undefined)',
  )

const initV1 = initBlock('SwinTransformerBlock')
const initV2 = initBlock('SwinTransformerBlockV2')

class SwinTransformerBlock extends nn.Module {
  declare norm1: Layer
  declare attn: Layer
  declare stochastic_depth: StochasticDepth
  declare norm2: Layer
  declare mlp: MLP

  constructor(...args: ArgumentsOf<typeof initV1>) {
    const { dim, num_heads, window_size, shift_size, ...options } = initV1(args)
    const { mlp_ratio, dropout, attention_dropout, stochastic_depth_prob } = options
    const { norm_layer = nn.LayerNorm, attn_layer = ShiftedWindowAttention } = options
    super()
    this.norm1 = make(norm_layer, dim)
    const dropouts = { attention_dropout, dropout }
    this.attn = make(attn_layer, dim, window_size, shift_size, num_heads, dropouts)
    this.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
    this.norm2 = make(norm_layer, dim)
    this.mlp = MLP(dim, [Math.trunc(dim * mlp_ratio), dim], {
      activation_layer: nn.GELU,
      inplace: null,
      dropout,
    })
    for (const m of this.mlp.modules()) {
      if (!(m instanceof nn.Linear)) continue
      nn.init.xavier_uniform_(m.weight)
      if (m.bias !== null) nn.init.normal_(m.bias, { std: 1e-6 })
    }
  }

  override forward(x: Tensor): Tensor {
    x = x.add(this.stochastic_depth(this.attn(this.norm1(x))))
    return x.add(this.stochastic_depth(this.mlp(this.norm2(x))))
  }
}

class SwinTransformerBlockV2 extends SwinTransformerBlock {
  constructor(...args: ArgumentsOf<typeof initV2>) {
    const options = initV2(args)
    super({ ...options, attn_layer: options.attn_layer ?? ShiftedWindowAttentionV2 })
  }

  override forward(x: Tensor): Tensor {
    x = x.add(this.stochastic_depth(this.norm1(this.attn(x))))
    return x.add(this.stochastic_depth(this.norm2(this.mlp(x))))
  }
}

/** Half the size and twice the channels of images `(..., H, W, C)`. */
const PatchMerging_ = layer(PatchMerging, 'x')
/** {@link PatchMerging} whose normalization comes last. */
const PatchMergingV2_ = layer(PatchMergingV2, 'x')
/** Attention in windows, and a small network, each after a normalization and beside a shortcut. */
const SwinTransformerBlock_ = layer(SwinTransformerBlock, 'x')
/** {@link SwinTransformerBlock} whose normalizations come last. */
const SwinTransformerBlockV2_ = layer(SwinTransformerBlockV2, 'x')
type PatchMerging_ = PatchMerging
type PatchMergingV2_ = PatchMergingV2
type SwinTransformerBlock_ = SwinTransformerBlock
type SwinTransformerBlockV2_ = SwinTransformerBlockV2

export {
  PatchMerging_ as PatchMerging,
  PatchMergingV2_ as PatchMergingV2,
  SwinTransformerBlock_ as SwinTransformerBlock,
  SwinTransformerBlockV2_ as SwinTransformerBlockV2,
}
