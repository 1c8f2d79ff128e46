// Python's functools.wraps.

import type { AnyFunction } from './vmap.js'

/** Gives `wrapper` the name of `func`. */
export function _wraps<F extends AnyFunction>(func: AnyFunction, wrapper: F): F {
  const name: unknown = (func as AnyFunction | null)?.name
  if (typeof name === 'string') {
    Object.defineProperty(wrapper, 'name', { value: name, configurable: true })
  }
  return wrapper
}
