// Handwritten functions from Python's own `def` line: one place for names, defaults, binding and call types.

import { isKeywords, python } from './_kwargs.js'
import { parseSignature } from './_signature.js'
import { typeName } from './_typename.js'
import { AttributeError } from './errors.js'

type Items<S extends string> = S extends `${infer H}, ${infer T}`
  ? [H, ...Items<T>]
  : S extends ''
    ? []
    : [S]
type Inside<S extends string> = S extends `${string}(self, ${infer B})`
  ? Items<B>
  : S extends `${string}(${infer B})`
    ? Items<B>
    : never
type NameOf<I extends string> = I extends `${infer N}=${string}` ? N : I
type HasDefault<I extends string> = I extends `${string}=${string}` ? true : false

type BeforeStar<I extends string[]> = I extends [
  infer H extends string,
  ...infer T extends string[],
]
  ? H extends '*'
    ? []
    : [H, ...BeforeStar<T>]
  : []
type WithoutStar<I extends string[]> = I extends [
  infer H extends string,
  ...infer T extends string[],
]
  ? H extends '*'
    ? T
    : [H, ...WithoutStar<T>]
  : []

// These cut from the end only: so the labels of the tuple, which editors show, are kept.
type Take<P extends unknown[], N extends unknown[]> = P['length'] extends N['length']
  ? P
  : P extends [...infer R, unknown]
    ? Take<R, N>
    : []
type From<P extends unknown[], R extends unknown[]> = P extends [...R, ...infer L] ? L : never
type Lengths<N extends unknown[]> =
  | N['length']
  | (N extends [unknown, ...infer R] ? Lengths<R> : never)
type Flat<T> = { [K in keyof T]: T[K] }
type Keyword<I extends string, T> =
  HasDefault<I> extends true ? { [K in NameOf<I>]?: T | undefined } : { [K in NameOf<I>]: T }

type ByPosition<I extends string[], P extends unknown[]> = I extends [
  ...infer IR extends string[],
  infer IL extends string,
]
  ? HasDefault<IL> extends true
    ? P extends [...infer PR, unknown]
      ? [...ByPosition<IR, PR>, ...Partial<From<P, PR>>]
      : never
    : P
  : []

// From the last parameter on: each stop is one way to split the call between positions and keywords.
type WithKeywords<I extends string[], P extends unknown[], K, N extends unknown[]> = I extends [
  ...infer IR extends string[],
  infer IL extends string,
]
  ? P extends [...infer PR, infer PL]
    ?
        | (PR['length'] extends Lengths<N> ? [...PR, options: Flat<Keyword<IL, PL> & K>] : never)
        | WithKeywords<IR, PR, Keyword<IL, PL> & K, N>
    : never
  : never

/** The arguments by position, those with a default left out at will. */
export type PositionalArgs<S extends string, P extends unknown[]> = ByPosition<
  BeforeStar<Inside<S>>,
  Take<P, BeforeStar<Inside<S>>>
>

/** Some arguments by position, the others as keywords in one trailing object. */
export type KeywordArgs<S extends string, P extends unknown[]> = WithKeywords<
  WithoutStar<Inside<S>>,
  P,
  // biome-ignore lint/complexity/noBannedTypes: the neutral element of an intersection
  {},
  BeforeStar<Inside<S>>
>

/**
 * A function with Python's calling convention: `S` is its `def` line, `P` the types of its parameters
 * in the order of that line.
 */
export interface PyFunction<S extends string, P extends unknown[], R> {
  (...args: PositionalArgs<S, P>): R
  (...args: KeywordArgs<S, P>): R
}

/**
 * Makes a function that takes its arguments as Python does. `body` gets every parameter of the `def`
 * line by position, defaults filled in.
 *
 * The parameters may not be of a type that is a plain object other than a complex scalar.
 *
 * @example
 * const relu = def('relu(input, inplace=False)', (input: Tensor, inplace: boolean) =>
 *   inplace ? torch.relu_(input) : torch.relu(input))
 * relu(torch.tensor([-1, 2]), { inplace: true }) // tensor([0, 2])
 */
export function def<const S extends string, P extends unknown[], R>(
  line: S,
  body: (...args: P) => R,
): PyFunction<S, P, R> {
  const { name, names } = parseSignature(line)
  const complete = completer(line)
  const fn = (...args: unknown[]): R => {
    const values = complete(args)
    try {
      return body(...(values as P))
    } catch (error) {
      throw attributeError(error, names, values) ?? error
    }
  }
  Object.defineProperty(fn, 'name', { value: name, configurable: true })
  return fn as PyFunction<S, P, R>
}

/**
 * {@link def} for a method: the line starts with a `self`, and `body` gets what it is called on first.
 */
export function method<Self, P extends unknown[], R>(
  line: string,
  body: (self: Self, ...args: P) => R,
): (this: Self, ...args: unknown[]) => R {
  const { name, names } = parseSignature(line)
  const complete = completer(line)
  const fn = function (this: Self, ...args: unknown[]): R {
    const values = complete(args)
    try {
      return body(this, ...(values as P))
    } catch (error) {
      throw attributeError(error, names, values) ?? error
    }
  }
  Object.defineProperty(fn, 'name', { value: name.split('.').at(-1), configurable: true })
  return fn
}

// Makes the full list of parameters of what was given. What is not the common call goes to the binder of
// _kwargs.ts, which also knows the errors.
function completer(line: string): (args: unknown[]) => unknown[] {
  const { names, defaults, needed, positional, positionalOnly } = parseSignature(line)
  const bind = python(line)
  const indices = new Map(names.map((name, i) => [name, i]))
  const slow = (args: unknown[]): unknown[] => {
    const bound = bind<Record<string, unknown>>(args)
    return names.map((name) => bound[name])
  }
  return (args) => {
    const last = args.at(-1)
    const keywords = typeof last === 'object' && last !== null && isKeywords(last) ? last : null
    const given = keywords === null ? args.length : args.length - 1
    if (given > positional || args.includes(undefined)) return slow(args)
    const values = defaults.slice()
    for (let i = 0; i < given; i++) values[i] = args[i]
    if (keywords !== null) {
      for (const key of Object.keys(keywords)) {
        const at = indices.get(key) ?? -1
        const value = keywords[key]
        if (at < given || at < positionalOnly) return slow(args)
        if (value !== undefined) values[at] = value
      }
    }
    for (let i = given; i < needed.length; i++) {
      if (needed[i] && values[i] === undefined) return slow(args)
    }
    return values
  }
}

// V8's text where a body asks an argument for what only tensors have, such as `input.size()` of a number.
const notAFunction = /^(\w+)\.(\w+) is not a function$/
const ofNull = /^Cannot read properties of null \(reading '(\w+)'\)$/

/** What Python says where an argument has no such attribute; null for every other error. */
export function attributeError(
  error: unknown,
  names: readonly string[],
  values: readonly unknown[],
): AttributeError | null {
  if (typeof error !== 'object' || error === null) return null
  const { name, message } = error as Partial<Error>
  if (name !== 'TypeError' || typeof message !== 'string') return null
  const [, parameter, attribute] = notAFunction.exec(message) ?? []
  if (parameter !== undefined) {
    const value = names.includes(parameter) ? values[names.indexOf(parameter)] : undefined
    if (value === undefined || value === null || Object(value)[attribute as string]) return null
    return new AttributeError(`'${typeName(value)}' object has no attribute '${attribute}'`)
  }
  const [, read] = ofNull.exec(message) ?? []
  if (read === undefined || !values.includes(null)) return null
  return new AttributeError(`'NoneType' object has no attribute '${read}'`)
}
