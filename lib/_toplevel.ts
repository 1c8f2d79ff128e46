// Small functions of torch/__init__.py that belong to no other file.

import { isTensor } from './_is_tensor.js'
import { typeName } from './_typename.js'
import type { Tensor } from './types.js'

export const inf = Number.POSITIVE_INFINITY
export const nan = Number.NaN
export const e = Math.E
export const pi = Math.PI
/** A new dimension in an index, as `null` is. */
export const newaxis = null

/** Whether a value is a tensor. */
export function is_tensor(obj: unknown): obj is Tensor {
  return isTensor(obj)
}

/** The name of a value's type; for tensors Python's old one, such as `torch.FloatTensor`. */
export function typename(obj: unknown): string {
  return isTensor(obj) ? obj.type() : typeName(obj)
}

/** The number of elements. */
export function numel(input: Tensor): number {
  return required(input, 'numel').numel()
}

/** The index of a tensor's GPU; -1 on the CPU. */
export function get_device(input: Tensor): number {
  return required(input, 'get_device').get_device()
}

/** The indices of the elements that are not zero; see {@link Tensor.nonzero}. */
export function nonzero(input: Tensor, kw?: { as_tuple?: false; out?: Tensor }): Tensor
export function nonzero(input: Tensor, kw: { as_tuple: true }): Tensor[]
export function nonzero(
  input: Tensor,
  kw: { as_tuple?: boolean; out?: Tensor } = {},
): Tensor | Tensor[] {
  const tensor = required(input, 'nonzero')
  if (kw.as_tuple === true) return tensor.nonzero({ as_tuple: true })
  const indices = tensor.nonzero()
  if (kw.out === undefined) return indices
  kw.out.resize_(indices.shape)
  return kw.out.copy_(indices)
}

function required(input: unknown, name: string): Tensor {
  if (isTensor(input)) return input
  throw new TypeError(
    `${name}(): argument 'input' (position 1) must be Tensor, not ${typeName(input)}`,
  )
}
