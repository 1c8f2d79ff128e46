// Mirrors tqdm/std.py.

import type { ArgumentsOf } from '../_arguments.js'
import { callable } from '../_callable.js'
import { isMap } from '../_is_map.js'
import { isKeywords } from '../_kwargs.js'
import { pyStr } from '../_repr.js'
import { bool, type ItemOf, iter, len, range } from '../builtins.js'
import { Average } from './_average.js'
import { format_interval, format_num, format_sizeof, formatMeter, type Meter } from './_meter.js'
import {
  checkKeys,
  init,
  isStandard,
  isUnicode,
  type Output,
  type TqdmOptions,
} from './_options.js'
import { entriesOf, type Postfix, postfixText } from './_postfix.js'
import { columnsOf } from './_text.js'

export type { Output, TqdmOptions }

const seconds = (): number => performance.now() / 1000

function lengthOf(iterable: unknown): number | null {
  try {
    return len(iterable)
  } catch (error) {
    const { name } = error as Partial<Error>
    if (name === 'TypeError' || name === 'AttributeError') return null
    throw error
  }
}

/** Bars that are open, and so have a line of the screen. */
const open = new Set<Progress<unknown>>()

class Progress<T> {
  iterable: unknown
  desc = ''
  total: number | null
  leave: boolean | null
  fp: Output
  ncols: number | null
  nrows: number | null
  mininterval: number
  maxinterval: number
  miniters: number
  dynamic_miniters: boolean
  ascii: boolean | string
  disable: boolean
  unit: string
  unit_scale: boolean | number
  unit_divisor: number
  dynamic_ncols: boolean
  smoothing: number
  bar_format: string | null
  postfix: unknown = null
  initial: number
  colour: string | null
  delay: number
  n: number
  last_print_n: number
  last_print_t = 0
  start_t: number | null = null
  pos = 0
  #shown = 0
  #counts: Average
  #times: Average
  #steps: Average
  // The rate of the whole time, once it is over.
  #overall = false

  constructor(...args: ArgumentsOf<typeof init>) {
    checkKeys(args)
    const given = init(args)
    this.iterable = given.iterable
    this.fp = given.file ?? process.stderr
    this.disable = given.disable ?? this.fp.isTTY !== true
    const total = given.total ?? (given.iterable === null ? null : lengthOf(given.iterable))
    this.total = total === Number.POSITIVE_INFINITY ? null : total
    this.leave = given.leave
    this.initial = given.initial
    this.n = given.initial
    this.last_print_n = given.initial
    this.desc = given.desc ?? ''
    this.dynamic_ncols = given.dynamic_ncols
    const screen = this.dynamic_ncols || isStandard(this.fp) ? this.#screen() : [null, null]
    this.ncols = this.dynamic_ncols ? screen[0] : (given.ncols ?? screen[0])
    this.nrows = this.dynamic_ncols ? screen[1] : (given.nrows ?? screen[1])
    this.mininterval = given.mininterval ?? 0
    this.maxinterval = given.maxinterval ?? 0
    this.miniters = given.miniters ?? 0
    this.dynamic_miniters = given.miniters === null
    this.ascii = given.ascii ?? !isUnicode(this.fp)
    this.unit = given.unit
    this.unit_scale = given.unit_scale
    this.unit_divisor = given.unit_divisor
    this.smoothing = given.smoothing ?? 0
    this.bar_format = given.bar_format
    this.colour = given.colour
    this.delay = given.delay
    this.#counts = new Average(this.smoothing)
    this.#times = new Average(this.smoothing)
    this.#steps = new Average(this.smoothing)
    const { postfix, position } = given
    if (typeof postfix === 'string') this.postfix = postfix
    else if (postfix !== null) {
      const sorted = entriesOf(postfix).sort(([a], [b]) => (a < b ? -1 : 1))
      this.postfix = postfixText(sorted)
    }
    if (this.disable) return
    this.pos = position === null ? freePosition() : -position
    open.add(this)
    if (this.delay <= 0) this.refresh()
    this.last_print_t = seconds()
    this.start_t = this.last_print_t
  }

