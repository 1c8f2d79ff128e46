import type { Tensor } from 'torch-node'
import torch, { nn } from 'torch-node'
import F from 'torch-node/nn/functional'
import { checkpoint, checkpoint_sequential } from 'torch-node/utils/checkpoint'
import { fails, leaf, type Scenario } from './support.js'

export const checkpoints: Scenario = (out) => {
  const w = leaf([3, 3], 1)
  let runs = 0
  const block = (x: Tensor) => {
    runs++
    return F.dropout(x.matmul(w).tanh(), 0.5)
  }
  for (const use_reentrant of [true, false]) {
    const x = leaf([2, 3])
    w.grad = null
    torch.manual_seed(7)
    const y = checkpoint(block, x, { use_reentrant })
    out(y)
    torch.rand(5)
    y.sum().backward()
    out(x.grad)
    out(w.grad)
    out(runs)
    out(torch.rand(2))
  }
  const x = leaf([2, 3])
  const sine = checkpoint((t: Tensor) => t.exp().sin(), x, { use_reentrant: false })
  out(torch.autograd.grad(sine.sum(), x)[0])
  fails(out, () => torch.autograd.grad(checkpoint(block, x, { use_reentrant: true }).sum(), x))
  const model = nn.Sequential(nn.Tanh(), nn.Tanh(), nn.Tanh(), nn.Tanh(), nn.Tanh())
  for (const use_reentrant of [true, false]) {
    const input = leaf([2, 3])
    checkpoint_sequential(model, 2, input, { use_reentrant }).sum().backward()
    out(input.grad)
  }
}

export const checkpoint_errors: Scenario = (out) => {
  const x = leaf([2, 3])
  const same = (t: Tensor) => t
  fails(out, () => checkpoint(same, x, { use_reentrant: true, other: 3 }))
  const all = 'all' as 'none'
  fails(out, () => checkpoint(same, x, { use_reentrant: false, determinism_check: all }))
  let runs = 0
  const shifting = (t: Tensor) => (++runs === 1 ? t.exp().sin() : t.exp())
  const y = checkpoint(shifting, x, { use_reentrant: false })
  fails(out, () => y.sum().backward())
  runs = 0
  const otherDtype = (t: Tensor) => (++runs === 1 ? t : t.double()).exp().sin()
  const z = checkpoint(otherDtype, x, { use_reentrant: false })
  fails(out, () => z.sum().backward())
}
