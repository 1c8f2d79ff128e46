// Mirrors functorch/einops/_parsing.py: the patterns of rearrange.

import { pyRepr } from '../_repr.js'
import { classText } from '../_typename.js'
import { ValueError } from '../errors.js'

/** Stands for `...` in a parsed expression. */
export const _ellipsis = '\u2026'

/** The name of a dimension, the names that one dimension is made of (none for a dimension of size 1), or an ellipsis. */
export type Composition = (readonly string[] | typeof _ellipsis)[]

interface ParsedExpression {
  composition: Composition
  identifiers: Set<string>
  hasEllipsis: boolean
  ellipsisInParentheses: boolean
  hasNumbers: boolean
}

function checkName(name: string): void {
  const reason = !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)
    ? 'not a valid python identifier'
    : /^_|_$/.test(name)
      ? 'axis name should should not start or end with underscore'
      : null
  if (reason !== null) throw new ValueError(`Invalid axis identifier: ${name}\n${reason}`)
}

function withEllipsis(expression: string): string {
  if (!expression.includes('.')) return expression
  if (!expression.includes('...')) {
    throw new ValueError('Expression may contain dots only inside ellipsis (...)')
  }
  if (expression.split('...').length !== 2 || expression.split('.').length !== 4) {
    throw new ValueError(
      'Expression may contain dots only inside ellipsis (...); only one ellipsis for tensor ',
    )
  }
  return expression.replace('...', _ellipsis)
}

class Parser {
  readonly result: ParsedExpression = {
    composition: [],
    identifiers: new Set(),
    hasEllipsis: false,
    ellipsisInParentheses: false,
    hasNumbers: false,
  }
  #group: string[] | null = null

  #add(name: string): void {
    const { result } = this
    if (result.identifiers.has(name)) {
      throw new ValueError(`Indexing expression contains duplicate dimension '${name}'`)
    }
    if (name === _ellipsis) {
      result.identifiers.add(name)
      result.hasEllipsis = true
      result.ellipsisInParentheses = this.#group !== null
      if (this.#group === null) result.composition.push(_ellipsis)
      else this.#group.push(name)
      return
    }
    const isNumber = /^\d+$/.test(name)
    if (isNumber && Number(name) === 1) {
      if (this.#group === null) result.composition.push([])
      return
    }
    if (!isNumber) checkName(name)
    else if (Number(name) < 1) {
      throw new ValueError(`Anonymous axis should have positive length, not ${Number(name)}`)
    }
    // Numbers are no names: two of them are two dimensions.
    if (isNumber) result.hasNumbers = true
    else result.identifiers.add(name)
    if (this.#group === null) result.composition.push([name])
    else this.#group.push(name)
  }

  #parenthesis(char: string): void {
    if (char === '(') {
      if (this.#group !== null) {
        throw new ValueError('Axis composition is one-level (brackets inside brackets not allowed)')
      }
      this.#group = []
    } else {
      if (this.#group === null) throw new ValueError('Brackets are not balanced')
      this.result.composition.push(this.#group)
      this.#group = null
    }
  }

  parse(text: string): ParsedExpression {
    const expression = withEllipsis(text)
    for (const [token] of expression.matchAll(/[\p{L}\p{N}_\u2026]+|./gsu)) {
      if (token === '(' || token === ')') this.#parenthesis(token)
      else if (/^[\p{L}\p{N}_\u2026]/u.test(token)) this.#add(token)
      else if (token !== ' ') throw new ValueError(`Unknown character '${token}'`)
    }
    if (this.#group !== null) {
      throw new ValueError(`Imbalanced parentheses in expression: '${expression}'`)
    }
    return this.result
  }
}

/** Both sides of a pattern. */
export function parse_pattern(pattern: string): [left: ParsedExpression, right: ParsedExpression] {
  const sides = pattern.split('->')
  const [leftText, rightText] = sides
  if (sides.length !== 2 || leftText === undefined || rightText === undefined) {
    throw new ValueError("Pattern must contain a single '->' separator")
  }
  const left = new Parser().parse(leftText)
  const right = new Parser().parse(rightText)
  if (!left.hasEllipsis && right.hasEllipsis) {
    throw new ValueError(`Ellipsis found in right side, but not left side of a pattern ${pattern}`)
  }
  if (left.ellipsisInParentheses) {
    throw new ValueError(`Ellipsis is parenthesis in the left side is not allowed: ${pattern}`)
  }
  return [left, right]
}

/** Throws where the sides or the given lengths do not fit each other. */
export function validate_rearrange_expressions(
  left: ParsedExpression,
  right: ParsedExpression,
  axes_lengths: Readonly<Record<string, unknown>>,
): void {
  for (const length of Object.values(axes_lengths)) {
    if (!Number.isInteger(length)) {
      throw new TypeError(`rearrange axis lengths must be integers, got: ${classText(length)}`)
    }
  }
  if (left.hasNumbers || right.hasNumbers) {
    throw new ValueError('rearrange only supports unnamed axes of size 1')
  }
  const difference = [...left.identifiers, ...right.identifiers].filter(
    (name) => !left.identifiers.has(name) || !right.identifiers.has(name),
  )
  if (difference.length > 0) {
    throw new ValueError(
      `Identifiers only on one side of rearrange expression (should be on both): ${pyRepr(new Set(difference))}`,
    )
  }
  const unmatched = Object.keys(axes_lengths).filter((name) => !left.identifiers.has(name))
  if (unmatched.length > 0) {
    throw new ValueError(
      `Identifiers not found in rearrange expression: ${pyRepr(new Set(unmatched))}`,
    )
  }
}
