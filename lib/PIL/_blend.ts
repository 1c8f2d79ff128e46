// Two images into one. Mirrors src/libImaging/Blend.c.

import { ValueError } from '../errors.js'
import { bandsOf, blank, type Pixels } from './_modes.js'
import { fround, min } from './_numbers.js'

/** `a * (1 - alpha) + b * alpha`, also beyond 0 and 1; in single precision, cut to bytes. */
export function blend(a: Pixels, b: Pixels, alpha: number): Pixels {
  for (const { mode, data } of [a, b]) {
    if (mode === '1' || mode === 'P' || data.BYTES_PER_ELEMENT > 1) {
      throw new ValueError('image has wrong mode')
    }
  }
  if (bandsOf(a.mode) !== bandsOf(b.mode) || a.width !== b.width || a.height !== b.height) {
    throw new ValueError('images do not match')
  }
  const factor = fround(alpha)
  if (factor === 0 || factor === 1) {
    const same = factor === 0 ? a : b
    return { ...blank(same, same.width, same.height), data: same.data.slice() }
  }
  const out = blank(a, a.width, a.height)
  const [first, second] = [a.data as Uint8Array, b.data as Uint8Array]
  // Filled by differences: there are only 511 of them, and rounding happens once per step.
  const steps = new Float32Array(511)
  for (let i = 0; i < 511; i++) steps[i] = factor * (i - 255)
  // A sum beyond a byte is clipped first, so that what is stored is only cut.
  const target = out.data as Uint8Array
  for (let i = 0; i < target.length; i++) {
    const from = first[i] as number
    const value = fround(from + (steps[(second[i] as number) - from + 255] as number))
    target[i] = value <= 0 ? 0 : min(value, 255)
  }
  return out
}
