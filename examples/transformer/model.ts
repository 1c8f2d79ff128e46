/** A language model: words and their places, layers that see no later word, a score for each word that may follow. */
import torch, { nn, type Tensor } from 'torch-node'
import { len } from 'torch-node/builtins'

/** Adds to each place waves of its own, as attention does not know what comes first. */
export class PositionalEncoding extends nn.Module {
  dropout: nn.Dropout
  declare pe: Tensor

  constructor(d_model: number, dropout = 0.1, max_len = 5000) {
    super()
    this.dropout = nn.Dropout({ p: dropout })

    const pe = torch.zeros(max_len, d_model)
    const position = torch.arange(0, max_len, { dtype: torch.float }).unsqueeze(1)
    const div_term = torch.exp(
      torch
        .arange(0, d_model, 2)
        .float()
        .mul(-Math.log(10000) / d_model),
    )
    pe.index_put_([':', '0::2'], torch.sin(position.mul(div_term)))
    pe.index_put_([':', '1::2'], torch.cos(position.mul(div_term)))
    this.register_buffer('pe', pe.unsqueeze(0).transpose(0, 1)) // (max_len, 1, d_model)
  }

  override forward(x: Tensor): Tensor {
    x = x.add(this.pe[`:${x.size(0)}`])
    return this.dropout(x)
  }
}

export class TransformerModel extends nn.Module {
  model_type = 'Transformer'
  ninp: number
  src_mask: Tensor | null = null
  pos_encoder: PositionalEncoding
  transformer_encoder: nn.TransformerEncoder
  encoder: nn.Embedding
  decoder: nn.Linear

  constructor(
    ntoken: number,
    ninp: number,
    nhead: number,
    nhid: number,
    nlayers: number,
    dropout = 0.5,
  ) {
    super()
    this.ninp = ninp
    this.pos_encoder = new PositionalEncoding(ninp, dropout)
    const encoder_layers = nn.TransformerEncoderLayer(ninp, nhead, nhid, dropout)
    // Nested tensors need the batch in front, which is not the case here: asked for, they warn.
    const enable_nested_tensor = false
    this.transformer_encoder = nn.TransformerEncoder(encoder_layers, nlayers, {
      enable_nested_tensor,
    })
    this.encoder = nn.Embedding(ntoken, ninp)
    this.decoder = nn.Linear(ninp, ntoken)

    this.init_weights()
  }

  init_weights(): void {
    const initrange = 0.1
    this.encoder.weight.data.uniform_(-initrange, initrange)
    this.decoder.bias!.data.zero_()
    this.decoder.weight.data.uniform_(-initrange, initrange)
  }

  override forward(src: Tensor): Tensor {
    // (S, N): without the mask the layers would see the word that they are to find.
    if (this.src_mask === null || this.src_mask.size(0) !== len(src)) {
      this.src_mask = nn.Transformer.generate_square_subsequent_mask(len(src)).to(src.device)
    }

    src = this.encoder(src).mul(Math.sqrt(this.ninp))
    src = this.pos_encoder(src)
    const output = this.transformer_encoder(src, this.src_mask)
    return this.decoder(output) // (S, N, ntoken)
  }
}
