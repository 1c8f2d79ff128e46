// From a JavaScript call to a native operator. See Note [Calls] in binding/call.cc.
// biome-ignore-all lint/complexity/noArguments: rest parameters would allocate a list on each of the hottest calls.

import { isKeywords } from './_kwargs.js'
import { type NativeOperator, native, Wrapper } from './native.js'

/** An operator as users call it. */
export type OperatorFunction = (...args: unknown[]) => unknown

const { scratch } = native

/** Gives the result of a native call: bound to `out` where the call returned nothing. */
export function result<T = unknown>(out: Wrapper, returned: unknown): T {
  if (returned !== undefined) return returned as T
  Wrapper.bind(out, scratch[0] as number)
  return out as T
}

// What the mask says of an argument; three bits each.
const asIs = 0
const tensor = 1
const keywords = 2
const key = 3
const tensors = 4
const other = -1 // keywords, iterables, undefined: the slow path decides
const bits = 3
const masked = 10

function kind(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? other : asIs
  // One after the other: what a tensor does not have is looked for by the proxy behind its prototypes.
  if ((value as { _h?: unknown })._h !== undefined) return tensor
  if (Array.isArray(value)) return kindOfArray(value)
  const { _k } = value as { _k?: number }
  if (_k === undefined) return other
  return _k < deviceKeys ? key : asIs
}

// Devices and slices have more to them than a key.
const deviceKeys = 5 * 256

// As long as the lists of an optimizer's step with six of them may be, all of which the scratch array has to hold.
const longestList = 128

function kindOfArray(array: readonly unknown[]): number {
  if (array.length === 0 || array.length > longestList) return asIs
  for (const item of array) {
    if (typeof item !== 'object' || item === null) return asIs
    if (typeof (item as { _h?: unknown })._h !== 'number') return asIs
  }
  return tensors
}

// How many handles stand in the scratch array, behind its first element.
let listed = 0

/** An argument as it goes to the addon. */
function pass(value: unknown, kind: number): unknown {
  switch (kind) {
    case tensor: {
      const { _h } = value as Wrapper
      scratch[++listed] = _h
      return _h // for error texts: a number where the mask says tensor
    }
    case key:
      return (value as { _k: number })._k
    case tensors: {
      const list = value as readonly Wrapper[]
      for (const item of list) scratch[++listed] = item._h
      return list.length
    }
    default:
      return value
  }
}

const keywordIds = new Map<string, number>()

function keywordId(name: string): number {
  let id = keywordIds.get(name)
  if (id === undefined) {
    id = native.keywordId(name)
    keywordIds.set(name, id)
  }
  return id
}

// Ranges and other iterables count as lists; sets and dicts do not in Python either, and typed arrays are data.
function asList(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
  if (ArrayBuffer.isView(value) || tag === 'Set' || tag === 'Map') return value
  const iterable = value as Partial<Iterable<unknown>>
  return typeof iterable[Symbol.iterator] === 'function'
    ? Array.from(value as Iterable<unknown>)
    : value
}

/**
 * Any call at all: keywords, iterables, many arguments.
 *
 * @param handles - whether tensors go as handles or as they are.
 * @param self - what stands before the arguments; methods have it.
 */
export function callAny(
  f: NativeOperator,
  args: ArrayLike<unknown>,
  handles: boolean,
  self?: unknown,
): unknown {
  let count = args.length
  while (count > 0 && args[count - 1] === undefined) count--
  const last = count > 0 ? args[count - 1] : undefined
  const named = isKeywords(last) ? last : null
  if (named !== null) count--
  while (count > 0 && args[count - 1] === undefined) count--
  const out = new Wrapper()
  const passed: [out: Wrapper, mask: number, ...unknown[]] = [out, 0]
  if (self !== undefined) passed.push(self)
  if (named !== null && count >= masked - 1) {
    // So many can only be the sizes of `view(1, 2, ...)`, which go as a list as well.
    passed.push(Array.prototype.slice.call(args, 0, count))
  } else {
    for (let i = 0; i < count; i++) passed.push(args[i])
  }
  count = passed.length - 2
  let mask = 0
  if (named !== null) {
    // Read before anything is written to the scratch array: a getter may make calls of its own.
    for (const name of Object.keys(named)) {
      const value = named[name]
      if (value !== undefined) passed.push(keywordId(name), value)
    }
    if (passed.length > 2 + count) mask = keywords << (bits * count)
  }
  listed = 0
  for (let i = 0; i < passed.length - 2; i++) {
    // Behind the positional ones names and values take turns.
    if (i >= count && (i - count) % 2 === 0) continue
    const value = passed[i + 2]
    const k = kind(value)
    if (k === other) {
      passed[i + 2] = asList(value)
    } else if (handles && k !== asIs && i < masked && listed < 512) {
      mask |= k << (bits * i)
      passed[i + 2] = pass(value, k)
    }
  }
  passed[1] = mask
  return result(out, f.apply(undefined, passed))
}

/** Makes a function of a native operator. */
export function asFunction(name: string, f: NativeOperator): OperatorFunction {
  const call: OperatorFunction = function (a?: unknown, b?: unknown, c?: unknown) {
    switch (arguments.length) {
      case 1: {
        const ka = kind(a)
        if (ka < 0) break
        const out = new Wrapper()
        listed = 0
        return result(out, f(out, ka, pass(a, ka)))
      }
      case 2: {
        const ka = kind(a)
        const kb = kind(b)
        if ((ka | kb) < 0) break
        const out = new Wrapper()
        listed = 0
        return result(out, f(out, ka | (kb << bits), pass(a, ka), pass(b, kb)))
      }
      case 3: {
        const ka = kind(a)
        const kb = kind(b)
        const kc = kind(c)
        if ((ka | kb | kc) < 0) break
        const out = new Wrapper()
        listed = 0
        return result(
          out,
          f(out, ka | (kb << bits) | (kc << (2 * bits)), pass(a, ka), pass(b, kb), pass(c, kc)),
        )
      }
    }
    return callAny(f, arguments, true)
  }
  return named(call, name)
}

/** Makes a method of a native operator; `this` is its first argument. */
export function asMethod(name: string, f: NativeOperator): OperatorFunction {
  const call = function (this: Wrapper, a?: unknown, b?: unknown): unknown {
    switch (arguments.length) {
      case 0: {
        const ks = kind(this)
        if (ks !== tensor) break
        const out = new Wrapper()
        listed = 0
        return result(out, f(out, tensor, pass(this, tensor)))
      }
      case 1: {
        const ks = kind(this)
        const ka = kind(a)
        if (ks !== tensor || ka < 0) break
        const out = new Wrapper()
        listed = 0
        return result(out, f(out, tensor | (ka << bits), pass(this, tensor), pass(a, ka)))
      }
      case 2: {
        const ks = kind(this)
        const ka = kind(a)
        const kb = kind(b)
        if (ks !== tensor || (ka | kb) < 0) break
        const out = new Wrapper()
        listed = 0
        return result(
          out,
          f(
            out,
            tensor | (ka << bits) | (kb << (2 * bits)),
            pass(this, tensor),
            pass(a, ka),
            pass(b, kb),
          ),
        )
      }
    }
    return callAny(f, arguments, true, this ?? null)
  }
  return named(call as OperatorFunction, name)
}

function named<F extends OperatorFunction>(f: F, name: string): F {
  Object.defineProperty(f, 'name', { value: name, configurable: true })
  Object.defineProperty(f, 'length', { value: 0, configurable: true })
  return f
}
