// Mirrors PIL/ImageEnhance.py: an image mixed with a poorer one of it.

import { callable } from '../_callable.js'
import { blankImage, type Image } from './_image.js'
import { toInt } from './_numbers.js'
import { blend } from './Image.js'
import { SMOOTH } from './ImageFilter.js'
import { Stat } from './ImageStat.js'

class Enhance {
  readonly image: Image
  readonly degenerate: Image

  constructor(image: Image, degenerate: Image) {
    this.image = image
    this.degenerate = degenerate
    if (image.getbands().includes('A')) degenerate.putalpha(image.getchannel('A'))
  }

  /** 1 gives the image, 0 the poorer one; more than 1 exaggerates. */
  enhance(factor: number): Image {
    return blend(this.degenerate, this.image, factor)
  }
}

class Color extends Enhance {
  constructor(image: Image) {
    const mode = image.getbands().includes('A') ? 'LA' : 'L'
    super(image, image.mode === mode ? image : image.convert(mode).convert(image.mode))
  }
}

class Contrast extends Enhance {
  constructor(image: Image) {
    const grey = image.mode === 'L' ? image : image.convert('L')
    const mean = toInt((Stat(grey).mean[0] as number) + 0.5)
    super(image, blankImage('L', image.size, mean).convert(image.mode))
  }
}

class Brightness extends Enhance {
  constructor(image: Image) {
    super(image, blankImage(image.mode, image.size, 0))
  }
}

class Sharpness extends Enhance {
  constructor(image: Image) {
    super(image, image.filter(SMOOTH))
  }
}

/**
 * Colours: 0 is a grey image.
 *
 * @example
 * ImageEnhance.Color(Image.new('RGB', [1, 1], 'red')).enhance(0).getpixel([0, 0]) // (76, 76, 76)
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageEnhance.html#PIL.ImageEnhance.Color
 */
const Color_ = callable(Color)
/**
 * Contrast: 0 is a grey area.
 *
 * @example
 * ImageEnhance.Contrast(Image.new('L', [1, 1], 9)).enhance(0).getpixel([0, 0]) // 9
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageEnhance.html#PIL.ImageEnhance.Contrast
 */
const Contrast_ = callable(Contrast)
/**
 * Brightness: 0 is black.
 *
 * @example
 * ImageEnhance.Brightness(Image.new('L', [1, 1], 100)).enhance(0.5).getpixel([0, 0]) // 50
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageEnhance.html#PIL.ImageEnhance.Brightness
 */
const Brightness_ = callable(Brightness)
/**
 * Sharpness: 0 is blurred, 2 sharper.
 *
 * @example
 * ImageEnhance.Sharpness(Image.new('L', [4, 4], 100)).enhance(2).getpixel([1, 1]) // 100
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageEnhance.html#PIL.ImageEnhance.Sharpness
 */
const Sharpness_ = callable(Sharpness)
type Color_ = Color
type Contrast_ = Contrast
type Brightness_ = Brightness
type Sharpness_ = Sharpness

export {
  Brightness_ as Brightness,
  Color_ as Color,
  Contrast_ as Contrast,
  Sharpness_ as Sharpness,
}
