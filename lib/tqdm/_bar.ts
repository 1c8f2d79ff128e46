// The bar itself. Mirrors Bar of tqdm/std.py.

import { warn } from '../warnings.js'

const ASCII = ' 123456789#'
const UTF = ' ▏▎▍▌▋▊▉█'
const BLANK = '  '

const colours = ['BLACK', 'RED', 'GREEN', 'YELLOW', 'BLUE', 'MAGENTA', 'CYAN', 'WHITE']

function colourCode(colour: string): string {
  const at = colours.indexOf(colour.toUpperCase())
  if (at >= 0) return `\x1b[${30 + at}m`
  const [, red, green, blue] = /^#(..)(..)(..)$/.exec(colour) ?? []
  const parts = [red, green, blue].map((part) => Number.parseInt(part ?? '', 16))
  if (parts.every(Number.isInteger)) return `\x1b[38;2;${parts.join(';')}m`
  warn(`Unknown colour (${colour}); valid choices: [hex (#00ff00), ${colours.join(', ')}]`)
  return ''
}

/** The bar of a fraction from 0 to 1, as a value that a template formats: `{bar}`, `{bar:20}`, `{bar:-10}`. */
export class Bar {
  readonly #fraction: number
  readonly #length: number
  readonly #characters: string
  readonly #colour: string
  /** Whether a template has asked for it. */
  asked = false

  constructor(fraction: number, length: number, ascii: boolean | string, colour: string | null) {
    if (!(fraction >= 0 && fraction <= 1)) warn('clamping frac to range [0, 1]')
    this.#fraction = Math.max(0, Math.min(1, fraction))
    this.#length = length
    this.#characters = ascii === true ? ASCII : ascii || UTF
    this.#colour = colour ? colourCode(colour) : ''
  }

  static blank(length: number, colour: string | null): Bar {
    return new Bar(0, length, BLANK, colour)
  }

  __format__(spec: string): string {
    this.asked = true
    const [, size = '', kind = ''] = /^(-?\d*)([aub]?)$/i.exec(spec) ?? []
    const own = { a: ASCII, u: UTF, b: BLANK }[kind.toLowerCase()]
    const symbols = Array.from(own ?? this.#characters)
    const given = size === '' ? this.#length : Number(size)
    const length = given < 0 ? given + this.#length : given
    const steps = symbols.length - 1
    const filled = Math.trunc(this.#fraction * length * steps)
    const whole = Math.floor(filled / steps)
    let text = (symbols.at(-1) as string).repeat(whole)
    if (whole < length) {
      text +=
        (symbols[filled % steps] as string) + (symbols[0] as string).repeat(length - whole - 1)
    }
    return this.#colour === '' ? text : `${this.#colour}${text}\x1b[0m`
  }
}
