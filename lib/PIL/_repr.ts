// The text of an image.

import type { Pixels } from './_modes.js'

const plugins: Readonly<Record<string, string>> = {
  JPEG: 'Jpeg',
  PNG: 'Png',
  GIF: 'Gif',
  WEBP: 'WebP',
  TIFF: 'Tiff',
  BMP: 'Bmp',
}

// What Python prints as an object's address, unlike any other image's.
const addresses = new WeakMap<object, string>()
let next = 0x7f0000000000

function addressOf(image: object): string {
  const known = addresses.get(image)
  if (known !== undefined) return known
  next += 0x30
  const made = next.toString(16).toUpperCase()
  addresses.set(image, made)
  return made
}

/** `<PIL.Image.Image image mode=RGB size=4x3 at 0x7F0000000030>` */
export function imageText(image: Pixels & { readonly format: string | null }): string {
  const { mode, width, height, format } = image
  const plugin = format === null ? null : plugins[format]
  const name = plugin ? `PIL.${plugin}ImagePlugin.${plugin}ImageFile` : 'PIL.Image.Image'
  return `<${name} image mode=${mode} size=${width}x${height} at 0x${addressOf(image)}>`
}
