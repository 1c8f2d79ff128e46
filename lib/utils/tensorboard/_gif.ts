// Animated GIF, by omggif.

import { createRequire } from 'node:module'
import type { Image } from '../../PIL/Image.js'

interface Omggif {
  readonly GifWriter: new (
    buffer: Uint8Array,
    width: number,
    height: number,
    options: { loop: number },
  ) => {
    addFrame(
      x: number,
      y: number,
      width: number,
      height: number,
      pixels: Uint8Array,
      options: { palette: number[]; delay: number },
    ): number
    end(): number
  }
}

/** Which colour each pixel has, and the colours as numbers 0xRRGGBB: theirs if there are at most 256. */
function indexed(frame: Image): { pixels: Uint8Array; palette: number[] } {
  const { data } = frame.convert('RGB')
  const colours = new Map<number, number>()
  const pixels = new Uint8Array(frame.width * frame.height)
  for (let i = 0; i < pixels.length; i++) {
    const [r = 0, g = 0, b = 0] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]]
    const colour = (r << 16) | (g << 8) | b
    const index = colours.get(colour) ?? colours.size
    if (index === 256) return dithered(frame)
    colours.set(colour, index)
    pixels[i] = index
  }
  const size = 2 ** Math.ceil(Math.log2(Math.max(colours.size, 2)))
  const palette = [...colours.keys()]
  return { pixels, palette: [...palette, ...new Array<number>(size - palette.length).fill(0)] }
}

function dithered(frame: Image): { pixels: Uint8Array; palette: number[] } {
  const { data, palette } = frame.convert('RGB').convert('P')
  const bytes = palette?.palette ?? new Uint8Array(0)
  const colour = (i: number): number =>
    ((bytes[3 * i] ?? 0) << 16) | ((bytes[3 * i + 1] ?? 0) << 8) | (bytes[3 * i + 2] ?? 0)
  return { pixels: data as Uint8Array, palette: Array.from({ length: 256 }, (_, i) => colour(i)) }
}

/** Images as the frames of a GIF that repeats for ever. */
export function gifOf(frames: readonly Image[], fps: number): Uint8Array {
  const { GifWriter } = createRequire(import.meta.url)('omggif') as Omggif
  const [{ width, height } = { width: 1, height: 1 }] = frames
  // The compression makes a byte of pixel no more than 12 bits, and a block of 255 one byte longer.
  const buffer = new Uint8Array(1024 + frames.length * (1024 + Math.ceil(width * height * 1.6)))
  const writer = new GifWriter(buffer, width, height, { loop: 0 })
  // In hundredths of a second.
  const delay = Math.round(100 / fps)
  for (const frame of frames) {
    const { pixels, palette } = indexed(frame)
    writer.addFrame(0, 0, width, height, pixels, { palette, delay })
  }
  return buffer.slice(0, writer.end())
}
