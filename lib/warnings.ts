// Python's `warnings`, as far as torch uses it: each text once, on stderr.

import { callable } from './_callable.js'
import { Exception } from './errors.js'

class Warning extends Exception {}
class UserWarning extends Warning {}
class DeprecationWarning extends Warning {}
class FutureWarning extends Warning {}
class RuntimeWarning extends Warning {}

/** A class of warnings. */
export type Category = new (message?: string) => Warning

/** What happens to a warning: shown once, always, not at all, kept, or thrown. */
export type Action = 'default' | 'once' | 'always' | 'ignore' | 'error'

interface Filter {
  readonly action: Action
  readonly category: Category
  readonly message: RegExp | null
}

let filters: readonly Filter[] = []
let seen = new Set<string>()
let recorder: Warning[] | null = null

const isKindOf = (category: Category, base: Category): boolean =>
  category.prototype === base.prototype || category.prototype instanceof base

/**
 * Shows a warning on stderr, unless the same text of the same category was shown before.
 *
 * @example
 * catch_warnings((caught) => {
 *   simplefilter('default')
 *   warn('too small')
 *   return caught.length
 * }) // 1
 *
 * @see https://docs.python.org/3/library/warnings.html#warnings.warn
 */
export function warn(message: string, category: Category = UserWarning): void {
  const filter = filters.find(
    (one) => isKindOf(category, one.category) && (one.message?.test(message) ?? true),
  )
  const action = filter?.action ?? 'default'
  if (action === 'error') throw new category(message)
  if (action === 'ignore') return
  if (action !== 'always') {
    const key = `${category.name}: ${message}`
    if (seen.has(key)) return
    seen.add(key)
  }
  // Made at last: a warning takes its stack along, which costs more than most operators.
  if (recorder) recorder.push(new category(message))
  else process.stderr.write(`${category.name}: ${message}\n`)
}

/**
 * Sets what happens to the warnings of a category: `'ignore'`, `'error'` throws them, `'always'` shows them again and
 * again, `'default'` shows each text once. The latest filter wins.
 *
 * @example
 * catch_warnings(() => {
 *   simplefilter('ignore')
 *   return torch.range(1, 3)
 * }) // tensor([1., 2., 3.])
 *
 * @see https://docs.python.org/3/library/warnings.html#warnings.simplefilter
 */
export function simplefilter(action: Action, category: Category = Warning): void {
  filters = [{ action, category, message: null }, ...filters]
}

/**
 * Sets what happens to the warnings of a category whose text starts as `message` (a regular expression) says; actions
 * are those of {@link simplefilter}.
 *
 * @example
 * catch_warnings((caught) => {
 *   filterwarnings('ignore', 'torch.range is deprecated')
 *   torch.range(1, 3)
 *   return caught.length
 * }) // 0
 *
 * @see https://docs.python.org/3/library/warnings.html#warnings.filterwarnings
 */
export function filterwarnings(action: Action, message = '', category: Category = Warning): void {
  const start = message === '' ? null : new RegExp(`^(?:${message})`, 'i')
  filters = [{ action, category, message: start }, ...filters]
}

/**
 * Forgets all filters and which texts were shown.
 *
 * @example
 * catch_warnings(() => resetwarnings())
 *
 * @see https://docs.python.org/3/library/warnings.html#warnings.resetwarnings
 */
export function resetwarnings(): void {
  filters = []
  seen = new Set()
}

/**
 * Runs `body` with filters of its own and keeps the warnings raised in it, which are not shown.
 * A text that was shown before counts as new.
 *
 * @example
 * catch_warnings((caught) => {
 *   simplefilter('always')
 *   torch.range(1, 3)
 *   return caught.length
 * }) // 1
 *
 * @see https://docs.python.org/3/library/warnings.html#warnings.catch_warnings
 */
export function catch_warnings<R>(body: (caught: readonly Warning[]) => R): R {
  const outer = { filters, seen, recorder }
  const caught: Warning[] = []
  recorder = caught
  seen = new Set()
  try {
    return body(caught)
  } finally {
    filters = outer.filters
    seen = outer.seen
    recorder = outer.recorder
  }
}

/** The base of all warnings. */
const Warning_ = callable(Warning)
/** The category of warnings that name no other. */
const UserWarning_ = callable(UserWarning)
/** What programmers should do otherwise soon. */
const DeprecationWarning_ = callable(DeprecationWarning)
/** What will change for users. */
const FutureWarning_ = callable(FutureWarning)
/** Something doubtful that happens while a program runs. */
const RuntimeWarning_ = callable(RuntimeWarning)

type Warning_ = Warning
type UserWarning_ = UserWarning
type DeprecationWarning_ = DeprecationWarning
type FutureWarning_ = FutureWarning
type RuntimeWarning_ = RuntimeWarning

export * as default from './warnings.js'
export {
  DeprecationWarning_ as DeprecationWarning,
  FutureWarning_ as FutureWarning,
  RuntimeWarning_ as RuntimeWarning,
  UserWarning_ as UserWarning,
  Warning_ as Warning,
}
