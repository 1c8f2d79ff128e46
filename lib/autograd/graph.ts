// Mirrors torch/autograd/graph.py.

import { isTensor } from '../_is_tensor.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'

export { GradientEdge, get_gradient_edge } from './_gradient_edge.js'
export { register_multi_grad_hook } from './_multi_grad_hook.js'
export { Node } from './_node.js'
export { disable_saved_tensors_hooks, save_on_cpu, saved_tensors_hooks } from './_saved_tensors.js'

/**
 * Tells autograd that tensors were changed in place by something that it does not see, such as a kernel that writes
 * through a pointer: backward then throws where it needs the old values. Tensors of inference mode have no version.
 *
 * @param tensor - a tensor, or some of them.
 * @throws RuntimeError for anything else.
 *
 * @example
 * const x = torch.ones(2)
 * torch.autograd.graph.increment_version(x)
 * x._version // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.graph.increment_version.html
 */
export function increment_version(tensor: Tensor | Iterable<Tensor>): void {
  if (isTensor(tensor)) {
    native.incrementVersion(tensor._h)
    return
  }
  if (typeof (tensor as unknown as Iterable<unknown> | null)?.[Symbol.iterator] !== 'function') {
    throw new RuntimeError('increment_version expect a Iterable[Tensor] as input')
  }
  for (const one of tensor) {
    if (!isTensor(one)) {
      throw new RuntimeError(
        'increment_version expects each element of the iterable to be a tensor',
      )
    }
    native.incrementVersion(one._h)
  }
}

export * as default from './graph.js'
