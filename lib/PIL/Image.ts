// Mirrors PIL/Image.py: what `from PIL import Image` gives.

import { readFileSync } from 'node:fs'
import { callable } from '../_callable.js'
import { isTensor } from '../_is_tensor.js'
import { isKeywords, python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { FileNotFoundError, OSError, ValueError } from '../errors.js'
import type { NdArray, NdArrayLike } from '../numpy.js'
import type { Tensor } from '../types.js'
import { blend as blendPixels } from './_blend.js'
import { type Decoded, decode } from './_codecs.js'
import { Dither, Palette, Resampling, Transform, Transpose } from './_enums.js'
import { pixelsOf, unpack } from './_fromarray.js'
import { blankImage, Image, type Size } from './_image.js'
import type { Ink } from './_ink.js'
import { allocate, bandsOf, modeInfo, type Pixels } from './_modes.js'
import { ImagePalette } from './ImagePalette.js'

class UnidentifiedImageError extends OSError {}

/**
 * A file that is no image, or of a kind that is not known here.
 *
 * @see https://pillow.readthedocs.io/en/stable/PIL.html#PIL.UnidentifiedImageError
 */
const UnidentifiedImageError_ = callable(UnidentifiedImageError)
type UnidentifiedImageError_ = UnidentifiedImageError

export { UnidentifiedImageError_ as UnidentifiedImageError }

function imageOf({ mode, width, height, data, palette }: Pixels): Image {
  const colours = palette ? new ImagePalette(palette.mode, palette.palette) : null
  return new Image(mode, [width, height], data, colours)
}

/** A file's name, its bytes, or something with a `read` that gives them. */
export type Source = string | URL | Uint8Array | { read(): Uint8Array }

function bytesOf(fp: Source): { bytes: Uint8Array; name: string } {
  if (typeof fp === 'object' && 'read' in fp) return { bytes: fp.read(), name: '<file>' }
  if (ArrayBuffer.isView(fp)) return { bytes: fp, name: '<_io.BytesIO>' }
  const path = fp as string | URL
  try {
    return { bytes: readFileSync(path), name: pyRepr(String(path)) }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'ENOENT') throw new OSError((error as Error).message)
    throw new FileNotFoundError(`[Errno 2] No such file or directory: ${pyRepr(String(path))}`)
  }
}

/**
 * Reads an image file: a path, or its bytes. The pixels are decoded at once.
 *
 * @throws FileNotFoundError where there is no such file, UnidentifiedImageError where it is no image.
 *
 * @example
 * const file = new BytesIO()
 * Image.new('L', [2, 2], 7).save(file, 'PNG')
 * Image.open(file.getvalue()).getpixel([0, 0]) // 7
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.open
 */
export function open(fp: Source, mode: 'r' = 'r'): Image {
  if (mode !== 'r') throw new ValueError(`bad mode ${pyRepr(mode)}`)
  const { bytes, name } = bytesOf(fp)
  let decoded: Decoded
  try {
    decoded = decode(bytes)
  } catch (error) {
    throw new UnidentifiedImageError_(`cannot identify image file ${name}`, { cause: error })
  }
  const image = imageOf(decoded)
  Object.assign(image, { format: decoded.format ?? null, info: decoded.info ?? {} })
  return image
}

const bindNew = python('new(mode, size, color=0)')

/**
 * An image of one colour: a number, one per band, or a name such as `'red'` or `'#ff0000'`.
 *
 * @example
 * Image.new('RGB', [2, 1], [255, 0, 0]).getdata() // [(255, 0, 0), (255, 0, 0)]
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.new
 */
function new_(mode: string, size: Size, color?: Ink | null | { color?: Ink | null }): Image
function new_(...args: unknown[]): Image {
  const { mode, size, color } = bindNew<{ mode: string; size: Size; color: Ink | null }>(args)
  modeInfo(mode)
  const indexed = mode === 'P' && Array.isArray(color) && color.length > 1
  if (!indexed) return blankImage(mode, size, color)
  const palette = new ImagePalette()
  const image = blankImage(mode, size, palette.getcolor(color as number[]))
  image.palette = palette
  return image
}

export { new_ as new }

const bindFromarray = python('fromarray(obj, mode=None)')

/** What {@link fromarray} takes: an array (H, W) or (H, W, C), or a tensor of that shape. */
export type ArraySource = NdArray | NdArrayLike | Tensor

