/** Learning PyTorch with examples: layers from nn, the update by hand. */
import torch from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

const dtype = torch.float
const device = torch.device('cpu')

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in, { device, dtype })
const y = torch.randn(N, D_out, { device, dtype })

const model = torch.nn.Sequential(
  torch.nn.Linear(D_in, H),
  torch.nn.ReLU(),
  torch.nn.Linear(H, D_out),
)
const loss_fn = torch.nn.MSELoss({ reduction: 'sum' })

const learning_rate = 1e-4
for (const t of range(500)) {
  const y_pred = model(x)

  const loss = loss_fn(y_pred, y)
  if (t % 100 === 99) print(t, loss.item())

  model.zero_grad()

  loss.backward()

  torch.no_grad(() => {
    for (const param of model.parameters()) {
      param.sub_(param.grad!.mul(learning_rate))
    }
  })
}
