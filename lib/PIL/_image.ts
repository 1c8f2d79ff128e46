// The class of PIL/Image.py.

import { writeFileSync } from 'node:fs'
import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import { type Tuple, tuple } from '../_tuple.js'
import { IndexError, NotImplementedError, ValueError } from '../errors.js'
import { encode } from './_codecs.js'
import { baseOf, convert, convertOnce } from './_convert.js'
import { Resampling, Transform, Transpose } from './_enums.js'
import { alternatives, checkTransformFilter, filterNames } from './_filters.js'
import { formatOf } from './_formats.js'
import { transform, transpose } from './_geometry.js'
import { type Ink, inkOf } from './_ink.js'
import { mapping, turn } from './_mapping.js'
import { allocate, bandsOf, blank, modeInfo, type PixelData, type Pixels } from './_modes.js'
import { multiply } from './_multiply.js'
import { roundHalfEven, toInt } from './_numbers.js'
import { crop, fill, paste } from './_paste.js'
import { histogram, type LookUp, point } from './_point.js'
import { imageText } from './_repr.js'
import { type Box, resample } from './_resample.js'
import { showImage } from './_show.js'
import type { Filter } from './ImageFilter.js'
import { ImagePalette } from './ImagePalette.js'

/** Width and height. */
export type Size = readonly number[]

/** What a pixel is: a number, or one number per band. */
export type Pixel = number | number[]

/** Makes a way to fill an image of a size with a colour; shared with the module's `new`. */
export function blankImage(mode: string, size: Size, color: Ink | null = 0): Image {
  checkSize(size)
  const [width, height] = size as [number, number]
  const image = new Image_(mode, [width, height], allocate(mode, width, height))
  if (color !== null && color !== 0) fill(image, inkOf(color, mode), [0, 0, width, height])
  return image
}

function checkSize(size: unknown): void {
  if (!Array.isArray(size)) throw new ValueError('Size must be a list or tuple')
  if (size.length !== 2) throw new ValueError('Size must be a sequence of length 2')
  if (size[0] < 0 || size[1] < 0) throw new ValueError('Width and height must be >= 0')
}

const bindConvert = initializer<
  [
    mode: string | null,
    matrix: readonly number[] | null,
    dither: number | null,
    palette: number,
    colors: number,
  ]
>()('Image.convert(self, mode=None, matrix=None, dither=None, palette=0, colors=256)')

const bindResize = initializer<
  [size: Size, resample: number | null, box: readonly number[] | null, reducing_gap: number | null]
>()('Image.resize(self, size, resample=None, box=None, reducing_gap=None)')

const bindRotate = initializer<
  [
    angle: number,
    resample: number,
    expand: boolean | number,
    center: readonly number[] | null,
    translate: readonly number[] | null,
    fillcolor: Ink | null,
  ]
>()(
  'Image.rotate(self, angle, resample=0, expand=False, center=None, translate=None, fillcolor=None)',
)

const bindTransform = initializer<
  [
    size: Size,
    method: number,
    data: readonly number[] | null,
    resample: number,
    fill: number,
    fillcolor: Ink | null,
  ]
>()('Image.transform(self, size, method, data=None, resample=0, fill=1, fillcolor=None)')

const bindPaste = initializer<
  [im: Image | Ink, box: Image | readonly number[] | null, mask: Image | null]
>()('Image.paste(self, im, box=None, mask=None)')

const bindThumbnail = initializer<[size: Size, resample: number, reducing_gap: number | null]>()(
  'Image.thumbnail(self, size, resample=3, reducing_gap=2.0)',
)

const bindSave = initializer<
  [fp: string | { write(bytes: Uint8Array): unknown }, format: string | null]
>()('Image.save(self, fp, format=None, **params)')

