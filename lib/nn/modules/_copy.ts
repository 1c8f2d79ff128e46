// Copies of modules, which Python makes of their `__dict__`: parameters, buffers, children, hooks and all other fields.

import { behind, proxy, rawOf } from './_attributes.js'
import { type Dict, define, items, registry } from './_registry.js'
import type { Module } from './module.js'

const registries: readonly PropertyKey[] = ['_parameters', '_buffers', '_modules']

/**
 * Gives `made`, a module without fields, what `module` has. Registered names are fields too, which their registries
 * write: Note [Registries].
 */
export function copyFields(
  made: Module,
  module: Module,
  copied: (value: unknown) => unknown,
): void {
  const from = rawOf(module)
  const to = rawOf(made)
  const dicts = [from._parameters, from._buffers, from._modules].map((dict) =>
    items(dict as Dict<unknown>),
  )
  for (const key of Reflect.ownKeys(from)) {
    if (key === proxy || key === behind) continue
    if (dicts.some((dict) => dict.has(key as string))) continue
    const descriptor = Object.getOwnPropertyDescriptor(from, key) as PropertyDescriptor
    const at = registries.indexOf(key)
    if (at < 0) {
      if ('value' in descriptor) descriptor.value = copied(descriptor.value)
      Object.defineProperty(to, key, descriptor)
      continue
    }
    const dict = registry<unknown>(to)
    define(to, key, dict)
    for (const [name, value] of dicts[at] as ReadonlyMap<string, unknown>) {
      dict[name] = copied(value)
    }
  }
}

/** What a module has, for another thread: its fields, and the entries of its registries under their names. */
export function fieldsOf(module: Module): [key: string, value: unknown][] {
  const raw = rawOf(module)
  const dicts = registries.map((key) => items(Reflect.get(raw, key) as Dict<unknown>))
  return Object.keys(raw).flatMap((key): [string, unknown][] => {
    if (dicts.some((dict) => dict.has(key))) return []
    const at = registries.indexOf(key)
    return [
      [key, at < 0 ? Reflect.get(raw, key) : [...(dicts[at] as ReadonlyMap<string, unknown>)]],
    ]
  })
}

/** Gives `made`, a module without fields, such fields. */
export function setFields(made: Module, fields: readonly (readonly [string, unknown])[]): void {
  const raw = rawOf(made)
  for (const [key, value] of fields) {
    const isRegistry = registries.includes(key)
    const dict = isRegistry ? registry<unknown>(raw) : null
    define(raw, key, dict ?? value)
    if (!dict) continue
    for (const [name, one] of value as [string, unknown][]) dict[name] = one
  }
}
