// The compression of GIF.

import { truncated } from './_codec.js'

const mostCodes = 4096

/** The `length` pixels in compressed bytes, whose smallest codes have `bits` bits. */
export function unpackLzw(bytes: Uint8Array, bits: number, length: number): Uint8Array {
  const out = new Uint8Array(length)
  const clear = 1 << bits
  const end = clear + 1
  // A code stands for what another stands for, and one pixel more.
  const before = new Uint16Array(mostCodes)
  const pixel = new Uint8Array(mostCodes)
  const size = new Uint16Array(mostCodes)
  for (let code = 0; code < clear; code++) {
    pixel[code] = code
    size[code] = 1
  }
  let width = bits + 1
  let next = end + 1
  let last = -1
  let to = 0
  let held = 0
  let count = 0
  for (let at = 0; to < length; ) {
    while (count < width) {
      if (at === bytes.length) throw truncated()
      held |= (bytes[at++] as number) << count
      count += 8
    }
    const code = held & ((1 << width) - 1)
    held >>>= width
    count -= width
    if (code === clear) {
      width = bits + 1
      next = end + 1
      last = -1
      continue
    }
    if (code === end || code > next || (last < 0 && code >= clear)) throw truncated()
    // A code that is only now to be: the last one, and its own first pixel.
    const known = code === next ? last : code
    if (code === next && next === mostCodes) throw truncated()
    const long = size[known] as number
    let from = known
    for (let i = to + long - 1; i >= to; i--) {
      if (i < length) out[i] = pixel[from] as number
      from = before[from] as number
    }
    const first = out[to] as number
    to += long
    if (code === next && to < length) out[to++] = first
    if (last >= 0 && next < mostCodes) {
      before[next] = last
      pixel[next] = first
      size[next] = (size[last] as number) + 1
      next++
      if (next === 1 << width && width < 12) width++
    }
    last = code
  }
  return out
}

/** Pixels compressed, with smallest codes of `bits` bits. */
export function packLzw(pixels: ArrayLike<number>, bits: number): Uint8Array {
  const out: number[] = []
  const clear = 1 << bits
  const codes = new Map<number, number>()
  let width = bits + 1
  let next = clear + 2
  let held = 0
  let count = 0
  const write = (code: number): void => {
    held |= code << count
    for (count += width; count >= 8; count -= 8) {
      out.push(held & 255)
      held >>>= 8
    }
  }
  write(clear)
  let code = -1
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] as number
    if (code < 0) {
      code = pixel
      continue
    }
    const longer = codes.get((code << 8) | pixel)
    if (longer !== undefined) {
      code = longer
      continue
    }
    write(code)
    if (next === mostCodes) {
      write(clear)
      codes.clear()
      width = bits + 1
      next = clear + 2
    } else {
      codes.set((code << 8) | pixel, next)
      if (next === 1 << width) width++
      next++
    }
    code = pixel
  }
  if (code >= 0) write(code)
  write(clear + 1)
  if (count > 0) out.push(held & 255)
  return Uint8Array.from(out)
}
