// Python's json.

import { floatRepr, isPlainObject } from '../../_repr.js'
import { typeName } from '../../_typename.js'

// Everything beyond ASCII is escaped.
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** `json.dumps(value, sort_keys=True)`. */
export function pythonJson(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return String(value)
    if (Number.isNaN(value)) return 'NaN'
    if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
    return floatRepr(value)
  }
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (isPlainObject(value)) {
    const items = Object.keys(value)
      .sort()
      .map((key) => `${quoted(key)}: ${pythonJson(value[key])}`)
    return `{${items.join(', ')}}`
  }
  throw new TypeError(`Object of type ${typeName(value)} is not JSON serializable`)
}
