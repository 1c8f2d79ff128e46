// Python's copy.deepcopy of a module: what it holds is copied, its constructor does not run.

import { deepcopy, type Memo } from '../../_deepcopy.js'
import { rawOf } from './_attributes.js'
import { define, items } from './_registry.js'
import type { Module } from './module.js'

const registries = ['_parameters', '_buffers', '_modules'] as const

/** A copy of a module. `construct` makes an instance of a class with what every module has, and nothing else. */
export function copyModule<M extends Module>(
  original: M,
  memo: Memo,
  construct: (cls: NewableFunction) => M,
): M {
  // A class of the same instances without the constructor.
  function Bare(): void {}
  Bare.prototype = Object.getPrototypeOf(original) as object
  const bare = construct(Bare as unknown as NewableFunction)
  memo.set(original, bare)
  const from = rawOf(original) as unknown as Module
  const to = rawOf(bare) as unknown as Module
  for (const name of registries) {
    for (const [key, value] of items<unknown>(from[name])) {
      ;(to[name] as Record<string, unknown>)[key] = deepcopy(value, memo)
    }
  }
  const registered = new Set(registries.flatMap((name) => [...items<unknown>(from[name]).keys()]))
  for (const key of Object.keys(from)) {
    if (registered.has(key) || registries.includes(key as '_modules')) continue
    define(to, key, deepcopy(Reflect.get(from, key) as unknown, memo))
  }
  return bare
}
