// What comments tell of the code beside them becomes checks.

import ts from 'typescript'

/** A comment that tells a value, not one in words: `torch.Size([2, 3])`, `(2, 3)`, `tensor(5)`, `Linear(...)`, `7`. */
const tellsValue =
  /^(torch\.|tensor\(|\((\d+(, \d+)*)?\)$|-?\d[\d.e-]*$|\[[-\d., e'[\]]*\]$|'.*'$|(True|False|None)$|[A-Z]\w*\()/

const tellsError = /^(torch\.)?[A-Z]\w*(Error|StopIteration|Abort): /

/** The comment on a statement's last line. */
const besideIt = (code: string, end: number): string | undefined =>
  code.slice(end).match(/^;?[ \t]*\/\/ ?(.*)/)?.[1]

/** The lines of comment right under it. */
function underIt(code: string, end: number): string | undefined {
  const [, lines] = code.slice(end).match(/^;?[ \t]*\n((?:[ \t]*\/\/.*(?:\n|$))+)/) ?? []
  return lines?.replace(/^[ \t]*\/\/ ?/gm, '').trimEnd()
}

interface Edit {
  from: number
  to: number
  text: string
}

function applied(code: string, edits: readonly Edit[]): string {
  let out = ''
  let done = 0
  for (const { from, to, text } of edits) {
    if (from < done) throw new Error(`two comments tell of one place: ${code.slice(from, to)}`)
    out += code.slice(done, from) + text
    done = to
  }
  return out + code.slice(done)
}

const parse = (code: string): ts.SourceFile =>
  ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)

/** Wraps each expression that a comment on its line tells the value of: `check(value, comment)`. */
export function withChecks(code: string): string {
  const edits: Edit[] = []
  for (const statement of parse(code).statements) {
    const comment = besideIt(code, statement.end)
    if (comment === undefined || !tellsValue.test(comment)) continue
    const expression = ts.isExpressionStatement(statement)
      ? statement.expression.getText()
      : ts.isVariableStatement(statement)
        ? statement.declarationList.declarations[0]?.name.getText()
        : undefined
    if (expression === undefined) continue
    const text = `;check(${expression}, ${JSON.stringify(comment)});`
    const from = ts.isExpressionStatement(statement) ? statement.getStart() : statement.end
    edits.push({ from, to: statement.end, text })
  }
  return applied(code, edits)
}

const isPrint = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && /^(print|console\.log)$/.test(node.expression.getText())

const prints = (node: ts.Node): boolean => isPrint(node) || (ts.forEachChild(node, prints) ?? false)

const awaits = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) ||
  (!ts.isFunctionLike(node) && (ts.forEachChild(node, awaits) ?? false))

const statementsOf = (node: ts.Node): ts.Statement[] => {
  const own = ts.isStatement(node) && !ts.isBlock(node) ? [node] : []
  const inner: ts.Statement[] = []
  ts.forEachChild(node, (child) => {
    inner.push(...statementsOf(child))
  })
  return [...own, ...inner]
}

const declares = (node: ts.Statement): boolean =>
  ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isVariableStatement(node)

/**
 * The same for a program of a guide, where a comment may also tell, beside or right under a statement, what it prints,
 * or the error that it throws. What the checks call is in told.mjs.
 */
export function withTold(code: string): string {
  const source = parse(code)
  const edits: Edit[] = []
  // A comment under several statements is the outermost one's.
  const taken = new Set<number>()
  for (const statement of statementsOf(source)) {
    const { end } = statement
    if (taken.has(end)) continue
    const from = statement.getStart()
    const line = source.getLineAndCharacterOfPosition(from).line + 1
    const beside = besideIt(code, end)
    const told = beside ?? underIt(code, end)
    if (told === undefined) continue
    const before = edits.length
    const args = `${JSON.stringify(told)}, ${line}`
    const isExpression = ts.isExpressionStatement(statement)
    const text = statement.getText()
    if (isExpression && tellsError.test(told)) {
      const { expression } = statement
      const call = awaits(expression)
        ? `await $told.rejects(async () => (${expression.getText()}), ${args})`
        : `$told.throws(() => (${expression.getText()}), ${args})`
      edits.push({ from, to: end, text: `;${call};` })
    } else if (isExpression && isPrint(statement.expression)) {
      edits.push({ from, to: end, text: `{$told.begin();${text};$told.end(${args})}` })
    } else if (beside === undefined && !declares(statement) && prints(statement)) {
      edits.push({ from, to: from, text: '{$told.begin();' })
      edits.push({ from: end, to: end, text: `;$told.end(${args})}` })
    } else if (beside !== undefined && tellsValue.test(beside)) {
      if (isExpression) {
        const value = statement.expression.getText()
        edits.push({ from, to: end, text: `;$told.check(${value}, ${args});` })
      } else if (ts.isVariableStatement(statement)) {
        const name = statement.declarationList.declarations[0]?.name.getText()
        edits.push({ from: end, to: end, text: `;$told.check(${name}, ${args});` })
      }
    }
    if (edits.length > before) taken.add(end)
  }
  // An inner statement that ends where the outer one does ends first.
  edits.sort((a, b) => a.from - b.from)
  return applied(code, edits)
}
