// Python's `template.format(...)`.

import { isPlainObject, pyRepr, pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { AttributeError, IndexError, KeyError, ValueError } from '../../errors.js'
import { reader } from '../_subscript.js'
import { format } from './spec.js'

interface Values {
  readonly positional: readonly unknown[]
  readonly named: Readonly<Record<string, unknown>>
  /** The number of the next `{}`; -1 once a field has had a number of its own. */
  automatic: number | null
}

const switched = (from: string, to: string): ValueError =>
  new ValueError(`cannot switch from ${from} to ${to}`)

const [automatic, manual] = ['automatic field numbering', 'manual field specification']

function first(name: string, values: Values): unknown {
  if (name !== '' && !/^\d+$/.test(name)) {
    if (!Object.hasOwn(values.named, name)) throw new KeyError(name)
    return values.named[name]
  }
  if (name === '') {
    if (values.automatic === null) throw switched(manual, automatic)
  } else {
    if (values.automatic !== null && values.automatic > 0) throw switched(automatic, manual)
    values.automatic = null
  }
  const at = values.automatic === null ? Number(name) : values.automatic++
  if (at < values.positional.length) return values.positional[at]
  throw new IndexError(`Replacement index ${at} out of range for positional args tuple`)
}

function subscript(value: unknown, key: string): unknown {
  if (isPlainObject(value)) {
    if (!Object.hasOwn(value, key)) throw new KeyError(key)
    return value[key]
  }
  return reader(value)(/^\d+$/.test(key) ? Number(key) : (key as unknown as number))
}

// `0.attribute[key]`.
function look(field: string, values: Values): unknown {
  const [, name = '', path = ''] = /^([^.[]*)(.*)$/s.exec(field) as RegExpExecArray
  let value = first(name, values)
  for (const [, attribute, key] of path.matchAll(/\.([^.[]*)|\[([^\]]*)\]/g)) {
    if (attribute === undefined) {
      value = subscript(value, key as string)
      continue
    }
    if (attribute === '') throw new ValueError('Empty attribute in format string')
    const found: unknown = Reflect.get(Object(value) as object, attribute)
    if (found === undefined) {
      throw new AttributeError(`'${typeName(value)}' object has no attribute '${attribute}'`)
    }
    value = found
  }
  return value
}

function convert(value: unknown, conversion: string | undefined): unknown {
  if (conversion === undefined) return value
  if (conversion === 's') return pyStr(value)
  if (conversion === 'r') return pyRepr(value)
  throw new ValueError(`Unknown conversion specifier ${conversion}`)
}

// The text between braces, up to the one that closes it.
function fieldAt(template: string, start: number): string {
  let depth = 1
  for (let i = start; i < template.length; i++) {
    const char = template[i]
    if (char === '{') depth++
    else if (char === '}' && --depth === 0) return template.slice(start, i)
  }
  if (start === template.length) throw new ValueError("Single '{' encountered in format string")
  throw new ValueError("expected '}' before end of string")
}

function replace(field: string, values: Values, depth: number): string {
  const [, name = '', rest = ''] = /^((?:\[[^\]]*\]|[^!:[])*)(.*)$/s.exec(field) as RegExpExecArray
  if (rest.startsWith('[')) throw new ValueError("expected '}' before end of string")
  const [, conversion, spec] = /^(?:!(.))?(?::(.*))?$/s.exec(rest) ?? []
  if (conversion === undefined && rest.startsWith('!')) {
    throw new ValueError(
      rest === '!' ? "unmatched '{' in format spec" : "expected ':' after conversion specifier",
    )
  }
  const value = convert(look(name, values), conversion)
  return format(value, expand(spec ?? '', values, depth - 1))
}

function expand(template: string, values: Values, depth: number): string {
  if (depth < 0) throw new ValueError('Max string recursion exceeded')
  let text = ''
  for (let i = 0; i < template.length; i++) {
    const char = template[i] as string
    if (char !== '{' && char !== '}') text += char
    else if (template[i + 1] === char) {
      text += char
      i++
    } else if (char === '}') throw new ValueError("Single '}' encountered in format string")
    else {
      const field = fieldAt(template, i + 1)
      text += replace(field, values, depth)
      i += field.length + 1
    }
  }
  return text
}

/**
 * What Python writes `template.format(...)`. Fields with names take from a last plain object.
 *
 * A field that has no value is an IndexError or a KeyError, a wrong template a ValueError.
 *
 * @example
 * formatTemplate('Epoch: {} \tTraining Loss: {:.6f}', 3, 0.25) // 'Epoch: 3 	Training Loss: 0.250000'
 *
 * @see https://docs.python.org/3/library/stdtypes.html#str.format
 */
export function formatTemplate(template: string, ...values: unknown[]): string {
  const last = values.at(-1)
  const named = isPlainObject(last) ? last : {}
  return expand(template, { positional: values, named, automatic: 0 }, 2)
}
