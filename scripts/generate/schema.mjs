// @ts-check
// Reads a registered schema: `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`.

/**
 * @typedef {object} Type  `int[2]?` is {base: 'int', list: true, size: 2, optional: true}
 * @property {string} base
 * @property {boolean} list
 * @property {number | undefined} size
 * @property {boolean} optional
 * @property {boolean} optionalItems  `Tensor?[]`
 *
 * @typedef {object} Argument
 * @property {string} name  '' for an unnamed result
 * @property {Type} type
 * @property {string | undefined} default  as the schema writes it
 * @property {boolean} keyword  keyword-only
 * @property {boolean} written  marked as mutated, `Tensor(a!)`
 *
 * @typedef {object} Schema
 * @property {string} name  with its overload: `add.Tensor`
 * @property {Argument[]} args
 * @property {Argument[]} returns
 */

/**
 * Splits at commas that lie outside brackets and quotes.
 * @param {string} text
 */
function splitList(text) {
  const parts = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') for (i++; text[i] !== '"'; i++) i += text[i] === '\\' ? 1 : 0
    else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = text.slice(start).trim()
  return last === '' ? parts : [...parts, last]
}

/**
 * @param {string} text
 * @returns {Type}
 */
function parseType(text) {
  const match = /^(\w+)(\?)?(?:\[(\d*)\])?(\?)?$/.exec(text)
  if (!match?.[1]) throw new Error(`cannot read the type '${text}'`)
  const [, base, first, size, last] = match
  const list = size !== undefined
  return {
    base,
    list,
    size: size ? Number(size) : undefined,
    optional: list ? last === '?' : first === '?',
    optionalItems: list && first === '?',
  }
}

/**
 * @param {string} text
 * @param {boolean} keyword
 * @returns {Argument}
 */
function parseArgument(text, keyword) {
  const alias = /\((\w+(?:\|\w+)*)(!)?(?: -> [^)]*)?\)/
  const written = alias.exec(text)?.[2] === '!'
  const match = /^(\S+)(?: (\w+)(?:=(.*))?)?$/s.exec(text.replace(alias, ''))
  if (!match?.[1]) throw new Error(`cannot read the argument '${text}'`)
  const [, type, name = '', value] = match
  return { name, type: parseType(type), default: value, keyword, written }
}

/**
 * @param {string} text  the part between the outer brackets
 * @returns {Argument[]}
 */
function parseArguments(text) {
  const parts = splitList(text)
  const star = parts.indexOf('*')
  return parts
    .map((part, i) => (part === '*' ? undefined : parseArgument(part, star >= 0 && i > star)))
    .filter((a) => a !== undefined)
}

/**
 * @param {string} text  a schema; without `aten::` and without results where it is a deprecated form
 * @returns {Schema}
 */
export function parseSchema(text) {
  const open = text.indexOf('(')
  // Results hold no default, so the arguments end at the last `) -> ` outside an alias mark `(a -> *)`.
  const arrow = text.search(/\) -> (?:[^()]|\([^()]*\)|\((?:[^()]|\([^()]*\))*\))*$/)
  const close = arrow < 0 ? text.lastIndexOf(')') : arrow
  const result = arrow < 0 ? '()' : text.slice(arrow + ') -> '.length)
  const bare = result.startsWith('(') ? result.slice(1, -1) : result
  return {
    name: text.slice(0, open).replace(/^aten::/, ''),
    args: parseArguments(text.slice(open + 1, close)),
    returns: parseArguments(bare),
  }
}
