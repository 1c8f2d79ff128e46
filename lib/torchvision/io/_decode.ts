// Bytes to images (C, H, W). Mirrors torchvision/csrc/io/image/cpu: what libjpeg, libpng, giflib and libwebp give in each
// mode, and its errors.

import { OSError, RuntimeError } from '../../errors.js'
import torch from '../../index.js'
import type { NumpyData } from '../../numpy.js'
import { checkSize } from '../../PIL/_codec.js'
import { convert } from '../../PIL/_convert.js'
import * as gif from '../../PIL/_gif.js'
import * as jpeg from '../../PIL/_jpeg.js'
import * as png from '../../PIL/_png.js'
import * as webp from '../../PIL/_webp.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import { orientationOf, upright } from './_exif.js'

const [UNCHANGED, GRAY, GRAY_ALPHA, RGB, RGBA] = [0, 1, 2, 3, 4]

/** The bytes in a tensor. */
export function bytesOf(input: Tensor): Uint8Array {
  if (!input.is_contiguous()) throw new RuntimeError('Input tensor must be contiguous.')
  if (input.dtype !== torch.uint8) {
    throw new RuntimeError(`Input tensor must have uint8 data type, got ${cppName(input.dtype)}`)
  }
  if (input.dim() !== 1 || input.numel() === 0) {
    throw new RuntimeError(
      `Input tensor must be 1-dimensional and non-empty, got ${input.dim()} dims  and ${input.numel()} numels.`,
    )
  }
  const { data, offset } = input.numpy<Uint8Array>()
  return data.subarray(offset, offset + input.numel())
}

const cppNames: Readonly<Record<string, string>> = {
  'torch.float32': 'Float',
  'torch.float64': 'Double',
  'torch.int64': 'Long',
  'torch.int32': 'Int',
  'torch.int16': 'Short',
  'torch.int8': 'Char',
  'torch.bool': 'Bool',
}
const cppName = (dtype: unknown): string => cppNames[String(dtype)] ?? String(dtype)

// Pillow's codecs throw OSErrors, torchvision's RuntimeErrors.
function decoding<R>(work: () => R, truncated?: string): R {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof OSError)) throw error
    const isTruncated = truncated !== undefined && error.message.includes('truncated')
    throw new RuntimeError(isTruncated ? truncated : error.message)
  }
}

const chw = (data: NumpyData, width: number, height: number, channels: number): Tensor =>
  torch.from_numpy(data).view(height, width, channels).permute(2, 0, 1)

export function decodeJpeg(bytes: Uint8Array, mode: number, applyOrientation: boolean): Tensor {
  if (mode === GRAY_ALPHA || mode === RGBA) {
    throw new RuntimeError('The provided mode is not supported for JPEG files')
  }
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    const hex = (at: number): string => (bytes[at] ?? 0).toString(16).padStart(2, '0')
    throw new RuntimeError(`Not a JPEG file: starts with 0x${hex(0)} 0x${hex(1)}`)
  }
  return decoding(() => {
    checkSize(jpeg.probe(bytes))
    const image = mode === GRAY ? jpeg.decodeLuminance(bytes) : jpeg.decode(bytes)
    const { width, height, info } = image
    const wanted = { [GRAY]: 'L', [RGB]: 'RGB' }[mode] ?? image.mode
    const { data } = wanted === image.mode ? image : convert(image, wanted, false)
    // Pillow turns CMYK, libjpeg does not.
    if (wanted === 'CMYK') for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] as number)
    const out = chw(data, width, height, data.length / (width * height))
    return applyOrientation ? upright(out, orientationOf(info.exif)) : out
  }, 'Image is incomplete or truncated')
}

export function decodePng(bytes: Uint8Array, mode: number, applyOrientation: boolean): Tensor {
  if (bytes.length < 8) throw new RuntimeError('Content is too small for png!')
  if (!png.accept(bytes)) throw new RuntimeError('Content is not png!')
  return decoding(() => {
    checkSize(png.probe(bytes))
    const { data, channels, width, height, depth, palette, info } = png.decodeSamples(bytes)
    const alphas = info.transparency
    const from =
      palette !== null && mode !== UNCHANGED
        ? { data: colours(data, palette.palette, alphas), channels: 4, hasAlpha: true }
        : { data, channels, hasAlpha: channels % 2 === 0 }
    const to = mode === UNCHANGED ? channels : mode
    const samples = from.channels === to ? from.data : inMode(from, to, depth)
    const out = chw(samples, width, height, to)
    return applyOrientation ? upright(out, orientationOf(info.exif)) : out
  }, 'Out of bound read in decode_png. Probably, the input image is corrupted')
}

