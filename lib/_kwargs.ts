// Arguments of handwritten functions: Python's `def` line, its binding rules and its TypeErrors.

import { isComplex, isPlainObject } from './_repr.js'
import { parseSignature, type Signature } from './_signature.js'

/** Options of {@link python}. */
export interface BinderOptions {
  /** Parameters whose positional value may itself be a plain object (a state dict, a dict of modules). */
  readonly dicts?: readonly string[]
}

/** Gives every parameter of a signature its value. */
export type Binder = <T extends object>(args: readonly unknown[]) => T

/** Whether a value stands for keyword arguments: a plain object that is not a complex scalar. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !isComplex(value)
}

/** The arguments of a Python `def f(*args)`, which takes no keyword. */
export function variadic<T>(name: string, args: readonly T[]): readonly T[] {
  const last: unknown = args.at(-1)
  if (!isKeywords(last)) return args
  const [key] = Object.keys(last)
  if (key === undefined) return args.slice(0, -1)
  throw new TypeError(`${name}() got an unexpected keyword argument '${key}'`)
}

/**
 * Reads one Python `def` line, such as `f(a, b=1, *, dtype=None)`, and gives the function that binds
 * JavaScript arguments to it. A leading `self` is counted in error texts, as Python counts it, and not bound.
 * `undefined` means "not given".
 */
export function python(text: string, options: BinderOptions = {}): Binder {
  const signature = parseSignature(text)
  const { names, defaults, positional, required, varargs, varkw } = signature
  const dicts = new Set(options.dicts)
  const count = names.length
  const simple = positional === count && varargs === null && varkw === null

  return <T extends object>(args: readonly unknown[]): T => {
    let given = args.length
    while (given > 0 && args[given - 1] === undefined) given--
    const last = given > 0 ? args[given - 1] : undefined
    let keywords: Record<string, unknown> | null = null
    if (typeof last === 'object' && last !== null && isKeywords(last)) {
      const at = given <= positional ? names[given - 1] : varargs
      if (!at || !dicts.has(at) || meansKeywords(signature, at, last)) {
        keywords = last
        given--
      }
    }
    // The common call: everything by position, nothing collected.
    if (keywords === null && simple && given <= count && given >= required) {
      const bound: Record<string, unknown> = {}
      for (let i = 0; i < count; i++) {
        const value = i < given ? args[i] : undefined
        if (value === undefined && i < required) return bindFully<T>(signature, args, given, null)
        bound[names[i] as string] = value === undefined ? defaults[i] : value
      }
      return bound as T
    }
    return bindFully<T>(signature, args, given, keywords)
  }
}

// A plain object where a dict may stand is that dict, unless it reads well as keywords: all its keys are
// parameters, and the dict itself is among them or may be left out.
function meansKeywords(s: Signature, at: string, value: Record<string, unknown>): boolean {
  const keys = Object.keys(value)
  if (keys.length === 0 || !keys.every((key) => s.names.includes(key))) return false
  if (Object.hasOwn(value, at)) return typeof value[at] === 'object'
  return at === s.varargs || s.names.indexOf(at) >= s.required
}

function bindFully<T>(
  s: Signature,
  args: readonly unknown[],
  given: number,
  keywords: Record<string, unknown> | null,
): T {
  const { names, defaults, positional } = s
  const values: unknown[] = names.map((_, i) => (i < given && i < positional ? args[i] : undefined))
  const rest: Record<string, unknown> = {}
  if (keywords !== null) bindKeywords(s, keywords, values, rest)
  if (given > positional && s.varargs === null) throw tooMany(s, given, values)
  checkMissing(s, values)
  const bound: Record<string, unknown> = {}
  for (let i = 0; i < names.length; i++) {
    bound[names[i] as string] = values[i] === undefined ? defaults[i] : values[i]
  }
  if (s.varargs !== null) bound[s.varargs] = args.slice(positional, Math.max(given, positional))
  if (s.varkw !== null) bound[s.varkw] = rest
  return bound as T
}

function bindKeywords(
  s: Signature,
  keywords: Record<string, unknown>,
  values: unknown[],
  rest: Record<string, unknown>,
): void {
  for (const key of Object.keys(keywords)) {
    const value = keywords[key]
    if (value === undefined) continue
    const at = s.names.indexOf(key)
    if (at >= s.positionalOnly) {
      if (values[at] !== undefined) {
        throw new TypeError(`${s.name}() got multiple values for argument '${key}'`)
      }
      values[at] = value
    } else if (s.varkw !== null) {
      Object.defineProperty(rest, key, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      })
    } else if (at >= 0) {
      const wrong = Object.keys(keywords).filter((one) => {
        const index = s.names.indexOf(one)
        return index >= 0 && index < s.positionalOnly
      })
      throw new TypeError(
        `${s.name}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
      )
    } else {
      throw new TypeError(`${s.name}() got an unexpected keyword argument '${key}'`)
    }
  }
}

function checkMissing(s: Signature, values: readonly unknown[]): void {
  const missing = s.names.filter((_, i) => values[i] === undefined && s.needed[i])
  if (missing.length === 0) return
  const byPosition = missing.filter((name) => s.names.indexOf(name) < s.positional)
  const which = byPosition.length > 0 ? byPosition : missing
  const kind = byPosition.length > 0 ? 'positional' : 'keyword-only'
  const plural = which.length === 1 ? '' : 's'
  throw new TypeError(
    `${s.name}() missing ${which.length} required ${kind} argument${plural}: ${enumeration(which)}`,
  )
}

function enumeration(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  if (quoted.length < 3) return quoted.join(' and ')
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
}

function tooMany(s: Signature, given: number, values: readonly unknown[]): TypeError {
  const most = s.positional + s.self
  const least = s.required + s.self
  const takes = least < most ? `from ${least} to ${most}` : String(most)
  const keywordOnly = values.filter((value, i) => i >= s.positional && value !== undefined).length
  const total = given + s.self
  const plural = (n: number): string => (n === 1 ? '' : 's')
  const were =
    keywordOnly === 0
      ? `${total} ${total === 1 ? 'was' : 'were'} given`
      : `${total} positional argument${plural(total)} (and ${keywordOnly} keyword-only argument${plural(keywordOnly)}) were given`
  return new TypeError(
    `${s.name}() takes ${takes} positional argument${plural(least < most ? 0 : most)} but ${were}`,
  )
}
