// Mirrors what eager mode needs of torch/_jit_internal.py.

import type { KeywordArgs, PositionalArgs } from './_def.js'
import { isKeywords } from './_kwargs.js'

// The `def` line without the default of one flag: a call that sets it has to name it.
type Needing<S extends string, F extends string> = S extends `${infer A}${F}=False${infer B}`
  ? `${A}${F}${B}`
  : never
type With<P extends unknown[], I extends string, V> = { [K in keyof P]: K extends I ? V : P[K] }

/** Two functions under one name; the flag `F` at position `I` says which of them is called, and its result. */
export interface BooleanDispatch<
  S extends string,
  P extends unknown[],
  F extends string,
  I extends string,
  IfTrue,
  IfFalse,
> {
  (...args: PositionalArgs<S, With<P, I, false>>): IfFalse
  (...args: KeywordArgs<S, With<P, I, false>>): IfFalse
  (...args: PositionalArgs<Needing<S, F>, With<P, I, true>>): IfTrue
  (...args: KeywordArgs<Needing<S, F>, With<P, I, true>>): IfTrue
  (...args: PositionalArgs<Needing<S, F>, With<P, I, boolean>>): IfTrue | IfFalse
  (...args: KeywordArgs<Needing<S, F>, With<P, I, boolean>>): IfTrue | IfFalse
}

type Target = (...args: never[]) => unknown

/**
 * Chooses between two functions by one boolean argument, found by keyword or, as Python does it,
 * at a fixed position. Both get all arguments as they came.
 */
export function boolean_dispatch(
  arg_name: string,
  arg_index: number,
  default_: boolean,
  if_true: Target,
  if_false: Target,
  func_name: string,
): (...args: unknown[]) => unknown {
  const fn = (...args: unknown[]): unknown => {
    const last = args.at(-1)
    const keywords = isKeywords(last) ? last : {}
    const positional = isKeywords(last) ? args.length - 1 : args.length
    let flag: unknown = default_
    if (keywords[arg_name] !== undefined) flag = keywords[arg_name]
    else if (arg_index < positional && args[arg_index] !== undefined) flag = args[arg_index]
    return (flag ? if_true : if_false)(...(args as never[]))
  }
  Object.defineProperty(fn, 'name', { value: func_name, configurable: true })
  return fn
}
