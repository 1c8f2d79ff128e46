// @ts-check
// Runs beside the program of a guide: compares what comments tell, and reports to the file that the test names.

import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import torch from 'torch-node'
import { str } from 'torch-node/builtins'

/** @typedef {{ failures: string[], checks: number, printed: Record<string, string> }} Report */

/** @type {Report} */
const report = { failures: [], checks: 0, printed: {} }
let block = ''
/** @type {string[]} */
const open = []

const write = process.stdout.write.bind(process.stdout)

// Only where the program is the main one: workers print for themselves.
if (isMainThread) {
  process.stdout.write = /** @type {typeof process.stdout.write} */ (
    /** @param {string | Uint8Array} text @param {any[]} rest */
    (text, ...rest) => {
      const words = String(text)
      report.printed[block] = (report.printed[block] ?? '') + words
      for (let i = 0; i < open.length; i++) open[i] += words
      return write(text, ...rest)
    }
  )
  process.on('exit', () => {
    const file = process.env.TORCH_NODE_TOLD
    if (file) writeFileSync(file, JSON.stringify(report))
  })
}

/** What follows stands in the block of that name. @param {string} name */
export function inBlock(name) {
  block = name
  report.printed[name] ??= ''
}

/** @param {string} text */
const flat = (text) => text.replace(/\s+/g, ' ').trim()

/** A text may be cut short by `...` at its end. @param {string} what @param {string} is @param {string} told @param {number} line */
function compare(what, is, told, line) {
  report.checks++
  const cut = told.endsWith('...')
  const wanted = flat(cut ? told.slice(0, -3) : told)
  const found = flat(is)
  if (cut ? found.startsWith(wanted) : found === wanted) return
  report.failures.push(`${line}: the comment says\n${told}\n${what}\n${is}`)
}

/** From here on, what is printed is kept for `end`. */
export function begin() {
  open.push('')
}

/** @param {string} told @param {number} line */
export function end(told, line) {
  compare('printed is', /** @type {string} */ (open.pop()), told, line)
}

/** @param {unknown} value @param {string} told @param {number} line */
export function check(value, told, line) {
  const shape = told.startsWith('(') && value instanceof torch.Tensor
  const [, text = told] = told.match(/^'(.*)'$/) ?? []
  const is = shape ? str(value.shape).replace(/^torch.Size\(\[(.*)\]\)$/, '($1)') : str(value)
  compare('the value is', is, text, line)
}

/** @param {() => unknown} run @param {string} told @param {number} line */
export function throws(run, told, line) {
  try {
    run()
  } catch (error) {
    compare('the error is', String(error), told, line)
    return
  }
  compare('there is', 'no error', told, line)
}

/** @param {() => Promise<unknown>} run @param {string} told @param {number} line */
export async function rejects(run, told, line) {
  try {
    await run()
  } catch (error) {
    compare('the error is', String(error), told, line)
    return
  }
  compare('there is', 'no error', told, line)
}
