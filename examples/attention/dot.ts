/** Dot attention in its four steps, as one module, and its weights once more by hand. */
import torch, { nn, type Tensor } from 'torch-node'
import { len, list, math, print, range, sum } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'

torch.manual_seed(0)

/**
 * The encoder's outputs (annotations) are key and value at once. In the notes they are the decoder's outputs, and two
 * sections further on the encoder's; and the scores are a product with the decoder's "weights": it is its state.
 */
class DotAttnDecoder extends nn.Module {
  gru: nn.GRUCell

  constructor(input_size: number, hidden_size: number) {
    super()
    this.gru = nn.GRUCell(input_size + hidden_size, hidden_size)
  }

  override forward(
    input: Tensor, // (B, E)
    hidden: Tensor, // (B, H)
    annotations: Tensor, // (B, N, H)
  ): [Tensor, Tensor, Tensor] {
    const scores = torch.bmm(annotations, hidden.unsqueeze(2)) // 1. (B, N, 1)
    const weights = F.softmax(scores, { dim: 1 }) // 2. (B, N, 1)
    const context = weights.mul(annotations).sum(1) // 3. (B, H)
    hidden = this.gru(torch.cat([input, context], 1), hidden) // 4. (B, H)
    return [hidden, context, weights.squeeze(2)]
  }
}

// 1. Numbers that a reader can check

const decoder = new DotAttnDecoder(3, 2)
print(decoder)

const annotations = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 0.5],
]
const state = [2, 1]

const keys = torch.tensor([annotations], { dtype: torch.float })
const [, context, weights] = decoder(
  torch.zeros(1, 3),
  torch.tensor([state], { dtype: torch.float }),
  keys,
)
print(weights)
print(context)

const scores = annotations.map(([a, b]) => a * state[0] + b * state[1])
const exps = scores.map((score) => math.exp(score))
const by_hand = exps.map((e) => e / sum(exps))
print('scores by hand', scores)
print('weights by hand', by_hand)
const mixed = list(range(2)).map((j) => sum(annotations.map((h, i) => by_hand[i] * h[j])))
print('context by hand', mixed)
print(torch.allclose(weights, torch.tensor([by_hand])))
print(torch.allclose(context, torch.tensor([mixed])))

// 2. The same from PyTorch's own attention, which divides by sqrt(H) unless it is told a scale

const query = torch.tensor([[state]], { dtype: torch.float }) // (B, 1, H)
print(F.scaled_dot_product_attention(query, keys, keys, { scale: 1 }))

// 3. Behind an encoder. The annotations are its outputs at every step, and the decoder begins with its last state.

const encoder = nn.GRU(3, 2, { batch_first: true })
const [outputs, last] = encoder(torch.randn(1, 5, 3)) // (B, N, H), (1, B, H)
let hidden = last[0]
print(torch.equal(outputs[':, -1'], hidden))

// One module runs at every step, and each step has the same parameters, however often it is called. (In the notes, of
// Keras, "layers defined in init cannot be reused".)
for (const _ of range(3)) {
  const [next, , weights] = decoder(torch.randn(1, 3), hidden, outputs)
  print(weights, weights.sum(1))
  hidden = next
}
print(len(list(decoder.parameters())))
const layer = nn.Linear(2, 2)
print(len(list(nn.Sequential(layer, nn.Tanh(), layer).parameters())), 'not', 4)
