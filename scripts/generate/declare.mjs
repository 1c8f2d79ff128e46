// @ts-check
// A signature as TypeScript overloads: one for each number of arguments given by position.

import { argumentType, resultType } from './types.mjs'

/**
 * @typedef {import('./schema.mjs').Argument} Argument
 * @typedef {import('./signature.mjs').Signature} Signature
 */

// Names that Python allows for parameters and TypeScript does not.
const RESERVED = new Set(['in', 'var', 'this', 'default', 'new', 'function', 'case'])
const TENSOR_OPTIONS = ['dtype', 'layout', 'device', 'pin_memory', 'requires_grad']

/** @type {(name: string) => string} */
const safe = (name) => (RESERVED.has(name) ? `${name}_` : name)

/**
 * The trailing keyword object, or '' where nothing is left for it.
 * @param {Argument[]} rest
 * @param {(a: Argument) => string} typeOf
 */
function keywords(rest, typeOf) {
  if (rest.length === 0) return undefined
  const factory = TENSOR_OPTIONS.every((name) => rest.some((a) => a.name === name))
  const own = factory ? rest.filter((a) => !TENSOR_OPTIONS.includes(a.name)) : rest
  const fields = own.map((a) =>
    a.default === undefined ? `${a.name}: ${typeOf(a)}` : `${a.name}?: ${typeOf(a)} | undefined`,
  )
  const object = fields.length > 0 ? [`{ ${fields.join('; ')} }`] : []
  const type = [...object, ...(factory ? ['TensorOptions'] : [])].join(' & ')
  return { type, needed: own.some((a) => a.default === undefined) }
}

/**
 * Sizes may be spread where the parser takes a single list of ints by position and nothing else.
 * @param {Signature} s
 */
function takesSpread({ positional }) {
  const [only, ...more] = positional
  const ints = only?.type.base === 'int' || only?.type.base === 'SymInt'
  return more.length === 0 && only !== undefined && only.type.list && ints
}

/**
 * @param {Signature} s
 * @param {boolean} numbers
 * @returns {string[]}  `(input: Tensor, kw?: { out?: Tensor | null | undefined }): Tensor`
 */
function overloads(s, numbers) {
  /** @type {(a: Argument) => string} */
  const typeOf = (a) => argumentType(a, s, numbers)
  const result = resultType(s)
  const found = []
  if (takesSpread(s) && s.positional[0]) {
    const name = safe(s.positional[0].name)
    const kw = keywords(s.keywords, typeOf)
    if (!kw?.needed) found.push(`(...${name}: number[]): ${result}`)
    if (kw) found.push(`(...args: [...${name}: number[], kw: ${kw.type}]): ${result}`)
  }
  for (let k = s.positional.length; k >= 0; k--) {
    const given = s.positional.slice(0, k).map((a) => `${safe(a.name)}: ${typeOf(a)}`)
    const kw = keywords([...s.positional.slice(k), ...s.keywords], typeOf)
    const last = kw ? [`kw${kw.needed ? '' : '?'}: ${kw.type}`] : []
    found.push(`(${[...given, ...last].join(', ')}): ${result}`)
  }
  return found
}

/**
 * All overloads of a name, in the parser's order, without its deprecated forms.
 * @param {Signature[]} signatures
 * @param {boolean} numbers
 */
export function declarations(signatures, numbers) {
  const current = signatures.filter((s) => !s.deprecated)
  return [...new Set(current.flatMap((s) => overloads(s, numbers)))]
}

/**
 * The deprecated forms of a name, as scripts have them: by position.
 * @param {Signature[]} signatures
 */
export function deprecatedDeclarations(signatures) {
  const texts = signatures
    .filter((s) => s.deprecated)
    .map((s) => {
      const given = s.positional.map((a) => `${safe(a.name)}: ${argumentType(a, s, false)}`)
      return `(${given.join(', ')}): ${resultType(s)}`
    })
  return [...new Set(texts)]
}
