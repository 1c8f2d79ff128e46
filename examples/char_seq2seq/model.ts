/** An encoder that reads a sentence into its states, and a decoder that starts from them. */
import torch, { nn, type Tensor } from 'torch-node'

export type Cell = 'lstm' | 'gru'

/** (h, c) of an LSTM; (h) of a GRU, which has no cell state. Each (num_layers, N, latent_dim). */
export type States = readonly Tensor[]

export interface Seq2SeqOptions {
  cell?: Cell
  /** Layers one on another, in both. */
  num_layers?: number
  /** Whether the encoder reads backwards too, with half of `latent_dim` in each direction. */
  bidirectional?: boolean
  /** The length of the vectors that stand for words; null for characters, which come one-hot. */
  embedding_dim?: number | null
}

function run(rnn: nn.LSTM | nn.GRU, inputs: Tensor, states: States): [Tensor, States] {
  const [h0, c0] = states
  if (rnn instanceof nn.GRU) {
    const [outputs, h] = rnn(inputs, h0)
    return [outputs, [h]]
  }
  const [outputs, [h, c]] = rnn(inputs, h0 && c0 && [h0, c0])
  return [outputs, [h, c]]
}

/**
 * Keras's first weights: the gate that keeps an LSTM's memory starts more open. With PyTorch's own half of the memory is
 * lost at each step, and little of a short sentence lasts through the spaces that fill its row.
 */
function initialize(module: nn.Module): void {
  for (const [name, parameter] of module.named_parameters({ recurse: false })) {
    if (name.startsWith('weight_hh')) nn.init.orthogonal_(parameter)
    else if (parameter.dim() === 2 && !(module instanceof nn.Embedding))
      nn.init.xavier_uniform_(parameter)
    else if (name.startsWith('bias')) nn.init.zeros_(parameter)
    // The second of an LSTM's four gates says what is kept.
    if (name.startsWith('bias_ih') && module instanceof nn.LSTM) {
      nn.init.ones_(parameter.chunk(4)[1])
    }
  }
}

export class Seq2Seq extends nn.Module {
  bidirectional: boolean
  encoder_embedding: nn.Embedding | null
  decoder_embedding: nn.Embedding | null
  encoder: nn.LSTM | nn.GRU
  decoder: nn.LSTM | nn.GRU
  decoder_dense: nn.Linear

  constructor(
    num_encoder_tokens: number,
    num_decoder_tokens: number,
    latent_dim: number,
    { cell = 'lstm', num_layers = 1, bidirectional = false, embedding_dim = null }: Seq2SeqOptions,
  ) {
    super()
    const RNN = cell === 'lstm' ? nn.LSTM : nn.GRU
    const embeds = embedding_dim !== null
    this.bidirectional = bidirectional
    this.encoder_embedding = embeds ? nn.Embedding(num_encoder_tokens, embedding_dim) : null
    this.decoder_embedding = embeds ? nn.Embedding(num_decoder_tokens, embedding_dim) : null
    this.encoder = new RNN(
      embedding_dim ?? num_encoder_tokens,
      bidirectional ? latent_dim / 2 : latent_dim,
      { num_layers, bidirectional, batch_first: true },
    )
    this.decoder = new RNN(embedding_dim ?? num_decoder_tokens, latent_dim, {
      num_layers,
      batch_first: true,
    })
    this.decoder_dense = nn.Linear(latent_dim, num_decoder_tokens)
    this.apply(initialize)
  }

  /** The states after the last step; what the encoder says on its way is not used. */
  encode(encoder_inputs: Tensor): States {
    const embedding = this.encoder_embedding
    const inputs = embedding === null ? encoder_inputs : embedding(encoder_inputs)
    const [, states] = run(this.encoder, inputs, [])
    // Forwards and backwards take turns in the first dimension: side by side they are as long as the decoder's.
    if (this.bidirectional) return states.map((s) => torch.cat([s['0::2'], s['1::2']], 2))
    return states
  }

  /** Logits for each step, (N, T, num_decoder_tokens), and the states to go on from. */
  decode(decoder_inputs: Tensor, states: States): [Tensor, States] {
    const [outputs, next] = run(this.decoder, this.#embedded(decoder_inputs), states)
    return [this.decoder_dense(outputs), next]
  }

  // Of probabilities of words, which reinjection feeds back, the mean of their vectors.
  #embedded(decoder_inputs: Tensor): Tensor {
    const embedding = this.decoder_embedding
    if (embedding === null) return decoder_inputs
    if (decoder_inputs.is_floating_point()) return decoder_inputs.matmul(embedding.weight)
    return embedding(decoder_inputs)
  }

  override forward(encoder_inputs: Tensor, decoder_inputs: Tensor): Tensor {
    const [logits] = this.decode(decoder_inputs, this.encode(encoder_inputs))
    return logits
  }
}
