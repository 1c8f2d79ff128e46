// Mirrors torch/nn/modules/transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { def, type KeywordArgs, type PositionalArgs } from '../../_def.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as init from '../init.js'
import { bindForward } from './_layer.js'
import { TransformerDecoder, TransformerDecoderLayer } from './_transformer_decoder.js'
import { TransformerEncoder, TransformerEncoderLayer } from './_transformer_encoder.js'
import { _generate_square_subsequent_mask, type Activation } from './_transformer_mask.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'

const initTransformer = initializer<
  [
    d_model: number,
    nhead: number,
    num_encoder_layers: number,
    num_decoder_layers: number,
    dim_feedforward: number,
    dropout: number,
    activation: Activation,
    custom_encoder: Module | null,
    custom_decoder: Module | null,
    layer_norm_eps: number,
    batch_first: boolean,
    norm_first: boolean,
    bias: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  "Transformer.__init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None)",
)

const forwardLine =
  'src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False'
type Line = `forward(${typeof forwardLine})`
type Inputs = [
  src: Tensor,
  tgt: Tensor,
  src_mask: Tensor | null,
  tgt_mask: Tensor | null,
  memory_mask: Tensor | null,
  src_key_padding_mask: Tensor | null,
  tgt_key_padding_mask: Tensor | null,
  memory_key_padding_mask: Tensor | null,
  src_is_causal: boolean | null,
  tgt_is_causal: boolean | null,
  memory_is_causal: boolean,
]

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface Transformer {
  (...args: PositionalArgs<Line, Inputs>): Tensor
  (...args: KeywordArgs<Line, Inputs>): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class Transformer extends Module {
  declare encoder: TransformerEncoder
  declare decoder: TransformerDecoder
  declare d_model: number
  declare nhead: number
  declare batch_first: boolean

  constructor(...args: ArgumentsOf<typeof initTransformer>) {
    const options = initTransformer(args)
    super()
    const { d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps } = options
    const { batch_first, norm_first, bias, device, dtype } = options
    const { custom_encoder, custom_decoder, num_encoder_layers, num_decoder_layers } = options
    const factory = { bias, device, dtype }
    const layer = { activation, layer_norm_eps, batch_first, norm_first, ...factory }
    const norm = (): LayerNorm => new LayerNorm(d_model, { eps: layer_norm_eps, ...factory })
    if (custom_encoder === null) {
      const one = new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, layer)
      this.encoder = new TransformerEncoder(one, num_encoder_layers, norm())
    } else {
      this.encoder = custom_encoder as TransformerEncoder
    }
    if (custom_decoder === null) {
      const one = new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, layer)
      this.decoder = new TransformerDecoder(one, num_decoder_layers, norm())
    } else {
      this.decoder = custom_decoder as TransformerDecoder
    }
    this._reset_parameters()
    this.d_model = d_model
    this.nhead = nhead
    this.batch_first = batch_first
  }

  override forward(
    src: Tensor,
    tgt: Tensor,
    src_mask: Tensor | null = null,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
    src_is_causal: boolean | null = null,
    tgt_is_causal: boolean | null = null,
    memory_is_causal = false,
  ): Tensor {
    const batch = this.batch_first ? 0 : 1
    if (src.size(batch) !== tgt.size(batch) && src.dim() === 3) {
      throw new RuntimeError('the batch number of src and tgt must be equal')
    }
    if (src.size(-1) !== this.d_model || tgt.size(-1) !== this.d_model) {
      throw new RuntimeError('the feature number of src and tgt must be equal to d_model')
    }
    const memory = this.encoder(src, {
      mask: src_mask,
      src_key_padding_mask,
      is_causal: src_is_causal,
    })
    return this.decoder(tgt, memory, {
      tgt_mask,
      memory_mask,
      tgt_key_padding_mask,
      memory_key_padding_mask,
      tgt_is_causal,
      memory_is_causal,
    })
  }

  /**
   * A mask `(sz, sz)` that adds minus infinity above the diagonal: no position looks at a later one.
   *
   * @example
   * nn.Transformer.generate_square_subsequent_mask(2)
   * // tensor([[0., -inf],
   * //         [0., 0.]])
   */
  static readonly generate_square_subsequent_mask = def(
    'Transformer.generate_square_subsequent_mask(sz, device=None, dtype=None)',
    (sz: number, device: Device | null, dtype: dtype | null): Tensor =>
      _generate_square_subsequent_mask(sz, device, dtype),
  )

  /** {@link Transformer.generate_square_subsequent_mask}, which Python also finds on an instance. */
  get generate_square_subsequent_mask(): typeof Transformer.generate_square_subsequent_mask {
    return Transformer.generate_square_subsequent_mask
  }

  /** Draws all weights with more than one dimension anew. */
  _reset_parameters(): void {
    for (const param of this.parameters()) if (param.dim() > 1) init.xavier_uniform_(param)
  }
}

bindForward(Transformer, forwardLine)

/**
 * The encoder and decoder of "Attention Is All You Need": the encoder makes a memory of `src`, the decoder looks at it
 * from `tgt`. `custom_encoder` and `custom_decoder` stand in for the layers made here.
 *
 * Shape: src `(S, N, E)`, tgt and the result `(T, N, E)`; `(N, S, E)` and `(N, T, E)` if `batch_first`; without `N`,
 * too. Masks: src_mask `(S, S)`, tgt_mask `(T, T)`, memory_mask `(T, S)`, key padding masks `(N, S)` and `(N, T)`;
 * boolean, where true is not looked at, or numbers to add.
 *
 * @example
 * const model = nn.Transformer({ d_model: 32, nhead: 4, num_encoder_layers: 2, num_decoder_layers: 2 })
 * const tgt_mask = model.generate_square_subsequent_mask(20)
 * model(torch.rand(10, 8, 32), torch.rand(20, 8, 32), { tgt_mask }).size() // torch.Size([20, 8, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Transformer.html
 */
const Transformer_ = callable(Transformer)
type Transformer_ = Transformer

export { TransformerDecoder, TransformerDecoderLayer } from './_transformer_decoder.js'
export { TransformerEncoder, TransformerEncoderLayer } from './_transformer_encoder.js'
export { Transformer_ as Transformer }