class Image implements Pixels {
  /** `'L'`, `'RGB'`, `'RGBA'`, ... */
  readonly mode: string
  width: number
  height: number
  /** The pixels, row by row, bands interleaved. Those of mode `'1'` are bytes of 0 and 255. */
  data: PixelData
  palette: ImagePalette | null
  /** What the file was, `'JPEG'`; null for an image that was made. */
  readonly format: string | null = null
  /** What the file says beside the pixels. */
  info: Record<string, unknown> = {}

  /** For the functions of `PIL.Image`; scripts use `Image.new`, `Image.open` or `Image.fromarray`. */
  constructor(
    mode = '',
    size: Size = [0, 0],
    data: PixelData = new Uint8Array(0),
    palette: ImagePalette | null = null,
  ) {
    this.mode = mode
    this.width = size[0] as number
    this.height = size[1] as number
    this.data = data
    this.palette = palette ?? (mode === 'P' || mode === 'PA' ? new ImagePalette() : null)
  }

  /** Width and height. */
  get size(): Tuple<number> {
    return tuple([this.width, this.height])
  }

  /** What NumPy would read: shape, type and elements, which `torch.from_numpy` takes. Mode `'1'` gives booleans. */
  get __array_interface__(): {
    shape: number[]
    typestr: string
    version: number
    data: PixelData
    dtype?: string
  } {
    const { width, height, mode, data } = this
    const { bands, typestr } = modeInfo(mode)
    const shape = bands.length === 1 ? [height, width] : [height, width, bands.length]
    if (mode !== '1') return { shape, typestr, version: 3, data }
    const bits = (data as Uint8Array).map((value) => (value === 0 ? 0 : 1))
    return { shape, typestr, version: 3, data: bits, dtype: 'bool' }
  }

  /** @internal The same image's information around other pixels. */
  _new(pixels: Pixels): Image {
    const { mode, width, height, data, palette } = pixels
    const kept =
      palette && (mode === 'P' || mode === 'PA')
        ? new ImagePalette(palette.mode, palette.palette)
        : null
    const image = new Image_(mode, [width, height], data, kept)
    image.info = { ...this.info }
    return image
  }

  /** Nothing: pixels are there from the start. */
  load(): void {}

  /** Nothing: files are closed at once. */
  close(): void {}

  copy(): Image {
    return this._new({ ...this.pixels(), data: this.data.slice() })
  }

  /** @internal */
  pixels(): Pixels {
    const { mode, width, height, data, palette } = this
    return { mode, width, height, data, palette }
  }

  /** The names of the bands: `('R', 'G', 'B')`. */
  getbands(): Tuple<string> {
    return tuple(modeInfo(this.mode).bands)
  }

  /**
   * The image in another mode. Without one, a palette image gets its colours, any other image is copied. Black and
   * white and palettes are dithered unless `dither` is `Dither.NONE`.
   */
  convert(...args: ArgumentsOf<typeof bindConvert>): Image {
    const { mode: wanted, matrix, dither, palette } = bindConvert(args)
    const mode = wanted ?? (this.mode === 'P' ? (this.palette?.mode ?? 'RGB') : this.mode)
    if (matrix !== null) return this._new(multiply(this, mode, matrix))
    if (mode === this.mode) return this.copy()
    if (mode === 'P' && (palette === 1 || this.mode === 'RGBA')) {
      throw new NotImplementedError('a palette of the colours of an image is not supported here')
    }
    checkMode(mode)
    return this._new(convert(this.pixels(), mode, dither !== 0))
  }

