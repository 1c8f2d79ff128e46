// The images of scripts/golden/pillow.py, made by the same formula.
import { createHash } from 'node:crypto'
import { Image } from 'torch-node/PIL'

export type PILImage = Image.Image

function levels(width: number, height: number, bands: number): Uint8Array {
  const out = new Uint8Array(width * height * bands)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let b = 0; b < bands; b++) {
        out[at++] = ((x * 7 + y * 13 + b * 31) ^ ((x * y) >> 2)) & 255
      }
    }
  }
  return out
}

/** An image with smooth parts and hard edges. */
export function made(mode: string, width: number, height: number): PILImage {
  const size = [width, height]
  const bands = Image.new(mode, [1, 1]).getbands().length
  const v = levels(width, height, bands)
  switch (mode) {
    case 'I':
      return new Image.Image(
        mode,
        size,
        Int32Array.from(v, (one) => one * 257 - 20000),
      )
    case 'F':
      return new Image.Image(
        mode,
        size,
        Float32Array.from(v, (one) => one / 7 - 5),
      )
    case 'I;16':
      return new Image.Image(
        mode,
        size,
        Uint16Array.from(v, (one) => one * 200),
      )
    case '1':
      return new Image.Image(
        mode,
        size,
        v.map((one) => (one >= 128 ? 255 : 0)),
      )
    case 'P': {
      const image = new Image.Image(mode, size, v)
      const colour = (_: unknown, i: number): number => (i * 5 + Math.floor(i / 256) * 3) & 255
      image.putpalette(Array.from({ length: 768 }, colour))
      return image
    }
    default:
      return new Image.Image(mode, size, v)
  }
}

const sha = (bytes: Uint8Array): string =>
  createHash('sha1').update(bytes).digest('hex').slice(0, 16)

/** Mode, size and a hash of the pixels, as the goldens have them. */
export function digest(image: PILImage): unknown[] {
  const bytes =
    image.mode === '1'
      ? (image.data as Uint8Array).map((one) => (one === 0 ? 0 : 255))
      : image.tobytes()
  const entry: unknown[] = [image.mode, [...image.size], sha(bytes)]
  if (image.mode === 'P') entry.push(sha(Uint8Array.from(image.getpalette() ?? [])))
  return entry
}

/** A result as JSON has it. */
export function plain(value: unknown): unknown {
  if (value instanceof Image.Image) return { image: digest(value) }
  return Array.isArray(value) ? Array.from(value, plain) : value
}
