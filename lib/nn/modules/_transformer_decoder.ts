// Mirrors TransformerDecoder and TransformerDecoderLayer of torch/nn/modules/transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import type { KeywordArgs, PositionalArgs } from '../../_def.js'
import type { Tensor } from '../../tensor.js'
import { bindForward } from './_layer.js'
import { MultiheadAttention } from './_multihead_attention.js'
import type { LayerParameters } from './_transformer_encoder.js'
import {
  _detect_is_causal_mask,
  _get_activation_fn,
  _get_clones,
  _get_seq_len,
  selfAttention,
} from './_transformer_mask.js'
import type { ModuleList } from './container.js'
import { Dropout } from './dropout.js'
import { Linear } from './linear.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'

const initLayer = initializer<LayerParameters>()(
  "TransformerDecoderLayer.__init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None)",
)

const layerLine =
  'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False'
type LayerLine = `forward(${typeof layerLine})`
type Inputs<Causal> = [
  tgt: Tensor,
  memory: Tensor,
  tgt_mask: Tensor | null,
  memory_mask: Tensor | null,
  tgt_key_padding_mask: Tensor | null,
  memory_key_padding_mask: Tensor | null,
  tgt_is_causal: Causal,
  memory_is_causal: boolean,
]

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface TransformerDecoderLayer {
  (...args: PositionalArgs<LayerLine, Inputs<boolean>>): Tensor
  (...args: KeywordArgs<LayerLine, Inputs<boolean>>): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class TransformerDecoderLayer extends Module {
  declare self_attn: MultiheadAttention
  declare multihead_attn: MultiheadAttention
  declare linear1: Linear
  declare dropout: Dropout
  declare linear2: Linear
  declare norm_first: boolean
  declare norm1: LayerNorm
  declare norm2: LayerNorm
  declare norm3: LayerNorm
  declare dropout1: Dropout
  declare dropout2: Dropout
  declare dropout3: Dropout
  declare activation: (input: Tensor) => Tensor

  constructor(...args: ArgumentsOf<typeof initLayer>) {
    const options = initLayer(args)
    super()
    const { d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps } = options
    const { batch_first, norm_first, bias, device, dtype } = options
    const factory = { bias, device, dtype }
    const attention = (): MultiheadAttention =>
      new MultiheadAttention(d_model, nhead, { dropout, batch_first, ...factory })
    const norm = (): LayerNorm => new LayerNorm(d_model, { eps: layer_norm_eps, ...factory })
    this.self_attn = attention()
    this.multihead_attn = attention()
    this.linear1 = new Linear(d_model, dim_feedforward, factory)
    this.dropout = new Dropout(dropout)
    this.linear2 = new Linear(dim_feedforward, d_model, factory)
    this.norm_first = norm_first
    this.norm1 = norm()
    this.norm2 = norm()
    this.norm3 = norm()
    this.dropout1 = new Dropout(dropout)
    this.dropout2 = new Dropout(dropout)
    this.dropout3 = new Dropout(dropout)
    this.activation = typeof activation === 'string' ? _get_activation_fn(activation) : activation
  }

  override forward(
    tgt: Tensor,
    memory: Tensor,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
    tgt_is_causal = false,
    memory_is_causal = false,
  ): Tensor {
    const attend = (x: Tensor): Tensor =>
      this._sa_block(x, tgt_mask, tgt_key_padding_mask, tgt_is_causal)
    const look = (x: Tensor): Tensor =>
      this._mha_block(x, memory, memory_mask, memory_key_padding_mask, memory_is_causal)
    if (this.norm_first) {
      const x = tgt.add(attend(this.norm1(tgt)))
      const y = x.add(look(this.norm2(x)))
      return y.add(this._ff_block(this.norm3(y)))
    }
    const x = this.norm1(tgt.add(attend(tgt)))
    const y = this.norm2(x.add(look(x)))
    return this.norm3(y.add(this._ff_block(y)))
  }

  _sa_block(
    x: Tensor,
    attn_mask: Tensor | null,
    key_padding_mask: Tensor | null,
    is_causal = false,
  ): Tensor {
    const options = { attn_mask, key_padding_mask, is_causal, need_weights: false }
    return this.dropout1(this.self_attn(x, x, x, options)[0])
  }

  _mha_block(
    x: Tensor,
    mem: Tensor,
    attn_mask: Tensor | null,
    key_padding_mask: Tensor | null,
    is_causal = false,
  ): Tensor {
    const options = { attn_mask, key_padding_mask, is_causal, need_weights: false }
    return this.dropout2(this.multihead_attn(x, mem, mem, options)[0])
  }

  _ff_block(x: Tensor): Tensor {
    const { activation } = this
    return this.dropout3(this.linear2(this.dropout(activation(this.linear1(x)))))
  }
}

const initDecoder = initializer<[decoder_layer: Module, num_layers: number, norm: Module | null]>()(
  'TransformerDecoder.__init__(self, decoder_layer, num_layers, norm=None)',
)

const decoderLine =
  'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False'
type DecoderLine = `forward(${typeof decoderLine})`

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface TransformerDecoder {
  (...args: PositionalArgs<DecoderLine, Inputs<boolean | null>>): Tensor
  (...args: KeywordArgs<DecoderLine, Inputs<boolean | null>>): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class TransformerDecoder extends Module {
  declare layers: ModuleList<TransformerDecoderLayer>
  declare num_layers: number
  declare norm: Module | null

  constructor(...args: ArgumentsOf<typeof initDecoder>) {
    const { decoder_layer, num_layers, norm } = initDecoder(args)
    super()
    this.layers = _get_clones(decoder_layer as TransformerDecoderLayer, num_layers)
    this.num_layers = num_layers
    this.norm = norm
  }

  override forward(
    tgt: Tensor,
    memory: Tensor,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
    tgt_is_causal: boolean | null = null,
    memory_is_causal = false,
  ): Tensor {
    const length = _get_seq_len(tgt, selfAttention(this.layers[0]).batch_first)
    const options = {
      tgt_mask,
      memory_mask,
      tgt_key_padding_mask,
      memory_key_padding_mask,
      tgt_is_causal: _detect_is_causal_mask(tgt_mask, tgt_is_causal, length),
      memory_is_causal,
    }
    let output = tgt
    for (const layer of this.layers) output = layer(output, memory, options)
    return this.norm === null ? output : (this.norm(output) as Tensor)
  }
}

bindForward(TransformerDecoderLayer, layerLine)
bindForward(TransformerDecoder, decoderLine)

/**
 * One layer of a decoder: attention of the sequence to itself, attention to what an encoder made of another (`memory`),
 * then two linear maps with an activation between them, each with dropout, a residual and a layer norm.
 *
 * Shape: tgt and the result `(T, N, E)`, memory `(S, N, E)`, `(N, T, E)` and `(N, S, E)` if `batch_first`; tgt_mask
 * `(T, T)`, memory_mask `(T, S)`, the key padding masks `(N, T)` and `(N, S)`.
 *
 * @example
 * const layer = nn.TransformerDecoderLayer(32, 4)
 * layer(torch.rand(20, 8, 32), torch.rand(10, 8, 32)).size() // torch.Size([20, 8, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TransformerDecoderLayer.html
 */
const TransformerDecoderLayer_ = callable(TransformerDecoderLayer)
/**
 * `num_layers` copies of a layer, one after the other, and `norm` at the end. All start with the same weights. Each
 * layer looks at the same `memory`.
 *
 * Shape: as of {@link TransformerDecoderLayer}.
 *
 * @example
 * const decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(32, 4), 2)
 * decoder(torch.rand(20, 8, 32), torch.rand(10, 8, 32)).size() // torch.Size([20, 8, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TransformerDecoder.html
 */
const TransformerDecoder_ = callable(TransformerDecoder)
type TransformerDecoderLayer_ = TransformerDecoderLayer
type TransformerDecoder_ = TransformerDecoder

export {
  TransformerDecoder_ as TransformerDecoder,
  TransformerDecoderLayer_ as TransformerDecoderLayer,
}
