// Checked by tsc alone: recurrent networks, attention and transformers.

import { expectTypeOf } from 'expect-type'
import torch, { nn, type Tensor } from 'torch-node'

declare const x: Tensor
declare const packed: nn.utils.rnn.PackedSequence

// The output is packed where the input is.
const lstm = nn.LSTM(3, 4, { num_layers: 2, bidirectional: true })
expectTypeOf(lstm(x)).toEqualTypeOf<[output: Tensor, hidden: [hx: Tensor, cx: Tensor]]>()
const [output, [hn, cn]] = lstm(packed, [x, x])
expectTypeOf(output).toEqualTypeOf<nn.utils.rnn.PackedSequence>()
expectTypeOf(hn).toEqualTypeOf<Tensor>()
expectTypeOf(cn).toEqualTypeOf<Tensor>()
lstm(x, { hx: [x, x] })
lstm(x, null)
// @ts-expect-error the state of an LSTM is two tensors
lstm(x, x)
// @ts-expect-error no input
lstm()
const gru = new nn.GRU({ input_size: 3, hidden_size: 4, dtype: torch.float64 })
expectTypeOf(gru(x, x)).toEqualTypeOf<[output: Tensor, h_n: Tensor]>()
expectTypeOf(gru(packed)[0].batch_sizes).toEqualTypeOf<Tensor>()
expectTypeOf(gru).toExtend<nn.RNNBase>()
expectTypeOf(gru.weight_ih_l0).toEqualTypeOf<nn.Parameter>()
expectTypeOf(gru.bias_hh_l1_reverse).toEqualTypeOf<nn.Parameter>()
nn.RNN(3, 4, 1, 'relu', true)
nn.RNN(3, 4, { nonlinearity: 'tanh', dropout: 0.5 })
// @ts-expect-error no such nonlinearity
nn.RNN(3, 4, 1, 'sin')
// @ts-expect-error only an LSTM has projections
nn.GRU(3, 4, { proj_size: 2 })
nn.LSTM(3, 4, { proj_size: 2 })
// @ts-expect-error hidden_size is missing
nn.LSTM(3)
expectTypeOf(nn.LSTMCell(3, 4)(x, [x, x])).toEqualTypeOf<[h: Tensor, c: Tensor]>()
expectTypeOf(nn.GRUCell(3, 4)(x)).toEqualTypeOf<Tensor>()

// A subclass has a forward of its own.
class Tagger extends nn.Module {
  lstm = nn.LSTM(3, 4)
  override forward(sentence: Tensor): Tensor {
    const [out] = this.lstm(sentence)
    return out
  }
}
expectTypeOf(new Tagger()(x)).toEqualTypeOf<Tensor>()

// Packing.
const { pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence } = nn.utils.rnn
expectTypeOf(pack_sequence([x, x], { enforce_sorted: false })).toEqualTypeOf(packed)
expectTypeOf(pack_padded_sequence(x, [3, 2], true)).toEqualTypeOf(packed)
expectTypeOf(pad_packed_sequence(packed, { batch_first: true })).toEqualTypeOf<[Tensor, Tensor]>()
pad_sequence([x], { padding_side: 'left' })
// @ts-expect-error no such side
pad_sequence([x], { padding_side: 'up' })
const [data, , sorted] = packed
expectTypeOf(data).toEqualTypeOf<Tensor>()
expectTypeOf(sorted).toEqualTypeOf<Tensor | null>()
expectTypeOf(packed.to('cpu')).toEqualTypeOf(packed)

// Attention and transformers, by position and by keyword.
const attention = nn.MultiheadAttention(8, 2, { batch_first: true })
expectTypeOf(attention(x, x, x)).toEqualTypeOf<
  [attn_output: Tensor, attn_output_weights: Tensor | null]
>()
attention(x, x, x, { need_weights: false, is_causal: true, attn_mask: x })
attention(x, x, x, null, true, x)
attention(x, { key: x, value: x })
// @ts-expect-error value is missing
attention(x, x)
// @ts-expect-error no such keyword
attention(x, x, x, { mask: x })
const layer = nn.TransformerEncoderLayer(8, 2, { activation: 'gelu', norm_first: true })
nn.TransformerEncoderLayer({ d_model: 8, nhead: 2, activation: nn.SiLU() })
// @ts-expect-error no such activation
nn.TransformerEncoderLayer(8, 2, { activation: 'tanh' })
const encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8), { mask_check: false })
expectTypeOf(encoder(x, { src_key_padding_mask: x })).toEqualTypeOf<Tensor>()
expectTypeOf(encoder.layers[0].self_attn.in_proj_weight).toEqualTypeOf<nn.Parameter | null>()
const decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2), 2)
decoder(x, x, { tgt_mask: x, tgt_is_causal: true })
// @ts-expect-error memory is missing
decoder(x)
const model = nn.Transformer({ d_model: 8, nhead: 2 })
const tgt_mask = nn.Transformer.generate_square_subsequent_mask(4, { device: 'cpu' })
expectTypeOf(model(x, x, { tgt_mask })).toEqualTypeOf<Tensor>()
expectTypeOf(model.generate_square_subsequent_mask(3)).toEqualTypeOf<Tensor>()

// The choice of kernels.
const { SDPBackend, sdpa_kernel } = nn.attention
expectTypeOf(sdpa_kernel(SDPBackend.MATH, () => 3)).toBeNumber()
expectTypeOf(
  sdpa_kernel([SDPBackend.MATH], { set_priority: true }, () => x),
).toEqualTypeOf<Tensor>()
{
  using _ = sdpa_kernel(SDPBackend.FLASH_ATTENTION)
}
nn.functional.scaled_dot_product_attention(x, x, x, nn.attention.bias.causal_lower_right(2, 3))
