// Mirrors PIL/ImageOps.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { NotImplementedError, OSError, ValueError } from '../errors.js'
import { Transpose } from './_enums.js'
import { blankImage, type Image } from './_image.js'
import type { Ink } from './_ink.js'
import { toInt } from './_numbers.js'

function lookUp(image: Image, table: readonly number[]): Image {
  if (image.mode === 'P') throw new NotImplementedError('mode P support coming soon')
  if (image.mode !== 'L' && image.mode !== 'RGB') {
    throw new OSError(`not supported for mode ${image.mode}`)
  }
  return image.point(image.mode === 'RGB' && table.length === 256 ? repeat(table) : table)
}

const repeat = (table: readonly number[]): number[] => [...table, ...table, ...table]
const levels = (one: (value: number) => number): number[] =>
  Array.from({ length: 256 }, (_, i) => one(i))

const bindAutocontrast = initializer<
  [
    image: Image,
    cutoff: number | readonly number[],
    ignore: number | readonly number[] | null,
    mask: Image | null,
    preserve_tone: boolean,
  ]
>()('autocontrast(image, cutoff=0, ignore=None, mask=None, preserve_tone=False)')

/**
 * The image with its darkest values made black and its lightest white, each band for itself unless `preserve_tone`;
 * `cutoff` per cent at either end do not count.
 *
 * @example
 * ImageOps.autocontrast(Image.merge('L', [Image.new('L', [1, 1], 9)])).getpixel([0, 0]) // 9
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.autocontrast
 */
export function autocontrast(...args: ArgumentsOf<typeof bindAutocontrast>): Image {
  const { image, cutoff, ignore, mask, preserve_tone } = bindAutocontrast(args)
  const counts = (preserve_tone ? image.convert('L') : image).histogram(mask)
  const ignored = ignore === null ? [] : typeof ignore === 'number' ? [ignore] : ignore
  const [low, high] = (typeof cutoff === 'number' ? [cutoff, cutoff] : cutoff) as [number, number]
  const table: number[] = []
  for (let at = 0; at < counts.length; at += 256) {
    const layer = counts.slice(at, at + 256)
    for (const level of ignored) layer[level] = 0
    if (low || high) {
      const total = layer.reduce((sum, one) => sum + one, 0)
      cut(layer, Math.floor((total * low) / 100), 1)
      cut(layer, Math.floor((total * high) / 100), -1)
    }
    const first = layer.findIndex((one) => one > 0)
    const last = layer.findLastIndex((one) => one > 0)
    const from = first < 0 ? 255 : first
    const to = Math.max(last, 0)
    if (to <= from) table.push(...levels((i) => i))
    else {
      const scale = 255 / (to - from)
      const offset = -from * scale
      table.push(...levels((i) => Math.min(Math.max(toInt(i * scale + offset), 0), 255)))
    }
  }
  return lookUp(image, table)
}

// Takes so many pixels away from one end.
function cut(layer: number[], count: number, step: 1 | -1): void {
  let left = count
  for (let i = step > 0 ? 0 : 255; i >= 0 && i < 256; i += step) {
    const here = layer[i] as number
    layer[i] = left > here ? 0 : here - left
    left = left > here ? left - here : 0
    if (left <= 0) return
  }
}

/**
 * The image with its values spread so that all are about as frequent, each band for itself.
 *
 * @example
 * ImageOps.equalize(Image.new('L', [2, 2], 9)).getpixel([0, 0]) // 9
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.equalize
 */
export function equalize(image: Image, mask: Image | null = null): Image {
  const source = image.mode === 'P' ? image.convert('RGB') : image
  const counts = source.histogram(mask)
  const table: number[] = []
  for (let at = 0; at < counts.length; at += 256) {
    const layer = counts.slice(at, at + 256)
    const present = layer.filter((one) => one > 0)
    const total = present.reduce((sum, one) => sum + one, 0)
    const step = present.length <= 1 ? 0 : Math.floor((total - (present.at(-1) as number)) / 255)
    if (step === 0) table.push(...levels((i) => i))
    else {
      let sum = Math.floor(step / 2)
      for (const one of layer) {
        table.push(Math.floor(sum / step))
        sum += one
      }
    }
  }
  return lookUp(source, table)
}

/**
 * The image with a border: one width, `[across, down]` or `[left, top, right, bottom]`.
 *
 * @example
 * ImageOps.expand(Image.new('L', [2, 2]), 1, 255).size // (4, 4)
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.expand
 */
export function expand(image: Image, border: number | readonly number[] = 0, fill: Ink = 0): Image {
  const [left, top, right, bottom] = edges(border)
  let color = fill
  const palette = image.palette?.copy() ?? null
  if (palette !== null && Array.isArray(fill) && fill.length > 2) color = palette.getcolor(fill)
  const size = [left + image.width + right, top + image.height + bottom]
  const out = blankImage(image.mode, size, color)
  if (palette !== null) out.palette = palette
  out.paste(image, [left, top])
  return out
}

function edges(border: number | readonly number[]): [number, number, number, number] {
  if (typeof border === 'number') return [border, border, border, border]
  if (border.length === 2) return [...border, ...border] as [number, number, number, number]
  if (border.length === 4) return [...border] as [number, number, number, number]
  throw new ValueError('border must be an integer, or a tuple of two or four elements')
}

/** The image upside down. @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.flip */
export function flip(image: Image): Image {
  return image.transpose(Transpose.FLIP_TOP_BOTTOM)
}

/** The image in a mirror. @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.mirror */
export function mirror(image: Image): Image {
  return image.transpose(Transpose.FLIP_LEFT_RIGHT)
}

/** The image in grey. @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.grayscale */
export function grayscale(image: Image): Image {
  return image.convert('L')
}

/**
 * The negative.
 *
 * @example
 * ImageOps.invert(Image.new('L', [1, 1], 5)).getpixel([0, 0]) // 250
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.invert
 */
export function invert(image: Image): Image {
  const table = levels((i) => 255 - i)
  return image.mode === '1' ? image.point(table) : lookUp(image, table)
}

/**
 * The image with so many bits per band.
 *
 * @example
 * ImageOps.posterize(Image.new('L', [1, 1], 255), 1).getpixel([0, 0]) // 128
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.posterize
 */
export function posterize(image: Image, bits: number): Image {
  if (bits > 8) throw new TypeError("bad operand type for unary ~: 'float'")
  const mask = ~(2 ** (8 - bits) - 1)
  return lookUp(
    image,
    levels((i) => i & mask),
  )
}

/**
 * The image with all values from a threshold on inverted.
 *
 * @example
 * ImageOps.solarize(Image.new('L', [1, 1], 200)).getpixel([0, 0]) // 55
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.solarize
 */
export function solarize(image: Image, threshold = 128): Image {
  return lookUp(
    image,
    levels((i) => (i < threshold ? i : 255 - i)),
  )
}
