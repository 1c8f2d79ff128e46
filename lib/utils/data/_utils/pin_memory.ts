// Mirrors torch/utils/data/_utils/pin_memory.py.

import { isMap } from '../../../_is_map.js'
import { isPlainObject } from '../../../_repr.js'

/** Copies the tensors of a batch to page-locked memory; whatever has a `pin_memory` of its own is asked. */
export function pin_memory(data: unknown): unknown {
  const own = (Object(data) as { pin_memory?: unknown }).pin_memory
  if (typeof own === 'function') return Reflect.apply(own, data, [])
  if (Array.isArray(data)) {
    const pinned = data.map(pin_memory)
    // A tuple stays one.
    return Object.setPrototypeOf(pinned, Object.getPrototypeOf(data) as object)
  }
  if (isMap(data)) {
    const entries = [...(data as Map<unknown, unknown>)]
    return new Map(entries.map(([key, item]) => [key, pin_memory(item)]))
  }
  if (isPlainObject(data)) {
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, pin_memory(item)]))
  }
  return data
}
