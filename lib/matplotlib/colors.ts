// Colours, colormaps and the norms that lead numbers into them. Mirrors matplotlib/colors.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import { pyRepr, strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { extent, toFlat, toValues } from './_array.js'
import { CSS4_COLORS, TABLEAU_COLORS } from './_color_data.js'
import { rcParams } from './_rc.js'

// Once per pixel: looked up once.
const { floor } = Math
const notANumber = Number.isNaN

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

/** Python's rounding. */
function halfEven(value: number): number {
  const whole = Math.floor(value)
  return value - whole === 0.5 ? whole + (whole % 2) : Math.round(value)
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
      halfEven(one * 255)
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

/** Leads numbers into 256 colours, or fewer: a list of `[r, g, b, a]`, and what lies beside it. */
class Colormap {
  readonly name: string
  readonly N: number
  private readonly lut: readonly Rgba[]
  private bad: Rgba = [0, 0, 0, 0]
  private under: Rgba | null = null
  private over: Rgba | null = null

  constructor(name: string, lut: readonly Rgba[]) {
    this.name = name
    this.lut = lut
    this.N = lut.length
  }

  /** The colour of a number from 0 to 1, or of an entry where `X` is an integer that is not 0 or 1. */
  color(x: number): Rgba {
    if (notANumber(x)) return this.bad
    if (x < 0) return this.under ?? (this.lut[0] as Rgba)
    if (x > 1) return this.over ?? (this.lut[this.N - 1] as Rgba)
    const i = floor(x * this.N)
    return this.lut[i < this.N ? i : this.N - 1] as Rgba
  }

  /** The colour of entry i. */
  entry(i: number): Rgba {
    return this.lut[Math.min(Math.max(i, 0), this.N - 1)] as Rgba
  }

  set_bad(color: Color = 'k', alpha: number | null = null): void {
    this.bad = to_rgba(color, alpha)
  }

  set_under(color: Color = 'k', alpha: number | null = null): void {
    this.under = to_rgba(color, alpha)
  }

  set_over(color: Color = 'k', alpha: number | null = null): void {
    this.over = to_rgba(color, alpha)
  }

  /** The same colours the other way round. */
  reversed(name = `${this.name}_r`): Colormap {
    return new Colormap(name, [...this.lut].reverse())
  }

  /** The map with another number of colours. */
  resampled(lutsize: number): Colormap {
    const at = (i: number): Rgba => this.color(lutsize === 1 ? 0 : i / (lutsize - 1))
    return new Colormap(
      this.name,
      Array.from({ length: lutsize }, (_, i) => at(i)),
    )
  }
}

const initListed = initializer<[colors: readonly Color[], name: string]>()(
  'ListedColormap.__init__(self, colors, name="from_list")',
)

class ListedColormap extends Colormap {
  readonly colors: readonly Color[]

  constructor(...args: ArgumentsOf<typeof initListed>) {
    const { colors, name } = initListed(args)
    super(name, to_rgba_array(colors))
    this.colors = colors
  }
}

/** One channel: points x, and the values on both sides of each. */
export type Segment = readonly (readonly [x: number, y0: number, y1: number])[]

/** `n` values along the points of a channel. */
function alongSegments(segment: Segment, n: number): number[] {
  const values: number[] = []
  let k = 1
  for (let i = 0; i < n; i++) {
    const at = i / (n - 1)
    while (k < segment.length - 1 && (segment[k] as Segment[number])[0] < at) k++
    const [x0, , left] = segment[k - 1] as Segment[number]
    const [x1, right] = segment[k] as Segment[number]
    const value = x1 === x0 ? right : left + ((at - x0) / (x1 - x0)) * (right - left)
    values.push(Math.min(Math.max(i === 0 ? (segment[0] as Segment[number])[2] : value, 0), 1))
  }
  return values
}

class LinearSegmentedColormap extends Colormap {
  constructor(name: string, segmentdata: { red: Segment; green: Segment; blue: Segment }, N = 256) {
    const [red, green, blue] = [segmentdata.red, segmentdata.green, segmentdata.blue].map((one) =>
      alongSegments(one, N),
    ) as [number[], number[], number[]]
    super(
      name,
      red.map((r, i): Rgba => [r, green[i] as number, blue[i] as number, 1]),
    )
  }

  /** A map through colours at equal distances. */
  static from_list(name: string, colors: readonly Color[], N = 256): LinearSegmentedColormap {
    const rgba = colors.map((color) => to_rgba(color))
    const channel = (c: number): Segment =>
      rgba.map((one, i) => [i / (rgba.length - 1), one[c] as number, one[c] as number])
    return new LinearSegmentedColormap(
      name,
      { red: channel(0), green: channel(1), blue: channel(2) },
      N,
    )
  }
}

const initNormalize = initializer<[vmin: number | null, vmax: number | null, clip: boolean]>()(
  'Normalize.__init__(self, vmin=None, vmax=None, clip=False)',
)

class Normalize {
  vmin: number | null
  vmax: number | null
  clip: boolean

  constructor(...args: ArgumentsOf<typeof initNormalize>) {
    const { vmin, vmax, clip } = initNormalize(args)
    this.vmin = vmin
    this.vmax = vmax
    this.clip = clip
  }

  /** Sets the limits that are not set from data. */
  autoscale_None(A: unknown): void {
    this.autoscaleTo(toFlat(A))
  }
  /** {@link autoscale_None} for numbers that are flat already. */
  autoscaleTo(data: Float64Array): void {
    const [low, high] = extent(data)
    if (low > high) return
    this.vmin ??= low
    this.vmax ??= high
  }

  scaled(): boolean {
    return this.vmin !== null && this.vmax !== null
  }

  /** A number as its place between the limits: 0 at the lower, 1 at the upper. */
  one(value: number): number {
    const low = this.vmin ?? 0
    const high = this.vmax ?? 1
    if (low === high) return 0
    if (low > high) throw new ValueError('minvalue must be less than or equal to maxvalue')
    const place = (value - low) / (high - low)
    return this.clip ? Math.min(Math.max(place, 0), 1) : place
  }

  /** The number at a place. */
  inverse(place: number): number {
    const low = this.vmin ?? 0
    return low + place * ((this.vmax ?? 1) - low)
  }
}

class LogNorm extends Normalize {
  override autoscaleTo(data: Float64Array): void {
    super.autoscaleTo(data.filter((one) => one > 0))
  }

  override one(value: number): number {
    const low = Math.log10(this.vmin ?? 1)
    const high = Math.log10(this.vmax ?? 10)
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new ValueError('Invalid vmin or vmax')
    return value > 0 ? (Math.log10(value) - low) / (high - low) : Number.NaN
  }

  override inverse(place: number): number {
    const low = Math.log10(this.vmin ?? 1)
    return 10 ** (low + place * (Math.log10(this.vmax ?? 10) - low))
  }
}

/** Whether a value is three or four numbers per item, colours already. */
export function isRgbRows(value: unknown): boolean {
  const { shape } = toValues(value)
  return shape.length === 2 && (shape[1] === 3 || shape[1] === 4)
}

/**
 * A map from numbers to colours: `color(x)` for x from 0 to 1, `entry(i)` for one of its `N` colours.
 *
 * @example plt.get_cmap('gray').N // 256
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.Colormap.html
 */
const Colormap_ = callable(Colormap)
/**
 * A map of the colours of a list.
 *
 * @example ListedColormap(['red', 'blue']).color(1) // [0, 0, 1, 1]
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.ListedColormap.html
 */
const ListedColormap_ = callable(ListedColormap)
/**
 * A map that is linear between points, channel by channel; `from_list` takes colours at equal distances.
 *
 * @example LinearSegmentedColormap.from_list('mine', ['k', 'w']).entry(255) // [1, 1, 1, 1]
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.LinearSegmentedColormap.html
 */
const LinearSegmentedColormap_ = callable(LinearSegmentedColormap)
/**
 * Leads numbers from `vmin` to `vmax` to 0 to 1; limits that are null come from the data.
 *
 * @example Normalize(0, 10).one(5) // 0.5
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.Normalize.html
 */
const Normalize_ = callable(Normalize)
/**
 * Leads numbers to 0 to 1 by their logarithms.
 *
 * @example LogNorm({ vmin: 1, vmax: 100 }).one(10) // 0.5
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.LogNorm.html
 */
const LogNorm_ = callable(LogNorm)

type Colormap_ = Colormap
type ListedColormap_ = ListedColormap
type LinearSegmentedColormap_ = LinearSegmentedColormap
type Normalize_ = Normalize
type LogNorm_ = LogNorm

export {
  Colormap_ as Colormap,
  CSS4_COLORS,
  LinearSegmentedColormap_ as LinearSegmentedColormap,
  ListedColormap_ as ListedColormap,
  LogNorm_ as LogNorm,
  Normalize_ as Normalize,
  TABLEAU_COLORS,
}
