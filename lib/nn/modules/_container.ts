// What the containers of modules and of parameters share.

import { isMap } from '../../_is_map.js'
import { isKeywords } from '../../_kwargs.js'
import { rawOf, setAttribute } from './_attributes.js'
import type { Module } from './module.js'

/** Whether `for ... of` goes over a value. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    value !== null &&
    value !== undefined &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
  )
}

/** The entries of a dict, which is a plain object or a Map; null for all else. */
export function entriesOf(value: unknown): Iterable<[string, unknown]> | null {
  if (isKeywords(value)) return Object.entries(value)
  return isMap<string, unknown>(value) ? value : null
}

/** Python's `setattr(self, name, value)` for classes whose brackets mean something else. */
export function place(module: Module, name: string, value: unknown): void {
  setAttribute(rawOf(module), name, value)
}
