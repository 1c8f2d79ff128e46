// Mirrors PIL/ImagePalette.py, as far as images hand palettes on.

import { type Callable, callable } from '../_callable.js'
import { ValueError } from '../errors.js'
import type { PaletteData } from './_modes.js'

class ImagePalette implements PaletteData {
  readonly mode: string
  palette: Uint8Array

  constructor(mode = 'RGB', palette: Iterable<number> = []) {
    this.mode = mode
    this.palette = Uint8Array.from(palette)
  }

  copy(): ImagePalette {
    return new ImagePalette_(this.mode, this.palette)
  }

  /** The palette's bytes, one colour after another. */
  tobytes(): Uint8Array {
    return this.palette.slice()
  }

  /** The index of a colour, which is added where it is missing. */
  getcolor(color: readonly number[]): number {
    const size = this.mode.length
    const wanted = [...color, 255].slice(0, size)
    for (let i = 0; i < this.palette.length; i += size) {
      if (wanted.every((value, band) => this.palette[i + band] === value)) return i / size
    }
    const count = this.palette.length / size
    if (count >= 256) throw new ValueError('cannot allocate more than 256 colors')
    this.palette = Uint8Array.from([...this.palette, ...wanted])
    return count
  }
}

/**
 * The colours of a palette image, as bytes one after another.
 *
 * @example
 * new ImagePalette.ImagePalette('RGB', [0, 0, 0, 255, 0, 0]).getcolor([255, 0, 0]) // 1
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImagePalette.html
 */
const ImagePalette_: Callable<typeof ImagePalette> = callable(ImagePalette)
type ImagePalette_ = ImagePalette

export { ImagePalette_ as ImagePalette }
