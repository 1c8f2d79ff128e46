// Python's constructors from before torch.tensor: torch.Tensor(...), torch.FloatTensor(...).

import { get_default_dtype } from './_default_dtype.js'
import { empty } from './_generated/torch_functions.js'
import { isTensor } from './_is_tensor.js'
import type { dtype } from './dtype.js'
import * as dtypes from './dtype.js'
import { native } from './native.js'
import type { Tensor } from './types.js'

function make(args: readonly unknown[], type: dtype): Tensor {
  if (args.length === 0) return empty(0, { dtype: type })
  const [first] = args
  if (args.every((arg) => typeof arg === 'number')) {
    return empty(args as number[], { dtype: type })
  }
  if (isTensor(first)) {
    if (first.dtype !== type) {
      throw new TypeError(`expected ${typeText(type)} (got ${typeText(first.dtype)})`)
    }
    return first.detach()
  }
  return native.tensorFromData(first, type, null, false, false)
}

function typeText(type: dtype): string {
  const name = Object.entries(names).find(([, named]) => named === type)?.[0]
  return name === undefined ? String(type) : `torch.${name}`
}

/** `torch.Tensor(...)` and what subclasses make of it. */
export function legacyTensor(args: readonly unknown[], prototype: object): Tensor {
  const tensor = make(args, get_default_dtype())
  if (Object.getPrototypeOf(Object.getPrototypeOf(tensor)) !== prototype) {
    Object.setPrototypeOf(tensor, prototype)
  }
  return tensor
}

const names = {
  FloatTensor: dtypes.float32,
  DoubleTensor: dtypes.float64,
  HalfTensor: dtypes.float16,
  BFloat16Tensor: dtypes.bfloat16,
  ByteTensor: dtypes.uint8,
  CharTensor: dtypes.int8,
  ShortTensor: dtypes.int16,
  IntTensor: dtypes.int32,
  LongTensor: dtypes.int64,
  BoolTensor: dtypes.bool,
} as const

/** An old constructor, such as `torch.FloatTensor`: of sizes uninitialised, of a list its values. */
export interface LegacyConstructor {
  (...sizes: number[]): Tensor
  (data: Iterable<unknown> | Tensor): Tensor
  new (...sizes: number[]): Tensor
  new (data: Iterable<unknown> | Tensor): Tensor
}

function legacy(name: keyof typeof names): LegacyConstructor {
  // A function, not an arrow: Python's are called, JavaScript's may be made with `new`.
  const construct = (...args: unknown[]): Tensor => make(args, names[name])
  Object.defineProperty(construct, 'name', { value: name })
  return construct as unknown as LegacyConstructor
}

/**
 * The old constructor of tensors of `torch.float`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.float })`.
 *
 * @example
 * torch.FloatTensor([1, 2]) // tensor([1., 2.])
 * torch.FloatTensor(2, 3) // (2, 3)
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const FloatTensor: LegacyConstructor = legacy('FloatTensor')
/**
 * The old constructor of tensors of `torch.double`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.double })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const DoubleTensor: LegacyConstructor = legacy('DoubleTensor')
/**
 * The old constructor of tensors of `torch.half`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.half })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const HalfTensor: LegacyConstructor = legacy('HalfTensor')
/**
 * The old constructor of tensors of `torch.bfloat16`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.bfloat16 })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const BFloat16Tensor: LegacyConstructor = legacy('BFloat16Tensor')
/**
 * The old constructor of tensors of `torch.uint8`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.uint8 })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const ByteTensor: LegacyConstructor = legacy('ByteTensor')
/**
 * The old constructor of tensors of `torch.int8`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.int8 })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const CharTensor: LegacyConstructor = legacy('CharTensor')
/**
 * The old constructor of tensors of `torch.int16`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.int16 })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const ShortTensor: LegacyConstructor = legacy('ShortTensor')
/**
 * The old constructor of tensors of `torch.int32`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.int32 })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const IntTensor: LegacyConstructor = legacy('IntTensor')
/**
 * The old constructor of tensors of `torch.int64`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.int64 })`.
 *
 * @example
 * torch.LongTensor([1, 2]).dtype // torch.int64
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const LongTensor: LegacyConstructor = legacy('LongTensor')
/**
 * The old constructor of tensors of `torch.bool`: from a list of values, or of given sizes without values. Use
 * `torch.tensor(..., { dtype: torch.bool })`.
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const BoolTensor: LegacyConstructor = legacy('BoolTensor')
