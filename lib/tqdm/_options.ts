// What bars take: tqdm's `def` line, and where they are drawn.

import { initializer } from '../_arguments.js'
import { isKeywords } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { KeyError } from '../errors.js'
import type { Postfix } from './_postfix.js'

/** Where a bar is drawn: a stream of Node, or anything that has text written to it. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  readonly encoding?: string | null
}

type Parameters_ = [
  iterable: unknown,
  desc: string | null,
  total: number | null,
  leave: boolean | null,
  file: Output | null,
  ncols: number | null,
  mininterval: number | null,
  maxinterval: number | null,
  miniters: number | null,
  ascii: boolean | string | null,
  disable: boolean | null,
  unit: string,
  unit_scale: boolean | number,
  dynamic_ncols: boolean,
  smoothing: number | null,
  bar_format: string | null,
  initial: number,
  position: number | null,
  postfix: Postfix | null,
  unit_divisor: number,
  nrows: number | null,
  colour: string | null,
  delay: number,
]

const line =
  "tqdm.__init__(self, iterable=None, desc=None, total=None, leave=True, file=None, ncols=None, mininterval=0.1, maxinterval=10.0, miniters=None, ascii=None, disable=False, unit='it', unit_scale=False, dynamic_ncols=False, smoothing=0.3, bar_format=None, initial=0, position=None, postfix=None, unit_divisor=1000, nrows=None, colour=None, delay=0.0)"
/** Binds the arguments of a bar. */
export const init = initializer<Parameters_>()(line, { dicts: ['iterable'] })
const known = new Set(line.match(/\w+(?==)/g))

/** What {@link tqdm} takes by keyword. */
export type TqdmOptions = {
  [K in keyof ReturnType<typeof init>]?: ReturnType<typeof init>[K] | undefined
}

export const isStandard = (file: unknown): boolean =>
  file === process.stderr || file === process.stdout

export const isUnicode = (file: Output): boolean =>
  isStandard(file) || /^utf-?|^U8$/i.test(file.encoding ?? '')

/** A KeyError where a keyword is none of tqdm's. */
export function checkKeys(args: readonly unknown[]): void {
  const last = args.at(-1)
  if (args.length < 2 || !isKeywords(last)) return
  const extra = Object.entries(last).filter(([key]) => !known.has(key))
  if (extra.length === 0) return
  throw new KeyError(`Unknown argument(s): ${pyRepr(Object.fromEntries(extra))}`)
}
