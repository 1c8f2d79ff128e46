/** Digits read as 28 rows of 28 pixels, down and up again, by a bidirectional LSTM. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range, sprintf } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { loadMnist } from '../mnist/tensors.js'
import { smoke } from '../options.js'

torch.manual_seed(0)

const hidden_size = smoke ? 64 : 128
let [x_train, y_train, x_valid, y_valid] = loadMnist()
x_train = x_train.view(-1, 28, 28)
x_valid = x_valid.view(-1, 28, 28)

// 1. What a bidirectional LSTM gives: two LSTMs read the same rows, one from the last to the first

const lstm = nn.LSTM(28, hidden_size, { batch_first: true, bidirectional: true })
const x = x_train['0:64']
{
  const [output, [h]] = torch.no_grad(() => lstm(x)) // (B, 28, 2 H), (2, B, H)
  print(output.size(), h.size())

  // The backward one has read everything at the first step. So h, as Keras does it, is the summary of both, and
  // output[:, -1] is not: its backward half has seen only the last row.
  const [forward, backward] = output.chunk(2, 2)
  print('forward: h[0] is the last step', torch.equal(h[0], forward[':, -1']))
  print('backward: h[1] is the last step', torch.equal(h[1], backward[':, -1']))
  print('backward: h[1] is the first step', torch.equal(h[1], backward[':, 0']))
  const both = torch.cat([h[0], h[1]], 1) // (B, 2 H)
  const apart = both.sub(output[':, -1']).abs().max(0).values
  print(both.size(), apart.view(2, -1).max(1).values)

  const reversed = nn.LSTM(28, hidden_size, { batch_first: true })
  const weights = lstm.state_dict()
  reversed.load_state_dict(
    Object.fromEntries(
      Object.keys(reversed.state_dict()).map((name) => [name, weights[`${name}_reverse`]]),
    ),
  )
  const [flipped] = torch.no_grad(() => reversed(x.flip(1)))
  const same = torch.allclose(flipped.flip(1), backward, { atol: 1e-6 })
  print('backward: over the flipped rows', same)
}

// In a stack the last two states are those of the top.
const deep = nn.LSTM(28, hidden_size, { num_layers: 2, batch_first: true, bidirectional: true })
const [output, [h]] = torch.no_grad(() => deep(x))
print(h.size(), torch.equal(h[-2], output[`:, -1, :${hidden_size}`]))

// 2. Ways of merging the two: nn.LSTM concatenates its outputs, Keras's other modes are a line each

const merges = {
  concat: (fw: Tensor, bw: Tensor) => torch.cat([fw, bw], -1),
  sum: (fw: Tensor, bw: Tensor) => fw.add(bw),
  mul: (fw: Tensor, bw: Tensor) => fw.mul(bw),
  ave: (fw: Tensor, bw: Tensor) => fw.add(bw).div(2),
}
type Merge = keyof typeof merges

class BiLSTM extends nn.Module {
  merge: Merge
  lstm: nn.LSTM
  out: nn.Linear

  constructor(merge: Merge) {
    super()
    this.merge = merge
    this.lstm = nn.LSTM(28, hidden_size, { batch_first: true, bidirectional: true })
    this.out = nn.Linear(merge === 'concat' ? 2 * hidden_size : hidden_size, 10)
  }

  override forward(x: Tensor): Tensor {
    const [, [h]] = this.lstm(x)
    return this.out(merges[this.merge](h[0], h[1])) // (B, 10), logits: cross_entropy has the softmax
  }
}

// 3. Training

const train_dl = DataLoader(TensorDataset(x_train, y_train), { batch_size: 64, shuffle: true })
const valid_dl = DataLoader(TensorDataset(x_valid, y_valid), { batch_size: 500 })

function accuracy(model: BiLSTM): number {
  using _ = torch.no_grad()
  let correct = 0
  for (const [xb, yb] of valid_dl) correct += model(xb).argmax(1).eq(yb).sum().item()
  return correct / len(y_valid)
}

for (const merge of Object.keys(merges) as Merge[]) {
  torch.manual_seed(0)
  const model = new BiLSTM(merge)
  const optimizer = optim.Adam(model.parameters(), { lr: 0.01 })
  print(merge, merges[merge](h[0], h[1]).size())
  for (const epoch of range(1, (smoke ? 2 : 1) + 1)) {
    let loss!: Tensor
    for (const [xb, yb] of train_dl) {
      loss = F.cross_entropy(model(xb), yb)
      optimizer.zero_grad()
      loss.backward()
      optimizer.step()
    }
    print(sprintf('epoch %d  loss %.4f  accuracy %.4f', epoch, loss.item(), accuracy(model)))
  }
}
