// Mirrors torch/_functorch/einops.py.

import { stack } from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import {
  _ellipsis,
  type Composition,
  parse_pattern,
  validate_rearrange_expressions,
} from './_einops_parsing.js'

/** Thrown where the sizes of a tensor do not fit a pattern. */
export class DimensionBindError extends Error {
  override name = 'DimensionBindError'
}

type Lengths = Readonly<Record<string, number>>

/** The sizes of the parts of one dimension, of which one may be unknown. */
function partSizes(size: number, names: readonly string[], lengths: Lengths, at: number): number[] {
  const labels = names.map((_, i) => `d${at + i}`)
  const known = names.map((name) => lengths[name] ?? null)
  const product = known.reduce<number>((total, length) => total * (length ?? 1), 1)
  const unknown = labels.filter((_, i) => known[i] === null)
  if (unknown.length > 1) {
    throw new DimensionBindError(
      `cannot infer the sizes of two dimensions at once ${unknown[0]} and ${unknown[1]}`,
    )
  }
  if (unknown.length === 0 && product !== size) {
    const pack = labels.length === 1 ? `(${labels[0]},)` : `(${labels.join(', ')})`
    throw new DimensionBindError(
      `Dimension sizes to do not match (${size} != ${product}) when matching dimension pack ${pack}`,
    )
  }
  if (unknown.length === 1 && (product === 0 || size % product !== 0)) {
    const shown = known.map((length) => length ?? "'?'").join(', ')
    throw new DimensionBindError(
      `inferred dimension does not evenly fit into larger dimension: ${size} vs (${shown})`,
    )
  }
  return known.map((length) => length ?? size / product)
}

/** A tensor with a dimension for each name, and which name each has; nameless ones are summed over. */
interface Split {
  tensor: Tensor
  names: (string | null)[]
  ellipsis: string[]
}

function split(tensor: Tensor, left: Composition, lengths: Lengths): Split {
  const names: (string | null)[] = []
  const sizes: number[] = []
  const ellipsis: string[] = []
  let dim = 0
  for (const part of left) {
    if (part === _ellipsis) {
      for (const end = dim + tensor.dim() - left.length + 1; dim < end; dim++) {
        const name = `${_ellipsis}${ellipsis.length}`
        ellipsis.push(name)
        names.push(name)
        sizes.push(tensor.size(dim))
      }
      continue
    }
    const size = tensor.size(dim++)
    sizes.push(...(part.length === 0 ? [size] : partSizes(size, part, lengths, names.length)))
    names.push(...(part.length === 0 ? [null] : part))
  }
  return { tensor: tensor.reshape(sizes), names, ellipsis }
}

/** The dimensions of the result, each as the names that it is made of. */
function groupsOf(right: Composition, ellipsis: readonly string[]): string[][] {
  return right.flatMap((part) =>
    part === _ellipsis
      ? ellipsis.map((name) => [name])
      : [part.flatMap((name) => (name === _ellipsis ? ellipsis : [name]))],
  )
}

function join({ tensor, names, ellipsis }: Split, right: Composition): Tensor {
  const groups = groupsOf(right, ellipsis)
  const order = groups.flat().map((name) => names.indexOf(name))
  const nameless = names.flatMap((name, dim) => (name === null ? [dim] : []))
  const moved = tensor.permute([...order, ...nameless])
  const sizes = groups.map((group) =>
    group.reduce((product, name) => product * tensor.size(names.indexOf(name)), 1),
  )
  const grouped = groups.every((group) => group.length === 1)
    ? moved
    : moved.reshape([...sizes, ...nameless.map((dim) => tensor.size(dim))])
  return nameless.length === 0 ? grouped : grouped.sum(nameless.map((_, i) => sizes.length + i))
}

function checkDims(pattern: Composition, named: number, tensor: Tensor): void {
  const dims = tensor.dim()
  if (!pattern.includes(_ellipsis)) {
    if (pattern.length === dims) return
    throw new ValueError(
      `Number of dimensions in pattern (${pattern.length}) must be equal to the number of dimensions in the tensor (${dims})`,
    )
  }
  const count = named - 1 + pattern.filter((part) => part.length === 0).length
  if (count <= dims) return
  throw new ValueError(
    `Number of dimensions in pattern (${count}) must be less than or equal to the number of dimensions in the tensor (${dims})`,
  )
}

/**
 * Reorders the dimensions of a tensor as a pattern says, splits some and joins others: `'b (h w) c -> b c h w'`.
 *
 * @param tensor - a tensor, or a list of tensors, which are stacked first.
 * @param axes_lengths - sizes of names that cannot be told from the tensor's.
 * @throws ValueError for a wrong pattern.
 *
 * @example
 * const images = torch.zeros(2, 4, 6, 3)
 * torch.func.rearrange(images, 'b h w c -> b (c h w)') // (2, 72)
 * torch.func.rearrange(images, 'b (h1 h) w c -> (b h1) h w c', { h1: 2 }) // (4, 2, 6, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.rearrange.html
 */
export function rearrange(
  tensor: Tensor | readonly Tensor[],
  pattern: string,
  axes_lengths: Lengths = {},
): Tensor {
  const input = isTensor(tensor) ? tensor : stack(tensor)
  const [left, right] = parse_pattern(pattern)
  validate_rearrange_expressions(left, right, axes_lengths)
  checkDims(left.composition, left.identifiers.size, input)
  if (input.dim() === 0) return input
  return join(split(input, left.composition, axes_lengths), right.composition)
}
