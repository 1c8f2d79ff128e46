// Small functions of torch/__init__.py that belong to no other file.

import { isTensor } from './_is_tensor.js'
import { nativeParser } from './_parser.js'
import { typeName } from './_typename.js'
import type { Tensor } from './types.js'

/** Infinity: what a float gives beyond its greatest number. */
export const inf = Number.POSITIVE_INFINITY
/** Not a number; equal to nothing, itself included. */
export const nan = Number.NaN
/** Euler's number, 2.71828... */
export const e = Math.E
/** The circumference of a circle over its diameter, 3.14159... */
export const pi = Math.PI
/**
 * A new dimension in an index, as `null` is.
 *
 * @example
 * torch.arange(3).index([':', torch.newaxis]) // (3, 1)
 *
 * @see https://numpy.org/doc/stable/reference/constants.html#numpy.newaxis
 */
export const newaxis = null

/**
 * Whether a value is a tensor, parameters included.
 *
 * @example
 * torch.is_tensor(torch.ones(2)) // True
 * torch.is_tensor([1, 2]) // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_tensor.html
 */
export function is_tensor(obj: unknown): obj is Tensor {
  return isTensor(obj)
}

/**
 * The name of a value's type; for tensors Python's old one, such as `torch.FloatTensor`.
 *
 * @example
 * torch.typename(torch.ones(2)) // 'torch.FloatTensor'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.typename.html
 */
export function typename(obj: unknown): string {
  return isTensor(obj) ? obj.type() : typeName(obj)
}

const parseNumel = nativeParser<{ input: Tensor }>('numel', ['numel(Tensor input)'])

/**
 * The number of elements: the product of the sizes.
 *
 * @example
 * torch.numel(torch.ones(2, 3)) // 6
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.numel.html
 */
export function numel(input: Tensor): number
export function numel(...args: unknown[]): number {
  return parseNumel(args).input.numel()
}

const parseGetDevice = nativeParser<{ input: Tensor }>('get_device', ['get_device(Tensor input)'])

/**
 * The index of a tensor's GPU; -1 on the CPU.
 *
 * @example
 * torch.get_device(torch.ones(2)) // -1
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.get_device.html
 */
export function get_device(input: Tensor): number
export function get_device(...args: unknown[]): number {
  return parseGetDevice(args).input.get_device()
}

const parseNonzero = nativeParser<{ input: Tensor; out?: Tensor | null; as_tuple?: boolean }>(
  'nonzero',
  ['nonzero(Tensor input, *, bool as_tuple=False, Tensor out=None)'],
)

/**
 * The indices of the elements that are not zero; see {@link Tensor.nonzero}.
 *
 * Shape: `(*)` of D dimensions to `(N, D)`; with `as_tuple` a list of D tensors `(N)`, which index the input.
 *
 * @example
 * torch.nonzero(torch.tensor([0, 5, 0, 7])) // tensor([[1], [3]])
 * torch.nonzero(torch.tensor([0, 5, 0, 7]), { as_tuple: true })[0] // tensor([1, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nonzero.html
 */
export function nonzero(input: Tensor, kw?: { as_tuple?: false; out?: Tensor }): Tensor
export function nonzero(input: Tensor, kw: { as_tuple: true }): Tensor[]
export function nonzero(...args: unknown[]): Tensor | Tensor[] {
  const { input, out, as_tuple } = parseNonzero(args)
  if (as_tuple === true) return input.nonzero({ as_tuple: true })
  const indices = input.nonzero()
  return out ? out.resize_(indices.shape).copy_(indices) : indices
}