  #screen(): [columns: number | null, rows: number | null] {
    const { isTTY, columns, rows } = this.fp
    if (!isTTY || columns === undefined || rows === undefined) return [null, null]
    return [columns - 1, rows - 1]
  }

  __len__(): number {
    if (this.iterable === null) return this.total as number
    return lengthOf(this.iterable) ?? (this.total as number)
  }

  get length(): number {
    return this.__len__()
  }

  __bool__(): boolean {
    if (this.total !== null) return this.total > 0
    if (this.iterable === null) {
      throw new TypeError('bool() undefined when iterable == total == None')
    }
    return bool(this.iterable)
  }

  *[Symbol.iterator](): IterableIterator<T> {
    const source = iterates(this.iterable) ? this.iterable : iter(this.iterable)
    if (this.disable) {
      yield* source as Iterable<T>
      return
    }
    const step = this.#stepper()
    try {
      for (const item of source as Iterable<T>) {
        yield item
        step()
      }
    } finally {
      this.#finish()
    }
  }

  /** Items that come asynchronously, or those of an ordinary iterable. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<T> {
    const asynchronous = this.iterable as Partial<AsyncIterable<T>> | null
    if (typeof asynchronous?.[Symbol.asyncIterator] !== 'function') {
      yield* this[Symbol.iterator]()
      return
    }
    const step = this.disable ? () => {} : this.#stepper()
    try {
      for await (const item of asynchronous as AsyncIterable<T>) {
        yield item
        step()
      }
    } finally {
      if (!this.disable) this.#finish()
    }
  }

  // Counts an item. The clock is asked only after so many of them as came in an interval before.
  #ahead = 0
  #stepper(): () => void {
    const start = (this.start_t as number) + this.delay
    this.#ahead = this.n
    return () => {
      this.#ahead++
      if (this.#ahead - this.last_print_n < this.miniters) return
      const now = seconds()
      if (now - this.last_print_t < this.mininterval || now < start) return
      this.update(this.#ahead - this.last_print_n)
    }
  }

  #finish(): void {
    this.n = this.#ahead
    this.close()
  }

  /** Counts `n` more items, and draws the bar if it is time to; true if it did. */
  update(n: number | { n?: number } = 1): true | undefined {
    if (this.disable) return undefined
    const more = typeof n === 'number' ? n : (n.n ?? 1)
    if (more < 0) this.last_print_n += more
    this.n += more
    if (this.n - this.last_print_n < this.miniters) return undefined
    const now = seconds()
    const dt = now - this.last_print_t
    if (dt < this.mininterval || now < (this.start_t as number) + this.delay) return undefined
    const dn = this.n - this.last_print_n
    if (this.smoothing && dt && dn) {
      this.#counts.add(dn)
      this.#times.add(dt)
    }
    this.refresh()
    if (this.dynamic_miniters) this.#adjust(dn, dt)
    this.last_print_n = this.n
    this.last_print_t = now
    return true
  }

  // Waits for as many items as come in an interval.
  #adjust(dn: number, dt: number): void {
    if (this.maxinterval && dt >= this.maxinterval) {
      this.miniters = (dn * (this.mininterval || this.maxinterval)) / dt
    } else if (this.smoothing) {
      this.miniters = this.#steps.add(dn * (this.mininterval && dt ? this.mininterval / dt : 1))
    } else {
      this.miniters = Math.max(this.miniters, dn)
    }
  }

  /** Ends the bar: draws it a last time, or clears it where `leave` is false. */
  close(): void {
    if (this.disable) return
    this.disable = true
    const pos = Math.abs(this.pos)
    open.delete(this as Progress<unknown>)
    this.#moveUp()
    if (this.last_print_t < (this.start_t as number) + this.delay) return
    if (this.leave ?? pos === 0) {
      this.#overall = true
      this.display(null, 0)
      this.fp.write('\n')
    } else if (this.display('', pos) && pos === 0) this.fp.write('\r')
  }

  // A bar below the screen takes the line that got free.
  #moveUp(): void {
    const last = (this.nrows ?? 20) - 1
    const below = [...open].filter(({ pos }) => pos >= last).sort((a, b) => a.pos - b.pos)[0]
    if (below === undefined) return
    below.clear()
    below.pos = Math.abs(this.pos)
  }

  /** Takes the bar off the screen, until it is drawn again. */
  clear(): void {
    if (this.disable) return
    const pos = Math.abs(this.pos)
    if (pos >= (this.nrows ?? 20)) return
    this.#move(pos)
    this.#print('')
    this.fp.write('\r')
    this.#move(-pos)
  }

  /** Draws the bar now. */
  refresh(): true | undefined {
    if (this.disable) return undefined
    this.display()
    return true
  }

  /** Starts the clock anew from the last time that the bar was drawn. */
  unpause(): void {
    if (this.disable) return
    const now = seconds()
    this.start_t = (this.start_t as number) + now - this.last_print_t
    this.last_print_t = now
  }

  /** Starts again from 0, perhaps with another total. */
  reset(total: number | null | { total?: number | null } = null): void {
    const given = typeof total === 'object' ? (total?.total ?? null) : total
    this.n = 0
    if (given !== null) this.total = given === Number.POSITIVE_INFINITY ? null : given
    if (this.disable) return
    this.last_print_n = 0
    this.start_t = seconds()
    this.last_print_t = this.start_t
    this.#counts = new Average(this.smoothing)
    this.#times = new Average(this.smoothing)
    this.#steps = new Average(this.smoothing)
    this.refresh()
  }

  /** Changes what stands before the bar, which a colon follows. */
  set_description(
    desc: string | null = null,
    refresh: boolean | { refresh?: boolean } = true,
  ): void {
    this.set_description_str(desc ? `${desc}: ` : '', refresh)
  }

  /** Changes what stands before the bar. */
  set_description_str(
    desc: string | null = null,
    refresh: boolean | { refresh?: boolean } = true,
  ): void {
    this.desc = desc ?? ''
    if (wantsRefresh(refresh)) this.refresh()
  }

  /**
   * Changes what stands behind the bar: `{ loss: 0.123456 }` is shown as `loss=0.123`, in the order of the keys. A
   * boolean under `refresh` says whether to draw the bar now.
   */
  set_postfix(
    ordered_dict: Exclude<Postfix, string> | null = null,
    refresh: boolean | { refresh?: boolean } = true,
  ): void {
    const entries = ordered_dict === null ? [] : entriesOf(ordered_dict)
    const isOption = ([key, value]: [string, unknown]): boolean =>
      key === 'refresh' && typeof value === 'boolean'
    this.postfix = postfixText(entries.filter((entry) => !isOption(entry)))
    const [, wanted = refresh] = entries.find(isOption) ?? []
    if (wantsRefresh(wanted as boolean)) this.refresh()
  }

  /** Changes what stands behind the bar to a text. */
  set_postfix_str(s: unknown = '', refresh: boolean | { refresh?: boolean } = true): void {
    this.postfix = pyStr(s)
    if (wantsRefresh(refresh)) this.refresh()
  }

  /** All that the line is made of. */
  get format_dict(): Meter {
    if (this.dynamic_ncols && !this.disable) [this.ncols, this.nrows] = this.#screen()
    const { n, total, ncols, ascii, unit, unit_scale, bar_format, postfix } = this
    const elapsed = this.start_t === null ? 0 : seconds() - this.start_t
    const time = this.#overall ? 0 : this.#times.value
    const rate = time ? this.#counts.value / time : null
    const { unit_divisor, initial, colour, desc: prefix } = this
    return {
      n,
      total,
      elapsed,
      ncols,
      prefix,
      ascii,
      unit,
      unit_scale,
      rate,
      bar_format,
      postfix,
      unit_divisor,
      initial,
      colour,
    }
  }

  #move(lines: number): void {
    this.fp.write(lines > 0 ? '\n'.repeat(lines) : '\x1b[A'.repeat(-lines))
  }

  // Over what the line showed before.
  #print(text: string): void {
    const columns = columnsOf(text)
    this.fp.write(`\r${text}${' '.repeat(Math.max(this.#shown - columns, 0))}`)
    this.#shown = columns
  }

  /** Draws a message, or the bar, in a line below the first; false where that is below the screen. */
  display(msg: string | null = null, pos: number | null = null): boolean {
    const lines = pos ?? Math.abs(this.pos)
    const rows = this.nrows ?? 20
    let text = msg
    if (lines >= rows - 1) {
      if (lines >= rows) return false
      if (msg !== '') text = ' ... (more hidden) ...'
    }
    if (lines > 0) this.#move(lines)
    this.#print(text ?? String(this))
    if (lines > 0) this.#move(-lines)
    return true
  }

  [Symbol.dispose](): void {
    this.close()
  }

  toString(): string {
    return formatMeter(this.format_dict)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** Writes a text on a line of its own, above the bars that are open. */
  static write(
    s: string,
    file: Output | null | { file?: Output; end?: string } = null,
    end = '\n',
  ): void {
    // A file may be a plain object as well, and one that is written to is a file.
    const given = file !== null && 'write' in file ? { file, end } : { end, ...file }
    const output = given.file ?? process.stdout
    // What goes to either standard stream shows on the same screen.
    const hidden = [...open].filter(
      ({ fp }) => fp === output || (isStandard(fp) && isStandard(output)),
    )
    for (const bar of hidden) bar.clear()
    output.write(s)
    output.write(given.end ?? '\n')
    for (const bar of hidden) bar.refresh()
  }

  /** The line that shows some progress. */
  static format_meter(
    n: number,
    total: number | null,
    elapsed: number,
    kw: Omit<Meter, 'n' | 'total' | 'elapsed'> = {},
  ): string {
    return formatMeter({ ...kw, n, total, elapsed })
  }

  static readonly format_interval = format_interval
  static readonly format_num = format_num
  static readonly format_sizeof = format_sizeof
}

