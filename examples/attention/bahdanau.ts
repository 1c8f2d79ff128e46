/** French to English with additive attention: a layer of its own scores each state of the encoder. */
import torch, { nn, type Tensor } from 'torch-node'
import { print, random, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { smoke } from '../options.js'
import { loadPairs, SOS_token } from './data.js'
import { EncoderRNN, fit, showAttention, translate } from './model.js'

torch.manual_seed(0)
random.seed(0)

/**
 * Two layers, tanh between them, one output: the score of a key for a query. `Wa` is the notes' W_decoder, `Ua`
 * W_encoder and `Va` W_alignment. (In notes with Keras a relu follows the last, which makes all bad keys equally bad.)
 */
class BahdanauAttention extends nn.Module {
  Wa: nn.Linear
  Ua: nn.Linear
  Va: nn.Linear

  constructor(hidden_size: number) {
    super()
    this.Wa = nn.Linear(hidden_size, hidden_size)
    this.Ua = nn.Linear(hidden_size, hidden_size)
    this.Va = nn.Linear(hidden_size, 1)
  }

  /** query (B, 1, H) and keys (B, N, H); the keys are the values too. */
  override forward(query: Tensor, keys: Tensor, mask: Tensor): [Tensor, Tensor] {
    // The query's one row is added to every key's.
    const scores = this.Va(torch.tanh(this.Wa(query).add(this.Ua(keys)))) // (B, N, 1)
    const weights = F.softmax(scores.squeeze(2).masked_fill(mask, -Infinity), { dim: -1 }) // (B, N)
    const context = torch.bmm(weights.unsqueeze(1), keys) // (B, 1, H)
    return [context, weights]
  }
}

/**
 * The query is the state before the step, h(t-1). The context joins the word before as the GRU's input, and the GRU's
 * output is decoded as it is. (In the notes the context joins h(t-1); that is the GRU's state, not its input.)
 */
class AttnDecoderRNN extends nn.Module {
  embedding: nn.Embedding
  attention: BahdanauAttention
  gru: nn.GRU
  out: nn.Linear

  constructor(hidden_size: number, output_size: number) {
    super()
    this.embedding = nn.Embedding(output_size, hidden_size)
    this.attention = new BahdanauAttention(hidden_size)
    this.gru = nn.GRU(2 * hidden_size, hidden_size, { batch_first: true })
    this.out = nn.Linear(hidden_size, output_size)
  }

  override forward(
    input: Tensor,
    hidden: Tensor,
    encoder_outputs: Tensor,
    mask: Tensor,
  ): [Tensor, Tensor, Tensor] {
    const embedded = this.embedding(input).unsqueeze(1) // (B, 1, H)
    const query = hidden.transpose(0, 1) // (B, 1, H)
    const [context, weights] = this.attention(query, encoder_outputs, mask)
    let output: Tensor
    ;[output, hidden] = this.gru(torch.cat([embedded, context], 2), hidden)
    output = F.log_softmax(this.out(output.squeeze(1)), { dim: 1 }) // (B, V)
    return [output, hidden, weights]
  }
}

const { langs, pairs, loader } = loadPairs(32)
const [input_lang, output_lang] = langs
const hidden_size = smoke ? 64 : 128
const encoder = new EncoderRNN(input_lang.n_words, hidden_size)
const decoder = new AttnDecoderRNN(hidden_size, output_lang.n_words)
print(decoder)

const options = smoke ? { epochs: 15, lr: 0.01 } : { epochs: 20, lr: 0.001 }
for (const [epoch, loss] of fit(encoder, decoder, loader, SOS_token, options)) {
  print(sprintf('epoch %2d  loss %.4f', epoch, loss))
}

torch.set_printoptions({ precision: 2, sci_mode: false })

for (const _ of range(4)) {
  const [sentence, truth] = random.choice(pairs)
  const [words, attentions] = translate(encoder, decoder, langs, sentence, SOS_token)
  print('>', sentence)
  print('=', truth)
  print('<', words.join(' '))
  print(attentions)
  showAttention(sentence, words, attentions)
}
plt.show()
