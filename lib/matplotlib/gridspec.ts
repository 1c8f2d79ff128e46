// Grids of axes in a figure. Mirrors matplotlib/gridspec.py.

import { IndexError, ValueError } from '../errors.js'
import { rcParams } from './_rc.js'
import { Bbox } from './transforms.js'

/** The room around and between axes, in parts of the figure and of the average axes. */
export interface SubplotPars {
  left: number
  right: number
  bottom: number
  top: number
  wspace: number
  hspace: number
}

/** The room that new figures leave. */
export function defaultPars(): SubplotPars {
  return {
    left: rcParams['figure.subplot.left'],
    right: rcParams['figure.subplot.right'],
    bottom: rcParams['figure.subplot.bottom'],
    top: rcParams['figure.subplot.top'],
    wspace: rcParams['figure.subplot.wspace'],
    hspace: rcParams['figure.subplot.hspace'],
  }
}

/** How a grid is laid out, by keyword. */
export interface GridSpecOptions extends Partial<SubplotPars> {
  width_ratios?: readonly number[] | null
  height_ratios?: readonly number[] | null
}

/** What a grid asks of its figure. */
export interface GridFigure {
  readonly subplotpars: SubplotPars
}

type Cells = number | readonly [start: number, stop: number] | string

/** A range of rows or columns: a number, `'0:2'`, or `[0, 2]`. */
function rangeOf(cells: Cells, count: number): [number, number] {
  if (typeof cells === 'number' || /^-?\d+$/.test(String(cells).trim())) {
    const at = Number(cells) < 0 ? Number(cells) + count : Number(cells)
    if (at < 0 || at >= count)
      throw new IndexError(`index ${cells} is out of bounds for axis 0 with size ${count}`)
    return [at, at]
  }
  const [from, to] =
    typeof cells === 'string'
      ? cells.split(':').map((one) => (one.trim() === '' ? null : Number(one)))
      : cells
  const wrap = (v: number | null | undefined, or: number): number =>
    v === null || v === undefined ? or : v < 0 ? v + count : Math.min(v, count)
  const [start, stop] = [wrap(from, 0), wrap(to, count)]
  if (stop <= start)
    throw new IndexError('GridSpec slice would result in no space allocated for subplot')
  return [start, stop - 1]
}

/** A grid of rows and columns; `grid.at(0, '1:')` or `grid['0, 1:']` is a part of it. */
export class GridSpecBase {
  [cells: `${string},${string}`]: SubplotSpec
  readonly nrows: number
  readonly ncols: number
  protected options: GridSpecOptions

  constructor(nrows: number, ncols: number, options: GridSpecOptions = {}) {
    for (const [name, n] of [
      ['rows', nrows],
      ['columns', ncols],
    ] as const) {
      if (!Number.isInteger(n) || n <= 0) {
        throw new ValueError(`Number of ${name} must be a positive integer, not ${n}`)
      }
    }
    this.nrows = nrows
    this.ncols = ncols
    this.options = options
    const { width_ratios, height_ratios } = options
    if (width_ratios && width_ratios.length !== ncols) {
      throw new ValueError(
        'Expected the given number of width ratios to match the number of columns of the grid',
      )
    }
    if (height_ratios && height_ratios.length !== nrows) {
      throw new ValueError(
        'Expected the given number of height ratios to match the number of rows of the grid',
      )
    }
    // biome-ignore lint/correctness/noConstructorReturn: brackets take a text, `grid['0, :']`
    return new Proxy(this, {
      get(target, key, receiver): unknown {
        if (typeof key !== 'string' || !key.includes(',')) return Reflect.get(target, key, receiver)
        const [row = '', column = ''] = key.split(',')
        return target.at(row, column)
      },
    })
  }

  /** The part of the grid in some rows and columns. */
  at(row: Cells, column: Cells): SubplotSpec {
    const [r0, r1] = rangeOf(row, this.nrows)
    const [c0, c1] = rangeOf(column, this.ncols)
    return new SubplotSpec(this, r0, r1, c0, c1)
  }

  /** The cells in order of rows, from a first to a last number. */
  span(first: number, last = first): SubplotSpec {
    const { ncols, nrows } = this
    if (first < 0 || last >= nrows * ncols) {
      throw new IndexError(`index ${last} is out of bounds for axis 0 with size ${nrows * ncols}`)
    }
    const columns = [first % ncols, last % ncols]
    return new SubplotSpec(
      this,
      Math.floor(first / ncols),
      Math.floor(last / ncols),
      Math.min(...columns),
      Math.max(...columns),
    )
  }

