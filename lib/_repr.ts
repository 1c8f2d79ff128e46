// Values of JavaScript as Python's repr() and str() write them.

import { Tuple } from './_tuple.js'

const nonPrintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u
const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text of a Python float: the shortest digits that read back, `1.0`, `1e-05`, `1e+16`, `inf`. */
export function floatRepr(value: number): string {
  const text = shortFloat(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

// Python's shortest form without the closing `.0`; complex numbers print their parts like this.
function shortFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  // V8 and Python find the same digits and differ in where the exponent starts.
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, '0')
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`
  }
  const magnitude = Math.abs(value)
  const digits = mantissa.replace('-', '').replace('.', '')
  const sign = value < 0 ? '-' : ''
  if (magnitude < 1) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}

/** The text of a Python complex number: `(1+2j)`, `2j`. */
export function complexRepr(re: number, im: number): string {
  const imaginary = shortFloat(im)
  if (Object.is(re, 0)) return `${imaginary}j`
  return `(${shortFloat(re)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`
}

/** The text of a Python string literal. */
export function strRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  let text = ''
  for (const char of value) {
    if (char === '\\' || char === quote) text += `\\${char}`
    else if (char === ' ' || !nonPrintable.test(char)) text += char
    else text += escapes[char] ?? hexEscape(char.codePointAt(0) ?? 0)
  }
  return quote + text + quote
}

function hexEscape(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** A plain object of this realm or another; class instances, arrays and functions are not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value) as object | null
  if (prototype === Object.prototype || prototype === null) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}

/** A complex scalar as `item()` gives it: exactly the fields `re` and `im`. */
export function isComplex(value: object): value is { re: number; im: number } {
  const { re, im } = value as { re?: unknown; im?: unknown }
  return typeof re === 'number' && typeof im === 'number' && Object.keys(value).length === 2
}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

// An integral number is an int; beyond 2^53 ints are bigints, so that a number there was a float.
function numberRepr(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : floatRepr(value)
}

function functionRepr(value: object & { name?: unknown }): string {
  if (value.toString !== Function.prototype.toString) return String(value)
  const isClass = Function.prototype.toString.call(value).startsWith('class')
  return isClass ? `<class '${String(value.name)}'>` : `<function ${String(value.name)}>`
}

function sequence(items: Iterable<unknown>, path: readonly object[]): string {
  return Array.from(items, (item) => represent(item, path)).join(', ')
}

function dict(entries: Iterable<[unknown, unknown]>, path: readonly object[]): string {
  const items = Array.from(
    entries,
    ([key, value]) => `${represent(key, path)}: ${represent(value, path)}`,
  )
  return `{${items.join(', ')}}`
}

// Arrays of any realm; Size, named tuples and other subclasses that say how they print are not among them.
// Every realm's Array.prototype is itself an array, which tells it from a subclass's.
function isPlainArray(value: object): value is unknown[] {
  if (!Array.isArray(value)) return false
  return Array.isArray(Object.getPrototypeOf(value)) || value.toString === Array.prototype.toString
}

function objectRepr(value: object, path: readonly object[]): string {
  // A container inside itself prints as Python prints it.
  if (path.includes(value)) return Array.isArray(value) ? '[...]' : '{...}'
  const inner = [...path, value]
  if (isPlainArray(value)) return `[${sequence(value, inner)}]`
  if (isPlainObject(value)) {
    return isComplex(value) ? complexRepr(value.re, value.im) : dict(Object.entries(value), inner)
  }
  const tag = tagOf(value)
  if (tag === 'Map') return dict(value as Map<unknown, unknown>, inner)
  if (tag === 'Set') {
    const items = sequence(value as Set<unknown>, inner)
    return items === '' ? 'set()' : `{${items}}`
  }
  if (ArrayBuffer.isView(value) && tag !== 'DataView') return typedArrayRepr(value, tag)
  if (tag === 'Error') return errorRepr(value as Error)
  // Tensors, sizes, dtypes, modules: whatever says itself how it prints.
  return String(value)
}

// The message of a KeyError is a repr already.
function errorRepr({ name, message }: Error): string {
  return `${name}(${name === 'KeyError' || message === '' ? message : strRepr(message)})`
}

function typedArrayRepr(value: object, tag: string): string {
  const one = tag.startsWith('Float') ? floatRepr : String
  const items = Array.from(value as ArrayLike<number>, (item) => one(item))
  return `[${items.join(', ')}]`
}

function represent(value: unknown, path: readonly object[]): string {
  switch (typeof value) {
    case 'undefined':
      return 'None'
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
      return numberRepr(value)
    case 'string':
      return strRepr(value)
    case 'function':
      return functionRepr(value)
    case 'object':
      if (value === null) return 'None'
      if (isPlainTuple(value)) return tupleRepr(value, path)
      return objectRepr(value, path)
    default:
      return String(value)
  }
}

// Named results are tuples too, and print themselves.
function isPlainTuple(value: object): value is Tuple<unknown> {
  return value instanceof Tuple && value.toString === Array.prototype.toString
}

function tupleRepr(value: Tuple<unknown>, path: readonly object[]): string {
  if (path.includes(value)) return '(...)'
  const items = sequence(value, [...path, value])
  return value.length === 1 ? `(${items},)` : `(${items})`
}

/** `repr(value)`: `None`, `True`, `1`, `0.5`, `'text'`, `[1, 2]`, `(1,)`, `{'a': 1}`, a tensor's text, ... */
export function pyRepr(value: unknown): string {
  return represent(value, [])
}

/** `str(value)`: as {@link pyRepr}, but a string is itself, and an error is its message. */
export function pyStr(value: unknown): string {
  if (typeof value === 'string') return value
  const isError = typeof value === 'object' && value !== null && tagOf(value) === 'Error'
  return isError ? (value as Error).message : pyRepr(value)
}
