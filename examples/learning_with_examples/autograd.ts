/** Learning PyTorch with examples: the gradients by autograd. */
import torch from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

const dtype = torch.float
const device = torch.device('cpu')

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in, { device, dtype })
const y = torch.randn(N, D_out, { device, dtype })

// Only weights require gradients.
const w1 = torch.randn(D_in, H, { device, dtype, requires_grad: true })
const w2 = torch.randn(H, D_out, { device, dtype, requires_grad: true })

const learning_rate = 1e-6
for (const t of range(500)) {
  const y_pred = x.mm(w1).clamp({ min: 0 }).mm(w2)

  const loss = y_pred.sub(y).pow(2).sum()
  if (t % 100 === 99) print(t, loss.item())

  loss.backward()

  // The update is no part of the graph; weight.data or an optimizer would do as well.
  torch.no_grad(() => {
    w1.sub_(w1.grad!.mul(learning_rate))
    w2.sub_(w2.grad!.mul(learning_rate))

    w1.grad!.zero_()
    w2.grad!.zero_()
  })
}
