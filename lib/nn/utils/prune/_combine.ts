// How a further pruning method sees what the ones before have left. Part of torch/nn/utils/prune.py.

import { AttributeError, IndexError, ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { BasePruningMethod } from './base.js'

type Index = Parameters<Tensor['index']>[0]

/** The mask so far with what a method takes out of its part of the tensor. */
export function combineMasks(method: BasePruningMethod, t: Tensor, mask: Tensor): Tensor {
  const new_mask = mask.to({ dtype: t.dtype })
  const part = partOf(method, t, mask)
  const partial_mask = method.compute_mask(t.index(part), mask.index(part))
  new_mask.index_put_(part, partial_mask.to({ dtype: new_mask.dtype }))
  return new_mask
}

function partOf(method: BasePruningMethod, t: Tensor, mask: Tensor): Index {
  const all = new Array<':' | Tensor>(t.dim()).fill(':')
  switch (method.PRUNING_TYPE) {
    case 'unstructured':
      return [mask.eq(1)]
    case 'structured': {
      const dim = dimOf(method, t)
      const others = [...all.keys()].filter((d) => d !== dim)
      // The channels that are not wholly pruned.
      all[dim] = mask.sum(others).ne(0)
      return all
    }
    case 'global':
      return all
    default:
      throw new ValueError(`Unrecognized PRUNING_TYPE ${method.PRUNING_TYPE}`)
  }
}

function dimOf(method: BasePruningMethod & { dim?: number }, t: Tensor): number {
  if (method.dim === undefined) {
    throw new AttributeError(
      'Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim` defined.',
    )
  }
  const n_dims = t.dim()
  const dim = method.dim < 0 ? n_dims + method.dim : method.dim
  if (dim < 0) {
    throw new IndexError(`Index is out of bounds for tensor with dimensions ${n_dims}`)
  }
  return dim
}
