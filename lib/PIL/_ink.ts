// One pixel of a mode from what a caller gives for a colour. Mirrors `getink` of src/_imaging.c.

import { typeName } from '../_typename.js'
import { bandsOf, modeInfo } from './_modes.js'
import { clip8, toInt } from './_numbers.js'
import { getcolor } from './ImageColor.js'

/** A colour: a number, one number per band, or a name such as `'red'` or `'#ff0000'`. */
export type Ink = number | string | readonly number[]

const asByte = (value: number): number => clip8(integer(value))

function integer(value: unknown): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`)
}

/** The bands of a colour in a mode; a TypeError where it has too many or too few. */
export function inkOf(color: Ink, mode: string): number[] {
  const given = typeof color === 'string' ? getcolor(color, mode) : color
  const values = Array.isArray(given) ? (given as number[]) : null
  const bands = bandsOf(mode)
  const { type } = modeInfo(mode)
  if (bands === 1) return [single(given, values, type)]
  if (values === null) {
    // Packed into one int, red lowest.
    const packed = integer(given)
    return bands === 2
      ? [packed & 255, (packed >> 8) & 255]
      : [0, 8, 16, 24].slice(0, bands).map((shift) => (packed >> shift) & 255)
  }
  if (values.length === 1) return inkOf(values[0] as number, mode)
  if (bands === 2) {
    if (values.length > 2 || values.length === 0) {
      throw new TypeError('color must be int, or tuple of one or two elements')
    }
    return values.map(asByte)
  }
  if (values.length !== 3 && values.length !== 4) {
    throw new TypeError('color must be int, or tuple of one, three or four elements')
  }
  return [...values, 255].slice(0, bands).map(asByte)
}

function single(given: unknown, values: number[] | null, type: string): number {
  if (values !== null && values.length !== 1) {
    throw new TypeError(`color must be ${kindOf(type)} or single-element tuple`)
  }
  const value = values === null ? given : values[0]
  if (type === 'float32' && typeof value === 'number') return value
  if (typeof value === 'number' && !Number.isInteger(value)) {
    if (values !== null) integer(value)
    throw new TypeError(`color must be ${kindOf(type)} or single-element tuple`)
  }
  const whole = integer(value)
  if (type === 'uint8') return clip8(whole)
  return type === 'uint16' ? whole & 0xffff : toInt(whole)
}

const kindOf = (type: string): string => (type === 'float32' ? 'float' : 'int')
