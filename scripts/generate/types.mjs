// @ts-check
// Kinds of arguments and results as TypeScript types. The names come from lib/types.ts.

import { bigInts } from './exceptions.mjs'

/**
 * @typedef {import('./schema.mjs').Argument} Argument
 * @typedef {import('./signature.mjs').Signature} Signature
 */

/** @type {Readonly<Record<string, string>>} */
const PLAIN = {
  Tensor: 'Tensor',
  int: 'number',
  SymInt: 'number',
  DeviceIndex: 'number',
  float: 'number',
  bool: 'boolean',
  str: 'string',
  Scalar: 'Scalar',
  ScalarType: 'dtype',
  Layout: 'layout',
  Device: 'Device',
  MemoryFormat: 'memory_format',
  Generator: 'Generator',
  QScheme: 'qscheme',
  Stream: 'Stream',
}

/**
 * @param {string} base
 */
function plain(base) {
  const found = PLAIN[base]
  if (!found) throw new Error(`no TypeScript type for '${base}'`)
  return found
}

/**
 * @param {Argument} argument
 * @param {Signature} signature
 * @param {boolean} numbers  whether the parser takes numbers for tensors (python_arg_parser.cpp)
 */
export function argumentType({ type, default: value, name, written, keyword }, signature, numbers) {
  const nullable = type.optional || value === 'None' ? ' | null' : ''
  if (type.list) {
    const item = type.optionalItems ? `(${plain(type.base)} | null)` : plain(type.base)
    const one = type.base === 'int' || type.base === 'SymInt' ? type.size !== undefined : false
    return `${one ? 'number | ' : ''}readonly ${item}[]${nullable}`
  }
  if (type.base === 'Tensor' && numbers && name !== 'out' && !written)
    return `Tensor | Scalar${nullable}`
  const wide = !keyword && plain(type.base) === 'number' && bigInts.has(signature.name)
  return `${plain(type.base)}${wide ? ' | bigint' : ''}${nullable}`
}

/**
 * @param {Argument} result
 */
function oneResult({ type }) {
  // A list of numbers has no other reader than the caller: it is fresh, so it may be written.
  const base = plain(type.base)
  return type.list ? `${base}[]` : `${base}${type.optional ? ' | null' : ''}`
}

/**
 * @param {Signature} signature
 */
export function resultType({ name, returns, method }) {
  const [first, ...more] = returns
  // In-place foreach operators return nothing; Python hands their list back.
  if (!first) return name.startsWith('_foreach_') ? 'Tensor[]' : 'void'
  if (more.length === 0) {
    // x.add_(y) is x itself, whatever its class.
    return method && first.written && name.endsWith('_') ? 'this' : oneResult(first)
  }
  const items = `[${returns.map(oneResult).join(', ')}]`
  if (!first.name) return items
  const fields = returns.map((r) => `${r.name}: ${oneResult(r)}`)
  return `Named<${items}, { ${fields.join('; ')} }>`
}
