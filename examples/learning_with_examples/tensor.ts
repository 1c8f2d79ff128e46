/** Learning PyTorch with examples: two layers with tensors, the gradients by hand. */
import torch from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

const datatype = torch.float
const device = torch.device('cpu')

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in, { device, dtype: datatype })
const y = torch.randn(N, D_out, { device, dtype: datatype })

const w1 = torch.randn(D_in, H, { device, dtype: datatype })
const w2 = torch.randn(H, D_out, { device, dtype: datatype })

const learning_rate = 1e-6
for (const t of range(500)) {
  const h = x.mm(w1)
  const h_relu = h.clamp({ min: 0 })
  const y_pred = h_relu.mm(w2)

  const loss = y.sub(y_pred).pow(2).sum().item()
  if (t % 100 === 99) print(t, loss)

  // The notes have 2 * (y - y_pred), which climbs instead of descending.
  const grad_y_pred = torch.mul(2, y_pred.sub(y))
  const grad_w2 = h_relu.t().mm(grad_y_pred)
  const grad_h_relu = grad_y_pred.mm(w2.t())
  const grad_h = grad_h_relu.clone()
  grad_h.index_put_([h.lt(0)], 0)
  const grad_w1 = x.t().mm(grad_h)

  w1.sub_(grad_w1.mul(learning_rate))
  w2.sub_(grad_w2.mul(learning_rate))
}
