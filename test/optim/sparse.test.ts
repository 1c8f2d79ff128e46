import torch, { nn } from 'torch-node'
import { makeOptimizer } from '../golden/support/optim.js'

// Two steps in Python, from the same seed. In the first a row comes twice.
const steps = [
  [0, 3, 3],
  [1, 3],
]
const rest = [-1.0845223665237427, -1.3985954523086548]
const last = [-0.7192575931549072, -0.40334352850914]

test.each([
  [
    'SparseAdam',
    [
      [1.4409960508346558, -0.19342896342277527],
      [-2.1043756008148193, 0.4940176010131836],
      rest,
      [0.21442949771881104, 0.6467065215110779],
      last,
    ],
  ],
  [
    'SGD',
    [
      [1.2327969074249268, -0.2347431182861328],
      [-1.7430315017700195, 0.45474499464035034],
      rest,
      [0.19360646605491638, 0.4022526144981384],
      last,
    ],
  ],
  [
    'Adagrad',
    [
      [1.4409960508346558, -0.1934289038181305],
      [-2.078789472579956, 0.4684312641620636],
      rest,
      [0.26814940571784973, 0.6977267265319824],
      last,
    ],
  ],
] as const)('torch.optim.%s takes the gradients of a sparse nn.Embedding', (name, expected) => {
  torch.manual_seed(0)
  const embedding = nn.Embedding(5, 2, { sparse: true })
  const optimizer = makeOptimizer(name, embedding.parameters(), { lr: 0.1 })
  for (const indices of steps) {
    optimizer.zero_grad()
    embedding(torch.tensor(indices)).pow(2).sum().backward()
    expect(embedding.weight.grad?.is_sparse).toBe(true)
    optimizer.step()
  }
  expect(embedding.weight.tolist()).toEqual(expected)
})
