// C's arithmetic, where Pillow's numbers rest on it.

export { roundHalfEven } from '../_round.js'

// Constants of the module: looked up once, wherever the code runs.
export const { fround, floor, max, min, round } = Math

/** A float cut to an int, towards zero. */
export const toInt = Math.trunc

/** `MULDIV255(a, b)`: the rounded `a * b / 255` of two bytes. */
export function mulDiv255(a: number, b: number): number {
  const product = a * b + 128
  return ((product >> 8) + product) >> 8
}

/** An int held within a byte. */
export function clip8(value: number): number {
  return value <= 0 ? 0 : value < 256 ? value : 255
}
