// What the functions of transforms take, and how they are typed.

import { def, type KeywordArgs, type PositionalArgs } from '../../_def.js'
import { floatRepr } from '../../_repr.js'
import type { Tuple } from '../../_tuple.js'
import { classText } from '../../_typename.js'
import torch, { type Tensor } from '../../index.js'
import type { NdArray, NdArrayLike } from '../../numpy.js'
import { Image } from '../../PIL/Image.js'
import type { InterpolationMode } from './_interpolation.js'

/** An image as transforms know it. */
export type ImageOrTensor = Image | Tensor
/** A strided array, as `tensor.numpy()` gives it. */
export type ArrayImage = NdArray | NdArrayLike
/** A mode, or Pillow's number of one. */
export type Interpolation = InterpolationMode | number
/** A pixel value, or one per channel. */
export type Fill = number | readonly number[]

type WithoutFirst<S extends string> = S extends `${infer Name}(${string}, ${infer Rest}`
  ? `${Name}(${Rest}`
  : 'f()'

/** A function that gives an image of the kind that it takes: `S` is its `def` line, `P` what comes after the image. */
export interface ImageFunction<S extends string, P extends unknown[]> {
  <T extends ImageOrTensor>(img: T, ...rest: PositionalArgs<WithoutFirst<S>, P>): T
  <T extends ImageOrTensor>(img: T, ...rest: KeywordArgs<WithoutFirst<S>, P>): T
}

/** {@link def} for a function that gives an image of the kind that it takes. */
export function imageFunction<const S extends string, P extends unknown[]>(
  line: S,
  body: (img: ImageOrTensor, ...rest: P) => ImageOrTensor,
): ImageFunction<S, P> {
  return def(line, body as never) as unknown as ImageFunction<S, P>
}

/** As {@link ImageFunction}, for several images. */
export interface ImagesFunction<S extends string, P extends unknown[]> {
  <T extends ImageOrTensor>(img: T, ...rest: PositionalArgs<WithoutFirst<S>, P>): Tuple<T>
  <T extends ImageOrTensor>(img: T, ...rest: KeywordArgs<WithoutFirst<S>, P>): Tuple<T>
}

/** {@link def} for a function that gives several images of the kind that it takes. */
export function imagesFunction<const S extends string, P extends unknown[]>(
  line: S,
  body: (img: ImageOrTensor, ...rest: P) => Tuple<ImageOrTensor>,
): ImagesFunction<S, P> {
  return def(line, body as never) as unknown as ImagesFunction<S, P>
}

export const isTensor = (value: unknown): value is Tensor => torch.is_tensor(value)

export const isPIL = (value: unknown): value is Image => value instanceof Image

/** Whether a value is a strided array. */
export function isArray(value: unknown): value is NdArrayLike {
  if (typeof value !== 'object' || value === null || isTensor(value) || isPIL(value)) return false
  const { data, shape } = value as Partial<NdArrayLike>
  return typeof data === 'object' && data !== null && Array.isArray(shape)
}

/** The text of Python's `type(value)`, where images and arrays are among the values. */
export function kindOf(value: unknown): string {
  if (isPIL(value)) return "<class 'PIL.Image.Image'>"
  return isArray(value) ? "<class 'numpy.ndarray'>" : classText(value)
}

/** `isinstance(value, (int, float))`. */
export const isNumber = (value: unknown): value is number => typeof value === 'number'

/** `isinstance(value, Sequence)`. */
export const isSequence = (value: unknown): value is readonly number[] => Array.isArray(value)

export type { Tensor }
/** The text of numbers that are floats in Python, as a list or a tuple. */
export function floats(values: readonly number[], [open, close] = '[]'): string {
  return `${open}${values.map(floatRepr).join(', ')}${close}`
}

export { Image }
