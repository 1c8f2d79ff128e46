// Arrays as images: Pillow's table of shapes and types.

import { ValueError } from '../errors.js'
import { allocate, type PixelData, type Pixels } from './_modes.js'
import { toInt } from './_numbers.js'

/** What `fromarray` takes: a strided array, as `tensor.numpy()` gives it. */
export interface ArrayLikeImage {
  readonly data: ArrayLike<number | bigint>
  readonly shape: readonly number[]
  readonly stride?: readonly number[]
  readonly offset?: number
  readonly dtype?: string
}

const typestrs: Readonly<Record<string, string>> = {
  Uint8Array: '|u1',
  Uint8ClampedArray: '|u1',
  Int8Array: '|i1',
  Uint16Array: '<u2',
  Int16Array: '<i2',
  Uint32Array: '<u4',
  Int32Array: '<i4',
  Float32Array: '<f4',
  Float64Array: '<f8',
  BigInt64Array: '<i8',
  BigUint64Array: '<u8',
}

const marked: Readonly<Record<string, string>> = {
  bool: '|b1',
  float16: '<f2',
  complex64: '<c8',
  complex128: '<c16',
}

/** NumPy's name of the elements' type. */
export function typestrOf({ data, dtype }: ArrayLikeImage): string {
  const tag = Object.prototype.toString.call(data).slice(8, -1)
  return marked[dtype ?? ''] ?? typestrs[tag] ?? '|O'
}

// By type and, beyond height and width, shape: the mode, and others that the same bytes may have.
const table: Readonly<Record<string, readonly string[]>> = {
  '|b1': ['1'],
  '|u1': ['L', 'P'],
  '|i1': ['I'],
  '<u2': ['I;16', 'I'],
  '<i2': ['I', 'I;16'],
  '<u4': ['I'],
  '<i4': ['I'],
  '<f4': ['F'],
  '<f8': ['F'],
  '2|u1': ['LA', 'La', 'PA'],
  '3|u1': ['RGB', 'YCbCr', 'LAB', 'HSV'],
  '4|u1': ['RGBA', 'RGBa', 'RGBX', 'CMYK'],
}

/** The image of an array: (H, W) or (H, W, C). */
export function pixelsOf(array: ArrayLikeImage, wanted: string | null): Pixels {
  const { shape } = array
  const typestr = typestrOf(array)
  const found = table[shape.slice(2).join() + typestr]
  if (found === undefined) {
    throw new TypeError(
      `Cannot handle this data type: (${[1, 1, ...shape.slice(2)].join(', ')}), ${typestr}`,
    )
  }
  const [natural] = found as [string]
  if (wanted !== null && !found.includes(wanted)) {
    throw new ValueError(`mode ${wanted} does not fit data of mode ${natural}`)
  }
  const mode = wanted ?? natural
  const most = ['1', 'L', 'I', 'P', 'F'].includes(mode) ? 2 : mode === 'RGB' ? 3 : 4
  if (shape.length > most) {
    throw new ValueError(`Too many dimensions: ${shape.length} > ${most}.`)
  }
  const height = shape[0] ?? 1
  const width = shape.length === 1 ? 1 : (shape[1] as number)
  const data = allocate(mode, width, height)
  fill(data, array, mode === '1')
  return { mode, width, height, data }
}

// Row by row, whatever the strides.
function fill(out: PixelData, array: ArrayLikeImage, bits: boolean): void {
  const { data, shape, offset = 0 } = array
  const [height = 1, width = 1, bands = 1] = shape
  const [down, across, next] = array.stride ?? [width * bands, bands, 1]
  const source = data as ArrayLike<number>
  let to = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let at = offset + y * (down ?? 1) + x * (across ?? 1)
      for (let b = 0; b < bands; b++, at += next ?? 1) {
        const value = source[at] as number
        out[to++] = bits ? (value ? 255 : 0) : value
      }
    }
  }
}

/** Bytes as the pixels of a mode; those of mode `'1'` eight to a byte. */
export function unpack(mode: string, width: number, height: number, bytes: Uint8Array): Pixels {
  const data = allocate(mode, width, height)
  const stride = Math.ceil(width / 8)
  const needed = mode === '1' ? stride * height : data.byteLength
  if (bytes.byteLength < needed) throw new ValueError('not enough image data')
  if (bytes.byteLength > needed) throw new ValueError('cannot decode image data')
  if (mode === '1') {
    for (let i = 0; i < data.length; i++) {
      const x = i % width
      const byte = bytes[toInt(i / width) * stride + (x >> 3)] as number
      data[i] = byte & (128 >> (x & 7)) ? 255 : 0
    }
  } else new Uint8Array(data.buffer).set(bytes)
  return { mode, width, height, data }
}
