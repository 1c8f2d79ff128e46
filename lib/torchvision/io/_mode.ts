// Mirrors the enum ImageReadMode of torchvision/io/image.py.

import { KeyError, ValueError } from '../../errors.js'

/** What colours an image is read in: a member of the enum that {@link ImageReadMode} holds. */
export class ReadMode {
  constructor(
    readonly name: string,
    readonly value: number,
  ) {
    Object.freeze(this)
  }

  toString(): string {
    return `ImageReadMode.${this.name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<ImageReadMode.${this.name}: ${this.value}>`
  }
}

const RGB_ALPHA = new ReadMode('RGB_ALPHA', 4)

/**
 * In what colours an image is read: as it is, or as grey, grey with alpha, RGB or RGBA. Their names are taken too:
 * `'RGB'`.
 *
 * @example ImageReadMode.RGB.value // 3
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.ImageReadMode.html
 */
export const ImageReadMode = Object.freeze({
  UNCHANGED: new ReadMode('UNCHANGED', 0),
  GRAY: new ReadMode('GRAY', 1),
  GRAY_ALPHA: new ReadMode('GRAY_ALPHA', 2),
  RGB: new ReadMode('RGB', 3),
  RGB_ALPHA,
  RGBA: RGB_ALPHA,
})
/** A member of the enum. */
export type ImageReadMode = ReadMode

type Name = keyof typeof ImageReadMode
/** A mode or its name, in small or capital letters. */
export type ModeLike = ReadMode | Name | Lowercase<Name>

/** The number of a mode. */
export function modeValue(mode: ModeLike): number {
  if (typeof mode !== 'string') {
    if (mode instanceof ReadMode) return mode.value
    throw new ValueError('mode must be an ImageReadMode or its name')
  }
  const name = mode.toUpperCase()
  if (!Object.hasOwn(ImageReadMode, name)) throw new KeyError(name)
  return ImageReadMode[name as Name].value
}
