// Pictures that go into event files.

import { skia } from '../../matplotlib/backends/_skia.js'
import { encode } from '../../PIL/_codecs.js'
import { fromarray, type Image } from '../../PIL/Image.js'

/** An image as a PNG file. */
export function pngOf(image: Image): Uint8Array {
  return encode(image, 'PNG')
}

// Pillow's own small font comes with Pillow only; this one is near to it.
const font = '9px "DejaVu Sans"'

/** Writes a label in black on the colour of its box, into the lower left corner of that. */
export function drawLabel(
  image: Image,
  left: number,
  bottom: number,
  text: string,
  colour: string,
): void {
  const { createCanvas } = skia()
  const measure = createCanvas(1, 1).getContext('2d')
  measure.font = font
  const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = measure.measureText(text)
  const ascent = Math.ceil(actualBoundingBoxAscent)
  const height = ascent + Math.ceil(actualBoundingBoxDescent)
  const margin = Math.ceil(0.05 * height)
  const size = [Math.min(Math.ceil(width) + 1, image.width), height + 2 * margin + 1] as const
  const canvas = createCanvas(...size).getContext('2d')
  canvas.fillStyle = colour
  canvas.fillRect(0, 0, ...size)
  canvas.fillStyle = 'black'
  canvas.font = font
  canvas.fillText(text, margin, margin + ascent)
  const { data } = canvas.getImageData(0, 0, ...size)
  const label = fromarray({ data, shape: [size[1], size[0], 4] }).convert(image.mode)
  image.paste(label, [Math.trunc(left), Math.trunc(bottom) - size[1] + 1])
}
