import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import { get_gradient_edge, type Node } from 'torch-node/autograd/graph'
import { fails, leaf, type Scenario } from './support.js'

export const graph_nodes: Scenario = (out) => {
  const x = leaf([3])
  const y = x.mul(2).sum()
  const node = y.grad_fn as Node
  out(node.name())
  out(node === y.grad_fn)
  const [[mul, number]] = node.next_functions as [[Node, number]]
  out(mul.name())
  out(number)
  out(mul.next_functions.map(([next]) => next?.name() ?? null))
  out(node._sequence_nr() > mul._sequence_nr())
  mul.metadata.mine = 5
  out(y.grad_fn?.next_functions[0]?.[0]?.metadata.mine)
  out(x.is_leaf)
  out(y.is_leaf)
  out(y.output_nr)
  const [, b] = (x[':2'] as Tensor).unbind() as [Tensor, Tensor]
  out(b.output_nr)
  out(b.grad_fn?.name())
  out(node._input_metadata[0]?.shape)
}

export const accumulation: Scenario = (out) => {
  const x = leaf([3])
  const y = x.mul(x)
  y.sum().backward()
  out(x.grad)
  x.mul(3).sum().backward()
  out(x.grad)
  x.grad = null
  x.mul(3).sum().backward()
  out(x.grad)
  x.grad = torch.ones(3)
  out(x.grad)
  x.grad.zero_()
  out(x.grad)
  fails(out, () => Object.assign(x, { grad: torch.ones(2) }))
  fails(out, () => Object.assign(x, { grad: torch.ones(3, { dtype: torch.double }) }))
  fails(out, () => Object.assign(x, { grad: 3 }))
}

export const retained: Scenario = (out) => {
  const x = leaf([2])
  const y = x.mul(2)
  out(y.retains_grad)
  y.retain_grad()
  out(y.retains_grad)
  const z = y.mul(y).sum()
  z.backward(null, { retain_graph: true })
  out(y.grad)
  z.backward()
  out(y.grad)
  fails(out, () => z.backward())
  fails(out, () => torch.ones(2).retain_grad())
}

export const backward_arguments: Scenario = (out) => {
  const x = leaf([2, 2])
  const w = leaf([2, 2], 1)
  const y = x.matmul(w)
  y.backward(torch.ones(2, 2), { retain_graph: true, inputs: [x] })
  out(x.grad)
  out(w.grad)
  y.backward({ gradient: torch.eye(2), inputs: w })
  out(w.grad)
  fails(out, () => x.matmul(w).backward())
  fails(out, () => x.matmul(w).backward(torch.ones(3)))
  fails(out, () => torch.ones(2).sum().backward())
  fails(out, () => x.matmul(w).sum().backward({ inputs: [] }))
  torch.autograd.backward([x.sum(), w.prod()], [torch.tensor(2, { dtype: torch.float }), null])
  out(x.grad)
  out(w.grad)
}

export const grad_options: Scenario = (out) => {
  const x = leaf([3])
  const w = leaf([3], 1)
  const unused = leaf([2], 2)
  const y = x.exp().mul(w).sum()
  const again = { retain_graph: true }
  for (const g of torch.autograd.grad(y, [x, w], again)) out(g)
  fails(out, () => torch.autograd.grad(y, [x, unused], again))
  out(torch.autograd.grad(y, [x, unused], { ...again, allow_unused: true })[1])
  out(torch.autograd.grad(y, [x, unused], { ...again, materialize_grads: true })[1])
  fails(out, () => torch.autograd.grad(y, x, { allow_unused: false, materialize_grads: true }))
  const named = torch.autograd.grad(y, { x, w }, again)
  out(Object.keys(named))
  out(named.w)
  const [g] = torch.autograd.grad(x.mul(2), x, torch.tensor([1, 2, 3], { dtype: torch.float }))
  out(g)
  fails(out, () => torch.autograd.grad(y, torch.ones(2)))
  fails(out, () => torch.autograd.grad(y, []))
}

export const double_backward: Scenario = (out) => {
  const x = leaf([3])
  const y = x.pow(3).sum()
  const [g] = torch.autograd.grad(y, x, { create_graph: true }) as [Tensor]
  out(g)
  const [h] = torch.autograd.grad(g.sum(), x, { create_graph: true }) as [Tensor]
  out(h)
  h.sum().backward()
  out(x.grad)
}

export const versions: Scenario = (out) => {
  const x = leaf([3])
  const y = x.mul(2)
  out(y._version)
  const z = y.mul(y)
  y.add_(1)
  out(y._version)
  fails(out, () => z.sum().backward())
  fails(out, () => x.add_(1))
  torch.no_grad(() => x.add_(1))
  out(x)
  y.view(3, 1).mul_(2)
  out(y.grad_fn?.name())
  out(y._version)
  out(y.detach().requires_grad)
  y.detach_()
  out(y.is_leaf)
}

export const edges: Scenario = (out) => {
  const x = leaf([3])
  const y = x.mul(2)
  const edge = get_gradient_edge(y)
  out(edge.node.name())
  out(edge.output_nr)
  const z = y.mul(y).sum()
  out(torch.autograd.grad(z, edge, { retain_graph: true })[0])
  out(torch.autograd.grad(edge, x, torch.ones(3), { retain_graph: true })[0])
  out(get_gradient_edge(x).node.name())
  torch.autograd.backward(edge, torch.ones(3))
  out(x.grad)
  fails(out, () => get_gradient_edge(torch.ones(2)))
}
