/** A 60 minute blitz, 2: what autograd records, and what backward() makes of it. */
import torch, { type Tensor } from 'torch-node'
import { print } from 'torch-node/builtins'
import { printError } from '../errors.js'

torch.manual_seed(0)

// What requires a gradient is followed through every operation.
const x = torch.ones(2, 2, { requires_grad: true })
print(x)

const y = x.add(2)
print(y) // a result remembers what made it
print(y.grad_fn)

const z = y.mul(y).mul(3)
const out = z.mean()
print(z, out)

// The flag can be set later, in place. (The notes say that it defaults to False: it is requires_grad_() -> True.)
let a = torch.randn(2, 2)
a = a.mul(3).div(a.sub(1))
print(a.requires_grad)
a.requires_grad_(true)
print(a.requires_grad)
const b = a.mul(a).sum()
print(b.grad_fn)

// From a scalar backward() needs no argument: it is out.backward(torch.tensor(1.))
out.backward()
print(x.grad) // d(out)/dx = 1.5 (x + 2)

// The graph is gone with that. Each forward makes a new one, which may be another each time, and gradients add up.
printError(() => out.backward())
torch.autograd.backward(x.add(2).pow(2).mul(3).mean(), torch.tensor(1, { dtype: torch.float }))
print(x.grad)

// From a vector it takes one of the same shape, and gives the product with the Jacobian.
{
  const x = torch.randn(3, { requires_grad: true })

  let y = x.mul(2)
  while (y.data.norm().item() < 1000) y = y.mul(2)
  print(y)

  printError(() => y.backward())
  const v = torch.tensor([0.1, 1.0, 0.0001], { dtype: torch.float })
  y.backward(v)
  print(x.grad) // v times a power of two

  // Two ways not to record.
  print(x.requires_grad)
  print(x.pow(2).requires_grad)

  torch.no_grad(() => {
    print(x.pow(2).requires_grad)
  })

  {
    const y = x.detach()
    print(y.requires_grad)
    print(x.eq(y).all())
  }
}

// The product once more, with the Jacobian itself: three numbers of three.
{
  const f = (x: Tensor) => x.cumsum(0).pow(2)
  const x = torch.randn(3, { requires_grad: true })
  const v = torch.randn(3)
  const J = torch.autograd.functional.jacobian(f, x)
  print(J)
  f(x).backward(v)
  print(x.grad, torch.allclose(J.T.matmul(v), x.grad!))
}