  /**
   * The image in another size, `[width, height]`, of the part inside `box`. Default: bicubic.
   *
   * @throws ValueError for a filter, size or box that cannot be.
   */
  resize(...args: ArgumentsOf<typeof bindResize>): Image {
    const { size, resample: wanted, box: part, reducing_gap } = bindResize(args)
    const id = wanted ?? Resampling.BICUBIC
    if (filterNames[id] === undefined) {
      throw new ValueError(`Unknown resampling filter (${id}).${alternatives([0, 1, 2, 3, 4, 5])}`)
    }
    if (reducing_gap !== null && reducing_gap < 1) {
      throw new ValueError('reducing_gap must be 1.0 or greater')
    }
    const box = (part ?? [0, 0, this.width, this.height]) as Box
    const [width, height] = size as [number, number]
    const whole = box.every((edge, i) => edge === [0, 0, this.width, this.height][i])
    if (width === this.width && height === this.height && whole) return this.copy()
    if (reducing_gap !== null) {
      throw new NotImplementedError('reducing_gap, a coarser and faster way, is not supported here')
    }
    const nearest = id === Resampling.NEAREST || this.mode === '1' || this.mode === 'P'
    const alpha = nearest ? undefined : multiplied[this.mode]
    if (alpha !== undefined) {
      return this.convert(alpha).resize(size, id, box).convert(this.mode)
    }
    this.checkResize(width, height, box)
    if (nearest) return this._new(nearestResize(this.pixels(), width, height, box))
    // Very tall images are made shorter first.
    if (this.height > this.width * 100 && height < this.height) {
      const [x0, y0, x1, y1] = box
      const shorter = resample(this.pixels(), this.width, height, id, [0, y0, this.width, y1])
      return this._new(resample(shorter, width, height, id, [x0, 0, x1, height]))
    }
    return this._new(resample(this.pixels(), width, height, id, box))
  }

  /** @internal */
  checkResize(width: number, height: number, [x0, y0, x1, y1]: Box): void {
    if (width < 1 || height < 1) throw new ValueError('height and width must be > 0')
    if (x0 < 0 || y0 < 0) throw new ValueError("box offset can't be negative")
    if (x1 > this.width || y1 > this.height) {
      throw new ValueError("box can't exceed original image size")
    }
    if (x1 - x0 < 0 || y1 - y0 < 0) throw new ValueError("box can't be empty")
  }

  /** The part inside a box `[left, upper, right, lower]`; black where it goes beyond the image. */
  crop(box: readonly number[] | null = null): Image {
    if (box === null) return this.copy()
    const [x0, y0, x1, y1] = box.map(roundHalfEven) as [number, number, number, number]
    if ((box[2] as number) < (box[0] as number)) {
      throw new ValueError("Coordinate 'right' is less than 'left'")
    }
    if ((box[3] as number) < (box[1] as number)) {
      throw new ValueError("Coordinate 'lower' is less than 'upper'")
    }
    return this._new(crop(this.pixels(), [x0, y0, x1, y1]))
  }

  /** The image flipped or turned by quarters: a number of `Image.Transpose`. */
  transpose(method: number): Image {
    const turned = transpose(this.pixels(), method)
    if (turned === null) throw new ValueError('No such transpose operation')
    return this._new(turned)
  }

  /**
   * The image turned counter-clockwise by degrees around `center`, in the old size unless `expand`.
   *
   * @throws ValueError for a filter other than nearest, bilinear and bicubic.
   */
  rotate(...args: ArgumentsOf<typeof bindRotate>): Image {
    const { angle, resample: id, expand, center, translate, fillcolor } = bindRotate(args)
    const degrees = ((angle % 360) + 360) % 360
    if (center === null && translate === null) {
      if (degrees === 0) return this.copy()
      if (degrees === 180) return this.transpose(Transpose.ROTATE_180)
      if ((degrees === 90 || degrees === 270) && (expand || this.width === this.height)) {
        return this.transpose(degrees === 90 ? Transpose.ROTATE_90 : Transpose.ROTATE_270)
      }
    }
    const { size, matrix } = turn(this, degrees, Boolean(expand), center, translate)
    return this.transform(size, Transform.AFFINE, matrix, id, 1, fillcolor)
  }

