// Reads Python's `def` lines: `name(a, b=1, /, c=(0.9, 0.999), *args, d=None, **kwargs)`.

import { tuple } from './_tuple.js'

/** What a `def` line says. */
export interface Signature {
  /** The name that error texts show. */
  readonly name: string
  /** 1 where a `self` came first: it counts in error texts. */
  readonly self: 0 | 1
  /** All named parameters, the keyword-only ones last. */
  readonly names: readonly string[]
  readonly defaults: readonly unknown[]
  /** Whether a parameter has no default. */
  readonly needed: readonly boolean[]
  /** How many can be given by position. */
  readonly positional: number
  /** How many of those cannot be given by keyword. */
  readonly positionalOnly: number
  /** How many have to be given by position or keyword. */
  readonly required: number
  readonly varargs: string | null
  readonly varkw: string | null
}

const constants: Readonly<Record<string, unknown>> = {
  None: null,
  True: true,
  False: false,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  // A default that the function itself wants to tell apart from every value.
  undefined: undefined,
}

/** Parses a `def` line; throws a SyntaxError that shows it where it cannot. */
export function parseSignature(text: string): Signature {
  const fail = (): never => {
    throw new SyntaxError(`not a Python signature: ${text}`)
  }
  const match = /^\s*([\w.]+)\s*\((.*)\)\s*$/s.exec(text)
  const [, name = '', inside = ''] = match ?? fail()
  const names: string[] = []
  const defaults: unknown[] = []
  const needed: boolean[] = []
  let self: 0 | 1 = 0
  let positional = -1
  let positionalOnly = 0
  let varargs: string | null = null
  let varkw: string | null = null
  for (const part of splitTop(inside)) {
    const parameter = part.trim()
    if (parameter === '/') positionalOnly = names.length
    else if (parameter.startsWith('**')) varkw = parameter.slice(2)
    else if (parameter.startsWith('*')) {
      positional = names.length
      varargs = parameter.slice(1) || null
    } else if (parameter === 'self' && names.length === 0) self = 1
    else {
      const [, parameterName = '', , value] = /^(\w+)\s*(=\s*(.+))?$/s.exec(parameter) ?? fail()
      names.push(parameterName)
      needed.push(value === undefined)
      defaults.push(value === undefined ? undefined : parseConstant(value.trim(), fail))
    }
  }
  if (positional < 0) positional = names.length
  const required = needed.slice(0, positional).filter(Boolean).length
  return {
    name,
    self,
    names,
    defaults,
    needed,
    positional,
    positionalOnly,
    required,
    varargs,
    varkw,
  }
}

// Splits at the commas that are in no brackets and no string.
function splitTop(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === "'" || char === '"') quote = char
    else if (char === '(' || char === '[') depth++
    else if (char === ')' || char === ']') depth--
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  parts.push(text.slice(start))
  return parts.filter((part) => part.trim() !== '')
}

function parseConstant(text: string, fail: () => never): unknown {
  if (Object.hasOwn(constants, text)) return constants[text]
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(text)
  if (quoted) return quoted[1] ?? quoted[2]
  if (/^[([].*[)\]]$/s.test(text)) {
    const items = splitTop(text.slice(1, -1)).map((item) => parseConstant(item.trim(), fail))
    // Shared by all calls, hence not to be changed by any.
    return Object.freeze(text.startsWith('(') ? tuple(items) : items)
  }
  const number = Number(text.replace(/^-inf$/, '-Infinity'))
  return Number.isNaN(number) ? fail() : number
}
