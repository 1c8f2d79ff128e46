// Colours by a matrix: `Image.convert(mode, matrix)`.

import { ValueError } from '../errors.js'
import { bandsOf, blank, type Pixels } from './_modes.js'
import { toInt } from './_numbers.js'

/** The image with each pixel's bands multiplied by a matrix of 4 or 12 numbers, rounded as C does. */
export function multiply(from: Pixels, mode: string, matrix: readonly number[]): Pixels {
  if (mode !== 'L' && mode !== 'RGB') throw new ValueError('illegal conversion')
  if (matrix.length !== 4 && matrix.length !== 12) {
    throw new TypeError(`argument 2 must be sequence of length 12, not ${matrix.length}`)
  }
  if (bandsOf(from.mode) !== 3 || matrix.length !== bandsOf(mode) * 4) {
    throw new ValueError('image has wrong mode')
  }
  const out = blank(from, from.width, from.height, mode)
  const rows = matrix.length / 4
  const m = matrix.map(Math.fround)
  for (let at = 0, to = 0; at < from.data.length; at += 3) {
    const [r, g, b] = [from.data[at], from.data[at + 1], from.data[at + 2]] as number[]
    for (let row = 0; row < rows; row++, to++) {
      const [x, y, z, w] = m.slice(row * 4, row * 4 + 4) as [number, number, number, number]
      const f = Math.fround
      const sum = f(f(f(f(x * (r ?? 0)) + f(y * (g ?? 0))) + f(z * (b ?? 0))) + w)
      out.data[to] = Math.min(Math.max(toInt(sum + 0.5), 0), 255)
    }
  }
  return out
}
