/** Soft, hard and local attention: three readings of the same scores, in a network that copies a row of symbols. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { print, range, sprintf, sum } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { smoke } from '../options.js'

torch.manual_seed(0)

const n_symbols = 8
const length = 8
const hidden_size = 48
const start_token = n_symbols

// 1. From scores (B, T, N) to weights (B, T, N)

/** Every state of the encoder has its share. */
function soft(scores: Tensor): Tensor {
  return F.softmax(scores, { dim: -1 })
}

/** The best state has it all. */
function hard(scores: Tensor): Tensor {
  return F.one_hot(scores.argmax(-1), scores.size(-1)).float()
}

/** One state has it all, drawn by its share. */
function sampled(scores: Tensor): Tensor {
  const weights = F.softmax(scores, { dim: -1 })
  const index = torch.multinomial(weights.flatten(0, 1), 1).view(scores.size(0), -1, 1)
  return torch.zeros_like(weights).scatter_(2, index, 1.0)
}

const D = 2

/**
 * The best state and its neighbours up to D away have shares, less by a Gaussian of deviation D / 2 as they are farther;
 * so they may sum to less than 1, as in Luong's paper. (In the notes this saves parameters: it saves computing only.)
 */
function local(scores: Tensor): Tensor {
  const center = scores.argmax(-1, { keepdim: true }) // (B, T, 1)
  const distance = torch.arange(scores.size(-1)).sub(center).abs() // (B, T, N)
  const weights = F.softmax(scores.masked_fill(distance.gt(D), -Infinity), { dim: -1 })
  return weights.mul(
    torch.exp(
      distance
        .pow(2)
        .neg()
        .div(2 * (D / 2) ** 2),
    ),
  )
}

const heads = { soft, hard, sampled, local }
type Head = (scores: Tensor) => Tensor

// 2. One encoder and decoder for all of them

/** As Luong's attention does not reach back into the GRU, all steps are computed at once. */
class Copier extends nn.Module {
  embedding = nn.Embedding(n_symbols + 1, hidden_size)
  encoder = nn.GRU(hidden_size, hidden_size, { batch_first: true })
  decoder = nn.GRU(hidden_size, hidden_size, { batch_first: true })
  score = nn.Linear(hidden_size, hidden_size, { bias: false })
  combine = nn.Linear(2 * hidden_size, hidden_size)
  out = nn.Linear(hidden_size, n_symbols)

  override forward(x: Tensor, head: Head): [Tensor, Tensor] {
    const [keys, last] = this.encoder(this.embedding(x)) // (B, N, H)
    const start = torch.full([x.size(0), 1], start_token)
    const before = torch.cat([start, x[':, :-1']], 1)
    const [states] = this.decoder(this.embedding(before), last) // (B, T, H)
    const weights = head(torch.bmm(states, this.score(keys).transpose(1, 2)))
    const context = torch.bmm(weights, keys)
    const h_tilde = torch.tanh(this.combine(torch.cat([states, context], 2)))
    return [this.out(h_tilde), weights] // (B, T, S), (B, T, N)
  }
}

const model = new Copier()
const optimizer = optim.Adam(model.parameters(), { lr: 0.01 })
for (const step of range(1, (smoke ? 80 : 400) + 1)) {
  const x = torch.randint(0, n_symbols, [64, length])
  const [logits] = model(x, soft)
  const loss = F.cross_entropy(logits.flatten(0, 1), x.flatten())
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
  if (step % 20 === 0) print(sprintf('step %d  loss %.4f', step, loss.item()))
}

// 3. What each head copies, and what it looks at

torch.set_printoptions({ precision: 2, sci_mode: false })

const x = torch.randint(0, n_symbols, [500, length])
const [, axes] = plt.subplots(1, 4, { figsize: [12, 3.5] })
for (const [i, [name, head]] of Object.entries(heads).entries()) {
  const [logits, weights] = torch.no_grad(() => model(x, head))
  const correct = logits.argmax(2).eq(x).float().mean()
  print(sprintf('%s: %.4f of the symbols copied', name, correct.item()))
  print(weights[0])
  print('sums', weights[0].sum(1))
  axes[i].matshow(weights[0].numpy(), { cmap: 'bone' })
  axes[i].set_title(name)
}

// 4. A choice has no gradient: hard attention does not teach the score what to choose. That takes REINFORCE, or, as
// here, training with soft weights. In local attention the window has none, the shares in it have one.

for (const [name, head] of Object.entries(heads)) {
  model.zero_grad()
  const [logits] = model(x, head)
  F.cross_entropy(logits.flatten(0, 1), x.flatten()).backward()
  print(name, 'teaches the score:', model.score.weight.grad !== null)
}
print('parameters', sum([...model.parameters()].map((p) => p.numel())))
plt.show()
