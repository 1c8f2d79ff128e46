// The orientation in EXIF data, and what it does to an image.

import type { Tensor } from '../../types.js'

/** The orientation, 1 to 8, of EXIF data as an image's `info` has it; 1 where there is none. */
export function orientationOf(exif: unknown): number {
  if (!ArrayBuffer.isView(exif)) return 1
  const { buffer, byteOffset, byteLength } = exif as Uint8Array
  // Behind `Exif` and two zeros begins a TIFF file.
  const view = new DataView(buffer, byteOffset + 6, Math.max(byteLength - 6, 0))
  try {
    const little = view.getUint16(0) === 0x4949
    const directory = view.getUint32(4, little)
    const count = view.getUint16(directory, little)
    for (let i = 0; i < count; i++) {
      const entry = directory + 2 + 12 * i
      if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little)
    }
  } catch {
    // Data that breaks off says nothing.
  }
  return 1
}

/** An image (C, H, W) the right way up. */
export function upright(image: Tensor, orientation: number): Tensor {
  switch (orientation) {
    case 2:
      return image.flip(-1)
    case 3:
      return image.flip(-2, -1)
    case 4:
      return image.flip(-2)
    case 5:
      return image.transpose(-1, -2)
    case 6:
      return image.transpose(-1, -2).flip(-1)
    case 7:
      return image.transpose(-1, -2).flip(-2, -1)
    case 8:
      return image.transpose(-1, -2).flip(-2)
    default:
      return image
  }
}
