// Mirrors torch/utils/benchmark/utils/compare.py.

import { type Callable, callable } from '../../../_callable.js'
import { classText } from '../../../_typename.js'
import { print } from '../../../builtins.js'
import { ValueError } from '../../../errors.js'
import { Colorize, Table } from './_table.js'
import { Measurement } from './common.js'

class Compare {
  readonly #results: Measurement[] = []
  #trim_significant_figures = false
  #colorize: Colorize = Colorize.NONE
  #highlight_warnings = false

  constructor(results: Iterable<Measurement>) {
    this.extend_results(results)
  }

  /** Adds measurements. */
  extend_results(results: Iterable<Measurement>): void {
    const added = [...results]
    for (const one of added) {
      if (!(one instanceof Measurement)) {
        throw new ValueError(
          `Expected an instance of \`Measurement\`, got ${classText(one)} instead.`,
        )
      }
    }
    this.#results.push(...added)
  }

  /** Shows no more figures than are likely to be right. */
  trim_significant_figures(): void {
    this.#trim_significant_figures = true
  }

  /** Colours what is fast and what is slow, within columns or rows. */
  colorize(rowwise: boolean | { rowwise?: boolean } = false): void {
    const rows = typeof rowwise === 'object' ? rowwise.rowwise : rowwise
    this.#colorize = rows ? Colorize.ROWWISE : Colorize.COLUMNWISE
  }

  /** Marks measurements with a wide spread. */
  highlight_warnings(): void {
    this.#highlight_warnings = true
  }

  /** Prints the tables. */
  print(): void {
    print(String(this))
  }

  toString(): string {
    const groups = new Map<string | null, Measurement[]>()
    for (const one of Measurement.merge(this.#results)) {
      groups.set(one.label, [...(groups.get(one.label) ?? []), one])
    }
    const tables = Array.from(groups.values(), (group) =>
      new Table(
        group,
        this.#colorize,
        this.#trim_significant_figures,
        this.#highlight_warnings,
      ).render(),
    )
    return tables.join('\n')
  }
}

/**
 * Tables of measurements: one for each label, with a row for each sub-label and a column for each description.
 *
 * @example
 * const { Timer } = torch.utils.benchmark
 * const results = [8, 64].map((n) => {
 *   const x = torch.rand(n, n)
 *   const description = `${n} x ${n}`
 *   return Timer({ stmt: 'x.mm(x)', globals: { x }, label: 'product', description }).timeit(10)
 * })
 * Compare(results).print()
 *
 * @see https://docs.pytorch.org/docs/2.13/benchmark_utils.html#torch.utils.benchmark.Compare
 */
const Compare_: Callable<typeof Compare> = callable(Compare)
type Compare_ = Compare

export { Colorize, Compare_ as Compare }
