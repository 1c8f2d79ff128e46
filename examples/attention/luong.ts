/** French to English with multiplicative attention: three scores, and a layer that joins state and context. */
import torch, { nn, type Tensor } from 'torch-node'
import { print, random, sprintf, sum } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { smoke } from '../options.js'
import { EOS_token, loadPairs, PAD_token } from './data.js'
import { EncoderRNN, fit, showAttention, translate } from './model.js'

torch.manual_seed(0)
random.seed(0)

const methods = ['dot', 'general', 'concat'] as const
type Method = (typeof methods)[number]

/** `dot` has no parameters, `general` a matrix between query and key, `concat` is a small network, as Bahdanau's is. */
class LuongAttention extends nn.Module {
  method: Method
  declare W: nn.Linear
  declare v: nn.Linear

  constructor(method: Method, hidden_size: number) {
    super()
    this.method = method
    if (method === 'general') this.W = nn.Linear(hidden_size, hidden_size, { bias: false })
    if (method === 'concat') {
      this.W = nn.Linear(2 * hidden_size, hidden_size, { bias: false })
      this.v = nn.Linear(hidden_size, 1, { bias: false })
    }
  }

  /** query (B, 1, H) and keys (B, N, H) give (B, 1, N). */
  score(query: Tensor, keys: Tensor): Tensor {
    if (this.method === 'dot') return torch.bmm(query, keys.transpose(1, 2))
    if (this.method === 'general') return torch.bmm(query, this.W(keys).transpose(1, 2))
    const pairs = torch.cat([query.expand(-1, keys.size(1), -1), keys], 2) // (B, N, 2 H)
    return this.v(torch.tanh(this.W(pairs))).transpose(1, 2)
  }

  override forward(query: Tensor, keys: Tensor, mask: Tensor): [Tensor, Tensor] {
    const scores = this.score(query, keys).masked_fill(mask.unsqueeze(1), -Infinity)
    const weights = F.softmax(scores, { dim: -1 })
    return [torch.bmm(weights, keys), weights.squeeze(1)] // (B, 1, H), (B, N)
  }
}

/**
 * Where Bahdanau's decoder asks before its GRU, with h(t-1), and writes what the GRU gives, this one asks after it, with
 * h(t): the GRU's output is no word yet. A layer makes h~(t) of [h(t); c(t)], and h~(t) gives the word.
 */
class LuongDecoder extends nn.Module {
  embedding: nn.Embedding
  gru: nn.GRU
  attention: LuongAttention
  combine: nn.Linear
  out: nn.Linear

  constructor(method: Method, hidden_size: number, output_size: number) {
    super()
    this.embedding = nn.Embedding(output_size, hidden_size)
    this.gru = nn.GRU(hidden_size, hidden_size, { batch_first: true })
    this.attention = new LuongAttention(method, hidden_size)
    this.combine = nn.Linear(2 * hidden_size, hidden_size)
    this.out = nn.Linear(hidden_size, output_size)
  }

  override forward(
    input: Tensor,
    hidden: Tensor,
    encoder_outputs: Tensor,
    mask: Tensor,
  ): [Tensor, Tensor, Tensor] {
    ;[, hidden] = this.gru(this.embedding(input).unsqueeze(1), hidden)
    const query = hidden.transpose(0, 1) // (B, 1, H)
    const [context, weights] = this.attention(query, encoder_outputs, mask)
    const h_tilde = torch.tanh(this.combine(torch.cat([query, context], 2))) // (B, 1, H)
    const output = F.log_softmax(this.out(h_tilde.squeeze(1)), { dim: 1 }) // (B, V)
    return [output, hidden, weights]
  }
}

const { langs, pairs, dataset, loader } = loadPairs(32)
const [input_lang, output_lang] = langs
const hidden_size = smoke ? 64 : 128
const options = smoke ? { epochs: 10, lr: 0.01 } : { epochs: 10, lr: 0.001 }
torch.set_printoptions({ precision: 2, sci_mode: false })

let encoder!: EncoderRNN
let decoder!: LuongDecoder
for (const method of methods) {
  encoder = new EncoderRNN(input_lang.n_words, hidden_size)
  decoder = new LuongDecoder(method, hidden_size, output_lang.n_words)
  print(decoder.attention, sum([...decoder.attention.parameters()].map((p) => p.numel())))

  // The decoder reads <END> before the first word, as in the notes; any token that comes before no other word will do.
  for (const [epoch, loss] of fit(encoder, decoder, loader, EOS_token, options)) {
    print(sprintf('epoch %2d  loss %.4f', epoch, loss))
  }

  const [sentence, truth] = random.choice(pairs)
  const [words, attentions] = translate(encoder, decoder, langs, sentence, EOS_token)
  print('>', sentence)
  print('=', truth)
  print('<', words.join(' '))
  print(attentions)
  showAttention(sentence, words, attentions)
}

// The weights of a step are those of the state after it: asked with the state before it, the last decoder gives others.
const [inputs] = dataset['0:2']
const mask = inputs.eq(PAD_token)
torch.no_grad(() => {
  const [encoder_outputs, before] = encoder(inputs)
  const first = torch.tensor([EOS_token, EOS_token])
  const [, after, weights] = decoder(first, before, encoder_outputs, mask)
  for (const hidden of [before, after]) {
    const [, asked] = decoder.attention(hidden.transpose(0, 1), encoder_outputs, mask)
    print(torch.equal(asked, weights))
  }
})
plt.show()
