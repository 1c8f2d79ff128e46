// Mirrors PIL/ImageColor.py: colours by name or in CSS's notation.

import { ValueError } from '../errors.js'
import { luma } from './_color.js'
import { toInt } from './_numbers.js'

/** Red, green and blue, and an alpha where one was given. */
export type Color = [number, number, number] | [number, number, number, number]

const names =
  'aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc ' +
  'bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a ' +
  'burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 ' +
  'cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b ' +
  'darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 ' +
  'darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 ' +
  'darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b ' +
  'darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 ' +
  'deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff ' +
  'firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ' +
  'ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 grey 808080 green 008000 ' +
  'greenyellow adff2f honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ' +
  'ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 ' +
  'lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff ' +
  'lightgoldenrodyellow fafad2 lightgreen 90ee90 lightgray d3d3d3 lightgrey d3d3d3 ' +
  'lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa ' +
  'lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 ' +
  'lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 ' +
  'mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db ' +
  'mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a ' +
  'mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa ' +
  'mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 ' +
  'olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa ' +
  'palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 ' +
  'peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 ' +
  'rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 ' +
  'salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 ' +
  'skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa ' +
  'springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 ' +
  'turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 ' +
  'yellowgreen 9acd32'

let byName: Map<string, string> | null = null

function named(name: string): string | undefined {
  if (byName === null) {
    const words = names.split(' ')
    byName = new Map()
    for (let i = 0; i < words.length; i += 2) byName.set(words[i] as string, words[i + 1] as string)
  }
  return byName.get(name)
}

const hex = (digits: string): Color =>
  (digits.length < 6 ? [...digits].map((one) => one + one) : (digits.match(/../g) as string[])).map(
    (pair) => Number.parseInt(pair, 16),
  ) as unknown as Color

/**
 * The colour that a text names: `'red'`, `'#ff0000'`, `'#f00'`, `'rgb(255, 0, 0)'`, `'rgb(100%, 0%, 0%)'`,
 * `'hsl(0, 100%, 50%)'`, `'hsv(0, 100%, 100%)'`.
 *
 * @throws ValueError for any other text.
 *
 * @example
 * ImageColor.getrgb('orange') // [255, 165, 0]
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageColor.html#PIL.ImageColor.getrgb
 */
export function getrgb(color: string): Color {
  if (color.length > 100) throw new ValueError('color specifier is too long')
  const text = color.toLowerCase()
  const known = named(text) ?? /^#((?:[a-f0-9]{3,4})|[a-f0-9]{6}|[a-f0-9]{8})$/.exec(text)?.[1]
  if (known !== undefined) return hex(known)
  const [, kind, inside] = /^(rgba?|hs[lvb])\(([^()]*)\)$/.exec(text) ?? []
  const parts = inside?.split(',').map((part) => part.trim()) ?? []
  const found = kind === undefined ? null : fromParts(kind, parts)
  if (found === null) throw new ValueError(`unknown color specifier: '${color}'`)
  return found
}

const number = /^\d+\.?\d*$/

function fromParts(kind: string, parts: readonly string[]): Color | null {
  const whole = (part: string | undefined): boolean => /^\d+$/.test(part ?? '')
  const percent = (part: string | undefined): boolean => /^\d+\.?\d*%$/.test(part ?? '')
  const values = parts.map(Number.parseFloat)
  if (kind.startsWith('rgb')) {
    if (parts.length !== kind.length) return null
    if (parts.every(whole)) return values as unknown as Color
    if (kind === 'rgb' && parts.every((part) => percent(part) && /^\d+%$/.test(part))) {
      return values.map((value) => toInt((value * 255) / 100 + 0.5)) as unknown as Color
    }
    return null
  }
  const [first, second, third] = parts
  if (parts.length !== 3 || !number.test(first ?? '') || !percent(second) || !percent(third)) {
    return null
  }
  const [h, s, v] = [(values[0] ?? 0) / 360, (values[1] ?? 0) / 100, (values[2] ?? 0) / 100]
  const rgb = kind === 'hsl' ? hslToRgb(h, v, s) : hsvToRgb(h, s, v)
  return rgb.map((value) => toInt(value * 255 + 0.5)) as unknown as Color
}

// As Python's `colorsys` has them.
function hslToRgb(h: number, l: number, s: number): number[] {
  if (s === 0) return [l, l, l]
  const high = l <= 0.5 ? l * (1 + s) : l + s - l * s
  const low = 2 * l - high
  const one = (at: number): number => {
    const hue = ((at % 1) + 1) % 1
    if (hue < 1 / 6) return low + (high - low) * hue * 6
    if (hue < 0.5) return high
    return hue < 2 / 3 ? low + (high - low) * (2 / 3 - hue) * 6 : low
  }
  return [one(h + 1 / 3), one(h), one(h - 1 / 3)]
}

function hsvToRgb(h: number, s: number, v: number): number[] {
  const sector = Math.floor(h * 6)
  const rest = h * 6 - sector
  const [p, q, t] = [v * (1 - s), v * (1 - s * rest), v * (1 - s * (1 - rest))]
  const all = [
    [v, t, p],
    [q, v, p],
    [p, v, t],
    [p, q, v],
    [t, p, v],
    [v, p, q],
  ]
  return all[sector % 6] as number[]
}

/**
 * The colour that a text names, as a pixel of a mode: a number where the mode has one band.
 *
 * @example
 * ImageColor.getcolor('white', 'L') // 255
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageColor.html#PIL.ImageColor.getcolor
 */
export function getcolor(color: string, mode: string): number | number[] {
  const [r, g, b, a = 255] = getrgb(color)
  if (mode === 'HSV') return hsv(r / 255, g / 255, b / 255).map((part) => toInt(part * 255))
  if (['1', 'L', 'LA', 'I', 'F', 'I;16'].includes(mode)) {
    const grey = luma(r, g, b)
    return mode === 'LA' ? [grey, a] : grey
  }
  return mode.endsWith('A') ? [r, g, b, a] : [r, g, b]
}

function hsv(r: number, g: number, b: number): [number, number, number] {
  const max = Math.max(r, g, b)
  const range = max - Math.min(r, g, b)
  if (range === 0) return [0, 0, max]
  const [rc, gc, bc] = [(max - r) / range, (max - g) / range, (max - b) / range]
  const sector = r === max ? bc - gc : g === max ? 2 + rc - bc : 4 + gc - rc
  const hue = (sector / 6) % 1
  return [hue < 0 ? hue + 1 : hue, range / max, max]
}
