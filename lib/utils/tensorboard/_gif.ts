// Animated GIF.

import { encodeFrames } from '../../PIL/_gif.js'
import type { Image } from '../../PIL/Image.js'

interface Indexed {
  readonly data: Uint8Array
  readonly palette: Uint8Array
}

/** Which colour each pixel has, and the colours: those of the frame if there are at most 256. */
function indexed(frame: Image): Indexed {
  const rgb = frame.convert('RGB')
  const { data } = rgb
  const colours = new Map<number, number>()
  const pixels = new Uint8Array(frame.width * frame.height)
  for (let i = 0; i < pixels.length; i++) {
    const [r = 0, g = 0, b = 0] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]]
    const colour = (r << 16) | (g << 8) | b
    const index = colours.get(colour) ?? colours.size
    if (index === 256) return dithered(rgb)
    colours.set(colour, index)
    pixels[i] = index
  }
  const palette = [...colours.keys()].flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255])
  return { data: pixels, palette: Uint8Array.from(palette) }
}

function dithered(rgb: Image): Indexed {
  const { data, palette } = rgb.convert('P')
  return { data: data as Uint8Array, palette: palette?.palette ?? new Uint8Array(0) }
}

/** Images as the frames of a GIF that repeats for ever. */
export function gifOf(frames: readonly Image[], fps: number): Uint8Array {
  const [{ width, height } = { width: 1, height: 1 }] = frames
  // In hundredths of a second.
  const delay = Math.round(100 / fps)
  return encodeFrames(frames.map(indexed), { width, height, delay })
}
