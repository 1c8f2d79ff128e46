// Grids of axes: the arguments of `add_subplot` and `subplots`. Mirrors matplotlib/figure.py and gridspec.py.

import { python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { suggestion } from './_api.js'
import { type AxesGrid, type AxesRow, grid, row } from './_axes_array.js'
import type { Axes } from './axes/_axes.js'
import type { AxesOptions } from './axes/_base.js'
import type { Figure } from './figure.js'
import { GridSpec, type GridSpecOptions, SubplotSpec } from './gridspec.js'

type Share = boolean | 'none' | 'all' | 'row' | 'col'

/** Keywords of `subplots`. */
export interface SubplotsOptions {
  sharex?: Share
  sharey?: Share
  squeeze?: boolean
  width_ratios?: readonly number[] | null
  height_ratios?: readonly number[] | null
  subplot_kw?: AxesOptions | null
  gridspec_kw?: GridSpecOptions | null
}

/** Axes as `subplots` gives them: alone, in a row, or in rows. */
export type Subplots<R extends number, C extends number, S extends boolean> = S extends false
  ? AxesGrid<Axes>
  : number extends R | C
    ? Axes & AxesRow<Axes> & AxesGrid<Axes>
    : [R, C] extends [1, 1]
      ? Axes
      : 1 extends R | C
        ? AxesRow<Axes>
        : AxesGrid<Axes>

/** A sum of the arguments of `add_subplot`: where in which grid. */
export function specOf(
  figure: Figure,
  args: readonly unknown[],
  name = 'add_subplot',
): SubplotSpec {
  const [first, columns, index] = args
  if (first instanceof SubplotSpec) return first
  if (args.length === 0) return new GridSpec(1, 1, { figure }).span(0)
  if (args.length === 1) {
    const digits = String(first)
    if (!/^[1-9]{2}\d$/.test(digits)) {
      throw new ValueError(
        `Single argument to subplot must be a three-digit integer, not ${pyRepr(first)}`,
      )
    }
    return specOf(figure, [...digits].map(Number))
  }
  if (args.length !== 3)
    throw new TypeError(`${name}() takes 1 or 3 positional arguments but ${args.length} were given`)
  const cells = new GridSpec(Number(first), Number(columns), { figure })
  const [from, to] = Array.isArray(index) ? (index as number[]) : [index as number, index as number]
  const most = cells.nrows * cells.ncols
  if (!Number.isInteger(from) || (from as number) < 1 || (to as number) > most) {
    throw new ValueError(`num must be an integer with 1 <= num <= ${most}, not ${pyRepr(index)}`)
  }
  return cells.span((from as number) - 1, (to as number) - 1)
}

const bindSubplots = python(
  'Figure.subplots(self, nrows=1, ncols=1, *, sharex=False, sharey=False, squeeze=True, width_ratios=None, height_ratios=None, subplot_kw=None, gridspec_kw=None)',
)

function shareMode(share: Share, name: string): string {
  if (share === true) return 'all'
  if (share === false) return 'none'
  if (!['all', 'row', 'col', 'none'].includes(share)) {
    throw new ValueError(suggestion(name, share, ['all', 'row', 'col', 'none', false, true]))
  }
  return share
}

/** The axes that `subplots` adds to a figure. */
export function subplotsOf(figure: Figure, args: readonly unknown[]): unknown {
  const o = bindSubplots<Required<SubplotsOptions> & { nrows: number; ncols: number }>(args)
  const spec: GridSpecOptions = { ...o.gridspec_kw }
  if (o.width_ratios) spec.width_ratios = o.width_ratios
  if (o.height_ratios) spec.height_ratios = o.height_ratios
  const cells = new GridSpec(o.nrows, o.ncols, { ...spec, figure })
  const [sharex, sharey] = [shareMode(o.sharex, 'sharex'), shareMode(o.sharey, 'sharey')]
  const all: Axes[][] = []
  for (let r = 0; r < o.nrows; r++) {
    const line: Axes[] = []
    all.push(line)
    for (let c = 0; c < o.ncols; c++) {
      const with_ = (mode: string): Axes | null => {
        const from = { none: null, all: all[0]?.[0], row: line[0], col: all[0]?.[c] }[mode]
        return from ?? null
      }
      line.push(
        figure.add_subplot(cells.at(r, c), {
          ...o.subplot_kw,
          sharex: with_(sharex),
          sharey: with_(sharey),
        }),
      )
    }
  }
  for (const ax of all.flat()) {
    if (sharex === 'all' || sharex === 'col') ax.labelOuterX()
    if (sharey === 'all' || sharey === 'row') ax.labelOuterY()
  }
  const [[first] = []] = all
  if (!o.squeeze) return grid(all)
  if (o.nrows === 1 && o.ncols === 1) return first
  if (o.nrows === 1) return row(all[0] as Axes[])
  return o.ncols === 1 ? row(all.map(([ax]) => ax as Axes)) : grid(all)
}
