/** The encoder, the plain decoder, and the decoder with attention. */
import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { MAX_LENGTH } from './lang.js'

export const device = torch.device(torch.cuda.is_available() ? 'cuda' : 'cpu')

/** One word at a time. (The notes write `emdedding`, and begin with a random state; the tutorial with zeros.) */
export class EncoderRNN extends nn.Module {
  hidden_size: number
  embedding: nn.Embedding
  gru: nn.GRU

  constructor(input_size: number, hidden_size: number) {
    super()
    this.hidden_size = hidden_size
    this.embedding = nn.Embedding(input_size, hidden_size)
    this.gru = nn.GRU(hidden_size, hidden_size)
  }

  override forward(input: Tensor, hidden: Tensor): [Tensor, Tensor] {
    const embedded = this.embedding(input).view(1, 1, -1)
    let output = embedded
    ;[output, hidden] = this.gru(output, hidden)
    return [output, hidden]
  }

  initHidden(): Tensor {
    return torch.zeros(1, 1, this.hidden_size, { device })
  }
}

/** Writes from the encoder's last state alone. (The notes embed hidden_size words; the tutorial output_size.) */
export class DecoderRNN extends nn.Module {
  hidden_size: number
  embedding: nn.Embedding
  gru: nn.GRU
  out: nn.Linear
  softmax: nn.LogSoftmax

  constructor(hidden_size: number, output_size: number) {
    super()
    this.hidden_size = hidden_size
    this.embedding = nn.Embedding(output_size, hidden_size)
    this.gru = nn.GRU(hidden_size, hidden_size)
    this.out = nn.Linear(hidden_size, output_size)
    this.softmax = nn.LogSoftmax({ dim: 1 })
  }

  override forward(input: Tensor, hidden: Tensor): [Tensor, Tensor] {
    let output = this.embedding(input).view(1, 1, -1)
    output = F.relu(output)
    ;[output, hidden] = this.gru(output, hidden)
    output = this.softmax(this.out(output[0]))
    return [output, hidden]
  }

  initHidden(): Tensor {
    return torch.zeros(1, 1, this.hidden_size, { device })
  }
}

/** Looks at all of the encoder's outputs, by weights that it computes at every step. */
export class AttnDecoderRNN extends nn.Module {
  hidden_size: number
  output_size: number
  dropout_p: number
  max_length: number
  embedding: nn.Embedding
  attn: nn.Linear
  attn_combine: nn.Linear
  dropout: nn.Dropout
  gru: nn.GRU
  out: nn.Linear

  constructor(
    hidden_size: number,
    output_size: number,
    { dropout_p = 0.1, max_length = MAX_LENGTH } = {},
  ) {
    super()
    this.hidden_size = hidden_size
    this.output_size = output_size
    this.dropout_p = dropout_p
    this.max_length = max_length

    this.embedding = nn.Embedding(this.output_size, this.hidden_size)
    this.attn = nn.Linear(this.hidden_size * 2, this.max_length)
    this.attn_combine = nn.Linear(this.hidden_size * 2, this.hidden_size)
    this.dropout = nn.Dropout(this.dropout_p)
    this.gru = nn.GRU(this.hidden_size, this.hidden_size)
    this.out = nn.Linear(this.hidden_size, this.output_size)
  }

  override forward(
    input: Tensor,
    hidden: Tensor,
    encoder_outputs: Tensor,
  ): [Tensor, Tensor, Tensor] {
    let embedded = this.embedding(input).view(1, 1, -1)
    embedded = this.dropout(embedded)

    const attn_weights = F.softmax(this.attn(torch.cat([embedded[0], hidden[0]], 1)), { dim: 1 })
    const attn_applied = torch.bmm(attn_weights.unsqueeze(0), encoder_outputs.unsqueeze(0))

    let output = torch.cat([embedded[0], attn_applied[0]], 1)
    output = this.attn_combine(output).unsqueeze(0)

    output = F.relu(output)
    ;[output, hidden] = this.gru(output, hidden)

    output = F.log_softmax(this.out(output[0]), { dim: 1 })
    return [output, hidden, attn_weights]
  }

  initHidden(): Tensor {
    return torch.zeros(1, 1, this.hidden_size, { device })
  }
}
