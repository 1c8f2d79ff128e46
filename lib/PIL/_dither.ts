// Floyd-Steinberg error diffusion, and the nearest colour of a palette, as Pillow has them.
// Mirrors src/libImaging/Convert.c and Palette.c.

import { luma1000 } from './_color.js'
import type { PaletteData } from './_modes.js'
import { clip8, toInt } from './_numbers.js'

// What one band of a pixel is off goes to its neighbours in sixteenths: 7 to the right, 3, 5 and 1 below.
class Errors {
  private readonly below: Int32Array
  private right = 0
  /** What has come together for the pixel below the last one, and for the one below and right of it. */
  left = 0
  center = 0

  constructor(width: number) {
    this.below = new Int32Array(width + 1)
  }

  startRow(): void {
    this.right = this.left = this.center = 0
  }

  wanted(x: number, value: number): number {
    return clip8(value + toInt((this.right + (this.below[x + 1] as number)) / 16))
  }

  spread(x: number, error: number): void {
    this.below[x] = 3 * error + this.left
    this.left = 5 * error + this.center
    this.center = error
    this.right = 7 * error
  }

  endRow(width: number, last: number): void {
    this.below[width] = last
  }
}

/** Black and white dots for a grey or an RGB image. */
export function toBilevel(
  data: Uint8Array,
  bands: number,
  width: number,
  height: number,
): Uint8Array {
  const out = new Uint8Array(width * height)
  const errors = new Errors(width)
  for (let y = 0; y < height; y++) {
    errors.startRow()
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * bands
      const r = data[at] as number
      const grey =
        bands === 1 ? r : toInt(luma1000(r, data[at + 1] as number, data[at + 2] as number) / 1000)
      const value = errors.wanted(x, grey)
      const dot = value > 128 ? 255 : 0
      out[y * width + x] = dot
      errors.spread(x, value - dot)
    }
    errors.endRow(width, errors.left)
  }
  return out
}

/** The standard colours: a cube of six steps a side, after ten black ones. */
export function webPalette(): PaletteData {
  const palette = new Uint8Array(226 * 3)
  let at = 30
  for (let b = 0; b < 256; b += 51) {
    for (let g = 0; g < 256; g += 51) {
      for (let r = 0; r < 256; r += 51) {
        palette.set([r, g, b], at)
        at += 3
      }
    }
  }
  return { mode: 'RGB', palette }
}

/** The grey levels as a palette. */
export function greyPalette(): PaletteData {
  return { mode: 'RGB', palette: Uint8Array.from({ length: 768 }, (_, i) => toInt(i / 3)) }
}

// Pillow looks colours up in a grid with a step of 4, so what counts is the distance from a point of that grid.
function nearestIn(palette: Uint8Array): (r: number, g: number, b: number) => number {
  const found = new Int16Array(64 * 64 * 64).fill(-1)
  return (red, green, blue) => {
    const key = ((red >> 2) << 12) | ((green >> 2) << 6) | (blue >> 2)
    const known = found[key] as number
    if (known >= 0) return known
    const [r, g, b] = [red & 0xfc, green & 0xfc, blue & 0xfc]
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < palette.length; i += 3) {
      const dr = r - (palette[i] as number)
      const dg = g - (palette[i + 1] as number)
      const db = b - (palette[i + 2] as number)
      const distance = dr * dr + dg * dg + db * db
      if (distance < least) {
        least = distance
        best = i / 3
      }
    }
    found[key] = best
    return best
  }
}

/** The indices of a palette's colours that stand for the pixels of an image of three or more bands. */
export function toPalette(
  data: Uint8Array,
  bands: number,
  width: number,
  height: number,
  palette: Uint8Array,
  dither: boolean,
): Uint8Array {
  const out = new Uint8Array(width * height)
  const nearest = nearestIn(palette)
  const [red, green, blue] = [new Errors(width), new Errors(width), new Errors(width)]
  for (let y = 0; y < height; y++) {
    red.startRow()
    green.startRow()
    blue.startRow()
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * bands
      let r = data[at] as number
      let g = data[at + 1] as number
      let b = data[at + 2] as number
      if (dither) {
        r = red.wanted(x, r)
        g = green.wanted(x, g)
        b = blue.wanted(x, b)
      }
      const index = nearest(r, g, b)
      out[y * width + x] = index
      if (!dither) continue
      red.spread(x, r - (palette[index * 3] as number))
      green.spread(x, g - (palette[index * 3 + 1] as number))
      blue.spread(x, b - (palette[index * 3 + 2] as number))
    }
    // Pillow puts what is left of blue where the leftovers of all three bands belong.
    red.endRow(width, blue.left)
    green.endRow(width, blue.center)
    blue.endRow(width, blue.center)
  }
  return out
}
