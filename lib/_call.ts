// From a JavaScript call to a native operator. See Note [Calls] in binding/call.cc.

import { isKeywords } from './_kwargs.js'
import { native, type NativeOperator, Wrapper } from './native.js'

/** An operator as users call it. */
export type OperatorFunction = (...args: unknown[]) => unknown

const { scratch } = native

/** Gives the result of a native call: bound to `out` where the call returned nothing. */
export function result<T = unknown>(out: Wrapper, returned: unknown): T {
  if (returned !== undefined) return returned as T
  out._h = scratch[0] as number
  return out as T
}

// What the fast path knows of an argument.
const asIs = 0
const tensor = 1
const other = -1 // keywords, iterables: the slow path decides

function kind(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? other : asIs
  const { _h, _k } = value as { _h?: unknown; _k?: unknown }
  if (_h !== undefined) return tensor
  return _k !== undefined || Array.isArray(value) ? asIs : other
}

/** A tensor as its handle; anything else as it is. */
function pass(value: unknown, kind: number): unknown {
  return kind === tensor ? (value as Wrapper)._h : value
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

// Ranges, sets and other iterables count as lists.
function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const iterable = value as Partial<Iterable<unknown>>
  const isList = typeof iterable[Symbol.iterator] === 'function' && !('_h' in value)
  return isList ? Array.from(value as Iterable<unknown>) : value
}

// How many arguments the mask has bits for.
const masked = 15

/**
 * Any call at all: keywords, iterables, many arguments. Gives the mask and the arguments of a native call.
 *
 * @param handles - whether tensors go as handles or as they are.
 */
export function pack(args: readonly unknown[], handles: boolean): [mask: number, ...unknown[]] {
  let count = args.length
  const trim = (): void => {
    while (count > 0 && args[count - 1] === undefined) count--
  }
  trim()
  const last = args[count - 1]
  const keywords = count > 0 && isKeywords(last) ? last : null
  if (keywords !== null) count--
  trim()
  const passed: [mask: number, ...unknown[]] = [0]
  let mask = 0
  // So many can only be the sizes of `view(1, 2, ...)`, which go as a list as well.
  const positional = keywords !== null && count >= masked ? [args.slice(0, count)] : args
  count = Math.min(count, positional.length)
  for (let i = 0; i < count; i++) {
    const value = positional[i]
    const k = kind(value)
    if (handles && k === tensor && i < masked) {
      mask |= tensor << (2 * i)
      passed.push((value as Wrapper)._h)
    } else {
      passed.push(k === other ? listed(value) : value)
    }
  }
  if (keywords !== null) {
    mask |= 2 << (2 * count)
    for (const name of Object.keys(keywords)) {
      const value = keywords[name]
      if (value !== undefined) passed.push(keywordId(name), listed(value))
    }
  }
  passed[0] = mask
  return passed
}

function callSlowly(f: NativeOperator, args: readonly unknown[]): unknown {
  const out = new Wrapper()
  return result(out, f(out, ...pack(args, true)))
}

/** Makes a function of a native operator. */
export function asFunction(name: string, f: NativeOperator): OperatorFunction {
  const call: OperatorFunction = function (a?: unknown, b?: unknown, c?: unknown) {
    switch (arguments.length) {
      case 1: {
        const ka = kind(a)
        if (ka < 0) break
        const out = new Wrapper()
        return result(out, f(out, ka, pass(a, ka)))
      }
      case 2: {
        const ka = kind(a)
        const kb = kind(b)
        if ((ka | kb) < 0) break
        const out = new Wrapper()
        return result(out, f(out, ka | (kb << 2), pass(a, ka), pass(b, kb)))
      }
      case 3: {
        const ka = kind(a)
        const kb = kind(b)
        const kc = kind(c)
        if ((ka | kb | kc) < 0) break
        const out = new Wrapper()
        return result(
          out,
          f(out, ka | (kb << 2) | (kc << 4), pass(a, ka), pass(b, kb), pass(c, kc)),
        )
      }
    }
    // biome-ignore lint/complexity/noArguments: rest parameters would slow the calls above.
    return callSlowly(f, Array.from(arguments))
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
        return result(out, f(out, tensor, this._h))
      }
      case 1: {
        const ks = kind(this)
        const ka = kind(a)
        if (ks !== tensor || ka < 0) break
        const out = new Wrapper()
        return result(out, f(out, tensor | (ka << 2), this._h, pass(a, ka)))
      }
      case 2: {
        const ks = kind(this)
        const ka = kind(a)
        const kb = kind(b)
        if (ks !== tensor || (ka | kb) < 0) break
        const out = new Wrapper()
        return result(
          out,
          f(out, tensor | (ka << 2) | (kb << 4), this._h, pass(a, ka), pass(b, kb)),
        )
      }
    }
    // biome-ignore lint/complexity/noArguments: rest parameters would slow the calls above.
    return callSlowly(f, [this ?? null, ...Array.from(arguments)])
  }
  return named(call as OperatorFunction, name)
}

function named<F extends OperatorFunction>(f: F, name: string): F {
  Object.defineProperty(f, 'name', { value: name, configurable: true })
  Object.defineProperty(f, 'length', { value: 0, configurable: true })
  return f
}
