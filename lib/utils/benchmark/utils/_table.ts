// Mirrors the table of torch/utils/benchmark/utils/compare.py.

import { formatFixed } from '../../../_format.js'
import { tensor } from '../../../creation.js'
import { float32 } from '../../../dtype.js'
import { center } from './_text.js'
import {
  type Measurement,
  ordered_unique,
  select_unit,
  trim_sigfig,
  unit_to_english,
} from './common.js'

/** What is coloured: nothing, or the fast and slow ones of each column or row. */
export const Colorize = { NONE: 'none', COLUMNWISE: 'columnwise', ROWWISE: 'rowwise' } as const
export type Colorize = (typeof Colorize)[keyof typeof Colorize]

const BEST = '\x1b[92m'
const GOOD = '\x1b[34m'
const BAD = '\x1b[2m\x1b[91m'
const VERY_BAD = '\x1b[31m'
const BOLD = '\x1b[1m'
const TERMINATE = '\x1b[0m\x1b[0m'

type Cell = Measurement | null

const present = (cell: Cell): cell is Measurement => cell !== null

interface Options {
  readonly scale: number
  readonly trim: boolean
  readonly highlight: boolean
}

/** How the numbers of a column are written. */
class Column {
  readonly #digits: number
  readonly #width: number
  readonly #highlight: boolean
  readonly #trim: boolean

  constructor(cells: readonly Cell[], { scale, trim, highlight }: Options) {
    const results = cells.filter(present)
    this.#trim = trim
    this.#highlight = highlight && results.some((one) => one.has_warnings)
    const leading = results.map((one) =>
      Math.ceil(
        tensor(one.median / scale, { dtype: float32 })
          .log10()
          .item() as number,
      ),
    )
    const decimals = results.map((one, i) =>
      Math.max(one.significant_figures - (leading[i] as number), 0),
    )
    this.#digits = trim ? Math.min(...decimals) : 1
    this.#width = Math.max(...leading) + this.#digits + (this.#digits > 0 ? 1 : 0)
  }

  text(value: number | null, figures: number, spread: number | null): string {
    if (value === null) return ' '.repeat(this.text(1, figures, null).length)
    const shown = this.#trim ? trim_sigfig(value, figures) : value
    const warning =
      this.#highlight && spread !== null ? ` (! ${formatFixed(spread * 100, 0)}%)` : ''
    const number = formatFixed(shown, this.#digits).padStart(this.#width)
    return number + warning.padStart(this.#highlight ? 7 : 0)
  }
}

function coloured(segment: string, value: number, best: number): string {
  if (value <= best * 1.01 || value <= best + 100e-9) return BEST + BOLD + segment + TERMINATE
  if (value <= best * 1.1) return GOOD + BOLD + segment + TERMINATE
  if (value >= best * 5) return VERY_BAD + BOLD + segment + TERMINATE
  return value >= best * 2 ? BAD + segment + TERMINATE : segment
}

interface Row {
  readonly num_threads: number
  readonly env: string | null
  readonly name: string
  readonly cells: Cell[]
}

const median = (one: Measurement): number => one.median

/** The measurements of one label. */
export class Table {
  readonly #results: readonly Measurement[]
  readonly #colorize: Colorize
  readonly #options: Options
  readonly #unit: string
  readonly #descriptions: readonly (string | null)[]
  readonly #rows: Row[]

  constructor(
    results: readonly Measurement[],
    colorize: Colorize,
    trim_significant_figures: boolean,
    highlight_warnings: boolean,
  ) {
    this.#results = results
    this.#colorize = colorize
    const [unit, scale] = select_unit(Math.min(...results.map(median)))
    this.#unit = unit
    this.#options = { scale, trim: trim_significant_figures, highlight: highlight_warnings }
    this.#descriptions = ordered_unique(results.map((one) => one.description))
    this.#rows = this.#makeRows()
  }

  // By threads, then by environment, then in the order of the statements.
  #makeRows(): Row[] {
    const rows = new Map<string, Row>()
    for (const one of this.#results) {
      const { num_threads, env, as_row_name: name } = one
      const key = JSON.stringify([num_threads, env, name])
      const row = rows.get(key) ?? {
        num_threads,
        env,
        name,
        cells: this.#descriptions.map(() => null),
      }
      row.cells[this.#descriptions.indexOf(one.description)] = one
      rows.set(key, row)
    }
    return [...rows.values()].sort(
      (a, b) => a.num_threads - b.num_threads || compareEnvs(a.env, b.env),
    )
  }

  #columns(): Column[] {
    return this.#descriptions.map(
      (_, i) =>
        new Column(
          this.#rows.map(({ cells }) => cells[i] ?? null),
          this.#options,
        ),
    )
  }

