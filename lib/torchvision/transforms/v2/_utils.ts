// Mirrors torchvision/transforms/v2/_utils.py.

import { isPlainObject, pyRepr, pyStr } from '../../../_repr.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../index.js'
import { BoundingBoxes, Mask, Image as TVImage, Video } from '../../tv_tensors/index.js'
import { dimensionsOf } from '../_functional/conversion.js'
import { type Fill, isNumber, isPIL, isSequence, kindOf } from '../_types.js'
import { sizeOf } from './functional/_meta.js'
import { type Input, is_pure_tensor } from './functional/_utils.js'

/** One fill for all, or a Map from classes, or `'others'`, to fills. */
export type FillArgument = Fill | null | ReadonlyMap<unknown, Fill | null>

/** Checks a fill, once. */
export function _setup_fill_arg(fill: FillArgument): FillArgument {
  const all = fill instanceof Map ? [...fill.values()] : [fill]
  if (all.every((one) => one === null || isNumber(one) || isSequence(one))) return fill
  throw new TypeError(
    'Got inappropriate fill arg, only Numbers, tuples, lists and dicts are allowed.',
  )
}

/** The fill for a value of some class. */
export function _get_fill(fill: FillArgument, inpt: unknown): Fill | null {
  if (!(fill instanceof Map)) return fill as Fill | null
  const cls = (inpt as object).constructor
  return (fill.get(cls) ?? fill.get('others') ?? null) as Fill | null
}

/** Two floats of one or two. */
export function _setup_number_or_seq(arg: unknown, name: string): number[] {
  if (isNumber(arg)) return [arg, arg]
  if (!isSequence(arg)) {
    throw new TypeError(`${name} should be a number or a sequence of numbers. Got ${kindOf(arg)}`)
  }
  if (arg.length !== 1 && arg.length !== 2) {
    throw new ValueError(`If ${name} is a sequence its length should be 1 or 2. Got ${arg.length}`)
  }
  const wrong = arg.find((one) => !isNumber(one))
  if (wrong !== undefined) {
    throw new ValueError(`${name} should be a sequence of numbers. Got ${kindOf(wrong)}`)
  }
  return [arg[0] as number, arg.at(-1) as number]
}

export function _check_padding_arg(padding: unknown): void {
  const all = isNumber(padding) ? [padding] : padding
  const fits = isSequence(all) && [1, 2, 4].includes(all.length) && all.every(Number.isInteger)
  if (fits) return
  throw new ValueError(
    `Padding must be an int or a 1, 2, or 4 element of tuple or list, got ${pyStr(padding)}.`,
  )
}

export function _check_padding_mode_arg(mode: string): void {
  if (['constant', 'edge', 'reflect', 'symmetric'].includes(mode)) return
  throw new ValueError('Padding mode should be either constant, edge, reflect or symmetric')
}

const isImageLike = (inpt: unknown): boolean =>
  is_pure_tensor(inpt) || inpt instanceof TVImage || isPIL(inpt) || inpt instanceof Video

function single(found: readonly (readonly number[])[], missing: string, what: string): number[] {
  const [first] = found
  if (first === undefined) throw new TypeError(missing)
  const distinct = [...new Map(found.map((one) => [one.join(), one])).values()]
  if (distinct.length === 1) return [...first]
  const sorted = distinct.sort((a, b) => a.map((v, i) => v - (b[i] as number)).find((d) => d) ?? 0)
  const texts = sorted.map((one) => pyRepr(tuple(one)))
  const list = `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
  throw new ValueError(`Found multiple ${what} dimensions in the sample: ${list}`)
}

/** Channels, height and width of the images of a sample, which are to agree. */
export function query_chw(flat_inputs: readonly unknown[]): [number, number, number] {
  const found = flat_inputs.filter(isImageLike).map((one) => dimensionsOf(one as Input))
  return single(found, 'No image or video was found in the sample', 'CxHxW') as [
    number,
    number,
    number,
  ]
}

/** Height and width of what is in a sample, which are to agree. */
export function query_size(flat_inputs: readonly unknown[]): [number, number] {
  const found = flat_inputs
    .filter((one) => isImageLike(one) || one instanceof Mask || one instanceof BoundingBoxes)
    .map((one) => sizeOf(one as Input))
  const missing = 'No image, video, mask, bounding box of keypoint was found in the sample'
  return single(found, missing, 'HxW') as [number, number]
}

/** The first boxes of a sample. */
export function get_bounding_boxes(flat_inputs: readonly unknown[]): BoundingBoxes {
  const found = flat_inputs.find((one) => one instanceof BoundingBoxes)
  if (found === undefined) throw new ValueError('No bounding boxes were found in the sample')
  return found as BoundingBoxes
}

/** Finds the labels of a sample. */
export type LabelsGetter = 'default' | ((sample: unknown) => unknown) | null

function guessed(sample: unknown): unknown {
  const inputs = Array.isArray(sample) ? (sample[1] as unknown) : sample
  if (is_pure_tensor(inputs)) return inputs
  if (!isPlainObject(inputs)) {
    throw new ValueError(
      'When using the default labels_getter, the input passed to forward must be a dictionary or a two-tuple ' +
        `whose second item is a dictionary or a tensor, but got ${pyStr(inputs)} instead.`,
    )
  }
  const keys = Object.keys(inputs)
  const key =
    keys.find((one) => one.toLowerCase() === 'labels') ??
    keys.find((one) => one.toLowerCase().includes('label'))
  if (key === undefined) {
    throw new ValueError(
      'Could not infer where the labels are in the sample. Try passing a callable as the labels_getter parameter?' +
        'If there are no labels in the sample by design, pass labels_getter=None.',
    )
  }
  return inputs[key]
}

/** Checks how labels are to be found. */
export function checkLabelsGetter(getter: unknown): LabelsGetter {
  if (getter === null || getter === 'default' || typeof getter === 'function') {
    return getter as LabelsGetter
  }
  throw new ValueError(
    `labels_getter should either be 'default', a callable, or None, but got ${pyStr(getter)}.`,
  )
}

/** The labels of a sample. */
export function labelsOf(getter: LabelsGetter, sample: unknown): unknown {
  if (getter === null) return null
  return getter === 'default' ? guessed(sample) : getter(sample)
}

export type { Tensor, Tuple }
