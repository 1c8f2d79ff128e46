// Room for what lies around axes. Mirrors matplotlib/_tight_layout.py.

import { warn } from '../warnings.js'
import { rcParams } from './_rc.js'
import type { GridSpecBase, SubplotPars, SubplotSpec } from './gridspec.js'
import { Bbox } from './transforms.js'

interface Laid {
  get_subplotspec(): SubplotSpec | null
  get_position(original: boolean): Bbox
  get_tightbbox(): Bbox | null
  get_visible(): boolean
}

/** What the layout asks of a figure. */
export interface LaidFigure {
  readonly axes: readonly Laid[]
  readonly bbox: Bbox
  readonly dpi: number
  readonly suptitleBox: Bbox | null
  readonly supxlabelBox: Bbox | null
  readonly supylabelBox: Bbox | null
}

/** Padding in parts of the font size; `rect` is the room for all axes together. */
export interface TightLayoutOptions {
  pad?: number
  w_pad?: number | null
  h_pad?: number | null
  rect?: readonly [number, number, number, number] | null
}

interface Cell {
  readonly axes: Laid[]
  readonly spec: SubplotSpec
}

/** The room that axes of the outermost grids need; null where there is none. */
export function tightPars(
  figure: LaidFigure,
  options: TightLayoutOptions = {},
): Partial<SubplotPars> | null {
  const cells: Cell[] = []
  let grid: GridSpecBase | null = null
  let left = 0
  for (const ax of figure.axes) {
    const spec = ax.get_subplotspec()?.get_topmost_subplotspec() ?? null
    if (spec === null) {
      left++
      continue
    }
    grid ??= spec.grid
    const known = cells.find(
      ({ spec: s }) =>
        s.grid === spec.grid &&
        s.row0 === spec.row0 &&
        s.row1 === spec.row1 &&
        s.column0 === spec.column0 &&
        s.column1 === spec.column1,
    )
    if (known) known.axes.push(ax)
    else cells.push({ axes: [ax], spec })
  }
  if (left > 0)
    warn(
      'This figure includes Axes that are not compatible with tight_layout, so results might be incorrect.',
    )
  if (grid === null) return null
  const rows = Math.max(...cells.map(({ spec }) => spec.grid.nrows))
  const columns = Math.max(...cells.map(({ spec }) => spec.grid.ncols))
  let pars = room(figure, cells, rows, columns, options, null)
  const { rect } = options
  if (rect && pars !== null) {
    // The room for decorations counts from the rectangle's edges.
    const [x0, y0, x1, y1] = rect
    const inner: [number, number, number, number] = [
      x0 + (pars.left ?? 0),
      y0 + (pars.bottom ?? 0),
      x1 - (1 - (pars.right ?? 1)),
      y1 - (1 - (pars.top ?? 1)),
    ]
    pars = room(figure, cells, rows, columns, options, inner)
  }
  return pars
}

const filled = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0))

function room(
  figure: LaidFigure,
  cells: readonly Cell[],
  rows: number,
  columns: number,
  options: TightLayoutOptions,
  inner: readonly [number, number, number, number] | null,
): Partial<SubplotPars> | null {
  const { pad = 1.08, w_pad, h_pad } = options
  const inch = rcParams['font.size'] / 72
  const [width, height] = [figure.bbox.width / figure.dpi, figure.bbox.height / figure.dpi]
  const padX = (pad * inch) / width
  const padY = (pad * inch) / height
  const above = filled(rows + 1, columns)
  const beside = filled(rows, columns + 1)
  const add = (table: number[][], r: number, c: number, by: number): void => {
    const row = table[r] as number[]
    row[c] = (row[c] as number) + by
  }
  for (const { axes, spec } of cells) {
    const boxes = axes.filter((ax) => ax.get_visible()).map((ax) => ax.get_tightbbox())
    const tight = boxes.filter((box) => box !== null)
    if (tight.length === 0) continue
    const around = Bbox.union(tight)
    const plain = Bbox.union(axes.map((ax) => ax.get_position(true)))
    const { bbox } = figure
    const [fx, fy] = [
      (x: number) => (x - bbox.x0) / bbox.width,
      (y: number) => (y - bbox.y0) / bbox.height,
    ]
    // A coarser grid spans several rows and columns of the finest.
    const [kr, kc] = [rows / spec.grid.nrows, columns / spec.grid.ncols]
    const [r0, r1] = [Math.round(spec.row0 * kr), Math.round((spec.row1 + 1) * kr)]
    const [c0, c1] = [Math.round(spec.column0 * kc), Math.round((spec.column1 + 1) * kc)]
    for (let r = r0; r < r1; r++) {
      add(beside, r, c0, plain.xmin - fx(around.xmin))
      add(beside, r, c1, fx(around.xmax) - plain.xmax)
    }
    for (let c = c0; c < c1; c++) {
      add(above, r0, c, fy(around.ymax) - plain.ymax)
      add(above, r1, c, plain.ymin - fy(around.ymin))
    }
  }
  const most = (values: readonly number[]): number => Math.max(...values)
  const column = (c: number): number[] => beside.map((row) => row[c] as number)
  let [left, bottom, right, top] = [
    Math.max(most(column(0)), 0) + padX,
    Math.max(most(above[rows] as number[]), 0) + padY,
    Math.max(most(column(columns)), 0) + padX,
    Math.max(most(above[0] as number[]), 0) + padY,
  ]
  if (figure.suptitleBox) top += figure.suptitleBox.height / figure.bbox.height + padY
  if (figure.supxlabelBox) bottom += figure.supxlabelBox.height / figure.bbox.height + padY
  if (figure.supylabelBox) left += figure.supylabelBox.width / figure.bbox.width + padX
  if (inner !== null) {
    left = inner[0]
    bottom = inner[1]
    right = 1 - inner[2]
    top = 1 - inner[3]
  }
  if (left + right >= 1) {
    warn(
      'Tight layout not applied. The left and right margins cannot be made large enough to accommodate all Axes decorations.',
    )
    return null
  }
  if (bottom + top >= 1) {
    warn(
      'Tight layout not applied. The bottom and top margins cannot be made large enough to accommodate all Axes decorations.',
    )
    return null
  }
  const pars: Partial<SubplotPars> = { left, right: 1 - right, bottom, top: 1 - top }
  if (columns > 1) {
    const gap = most(beside.flatMap((row) => row.slice(1, -1))) + ((w_pad ?? pad) * inch) / width
    const each = (1 - right - left - gap * (columns - 1)) / columns
    if (each < 0) {
      warn(
        'Tight layout not applied. tight_layout cannot make Axes width small enough to accommodate all Axes decorations',
      )
      return null
    }
    pars.wspace = gap / each
  }
  if (rows > 1) {
    const gap = most(above.slice(1, -1).flat()) + ((h_pad ?? pad) * inch) / height
    const each = (1 - top - bottom - gap * (rows - 1)) / rows
    if (each < 0) {
      warn(
        'Tight layout not applied. tight_layout cannot make Axes height small enough to accommodate all Axes decorations.',
      )
      return null
    }
    pars.hspace = gap / each
  }
  return pars
}