  /**
   * An image of a size, whose pixels come from where a mapping says: `Transform.AFFINE` (six numbers),
   * `PERSPECTIVE` (eight), `EXTENT` (a box) or `QUAD` (eight: the corners). What lies outside is black or `fillcolor`.
   *
   * @throws ValueError for another method, or a filter other than nearest, bilinear and bicubic.
   */
  transform(...args: ArgumentsOf<typeof bindTransform>): Image {
    const { size, method, data, resample: wanted, fill: fills, fillcolor } = bindTransform(args)
    const alpha = wanted === Resampling.NEAREST ? undefined : multiplied[this.mode]
    if (alpha !== undefined) {
      return this.convert(alpha)
        .transform(size, method, data, wanted, fills, fillcolor)
        .convert(this.mode)
    }
    if (data === null) throw new ValueError('missing method data')
    const out = blankImage(this.mode, size, fillcolor)
    if (this.mode === 'P') out.palette = this.palette?.copy() ?? null
    out.info = { ...this.info }
    const { kind, numbers } = mapping(method, data, out)
    checkTransformFilter(wanted)
    const id = this.mode === '1' || this.mode === 'P' ? Resampling.NEAREST : wanted
    transform(this.pixels(), out, kind, numbers, id)
    return out
  }

  /** The pixel at `[x, y]`: a number, or one number per band. */
  getpixel(xy: readonly number[]): number | Tuple<number> {
    const at = this.at(xy)
    const bands = bandsOf(this.mode)
    if (bands === 1) return this.data[at] as number
    return tuple(Array.from(this.data.subarray(at, at + bands)))
  }

  /** Writes one pixel. */
  putpixel(xy: readonly number[], value: Ink): void {
    const at = this.at(xy)
    const indexed = this.mode === 'P' && Array.isArray(value) && value.length > 1
    const ink = indexed ? this.palette?.getcolor(value as number[]) : value
    this.data.set(inkOf(ink as Ink, this.mode), at)
  }

  /** @internal */
  at([x, y]: readonly number[]): number {
    const { width, height } = this
    const column = x !== undefined && x < 0 ? x + width : (x ?? Number.NaN)
    const row = y !== undefined && y < 0 ? y + height : (y ?? Number.NaN)
    if (!(column >= 0 && column < width && row >= 0 && row < height)) {
      throw new IndexError('image index out of range')
    }
    return (toInt(row) * width + toInt(column)) * bandsOf(this.mode)
  }

  /** One image of mode `'L'` per band. */
  split(): Tuple<Image> {
    const bands = bandsOf(this.mode)
    if (bands === 1) return tuple([this.copy()])
    return tuple(Array.from({ length: bands }, (_, i) => this.getchannel(i)))
  }

  /** One band, by number or name, as an image of mode `'L'`. */
  getchannel(channel: number | string): Image {
    const bands = this.getbands()
    const index = typeof channel === 'string' ? bands.indexOf(channel) : channel
    if (typeof channel === 'string' && index < 0) {
      throw new ValueError(`The image has no channel "${channel}"`)
    }
    if (index < 0 || index >= bands.length) throw new ValueError('band index out of range')
    if (bands.length === 1) return this.copy()
    const out = new Uint8Array(this.width * this.height)
    for (let i = 0, at = index; i < out.length; i++, at += bands.length) {
      out[i] = this.data[at] as number
    }
    return this._new({ mode: 'L', width: this.width, height: this.height, data: out })
  }

  /**
   * Copies an image, or a colour, into this one: at `box`, a corner `[left, upper]` or `[left, upper, right, lower]`,
   * where `mask` is not 0.
   */
  paste(...args: ArgumentsOf<typeof bindPaste>): void {
    const { im, box, mask } = bindPaste(args)
    if (box instanceof Image) {
      if (mask !== null) {
        throw new ValueError('If using second argument as mask, third argument must be None')
      }
      this.paste(im, null, box)
      return
    }
    const corner = box ?? [0, 0]
    const source = im instanceof Image ? im : null
    const like = source ?? mask
    if (corner.length === 2 && like === null) {
      throw new ValueError('cannot determine region size; use 4-item box')
    }
    const [x, y] = corner as [number, number]
    const place = (
      corner.length === 2 ? [x, y, x + (like?.width ?? 0), y + (like?.height ?? 0)] : corner
    ) as Box
    if (source === null) fill(this, inkOf(im as Ink, this.mode), place, mask)
    else {
      const same = source.mode === this.mode ? source : source.convert(this.mode)
      paste(this, same, place, mask)
    }
  }

