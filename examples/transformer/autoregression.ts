/** Autoregression: a prediction depends on nothing but what has been. GPT does so by a mask; BERT does not. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { enumerate, len, print, range, sorted, sprintf } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import { smoke } from '../options.js'
import { PositionalEncoding } from './model.js'

torch.manual_seed(0)

// 1. The text: sentences of seven words

const text = `the cat sat on the mat .
the dog lay on the rug .
the cow ate in the barn .
the hen sat in the barn .
the fox ran to the wood .
the boy ran to the town .`
const sentences = text.split('\n').map((line) => line.split(' '))
const words = ['<sos>', '<mask>', ...sorted(new Set(sentences.flat()))]
const [SOS, MASK] = [0, 1]
const numbers = (sentence: readonly string[]) => sentence.map((word) => words.indexOf(word))
const data = torch.tensor(sentences.map(numbers)).t() // (T, N)
const T = data.size(0)
const N = data.size(1)
print(len(words), data.size())

// 2. The network, with the mask (GPT) or without (BERT)

const d_model = 32

class Net extends nn.Module {
  causal: boolean
  embedding: nn.Embedding
  pos_encoder: PositionalEncoding
  layers: nn.TransformerEncoder
  out: nn.Linear

  constructor(causal: boolean) {
    super()
    this.causal = causal
    this.embedding = nn.Embedding(len(words), d_model)
    this.pos_encoder = new PositionalEncoding(d_model, 0)
    const layer = nn.TransformerEncoderLayer(d_model, 4, 64, 0)
    this.layers = nn.TransformerEncoder(layer, 2, { enable_nested_tensor: false })
    this.out = nn.Linear(d_model, len(words))
  }

  /** Scores (T, N, words) for words (T, N). */
  override forward(x: Tensor): Tensor {
    const mask = this.causal ? nn.Transformer.generate_square_subsequent_mask(len(x)) : null
    return this.out(this.layers(this.pos_encoder(this.embedding(x)), mask))
  }
}

const gpt = new Net(true)
const bert = new Net(false)
print(nn.Transformer.generate_square_subsequent_mask(4))

// 3. The property: another word at place 3 changes what is said of place 3 and later, and without the mask of all places

const changed = data.clone()
changed.index_put_([3], MASK)
for (const net of [gpt, bert]) {
  const difference = net(data).sub(net(changed)).abs().amax([1, 2]) // (T)
  print(difference.gt(1e-6).tolist())
}

// 4. Training: GPT finds each word by those before, BERT some words by those on both sides. (In the notes BERT is
// autoregressive, too.)

const n_iters = smoke ? 160 : 400

const sos = torch.full([1, N], SOS)
{
  const optimizer = optim.Adam(gpt.parameters(), { lr: 3e-3 })
  const input = torch.cat([sos, data[':-1']])
  for (const iter of range(1, n_iters + 1)) {
    const loss = F.cross_entropy(gpt(input).flatten(0, 1), data.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if (iter % (n_iters / 4) === 0) print('gpt', iter, loss.item())
  }
}
{
  const optimizer = optim.Adam(bert.parameters(), { lr: 3e-3 })
  for (const iter of range(1, n_iters + 1)) {
    const hidden = torch.rand(T, N).lt(0.2)
    const output = bert(data.masked_fill(hidden, MASK))
    const loss = F.cross_entropy(output.index([hidden]), data.index([hidden]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if (iter % (n_iters / 4) === 0) print('bert', iter, loss.item())
  }
}

// 5. Writing: one word at a time, each of which is then read. Greedy takes the likeliest; sampling draws, the more boldly
// the higher the temperature.

function write(beginning: string[], temperature: number | null): string {
  using _ = torch.no_grad()
  const x = [SOS, ...numbers(beginning)]
  while (len(x) <= T) {
    const scores = gpt(torch.tensor(x).unsqueeze(1))['-1, 0']
    const next =
      temperature === null
        ? scores.argmax()
        : torch.multinomial(F.softmax(scores.div(temperature), { dim: 0 }), 1)
    x.push(next.item())
  }
  return x
    .slice(1)
    .map((i) => words[i])
    .join(' ')
}

print(write([], null))
print(write(['the', 'cow'], null))
for (const temperature of [0.5, 1, 3]) {
  for (const _ of range(3)) print(temperature, write(['the'], temperature))
}

// 6. A gap that only what follows can fill: `the ... ran to the wood .`

function guesses(scores: Tensor): void {
  const [p, at] = F.softmax(scores, { dim: 0 }).topk(3)
  print(
    [...enumerate(at.tolist<number[]>())].map(([i, one]) =>
      sprintf('%s %.3f', words[one], p[i].item()),
    ),
  )
}
const sentence = data[':, 4']
const gap = sentence.clone()
gap.index_put_([1], MASK)
guesses(gpt(torch.cat([sos['0, :1'], sentence]).unsqueeze(1))['1, 0']) // has read `<sos> the`
guesses(bert(gap.unsqueeze(1))['1, 0'])
