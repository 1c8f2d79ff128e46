// Python's `copy`: `import copy from 'torch-node/copy'`.

/** What `deepcopy` has copied so far, by the original. */
export type Memo = Map<unknown, unknown>

/** What says itself how it is copied. */
interface Copies {
  __deepcopy__?(memo: Memo): unknown
  __copy__?(): unknown
}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

// What copying cannot look into, or need not, because nothing changes it.
const atomic = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'RegExp',
  'Generator',
  'GeneratorFunction',
  'SharedArrayBuffer',
])

// dtypes, devices and other singletons are what they are by identity; see _singleton.ts.
function isAtomic(value: unknown): boolean {
  if (typeof value === 'function') return !hasProtocol(value)
  if (typeof value !== 'object' || value === null) return true
  return '_k' in value || atomic.has(tagOf(value))
}

function hasProtocol(value: unknown): value is Copies {
  const { __deepcopy__, __copy__ } = value as Copies
  return typeof __deepcopy__ === 'function' || typeof __copy__ === 'function'
}

// An empty one of the same class, whose constructor does not run.
function emptyOf(value: object): object {
  const prototype = Object.getPrototypeOf(value) as object | null
  const tag = tagOf(value)
  if (Array.isArray(value)) return Object.setPrototypeOf([], prototype) as object
  if (tag === 'Map') return Object.setPrototypeOf(new Map(), prototype) as object
  if (tag === 'Set') return Object.setPrototypeOf(new Set(), prototype) as object
  if (tag === 'Date') return Object.setPrototypeOf(new Date(Number(value)), prototype) as object
  if (tag === 'Error') return Object.setPrototypeOf(new Error(), prototype) as object
  return Object.create(prototype) as object
}

function fill(made: object, value: object, copied: (part: unknown) => unknown): void {
  const tag = tagOf(value)
  if (tag === 'Map') {
    for (const [key, one] of value as Map<unknown, unknown>) {
      Map.prototype.set.call(made, copied(key), copied(one))
    }
  } else if (tag === 'Set') {
    for (const one of value as Set<unknown>) Set.prototype.add.call(made, copied(one))
  }
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor
    if ('value' in descriptor) descriptor.value = copied(descriptor.value)
    Object.defineProperty(made, key, descriptor)
  }
}

function bytesOf(value: object): object | null {
  if (tagOf(value) === 'ArrayBuffer') return (value as ArrayBuffer).slice(0)
  if (!ArrayBuffer.isView(value)) return null
  const { buffer, byteOffset, byteLength } = value
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength)
  return new (value.constructor as new (bytes: ArrayBufferLike) => object)(bytes)
}

/**
 * A copy of a value with copies of all that it holds: tensors, parameters, modules with their hooks and buffers,
 * optimizers, lists, dicts, Maps, Sets, instances of classes. What occurs twice in the original is one thing in the
 * copy too; tensors that share memory share it there.
 *
 * A class says how it is copied by `__deepcopy__(memo)`. Without, a copy has the same fields and the constructor does
 * not run; fields that are private by `#` are not copied, for nothing but the class itself can see them. Functions,
 * dtypes and devices are their own copies.
 *
 * @param memo - what has been copied already, by the original; `__deepcopy__` hands it on.
 * @throws RuntimeError for a tensor that is the result of operators which autograd follows.
 *
 * @example
 * const twin = deepcopy(net)
 * twin[0].weight.equal(net[0].weight) // True
 * twin[0].weight === net[0].weight // False
 *
 * @see https://docs.python.org/3/library/copy.html#copy.deepcopy
 */
export function deepcopy<T>(x: T, memo?: Memo | null): T
export function deepcopy(x: unknown, given: Memo | null = null): unknown {
  const memo = given ?? (new Map() as Memo)
  if (memo.has(x)) return memo.get(x)
  if (isAtomic(x)) return x
  const value = x as object & Copies
  if (typeof value.__deepcopy__ === 'function') {
    const made = value.__deepcopy__(memo)
    memo.set(x, made)
    return made
  }
  const made = bytesOf(value) ?? emptyOf(value)
  // Before its parts, so that one which leads back to it finds its copy.
  memo.set(x, made)
  if (!ArrayBuffer.isView(value)) fill(made, value, (part) => deepcopy(part, memo))
  return made
}

/**
 * A copy of a value that holds the same things as the original. A class says how it is copied by `__copy__()`.
 *
 * @example
 * const list = [[1], 2]
 * const other = copy(list)
 * other[0] === list[0] // True
 *
 * @see https://docs.python.org/3/library/copy.html#copy.copy
 */
export function copy<T>(x: T): T
export function copy(x: unknown): unknown {
  if (isAtomic(x)) return x
  const value = x as object & Copies
  if (typeof value.__copy__ === 'function') return value.__copy__()
  const bytes = bytesOf(value)
  if (bytes) return bytes
  const made = emptyOf(value)
  fill(made, value, (part) => part)
  return made
}

export default { copy, deepcopy }
