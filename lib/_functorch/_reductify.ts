// Gradients of a mapped function, with the batch dimensions of its inputs. Mirrors torch/_functorch/autograd_function.py.

import type { Tensor } from '../types.js'
import { vmap } from './apis.js'

type Dim = number | null

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

/** Moves the batch dimensions to where the inputs have theirs; sums over those that inputs lack. */
export function reductify(
  grad_input: unknown,
  grad_input_bdim: unknown,
  input_bdim: unknown,
  batch_size: number,
  target_shapes: readonly (readonly number[] | null)[] | null = null,
): (Tensor | null)[] {
  const grads = listOf(grad_input)
  const bdims = listOf(grad_input_bdim)
  const wanted = listOf(input_bdim)
  const count = Math.min(
    grads.length,
    bdims.length,
    wanted.length,
    target_shapes?.length ?? Infinity,
  )
  return Array.from({ length: count }, (_, i) =>
    reductify_leaf(
      (grads[i] ?? null) as Tensor | null,
      (bdims[i] ?? null) as Dim,
      (wanted[i] ?? null) as Dim,
      batch_size,
      target_shapes?.[i] ?? null,
    ),
  )
}

function reductify_leaf(
  grad: Tensor | null,
  grad_bdim: Dim,
  input_bdim: Dim,
  batch_size: number,
  target_shape: readonly number[] | null,
): Tensor | null {
  if (grad === null) return null
  if (input_bdim === null) return grad_bdim === null ? grad : grad.sum(grad_bdim)
  let batched = grad
  let bdim = grad_bdim
  if (bdim === null) {
    batched = grad.unsqueeze(input_bdim)
    const shape = [...batched.shape]
    shape[input_bdim] = batch_size
    batched = batched.expand(shape)
    bdim = input_bdim
  }
  // A gradient may be larger than its input, as after broadcasting. Autograd sums it then, but would take a batch
  // dimension in the midst of it for one of those.
  if (target_shape !== null) {
    return vmap((one: Tensor) => one.sum_to_size([...target_shape]), bdim, input_bdim)(batched)
  }
  return bdim === input_bdim ? batched : batched.movedim(bdim, input_bdim)
}
