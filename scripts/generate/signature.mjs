// @ts-check
// A schema as Python's argument parser sees it: torchgen's `signature_from_schema` and `signature_str`.

import { defaultText } from './defaults.mjs'
import { parserTypes } from './exceptions.mjs'
import { parseSchema } from './schema.mjs'

/**
 * @typedef {import('./schema.mjs').Argument} Argument
 * @typedef {import('./schema.mjs').Schema} Schema
 * @typedef {import('./schema.mjs').Type} Type
 *
 * @typedef {object} Signature
 * @property {string} name  Python's name
 * @property {Argument[]} positional  without `self` for a method
 * @property {Argument[]} keywords  `out` and the tensor options included
 * @property {Argument[]} returns
 * @property {boolean} method
 * @property {boolean} deprecated
 */

const OPTIONS = ['dtype', 'layout', 'device', 'pin_memory']
const PARSER_NAMES = /** @type {const} */ ({
  int: 'int64_t',
  float: 'double',
  str: 'c10::string_view',
})
const LIST_NAMES = /** @type {const} */ ({
  int: 'IntArrayRef',
  SymInt: 'SymIntArrayRef',
  Tensor: 'TensorList',
  Scalar: 'ScalarList',
})

/**
 * The parser's name of a type: `int[2]?` is `IntArrayRef[2]?`.
 * @param {Type} type
 */
export function parserType({ base, list, size, optional, optionalItems }) {
  const mark = optional ? '?' : ''
  const plain = PARSER_NAMES[/** @type {keyof PARSER_NAMES} */ (base)] ?? base
  if (!list) return plain + mark
  if (base === 'bool') return `::std::array<bool,${size}>${mark}`
  if (optionalItems) return `c10::List<::std::optional<Tensor>>${mark}`
  const listed = LIST_NAMES[/** @type {keyof LIST_NAMES} */ (base)]
  if (!listed) return `ArrayRef<${plain}>${mark}`
  return `${listed}${size === undefined ? '' : `[${size}]`}${mark}`
}

/**
 * @param {string} name
 * @param {string} base
 * @param {string} value
 * @returns {Argument}
 */
function option(name, base, value) {
  const type = { base, list: false, size: undefined, optional: true, optionalItems: false }
  return { name, type, default: value, keyword: true, written: false }
}

/** @type {(a: Argument) => boolean} */
const tensorLike = (a) => a.type.base === 'Tensor'

/** @type {(a: Argument) => boolean} */
const isOut = (a) => a.keyword && a.written

/** @type {(a: Argument) => boolean} */
const isOption = (a) => a.keyword && OPTIONS.includes(a.name) && a.type.optional

/**
 * Whether Python adds `dtype`, `layout`, `device`, `pin_memory` and `requires_grad`.
 * @param {Schema} schema
 * @param {string | undefined} category  torchgen's override
 */
function takesOptions(schema, category) {
  if (category === 'dummy') return false
  const name = schema.name.replace(/\..*/, '')
  const likeOrNew = name.startsWith('new_') || name.endsWith('_like')
  const makesTensor =
    schema.returns.some(tensorLike) && !schema.args.some((a) => tensorLike(a) && !isOut(a))
  return category !== undefined || likeOrNew || makesTensor
}

/**
 * Several results are written through one list; `out` of one keeps the schema's name (`grad_input`).
 * @param {Argument[]} outs
 * @returns {Argument[]}
 */
function outArgument(outs) {
  const first = outs[0]
  if (!first) return []
  if (outs.length === 1) return [{ ...first, default: 'None' }]
  return [
    {
      ...first,
      name: 'out',
      type: { ...first.type, list: true, size: outs.length },
      default: 'None',
    },
  ]
}

/**
 * @param {object} from
 * @param {Record<string, string>} [from.defaults]  texts that the schema lost
 * @param {Schema} from.base  the overload without `out`
 * @param {Schema | undefined} from.out  the one with it; its arguments win where there is one
 * @param {string | undefined} from.category
 * @param {boolean} from.method
 * @param {Schema | undefined} [from.deprecated]  an old form of the arguments
 * @returns {Signature}
 */
export function signature({ base, out, category, method, deprecated, defaults = {} }) {
  const source = deprecated ?? out ?? base
  // As in torchgen, the two options are added only where the whole set stands in the schema.
  const whole = OPTIONS.every((name) => source.args.some((a) => a.name === name && isOption(a)))
  const args = source.args
    .filter((a) => !(method && a.name === 'self'))
    .map((a) => ({
      ...a,
      type: { ...a.type, base: parserTypes[`${base.name}.${a.name}`] ?? a.type.base },
      default: defaults[a.name] ?? defaultText(a),
    }))
    .map((a) =>
      a.name === 'self' && !method && parserType(a.type) === 'Tensor' ? { ...a, name: 'input' } : a,
    )
  const options = takesOptions(base, category)
    ? [
        option('dtype', 'ScalarType', 'None'),
        option('layout', 'Layout', 'None'),
        option('device', 'Device', 'None'),
        option('pin_memory', 'bool', 'False'),
        option('requires_grad', 'bool', 'False'),
      ]
    : []
  return {
    name: base.name.replace(/\..*/, ''),
    positional: args.filter((a) => !a.keyword),
    keywords: [
      ...args.filter((a) => a.keyword && !isOut(a) && !(whole && isOption(a))),
      ...outArgument(args.filter(isOut)),
      ...options,
    ],
    returns: base.returns,
    method,
    deprecated: deprecated !== undefined,
  }
}

/**
 * The string that Python's argument parser is built from.
 * @param {Signature} s
 */
export function signatureText(s) {
  /** @type {(a: Argument) => string} */
  const text = (a) =>
    `${parserType(a.type)} ${a.name}${a.default === undefined ? '' : `=${a.default}`}`
  const star = s.keywords.length > 0 ? ['*'] : []
  const parts = [...s.positional.map(text), ...star, ...s.keywords.map(text)]
  return `${s.name}(${parts.join(', ')})${s.deprecated ? '|deprecated' : ''}`
}

/**
 * The reverse of signatureText, for the rows that are written by hand.
 * @param {string} text
 * @param {Schema} base  gives the results
 * @param {boolean} method
 * @returns {Signature}
 */
export function readSignature(text, base, method) {
  const types = text
    .replace(/\b(?:Sym)?IntArrayRef(\[\d*\])?/g, (_, size) => `int${size ?? '[]'}`)
    .replace(/\bint64_t\b/g, 'int')
    .replace(/\bdouble\b/g, 'float')
  const { name, args } = parseSchema(types)
  return {
    name,
    positional: args.filter((a) => !a.keyword),
    keywords: args.filter((a) => a.keyword),
    returns: base.returns,
    method,
    deprecated: false,
  }
}
