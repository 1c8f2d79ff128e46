// Small functions of torch/__init__.py that belong to no other file.

import { isTensor } from './_is_tensor.js'
import { nativeParser } from './_parser.js'
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

const parseNumel = nativeParser<{ input: Tensor }>('numel', ['numel(Tensor input)'])

/** The number of elements. */
export function numel(input: Tensor): number
export function numel(...args: unknown[]): number {
  return parseNumel(args).input.numel()
}

const parseGetDevice = nativeParser<{ input: Tensor }>('get_device', ['get_device(Tensor input)'])

/** The index of a tensor's GPU; -1 on the CPU. */
export function get_device(input: Tensor): number
export function get_device(...args: unknown[]): number {
  return parseGetDevice(args).input.get_device()
}

const parseNonzero = nativeParser<{ input: Tensor; out?: Tensor | null; as_tuple?: boolean }>(
  'nonzero',
  ['nonzero(Tensor input, *, bool as_tuple=False, Tensor out=None)'],
)

/** The indices of the elements that are not zero; see {@link Tensor.nonzero}. */
export function nonzero(input: Tensor, kw?: { as_tuple?: false; out?: Tensor }): Tensor
export function nonzero(input: Tensor, kw: { as_tuple: true }): Tensor[]
export function nonzero(...args: unknown[]): Tensor | Tensor[] {
  const { input, out, as_tuple } = parseNonzero(args)
  if (as_tuple === true) return input.nonzero({ as_tuple: true })
  const indices = input.nonzero()
  return out ? out.resize_(indices.shape).copy_(indices) : indices
}
