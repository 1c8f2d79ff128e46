// Mirrors torchvision/transforms/_functional_pil.py.

import { pow } from '../../_libm.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import * as PIL from '../../PIL/Image.js'
import * as ImageEnhance from '../../PIL/ImageEnhance.js'
import * as ImageOps from '../../PIL/ImageOps.js'
import { paddingModes } from './_tensor/geometry.js'
import { type Fill, Image, isNumber, isPIL, isSequence, kindOf } from './_types.js'

export const _is_pil_image = isPIL

function check(img: unknown): asserts img is Image {
  if (!isPIL(img)) throw new TypeError(`img should be PIL Image. Got ${kindOf(img)}`)
}

/** Channels, height and width. */
export function get_dimensions(img: unknown): [number, number, number] {
  return [get_image_num_channels(img), (img as Image).height, (img as Image).width]
}

/** Width and height. */
export function get_image_size(img: unknown): [number, number] {
  if (!isPIL(img)) throw new TypeError(`Unexpected type ${kindOf(img)}`)
  return [img.width, img.height]
}

export function get_image_num_channels(img: unknown): number {
  if (!isPIL(img)) throw new TypeError(`Unexpected type ${kindOf(img)}`)
  return img.getbands().length
}

export function hflip(img: Image): Image {
  check(img)
  return img.transpose(PIL.FLIP_LEFT_RIGHT)
}

export function vflip(img: Image): Image {
  check(img)
  return img.transpose(PIL.FLIP_TOP_BOTTOM)
}

export function adjust_brightness(img: Image, brightness_factor: number): Image {
  check(img)
  return ImageEnhance.Brightness(img).enhance(brightness_factor)
}

export function adjust_contrast(img: Image, contrast_factor: number): Image {
  check(img)
  return ImageEnhance.Contrast(img).enhance(contrast_factor)
}

export function adjust_saturation(img: Image, saturation_factor: number): Image {
  check(img)
  return ImageEnhance.Color(img).enhance(saturation_factor)
}

export function adjust_sharpness(img: Image, sharpness_factor: number): Image {
  check(img)
  return ImageEnhance.Sharpness(img).enhance(sharpness_factor)
}

export function adjust_hue(img: Image, hue_factor: number): Image {
  if (!(hue_factor >= -0.5 && hue_factor <= 0.5)) {
    throw new ValueError(`hue_factor (${hue_factor}) is not in [-0.5, 0.5].`)
  }
  check(img)
  if (['L', '1', 'I', 'F'].includes(img.mode)) return img
  const hsv = img.convert('HSV')
  // The hue is a circle of 256 steps: the sum is to wrap.
  const shift = Math.trunc(hue_factor * 255)
  const { data } = hsv
  for (let i = 0; i < data.length; i += 3) data[i] = ((data[i] as number) + shift) & 255
  return hsv.convert(img.mode)
}

export function adjust_gamma(img: Image, gamma: number, gain = 1): Image {
  check(img)
  if (gamma < 0) throw new ValueError('Gamma should be a non-negative real number')
  const map = Array.from({ length: 256 }, (_, i) =>
    Math.trunc((255 + 1 - 1e-3) * gain * pow(i / 255, gamma)),
  )
  return img
    .convert('RGB')
    .point([...map, ...map, ...map])
    .convert(img.mode)
}

export function pad(
  img: Image,
  padding: number | readonly number[],
  fill: Fill | null = 0,
  padding_mode = 'constant',
): Image {
  check(img)
  if (!isNumber(padding) && !isSequence(padding)) {
    throw new TypeError('Got inappropriate padding arg')
  }
  if (fill !== null && !isNumber(fill) && !isSequence(fill)) {
    throw new TypeError('Got inappropriate fill arg')
  }
  if (typeof padding_mode !== 'string') throw new TypeError('Got inappropriate padding_mode arg')
  if (isSequence(padding) && ![1, 2, 4].includes(padding.length)) {
    throw new ValueError(
      `Padding must be an int or a 1, 2, or 4 element tuple, not a ${padding.length} element tuple`,
    )
  }
  if (!paddingModes.includes(padding_mode)) {
    throw new ValueError('Padding mode should be either constant, edge, reflect or symmetric')
  }
  const border = isSequence(padding) && padding.length === 1 ? (padding[0] as number) : padding
  if (padding_mode !== 'constant') return extended(img, border, padding_mode)
  return ImageOps.expand(img, border, _parse_fill(fill, img))
}

// By how a place beyond an edge follows from the size: for each, the place whose pixel it gets.
const beyond: Readonly<Record<string, (at: number, size: number) => number>> = {
  edge: (at, size) => Math.min(Math.max(at, 0), size - 1),
  reflect: (at, size) => {
    const period = Math.max(2 * (size - 1), 1)
    const within = ((at % period) + period) % period
    return Math.min(within, period - within)
  },
  symmetric: (at, size) => {
    const within = ((at % (2 * size)) + 2 * size) % (2 * size)
    return within < size ? within : 2 * size - 1 - within
  },
}

