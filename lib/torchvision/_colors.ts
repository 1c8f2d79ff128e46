// The colours of objects that are drawn. Mirrors `_parse_colors` of torchvision/utils.py.

import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { ValueError } from '../errors.js'
import { getrgb } from '../PIL/ImageColor.js'

/** A colour: a name such as `'red'` or `'#FF00FF'`, or its red, green and blue. */
export type Color = string | readonly [r: number, g: number, b: number]
/** One colour for all objects, or a list of one for each. */
export type Colors = Color | readonly Color[]

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')

// The same for each number of objects, and far from each other.
function palette(count: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    [2 ** 25 - 1, 2 ** 15 - 1, 2 ** 21 - 1].map((step) => (i * step) % 255),
  )
}

/** As many colours as there are objects, from what a caller gives; `scale` is 255 for floats, 1 for bytes. */
export function parseColors(
  colors: Colors | null | undefined,
  count: number,
  scale = 1,
): number[][] {
  return listOf(colors ?? null, count).map((color) =>
    (typeof color === 'string' ? getrgb(color) : [...(color as readonly number[])]).map(
      (value) => value / scale,
    ),
  )
}

function listOf(colors: Colors | null, count: number): readonly (Color | readonly number[])[] {
  if (colors === null) return palette(count)
  if (typeof colors === 'string') return new Array<Color>(count).fill(colors)
  // A plain array stands for a list and for a tuple: numbers are one colour.
  if (isNumbers(colors)) {
    if (colors.length !== 3) {
      throw new ValueError(
        `If passed as tuple, colors should be an RGB triplet, but got ${pyRepr(tuple(colors))}.`,
      )
    }
    return new Array<readonly number[]>(count).fill(colors)
  }
  if (!Array.isArray(colors)) {
    throw new ValueError(
      `colors must be a tuple or a string, or a list thereof, but got ${pyRepr(colors)}.`,
    )
  }
  if (colors.length < count) {
    throw new ValueError(
      `Number of colors must be equal or larger than the number of objects, but got ${colors.length} < ${count}.`,
    )
  }
  return colors as readonly Color[]
}