const wantsRefresh = (refresh: boolean | { refresh?: boolean }): boolean =>
  typeof refresh === 'boolean' ? refresh : (refresh.refresh ?? true)

// Maps are asked for their keys, as dicts are.
function iterates(value: unknown): boolean {
  const iterable = value as Partial<Iterable<unknown>> | null
  return typeof iterable?.[Symbol.iterator] === 'function' && !isMap(value)
}

function freePosition(): number {
  const taken = new Set([...open].map(({ pos }) => Math.abs(pos)))
  let pos = 0
  while (taken.has(pos)) pos++
  return pos
}

/**
 * Shows the progress of a loop on stderr: `for (const batch of tqdm(loader))`. Works on anything that iterates, on what
 * iterates asynchronously with `for await`, and by hand with `update`.
 *
 * @param total - how many items there are; what `len` says unless given. Without, there is no bar.
 * @param leave - whether the bar stays on the screen at the end; null leaves only the first of several.
 * @param file - where to draw, stderr unless given: anything with `write(text)`.
 * @param ncols - the columns of the line; those of the terminal unless given, 0 for no bar.
 * @param mininterval - the least seconds between two drawings; `miniters` the least items.
 * @param disable - draws nothing at all; null where the output is no terminal.
 * @param unit_scale - whether numbers are shortened (`1.23k`), or what to multiply them with.
 * @param smoothing - how much the latest rate counts, from 0, the mean of all, to 1.
 * @param bar_format - a template: `'{l_bar}{bar:20}{r_bar}'`.
 *
 * @example
 * const file = { write(text: string) {} }
 * for (const i of tqdm([0, 1, 2], { desc: 'epochs', file })) print(i)
 * using bar = tqdm({ total: 100, file })
 * bar.update(10)
 * bar.set_postfix({ loss: 0.25 })
 * bar.n // 10
 *
 * @see https://tqdm.github.io/docs/tqdm/
 */
