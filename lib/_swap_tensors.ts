// Mirrors swap_tensors() of torch/utils/__init__.py.

import { native } from './native.js'
import { Tensor } from './tensor.js'

/**
 * Exchanges what two tensors are: values, dtype, class and own fields. Whoever holds `t1` has then what was `t2`.
 *
 * Throws where something else, such as a view or a graph, holds on to one of them.
 *
 * @example
 * const a = torch.ones(2)
 * torch.utils.swap_tensors(a, torch.zeros(3, { dtype: torch.int64 }))
 * a // tensor([0, 0, 0])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.utils.swap_tensors.html
 */
export function swap_tensors(t1: Tensor, t2: Tensor): void {
  if (!(t1 instanceof Tensor && t2 instanceof Tensor)) {
    throw new TypeError('swap_tensors() takes two tensors')
  }
  if (t1 === t2) return
  native.swapTensors(t1._h, t2._h)
  const [first, second] = [t1, t2].map((tensor) => ({
    prototype: Object.getPrototypeOf(tensor) as object,
    fields: takeFields(tensor),
  })) as [Taken, Taken]
  give(t1, second)
  give(t2, first)
}

interface Taken {
  readonly prototype: object
  readonly fields: Record<string | symbol, PropertyDescriptor>
}

// All own properties but the handle, which now stands for the other tensor.
function takeFields(tensor: Tensor): Taken['fields'] {
  const fields = Object.getOwnPropertyDescriptors(tensor) as Taken['fields']
  delete fields._h
  for (const key of Reflect.ownKeys(fields)) Reflect.deleteProperty(tensor, key)
  return fields
}

function give(tensor: Tensor, { prototype, fields }: Taken): void {
  Object.setPrototypeOf(tensor, prototype)
  Object.defineProperties(tensor, fields)
}
