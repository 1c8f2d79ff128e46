// Pixels of pictures from those of data. Mirrors what matplotlib's image resampling does with its filters.

/** Four bytes per pixel, rows from above, not premultiplied. */
export interface Pixels {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
}

type Kernel = { readonly radius: number; readonly weight: (x: number) => number }

const kernels: Readonly<Record<string, Kernel>> = {
  bilinear: { radius: 1, weight: (x) => 1 - Math.abs(x) },
  hanning: { radius: 1, weight: (x) => 0.5 + 0.5 * Math.cos(Math.PI * x) },
  hamming: { radius: 1, weight: (x) => 0.54 + 0.46 * Math.cos(Math.PI * x) },
  bicubic: { radius: 2, weight: (x) => bicubic(Math.abs(x)) },
  spline16: { radius: 2, weight: (x) => spline16(Math.abs(x)) },
  lanczos: { radius: 3, weight: (x) => sinc(x) * sinc(x / 3) },
  gaussian: { radius: 2, weight: (x) => Math.exp(-2 * x * x) * Math.sqrt(2 / Math.PI) },
}

const pow3 = (x: number): number => (x <= 0 ? 0 : x * x * x)
const bicubic = (x: number): number =>
  (pow3(x + 2) - 4 * pow3(x + 1) + 6 * pow3(x) - 4 * pow3(x - 1)) / 6
const spline16 = (x: number): number =>
  x < 1
    ? ((x - 9 / 5) * x - 1 / 5) * x + 1
    : (((-1 / 3) * (x - 1) + 4 / 5) * (x - 1) - 7 / 15) * (x - 1)
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** The names of the ways to interpolate. */
export const interpolations: readonly string[] = [
  'auto',
  'antialiased',
  'nearest',
  'none',
  ...Object.keys(kernels),
]

/** Where an image begins, in pixels, and how many pixels one of its own is wide; negative where it is mirrored. */
export interface Mapping {
  readonly start: number
  readonly scale: number
}

/** For each pixel `count` pixels of the image and their weights, which sum to one. */
interface Taps {
  readonly count: number
  readonly index: Int32Array
  readonly weight: Float32Array
}

const clampIndex = (i: number, size: number): number => (i < 0 ? 0 : i >= size ? size - 1 : i)

function taps(out: number, size: number, map: Mapping, kernel: Kernel): Taps {
  const shrink = Math.max(1 / Math.abs(map.scale), 1)
  const reach = kernel.radius * shrink
  const count = Math.floor(2 * reach) + 2
  const index = new Int32Array(out * count)
  const weight = new Float32Array(out * count)
  for (let i = 0; i < out; i++) {
    const at = (i + 0.5 - map.start) / map.scale
    const first = Math.ceil(at - reach - 0.5)
    let sum = 0
    for (let k = 0; k < count; k++) {
      const x = (first + k + 0.5 - at) / shrink
      const w = Math.abs(x) > kernel.radius ? 0 : kernel.weight(x)
      index[i * count + k] = clampIndex(first + k, size)
      weight[i * count + k] = w
      sum += w
    }
    for (let k = i * count; k < (i + 1) * count; k++) weight[k] = (weight[k] as number) / (sum || 1)
  }
  return { count, index, weight }
}

function nearest(out: number, size: number, map: Mapping): number[] {
  return Array.from({ length: out }, (_, i) =>
    clampIndex(Math.floor((i + 0.5 - map.start) / map.scale + 1e-9), size),
  )
}

/** How an image is to be interpolated when nothing is said: as it is where enlarged a lot or by a whole factor. */
export function automatic(width: number, height: number, dispX: number, dispY: number): string {
  const plain = (disp: number, size: number): boolean =>
    disp > 3 * size || disp === size || disp === 2 * size
  return plain(dispX, width) && plain(dispY, height) ? 'nearest' : 'hanning'
}

/** Resamples with `channels` numbers per pixel. */
export function resample(
  image: Pixels,
  channels: number,
  outWidth: number,
  outHeight: number,
  x: Mapping,
  y: Mapping,
  interpolation: string,
): Float32Array {
  const { data, width, height } = image
  const out = new Float32Array(outWidth * outHeight * channels)
  const kernel = kernels[interpolation]
  if (kernel === undefined) {
    const columns = nearest(outWidth, width, x)
    nearest(outHeight, height, y).forEach((row, r) => {
      for (let i = 0; i < outWidth; i++) {
        const from = (row * width + (columns[i] as number)) * channels
        const to = (r * outWidth + i) * channels
        for (let c = 0; c < channels; c++) out[to + c] = data[from + c] as number
      }
    })
    return out
  }
  const columns = taps(outWidth, width, x, kernel)
  const wide = new Float32Array(outWidth * height * channels)
  for (let r = 0; r < height; r++) {
    for (let i = 0; i < outWidth; i++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let k = i * columns.count; k < (i + 1) * columns.count; k++) {
          const at = (r * width + (columns.index[k] as number)) * channels + c
          sum += (columns.weight[k] as number) * (data[at] as number)
        }
        wide[(r * outWidth + i) * channels + c] = sum
      }
    }
  }
  const rows = taps(outHeight, height, y, kernel)
  const line = outWidth * channels
  for (let r = 0; r < outHeight; r++) {
    for (let k = r * rows.count; k < (r + 1) * rows.count; k++) {
      const weight = rows.weight[k] as number
      const from = (rows.index[k] as number) * line
      if (weight === 0) continue
      for (let i = 0; i < line; i++) {
        out[r * line + i] = (out[r * line + i] as number) + weight * (wide[from + i] as number)
      }
    }
  }
  return out
}
