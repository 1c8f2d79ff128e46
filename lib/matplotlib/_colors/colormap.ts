// From numbers to colours. Mirrors matplotlib/colors.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { type Color, type Rgba, to_rgba, to_rgba_array } from './spell.js'

const { floor } = Math
const notANumber = Number.isNaN

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

type Colormap_ = Colormap

type ListedColormap_ = ListedColormap

type LinearSegmentedColormap_ = LinearSegmentedColormap

export {
  Colormap_ as Colormap,
  LinearSegmentedColormap_ as LinearSegmentedColormap,
  ListedColormap_ as ListedColormap,
}
