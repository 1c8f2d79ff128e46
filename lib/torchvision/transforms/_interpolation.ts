// The enumeration of torchvision/transforms/functional.py.

import { KeyError } from '../../errors.js'
import { Enumeration } from './_enum.js'

/** How new pixels are made of old ones: `InterpolationMode.BILINEAR`, ... */
export class InterpolationMode extends Enumeration {
  static readonly NEAREST: InterpolationMode = new InterpolationMode('NEAREST', 'nearest')
  static readonly NEAREST_EXACT: InterpolationMode = new InterpolationMode(
    'NEAREST_EXACT',
    'nearest-exact',
  )
  static readonly BILINEAR: InterpolationMode = new InterpolationMode('BILINEAR', 'bilinear')
  static readonly BICUBIC: InterpolationMode = new InterpolationMode('BICUBIC', 'bicubic')
  static readonly BOX: InterpolationMode = new InterpolationMode('BOX', 'box')
  static readonly HAMMING: InterpolationMode = new InterpolationMode('HAMMING', 'hamming')
  static readonly LANCZOS: InterpolationMode = new InterpolationMode('LANCZOS', 'lanczos')
}

const { NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING } = InterpolationMode
// By Pillow's numbers.
const byNumber: readonly InterpolationMode[] = [NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING]

/** The mode that Pillow numbers so. */
export function _interpolation_modes_from_int(i: number): InterpolationMode {
  const found = byNumber[i]
  if (found === undefined) throw new KeyError(i)
  return found
}

/** Pillow's number of a mode. */
export function pilNumber(mode: InterpolationMode): number {
  return mode.value === 'nearest-exact' ? 0 : byNumber.findIndex((one) => one.value === mode.value)
}

/** A mode, or Pillow's number of one, as a mode; a TypeError for anything else. */
export function checkInterpolation(value: unknown): InterpolationMode {
  if (typeof value === 'number' && Number.isInteger(value)) {
    return _interpolation_modes_from_int(value)
  }
  if (value instanceof InterpolationMode) return value
  throw new TypeError(
    'Argument interpolation should be a InterpolationMode or a corresponding Pillow integer constant',
  )
}
