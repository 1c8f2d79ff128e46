// Grids of axes in figures.

import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import type { TightLayoutOptions } from '../_tight_layout.js'
import type { Axes } from '../axes/_axes.js'
import type { AxesOptions } from '../axes/_base.js'
import type { Figure, Subplots, SubplotsOptions } from '../figure.js'
import { GridSpec, type SubplotPars, type SubplotSpec } from '../gridspec.js'
import { figure, gca, gcf, type PyplotFigureOptions } from './state.js'

const bindSubplots = python(
  'subplots(nrows=1, ncols=1, *, sharex=False, sharey=False, squeeze=True, width_ratios=None, height_ratios=None, subplot_kw=None, gridspec_kw=None, **fig_kw)',
)

/**
 * A new figure with a grid of axes: `[fig, ax]`, `[fig, axes]`. Several rows and columns are a two-dimensional array
 * (`axes[0][1]`, `axes['0, 1']`, `axes.flat`), one row or column a list, one cell the axes themselves, unless `squeeze`
 * is false.
 *
 * @example
 * const [fig, axes] = plt.subplots(2, 3, { sharex: true, figsize: [9, 6] })
 * axes.shape // [2, 3]
 * for (const row of axes) for (const ax of row) ax.plot([1, 2])
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplots.html
 */
export function subplots<
  const R extends number = 1,
  const C extends number = 1,
  const S extends boolean = true,
>(
  options?: SubplotsOptions & PyplotFigureOptions & { nrows?: R; ncols?: C; squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots<
  const R extends number,
  const C extends number = 1,
  const S extends boolean = true,
>(
  nrows: R,
  options?: SubplotsOptions & PyplotFigureOptions & { ncols?: C; squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots<
  const R extends number,
  const C extends number,
  const S extends boolean = true,
>(
  nrows: R,
  ncols: C,
  options?: SubplotsOptions & PyplotFigureOptions & { squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots(...args: unknown[]): [Figure, never] {
  const { fig_kw, ...rest } = bindSubplots<{ fig_kw: PyplotFigureOptions }>(args)
  const fig = figure(fig_kw)
  return [fig, fig.subplots(rest as SubplotsOptions) as never]
}

/**
 * Axes in a grid of the current figure, `subplot(2, 1, 1)` or `subplot(211)`; those that are there already are taken.
 *
 * @example plt.subplot(1, 2, 1) === plt.subplot(121) // True
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplot.html
 */
export function subplot(options?: AxesOptions): Axes
export function subplot(pos: number | SubplotSpec, options?: AxesOptions): Axes
export function subplot(
  nrows: number,
  ncols: number,
  index: number | readonly [number, number],
  options?: AxesOptions,
): Axes
export function subplot(...args: unknown[]): Axes {
  if (args.length === 2 && !isPlainObject(args[1])) {
    throw new TypeError('subplot() takes 1 or 3 positional arguments but 2 were given')
  }
  const fig = gcf()
  const before = fig.axes.length
  const current = fig.axes.length > 0 ? fig.gca() : null
  const add = fig.add_subplot as (...all: unknown[]) => Axes
  const made = add.apply(fig, args.length === 0 ? [1, 1, 1] : args)
  const spec = made.get_subplotspec()
  const same = fig.axes.slice(0, before).find((ax) => {
    const other = ax.get_subplotspec()
    return (
      spec !== null &&
      other !== null &&
      other.grid.nrows === spec.grid.nrows &&
      other.grid.ncols === spec.grid.ncols &&
      other.row0 === spec.row0 &&
      other.row1 === spec.row1 &&
      other.column0 === spec.column0 &&
      other.column1 === spec.column1
    )
  })
  if (same === undefined) return made
  fig.delaxes(made)
  if (current !== null) fig.sca(current)
  const last = args.at(-1)
  if (isPlainObject(last)) same.set(last as AxesOptions)
  return fig.sca(same)
}

/**
 * Axes that may span rows and columns of a grid.
 *
 * @example plt.subplot2grid([3, 3], [0, 0], 1, 2).get_subplotspec()?.column1 // 1
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplot2grid.html
 */
export function subplot2grid(
  shape: readonly [number, number],
  loc: readonly [number, number],
  rowspan = 1,
  colspan = 1,
): Axes {
  const cells = new GridSpec(shape[0], shape[1], { figure: gcf() })
  return gcf().add_subplot(cells.at([loc[0], loc[0] + rowspan], [loc[1], loc[1] + colspan]))
}

/** Axes at a rectangle in parts of the figure, or as large as usual. */
export function axes(
  rect: readonly [number, number, number, number] | null = null,
  options: AxesOptions = {},
): Axes {
  return rect === null ? gcf().add_subplot(options) : gcf().add_axes(rect, options)
}

/** Axes on the place of others with their own y. */
export function twinx(ax: Axes | null = null): Axes {
  return (ax ?? gca()).twinx()
}

/** Axes on the place of others with their own x. */
export function twiny(ax: Axes | null = null): Axes {
  return (ax ?? gca()).twiny()
}

/** Makes room for the labels of the current figure. */
export function tight_layout(options: TightLayoutOptions = {}): void {
  gcf().tight_layout(options)
}

/** Sets the room around and between the axes of the current figure. */
export function subplots_adjust(options: Partial<SubplotPars> = {}): void {
  gcf().subplots_adjust(options)
}
