// Dicts while pickles are read: what they are in JavaScript depends on their keys, which come later.

import { classText } from './_typename.js'
import { ValueError } from './errors.js'

/** A dict while it is read: what it is in JavaScript depends on its keys, which come later. */
export class Dict {
  readonly items = new Map<unknown, unknown>()
  readonly attributes = new Map<string, unknown>()
  constructor(readonly type: 'dict' | 'OrderedDict' | 'Counter' = 'dict') {}
}

/** An object that is made of its state, which comes later. */
export class Pending {
  value: unknown = null
}

const kinds = new WeakMap<object, 'OrderedDict' | 'Counter'>()

/** Which of Python's dicts an object was read as, so that it is saved as the same. */
export function kindOfDict(value: object): 'OrderedDict' | 'Counter' | undefined {
  return kinds.get(value)
}

/** The text of a value's class, as Python has it. */
export function className(value: unknown): string {
  if (value instanceof Dict) {
    return value.type === 'dict' ? "<class 'dict'>" : `<class 'collections.${value.type}'>`
  }
  return classText(value)
}

/** A ValueError for a dict that the code at hand expected. */
export function asDict(value: unknown, what: string): Dict {
  if (value instanceof Dict) return value
  throw new ValueError(`${what} must be a dict, not ${className(value)}`)
}

function define(object: object, key: string, value: unknown, enumerable: boolean): void {
  // Not an assignment: a key may be `__proto__`.
  Object.defineProperty(object, key, { value, writable: true, enumerable, configurable: true })
}

/**
 * Makes the dicts inside of a value what they are in JavaScript: plain objects, or Maps if not all keys are strings.
 * Lists, tuples and sets are changed in place; a dict that occurs twice stays one object.
 */
export function settle(root: unknown): unknown {
  const made = new Map<Dict, object>()
  const seen = new Set<object>()
  const open: (Dict | unknown[] | Set<unknown>)[] = []
  const settled = (value: unknown): unknown => {
    if (value instanceof Dict) {
      const known = made.get(value)
      if (known) return known
      const target = emptyOf(value)
      made.set(value, target)
      open.push(value)
      return target
    }
    if (value instanceof Pending) return value.value
    const isContainer = Array.isArray(value) || value instanceof Set
    if (isContainer && !seen.has(value)) {
      seen.add(value)
      open.push(value)
    }
    return value
  }
  const result = settled(root)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next instanceof Dict) fill(made.get(next) as object, next, settled)
    else if (next instanceof Set) for (const item of next) settled(item)
    else for (const [i, item] of next.entries()) next[i] = settled(item)
  }
  return result
}

function emptyOf({ items, type }: Dict): object {
  const target = [...items.keys()].every((key) => typeof key === 'string') ? {} : new Map()
  if (type !== 'dict') kinds.set(target, type)
  return target
}

function fill(target: object, dict: Dict, settled: (value: unknown) => unknown): void {
  for (const [key, value] of dict.items) {
    if (target instanceof Map) target.set(settled(key), settled(value))
    else define(target, key as string, settled(value), true)
  }
  for (const [key, value] of dict.attributes) define(target, key, settled(value), false)
}
