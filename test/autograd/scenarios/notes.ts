// The study notes' chapter on autograd.

import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import { str } from 'torch-node/builtins'
import { fails, leaf, type Out, type Scenario } from './support.js'

const withoutAddress = (node: unknown) => str(node).split(' at ')[0]

export const notes_graph: Scenario = (out) => {
  const x = torch.ones(2, 2, { requires_grad: true })
  out(x)
  const y = x.add(2)
  out(y)
  out(withoutAddress(y.grad_fn))
  const z = y.mul(y).mul(3)
  const mean = z.mean()
  out(z)
  out(mean)

  torch.manual_seed(0)
  let a = torch.randn(2, 2)
  a = a.mul(3).div(a.sub(1))
  out(a.requires_grad)
  a.requires_grad_(true)
  out(a.requires_grad)
  const b = a.mul(a).sum()
  out(withoutAddress(b.grad_fn))

  mean.backward({ retain_graph: true })
  out(x.grad)
  x.grad = null
  mean.backward(torch.tensor(1, { dtype: torch.float }))
  out(x.grad)
  fails(out, () => mean.backward())
  fails(out, () => x.mul(2).backward())
}

export const notes_vector: Scenario = (out) => {
  const x = leaf([3])
  let y = x.mul(2)
  while (y.data.norm().lt(1000).item()) y = y.mul(2)
  out(y)
  const v = torch.tensor([0.1, 1.0, 0.0001], { dtype: torch.float })
  y.backward(v)
  out(x.grad)
}

export const notes_no_history: Scenario = (out) => {
  const x = leaf([3])
  out(x.requires_grad)
  out(x.pow(2).requires_grad)
  torch.no_grad(() => out(x.pow(2).requires_grad))
  const y = x.detach()
  out(y.requires_grad)
  out(x.eq(y).all())
}

class MyReLU extends torch.autograd.Function {
  static override forward(ctx: torch.autograd.function.FunctionCtx, input: Tensor) {
    ctx.save_for_backward(input)
    return input.clamp({ min: 0 })
  }

  static override backward(ctx: torch.autograd.function.FunctionCtx, grad_output: Tensor) {
    const [input] = ctx.saved_tensors as [Tensor]
    const grad_input = grad_output.clone()
    grad_input.index_put_([input.lt(0)], 0)
    return grad_input
  }
}

function twoLayers(out: Out, relu: (h: Tensor) => Tensor): void {
  torch.manual_seed(0)
  const device = torch.device('cpu')
  const dtype = torch.float
  const [N, D_in, H, D_out] = [64, 1000, 100, 10]
  const x = torch.randn(N, D_in, { device, dtype })
  const y = torch.randn(N, D_out, { device, dtype })
  const w1 = torch.randn(D_in, H, { device, dtype, requires_grad: true })
  const w2 = torch.randn(H, D_out, { device, dtype, requires_grad: true })
  const learning_rate = 1e-6
  for (let t = 0; t < 500; t++) {
    const y_pred = relu(x.mm(w1)).mm(w2)
    const loss = y_pred.sub(y).pow(2).sum()
    if (t % 100 === 99) out(`${t} ${str(loss.item())}`)
    loss.backward()
    torch.no_grad(() => {
      for (const w of [w1, w2]) {
        const grad = w.grad as Tensor
        w.sub_(grad.mul(learning_rate))
        grad.zero_()
      }
    })
  }
  fails(out, () => w1.sub_(learning_rate))
}

export const notes_two_layers: Scenario = (out) => twoLayers(out, (h) => h.clamp({ min: 0 }))

export const notes_own_function: Scenario = (out) => twoLayers(out, MyReLU.apply)
