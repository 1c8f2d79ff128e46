import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)

model = nn.Transformer()
print(model.d_model, model.nhead, len(model.encoder.layers), len(model.decoder.layers))

transformer = nn.Transformer(
    d_model=16,
    nhead=4,
    num_encoder_layers=2,
    num_decoder_layers=2,
    dim_feedforward=32,
    dropout=0.1,
    activation='relu',
    custom_encoder=None,
    custom_decoder=None,
    layer_norm_eps=1e-5,
    batch_first=False,
    norm_first=False,
    bias=True,
    device=None,
    dtype=None,
).eval()
print(transformer)

S, T, N, E = 5, 4, 3, 16
src = torch.randn(S, N, E)
tgt = torch.randn(T, N, E)
tgt_mask = nn.Transformer.generate_square_subsequent_mask(T)
print(tgt_mask)
print(transformer(src, tgt, tgt_mask=tgt_mask).size())


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(E, E)

    def forward(self, src, **masks):
        output, _ = self.gru(src)
        return output


mixed = nn.Transformer(E, 4, num_decoder_layers=1, custom_encoder=Recurrent())
print(mixed.eval()(src, tgt).size())

encoder_layer = nn.TransformerEncoderLayer(E, 4, 32, 0.1, 'relu')
print([name for name, _ in encoder_layer.named_children()])
norm = nn.LayerNorm(E)
encoder = nn.TransformerEncoder(encoder_layer, 2, norm, enable_nested_tensor=False, mask_check=True)
encoder.eval()
first, second = encoder.layers[0].linear1.weight, encoder.layers[1].linear1.weight
print(first.equal(second), first.data_ptr() == second.data_ptr())

src_key_padding_mask = torch.zeros(N, S, dtype=torch.bool)
src_key_padding_mask[0, -2:] = True
print(src_key_padding_mask)
memory = encoder(src, src_key_padding_mask=src_key_padding_mask)
other = src.clone()
other[-2:, 0] = 100
difference = (encoder(other, src_key_padding_mask=src_key_padding_mask) - memory).abs().amax(2)
print((difference > 0).t())

decoder_layer = nn.TransformerDecoderLayer(E, 4, 32, 0.1, 'relu')
print([name for name, _ in decoder_layer.named_children()])
decoder = nn.TransformerDecoder(decoder_layer, 2, norm=norm).eval()
memory_mask = torch.zeros(T, S, dtype=torch.bool)
tgt_key_padding_mask = torch.zeros(N, T, dtype=torch.bool)
output = decoder(
    tgt,
    memory,
    tgt_mask.isinf(),
    memory_mask,
    tgt_key_padding_mask=tgt_key_padding_mask,
    memory_key_padding_mask=src_key_padding_mask,
    tgt_is_causal=True,
    memory_is_causal=False,
)
print(output.size(), output[0, 0, :4])

for activation in ['gelu', F.gelu, nn.GELU(), F.silu]:
    torch.manual_seed(1)
    layer = nn.TransformerEncoderLayer(E, 4, 32, activation=activation, norm_first=True)
    print(layer.eval()(src)[0, 0, :4])
try:
    nn.TransformerDecoderLayer(E, 4, activation='foo')
except RuntimeError as error:
    print(error)
