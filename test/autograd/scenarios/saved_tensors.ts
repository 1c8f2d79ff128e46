import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import {
  disable_saved_tensors_hooks,
  save_on_cpu,
  saved_tensors_hooks,
} from 'torch-node/autograd/graph'
import { fails, leaf, type Scenario } from './support.js'

const same = (t: Tensor) => t

export const saved_hooks: Scenario = (out) => {
  const x = leaf([2])
  const pack = (t: Tensor): [number[], number] => {
    out(t)
    return [t.tolist() as number[], 5]
  }
  const unpack = ([values, five]: [number[], number]) => {
    out(five)
    return torch.tensor(values)
  }
  const y = saved_tensors_hooks(pack, unpack, () => x.exp().mul(x).sum())
  y.backward()
  out(x.grad)
  const [z, w] = saved_tensors_hooks(
    (t) => t.mul(2),
    same,
    () => [
      saved_tensors_hooks(
        (t) => t.mul(3),
        same,
        () => x.mul(x),
      ),
      x.mul(x),
    ],
  ) as [Tensor, Tensor]
  z.sum().add(w.sum()).backward()
  out(x.grad)
}

export const saved_hook_errors: Scenario = (out) => {
  const x = leaf([2])
  const y = saved_tensors_hooks(
    same,
    () => 3 as never,
    () => x.mul(x),
  )
  fails(out, () => y.sum().backward())
  fails(out, () =>
    saved_tensors_hooks(
      (t) => t.add_(1),
      same,
      () => x.mul(1).exp(),
    ),
  )
  fails(out, () =>
    disable_saved_tensors_hooks('not here', () => saved_tensors_hooks(same, same, () => {})),
  )
  fails(out, () =>
    saved_tensors_hooks(same, same, () => disable_saved_tensors_hooks('not here', () => {})),
  )
  const z = save_on_cpu(() => x.mul(x))
  z.sum().backward()
  out(x.grad)
}
