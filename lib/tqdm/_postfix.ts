// What stands behind a bar: `loss=0.5, acc=0.9`.

import { isKeywords } from '../_kwargs.js'
import { pyStr } from '../_repr.js'
import { format_num } from './_meter.js'

/** Names and values, or a text. */
export type Postfix = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> | string

/** The entries of a dict, which is a plain object or a Map. */
export function entriesOf(dict: Exclude<Postfix, string>): [string, unknown][] {
  return isKeywords(dict) ? Object.entries(dict) : [...(dict as ReadonlyMap<string, unknown>)]
}

/** Names and values as a text, numbers in three digits. */
export function postfixText(entries: readonly (readonly [string, unknown])[]): string {
  const text = (value: unknown): string =>
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
      ? format_num(value)
      : pyStr(value)
  return entries.map(([key, value]) => `${key}=${text(value).trim()}`).join(', ')
}