  /** Every value through a table of 256 numbers per band, or through a function that makes it. */
  point(lut: LookUp, mode: string | null = null): Image {
    return this._new(point(this.pixels(), lut, mode))
  }

  /** How often each value occurs, 256 counts per band. */
  histogram(mask: Image | null = null): number[] {
    return histogram(this.pixels(), mask)
  }

  /** The least and the greatest value, one pair per band. */
  getextrema(): Tuple<number> | Tuple<Tuple<number>> {
    const bands = bandsOf(this.mode)
    const pairs = Array.from({ length: bands }, (_, band) => {
      let least = Number.POSITIVE_INFINITY
      let most = Number.NEGATIVE_INFINITY
      for (let i = band; i < this.data.length; i += bands) {
        const value = this.data[i] as number
        if (value < least) least = value
        if (value > most) most = value
      }
      return tuple([least, most])
    })
    return bands === 1 ? (pairs[0] as Tuple<number>) : tuple(pairs)
  }

  /** All pixels, one after another: numbers, or tuples of one number per band. */
  getdata(band: number | null = null): (number | Tuple<number>)[] {
    const bands = bandsOf(this.mode)
    if (band !== null || bands === 1) {
      return Array.from(band === null || bands === 1 ? this.data : this.getchannel(band).data)
    }
    return Array.from({ length: this.width * this.height }, (_, i) =>
      tuple(Array.from(this.data.subarray(i * bands, (i + 1) * bands))),
    )
  }

  /** Filters the image, as with `ImageFilter.SMOOTH`. */
  filter(filter: Filter | (new () => Filter)): Image {
    const one = typeof filter === 'function' ? new filter() : filter
    return this._new(one.filter(this.pixels()))
  }

  /** Sets the alpha band: an image of mode `'L'`, or one value for all. RGB becomes RGBA, L becomes LA. */
  putalpha(alpha: Image | number): void {
    const has = ['LA', 'PA', 'RGBA'].includes(this.mode)
    const wanted = has ? this.mode : `${baseOf(this.mode)}A`
    const full = has ? this.data : convertOnce(this.pixels(), wanted).data
    const bands = bandsOf(wanted)
    for (let i = 0, at = bands - 1; at < full.length; i++, at += bands) {
      full[at] = typeof alpha === 'number' ? alpha : (alpha.data[i] as number)
    }
    Object.assign(this, { mode: wanted, data: full })
  }

  /** The palette's colours as numbers, one after another; null where there is no palette. */
  getpalette(rawmode: string | null = 'RGB'): number[] | null {
    if (this.palette === null) return null
    const { mode, palette } = this.palette
    const [from, to] = [mode.length, (rawmode ?? mode).length]
    const count = palette.length / from
    return Array.from({ length: count * to }, (_, i) => {
      const band = i % to
      return band < from ? (palette[toInt(i / to) * from + band] as number) : 255
    })
  }

  /** Gives the image a palette: colours as numbers, one after another. */
  putpalette(data: ImagePalette | Iterable<number>, rawmode = 'RGB'): void {
    if (!['L', 'LA', 'P', 'PA'].includes(this.mode)) throw new ValueError('illegal image mode')
    const palette = data instanceof ImagePalette ? data.copy() : new ImagePalette(rawmode, data)
    Object.assign(this, { mode: this.mode.includes('A') ? 'PA' : 'P', palette })
  }