  /** The heads of the rows; an environment is told where it changes. */
  #names(): string[] {
    const envs = ordered_unique(this.#results.map((one) => one.env))
    const width = envs.length > 1 ? Math.max(...envs.map((env) => String(env).length)) : 0
    return this.#rows.map(({ num_threads, env, name }, i) => {
      const before = this.#rows[i - 1]
      const known = before?.num_threads === num_threads ? before.env : ''
      const told = envs.length > 1 && env !== known ? `(${env})` : ''
      return `  ${told.padEnd(width + 4)}${name}`
    })
  }

  #bests(row: Row): (number | null)[] {
    const least = (cells: readonly Cell[]): number | null => {
      const found = cells.filter(present).map(median)
      return found.length === 0 ? null : Math.min(...found)
    }
    if (this.#colorize === Colorize.ROWWISE) return row.cells.map(() => least(row.cells))
    const group = this.#rows.filter(({ num_threads }) => num_threads === row.num_threads)
    return row.cells.map((_, i) => least(group.map(({ cells }) => cells[i] ?? null)))
  }

  /** The table as text. */
  render(): string {
    const { scale, highlight } = this.#options
    const columns = this.#columns()
    const names = this.#names()
    const texts = this.#rows.map(({ cells }, i) => [
      names[i] as string,
      ...cells.map((cell, j) => {
        const column = columns[j] as Column
        if (cell === null) return column.text(null, 1, null)
        const spread = cell.has_warnings ? cell.iqr / cell.median : null
        return column.text(cell.median / scale, cell.significant_figures, spread)
      }),
    ])
    const head = ['', ...this.#descriptions.map((text) => text ?? '')]
    const widths = head.map((text, i) =>
      Math.max(text.length, ...texts.map((row) => (row[i] as string).length)),
    )
    const join = (parts: readonly string[]): string => parts.join('  |  ')
    const lines = [join(head.map((text, i) => center(text, widths[i] as number)))]
    const width = (lines[0] as string).length
    for (const [i, row] of this.#rows.entries()) {
      if (this.#rows[i - 1]?.num_threads !== row.num_threads) {
        lines.push(`${row.num_threads} threads: `.padEnd(width, '-'))
      }
      lines.push(join(this.#finished(row, texts[i] as string[], widths)))
    }
    const [{ label } = { label: null }] = this.#results
    const warned = highlight && this.#results.some((one) => one.has_warnings)
    const warning = '(! XX%) Measurement has high variance, where XX is the IQR / median * 100.\n'
    return [
      `[${center(` ${label ?? ''} `, width - 2, '-')}]`,
      ...lines,
      '',
      `Times are in ${unit_to_english(this.#unit)}s (${this.#unit}).`,
      warned ? warning : '',
    ].join('\n')
  }

  #finished(row: Row, texts: readonly string[], widths: readonly number[]): string[] {
    const bests = this.#bests(row)
    return texts.map((text, i) => {
      const width = widths[i] as number
      if (i === 0) return text.padEnd(width)
      const centered = center(text, width)
      const cell = row.cells[i - 1] ?? null
      const best = bests[i - 1] ?? null
      const plain = this.#colorize === Colorize.NONE || cell === null || best === null
      return plain ? centered : coloured(centered, cell.median, best)
    })
  }
}

function compareEnvs(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) {
    const [left, right] = [a, b].map((env) => (env === null ? 'NoneType' : 'str'))
    throw new TypeError(`'<' not supported between instances of '${left}' and '${right}'`)
  }
  return a < b ? -1 : 1
}
