// How colours are spelt. Mirrors matplotlib/colors.py.

import { pyRepr, strRepr } from '../../_repr.js'
import { roundHalfEven } from '../../_round.js'
import { ValueError } from '../../errors.js'
import { toFlat, toValues } from '../_array.js'
import { CSS4_COLORS, TABLEAU_COLORS } from '../_color_data.js'
import { rcParams } from '../_rc.js'

/** Red, green, blue and opacity, each from 0 to 1. */
export type Rgba = [number, number, number, number]

/**
 * A colour: a name (`'red'`, `'tab:blue'`, `'C0'`, `'k'`, `'none'`), `'#rrggbb'`, a shade of gray as `'0.5'`, three or
 * four numbers from 0 to 1, or a colour and its opacity.
 */
export type Color =
  | string
  | readonly [number, number, number]
  | readonly [number, number, number, number]
  | readonly number[]
  | readonly [string, number]

const single: Readonly<Record<string, Rgba>> = {
  b: [0, 0, 1, 1],
  g: [0, 0.5, 0, 1],
  r: [1, 0, 0, 1],
  c: [0, 0.75, 0.75, 1],
  m: [0.75, 0, 0.75, 1],
  y: [0.75, 0.75, 0, 1],
  k: [0, 0, 0, 1],
  w: [1, 1, 1, 1],
}

function ofHex(text: string): Rgba | null {
  const digits = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1]
  if (digits === undefined) return null
  const pairs = digits.length < 6 ? [...digits].map((d) => d + d) : (digits.match(/../g) ?? [])
  const [r = 0, g = 0, b = 0, a = 1] = pairs.map((pair) => Number.parseInt(pair, 16) / 255)
  return [r, g, b, a]
}

function ofName(text: string): Rgba | null {
  if (text.toLowerCase() === 'none') return [0, 0, 0, 0]
  const cycle = /^C(\d+)$/.exec(text)
  if (cycle) {
    const colors = rcParams['axes.prop_cycle']
    return ofName(colors[Number(cycle[1]) % colors.length] ?? 'k')
  }
  if (Object.hasOwn(single, text)) return [...(single[text] as Rgba)]
  const lower = text.toLowerCase()
  if (Object.hasOwn(TABLEAU_COLORS, lower)) return ofHex(TABLEAU_COLORS[lower] as string)
  if (Object.hasOwn(CSS4_COLORS, lower)) return ofHex(CSS4_COLORS[lower] as string)
  return ofHex(text)
}

function ofGray(text: string): Rgba | null {
  const gray = Number(text)
  if (text.trim() === '' || Number.isNaN(gray)) return null
  if (gray < 0 || gray > 1) {
    throw new ValueError(
      `Invalid string grayscale value ${strRepr(text)}. Value must be within 0-1 range`,
    )
  }
  return [gray, gray, gray, 1]
}

const invalid = (color: unknown): ValueError =>
  new ValueError(`Invalid RGBA argument: ${pyRepr(color)}`)

/**
 * A colour as four numbers; `alpha`, where given, is its opacity.
 *
 * @example
 * to_rgba('red') // [1, 0, 0, 1]
 * to_rgba('k', 0.5) // [0, 0, 0, 0.5]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.to_rgba.html
 */
export function to_rgba(color: Color, alpha: number | null = null): Rgba {
  if (alpha !== null && !(alpha >= 0 && alpha <= 1)) {
    throw new ValueError("'alpha' must be between 0 and 1, inclusive")
  }
  if (typeof color === 'string') {
    const rgba = ofName(color) ?? ofGray(color)
    if (rgba === null) throw invalid(color)
    if (alpha !== null && color.toLowerCase() !== 'none') rgba[3] = alpha
    return rgba
  }
  if (typeof color !== 'object' || color === null) throw invalid(color)
  if (color.length === 2 && typeof color[0] === 'string') {
    return to_rgba(color[0], alpha ?? (color[1] as number))
  }
  const [r = Number.NaN, g = Number.NaN, b = Number.NaN, a = 1, ...more] = toFlat(color)
  if (Number.isNaN(r + g + b) || more.length > 0) {
    throw new ValueError('RGBA sequence should have length 3 or 4')
  }
  if ([r, g, b, a].some((one) => one < 0 || one > 1)) {
    throw new ValueError('RGBA values should be within 0-1 range')
  }
  return [r, g, b, alpha ?? a]
}

/**
 * A colour as three numbers.
 *
 * @example to_rgb('lime') // [0, 1, 0]
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.to_rgb.html
 */
export function to_rgb(color: Color): [number, number, number] {
  const [r, g, b] = to_rgba(color)
  return [r, g, b]
}

/**
 * Whether a value is a colour.
 *
 * @example is_color_like('C3') // True
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.is_color_like.html
 */
export function is_color_like(color: unknown): boolean {
  try {
    to_rgba(color as Color)
    return true
  } catch {
    return false
  }
}

/** Throws a ValueError where a value is not a colour. */
export function checkColor(name: string, color: unknown): void {
  if (is_color_like(color)) return
  throw new ValueError(
    `${pyRepr(color)} is not a valid value for ${name}: supported inputs are (r, g, b) and (r, g, b, a) 0-1 float tuples; '#rrggbb', '#rrggbbaa', '#rgb', '#rgba' strings; named color strings; string reprs of 0-1 floats for grayscale values; 'C0', 'C1', ... strings for colors of the color cycle; and pairs combining one of the above with an alpha value`,
  )
}

/**
 * A colour as `'#rrggbb'`, or `'#rrggbbaa'` with `keep_alpha`.
 *
 * @example to_hex('C0') // '#1f77b4'
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.to_hex.html
 */
export function to_hex(color: Color, keep_alpha = false): string {
  const parts = keep_alpha ? to_rgba(color) : to_rgb(color)
  return `#${parts
    .map((one) =>
      roundHalfEven(one * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Whether a value is one colour rather than a list of them. */
function isOne(value: unknown): value is Color {
  if (typeof value === 'string') return true
  if (!Array.isArray(value)) return false
  return typeof value[0] === 'number' || (value.length === 2 && typeof value[1] === 'number')
}

/** One or several colours as lists of four numbers; `'none'` is an empty list. */
export function to_rgba_array(
  colors: Color | readonly Color[],
  alpha: number | readonly number[] | null = null,
): Rgba[] {
  if (typeof colors === 'string' && colors.toLowerCase() === 'none') return []
  const list = isOne(colors) ? [colors] : (colors as readonly Color[])
  const many = Array.isArray(alpha) ? (alpha as readonly number[]) : null
  if (many !== null && list.length === 1) return many.map((one) => to_rgba(list[0] as Color, one))
  return list.map((color, i) =>
    to_rgba(color, many === null ? (alpha as number | null) : (many[i] ?? null)),
  )
}

/** Whether a value is three or four numbers per item, colours already. */
export function isRgbRows(value: unknown): boolean {
  const { shape } = toValues(value)
  return shape.length === 2 && (shape[1] === 3 || shape[1] === 4)
}
