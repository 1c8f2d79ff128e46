// The formats of image files by their names.

import { ValueError } from '../errors.js'

/** Which format a file's extension stands for. */
export const extensions: Readonly<Record<string, string>> = {
  '.jpg': 'JPEG',
  '.jpeg': 'JPEG',
  '.jpe': 'JPEG',
  '.jfif': 'JPEG',
  '.png': 'PNG',
  '.gif': 'GIF',
  '.webp': 'WEBP',
  '.tif': 'TIFF',
  '.tiff': 'TIFF',
  '.bmp': 'BMP',
}

/** The format of a file: the one asked for, or the one that its name tells. */
export function formatOf(fp: unknown, format: string | null): string {
  if (format !== null) {
    const known = Object.values(extensions).includes(format.toUpperCase())
    if (known) return format.toUpperCase()
    throw new ValueError(`unknown format: ${format}`)
  }
  const name = typeof fp === 'string' ? fp : ''
  const extension = /\.[^./\\]*$/.exec(name)?.[0].toLowerCase() ?? ''
  const found = extensions[extension]
  if (found === undefined) throw new ValueError(`unknown file extension: ${extension}`)
  return found
}
