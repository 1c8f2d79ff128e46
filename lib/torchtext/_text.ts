// What Python's `str` and text files do, where JavaScript's own differ.

import { readFileSync } from 'node:fs'
import { FileNotFoundError } from '../errors.js'

/** The characters that `str.isspace()` knows, inside a character class. */
export const spaces = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`

const words = new RegExp(`[^${spaces}]+`, 'g')

/** `text.split()`. */
export function splitWords(text: string): string[] {
  return text.match(words) ?? []
}

/** `text.rstrip('\n')`. */
export function stripNewlines(text: string): string {
  return text.replace(/\n+$/, '')
}

/** Compares as Python does, by code points; JavaScript compares UTF-16's units. */
export function compareTexts(a: string, b: string): number {
  const [first, second] = [a[Symbol.iterator](), b[Symbol.iterator]()]
  for (;;) {
    const [x, y] = [first.next(), second.next()]
    if (x.done || y.done) return Number(Boolean(y.done)) - Number(Boolean(x.done))
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
}

/** The whole of a text file, its lines ended by `\n` as Python's text mode reads them. */
export function readText(path: string, encoding: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`)
  }
  // TextDecoder drops a byte order mark, Python's utf-8 keeps it.
  const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  return text.replace(/\r\n?/g, '\n')
}

/** The lines of a text, each with its `\n`. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
