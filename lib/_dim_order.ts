// Tensor.dim_order() of torch/_tensor.py, with the sort of torch/_prims_common that it stands on.

import { AttributeError, RuntimeError } from './errors.js'
import { sparse_coo } from './layout.js'
import { channels_last, contiguous_format, memory_format } from './memory_format.js'
import type { Tensor } from './types.js'

/** Whether to throw where the order is not unique; a list of formats: where not exactly one of them fits. */
export type DimOrderArgs = [ambiguity_check: boolean | readonly memory_format[]]

/** The dimensions in the order in which they lie in memory, the outermost first. */
export function dim_order(self: Tensor, ...[ambiguity_check]: DimOrderArgs): number[] {
  if (self.layout === sparse_coo) {
    throw new AttributeError(
      `Can't get dim order on sparse type: ${self.type()} Use Tensor.to_dense() to convert to a dense tensor first.`,
    )
  }
  if (typeof ambiguity_check !== 'boolean' && !isFormats(ambiguity_check)) {
    throw new TypeError('The ambiguity_check argument must be a bool or a list of memory formats.')
  }
  const formats = typeof ambiguity_check === 'boolean' ? [] : ambiguity_check
  if (ambiguity_check !== false && hasSeveralOrders(self)) {
    const fitting = formats.filter((format) => self.is_contiguous({ memory_format: format }))
    if (fitting.length !== 1) {
      throw new RuntimeError(
        'The tensor does not have unique dim order, or cannot map to exact one of the given memory formats.',
      )
    }
  }
  const check = ambiguity_check === true || formats.length > 0
  return physicalOrder(self, check)
}

function isFormats(value: unknown): value is readonly memory_format[] {
  return Array.isArray(value) && value.every((one) => one instanceof memory_format)
}

function hasSeveralOrders(self: Tensor): boolean {
  const strides = self.stride()
  return self.size().includes(1) || strides.some((stride, i) => stride === strides[i + 1])
}

// The permutation that elementwise operators keep.
function physicalOrder(self: Tensor, check: boolean): number[] {
  const sizes = self.size()
  const strides = self.stride()
  const ndim = sizes.length
  if (ndim < 2) return ndim === 0 ? [] : [0]
  const contiguous = self.is_contiguous({ memory_format: contiguous_format })
  const last = ndim === 4 && self.is_contiguous({ memory_format: channels_last })
  const logical = Array.from(sizes, (_, i) => i)
  if (contiguous && !last) return logical
  if (last && !contiguous) return [0, ...logical.slice(2), 1]

  const compare = (a: number, b: number): number =>
    compareStrides(
      strides[a] as number,
      strides[b] as number,
      sizes[a] as number,
      sizes[b] as number,
    )
  // Innermost first, by an insertion sort that leaves what cannot be compared in its place.
  const order = logical.reverse()
  for (let i = 1; i < ndim; i++) {
    let at = i
    for (let before = i - 1; before >= 0; before--) {
      const result = compare(order[before] as number, order[at] as number)
      if (result < 0) break
      if (result > 0) {
        ;[order[before], order[at]] = [order[at] as number, order[before] as number]
        at = before
      }
    }
  }
  const ambiguous = order.slice(1).some((b, i) => compare(order[i] as number, b) !== -1)
  if (check && ambiguous) throw new RuntimeError('The tensor does not have unique dim order.')
  return order.reverse()
}

// -1 where a lies inside of b, 1 the other way round, 0 where nobody can say.
function compareStrides(a: number, b: number, size_a: number, size_b: number): number {
  if (a === 0 || b === 0) return 0
  if (a === b) return size_b >= size_a ? 0 : 1
  return b > a ? -1 : 1
}
