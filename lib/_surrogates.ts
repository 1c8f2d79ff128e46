// Strings as UTF-8 with Python's error handler `surrogatepass`: halves of surrogate pairs are kept, three bytes each.

import { isUtf8 } from 'node:buffer'
import { ValueError } from './errors.js'

// Halves of pairs: with the flag `u` whole pairs are one character.
const half = /\p{Surrogate}/u

/** The bytes of a string. */
export function encodeUtf8(text: string): Buffer {
  if (!half.test(text)) return Buffer.from(text)
  const parts = Array.from(text, (char) => {
    if (!half.test(char)) return Buffer.from(char)
    const unit = char.charCodeAt(0)
    return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)])
  })
  return Buffer.concat(parts)
}

/** The string of bytes; a ValueError, as Python's UnicodeDecodeError is, for what is not UTF-8. */
export function decodeUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  let text = ''
  let start = 0
  for (let i = 0; i + 2 < bytes.length; i++) {
    const [a, b, c] = [bytes[i] as number, bytes[i + 1] as number, bytes[i + 2] as number]
    if (a !== 0xed || b >> 5 !== 5 || c >> 6 !== 2) continue
    text += strict(bytes.subarray(start, i))
    text += String.fromCharCode(((a & 15) << 12) | ((b & 63) << 6) | (c & 63))
    start = i + 3
    i += 2
  }
  return text + strict(bytes.subarray(start))
}

function strict(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  throw new ValueError("'utf-8' codec can't decode bytes: invalid data")
}
