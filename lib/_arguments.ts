// The arguments of constructors, typed and bound by Python's `def` line as lib/_def.ts does for functions.

import type { KeywordArgs, PositionalArgs } from './_def.js'
import { type BinderOptions, python } from './_kwargs.js'

type WithoutSelf<S extends string> = S extends `${infer Name}(self, ${infer Rest}`
  ? `${Name}(${Rest}`
  : S

type Names<S extends string> = S extends `${string}(${infer Inside})` ? Split<Inside> : never
type Split<S extends string> = S extends `${infer First}, ${infer Rest}`
  ? [...NameOf<First>, ...Split<Rest>]
  : NameOf<S>
type NameOf<S extends string> = S extends '*' | 'self'
  ? []
  : S extends `${infer Name}=${string}`
    ? [Name]
    : [S]

type Bound<N extends string[], P extends unknown[]> = {
  [I in keyof N & `${number}` as N[I] & string]: P[I & keyof P]
}

/** Binds the arguments of one constructor. */
export interface Initializer<S extends string, P extends unknown[]> {
  (args: readonly unknown[]): Bound<Names<S>, P>
  /** Only in the type: see {@link ArgumentsOf}. */
  readonly line?: S
  readonly parameters?: P
}

/**
 * All argument lists that the constructor takes: the first n parameters by position, the rest in one trailing object.
 */
export type ArgumentsOf<I> = I extends { readonly line?: infer S; readonly parameters?: infer P }
  ? S extends string
    ? P extends unknown[]
      ? PositionalArgs<WithoutSelf<S>, P> | KeywordArgs<WithoutSelf<S>, P>
      : never
    : never
  : never

/**
 * Reads a `def __init__` line. `P` are the types of its parameters in the order of the line, labelled for editors.
 * Defaults may hold no comma.
 *
 * @example
 * const init = initializer<[num_features: number, eps: number]>()('Norm.__init__(self, num_features, eps=1e-05)')
 * class Norm extends Module {
 *   constructor(...args: ArgumentsOf<typeof init>) {
 *     super()
 *     const { num_features, eps } = init(args)
 *   }
 * }
 */
export function initializer<P extends unknown[]>(): <const S extends string>(
  line: S,
  options?: BinderOptions,
) => Initializer<S, P> {
  return (line, options) => python(line, options) as unknown as Initializer<typeof line, P>
}
