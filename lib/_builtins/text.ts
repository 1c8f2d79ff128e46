// Python's ord(), chr() and the constants of its module `string`.

import { typeName } from '../_typename.js'
import { ValueError } from '../errors.js'

/**
 * The code point of a character.
 *
 * @example ord('a') // 97
 *
 * @see https://docs.python.org/3/library/functions.html#ord
 */
export function ord(c: string): number {
  if (typeof c !== 'string') {
    throw new TypeError(`ord() expected string of length 1, but ${typeName(c)} found`)
  }
  const characters = Array.from(c)
  if (characters.length !== 1) {
    throw new TypeError(
      `ord() expected a character, but string of length ${characters.length} found`,
    )
  }
  return c.codePointAt(0) as number
}

/**
 * The character with a code point; one that is out of range is a ValueError.
 *
 * @example chr(97) // 'a'
 *
 * @see https://docs.python.org/3/library/functions.html#chr
 */
export function chr(i: number): string {
  if (!Number.isInteger(i)) {
    throw new TypeError(`'${typeName(i)}' object cannot be interpreted as an integer`)
  }
  if (i < 0 || i > 0x10ffff) throw new ValueError('chr() arg not in range(0x110000)')
  return String.fromCodePoint(i)
}

const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const whitespace = ' \t\n\r\v\f'

/**
 * The constants of Python's module `string`.
 *
 * @example
 * const all_letters = string.ascii_letters + " .,;'"
 * all_letters.length // 57
 *
 * @see https://docs.python.org/3/library/string.html
 */
export const string = {
  ascii_lowercase: lower,
  ascii_uppercase: upper,
  ascii_letters: lower + upper,
  digits: '0123456789',
  punctuation,
  whitespace,
  printable: `0123456789${lower}${upper}${punctuation}${whitespace}`,
} as const
