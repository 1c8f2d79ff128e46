/** nn.Transformer, its stacks and its layers: what their constructors take, and what the masks do. */
import torch, { nn, type Tensor } from 'torch-node'
import { len, print } from 'torch-node/builtins'
import { RuntimeError } from 'torch-node/errors'
import F from 'torch-node/nn/functional'

torch.manual_seed(0)

// 1. All in one. (The notes stop at custom_decoder; layer_norm_eps and what follows came later.)

{
  const model = nn.Transformer()
  print(model.d_model, model.nhead, len(model.encoder.layers), len(model.decoder.layers))
}

const transformer = nn
  .Transformer({
    d_model: 16,
    nhead: 4,
    num_encoder_layers: 2,
    num_decoder_layers: 2,
    dim_feedforward: 32,
    dropout: 0.1,
    activation: 'relu',
    custom_encoder: null,
    custom_decoder: null,
    layer_norm_eps: 1e-5,
    batch_first: false,
    norm_first: false,
    bias: true,
    device: null,
    dtype: null,
  })
  .eval()
print(transformer)

const [S, T, N, E] = [5, 4, 3, 16]
const src = torch.randn(S, N, E)
const tgt = torch.randn(T, N, E)
const tgt_mask = nn.Transformer.generate_square_subsequent_mask(T) // (T, T)
print(tgt_mask)
print(transformer(src, tgt, { tgt_mask }).size()) // (T, N, E)

// An encoder of one's own takes the masks, too, even if it has no use for them.
class Recurrent extends nn.Module {
  gru: nn.GRU

  constructor() {
    super()
    this.gru = nn.GRU(E, E)
  }

  override forward(src: Tensor, _masks: object): Tensor {
    const [output] = this.gru(src)
    return output
  }
}
{
  const mixed = nn.Transformer(E, 4, { num_decoder_layers: 1, custom_encoder: new Recurrent() })
  print(mixed.eval()(src, tgt).size())
}

// 2. The encoder: copies of a layer, each with weights of its own

const encoder_layer = nn.TransformerEncoderLayer(E, 4, 32, 0.1, 'relu')
print([...encoder_layer.named_children()].map(([name]) => name))
const norm = nn.LayerNorm(E)
const encoder = nn.TransformerEncoder(encoder_layer, 2, norm, {
  enable_nested_tensor: false,
  mask_check: true,
})
encoder.eval()
{
  const [first, second] = [encoder.layers[0].linear1.weight, encoder.layers[1].linear1.weight]
  print(first.equal(second), first.data_ptr() === second.data_ptr())
}

// The last two places of the first sequence are padding: what stands there changes nothing elsewhere.
const src_key_padding_mask = torch.zeros(N, S, { dtype: torch.bool })
src_key_padding_mask.index_put_([0, '-2:'], true)
print(src_key_padding_mask)
const memory = encoder(src, { src_key_padding_mask })
{
  const other = src.clone()
  other.index_put_(['-2:', 0], 100)
  const difference = encoder(other, { src_key_padding_mask }).sub(memory).abs().amax(2)
  print(difference.gt(0).t()) // (N, S)
}

// 3. The decoder looks back at its own words, and at all of the memory that is no padding. Masks are numbers to add or, as
// here, say where not to look; all of a call are of one kind.

const decoder_layer = nn.TransformerDecoderLayer(E, 4, 32, 0.1, 'relu')
print([...decoder_layer.named_children()].map(([name]) => name))
const decoder = nn.TransformerDecoder(decoder_layer, 2, { norm }).eval()
const memory_mask = torch.zeros(T, S, { dtype: torch.bool })
const tgt_key_padding_mask = torch.zeros(N, T, { dtype: torch.bool })
const output = decoder(tgt, memory, tgt_mask.isinf(), memory_mask, {
  tgt_key_padding_mask,
  memory_key_padding_mask: src_key_padding_mask,
  tgt_is_causal: true,
  memory_is_causal: false,
})
print(output.size(), output['0, 0, :4'])

// 4. The activation: by name, as a function, or as a module

for (const activation of ['gelu', F.gelu, nn.GELU(), F.silu] as const) {
  torch.manual_seed(1)
  const layer = nn.TransformerEncoderLayer(E, 4, 32, { activation, norm_first: true })
  print(layer.eval()(src)['0, 0, :4'])
}
try {
  // @ts-expect-error TypeScript knows the two names as well.
  nn.TransformerDecoderLayer(E, 4, { activation: 'foo' })
} catch (error) {
  if (!(error instanceof RuntimeError)) throw error
  print(error.message)
}
