// The builtins of Python that scripts lean on: `import { enumerate, print, range } from 'torch-node/builtins'`.

import { abs, divmod, float, int, round } from './_builtins/conversion.js'
import { sprintf } from './_builtins/format/percent.js'
import { format } from './_builtins/format/spec.js'
import { formatTemplate } from './_builtins/format/template.js'
import {
  enumerate,
  filter,
  iter,
  len,
  list,
  map,
  next,
  reversed,
  set,
  tuple,
  zip,
} from './_builtins/iteration.js'
import { math } from './_builtins/math.js'
import { all, any, max, min, sorted, sum } from './_builtins/ordering.js'
import { type Random, random } from './_builtins/random.js'
import { range } from './_builtins/range.js'
import { chr, ord, string } from './_builtins/text.js'
import { time } from './_builtins/time.js'
import { bool } from './_builtins/truth.js'
import { isMap } from './_is_map.js'
import { python } from './_kwargs.js'
import { isPlainObject, pyRepr, pyStr } from './_repr.js'
import { Tuple } from './_tuple.js'

/** What {@link print} takes by keyword. */
export interface PrintOptions {
  sep?: string | null
  end?: string | null
  file?: { write(text: string): unknown } | null
  flush?: boolean
}

const bindPrint = python('print(*args, sep=None, end=None, file=None, flush=False)', {
  dicts: ['args'],
})

/**
 * Writes values as Python does: `True`, `None`, lists, dicts, tensors, modules. A last object with no other keys than
 * `sep`, `end`, `file` and `flush` holds keyword arguments. A whole number is an int here, so that Python's `2.0` prints
 * as `2`; {@link format} and {@link sprintf} give it as many digits as are wanted.
 *
 * @example
 * print(torch.ones(2), null, true) // tensor([1., 1.]) None True
 * print('a', 'b', { sep: ', ' }) // a, b
 *
 * @see https://docs.python.org/3/library/functions.html#print
 */
export function print(...values: unknown[]): void {
  const { args, sep, end, file } = bindPrint<Required<PrintOptions> & { args: unknown[] }>(values)
  const text = args.map(pyStr).join(sep ?? ' ') + (end ?? '\n')
  if (file === null) process.stdout.write(text)
  else file.write(text)
}

/**
 * The text of a value as Python's `repr` gives it: strings in quotes.
 *
 * @example
 * repr(['a', null]).length // 11
 *
 * @see https://docs.python.org/3/library/functions.html#repr
 */
export const repr = pyRepr

/**
 * The text of a value as Python's `str` gives it. `str.format(template, ...values)` is Python's
 * `template.format(...values)`.
 *
 * @example
 * str([1, null, true]) // '[1, None, True]'
 * str.format('loss: {:.3f}', 0.25) // 'loss: 0.250'
 *
 * @see https://docs.python.org/3/library/stdtypes.html#str
 */
function str(value: unknown = ''): string {
  return pyStr(value)
}
str.format = formatTemplate

type Class = abstract new (...args: never[]) => unknown
type Kind = Class | ((...args: never[]) => unknown)

const isInteger = (value: unknown): boolean =>
  typeof value === 'bigint' || typeof value === 'boolean' || Number.isInteger(value)

// A plain array stands for a list and for a tuple.
const kinds = new Map<unknown, (value: unknown) => boolean>([
  [int, isInteger],
  [float, (value) => typeof value === 'number' && !Number.isInteger(value)],
  [str, (value) => typeof value === 'string'],
  [bool, (value) => typeof value === 'boolean'],
  [list, (value) => Array.isArray(value) && !(value instanceof Tuple)],
  [tuple, Array.isArray],
  [dict, (value) => isPlainObject(value) || isMap(value)],
  [String, (value) => typeof value === 'string'],
  [Number, (value) => typeof value === 'number'],
  [Boolean, (value) => typeof value === 'boolean'],
])

/**
 * Whether a value is of a class, or of one of several: `isinstance(x, [int, str])`, `isinstance(m, nn.Linear)`.
 *
 * @example
 * isinstance(3, [int, str]) // True
 * isinstance(net[0], nn.Linear) // True
 *
 * @see https://docs.python.org/3/library/functions.html#isinstance
 */
export function isinstance<C extends Class>(value: unknown, classes: C): value is InstanceType<C>
export function isinstance<C extends Class>(
  value: unknown,
  classes: readonly C[],
): value is InstanceType<C>
export function isinstance(value: unknown, classes: Kind | readonly Kind[]): boolean
export function isinstance(value: unknown, classes: Kind | readonly Kind[]): boolean {
  if (Array.isArray(classes)) return (classes as Kind[]).some((one) => isinstance(value, one))
  const kind = kinds.get(classes)
  if (kind !== undefined) return kind(value)
  if (typeof classes !== 'function') {
    throw new TypeError('isinstance() arg 2 must be a type, a tuple of types, or a union')
  }
  return value instanceof (classes as Class & ((...args: never[]) => unknown))
}

/**
 * The class of a value, for comparisons: `type(m) === nn.Linear`. A number without fraction is an {@link int}, an array
 * a {@link list} unless it is a tuple.
 *
 * @example
 * type(net[0]) === nn.Linear // True
 * type(2.5) === float // True
 *
 * @see https://docs.python.org/3/library/functions.html#type
 */
function type(value: unknown): Kind {
  if (value === null || value === undefined) return nothing
  if (typeof value === 'boolean') return bool
  for (const [kind, isOf] of kinds) if (isOf(value)) return kind as Kind
  return (value as { constructor: Kind }).constructor
}

// The class of None.
function nothing(): null {
  return null
}
Object.defineProperty(nothing, 'name', { value: 'NoneType' })

/**
 * A dict of pairs or of another dict: a plain object, or a Map where a key is not a string.
 *
 * @example
 * print(dict([['a', 1], ['b', 2]])) // {'a': 1, 'b': 2}
 *
 * @see https://docs.python.org/3/library/stdtypes.html#dict
 */
export function dict<V>(
  entries?: Iterable<readonly [unknown, V]> | Readonly<Record<string, V>>,
): Record<string, V> | Map<unknown, V> {
  if (entries === undefined) return {}
  const pairs = isPlainObject(entries)
    ? Object.entries(entries as Record<string, V>)
    : Array.from(entries as Iterable<readonly [unknown, V]>)
  const named = pairs.every(([key]) => typeof key === 'string')
  return named
    ? (Object.fromEntries(pairs as [string, V][]) as Record<string, V>)
    : new Map<unknown, V>(pairs)
}

export type { ItemOf, PythonIterator } from './_builtins/iteration.js'
export { StopIteration } from './errors.js'
export {
  abs,
  all,
  any,
  bool,
  chr,
  divmod,
  enumerate,
  filter,
  float,
  format,
  int,
  iter,
  len,
  list,
  map,
  math,
  max,
  min,
  next,
  ord,
  type Random,
  random,
  range,
  reversed,
  round,
  set,
  sorted,
  sprintf,
  str,
  string,
  sum,
  time,
  tuple,
  type,
  zip,
}
