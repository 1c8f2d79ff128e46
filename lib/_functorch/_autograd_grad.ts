// Backward on a layer of grad. Mirrors torch/_functorch/eager_transforms.py.

import { zeros_like } from '../_generated/torch_functions.js'
import { grad } from '../autograd/_backward.js'
import type { Tensor } from '../types.js'

interface Keywords {
  grad_outputs?: readonly Tensor[]
  retain_graph?: boolean
  create_graph: boolean
}

/** {@link grad} that gives zeros for inputs which the outputs do not depend on. */
export function _autograd_grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  { grad_outputs, retain_graph = false, create_graph }: Keywords,
): Tensor[] {
  const needed = outputs.map((output) => output.requires_grad)
  const diff_outputs = outputs.filter((_, i) => needed[i])
  if (diff_outputs.length === 0) return inputs.map((input) => zeros_like(input))
  const gradients = grad(diff_outputs, inputs, {
    ...(grad_outputs && { grad_outputs: grad_outputs.filter((_, i) => needed[i]) }),
    retain_graph,
    create_graph,
    allow_unused: true,
  }) as (Tensor | null)[]
  return gradients.map((gradient, i) => gradient ?? zeros_like(inputs[i] as Tensor))
}
