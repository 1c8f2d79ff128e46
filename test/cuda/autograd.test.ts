// What only a GPU shows of autograd; test/autograd runs its own tests there too.

import torch, { nn, type Tensor } from 'torch-node'
import { Function as AutogradFunction, type FunctionCtx } from 'torch-node/autograd/function'
import { save_on_cpu, saved_tensors_hooks } from 'torch-node/autograd/graph'
import { checkpoint } from 'torch-node/utils/checkpoint'
import { onGpu } from './support/gpu.js'

const { cuda, autograd } = torch
const F = nn.functional
const MB = 2 ** 20
const leaf = (...shape: number[]) => torch.randn(shape, { device: 'cuda', requires_grad: true })

class MyReLU extends AutogradFunction {
  static override forward(ctx: FunctionCtx, input: Tensor) {
    ctx.save_for_backward(input)
    return input.clamp({ min: 0 })
  }

  static override backward(ctx: FunctionCtx, grad_output: Tensor) {
    const [input] = ctx.saved_tensors as [Tensor]
    return grad_output.mul(input.gt(0))
  }
}

onGpu('autograd on a GPU', () => {
  test('a custom function and a hook in a network', () => {
    const [x, w] = [leaf(8, 16), leaf(16, 4)]
    const h = MyReLU.apply(x.mm(w))
    const seen: Tensor[] = []
    h.register_hook((grad) => {
      seen.push(grad)
      return grad.mul(2)
    })
    h.sum().backward()
    expect(seen.map((grad) => [grad.is_cuda, [...grad.shape]])).toEqual([[true, [8, 4]]])
    const [wanted] = autograd.grad(F.relu(x.mm(w)).sum().mul(2), w) as [Tensor]
    expect(torch.allclose(w.grad as Tensor, wanted)).toBe(true)
  })

  test('both devices in one graph: hooks of both', () => {
    const here = torch.randn(3, { requires_grad: true })
    const order: string[] = []
    const there = here.cuda()
    there.register_hook(() => {
      order.push('cuda')
    })
    here.register_hook(() => {
      order.push('cpu')
    })
    const out = there.mul(2).cpu()
    out.register_hook((grad) => {
      order.push(`result on ${grad.device.type}`)
    })
    out.sum().backward()
    expect(order).toEqual(['result on cpu', 'cuda', 'cpu'])
    expect(here.grad?.tolist()).toEqual([2, 2, 2])
  })

  test('saved tensors wait on the CPU', () => {
    const x = leaf(4)
    const packed: Tensor[] = []
    const y = save_on_cpu(true, () => x.exp().pow(3))
    y.sum().backward()
    expect(torch.allclose(x.grad as Tensor, x.mul(3).exp().mul(3))).toBe(true)
    saved_tensors_hooks(
      (saved) => {
        packed.push(saved.cpu())
        return saved.cpu()
      },
      (saved: Tensor) => saved.cuda(),
      () => x.exp(),
    )
    expect(packed.map(({ device }) => device.type)).toEqual(['cpu'])
  })

  test.each([[true], [false]])(
    "a checkpoint keeps the GPU's random state (%s)",
    (use_reentrant) => {
      const x = leaf(1000)
      const noisy = (x: Tensor) => F.dropout(x, 0.5)
      const y = checkpoint(noisy, x, { use_reentrant }) as Tensor
      y.sum().backward()
      expect(torch.equal((x.grad as Tensor).ne(0), y.ne(0))).toBe(true)
    },
  )

  test('double backward, grad inside a custom backward, forward mode', () => {
    const x = leaf(5)
    class Nested extends AutogradFunction {
      static override forward(ctx: FunctionCtx, x: Tensor) {
        ctx.save_for_backward(x)
        return x.exp()
      }

      static override backward(ctx: FunctionCtx, g: Tensor) {
        const [x] = ctx.saved_tensors as [Tensor]
        return torch.enable_grad(() => {
          const inner = x.detach().requires_grad_()
          return (autograd.grad(inner.exp(), inner, g) as [Tensor])[0]
        })
      }
    }
    const [nested] = autograd.grad(Nested.apply(x).sum(), x) as [Tensor]
    expect(torch.allclose(nested, x.exp())).toBe(true)
    const [g] = autograd.grad(x.pow(3).sum(), x, { create_graph: true }) as [Tensor]
    const [h] = autograd.grad(g.sum(), x) as [Tensor]
    expect(torch.allclose(h, x.mul(6))).toBe(true)
    const [, tangent] = torch.func.jvp((x: Tensor) => x.sin(), [x.detach()], [torch.ones_like(x)])
    expect(torch.allclose(tangent as Tensor, x.cos())).toBe(true)
    const hessian = autograd.functional.hessian((x: Tensor) => x.pow(3).sum(), x)
    expect(torch.allclose(hessian, x.detach().mul(6).diag())).toBe(true)
  })

  test.each([
    ['hooks', (_y: Tensor) => (grad: Tensor) => grad.mul(2)],
    // Only a full collection sees through these.
    ['hooks that hold their own tensor', (y: Tensor) => (grad: Tensor) => grad.mul(y)],
  ])('10,000 custom functions and %s in a synchronous loop leave memory flat', (_what, hookOf) => {
    const x = torch.randn(MB / 4, { device: 'cuda', requires_grad: true })
    cuda.reset_peak_memory_stats()
    for (let i = 0; i < 10_000; i++) {
      const y = MyReLU.apply(x)
      y.register_hook(hookOf(y))
      y.sum().backward()
    }
    // Without a collection it would be 20 GB.
    expect(cuda.max_memory_allocated()).toBeLessThan(3072 * MB)
  })

  test('the event loop goes on while a GPU computes', async () => {
    const w = torch.eye(64, { device: 'cuda' }).requires_grad_()
    let y: Tensor = w
    for (let i = 0; i < 3000; i++) y = y.mm(w)
    let hooks = 0
    y.register_hook(() => {
      hooks++
    })
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await y.sum().backwardAsync()
    clearInterval(timer)
    expect(hooks).toBe(1)
    expect(ticks).toBeGreaterThan(1)
    expect((w.grad as Tensor).is_cuda).toBe(true)
  })
})