const tqdm = callable(Progress) as unknown as Omit<typeof Progress, 'prototype'> & {
  new <I = unknown>(...args: TqdmArguments<I>): Progress<AsyncItemOf<I>>
  <I = unknown>(...args: TqdmArguments<I>): Progress<AsyncItemOf<I>>
  readonly prototype: Progress<unknown>
}
type tqdm<T = unknown> = Progress<T>
type AsyncItemOf<I> = I extends AsyncIterable<infer T> ? T : ItemOf<I>
type TqdmArguments<I> =
  | [iterable?: I, kw?: TqdmOptions]
  | [iterable: I, desc: string | null, kw?: TqdmOptions]
  | [iterable: I, desc: string | null, total: number | null, kw?: TqdmOptions]
  | [kw: TqdmOptions & { iterable?: I }]
Object.defineProperty(Progress, 'name', { value: 'tqdm' })

/**
 * `tqdm(range(...))`.
 *
 * @example
 * const file = { write(text: string) {} }
 * for (const i of trange(3, { file })) print(i)
 *
 * @see https://tqdm.github.io/docs/shortcuts/#trange
 */
export function trange(
  ...args:
    | [stop: number, kw?: TqdmOptions]
    | [start: number, stop: number, kw?: TqdmOptions]
    | [start: number, stop: number, step: number, kw?: TqdmOptions]
): tqdm<number> {
  const last = args.at(-1)
  const kw = isKeywords(last) ? (last as TqdmOptions) : {}
  const numbers = (isKeywords(last) ? args.slice(0, -1) : args) as [number]
  return tqdm(range(...numbers), kw)
}

export { tqdm }