function colours(indices: ArrayLike<number>, palette: Uint8Array, alphas: unknown): Uint8Array {
  const out = new Uint8Array(indices.length * 4)
  const alphaAt = (index: number): number => {
    if (typeof alphas === 'number') return index === alphas ? 0 : 255
    return (alphas as Uint8Array | undefined)?.[index] ?? 255
  }
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number
    for (let b = 0; b < 3; b++) out[4 * i + b] = palette[3 * index + b] ?? 0
    out[4 * i + 3] = alphaAt(index)
  }
  return out
}

type Samples = Uint8Array | Uint16Array

// libpng's weights of red and green for grey, in 32768ths; blue has the rest.
const red = 9794
const green = 19234

function inMode(
  from: { data: Samples; channels: number; hasAlpha: boolean },
  to: number,
  depth: number,
): Samples {
  const { data, channels, hasAlpha } = from
  const count = data.length / channels
  const isGrey = channels < 3
  const opaque = depth === 16 ? 0xffff : 255
  const out = depth === 16 ? new Uint16Array(count * to) : new Uint8Array(count * to)
  const bands = to === GRAY || to === GRAY_ALPHA ? 1 : 3
  const half = depth === 16 ? 16384 : 0
  for (let i = 0; i < count; i++) {
    const at = i * channels
    const [r, g, b] = isGrey ? [0, 0, 0] : [0, 1, 2]
    const [vr, vg, vb] = [data[at + r], data[at + g], data[at + b]] as [number, number, number]
    if (bands === 3) {
      out[i * to] = vr
      out[i * to + 1] = vg
      out[i * to + 2] = vb
    } else if (vr === vg && vr === vb) out[i * to] = vr
    else out[i * to] = (red * vr + green * vg + (32768 - red - green) * vb + half) / 32768
    if (to !== bands) out[i * to + bands] = hasAlpha ? (data[at + channels - 1] as number) : opaque
  }
  return out
}

export function decodeGif(bytes: Uint8Array): Tensor {
  if (!gif.accept(bytes)) throw new RuntimeError('DGifOpenFileName() failed - 103')
  return decoding(() => {
    const frames = [...gif.framesOf(bytes)]
    if (frames.length === 0) throw new RuntimeError('GIF file should contain at least one image!')
    const [{ width, height } = { width: 0, height: 0 }] = frames
    const images = frames.map((frame) => {
      if (frame.width !== width || frame.height !== height) {
        throw new RuntimeError('All images in the gif should have the same dimensions.')
      }
      const rgba = colours(frame.data, frame.palette, undefined)
      return chw(rgba, width, height, 4)['0:3']
    })
    return torch.stack(images).contiguous().squeeze(0)
  })
}

export function decodeWebp(bytes: Uint8Array, mode: number): Tensor {
  if (!webp.accept(bytes)) throw new RuntimeError('WebPGetFeatures failed with error code 3')
  if (mode === GRAY || mode === GRAY_ALPHA) {
    warn(
      'Webp does not support grayscale conversions. ' +
        'The returned tensor will be in the colorspace of the original image.',
    )
  }
  if (webp.isAnimated(bytes)) throw new RuntimeError('Animated webp files are not supported.')
  return decoding(() => {
    checkSize(webp.probe(bytes))
    const image = webp.decode(bytes)
    const wanted = { [RGB]: 'RGB', [RGBA]: 'RGBA' }[mode] ?? image.mode
    const { width, height, data } = wanted === image.mode ? image : convert(image, wanted, false)
    return chw(data, width, height, wanted.length)
  })
}

const unsupported =
  'Unsupported image file. Only jpeg, png, webp and gif are currently supported. ' +
  'For avif and heic format, please rely on `decode_avif` and `decode_heic` directly.'

/** Any of the four formats, told by how the bytes begin. */
export function decodeAny(bytes: Uint8Array, mode: number, applyOrientation: boolean): Tensor {
  if (jpeg.accept(bytes)) return decodeJpeg(bytes, mode, applyOrientation)
  if (png.accept(bytes)) return decodePng(bytes, mode, applyOrientation)
  if (gif.accept(bytes)) return decodeGif(bytes)
  if (webp.accept(bytes)) return decodeWebp(bytes, mode)
  throw new RuntimeError(unsupported)
}
