/** Learning PyTorch with examples: the update by an optimizer. */
import torch from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in)
const y = torch.randn(N, D_out)

const model = torch.nn.Sequential(
  torch.nn.Linear(D_in, H),
  torch.nn.ReLU(),
  torch.nn.Linear(H, D_out),
)
const loss_fn = torch.nn.MSELoss({ reduction: 'sum' })

// Adam is told which tensors it updates.
const learning_rate = 1e-4
const optimizer = torch.optim.Adam(model.parameters(), { lr: learning_rate })
for (const t of range(500)) {
  const y_pred = model(x)

  const loss = loss_fn(y_pred, y)
  if (t % 100 === 99) print(t, loss.item())

  // Gradients add up until they are cleared.
  optimizer.zero_grad()

  loss.backward()

  optimizer.step()
}
