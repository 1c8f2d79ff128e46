// Contours in axes. Mirrors contour and contourf of matplotlib.

import { isPlainObject } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { type ArrayLike, extent, shapeText, toFlat, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import type { CollectionOptions } from '../collections.js'
import { type Color, to_rgba_array } from '../colors.js'
import { levelBand, levelLines, QuadContourSet } from '../contour.js'
import { MaxNLocator } from '../ticker.js'
import { AxesAreas } from './_areas.js'

/** Keywords of `contour` and `contourf`. */
export interface ContourOptions extends CollectionOptions {
  /** The heights, or how many nice ones at most. */
  levels?: number | ArrayLike | null
  colors?: Color | readonly Color[] | null
  origin?: 'upper' | 'lower' | null
  antialiased?: boolean
}

/** The coordinates of columns or of rows, from a list or from a grid such as `meshgrid` gives. */
function line(values: unknown, name: 'x' | 'y', count: number): number[] {
  const { data, shape } = toValues(values)
  const [rows = 0, columns = 0] = shape
  const all =
    shape.length === 2
      ? Array.from(
          { length: name === 'x' ? columns : rows },
          (_, i) => data[name === 'x' ? i : i * columns] as number,
        )
      : Array.from(data)
  if (all.length !== count) {
    throw new TypeError(
      `Length of ${name} (${all.length}) must match number of ${name === 'x' ? 'columns' : 'rows'} in z (${count})`,
    )
  }
  return all
}

function heightLevels(
  levels: ContourOptions['levels'],
  z: Float64Array,
  filled: boolean,
): number[] {
  if (typeof levels === 'object' && levels !== null) {
    const given = Array.from(toFlat(levels))
    if (given.some((one, i) => i > 0 && one <= (given[i - 1] as number))) {
      throw new ValueError('Contour levels must be increasing')
    }
    if (filled && given.length < 2)
      throw new ValueError('Filled contours require at least 2 levels.')
    return given
  }
  const [low, high] = extent(z)
  const all = new MaxNLocator(((levels as number | null) ?? 7) + 1, { min_n_ticks: 1 }).tick_values(
    low,
    high,
  )
  const under = all.filter((one) => one < low).length
  const over = all.findIndex((one) => one > high)
  const from = Math.max(under - 1, 0)
  const to = over < 0 ? all.length : over + 1
  const kept = to - from < 3 ? all : all.slice(from, to)
  return filled ? kept : kept.filter((one) => one > low && one < high)
}

export abstract class AxesContours extends AxesAreas {
  /** Lines of equal height: `contour(Z)`, `contour(X, Y, Z)`, each with a list of levels or their number. */
  contour(Z: ArrayLike, options?: ContourOptions): QuadContourSet
  contour(Z: ArrayLike, levels: ContourOptions['levels'], options?: ContourOptions): QuadContourSet
  contour(X: ArrayLike, Y: ArrayLike, Z: ArrayLike, options?: ContourOptions): QuadContourSet
  contour(
    X: ArrayLike,
    Y: ArrayLike,
    Z: ArrayLike,
    levels: ContourOptions['levels'],
    options?: ContourOptions,
  ): QuadContourSet
  contour(...args: unknown[]): QuadContourSet {
    return this.contours(args, false)
  }
  /**
   * Areas between heights, such as the regions of a classifier: `contourf(X, Y, Z, { alpha: 0.4, cmap: 'coolwarm' })`.
   *
   * @example
   * const heights = torch.arange(9).view(3, 3)
   * plt.gca().contourf(heights, { levels: [0, 4, 8] }).levels // [0, 4, 8]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.contourf.html
   */
  contourf(Z: ArrayLike, options?: ContourOptions): QuadContourSet
  contourf(Z: ArrayLike, levels: ContourOptions['levels'], options?: ContourOptions): QuadContourSet
  contourf(X: ArrayLike, Y: ArrayLike, Z: ArrayLike, options?: ContourOptions): QuadContourSet
  contourf(
    X: ArrayLike,
    Y: ArrayLike,
    Z: ArrayLike,
    levels: ContourOptions['levels'],
    options?: ContourOptions,
  ): QuadContourSet
  contourf(...args: unknown[]): QuadContourSet {
    return this.contours(args, true)
  }

  private contours(args: readonly unknown[], filled: boolean): QuadContourSet {
    const last = args.at(-1)
    const keyed = isPlainObject(last) && !('shape' in last)
    const {
      levels: byKeyword,
      colors,
      origin: _,
      antialiased: _on,
      ...look
    } = (keyed ? last : {}) as ContourOptions
    const data = keyed ? args.slice(0, -1) : args
    const grid = data.length >= 3
    const dashed = look.linestyle ?? look.linestyles ?? look.ls
    const { data: z, shape } = toValues(data[grid ? 2 : 0])
    const [rows = 0, columns = 0] = shape
    if (shape.length !== 2) throw new TypeError(`Input z must be 2D, not ${shape.length}D`)
    if (rows < 2 || columns < 2) {
      throw new TypeError(
        `Input z must be at least a (2, 2) shaped array, but has shape ${shapeText(shape)}`,
      )
    }
    const count = (n: number): number[] => Array.from({ length: n }, (_unused, i) => i)
    const x = grid ? line(data[0], 'x', columns) : count(columns)
    const y = grid ? line(data[1], 'y', rows) : count(rows)
    const levels = heightLevels(
      (byKeyword ?? data[grid ? 3 : 1]) as ContourOptions['levels'],
      z,
      filled,
    )
    const heights = { x, y, z }
    const paths = filled
      ? levels.slice(1).map((high, i) => levelBand(heights, levels[i] as number, high))
      : levels.map((level) => levelLines(heights, level))
    const set = new QuadContourSet(
      levels,
      paths,
      {
        ...(filled ? {} : { linewidth: rcParams['lines.linewidth'] }),
        ...(colors ? { color: colors } : {}),
        ...look,
      },
      filled,
      !filled &&
        !dashed &&
        colors !== null &&
        colors !== undefined &&
        to_rgba_array(colors as Color).length === 1,
    )
    if (!colors) {
      set.norm.autoscale_None(levels)
      set.set_array(
        filled ? levels.slice(1).map((high, i) => (high + (levels[i] as number)) / 2) : levels,
      )
      if (filled) set.mappable.boundaries = levels
    }
    this.updateDataLimits('x', x)
    this.updateDataLimits('y', y)
    const [xs, ys] = [extent(x), extent(y)]
    set.sticky_edges.x.push(...xs)
    set.sticky_edges.y.push(...ys)
    this.requestAutoscale()
    return this.add(set)
  }
}
