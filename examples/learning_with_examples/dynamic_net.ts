/** Learning PyTorch with examples: control flow, and one layer used several times. */
import torch, { type Tensor } from 'torch-node'
import { print, random, range } from 'torch-node/builtins'

random.seed(0)
torch.manual_seed(0)

class DynamicNet extends torch.nn.Module {
  input_linear: torch.nn.Linear
  middle_linear: torch.nn.Linear
  output_linear: torch.nn.Linear

  constructor(D_in: number, H: number, D_out: number) {
    super()
    this.input_linear = torch.nn.Linear(D_in, H)
    this.middle_linear = torch.nn.Linear(H, H)
    this.output_linear = torch.nn.Linear(H, D_out)
  }

  /** The graph is made anew each time, so a loop of any length is fine: here 0 to 3 rounds of one layer. */
  override forward(x: Tensor): Tensor {
    let h_relu = this.input_linear(x).clamp({ min: 0 })
    for (const _ of range(random.randint(0, 3))) {
      h_relu = this.middle_linear(h_relu).clamp({ min: 0 })
    }
    const y_pred = this.output_linear(h_relu)
    return y_pred
  }
}

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in)
const y = torch.randn(N, D_out)

const model = new DynamicNet(D_in, H, D_out)

// Plain descent has a hard time with such a model: momentum helps.
const criterion = torch.nn.MSELoss({ reduction: 'sum' })
const optimizer = torch.optim.SGD(model.parameters(), { lr: 1e-4, momentum: 0.9 })
for (const t of range(500)) {
  const y_pred = model(x)

  const loss = criterion(y_pred, y)
  if (t % 100 === 99) print(t, loss.item())

  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
}
