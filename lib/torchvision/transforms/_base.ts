// What transforms are made of: modules that take images, and plain objects that are called.

import { callableInstance } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import torch, { nn } from '../../index.js'
import { _interpolation_modes_from_int, type InterpolationMode } from './_interpolation.js'
import {
  type Fill,
  floats,
  type ImageOrTensor,
  type Interpolation,
  isNumber,
  isSequence,
  isTensor,
} from './_types.js'

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ImageTransform {
  /** Gives an image of the kind that it takes. */
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  <T extends ImageOrTensor>(img: T): T
}

/** A transform from images to images of the same kind. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
abstract class ImageTransform extends nn.Module {
  abstract override forward(img: ImageOrTensor): ImageOrTensor
}

export { ImageTransform }

/** An object that is called and is no module: its class has `__call__`. */
export abstract class CallableObject {
  constructor() {
    const self: CallableObject = callableInstance(new.target.prototype, (...args: unknown[]) =>
      self.__call__(...args),
    )
    // biome-ignore lint/correctness/noConstructorReturn: the instance is a function.
    return self
  }

  abstract __call__(...args: unknown[]): unknown

  __repr__(): string {
    return `${this.constructor.name}()`
  }

  toString(): string {
    return this.__repr__()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** The text of transforms that hold others. */
export function listed(name: string, transforms: Iterable<unknown>, first = ''): string {
  let text = `${name}(${first}`
  for (const one of transforms) text += `\n    ${one}`
  return `${text}\n)`
}

/** A number drawn between two, which may be tensors' items. */
export const uniform = (from: number, to: number): number =>
  torch.empty(1).uniform_(from, to).item() as number

/** An int from `from` to before `to`. */
export const randint = (from: number, to: number): number =>
  torch.randint(from, to, [1]).item() as number

/** Whether what has a chance of `p` happens. */
export const happens = (p: number): boolean => (torch.rand(1).item() as number) < Math.fround(p)

/** A pair of one number, or what was given. */
export function _setup_size(size: unknown, error_msg: string): readonly number[] {
  if (isNumber(size)) return tuple([Math.trunc(size), Math.trunc(size)])
  const given = size as readonly number[]
  if (isSequence(size) && size.length === 1) return tuple([size[0] as number, size[0] as number])
  if (given.length !== 2) throw new ValueError(error_msg)
  return given
}

export function _check_sequence_input(
  x: unknown,
  name: string,
  req_sizes: readonly number[],
): asserts x is readonly number[] {
  const sizes = req_sizes.length < 2 ? String(req_sizes[0]) : req_sizes.join(' or ')
  if (!isSequence(x)) throw new TypeError(`${name} should be a sequence of length ${sizes}.`)
  if (!req_sizes.includes(x.length)) {
    throw new ValueError(`${name} should be a sequence of length ${sizes}.`)
  }
}

/** The least and the greatest angle, of one for both or of two or four. */
export function _setup_angle(
  x: number | readonly number[],
  name: string,
  req_sizes: readonly number[] = [2],
): number[] {
  if (!isNumber(x)) {
    _check_sequence_input(x, name, req_sizes)
    return [...x]
  }
  if (x < 0) throw new ValueError(`If ${name} is a single number, it must be positive.`)
  return [0 - x, x]
}

/** A mode, given as such or by Pillow's number. */
export function modeOf(
  interpolation: Interpolation | undefined,
  otherwise: InterpolationMode,
): InterpolationMode {
  if (interpolation === undefined) return otherwise
  return isNumber(interpolation) ? _interpolation_modes_from_int(interpolation) : interpolation
}

/** Whether a value can fill; null is black. */
export function fillOf(fill: Fill | null): Fill {
  if (fill === null) return 0
  if (!isNumber(fill) && !isSequence(fill)) {
    throw new TypeError('Fill should be either a sequence or a number.')
  }
  return fill
}

/** The colour for an image: tensors take one number per channel. */
export function fillFor(img: ImageOrTensor, fill: Fill, channels: number): Fill {
  if (!isTensor(img)) return fill
  return isNumber(fill) ? Array.from({ length: channels }, () => fill) : [...fill]
}

/** Floats rounded to four digits, as a tuple. */
export function rounded(values: readonly number[]): string {
  return floats(
    values.map((value) => Number(value.toFixed(4))),
    '()',
  )
}

export { floats, pyRepr, type Tuple, tuple }
