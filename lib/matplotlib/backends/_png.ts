// The pixels of a PNG that Skia wrote: eight bits per channel, not interlaced. Skia's own pixels would be freed only when
// the event loop turns; what zlib gives is ordinary memory.

import { inflateSync } from 'node:zlib'

const { abs } = Math

// Each row is one of five differences from its neighbours. A loop for each, as this runs over every byte.
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = row
  if (filter === 1) {
    for (let i = step; i < length; i++) row[i] = (row[i] as number) + (row[i - step] as number)
  } else if (filter === 2) {
    for (let i = 0; i < length; i++) row[i] = (row[i] as number) + (above[i] as number)
  } else if (filter === 3) {
    for (let i = 0; i < length; i++) {
      const left = i < step ? 0 : (row[i - step] as number)
      row[i] = (row[i] as number) + ((left + (above[i] as number)) >> 1)
    }
  } else if (filter === 4) {
    for (let i = 0; i < length; i++) {
      const left = i < step ? 0 : (row[i - step] as number)
      const up = above[i] as number
      const corner = i < step ? 0 : (above[i - step] as number)
      const toLeft = abs(up - corner)
      const toUp = abs(left - corner)
      const toCorner = abs(left + up - 2 * corner)
      const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
      row[i] = (row[i] as number) + nearest
    }
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
