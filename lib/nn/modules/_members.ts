// What a module holds, by name: lookup by dotted paths and iteration. Part of torch/nn/modules/module.py.

import { AttributeError, KeyError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { hasAttribute, typename } from './_attributes.js'
import { items } from './_registry.js'
import type { Module } from './module.js'

/** A name, or a dotted path, and what it stands for. */
export type Pair<T> = [name: string, value: T]

/** The keywords of `named_parameters` and `named_buffers`. */
export type MemberOptions = { prefix?: string; recurse?: boolean; remove_duplicate?: boolean }

/** Throws where a parameter or buffer cannot have this name. */
export function checkName(kind: string, name: unknown): void {
  if (typeof name !== 'string') {
    throw new TypeError(`${kind} name should be a string. Got ${typename(name)}`)
  }
  if (name.includes('.')) throw new KeyError(`${kind} name can't contain "."`)
  if (name === '') throw new KeyError(`${kind} name can't be empty string ""`)
}

/** Python's `getattr` with the error of `get_submodule` and its like. */
export function attribute<T extends object = Module>(module: Module, name: string): T {
  if (!hasAttribute(module, name)) {
    throw new AttributeError(`${module._get_name()} has no attribute \`${name}\``)
  }
  return Reflect.get(module, name) as T
}

/** `'a.b.c'` as `'a.b'` and `'c'`. */
export function splitPath(target: string): [path: string, name: string] {
  const at = target.lastIndexOf('.')
  return [target.slice(0, Math.max(at, 0)), target.slice(at + 1)]
}

/** The second halves of pairs. */
export function* values<T>(pairs: Iterable<Pair<T>>): IterableIterator<T> {
  for (const [, value] of pairs) yield value
}

/** The parameters or buffers of a module with their paths, each once unless told otherwise. */
export function* namedMembers<T extends Tensor>(
  root: Module,
  members: (module: Module) => ReadonlyMap<string, T | null>,
  { prefix, recurse, remove_duplicate }: Required<MemberOptions>,
): IterableIterator<Pair<T>> {
  const memo = new Set<T>()
  const modules: Iterable<Pair<Module>> = recurse
    ? root.named_modules(null, prefix, remove_duplicate)
    : [[prefix, root]]
  for (const [path, module] of modules) {
    for (const [name, value] of members(module)) {
      if (value === null || memo.has(value)) continue
      if (remove_duplicate) memo.add(value)
      yield [path === '' ? name : `${path}.${name}`, value]
    }
  }
}

/** A module and all below it with their paths. */
export function* namedModules(
  module: Module,
  memo: Set<Module>,
  prefix: string,
  remove_duplicate: boolean,
): IterableIterator<Pair<Module>> {
  if (memo.has(module)) return
  if (remove_duplicate) memo.add(module)
  yield [prefix, module]
  for (const [name, child] of items(module._modules)) {
    if (child)
      yield* child.named_modules(memo, prefix === '' ? name : `${prefix}.${name}`, remove_duplicate)
  }
}

/** Indents all lines but the first; blank ones stay empty. */
export function _addindent(s_: string, numSpaces: number): string {
  const [first = '', ...rest] = s_.split('\n')
  const indented = rest.map((line) => (line.trim() === '' ? '' : ' '.repeat(numSpaces) + line))
  return [first, ...indented].join('\n')
}
