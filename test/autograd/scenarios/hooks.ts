import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import { type Node, register_multi_grad_hook } from 'torch-node/autograd/graph'
import { fails, gradOf, leaf, type Scenario } from './support.js'

export const tensor_hooks: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(3)
  const first = y.register_hook((g) => out(g))
  const second = y.register_hook((g) => g.mul(2))
  y.register_hook((g) => out(g))
  x.register_hook((g) => out(g))
  y.sum().backward(null, { retain_graph: true })
  out(x.grad)
  second.remove()
  second.remove()
  first.remove()
  y.sum().backward(null, { retain_graph: true })
  out(x.grad)
  fails(out, () => torch.ones(2).register_hook((g) => g))
}

export const hook_results: Scenario = (out) => {
  const x = leaf([2])
  const run = (hook: (grad: Tensor) => unknown) => {
    const y = x.mul(3)
    y.register_hook(hook as (grad: Tensor) => Tensor)
    y.sum().backward()
  }
  const named = () => torch.ones(3)
  fails(out, () => run(() => 3))
  fails(out, () => run(named))
  fails(out, () => run(() => torch.ones(2, { dtype: torch.double })))
}

export const hooks_of_removed_and_in_place: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(3)
  y.register_hook(() => out('before'))
  y.mul_(2)
  y.register_hook(() => out('after'))
  y.retain_grad()
  y.sum().backward()
  out(y.grad)
  out(x.grad)

  const z = x.mul(2)
  const handle = z.register_hook(() => {
    handle.remove()
    out('once')
  })
  z.sum().backward(null, { retain_graph: true })
  z.sum().backward()
}

export const post_accumulate: Scenario = (out) => {
  const x = leaf([2])
  const handle = x.register_post_accumulate_grad_hook((p) => out(p.grad))
  x.register_post_accumulate_grad_hook((p) => out(p === x))
  x.mul(2).sum().backward()
  handle.remove()
  x.mul(2).sum().backward()
  out(x.grad)
  fails(out, () => x.mul(2).register_post_accumulate_grad_hook(() => {}))
  fails(out, () => torch.ones(2).register_post_accumulate_grad_hook(() => {}))
  const w = leaf([2], 1)
  w.register_post_accumulate_grad_hook((p) => {
    if (!torch.is_grad_enabled()) p.sub_(gradOf(p), { alpha: 0.5 })
  })
  w.mul(2).sum().backward()
  out(w)
}

export const node_hooks: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(3)
  const node = y.grad_fn as Node
  node.register_hook((grad_inputs) => out(grad_inputs.map((g) => g !== null)))
  node.register_hook((_grad_inputs, grad_outputs) => out(grad_outputs[0]))
  node.register_prehook(([g]) => [(g as Tensor).mul(10)])
  const handle = node.register_hook((grads) => grads.map((g) => g?.mul(2) ?? null))
  y.sum().backward(null, { retain_graph: true })
  out(x.grad)
  handle.remove()
  y.sum().backward(null, { retain_graph: true })
  out(x.grad)
  node.register_prehook(([g]) => g as never)
  fails(out, () => y.sum().backward())
  const z = x.mul(3)
  ;(z.grad_fn as Node).register_hook((grads) => [...grads, ...grads])
  fails(out, () => z.sum().backward())
}

export const hook_order: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(3)
  const node = y.grad_fn as Node
  y.register_hook(() => out('tensor'))
  node.register_prehook(() => out('pre'))
  node.register_hook(() => out('post'))
  y.retain_grad()
  x.register_hook(() => out('leaf'))
  x.register_post_accumulate_grad_hook(() => out('accumulated'))
  y.sum().backward()
  out(y.grad)
}

export const multi_grad_hooks: Scenario = (out) => {
  const [a, b] = [leaf([2]), leaf([2], 1)]
  const [c, d] = [a.mul(b), a.mul(b)]
  const handle = register_multi_grad_hook([a, b, c, d], (grads) => {
    out(grads.map((g) => g !== null))
  })
  c.sum().backward(null, { retain_graph: true })
  c.sum().backward({ inputs: [a], retain_graph: true })
  handle.remove()
  c.sum().backward(null, { retain_graph: true })
  register_multi_grad_hook([c, d], (grad) => out(grad), { mode: 'any' })
  c.sum().add(d.sum()).backward()
  fails(out, () => register_multi_grad_hook([a], () => {}, { mode: 'some' as 'any' }))
}

export const nested_backward: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(3)
  y.register_hook(() => {
    out(torch.is_grad_enabled())
    const w = leaf([2], 3)
    const g = torch.enable_grad(() => {
      w.mul(w).sum().backward()
      return torch.autograd.grad(w.pow(3).sum(), w)[0]
    })
    out(g)
    return w.grad
  })
  y.sum().backward()
  out(x.grad)
}

export const deeply_nested_backward: Scenario = (out) => {
  let depth = 0
  const run = (): Tensor | null => {
    const x = leaf([1])
    const y = x.mul(1)
    y.register_hook((grad) => {
      if (++depth < 100) torch.enable_grad(run)
      return grad.mul(2)
    })
    y.backward()
    return x.grad
  }
  out(run())
  out(depth)
}
