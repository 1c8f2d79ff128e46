// The encoder of torchvision/models/vision_transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { AssertionError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { floatDropout, type Layer, type ModuleFactory, make } from '../ops/_factory.js'
import { MLP } from '../ops/misc.js'

/** An AssertionError where the condition is false. */
export function _assert(condition: boolean, message: string): void {
  if (!condition) throw new AssertionError(message)
}

/** The normalization of a transformer that asks for no other. */
export const layerNorm = (dim: number): nn.Module => nn.LayerNorm(dim, { eps: 1e-6 })

const initMLPBlock = initializer<[in_dim: number, mlp_dim: number, dropout: number]>()(
  'MLPBlock.__init__(self, in_dim, mlp_dim, dropout)',
)

class MLPBlock extends MLP {
  constructor(...args: ArgumentsOf<typeof initMLPBlock>) {
    const { in_dim, mlp_dim, dropout } = initMLPBlock(args)
    super(in_dim, [mlp_dim, in_dim], { activation_layer: nn.GELU, inplace: null, dropout })
    for (const m of this.modules()) {
      if (!(m instanceof nn.Linear)) continue
      nn.init.xavier_uniform_(m.weight)
      if (m.bias !== null) nn.init.normal_(m.bias, { std: 1e-6 })
    }
  }

  // State of before version 2, whose layers had names.
  override _load_from_state_dict(...args: Parameters<nn.Module['_load_from_state_dict']>): void {
    const [state_dict, prefix, local_metadata] = args
    const version = (local_metadata as { version?: number | null }).version ?? 1
    if (version < 2) {
      for (const i of [0, 1]) {
        for (const type of ['weight', 'bias']) {
          const old_key = `${prefix}linear_${i + 1}.${type}`
          if (!Object.hasOwn(state_dict, old_key)) continue
          state_dict[`${prefix}${3 * i}.${type}`] = state_dict[old_key]
          delete state_dict[old_key]
        }
      }
    }
    super._load_from_state_dict(...args)
  }
}
Object.assign(MLPBlock.prototype, { _version: 2 })

const initEncoderBlock = initializer<
  [
    num_heads: number,
    hidden_dim: number,
    mlp_dim: number,
    dropout: number,
    attention_dropout: number,
    norm_layer: ModuleFactory,
  ]
>()(
  'EncoderBlock.__init__(self, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout, norm_layer=undefined)',
)

class EncoderBlock extends nn.Module {
  declare num_heads: number
  declare ln_1: Layer
  declare self_attention: nn.MultiheadAttention
  declare dropout: nn.Dropout
  declare ln_2: Layer
  declare mlp: MLPBlock

  constructor(...args: ArgumentsOf<typeof initEncoderBlock>) {
    const options = initEncoderBlock(args)
    const { num_heads, hidden_dim, mlp_dim, dropout, norm_layer = layerNorm } = options
    super()
    this.num_heads = num_heads
    this.ln_1 = make(norm_layer, hidden_dim)
    this.self_attention = nn.MultiheadAttention(hidden_dim, num_heads, {
      dropout: options.attention_dropout,
      batch_first: true,
    })
    this.dropout = floatDropout(dropout)
    this.ln_2 = make(norm_layer, hidden_dim)
    this.mlp = new MLPBlock(hidden_dim, mlp_dim, dropout)
  }

  override forward(input: Tensor): Tensor {
    checkSequence(input)
    const normed = this.ln_1(input)
    const [attended] = this.self_attention(normed, normed, normed, { need_weights: false })
    const x = this.dropout(attended).add(input)
    return x.add(this.mlp(this.ln_2(x)))
  }
}

function checkSequence(input: Tensor): void {
  _assert(
    input.dim() === 3,
    `Expected (batch_size, seq_length, hidden_dim) got ${String(input.shape)}`,
  )
}

const initEncoder = initializer<
  [
    seq_length: number,
    num_layers: number,
    num_heads: number,
    hidden_dim: number,
    mlp_dim: number,
    dropout: number,
    attention_dropout: number,
    norm_layer: ModuleFactory,
  ]
>()(
  'Encoder.__init__(self, seq_length, num_layers, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout, norm_layer=undefined)',
)

class Encoder extends nn.Module {
  declare pos_embedding: nn.Parameter
  declare dropout: nn.Dropout
  declare layers: nn.Sequential
  declare ln: Layer

  constructor(...args: ArgumentsOf<typeof initEncoder>) {
    const { seq_length, num_layers, norm_layer = layerNorm, ...options } = initEncoder(args)
    const { hidden_dim, dropout } = options
    super()
    const positions = torch.empty(1, seq_length, hidden_dim).normal_({ std: 0.02 })
    this.pos_embedding = nn.Parameter(positions)
    this.dropout = floatDropout(dropout)
    const layers = new Map<string, nn.Module>()
    for (let i = 0; i < num_layers; i++) {
      layers.set(`encoder_layer_${i}`, new EncoderBlock({ ...options, norm_layer }))
    }
    this.layers = nn.Sequential(layers)
    this.ln = make(norm_layer, hidden_dim)
  }

  override forward(input: Tensor): Tensor {
    checkSequence(input)
    return this.ln(this.layers(this.dropout(input.add(this.pos_embedding))))
  }
}

/** The two linear layers of an {@link EncoderBlock}. */
const MLPBlock_ = callable(MLPBlock)
/** Attention and two linear layers, each after a normalization and beside a shortcut. */
const EncoderBlock_ = layer(EncoderBlock, 'input')
/** The blocks of a vision transformer, over patches with positions: `(N, S, E)`. */
const Encoder_ = layer(Encoder, 'input')
type MLPBlock_ = MLPBlock
type EncoderBlock_ = EncoderBlock
type Encoder_ = Encoder

export { Encoder_ as Encoder, EncoderBlock_ as EncoderBlock, MLPBlock_ as MLPBlock }
