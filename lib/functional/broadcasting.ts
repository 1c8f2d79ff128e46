// Mirrors the functions of torch/functional.py that bring shapes together.

import * as C from '../_generated/torch_functions.js'
import { isKeywords, variadic } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Size } from '../size.js'
import type { Tensor } from '../types.js'

/**
 * Views of the tensors with the shape that they have in common under the broadcasting rules.
 *
 * @example
 * const [a, b] = torch.broadcast_tensors(torch.arange(3).view(1, 3), torch.arange(2).view(2, 1))
 * a // (2, 3)
 * b // (2, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.broadcast_tensors.html
 */
export function broadcast_tensors(...tensors: readonly Tensor[]): Tensor[] {
  return C.broadcast_tensors(variadic('broadcast_tensors', tensors))
}

/**
 * The shape that tensors of these shapes have together. Sizes that do not fit throw a RuntimeError.
 *
 * @example
 * torch.broadcast_shapes([2], [3, 1], [1, 1, 1]) // torch.Size([1, 3, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.broadcast_shapes.html
 */
export function broadcast_shapes(...shapes: readonly (number | readonly number[])[]): Size {
  const lists = variadic('broadcast_shapes', shapes).map((shape) =>
    typeof shape === 'number' ? [shape] : shape,
  )
  for (const shape of lists) {
    if (!Array.isArray(shape)) {
      throw new RuntimeError(
        `Input shapes should be of type ints, a tuple of ints, or a list of ints, got ${pyRepr(shape)}`,
      )
    }
  }
  const common = Array.from({ length: Math.max(0, ...lists.map((one) => one.length)) }, () => 1)
  for (const [index, shape] of lists.entries()) broadcastInto(common, shape, index)
  return new Size(common)
}

function broadcastInto(common: number[], shape: readonly number[], index: number): void {
  for (let back = 1; back <= shape.length; back++) {
    const size = shape[shape.length - back] as number
    const at = common.length - back
    if (size === common[at]) continue
    if (common[at] === 1) {
      if (size < 0) {
        throw new ValueError('Attempting to broadcast a dimension with negative length!')
      }
      common[at] = size
    } else if (size !== 1) {
      throw new RuntimeError(
        `Attempting to broadcast a dimension of length ${size} at ${-back}! ` +
          `Mismatching argument at index ${index} had ${pyRepr(shape)}; but expected shape ` +
          `should be broadcastable to ${pyRepr(common)}`,
      )
    }
  }
}

type AtLeast = {
  (tensor: Tensor): Tensor
  (tensors: readonly Tensor[]): Tensor[]
  (...tensors: Tensor[]): Tensor[]
}

// One tensor gives a tensor; several, or a list of them, give a list.
function atLeast(name: string, native: (tensors: Tensor) => Tensor): AtLeast {
  const fn = (...tensors: (Tensor | readonly Tensor[])[]): Tensor | Tensor[] => {
    const [first] = variadic(name, tensors)
    return native((tensors.length === 1 ? first : tensors) as Tensor)
  }
  Object.defineProperty(fn, 'name', { value: name, configurable: true })
  return fn as AtLeast
}

/**
 * Views of the tensors with at least one dimension; several tensors, or a list of them, give a list.
 *
 * @example
 * torch.atleast_1d(torch.tensor(5)) // tensor([5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.atleast_1d.html
 */
export const atleast_1d = atLeast('atleast_1d', C.atleast_1d)
/**
 * Views of the tensors with at least two dimensions, new ones in front; several tensors, or a list of them, give a
 * list.
 *
 * @example
 * torch.atleast_2d(torch.tensor([1, 2])) // tensor([[1, 2]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.atleast_2d.html
 */
export const atleast_2d = atLeast('atleast_2d', C.atleast_2d)
/**
 * Views of the tensors with at least three dimensions: `(N)` becomes `(1, N, 1)` and `(M, N)` `(M, N, 1)`; several
 * tensors, or a list of them, give a list.
 *
 * @example
 * torch.atleast_3d(torch.ones(2, 4)) // (2, 4, 1)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.atleast_3d.html
 */
export const atleast_3d = atLeast('atleast_3d', C.atleast_3d)

/**
 * The matrices along the diagonal of a new one, zeros elsewhere; fewer dimensions count as one row.
 *
 * @example
 * torch.block_diag(torch.ones(2, 2), torch.tensor([7])) // (3, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.block_diag.html
 */
export function block_diag(...tensors: readonly Tensor[]): Tensor {
  return C.block_diag(variadic('block_diag', tensors))
}

/**
 * All combinations of elements of 1-d tensors, one per row, in order; of a single tensor the tensor itself.
 *
 * Shape: `(N1)`, ..., `(Nk)` to `(N1 * ... * Nk, k)`.
 *
 * @example
 * torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([3, 4])).tolist() // [[1, 3], [1, 4], [2, 3], [2, 4]]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cartesian_prod.html
 */
export function cartesian_prod(...tensors: readonly Tensor[]): Tensor {
  return C.cartesian_prod(variadic('cartesian_prod', tensors))
}

/** Keywords of {@link meshgrid}. */
export interface MeshgridOptions {
  /** `ij`: the first tensor runs along the rows; `xy`: along the columns. */
  readonly indexing?: 'ij' | 'xy' | null | undefined
}

/**
 * Grids of coordinates: each 1-d tensor spread over the dimensions of the others. Without `indexing` a warning
 * says that there will be a choice.
 *
 * @example
 * const [x, y] = torch.meshgrid(torch.arange(3), torch.arange(2), { indexing: 'ij' })
 * x // (3, 2)
 * y // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.meshgrid.html
 */
export function meshgrid(...tensors: readonly Tensor[]): Tensor[]
export function meshgrid(...args: readonly [...Tensor[], MeshgridOptions]): Tensor[]
export function meshgrid(tensors: readonly Tensor[], options?: MeshgridOptions): Tensor[]
export function meshgrid(...args: readonly unknown[]): Tensor[] {
  const last = args.at(-1)
  const hasOptions = isKeywords(last)
  if (hasOptions) {
    const wrong = Object.keys(last).find((key) => key !== 'indexing')
    if (wrong !== undefined) {
      throw new TypeError(`meshgrid() got an unexpected keyword argument '${wrong}'`)
    }
  }
  const given = hasOptions ? args.slice(0, -1) : args
  const [first] = given
  const tensors = (given.length === 1 && Array.isArray(first) ? first : given) as Tensor[]
  const indexing = hasOptions ? (last as MeshgridOptions).indexing : undefined
  return indexing == null ? C.meshgrid(tensors) : C.meshgrid(tensors, { indexing })
}
