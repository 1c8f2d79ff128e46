/** Learning PyTorch with examples: a module of one's own. */
import torch, { type Tensor } from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

class TwoLayerNet extends torch.nn.Module {
  linear1: torch.nn.Linear
  linear2: torch.nn.Linear

  constructor(D_in: number, H: number, D_out: number) {
    super()
    this.linear1 = torch.nn.Linear(D_in, H)
    this.linear2 = torch.nn.Linear(H, D_out)
  }

  override forward(x: Tensor): Tensor {
    const h_relu = this.linear1(x).clamp({ min: 0 })
    const y_pred = this.linear2(h_relu)
    return y_pred
  }
}

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in)
const y = torch.randn(N, D_out)

const model = new TwoLayerNet(D_in, H, D_out)

const criterion = torch.nn.MSELoss({ reduction: 'sum' })
const optimizer = torch.optim.SGD(model.parameters(), { lr: 1e-4 })
for (const t of range(500)) {
  const y_pred = model(x)

  const loss = criterion(y_pred, y)
  if (t % 100 === 99) print(t, loss.item())

  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
}