/**
 * The image of an array (H, W) or (H, W, C), such as `tensor.numpy()` gives: bytes are `'L'`, `'LA'`, `'RGB'` or
 * `'RGBA'` by the number of bands, booleans `'1'`, floats `'F'`, other ints `'I'`.
 *
 * @throws TypeError for a shape and type that no mode has.
 *
 * @example
 * Image.fromarray(torch.zeros(2, 3, 3, { dtype: torch.uint8 }).numpy()).size // (3, 2)
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.fromarray
 */
export function fromarray(obj: ArraySource, mode?: string | null | { mode?: string | null }): Image
export function fromarray(...args: unknown[]): Image {
  // A plain object as the first argument is an array: { data, shape }.
  const [first, ...rest] = args
  const asArray = isKeywords(first) && 'data' in first && 'shape' in first
  const { obj, mode } = bindFromarray<{ obj: ArraySource; mode: string | null }>(
    asArray ? [null, ...rest] : args,
  )
  const given = asArray ? (first as unknown as NdArrayLike) : obj
  const array = isTensor(given) ? (given as Tensor).numpy() : (given as NdArrayLike)
  return imageOf(pixelsOf(array, mode))
}

/**
 * The image whose pixels are these bytes; those of mode `'1'` eight to a byte.
 *
 * @throws ValueError where there are too few or too many.
 *
 * @example
 * Image.frombytes('L', [2, 1], Uint8Array.of(1, 2)).getpixel([1, 0]) // 2
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.frombytes
 */
export function frombytes(mode: string, size: Size, data: Uint8Array): Image {
  return imageOf(unpack(mode, size[0] as number, size[1] as number, data))
}

/**
 * An image of several bands, each given as an image of mode `'L'`.
 *
 * @example
 * const [r, g, b] = Image.new('RGB', [1, 1], [1, 2, 3]).split()
 * Image.merge('RGB', [b, g, r]).getpixel([0, 0]) // (3, 2, 1)
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.merge
 */
export function merge(mode: string, bands: readonly Image[]): Image {
  const count = bandsOf(mode)
  const [first] = bands
  if (first === undefined || bands.length !== count) throw new ValueError('wrong number of bands')
  const { width, height } = first
  for (const one of bands) {
    if (one.mode !== (count === 1 ? mode : 'L')) throw new ValueError('mode mismatch')
    if (one.width !== width || one.height !== height) throw new ValueError('size mismatch')
  }
  const data = allocate(mode, width, height)
  bands.forEach((one, b) => {
    for (let i = 0, to = b; to < data.length; i++, to += count) data[to] = one.data[i] as number
  })
  return imageOf({ mode, width, height, data })
}

/**
 * `im1 * (1 - alpha) + im2 * alpha`, clipped where alpha is beyond 0 and 1.
 *
 * @throws ValueError where the images differ in mode or size.
 *
 * @example
 * Image.blend(Image.new('L', [1, 1], 0), Image.new('L', [1, 1], 100), 0.5).getpixel([0, 0]) // 50
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.blend
 */
export function blend(im1: Image, im2: Image, alpha: number): Image {
  return imageOf(blendPixels(im1, im2, alpha))
}

/**
 * The first image where the mask is set, the second elsewhere.
 *
 * @example
 * const [a, b] = [Image.new('L', [2, 2], 1), Image.new('L', [2, 2], 2)]
 * Image.composite(a, b, Image.new('1', [2, 2], 1)).getpixel([0, 0]) // 1
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.composite
 */
export function composite(image1: Image, image2: Image, mask: Image): Image {
  const image = image2.copy()
  image.paste(image1, null, mask)
  return image
}

/** Whether a value is an image. */
export function isImageType(value: unknown): value is Image {
  return value instanceof Image
}

export const { NEAREST, BOX, BILINEAR, HAMMING, BICUBIC, LANCZOS } = Resampling
export const {
  FLIP_LEFT_RIGHT,
  FLIP_TOP_BOTTOM,
  ROTATE_90,
  ROTATE_180,
  ROTATE_270,
  TRANSPOSE,
  TRANSVERSE,
} = Transpose
export const { AFFINE, EXTENT, PERSPECTIVE, QUAD, MESH } = Transform
export const { FLOYDSTEINBERG } = Dither
export const { WEB, ADAPTIVE } = Palette

export type { Size } from './_image.js'
export type { Ink } from './_ink.js'
export type { PixelData } from './_modes.js'
export { Dither, Image, Palette, Resampling, Transform, Transpose }
