/** The longer a row of symbols, the less of it one vector can hold; attention looks at all of it. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { print, random, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { smoke } from '../options.js'

const n_symbols = 8
const hidden_size = 48
const start_token = n_symbols
const max_length = smoke ? 16 : 40

/** Copies rows. Both kinds have the same layers; they differ in what the context is. */
class Copier extends nn.Module {
  embedding = nn.Embedding(n_symbols + 1, hidden_size)
  encoder = nn.GRU(hidden_size, hidden_size, { batch_first: true })
  decoder = nn.GRU(hidden_size, hidden_size, { batch_first: true })
  score = nn.Linear(hidden_size, hidden_size, { bias: false })
  combine = nn.Linear(2 * hidden_size, hidden_size)
  out = nn.Linear(hidden_size, n_symbols)

  constructor(readonly attention: boolean) {
    super()
  }

  /** The decoder is given the true symbols before; they tell nothing of the next one, as all are random. */
  override forward(x: Tensor): Tensor {
    const [keys, last] = this.encoder(this.embedding(x)) // (B, N, H), (1, B, H)
    const start = torch.full([x.size(0), 1], start_token)
    const before = torch.cat([start, x[':, :-1']], 1)
    const [states] = this.decoder(this.embedding(before), last) // (B, N, H)
    const context = this.attention
      ? this.look(states, keys)
      : last.transpose(0, 1).expand_as(states)
    return this.out(torch.tanh(this.combine(torch.cat([states, context], 2)))) // (B, N, S)
  }

  look(states: Tensor, keys: Tensor): Tensor {
    const weights = F.softmax(torch.bmm(states, this.score(keys).transpose(1, 2)), { dim: -1 })
    return torch.bmm(weights, keys)
  }
}

/** Both begin with the same weights and see the same rows. */
function trained(attention: boolean): Copier {
  torch.manual_seed(0)
  random.seed(0)
  const model = new Copier(attention)
  const optimizer = optim.Adam(model.parameters(), { lr: 0.005 })
  for (const _ of range(smoke ? 200 : 2000)) {
    const x = torch.randint(0, n_symbols, [32, random.randint(1, max_length)])
    const loss = F.cross_entropy(model(x).flatten(0, 1), x.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
  }
  return model
}

function accuracy(model: Copier, length: number): number {
  const x = torch.randint(0, n_symbols, [200, length])
  return torch.no_grad(() => model(x).argmax(2).eq(x).float().mean().item())
}

// The last length is longer than any row in the training.
const lengths = [...range(1, 6)].map((i) => Math.floor((max_length * i) / 4))
const fixed = trained(false)
const looking = trained(true)

print('length   fixed  attention')
const curves: [number[], number[]] = [[], []]
for (const length of lengths) {
  const row = [accuracy(fixed, length), accuracy(looking, length)] as const
  print(sprintf('%6d  %6.3f     %6.3f', length, ...row))
  for (const [i, value] of row.entries()) curves[i].push(value)
}

const falls = curves.map((curve) => curve[0] - curve[3])
print(sprintf('lost from %d to %d symbols: %.3f and %.3f', lengths[0], lengths[3], ...falls))

plt.plot(lengths, curves[0], 'o-', { label: 'one context vector' })
plt.plot(lengths, curves[1], 'o-', { label: 'attention' })
plt.axhline(1 / n_symbols, { color: 'gray', linestyle: ':', label: 'guessing' })
plt.axvline(max_length, { color: 'gray', linestyle: '--', label: 'longest in training' })
plt.xlabel('length')
plt.ylabel('symbols copied')
plt.ylim(0, 1.05)
plt.legend()
plt.show()
