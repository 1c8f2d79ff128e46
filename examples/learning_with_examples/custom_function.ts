/** Learning PyTorch with examples: a function with a backward of its own. */
import torch, { type Tensor } from 'torch-node'
import { print, range } from 'torch-node/builtins'

torch.manual_seed(0)

class MyReLU extends torch.autograd.Function {
  /** ctx keeps what backward will need. */
  static override forward(ctx: torch.autograd.function.FunctionCtx, input: Tensor): Tensor {
    ctx.save_for_backward(input)
    return input.clamp({ min: 0 })
  }

  /** From the gradient of the output to that of the input. */
  static override backward(ctx: torch.autograd.function.FunctionCtx, grad_output: Tensor): Tensor {
    const [input] = ctx.saved_tensors
    const grad_input = grad_output.clone()
    grad_input.index_put_([input.lt(0)], 0)
    return grad_input
  }
}

const dtype = torch.float
const device = torch.device('cpu')

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = torch.randn(N, D_in, { device, dtype })
const y = torch.randn(N, D_out, { device, dtype })

const w1 = torch.randn(D_in, H, { device, dtype, requires_grad: true })
const w2 = torch.randn(H, D_out, { device, dtype, requires_grad: true })

const learning_rate = 1e-6
for (const t of range(500)) {
  const relu = MyReLU.apply

  const y_pred = relu(x.mm(w1)).mm(w2)

  const loss = y_pred.sub(y).pow(2).sum()
  if (t % 100 === 99) print(t, loss.item())

  loss.backward()

  torch.no_grad(() => {
    w1.sub_(w1.grad!.mul(learning_rate))
    w2.sub_(w2.grad!.mul(learning_rate))

    w1.grad!.zero_()
    w2.grad!.zero_()
  })
}