  update(options: GridSpecOptions): void {
    this.options = { ...this.options, ...options }
  }
  set_width_ratios(ratios: readonly number[]): void {
    this.update({ width_ratios: ratios })
  }
  set_height_ratios(ratios: readonly number[]): void {
    this.update({ height_ratios: ratios })
  }

  /** The room around and between the cells. */
  get_subplot_params(figure: GridFigure): SubplotPars {
    const { left, right, bottom, top, wspace, hspace } = this.options
    const own = Object.entries({ left, right, bottom, top, wspace, hspace })
    return {
      ...figure.subplotpars,
      ...Object.fromEntries(own.filter(([, value]) => value !== undefined)),
    }
  }

  /** Bottoms, tops, lefts and rights of rows and columns, in parts of the figure. */
  get_grid_positions(figure: GridFigure): [number[], number[], number[], number[]] {
    const { nrows, ncols } = this
    const { left, right, bottom, top, wspace, hspace } = this.get_subplot_params(figure)
    const cellHeight = (top - bottom) / (nrows + hspace * (nrows - 1))
    const cellWidth = (right - left) / (ncols + wspace * (ncols - 1))
    const split = (
      count: number,
      cell: number,
      ratios: readonly number[] | null | undefined,
    ): number[] => {
      if (!ratios) return new Array<number>(count).fill(cell)
      const sum = ratios.reduce((a, b) => a + b, 0)
      return ratios.map((ratio) => (ratio * cell * count) / sum)
    }
    const bottoms: number[] = []
    const tops: number[] = []
    let y = top
    for (const height of split(nrows, cellHeight, this.options.height_ratios)) {
      tops.push(y)
      bottoms.push(y - height)
      y -= height + hspace * cellHeight
    }
    const lefts: number[] = []
    const rights: number[] = []
    let x = left
    for (const width of split(ncols, cellWidth, this.options.width_ratios)) {
      lefts.push(x)
      rights.push(x + width)
      x += width + wspace * cellWidth
    }
    return [bottoms, tops, lefts, rights]
  }
}

/** A grid that fills the figure. */
export class GridSpec extends GridSpecBase {
  readonly figure: GridFigure | null

  constructor(
    nrows: number,
    ncols: number,
    options: GridSpecOptions & { figure?: GridFigure | null } = {},
  ) {
    const { figure = null, ...rest } = options
    super(nrows, ncols, rest)
    this.figure = figure
  }
}

/** A grid in a cell of another. */
export class GridSpecFromSubplotSpec extends GridSpecBase {
  constructor(
    nrows: number,
    ncols: number,
    readonly parent: SubplotSpec,
    options: GridSpecOptions = {},
  ) {
    super(nrows, ncols, options)
  }

  override get_subplot_params(figure: GridFigure): SubplotPars {
    const box = this.parent.get_position(figure)
    const { wspace, hspace } = this.options
    return {
      left: box.x0,
      right: box.x1,
      bottom: box.y0,
      top: box.y1,
      wspace: wspace ?? figure.subplotpars.wspace,
      hspace: hspace ?? figure.subplotpars.hspace,
    }
  }
}

/** Some rows and columns of a grid. */
export class SubplotSpec {
  constructor(
    readonly grid: GridSpecBase,
    readonly row0: number,
    readonly row1: number,
    readonly column0: number,
    readonly column1: number,
  ) {}

  get_gridspec(): GridSpecBase {
    return this.grid
  }
  is_first_row(): boolean {
    return this.row0 === 0
  }
  is_last_row(): boolean {
    return this.row1 === this.grid.nrows - 1
  }
  is_first_col(): boolean {
    return this.column0 === 0
  }
  is_last_col(): boolean {
    return this.column1 === this.grid.ncols - 1
  }

  /** The rectangle in parts of the figure. */
  get_position(figure: GridFigure): Bbox {
    const [bottoms, tops, lefts, rights] = this.grid.get_grid_positions(figure)
    return new Bbox(
      lefts[this.column0] as number,
      bottoms[this.row1] as number,
      rights[this.column1] as number,
      tops[this.row0] as number,
    )
  }

  /** The part of the outermost grid that this one lies in. */
  get_topmost_subplotspec(): SubplotSpec {
    const { grid } = this
    return grid instanceof GridSpecFromSubplotSpec ? grid.parent.get_topmost_subplotspec() : this
  }

  /** A grid inside. */
  subgridspec(
    nrows: number,
    ncols: number,
    options: GridSpecOptions = {},
  ): GridSpecFromSubplotSpec {
    return new GridSpecFromSubplotSpec(nrows, ncols, this, options)
  }
}

export * as default from './gridspec.js'
