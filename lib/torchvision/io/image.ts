// Mirrors torchvision/io/image.py.

import { readFileSync, writeFileSync } from 'node:fs'
import { python } from '../../_kwargs.js'
import { RuntimeError, ValueError } from '../../errors.js'
import torch from '../../index.js'
import { encode } from '../../PIL/_codecs.js'
import type { Tensor } from '../../types.js'
import { bytesOf, decodeAny, decodeGif, decodeJpeg, decodePng, decodeWebp } from './_decode.js'
import { ImageReadMode, type ModeLike, modeValue } from './_mode.js'

export { ImageReadMode }

type PathLike = string | URL

/** What the decoders take by keyword. */
export interface DecodeOptions {
  /** The colours of the result. Default: those of the image. */
  mode?: ModeLike
  /** Whether the image is turned as its EXIF data says; of JPEG and PNG. Default: false. */
  apply_exif_orientation?: boolean
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: '[Errno 2] No such file or directory',
  ENOTDIR: '[Errno 20] Not a directory',
  EACCES: '[Errno 13] Permission denied',
}

const bindReadFile = python('read_file(path)')

/**
 * The bytes of a file, as a tensor of uint8.
 *
 * @throws RuntimeError where there is no such file, or it is empty.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.read_file.html
 */
export function read_file(path: PathLike | { path: PathLike }): Tensor
export function read_file(...args: unknown[]): Tensor {
  const { path } = bindReadFile<{ path: PathLike }>(args)
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    const reason = systemErrors[code]
    throw new RuntimeError(reason === undefined ? message : `${reason}: '${String(path)}'`)
  }
  if (bytes.length === 0) throw new RuntimeError('Expected a non empty file')
  return torch.from_numpy(new Uint8Array(bytes))
}

const bindWriteFile = python('write_file(filename, data)')

/**
 * Writes a tensor of uint8 (N) to a file.
 *
 * @throws RuntimeError for another tensor, or where the file cannot be written.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.write_file.html
 */
export function write_file(filename: PathLike, data: Tensor | { data: Tensor }): void
export function write_file(...args: unknown[]): void {
  const { filename, data } = bindWriteFile<{ filename: PathLike; data: Tensor }>(args)
  checkBytes(data)
  if (data.dim() !== 1) throw new RuntimeError('Input data should be a 1-dimensional tensor')
  const { data: bytes, offset } = data.contiguous().numpy<Uint8Array>()
  try {
    writeFileSync(filename, bytes.subarray(offset, offset + data.numel()))
  } catch {
    throw new RuntimeError('Error opening output file')
  }
}

function checkBytes(input: Tensor): void {
  if (input.device.type !== 'cpu') throw new RuntimeError('Input tensor should be on CPU')
  if (input.dtype !== torch.uint8) throw new RuntimeError('Input tensor dtype should be uint8')
}

function encodeImage(input: Tensor, format: string, options: object): Tensor {
  checkBytes(input)
  if (input.dim() !== 3) throw new RuntimeError('Input data should be a 3-dimensional tensor')
  const [channels = 0, height = 0, width = 0] = input.shape
  if (channels !== 1 && channels !== 3) {
    throw new RuntimeError(`The number of channels should be 1 or 3, got: ${channels}`)
  }
  const { data, offset } = input.permute(1, 2, 0).contiguous().numpy<Uint8Array>()
  const pixels = data.subarray(offset, offset + input.numel())
  const mode = channels === 1 ? 'L' : 'RGB'
  return torch.from_numpy(encode({ mode, width, height, data: pixels }, format, options))
}

const bindDecodeImage = python('decode_image(input, mode=None, apply_exif_orientation=False)')
interface Decode {
  input: Tensor
  mode: ModeLike | null
  apply_exif_orientation: boolean
}

/**
 * The image in a JPEG, PNG, GIF or WEBP file, given by its path or its bytes: uint8 of shape (C, H, W), uint16 for PNG
 * of 16 bits, (N, C, H, W) for a GIF of several pictures.
 *
 * @throws RuntimeError for what is no such image, is broken, or has no such mode.
 *
 * @example
 * const bytes = torchvision.io.encode_png(torch.zeros(3, 2, 4, { dtype: torch.uint8 }))
 * torchvision.io.decode_image(bytes, { mode: 'GRAY' }).shape // torch.Size([1, 2, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.decode_image.html
 */
