// Copying one image's pixels into another. Mirrors src/libImaging/Paste.c.

import { ValueError } from '../errors.js'
import { bandsOf, blank, type Pixels } from './_modes.js'

/** Left, upper, right and lower edge. */
type Box = readonly [number, number, number, number]

interface Region {
  readonly x: number
  readonly y: number
  readonly fromX: number
  readonly fromY: number
  readonly width: number
  readonly height: number
}

// The part of a box that lies within an image; null where nothing does.
function region(to: Pixels, [x0, y0, x1, y1]: Box): Region | null {
  const x = Math.max(x0, 0)
  const y = Math.max(y0, 0)
  const width = Math.min(x1, to.width) - x
  const height = Math.min(y1, to.height) - y
  return width > 0 && height > 0 ? { x, y, fromX: x - x0, fromY: y - y0, width, height } : null
}

/** The part of an image inside a box; black where the box goes beyond the image. */
export function crop(from: Pixels, [x0, y0, x1, y1]: Box): Pixels {
  const out = blank(from, x1 - x0, y1 - y0)
  paste(out, from, [-x0, -y0, from.width - x0, from.height - y0])
  return out
}

/** Copies `from`, which has the size of the box, into `to`. */
export function paste(to: Pixels, from: Pixels, box: Box, mask: Pixels | null = null): void {
  const [x0, y0, x1, y1] = box
  if (
    x1 - x0 !== from.width ||
    y1 - y0 !== from.height ||
    bandsOf(to.mode) !== bandsOf(from.mode)
  ) {
    throw new ValueError('images do not match')
  }
  checkMask(box, mask)
  const part = region(to, box)
  if (part === null) return
  const bands = bandsOf(to.mode)
  for (let row = 0; row < part.height; row++) {
    const at = ((part.fromY + row) * from.width + part.fromX) * bands
    const target = ((part.y + row) * to.width + part.x) * bands
    if (mask === null) to.data.set(from.data.subarray(at, at + part.width * bands), target)
    else {
      for (let x = 0; x < part.width; x++) {
        const weight = weightAt(mask, (part.fromY + row) * mask.width + part.fromX + x)
        for (let b = 0; b < bands; b++) {
          const i = target + x * bands + b
          to.data[i] = mix(weight, to.data[i] as number, from.data[at + x * bands + b] as number)
        }
      }
    }
  }
}

/** Fills a box with one pixel. */
export function fill(
  to: Pixels,
  ink: readonly number[],
  box: Box,
  mask: Pixels | null = null,
): void {
  checkMask(box, mask)
  const part = region(to, box)
  if (part === null) return
  const bands = ink.length
  for (let row = 0; row < part.height; row++) {
    const target = ((part.y + row) * to.width + part.x) * bands
    if (mask === null && ink.every((value) => value === ink[0])) {
      to.data.fill(ink[0] as number, target, target + part.width * bands)
      continue
    }
    for (let x = 0; x < part.width; x++) {
      const weight =
        mask === null ? 255 : weightAt(mask, (part.fromY + row) * mask.width + part.fromX + x)
      for (let b = 0; b < bands; b++) {
        const i = target + x * bands + b
        to.data[i] = mix(weight, to.data[i] as number, ink[b] as number)
      }
    }
  }
}

function checkMask([x0, y0, x1, y1]: Box, mask: Pixels | null): void {
  if (mask === null) return
  if (mask.width !== x1 - x0 || mask.height !== y1 - y0) throw new ValueError('images do not match')
  if (!['1', 'L', 'LA', 'RGBA'].includes(mask.mode)) throw new ValueError('bad transparency mask')
}

function weightAt({ mode, data }: Pixels, pixel: number): number {
  const bands = bandsOf(mode)
  const value = data[pixel * bands + bands - 1] as number
  return mode === '1' && value !== 0 ? 255 : value
}

// Pillow's BLEND: what lies below and above, by a byte of weight.
function mix(weight: number, below: number, above: number): number {
  if (weight === 255) return above
  if (weight === 0) return below
  const sum = below * (255 - weight) + above * weight + 128
  return ((sum >> 8) + sum) >> 8
}