function extended(image: Image, border: number | readonly number[], mode: string): Image {
  const [left = 0, top = left, right = left, bottom = top] = isNumber(border) ? [border] : border
  const cut = [left, top, right, bottom].map((one) => Math.max(-one, 0)) as [
    number,
    number,
    number,
    number,
  ]
  const img = cut.some((one) => one > 0)
    ? image.crop([cut[0], cut[1], image.width - cut[2], image.height - cut[3]])
    : image
  const [l, t, r, b] = [left, top, right, bottom].map((one) => Math.max(one, 0)) as [
    number,
    number,
    number,
    number,
  ]
  const place = beyond[mode] as (at: number, size: number) => number
  const { width, height, data } = img
  const bands = img.getbands().length
  const columns = Int32Array.from({ length: l + width + r }, (_, x) => place(x - l, width) * bands)
  const rows = Int32Array.from({ length: t + height + b }, (_, y) => place(y - t, height))
  const out = new (data.constructor as Uint8ArrayConstructor)(rows.length * columns.length * bands)
  let to = 0
  for (const row of rows) {
    for (const column of columns) {
      const at = row * width * bands + column
      for (let i = 0; i < bands; i++) out[to++] = data[at + i] as number
    }
  }
  return asArray(img, columns.length, rows.length, out)
}

// As Pillow gets it back from NumPy: only number and type of the bands say the mode.
function asArray(img: Image, width: number, height: number, data: Image['data']): Image {
  if (img.mode === 'P' || img.mode === '1' || data.BYTES_PER_ELEMENT > 1) {
    return new Image(img.mode, [width, height], data, img.palette?.copy() ?? null)
  }
  const mode = ['L', 'LA', 'RGB', 'RGBA'][img.getbands().length - 1] as string
  return new Image(mode, [width, height], data)
}

export function crop(img: Image, top: number, left: number, height: number, width: number): Image {
  check(img)
  return img.crop([left, top, left + width, top + height])
}

export function resize(img: Image, size: readonly number[], interpolation = PIL.BILINEAR): Image {
  check(img)
  if (!isSequence(size) || size.length !== 2) {
    throw new TypeError(`Got inappropriate size arg: ${size}`)
  }
  return img.resize([size[1] as number, size[0] as number], interpolation)
}

/** A colour for what an image leaves empty: one number per channel. */
export function _parse_fill(fill: Fill | null, img: Image): number | Tuple<number> {
  const channels = get_image_num_channels(img)
  let values: number | readonly number[] = fill ?? 0
  if (isNumber(values) && channels > 1)
    values = Array.from({ length: channels }, () => values as number)
  if (isSequence(values)) {
    if (values.length === 1)
      values = Array.from({ length: channels }, () => (fill as number[])[0] as number)
    else if (values.length !== channels) {
      throw new ValueError(
        "The number of elements in 'fill' does not match the number of channels of the image " +
          `(${values.length} != ${channels})`,
      )
    }
  }
  if (img.mode === 'F') return isSequence(values) ? tuple(values) : values
  return isSequence(values) ? tuple(values.map(Math.trunc)) : Math.trunc(values)
}

export function affine(
  img: Image,
  matrix: readonly number[],
  interpolation = PIL.NEAREST as number,
  fill: Fill | null = null,
): Image {
  check(img)
  const fillcolor = _parse_fill(fill, img)
  return img.transform(img.size, PIL.AFFINE, matrix, interpolation, 1, fillcolor)
}

export function rotate(
  img: Image,
  angle: number,
  interpolation = PIL.NEAREST as number,
  expand = false,
  center: readonly number[] | null = null,
  fill: Fill | null = null,
): Image {
  check(img)
  return img.rotate(angle, interpolation, expand, center, null, _parse_fill(fill, img))
}

export function perspective(
  img: Image,
  perspective_coeffs: readonly number[],
  interpolation = PIL.BICUBIC as number,
  fill: Fill | null = null,
): Image {
  check(img)
  const fillcolor = _parse_fill(fill, img)
  return img.transform(img.size, PIL.PERSPECTIVE, perspective_coeffs, interpolation, 1, fillcolor)
}

export function to_grayscale(img: Image, num_output_channels: number): Image {
  check(img)
  if (num_output_channels !== 1 && num_output_channels !== 3) {
    throw new ValueError('num_output_channels should be either 1 or 3')
  }
  const grey = img.convert('L')
  return num_output_channels === 1 ? grey : grey.convert('RGB')
}

export function invert(img: Image): Image {
  check(img)
  return ImageOps.invert(img)
}

export function posterize(img: Image, bits: number): Image {
  check(img)
  return ImageOps.posterize(img, bits)
}

export function solarize(img: Image, threshold: number): Image {
  check(img)
  return ImageOps.solarize(img, threshold)
}

export function autocontrast(img: Image): Image {
  check(img)
  return ImageOps.autocontrast(img)
}

export function equalize(img: Image): Image {
  check(img)
  return ImageOps.equalize(img)
}