export function decode_image(
  input: Tensor | PathLike,
  mode?: ModeLike,
  apply_exif_orientation?: boolean,
): Tensor
export function decode_image(input: Tensor | PathLike, options: DecodeOptions): Tensor
export function decode_image(options: DecodeOptions & { input: Tensor | PathLike }): Tensor
export function decode_image(...args: unknown[]): Tensor {
  const { input, mode, apply_exif_orientation } = bindDecodeImage<Decode>(args)
  const tensor = torch.is_tensor(input) ? input : read_file(input as PathLike)
  if (tensor.device.type !== 'cpu') throw new RuntimeError('Expected a CPU tensor')
  if (tensor.dtype !== torch.uint8) throw new RuntimeError('Expected a torch.uint8 tensor')
  if (tensor.dim() !== 1 || tensor.numel() === 0) {
    throw new RuntimeError('Expected a non empty 1-dimensional tensor')
  }
  return decodeAny(bytesOf(tensor), numberOf(mode), apply_exif_orientation)
}

const numberOf = (mode: ModeLike | null): number => modeValue(mode ?? ImageReadMode.UNCHANGED)

const bindReadImage = python('read_image(path, mode=None, apply_exif_orientation=False)')

/**
 * {@link decode_image} of a file.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.read_image.html
 */
export function read_image(
  path: PathLike,
  mode?: ModeLike,
  apply_exif_orientation?: boolean,
): Tensor
export function read_image(path: PathLike, options: DecodeOptions): Tensor
export function read_image(options: DecodeOptions & { path: PathLike }): Tensor
export function read_image(...args: unknown[]): Tensor {
  const { path, mode, apply_exif_orientation } = bindReadImage<Decode & { path: PathLike }>(args)
  return decode_image(read_file(path), mode ?? ImageReadMode.UNCHANGED, apply_exif_orientation)
}

const bindDecodePng = python('decode_png(input, mode=None, apply_exif_orientation=False)')

/**
 * The image in the bytes of a PNG file, (C, H, W): uint8, or uint16 for one of 16 bits.
 *
 * @throws RuntimeError for what is no PNG file, or a broken one.
 *
 * @example
 * const bytes = torchvision.io.encode_png(torch.full([1, 1, 2], 7, { dtype: torch.uint8 }))
 * torchvision.io.decode_png(bytes) // tensor([[[7, 7]]], dtype=torch.uint8)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.decode_png.html
 */
export function decode_png(input: Tensor, mode?: ModeLike, apply_exif_orientation?: boolean): Tensor
export function decode_png(input: Tensor, options: DecodeOptions): Tensor
export function decode_png(...args: unknown[]): Tensor {
  const { input, mode, apply_exif_orientation } = bindDecodePng<Decode>(args)
  return decodePng(bytesOf(input), numberOf(mode), apply_exif_orientation)
}

/** What {@link decode_jpeg} takes by keyword. */
export interface DecodeJpegOptions extends DecodeOptions {
  /** Where the image goes; it is decoded on the CPU. Default: `'cpu'`. */
  device?: string | torch.device
}

const bindDecodeJpeg = python(
  "decode_jpeg(input, mode=None, device='cpu', apply_exif_orientation=False)",
)

/**
 * The image in the bytes of a JPEG file, or those of several: uint8 of shape (C, H, W).
 *
 * @throws RuntimeError for what is no JPEG file, a broken one, or a mode with alpha.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.decode_jpeg.html
 */
export function decode_jpeg(
  input: Tensor,
  mode?: ModeLike,
  device?: string | torch.device,
  apply_exif_orientation?: boolean,
): Tensor
export function decode_jpeg(input: Tensor, options: DecodeJpegOptions): Tensor
export function decode_jpeg(
  input: readonly Tensor[],
  mode?: ModeLike,
  device?: string | torch.device,
  apply_exif_orientation?: boolean,
): Tensor[]
export function decode_jpeg(input: readonly Tensor[], options: DecodeJpegOptions): Tensor[]
export function decode_jpeg(...args: unknown[]): Tensor | Tensor[] {
  const { input, mode, device, apply_exif_orientation } = bindDecodeJpeg<{
    input: Tensor | readonly Tensor[]
    mode: ModeLike | null
    device: string | torch.device
    apply_exif_orientation: boolean
  }>(args)
  const one = (bytes: Tensor): Tensor => {
    const image = decodeJpeg(bytesOf(bytes), numberOf(mode), apply_exif_orientation)
    return String(device) === 'cpu' ? image : image.to(device)
  }
  if (!Array.isArray(input)) {
    const tensor = input as Tensor
    if (tensor.device.type !== 'cpu') throw new ValueError('Input tensor must be a CPU tensor')
    return one(tensor)
  }
  const all = input as unknown[]
  if (all.length === 0) throw new ValueError('Input list must contain at least one element')
  if (!all.every(torch.is_tensor)) {
    throw new ValueError('All elements of the input list must be tensors.')
  }
  if (!(all as Tensor[]).every((tensor) => tensor.device.type === 'cpu')) {
    throw new ValueError('Input list must contain tensors on CPU.')
  }
  return (all as Tensor[]).map(one)
}

