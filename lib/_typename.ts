import { isComplex, isPlainObject } from './_repr.js'

/** The name that Python's `type(value).__name__` has for a value of JavaScript, as error texts show it. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'NoneType'
    case 'boolean':
      return 'bool'
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float'
    case 'bigint':
      return 'int'
    case 'string':
      return 'str'
    case 'function':
      return value.toString === Function.prototype.toString
        ? 'function'
        : className(value, 'function')
    case 'symbol':
      return 'symbol'
    default:
      return value === null ? 'NoneType' : objectName(value as object)
  }
}

/** The text of Python's `type(value)`, such as `<class 'int'>`, as error texts show it. */
export function classText(value: unknown): string {
  const name = typeName(value)
  return `<class '${places[name] ?? ''}${name}'>`
}

const places: Readonly<Record<string, string>> = {
  Tensor: 'torch.',
  Parameter: 'torch.nn.parameter.',
}

const builtins: Readonly<Record<string, string>> = {
  Array: 'list',
  Tuple: 'tuple',
  Map: 'dict',
  Set: 'set',
  Range: 'range',
}

function objectName(value: object): string {
  if (isPlainObject(value)) return isComplex(value) ? 'complex' : 'dict'
  const name = className(value, 'object')
  return builtins[name] ?? name
}

function className(value: object, otherwise: string): string {
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name
  return typeof name === 'string' && name !== '' ? name : otherwise
}
