// @ts-check
// Defaults: the registered schema's text as the argument parser's strings write it.

/**
 * Python's `repr` of a float.
 * @param {number} value
 */
function pythonFloat(value) {
  const [, digits, sign, power] = /^(.*)e([-+])(\d+)$/.exec(value.toExponential()) ?? []
  const small = value !== 0 && Math.abs(value) < 1e-4
  return small ? `${digits}e${sign}${power?.padStart(2, '0')}` : String(value)
}

/**
 * `[1, 1]` for a list of fixed length is written `1`, an empty list `None`, an enumerator by its C++ name.
 * @param {import('./schema.mjs').Argument} argument
 * @returns {string | undefined}
 */
export function defaultText({ name, type, default: text }) {
  if (text === undefined || text === 'None') return text
  if (text === '[]') return 'None'
  if (text.startsWith('[')) {
    const items = text.slice(1, -1).split(', ')
    return new Set(items).size === 1 ? items[0] : `{${items.join(',')}}`
  }
  if (name === 'reduction' && text === '1') return 'at::Reduction::Mean'
  if (type.base === 'MemoryFormat' && text === '0') return 'c10::MemoryFormat::Contiguous'
  if (type.base === 'float') return pythonFloat(Number(text))
  if (type.base === 'Scalar' && text.endsWith('.')) return `${text}0`
  if (type.base === 'Scalar' && text.includes('.')) return pythonFloat(Number(text))
  if (type.base === 'str') return text.replaceAll("\\'", "'")
  return text
}
