// The native argument parser for functions that are written here but parsed natively in Python too: the same overloads,
// the same errors.

import { callAny } from './_call.js'
import { type NativeOperator, native } from './native.js'

/** What was given for each parameter by name; undefined where nothing was. `overload` counts the rows from 0. */
export type Parsed<T> = T & { readonly overload: number }

function parameterNames(row: string): string[] {
  const inner = row.slice(row.indexOf('(') + 1, row.lastIndexOf(')'))
  return inner
    .split(', ')
    .filter((part) => part !== '*' && part !== '')
    .map((part) => (part.split(' ')[1] as string).split('=')[0] as string)
}

/**
 * A parser for signatures as operators.ts writes them, such as `size(int64_t? dim=None)`. Defaults are for the texts of
 * errors only: what was not given is undefined.
 */
export function nativeParser<T extends object>(
  name: string,
  rows: readonly string[],
): (args: readonly unknown[]) => Parsed<T> {
  const parse: NativeOperator = native.defineParser(name, rows)
  const names = rows.map(parameterNames)
  return (args) => {
    const [overload, ...values] = callAny(parse, args, false) as [number, ...unknown[]]
    const parsed: Record<string, unknown> = { overload }
    for (const [i, parameter] of (names[overload] as string[]).entries()) {
      parsed[parameter] = values[i]
    }
    return parsed as Parsed<T>
  }
}
