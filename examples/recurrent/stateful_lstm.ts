/** A stateful LSTM reads series longer than a batch: each batch goes on where the one before it ended. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { smoke } from '../options.js'

torch.manual_seed(0)

const batch_size = 16
const timesteps = 5
const hidden_size = 32

/**
 * Keras's `LSTM(32, stateful=True, batch_input_shape=(batch_size, timesteps, data_dim))`. The state has a row for each
 * series, hence the fixed batch size; it is (layers * directions, B, H) where Keras has (B, H). Keras has the batch first
 * always, nn.LSTM by `batch_first`. As a buffer it follows `to(device)`, and not persistent it stays out of files.
 */
class StatefulLSTM extends nn.Module {
  lstm: nn.LSTM
  declare h: Tensor
  declare c: Tensor

  constructor(batch_size: number, input_size: number, hidden_size: number) {
    super()
    this.lstm = nn.LSTM(input_size, hidden_size, { batch_first: true })
    const zeros = torch.zeros(1, batch_size, hidden_size)
    this.register_buffer('h', zeros, { persistent: false })
    this.register_buffer('c', zeros.clone(), { persistent: false })
  }

  reset_states(): void {
    this.h = torch.zeros_like(this.h)
    this.c = torch.zeros_like(this.c)
  }

  override forward(x: Tensor): Tensor {
    const [output, [h, c]] = this.lstm(x, [this.h, this.c])
    // Without detach the graph would reach back to the first batch, whose backward has been.
    this.h = h.detach()
    this.c = c.detach()
    return output // (B, T, H)
  }
}

// 1. The series in chunks. Sample i of a batch goes on in sample i of the next, so there is no shuffling, and a last
// batch that lacks a series is dropped.

function chunks(series: Tensor): DataLoader<[Tensor, Tensor]> {
  let windows = series.unfold(1, timesteps + 1, timesteps) // (B, chunks, T + 1)
  windows = windows.transpose(0, 1).flatten(0, 1).unsqueeze(2) // (chunks * B, T + 1, 1)
  const dataset = TensorDataset(windows[':-1, :-1'], windows[':-1, 1:'])
  return DataLoader(dataset, { batch_size, shuffle: false, drop_last: true })
}

const period = torch.rand(batch_size, 1).mul(30).add(20)
let series = torch.sin(
  torch
    .arange(602)
    .mul(2 * Math.PI)
    .div(period),
)
series = series.add(torch.randn_like(series).mul(0.1))

const train_dl = chunks(series[':, :402'])
const valid_dl = chunks(series[':, 395:']) // what follows the last whole batch
print(len(train_dl.dataset), len(train_dl), [...train_dl][0][0].size())

// 2. The chunks with carried state give what the whole gives

const lstm = nn.LSTM(1, hidden_size, { batch_first: true })
const x = series[':, :600'].unsqueeze(2)
const [whole, [h, c]] = lstm(x)
print(whole.size(), h.size(), c.size())

const stateful = new StatefulLSTM(batch_size, 1, hidden_size)
stateful.lstm.load_state_dict(lstm.state_dict())
const outputs = torch.cat(
  x.split(timesteps, 1).map((chunk) => stateful(chunk)),
  1,
)
print('chunks as the whole', torch.equal(outputs, whole), torch.equal(stateful.h, h))
const first = x[`:, :${timesteps}`]
const expected = whole[`:, :${timesteps}`]
print('first chunk, state of the last', torch.equal(stateful(first), expected))
stateful.reset_states()
print('first chunk, state reset', torch.equal(stateful(first), expected))
print('graph', whole.requires_grad, stateful.h.requires_grad)
print(Object.keys(stateful.state_dict()))

try {
  stateful(torch.zeros(3, timesteps, 1))
} catch (error) {
  print(error)
}

// 3. Is what is carried of use? Each series has its own period, which five noisy steps hardly tell.

class Forecaster extends nn.Module {
  rnn = new StatefulLSTM(batch_size, 1, hidden_size)
  out = nn.Linear(hidden_size, 1)

  override forward(x: Tensor): Tensor {
    return this.out(this.rnn(x))
  }
}

/** The mean squared error at each step of a chunk (T). */
function run(
  model: Forecaster,
  loader: Iterable<[Tensor, Tensor]>,
  carry: boolean,
  optimizer: optim.Optimizer | null = null,
): Tensor {
  const errors: Tensor[] = []
  for (const [x, y] of loader) {
    if (!carry) model.rnn.reset_states()
    const error = F.mse_loss(model(x), y, { reduction: 'none' })
    if (optimizer !== null) {
      optimizer.zero_grad()
      error.mean().backward()
      optimizer.step()
    }
    errors.push(error.detach().mean([0, 2]))
  }
  return torch.stack(errors).mean(0)
}

const [, ax] = plt.subplots()
for (const carry of [true, false]) {
  torch.manual_seed(0)
  const model = new Forecaster()
  const optimizer = optim.Adam(model.parameters(), { lr: 0.01 })
  print(carry ? 'state carried' : 'state reset')
  let errors!: Tensor
  for (const epoch of range(1, (smoke ? 4 : 20) + 1)) {
    model.rnn.reset_states()
    const loss = run(model, train_dl, carry, optimizer)
    // The series go on where the training's part ends, and so may the state.
    errors = torch.no_grad(() => run(model, valid_dl, carry))
    const [train, valid] = [loss.mean().item(), errors.mean().item()]
    print(sprintf('epoch %d  train %.4f  valid %.4f', epoch, train, valid))
  }
  print(errors)
  ax.plot(range(1, timesteps + 1), errors.numpy(), 'o-', { label: carry ? 'carried' : 'reset' })
}

ax.axhline(0.01, { color: 'gray', linestyle: ':', label: 'noise' })
ax.set_xlabel('step in the chunk')
ax.set_ylabel('squared error')
ax.legend()
plt.show()
