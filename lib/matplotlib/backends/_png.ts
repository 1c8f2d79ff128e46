// The pixels of a PNG that Skia wrote: eight bits per channel, not interlaced. Skia's own pixels would be freed only when
// the event loop turns; what zlib gives is ordinary memory.

import { inflateSync } from 'node:zlib'

const paeth = (a: number, b: number, c: number): number => {
  const p = a + b - c
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  if (pa <= pb && pa <= pc) return a
  return pb <= pc ? b : c
}

/** Undoes the filter of one row, in place; `above` is the row before it. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter === 0) return
  for (let i = 0; i < row.length; i++) {
    const left = i >= step ? (row[i - step] as number) : 0
    const up = above[i] as number
    const corner = i >= step ? (above[i - step] as number) : 0
    const guess =
      filter === 1
        ? left
        : filter === 2
          ? up
          : filter === 3
            ? (left + up) >> 1
            : paeth(left, up, corner)
    row[i] = (row[i] as number) + guess
  }
}

/** Red, green, blue and opacity of every pixel, rows from above. */
export function pixelsOf(png: Buffer): { data: Uint8Array; width: number; height: number } {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const channels = png[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(parts))
  const line = width * channels
  const data = new Uint8Array(4 * width * height).fill(255)
  let above: Uint8Array = new Uint8Array(line)
  for (let y = 0; y < height; y++) {
    const start = y * (line + 1)
    const row = raw.subarray(start + 1, start + 1 + line)
    unfilter(raw[start] as number, row, above, channels)
    if (channels === 4) data.set(row, y * line)
    else {
      for (let x = 0; x < width; x++) data.set(row.subarray(3 * x, 3 * x + 3), 4 * (y * width + x))
    }
    above = row
  }
  return { data, width, height }
}
