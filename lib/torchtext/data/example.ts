// Mirrors torchtext/data/example.py.

import { isPlainObject, pyStr } from '../../_repr.js'
import { AssertionError, ValueError } from '../../errors.js'
import { stripNewlines } from '../_text.js'
import type { RawField } from './field.js'

/** A field under a name, or several under one column. */
export type NamedField = readonly [name: string, field: RawField | null]
/** One column for each: null leaves it out, lists of names and fields make several attributes of it. */
export type ColumnFields = readonly (
  | NamedField
  | readonly [names: readonly string[], fields: readonly RawField[]]
)[]
/** Columns by name: which attribute, or attributes, to make of each. */
export type KeyedFields = Readonly<Record<string, NamedField | readonly NamedField[] | null>>

type Values = Record<string, unknown>

const isPair = (fields: NamedField | readonly NamedField[]): fields is NamedField =>
  typeof fields[0] === 'string'

function attributes(fields: NamedField | readonly NamedField[] | null): readonly NamedField[] {
  if (fields === null) return []
  return isPair(fields) ? [fields] : fields
}

function missing(key: string): ValueError {
  return new ValueError(`Specified key ${key} was not found in the input data`)
}

// `foo.bar` goes into dicts, and into each item of a list.
function lookUp(data: unknown, key: string): unknown {
  const at = (value: unknown, part: string): unknown => {
    if (!isPlainObject(value) || !Object.hasOwn(value, part)) throw missing(part)
    return value[part]
  }
  return key
    .split('.')
    .reduce(
      (value, part) => (Array.isArray(value) ? value.map((one) => at(one, part)) : at(value, part)),
      data,
    )
}

/**
 * One training or test example: an attribute for each field, as the field's `preprocess` makes it.
 *
 * @example
 * const { Field, LabelField } = torchtext.data
 * const example = Example.fromlist(['A good film', 'pos'], [['text', Field()], ['label', LabelField()]])
 * example.text // ['A', 'good', 'film']
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#example
 */
export class Example {
  [name: string]: unknown

  /** Of the text of a JSON object; a key such as `'foo.bar'` goes into what is nested. */
  static fromJSON(data: string, fields: KeyedFields): Example {
    const example = new Example()
    const object: unknown = JSON.parse(data)
    for (const [key, fields_] of Object.entries(fields)) {
      for (const [name, field] of attributes(fields_)) {
        example[name] = (field as RawField).preprocess(lookUp(object, key))
      }
    }
    return example
  }

  /** Of the values of a dict. */
  static fromdict(data: Readonly<Values>, fields: KeyedFields): Example {
    const example = new Example()
    for (const [key, fields_] of Object.entries(fields)) {
      if (!Object.hasOwn(data, key)) throw missing(key)
      for (const [name, field] of attributes(fields_)) {
        example[name] = (field as RawField).preprocess(data[key])
      }
    }
    return example
  }

  /** Of a line of a table, by position or, with `field_to_index`, by the columns' names. */
  static fromCSV(
    data: readonly string[],
    fields: ColumnFields | KeyedFields,
    field_to_index: Readonly<Record<string, number>> | null = null,
  ): Example {
    if (field_to_index === null) return Example.fromlist(data, fields as ColumnFields)
    if (Array.isArray(fields)) throw new AssertionError()
    const columns = Object.entries(field_to_index).map(([name, i]) => [name, data[i]])
    return Example.fromdict(Object.fromEntries(columns) as Values, fields as KeyedFields)
  }

  /** Of a list of values, one for each field. */
  static fromlist(data: readonly unknown[], fields: ColumnFields): Example {
    const example = new Example()
    for (let i = 0; i < Math.min(data.length, fields.length); i++) {
      const [name, field] = fields[i] as ColumnFields[number]
      if (field === null) continue
      const value = data[i]
      const stripped = typeof value === 'string' ? stripNewlines(value) : value
      const names = typeof name === 'string' ? [name] : name
      const fields_ = Array.isArray(field) ? (field as RawField[]) : [field as RawField]
      for (const [k, one] of names.entries()) {
        if (k < fields_.length) example[one] = (fields_[k] as RawField).preprocess(stripped)
      }
    }
    return example
  }

  toString(): string {
    return `Example(${Object.keys(this).map(pyStr).join(', ')})`
  }
}