const bindDecodeGif = python('decode_gif(input)')

/**
 * The pictures in the bytes of a GIF file: uint8 of shape (3, H, W), or (N, 3, H, W) if there are several.
 *
 * @throws RuntimeError for what is no GIF file, a broken one, or pictures of different sizes.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.decode_gif.html
 */
export function decode_gif(input: Tensor | { input: Tensor }): Tensor
export function decode_gif(...args: unknown[]): Tensor {
  return decodeGif(bytesOf(bindDecodeGif<Decode>(args).input))
}

const bindDecodeWebp = python('decode_webp(input, mode=None)')

/**
 * The image in the bytes of a WEBP file: uint8 of shape (3, H, W), or (4, H, W) with alpha. There is no grey.
 *
 * @throws RuntimeError for what is no WEBP file, a broken or an animated one.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.decode_webp.html
 */
export function decode_webp(input: Tensor, mode?: ModeLike | { mode?: ModeLike }): Tensor
export function decode_webp(...args: unknown[]): Tensor {
  const { input, mode } = bindDecodeWebp<Decode>(args)
  return decodeWebp(bytesOf(input), numberOf(mode))
}

const bindEncodePng = python('encode_png(input, compression_level=6)')

/**
 * An image of uint8, (1, H, W) or (3, H, W), as the bytes of a PNG file, compressed from 0 (not) to 9 (most).
 *
 * @throws RuntimeError for another tensor or level.
 *
 * @example
 * const bytes = torchvision.io.encode_png(torch.zeros(3, 4, 4, { dtype: torch.uint8 }))
 * bytes['1:4'] // tensor([80, 78, 71], dtype=torch.uint8)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.encode_png.html
 */
export function encode_png(
  input: Tensor,
  compression_level?: number | { compression_level?: number },
): Tensor
export function encode_png(...args: unknown[]): Tensor {
  const { input, compression_level } = bindEncodePng<{ input: Tensor; compression_level: number }>(
    args,
  )
  if (!(compression_level >= 0 && compression_level <= 9)) {
    throw new RuntimeError('Compression level should be between 0 and 9')
  }
  return encodeImage(input, 'PNG', { compress_level: compression_level })
}

const bindWritePng = python('write_png(input, filename, compression_level=6)')

/**
 * {@link encode_png} into a file.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.write_png.html
 */
export function write_png(
  input: Tensor,
  filename: PathLike,
  compression_level?: number | { compression_level?: number },
): void
export function write_png(...args: unknown[]): void {
  const { input, filename, compression_level } = bindWritePng<{
    input: Tensor
    filename: PathLike
    compression_level: number
  }>(args)
  write_file(filename, encode_png(input, compression_level))
}

const bindEncodeJpeg = python('encode_jpeg(input, quality=75)')

/**
 * An image of uint8, (1, H, W) or (3, H, W), or several, as the bytes of a JPEG file; quality is from 1 to 100.
 *
 * @throws ValueError for another quality, RuntimeError for another tensor.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.encode_jpeg.html
 */
export function encode_jpeg(input: Tensor, quality?: number | { quality?: number }): Tensor
export function encode_jpeg(
  input: readonly Tensor[],
  quality?: number | { quality?: number },
): Tensor[]
export function encode_jpeg(...args: unknown[]): Tensor | Tensor[] {
  const { input, quality } = bindEncodeJpeg<{
    input: Tensor | readonly Tensor[]
    quality: number
  }>(args)
  if (quality < 1 || quality > 100) {
    throw new ValueError('Image quality should be a positive number between 1 and 100')
  }
  if (!Array.isArray(input)) return encodeImage(input as Tensor, 'JPEG', { quality })
  if (input.length === 0) {
    throw new ValueError('encode_jpeg requires at least one input tensor when a list is passed')
  }
  return (input as Tensor[]).map((image) => encodeImage(image, 'JPEG', { quality }))
}

const bindWriteJpeg = python('write_jpeg(input, filename, quality=75)')

/**
 * {@link encode_jpeg} into a file.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.io.write_jpeg.html
 */
export function write_jpeg(
  input: Tensor,
  filename: PathLike,
  quality?: number | { quality?: number },
): void
export function write_jpeg(...args: unknown[]): void {
  const { input, filename, quality } = bindWriteJpeg<{
    input: Tensor
    filename: PathLike
    quality: number
  }>(args)
  write_file(filename, encode_jpeg(input, quality))
}