  /** The pixels as bytes; those of mode `'1'` eight to a byte. */
  tobytes(): Uint8Array {
    const { data, mode, width, height } = this
    if (mode !== '1') {
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
    }
    const stride = Math.ceil(width / 8)
    const out = new Uint8Array(stride * height)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (data[y * width + x] === 0) continue
        const at = y * stride + (x >> 3)
        out[at] = (out[at] as number) | (128 >> (x & 7))
      }
    }
    return out
  }

  /** Makes the image small enough for a size, in its proportions; changes this image. */
  thumbnail(...args: ArgumentsOf<typeof bindThumbnail>): void {
    const { size, resample: id } = bindThumbnail(args)
    const smaller = fitted(size, this.width, this.height)
    if (smaller === null || (smaller[0] === this.width && smaller[1] === this.height)) return
    const { width, height, data } = this.resize(smaller, id)
    Object.assign(this, { width, height, data })
  }

  /** Writes the image to a file, in the format of its name or in another one: `{ format: 'PNG' }`. */
  save(
    fp: string | { write(bytes: Uint8Array): unknown },
    format?: string | null,
    params?: Readonly<Record<string, unknown>>,
  ): void
  save(
    fp: string | { write(bytes: Uint8Array): unknown },
    params?: Readonly<Record<string, unknown>>,
  ): void
  save(...args: unknown[]): void {
    const { fp, format, params } = bindSave(args) as unknown as {
      fp: string | { write(bytes: Uint8Array): unknown }
      format: string | null
      params: Record<string, unknown>
    }
    const bytes = encode(this, formatOf(fp, format), params)
    if (typeof fp === 'string') writeFileSync(fp, bytes)
    else fp.write(bytes)
  }

  /** Writes the image to a file, says where, and opens a viewer where there is a screen. */
  show(title: string | null = null): void {
    showImage(encode(this, 'PNG', {}), title)
  }

  /** Whether two images have the same pixels, mode, palette and information. */
  __eq__(other: unknown): boolean {
    if (!(other instanceof Image)) return false
    const same = (a: PixelData, b: PixelData): boolean =>
      a.length === b.length && a.every((value, i) => value === b[i])
    return (
      this.mode === other.mode &&
      this.width === other.width &&
      this.height === other.height &&
      same(this.data, other.data) &&
      same(this.palette?.palette ?? new Uint8Array(), other.palette?.palette ?? new Uint8Array())
    )
  }

  toString(): string {
    return imageText(this)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const multiplied: Readonly<Record<string, string>> = { LA: 'La', RGBA: 'RGBa' }

function checkMode(mode: string): void {
  try {
    modeInfo(mode)
  } catch {
    throw new ValueError('image has wrong mode')
  }
}

function nearestResize(from: Pixels, width: number, height: number, [x0, y0, x1, y1]: Box): Pixels {
  const [left, upper, right, lower] = [x0, y0, x1, y1].map(Math.fround) as [
    number,
    number,
    number,
    number,
  ]
  const across = Math.fround(right - left) / width
  const down = Math.fround(lower - upper) / height
  const out = blank(from, width, height)
  transform(from, out, 'affine', [across, 0, left, 0, down, upper], Resampling.NEAREST)
  return out
}

function fitted(size: Size, width: number, height: number): [number, number] | null {
  let [x, y] = size.map(Math.floor) as [number, number]
  if (x >= width && y >= height) return null
  const aspect = width / height
  const nearer = (value: number, off: (n: number) => number): number => {
    const [low, high] = [Math.floor(value), Math.ceil(value)]
    return Math.max(off(high) < off(low) ? high : low, 1)
  }
  if (x / y >= aspect) x = nearer(y * aspect, (n) => Math.abs(aspect - n / y))
  else y = nearer(x / aspect, (n) => (n === 0 ? 0 : Math.abs(aspect - x / n)))
  return [x, y]
}

/**
 * An image: `mode`, `size`, and the pixels in `data`. Images are made by `Image.open`, `Image.new` and
 * `Image.fromarray`; what changes an image gives a new one, except for `paste`, `putpixel`, `putalpha`, `putpalette`
 * and `thumbnail`.
 *
 * @example
 * const im = Image.new('RGB', [4, 3], 'red')
 * im.resize([8, 6]).size // (8, 6)
 * im.convert('L').getpixel([0, 0]) // 76
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image
 */
const Image_ = callable(Image)
type Image_ = Image

export { Image_ as Image }
